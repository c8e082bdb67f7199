"""`bangfu audit verify`: is the trail as it was sealed?"""

from __future__ import annotations

import argparse
import json
from typing import Any

from bangfu.config.cli.words import Refused, at_work, command, require_tables


def declare(kinds: Any) -> None:
    """This function will add the command to the parser."""
    made = command(
        kinds,
        "audit",
        help="核对留痕 (check the audit trail)",
        description="核对留痕。 (Check the audit trail.)",
    )
    acts = made.add_subparsers(dest="act", metavar="做什么", required=True)
    verify = command(
        acts,
        "verify",
        help="逐条核对留痕链，指出第一处断开的地方 (name the first broken link)",
        description="逐条核对留痕链，指出第一处断开的地方；完好时退出码是 0，断开是 1。"
        " (Check every link of the chain against its entry and the anchor file;"
        " exit code 0 when whole, 1 when broken.)",
    )
    verify.add_argument("--json", action="store_true", help="用 JSON 说 (answer in JSON)")
    verify.add_argument(
        "--head",
        metavar="链头",
        help="再和纸上签过字的链头比，例如 '1234: 0f3a 99b1 62c0 d1e5'"
        " (also compare with a head typed from a signed sheet)",
    )
    verify.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """This function will seal what waits, verify the chain and say what was found."""
    with at_work():
        require_tables()
        from bangfu.audit import sealing, verify
        from bangfu.audit.sheets import Typed
        from bangfu.frame import clock

        try:
            typed = Typed.read(asked.head) if asked.head is not None else None
        except ValueError:
            raise Refused(
                "--head：照纸上抄，第几节、冒号、至少前四组字。"
                " (Place, colon, four groups at least.)"
            ) from None
        sealing.seal_pending(at=clock.now())
        verdict = verify.verify()
        agrees = typed.agrees() if typed else None
        if asked.json:
            print(
                json.dumps(verdict.as_json() | ({} if typed is None else {"head_agrees": agrees}))
            )
        else:
            print(verdict.sentence() + _on_paper(agrees))
        return 0 if verdict.ok and agrees is not False else 1


def _on_paper(agrees: bool | None) -> str:
    if agrees is None:
        return ""
    if agrees:
        return " 和纸上签过字的链头一致。 (It agrees with the signed sheet.)"
    return " 和纸上签过字的链头不一致：链被重写过，或抄错了。 (It differs from the signed sheet.)"
