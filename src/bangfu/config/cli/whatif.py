"""`bangfu rules what-if`: what a change of a standard would do on today's register."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bangfu.config.cli.words import Refused, at_work, command, day, require_tables, today
from bangfu.kernel.money import format_yuan
from bangfu.rules import StandardError
from bangfu.rules.proposing import propose
from bangfu.rules.whatif import CLOSES, GAINS, LOSES, OPENS, Effect

if TYPE_CHECKING:
    from bangfu.policies.queries import Trial

_EFFECTS = {
    GAINS: "多得 (gains)",
    LOSES: "少得 (loses)",
    OPENS: "变得不清楚 (opens)",
    CLOSES: "清楚了 (closes)",
}
_ANSWERS = {0: "no", 1: "yes", 2: "unknown"}


def declare(acts: Any) -> None:
    """This function will add the act to `bangfu rules`."""
    made = command(
        acts,
        "what-if",
        help="改了标准会怎样：多少钱、谁多谁少 (what a change would do)",
        description="按今天的台账试算一个改动：每个基金、每个村居多少钱，谁多得、谁少得。什么也不会改。"
        " (What a change would do on today's register. Nothing is changed.)",
    )
    made.add_argument(
        "file",
        metavar="文件",
        help="改过的标准，或只写改动的 what_if 文件 (a changed copy, or a what_if)",
    )
    made.add_argument("--on", metavar="日期", type=day, help="问的是哪一天 (the day asked about)")
    made.add_argument(
        "--names", metavar="文件",
        help="把谁多得、谁少得写进这个 csv 文件；会留痕 (write whom it touches; recorded)",
    )  # fmt: skip
    made.add_argument("--json", action="store_true", help="用 JSON 说 (answer in JSON)")
    made.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """This function will print what a change does; exit code 1 where the change has faults.

    :raises Refused: the file cannot be read, or the database is not ready.
    """
    try:
        text = Path(asked.file).expanduser().read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(f"读不了这个文件：{asked.file} (This file cannot be read.)") from error
    with at_work():
        require_tables()
        try:
            told = _tried(asked, text)
        except StandardError as error:
            for fault in error.faults:
                print(fault, file=sys.stderr)
            print("改动有错，没有试算。 (The change has faults.)", file=sys.stderr)
            return 1
    if asked.json:
        print(json.dumps(told, ensure_ascii=False, indent=1))
    else:
        _tell(told)
    return 0


def _tried(asked: argparse.Namespace, text: str) -> dict[str, Any]:
    from bangfu.audit import actions as audit
    from bangfu.frame import clock
    from bangfu.offices.scope import operator_scope, scoped
    from bangfu.policies import queries

    scope = operator_scope()
    proposal = propose(queries.texts(), text, file=Path(asked.file).name, on=asked.on or today())
    with scoped(scope, on=today()):
        if asked.names:
            audit.look(
                by=scope.principal, at=clock.now(), subject=scope.principal,
                subject_kind="policies.whatif", fields=["names"], reason="verify", via="cli",
            )  # fmt: skip
        trial = queries.try_out(proposal, scope.areas, before=queries.standards())
        villages = trial.villages
        if asked.names:
            _write(Path(asked.names).expanduser(), trial)
        standards = [_plain(effect, villages) for effect in trial.effects]
    return {
        "what_if": proposal.words,
        "on": proposal.on.isoformat(),
        "households": trial.columns.register.households.height,
        "persons": trial.columns.register.persons.height,
        "standards": standards,
    }


def _plain(effect: Effect, villages: dict[str, str]) -> dict[str, Any]:
    counts = dict(effect.changed["effect"].value_counts().iter_rows())
    return {
        "standard": effect.standard,
        "before": vars(effect.before),
        "after": vars(effect.after),
        "effects": {name: counts.get(name, 0) for name in _EFFECTS},
        "funds": {
            fund: {"before_fen": old, "after_fen": new} for fund, (old, new) in effect.funds.items()
        },
        "villages": [
            {"area": area, "name": villages.get(area, area), **vars(place)}
            for area, place in effect.places.items()
        ],
    }


def _tell(told: dict[str, Any]) -> None:
    print(f"{told['what_if']}  {told['on']}  {told['households']}户{told['persons']}人")
    print("按还没有人领过算。 (As if nobody had received anything yet.)")
    if not told["standards"]:
        print("和现在没有不同。 (Nothing would be different.)")
    for one in told["standards"]:
        before, after = one["before"], one["after"]
        print(f"{one['standard']}：{before['yes']} → {after['yes']} 个可以得到，")
        print(f"  {_yuan(before['fen'])} → {_yuan(after['fen'])}元，"
              f"差 {_yuan(after['fen'] - before['fen'])}元")  # fmt: skip
        print(f"  还不清楚 {before['unsure']} → {after['unsure']}")
        counts = one["effects"]
        print("  " + "，".join(f"{_EFFECTS[name]} {n}" for name, n in counts.items() if n))
        for fund, sums in one["funds"].items():
            print(f"  ¥ {fund}  {_yuan(sums['before_fen'])} → {_yuan(sums['after_fen'])}元")
        for place in one["villages"]:
            print(f"  {place['name']}  多得{place['gains']} 少得{place['loses']}  "
                  f"{_yuan(place['before_fen'])} → {_yuan(place['after_fen'])}元")  # fmt: skip


def _write(path: Path, trial: Trial) -> None:
    import polars as pl

    from bangfu.policies import queries

    frames = [
        queries.whom(trial, effect).with_columns(
            pl.lit(effect.standard).alias("standard"),
            pl.col("before", "after").replace_strict(_ANSWERS, return_dtype=pl.String),
            # A name that begins like a formula must not be one in anybody's spreadsheet.
            pl.when(pl.col("name").str.contains(r"^[\s\u200b\ufeff]*[=+\-@＝＋－﹣−＠﹫]"))
            .then("'" + pl.col("name")).otherwise("name").alias("name"),
        )
        for effect in trial.effects
    ]  # fmt: skip
    try:
        with path.open("xb") as out:
            # The mark tells Excel that this is UTF-8.
            out.write("\ufeff".encode())
            (pl.concat(frames) if frames else pl.DataFrame()).write_csv(out)
    except FileExistsError:
        raise Refused(f"已有这个文件，请换个名字：{path} (This file exists already.)") from None
    except OSError as trouble:
        raise Refused(f"写不了这个文件：{path} (This file cannot be written.)") from trouble


def _yuan(fen: int | None) -> str:
    return "—" if fen is None else format_yuan(fen)
