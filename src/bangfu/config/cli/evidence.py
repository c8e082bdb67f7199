"""`bangfu evidence verify FILE`: is the evidence of an inspection as it was handed out?"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from bangfu.config.cli.words import Refused, at_work, command, require_tables

_SHOWN = 50
"""Names told of one kind; --json tells all."""


def declare(kinds: Any) -> None:
    """This function will add the command to the parser."""
    made = command(
        kinds,
        "evidence",
        help="核对检查证据包 (check the evidence of an inspection)",
        description="核对检查证据包。 (Check the evidence of an inspection.)",
    )
    acts = made.add_subparsers(dest="act", metavar="做什么", required=True)
    verify = command(
        acts,
        "verify",
        help="核对证据包里的每个文件和抽样 (check every file and the draw)",
        description="按清单核对每个文件的 SHA-256 和 SM3，再按种子重抽一次样本；"
        "没有差别时退出码是 0，有差别是 1。不用打开数据库。"
        "加 --trail 还核对本机留痕里有没有打过这个包。"
        " (Check SHA-256 and SM3 of every file and draw the sample again; exit code 0 when all"
        " agrees, 1 when not. With --trail also ask the trail of this installation.)",
    )
    verify.add_argument("file", type=Path, metavar="文件", help="证据包 (the package)")
    verify.add_argument("--json", action="store_true", help="用 JSON 说 (answer in JSON)")
    verify.add_argument(
        "--trail", action="store_true", help="同时查本机的留痕 (also ask the trail here)"
    )
    verify.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """This function will check a package and say what was found."""
    from bangfu.desk.inspecting import package

    try:
        found = package.check(asked.file)
    except package.NotAPackage:
        raise Refused(
            f"“{asked.file}”不是检查证据包，或清单读不懂。 (No evidence package.)", code=1
        ) from None
    told = found.as_json()
    if asked.trail:
        told["in_trail"] = _is_in_trail(found.manifest)
    ok = found.ok and told.get("in_trail", True)
    print(json.dumps(told | {"ok": ok}) if asked.json else _sentences(told))
    return 0 if ok else 1


def _is_in_trail(digest: str) -> bool:
    with at_work():
        require_tables()
        from bangfu.audit import queries

        return queries.has_entry(verb="desk.evidence.make", detail={"manifest": digest})


def _shown(name: str) -> str:
    """A name out of a stranger's file: cut short, and nothing in it that moves the terminal."""
    short = name if len(name) <= 80 else f"{name[:80]}…"
    return "".join(one if one.isprintable() else "?" for one in short)


def _sentences(told: dict[str, Any]) -> str:
    lines = []
    for key, chinese, english in (
        ("changed", "被改过", "changed"),
        ("missing", "不见了", "missing"),
        ("extra", "是后来加的", "added"),
    ):
        lines += [f"{_shown(name)} {chinese}。 ({english})" for name in told[key][:_SHOWN]]
    if not told["sample_follows_the_rule"]:
        lines.append("样本不是按种子和名单抽出来的。 (The sample was not drawn by the rule.)")
    if not lines:
        lines.append(
            f"{told['files']}个文件都和清单一致，样本按种子重抽也一致。"
            " (Every file agrees with the list, and the sample with its draw.)"
        )
    lines.append(f"清单的 SHA-256 (manifest)：{told['manifest_sha256']}")
    if "in_trail" in told:
        lines.append(
            "本机的留痕里有这个包。 (This installation handed it out.)"
            if told["in_trail"]
            else "本机的留痕里没有打过这个包。 (This installation did not hand it out.)"
        )
    return "\n".join(lines)
