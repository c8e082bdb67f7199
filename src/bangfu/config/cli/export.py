"""`bangfu export`: a list as a sheet, in the order a receiver wants, recorded as the operator's."""

from __future__ import annotations

import argparse
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bangfu.config.cli.words import Refused, at_work, command, require_tables, today

if TYPE_CHECKING:
    from bangfu.offices.scope import Scope
    from bangfu.rosters.models import Layout

_REASONS = ("case", "verify", "payment", "contact", "inspection")


def declare(kinds: Any) -> None:
    """This function will add the command to the parser."""
    made = command(
        kinds,
        "export",
        help="把名单导出成表格 (a list as a spreadsheet)",
        description="把住户或人员名单导出成 .xlsx，默认脱敏；写全号码要给理由；会留痕。"
        " (Write a list as .xlsx, masked unless a reason is given; recorded.)",
    )
    made.add_argument(
        "--list", dest="name", choices=("households", "people"), required=True,
        help="哪份名单 (which list)",
    )  # fmt: skip
    made.add_argument(
        "--layout", metavar="收表单位", help="按哪个收表单位的列顺序 (in whose order of columns)"
    )
    made.add_argument("--out", metavar="文件", required=True, help="写到哪个文件 (the file)")
    made.add_argument(
        "--whole", metavar="理由", choices=_REASONS,
        help="内部版，写全号码 (whole numbers, with a reason): " + ", ".join(_REASONS),
    )  # fmt: skip
    made.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """This function will write the sheet and say how many rows it has.

    :raises Refused: a file that is there already or cannot be written, or no such receiver.
    """
    path = Path(asked.out).expanduser().absolute()
    if path.exists():
        raise Refused(f"已有这个文件，请换个名字：{path} (This file exists already.)")
    if not path.parent.is_dir():
        raise Refused(f"没有这个文件夹：{path.parent} (There is no such folder.)")
    with at_work():
        require_tables()
        rows = _write(asked, path)
    print(f"已写{rows}行：{path} ({rows} rows written)")
    return 0


def _write(asked: argparse.Namespace, path: Path) -> int:
    from bangfu.frame import clock
    from bangfu.offices import access
    from bangfu.offices.scope import operator_scope, scoped
    from bangfu.registry.queries import HouseholdFilter, PersonFilter
    from bangfu.rosters import actions

    on, scope = today(), operator_scope()
    narrowed = HouseholdFilter() if asked.name == "households" else PersonFilter()
    handle, draft = tempfile.mkstemp(dir=path.parent, suffix=".part")
    os.close(handle)
    try:
        with scoped(scope, on=on):
            order = actions.Order(
                name=asked.name,
                asked=narrowed,
                whole=bool(asked.whole),
                reason=asked.whole or "",
                layout=_layout(asked, scope),
            )
            book = actions.hand_out(
                order, Path(draft), by=access.operator(), scope=scope, on=on, at=clock.now(),
                via="cli",
            )  # fmt: skip
        # On record now: only then does the sheet get its name.
        Path(draft).replace(path)
    except actions.CannotHandOut as refusal:
        raise Refused(str(refusal)) from refusal
    except OSError as trouble:
        raise Refused(f"写不了这个文件：{path} (This file cannot be written.)") from trouble
    finally:
        Path(draft).unlink(missing_ok=True)
    return book.rows


def _layout(asked: argparse.Namespace, scope: Scope) -> Layout | None:
    from bangfu.rosters import queries

    if not asked.layout:
        return None
    kept = list(queries.list_layouts(scope, asked.name))
    found = [one for one in kept if one.receiver == asked.layout]
    if len(found) == 1:
        return found[0]
    if found:
        raise Refused("几个镇都有这个收表单位，请在网页上导出。 (Several towns have it.)")
    known = "、".join(one.receiver for one in kept) or "还没有 (none yet)"
    raise Refused(f"没有这个收表单位。已有：{known} (There is no such receiver.)")
