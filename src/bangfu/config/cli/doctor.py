"""`bangfu doctor`: is the installation sound, and how is it mended?"""

from __future__ import annotations

import argparse
from typing import Any

from bangfu.config.cli import examination
from bangfu.config.cli.words import command


def declare(kinds: Any) -> None:
    """This function will add the command to the parser."""
    made = command(
        kinds,
        "doctor",
        help="检查安装，说清怎么修 (check the installation, say how to mend it)",
        description="检查安装：每一项一行，有毛病的说清怎么修；全好时退出码是 0。"
        " (Check the installation, one line for each thing; exit code 0 when all is well.)",
    )
    made.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """This function will print what was found, and give 1 when something must be mended."""
    worst = 0
    for finding in examination.examine():
        print(f"{finding.sign} {finding.text}")
        if finding.remedy:
            print(f"    {finding.remedy}")
        worst = max(worst, int(finding.bad))
    print("安装完好。 (All is well.)" if not worst else "有要修的地方，见上。 (Mend the above.)")
    return worst
