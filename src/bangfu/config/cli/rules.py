"""`bangfu rules`: check the standards, and ask them about one case."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from bangfu.config.cli import whatif
from bangfu.config.cli.of_register import case_of_register
from bangfu.config.cli.words import Refused, command, day
from bangfu.kernel.money import format_yuan
from bangfu.rules import (
    UNSURE,
    YES,
    Answer,
    Case,
    FactsError,
    StandardError,
    Standards,
    assess,
    load,
    read_case,
)
from bangfu.rules.facts import FACTS
from bangfu.rules.reference import lines

_MARKS = {True: "✓", False: "✗", None: "？"}
_ANSWERS = {YES: "可以 (yes)", "no": "不符合 (no)", UNSURE: "还要知道 (need to know)"}


def declare(kinds: Any) -> None:
    """This function will add the command to the parser."""
    made = command(
        kinds,
        "rules",
        help="核对政策标准，或按它测算一户 (check the standards, or ask them about a case)",
        description="政策标准。 (The standards.)",
    )
    acts = made.add_subparsers(dest="act", metavar="做什么", required=True)
    check = command(
        acts,
        "check",
        help="读入并验证每一项标准 (load and prove every standard)",
        description="读入每一项标准，跑旁边的例子，找出总是或永远不成立的条件、无意放宽的地方改动。"
        " (Load every standard, run its cases, look for conditions that cannot fail.)",
    )
    check.set_defaults(run=run_check)
    asking = _declare_assess(acts)
    whatif.declare(acts)
    reference = command(
        acts,
        "reference",
        help="列出事实、代码和函数 (list facts, codes and functions)",
        description="列出条件里可以用的事实、代码和函数。 (What a condition may use.)",
    )
    reference.set_defaults(run=run_reference)
    for one in (check, asking):
        one.add_argument(
            "--standards", metavar="文件夹", help="用这个文件夹里的标准 (a folder of standards)"
        )


def _declare_assess(acts: Any) -> argparse.ArgumentParser:
    made: argparse.ArgumentParser = command(
        acts,
        "assess",
        help="按标准测算，并说出依据 (answer a case, with the trail that led there)",
        description="按标准测算一户：给不给、给多少、凭什么、还缺什么。"
        " (Answer a case by the standards: yes or no, how much, why, what is missing.)",
    )
    whose = made.add_mutually_exclusive_group(required=True)
    whose.add_argument(
        "--facts", metavar="文件",
        help="事实文件，YAML 或 JSON；- 是标准输入 (the facts; - reads standard input)",
    )  # fmt: skip
    whose.add_argument(
        "--household",
        metavar="编号",
        help="台账里的一户，家庭编号或 id；会留痕 (a household; recorded)",
    )
    whose.add_argument("--person", metavar="编号", help="台账里的一个人 (a person of the register)")
    made.add_argument(
        "--nothing-received", action="store_true",
        help="按还没有领过、申请过算 (as if nothing was asked for or given yet)",
    )  # fmt: skip
    made.add_argument(
        "--on", metavar="日期", type=day, help="问的是哪一天 (the day of the question)"
    )
    made.add_argument("--standard", metavar="标准", help="只问一项标准 (one standard only)")
    made.add_argument("--json", action="store_true", help="用 JSON 说 (answer in JSON)")
    made.set_defaults(run=run_assess)
    return made


def run_check(asked: argparse.Namespace) -> int:
    """This function will load and prove the standards and name each; exit code 1 on a fault."""
    try:
        standards = load(_folder(asked))
    except StandardError as error:
        for fault in error.faults:
            print(fault, file=sys.stderr)
        print(f"有{len(error.faults)}处要改。 ({len(error.faults)} faults.)", file=sys.stderr)
        return 1
    for one in standards.bases:
        until = f"—{one.ends}" if one.ends else "起"
        print(
            f"{one.id}  {one.name.zh}  {one.begins}{until}  {one.area or '全国'}  {one.hash[:12]}"
        )
    for over in standards.overrides:
        print(f"{over.standard}  {over.area} 的改动：{'、'.join(over.values)}")
    print(f"{len(standards.bases)}项标准都通过了。 ({len(standards.bases)} standards proved.)")
    return 0


def run_reference(_: argparse.Namespace) -> int:
    """This function will print the reference of facts, codes and functions as Markdown."""
    print("\n".join(lines()))
    return 0


def run_assess(asked: argparse.Namespace) -> int:
    """This function will answer a case and print it, as JSON or in words.

    :raises Refused: the facts, the folder or the id of a standard cannot be used.
    """
    if asked.facts is None:
        case, person, standards = case_of_register(asked)
        standards = loaded(asked) if asked.standards else standards
    else:
        standards = loaded(asked)
        case, person = _case(asked, {one.id for one in standards.bases}), None
    known = {one.id for one in standards.bases}
    if asked.standard is not None and asked.standard not in known:
        raise Refused(
            f"没有标准“{asked.standard}”，有：{'、'.join(sorted(known))}。"
            f" (There is no such standard.)"
        )
    if asked.nothing_received:
        case = replace(case, received=())
    area = case.facts["area"].value if "area" in case.facts else None
    held = standards.of_area(str(area) if area else None)
    answers = [
        one
        for one in assess(held, case)
        if asked.standard in (None, one.standard) and person in (None, one.subject)
    ]
    if asked.json:
        told = {"on": case.on.isoformat(), "answers": [one.plain() for one in answers]}
        print(json.dumps(told, ensure_ascii=False, indent=1))
    else:
        names = {one.id: one.name.zh for one in held}
        _tell(answers, names)
    return 0


def _folder(asked: argparse.Namespace) -> Path | None:
    if asked.standards is None:
        return None
    folder = Path(asked.standards).expanduser()
    if not folder.is_dir():
        raise Refused(f"没有这个文件夹：{folder} (There is no such folder.)")
    return folder


def loaded(asked: argparse.Namespace) -> Standards:
    try:
        return load(_folder(asked), prove=False)
    except StandardError as error:
        raise Refused(
            "\n".join(map(str, error.faults))
            + "\n标准有错，没有测算。 (The standards have faults.)",
            code=1,
        ) from error


def _case(asked: argparse.Namespace, known: set[str]) -> Case:
    try:
        if asked.facts == "-":
            text = sys.stdin.buffer.read().decode("utf-8")
        else:
            text = Path(asked.facts).expanduser().read_text("utf-8")
    except UnicodeDecodeError:
        raise Refused("事实文件不是 UTF-8 文字。 (The facts are not UTF-8.)") from None
    except OSError as error:
        raise Refused(f"读不了事实文件：{error.strerror} (The facts cannot be read.)") from error
    try:
        return read_case(text, file=asked.facts, on=asked.on, standards=known)
    except FactsError as error:
        raise Refused(f"{error.path}：{error.zh} ({error.en})") from error


def _tell(answers: Sequence[Answer], names: dict[str, str]) -> None:
    if not answers:
        print("事实里没有写人，按人的标准没有可答的。 (No person is told: nobody to answer for.)")
    for one in answers:
        fen = "" if one.amount_fen is None else f"  {format_yuan(one.amount_fen)}元"
        period = f"  {one.period}" if one.period else ""
        print(f"{names[one.standard]}  {one.subject}{period}：{_ANSWERS[one.answer]}{fen}")
        for line in one.trail:
            fact = FACTS.get(str(line["fact"]))
            what = f"{fact.zh} {line['fact']}" if fact else line.get("step") or line["fact"]
            own = "（本镇自定）" if line.get("example") else ""
            print(f"  {_MARKS[line['holds']]} {line['clause']}{own}｜{what} = {_value(line)}")
        for fund, paid in one.paid_by:
            print(f"  ¥ {fund} {'' if paid is None else format_yuan(paid) + '元'}")
        if one.needs:
            words = [f"{FACTS[n].zh}（{n}）" if n in FACTS else n for n in one.needs]
            print(f"  ？ 还缺：{'、'.join(words)}")


def _value(line: Mapping[str, Any]) -> str:
    value = line["value"]
    if value is None:
        return "未填"
    if str(line["fact"]).endswith("_fen") and isinstance(value, int):
        return f"{format_yuan(value)}元"
    return {True: "是", False: "否", "none": "没有"}.get(value, str(value))
