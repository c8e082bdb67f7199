"""`bangfu people` and `bangfu households`: the whole register as lines, recorded as an export."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from bangfu.config.cli.words import Refused, at_work, command, require_tables, today

if TYPE_CHECKING:
    pass


def declare(kinds: Any) -> None:
    """This function will add both commands to the parser."""
    people = command(
        kinds,
        "people",
        help="列出台账里的每一个人 (every person of the register)",
        description="列出台账里的每一个人，一人一行；会留痕。"
        " (Every person of the register, one line each; recorded.)",
    )
    households = command(
        kinds,
        "households",
        help="列出台账里的每一户 (every household of the register)",
        description="列出台账里的每一户，一户一行；会留痕。"
        " (Every household of the register, one line each; recorded.)",
    )
    for made, run in ((people, run_people), (households, run_households)):
        made.add_argument(
            "--json",
            action="store_true",
            help="每行一个 JSON 对象，身份证号写全 (one JSON object a line, numbers in full)",
        )
        made.set_defaults(run=run)


def run_people(asked: argparse.Namespace) -> int:
    """This function will print every person."""
    with at_work():
        require_tables()
        from bangfu.registry import queries

        _print("registry.people.export", queries.person_lines, asked.json, _person)
    return 0


def run_households(asked: argparse.Namespace) -> int:
    """This function will print every household."""
    with at_work():
        require_tables()
        from bangfu.registry import queries

        _print("registry.households.export", queries.household_lines, asked.json, _household)
    return 0


def _print(
    verb: str,
    lines: Callable[..., Iterator[dict[str, Any]]],
    as_json: bool,
    plain: Callable[[dict[str, Any]], str],
) -> None:
    from bangfu.audit import actions as audit
    from bangfu.frame import clock
    from bangfu.offices import access
    from bangfu.offices.scope import operator_scope, scoped

    on: date = today()
    if not access.has_right(access.operator(), "export", on=on):
        raise Refused("命令行没有导出的权利。 (The command line may not export.)", code=1)
    scope = operator_scope()
    with scoped(scope, on=on):
        audit.record(verb=verb, by=access.OPERATOR, at=clock.now(), via="cli")
    with scoped(scope, on=on, read_only=True):
        for line in lines(scope, on=on):
            print(json.dumps(line, ensure_ascii=False) if as_json else plain(line))


def _person(line: dict[str, Any]) -> str:
    places = "; ".join(
        " ".join(filter(None, (source["file"], source["sheet"], str(source["row"]))))
        for source in line["sources"]
    )
    words = [line["name"], line["relation"], line["category"], line["identity_state"], places]
    return "\t".join(word or "" for word in words)


def _household(line: dict[str, Any]) -> str:
    words = [line["number"], line["village"], line["head"], line["category"], str(line["size"])]
    return "\t".join(word or "" for word in words)
