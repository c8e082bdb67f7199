"""`bangfu audit verify`: is the trail as it was sealed?"""

from __future__ import annotations

import argparse
import json
from typing import Any

from bangfu.config.cli.words import at_work, command, require_tables


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
    verify.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """This function will seal what waits, verify the chain and say what was found."""
    with at_work():
        require_tables()
        from bangfu.audit import sealing, verify
        from bangfu.frame import clock

        sealing.seal_pending(at=clock.now())
        verdict = verify.verify()
        words = json.dumps(verdict.as_json()) if asked.json else verdict.sentence()
        print(words)
        return 0 if verdict.ok else 1
