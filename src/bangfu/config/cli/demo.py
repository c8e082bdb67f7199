"""`bangfu demo`: the demo town."""

from __future__ import annotations

import argparse
from typing import Any

from bangfu.config.cli.first_start import bring_up_to_date, build_demo, print_accounts
from bangfu.config.cli.words import at_work, command, one_at_a_time

LEAST, MOST = 100, 1_000_000


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
    made.add_argument(
        "--people",
        type=people,
        default=0,
        metavar="人数",
        help=f"不做花名册，直接造这么多虚构的人，{LEAST:,}到{MOST:,}，分在最多500个村；"
        "只建在空的地方，按 Ctrl-C 停下后再执行就接着做"
        " (invent this many people in up to 500 villages, in an empty place only; run it again"
        " to go on after Ctrl-C)",
    )
    made.set_defaults(run=run)


def people(word: str) -> int:
    """This function will read how many people to invent.

    :raises argparse.ArgumentTypeError: not a whole number within the bounds.
    """
    if not word.isascii() or not word.isdigit() or not LEAST <= int(word) <= MOST:
        raise argparse.ArgumentTypeError(
            f"人数应是 {LEAST} 到 {MOST} 的整数 (a whole number from {LEAST} to {MOST})"
        )
    return int(word)


def run(asked: argparse.Namespace) -> int:
    """This function will build the town and print its accounts."""
    with at_work(), one_at_a_time():
        bring_up_to_date()
        build_demo(seed=asked.seed, size=asked.people)
        print_accounts()
    return 0
