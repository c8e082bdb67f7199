"""`bangfu town add`: a town with its villages, the first thing of an empty register."""

from __future__ import annotations

import argparse
from datetime import date
from typing import Any

from bangfu.config.cli.words import Refused, at_work, command, require_tables


def declare(kinds: Any) -> None:
    """This function will add the command to the parser."""
    made = command(
        kinds, "town", help="建镇、村 (towns and villages)", description="建镇、村。 (Towns.)"
    )
    acts = made.add_subparsers(dest="act", metavar="做什么", required=True)
    add = command(
        acts,
        "add",
        help="建一个镇和它的村居 (a town with its villages)",
        description="建一个镇和它的村居，同时建好镇政府和各村（居）委会。例："
        " bangfu town add 442000109000 三角镇 442000109200=高平村"
        " (Make a town and its villages, with their offices.)",
    )
    add.add_argument("code", metavar="镇的区划代码", help="12 位 (twelve digits)")
    add.add_argument("name", metavar="镇名")
    add.add_argument("villages", nargs="+", metavar="代码=村名", help="每个村居一项 (code=name)")
    add.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """This function will found the town."""
    villages = dict(_village(word) for word in asked.villages)
    with at_work():
        require_tables()
        from bangfu.frame import clock
        from bangfu.offices import actions
        from bangfu.offices.actions.acting import Cannot

        try:
            town = actions.found_town(
                code=asked.code,
                name=asked.name,
                villages=villages,
                valid_from=date(2000, 1, 1),
                at=clock.now(),
            )
        except Cannot as refusal:
            raise Refused(str(refusal)) from refusal
        except ValueError as refusal:
            raise Refused(
                f"区划代码不对：镇的代码末三位是 000，村的代码在镇内。 ({refusal})"
            ) from refusal
        print(f"{asked.name}已建好，共{len(town.villages)}个村居。 (The town is made.)")
    return 0


def _village(word: str) -> tuple[str, str]:
    code, sign, name = word.partition("=")
    if not sign or not code or not name:
        raise Refused(f"村居要写成 代码=村名，而不是 {word} (Write code=name.)")
    return code, name
