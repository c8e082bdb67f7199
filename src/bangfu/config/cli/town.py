"""`bangfu town add`: a town with its villages, the first thing of an empty register."""

from __future__ import annotations

import argparse
from datetime import date
from typing import Any

from bangfu.config.cli.words import Refused, at_work, command, name, require_tables, today


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
    add.add_argument("name", type=name, metavar="镇名")
    add.add_argument("villages", nargs="+", metavar="代码=村名", help="每个村居一项 (code=name)")
    add.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """This function will found the town."""
    villages = _villages(asked.code, asked.villages)
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
                city=_city_above(asked.code),
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


def _villages(town: str, words: list[str]) -> dict[str, str]:
    """Read the villages; each lies in the town, and none is written twice."""
    if not _is_code(town) or not town.endswith("000"):
        raise Refused(
            f"镇的区划代码是12位数字，末三位是000，而不是 {town} (A town's code: 12 digits, …000.)"
        )
    found: dict[str, str] = {}
    for word in words:
        code, sign, said = word.partition("=")
        if not sign:
            raise Refused(f"村居要写成 代码=村名，而不是 {word} (Write code=name.)")
        if not _is_code(code) or code == town or code[:9] != town[:9]:
            raise Refused(
                f"村居的代码是12位数字，前9位和镇的一样，而不是 {code}"
                " (A village's code: 12 digits, the first nine those of the town.)"
            )
        if code in found:
            raise Refused(f"村居代码 {code} 写了两次 (This code is written twice.)")
        try:
            found[code] = name(said)
        except argparse.ArgumentTypeError as wrong:
            raise Refused(f"{code}：{wrong}") from None
    return found


def _is_code(word: str) -> bool:
    return len(word) == 12 and word.isascii() and word.isdigit() and word[0] != "0"


def _city_above(town: str) -> tuple[str, str] | None:
    """The city that is here already and that the town lies in: areas of one level stand apart."""
    from bangfu.offices import queries
    from bangfu.offices.scope import operator_scope, scoped

    number = int(town) * 1000
    with scoped(operator_scope(), on=today(), read_only=True):
        cities = queries.list_areas(level="city").filter(lo__lte=number, hi__gte=number)
        return cities.values_list("code", "name").first()
