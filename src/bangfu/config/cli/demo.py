"""`bangfu demo`: the demo town."""

from __future__ import annotations

import argparse
from typing import Any

from bangfu.config.cli.first_start import bring_up_to_date, build_demo, print_accounts
from bangfu.config.cli.words import at_work, command, one_at_a_time


def declare(kinds: Any) -> None:
    """This function will add the command to the parser."""
    made = command(
        kinds,
        "demo",
        help="建一个演示镇 (make the demo town)",
        description="建一个演示镇：全是虚构的人，花名册和真的一样乱，走同样的路收进台账。"
        "已经建过就什么也不做。 (Make the demo town: invented people on sheets as messy as real"
        " ones, taken in the same way; does nothing when it is there.)",
    )
    made.add_argument(
        "--seed", type=int, metavar="种子", help="换一个数，就换一镇人 (other people)"
    )
    made.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """This function will build the town and print its accounts."""
    with at_work(), one_at_a_time():
        bring_up_to_date()
        build_demo(seed=asked.seed)
        print_accounts()
    return 0
