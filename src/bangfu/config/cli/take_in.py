"""`bangfu take-in`: files and whole folders into the register, in one go."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from bangfu.config.cli.first_start import bring_up_to_date, found_if_none
from bangfu.config.cli.words import Refused, at_work, command, one_at_a_time, today

_SHOWN = 200


def declare(kinds: Any) -> None:
    """This function will add the command to the parser."""
    made = command(
        kinds,
        "take-in",
        help="把表格收进台账 (take spreadsheets into the register)",
        description="把文件或整个文件夹里的花名册收进台账，最后说清每个文件收了几行、哪几行在等、"
        "哪几行不是数据、为什么。同一个文件再收一次不会变。"
        " (Take files or whole folders of rosters into the register and say what became of every"
        " row; taking the same file in twice changes nothing.)",
    )
    made.add_argument("paths", nargs="+", metavar="文件或文件夹", help="xlsx, xls, csv")
    made.add_argument(
        "--town",
        metavar="代码",
        help="收给哪个镇，写12位代码 (the town's 12-digit code, where there are several)",
    )
    made.add_argument(
        "--dry-run", action="store_true", help="只试一遍，什么也不留下 (try it, keep nothing)"
    )
    made.add_argument(
        "--json", action="store_true", help="最后打印一个 JSON 对象 (end with one JSON object)"
    )
    made.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """This function will take the files in and print the report.

    :raises Refused: a path that is not there, or no single town to take them in for.
    """
    paths = [_path(word) for word in asked.paths]
    with at_work():
        with one_at_a_time():
            bring_up_to_date()
            found_if_none()
        told = take_in(paths, dry_run=asked.dry_run, town=_town(asked.town))
    if asked.json:
        print(json.dumps(told, ensure_ascii=False))
    else:
        for file in told["files"]:
            _print(file)
    if not told["files"]:
        say("这里一个文件也没有，什么也没有收。 (There is no file here: nothing was taken in.)")
    # Some that cannot be read are told in the report; none at all that can is a failure.
    return int(all(file["kind"] == "unreadable" for file in told["files"]))


def _path(word: str) -> Path:
    """Read the name of a file or a folder; anything else (a device, a pipe) is refused."""
    try:
        path = Path(word).expanduser().absolute()
        if word.strip() and (path.is_file() or path.is_dir()):
            return path
        there = bool(word.strip()) and path.exists()
    except (OSError, ValueError, RuntimeError):
        there = False
    if there:
        raise Refused(f"这不是文件，也不是文件夹：{word} (This is neither a file nor a folder.)")
    shown = word if len(word) <= _SHOWN else f"{word[:_SHOWN]}……"
    raise Refused(f"没有这个文件或文件夹：{shown} (There is no such file or folder.)")


def _town(code: str | None) -> int | None:
    """The number of the town of a code.

    :raises Refused: no town has it; the towns there are stand in the sentence.
    """
    if code is None:
        return None
    from bangfu.frame import clock
    from bangfu.offices.queries import list_towns
    from bangfu.offices.scope import operator_scope, scoped

    with scoped(operator_scope(), on=today() or clock.today()):
        towns = {town.code: town for town in list_towns()}
    if code not in towns:
        known = "、".join(f"{code} {town.name}" for code, town in towns.items())
        raise Refused(f"没有代码是{code}的镇。现有：{known} (No such town.)")
    return towns[code].lo


def take_in(paths: list[Path], *, dry_run: bool = False, town: int | None = None) -> dict[str, Any]:
    """This function will take the paths in as the operator, telling its steps on stderr.

    :raises Refused: there are several towns, or a file cannot be reached.
    """
    from bangfu.frame import clock
    from bangfu.offices.access import OPERATOR
    from bangfu.rosters import actions as rosters

    try:
        told: dict[str, Any] = rosters.take_in_paths(
            paths, by=OPERATOR, at=clock.now(), on=today(), dry_run=dry_run, say=say, area=town
        )
    except rosters.NoTown as refusal:
        raise Refused(str(refusal)) from refusal
    except OSError as error:
        raise Refused(f"读不了：{error} (It cannot be read.)") from error
    return told


def say(line: str) -> None:
    """This function will tell a step to whoever waits; the answer itself goes to stdout."""
    print(line, file=sys.stderr, flush=True)


def _print(file: dict[str, Any]) -> None:
    print(
        f"{file['file']}：{file['rows']}行，收进{file['taken']}行，"
        f"等待{file['waiting']}行，跳过{file['skipped']}行"
    )
    for finding in file["findings"]:
        place = "".join(
            [
                f"第{finding['row']}行" if finding.get("row") else "",
                f"{finding['column']}列" if finding.get("column") else "",
            ]
        )
        print(f"  {place}{'：' if place else ''}{finding['text']}")
