"""How fast are the pages with a million people, beside Django's admin on the same rows?

    bench/lists.py --home DIR [--small DIR] [--rounds 100] [--write]

DIR is a BANGFU_HOME filled by `bangfu demo --people N`; --small is another with 10,000, where the
goal is another. Requests go through Django's test client: sign-in, session, every middleware, the
scope in the database, the template; nothing of HTTP. Platform and admin take turns, request by
request, in one process, so that what else the machine does falls on both.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from figures import machine, write_section

GOAL_MS, GOAL_RATIO, GOAL_SMALL = 60, 20, 1.5
Request = Callable[[], Any]
KINDS = ("list", "filtered list", "household page", "search as one types")


def main(words: Sequence[str] | None = None) -> int:
    """This function will measure each home in a process of its own, print, and write if asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", required=True)
    parser.add_argument("--small")
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", action="store_true", help="into docs/figures.md")
    parser.add_argument("--part", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args(words)
    if asked.part:
        print(json.dumps(_measure(asked.rounds, asked.seed)))
        return 0
    where = machine()
    homes = [home for home in (asked.home, asked.small) if home]
    found = [_run(home, asked) for home in homes]
    where = f"{where}, after it {os.getloadavg()[0]:.1f}"
    text = _table(found, where, asked.rounds)
    print(text)
    if asked.write:
        write_section("lists", text)
    return 0


def _run(home: str, asked: argparse.Namespace) -> dict[str, Any]:
    environ = os.environ | {"BANGFU_HOME": home, "DJANGO_SETTINGS_MODULE": "with_admin"}
    command = [sys.executable, __file__, "--part", "--home", home]
    command += ["--rounds", str(asked.rounds), "--seed", str(asked.seed)]
    done = subprocess.run(command, env=environ, check=True, stdout=subprocess.PIPE, text=True)
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def _measure(rounds: int, seed: int) -> dict[str, Any]:
    from bangfu.config.cli.words import at_work

    with at_work():
        from django.db import connections

        with connections["owner"].cursor() as cursor:
            cursor.execute("select count(*) from registry_person")
            people = cursor.fetchone()[0]
        times: dict[str, dict[str, list[float]]] = {kind: defaultdict(list) for kind in KINDS}
        queries: dict[str, dict[str, int]] = {kind: {} for kind in KINDS}
        turns = [turn for who in ("clerk", "village") for turn in _turns(who, random.Random(seed))]
        for round_ in range(-2, rounds):
            for kind, who, ask in turns:
                begin = time.perf_counter()
                answer = ask()
                took = 1000 * (time.perf_counter() - begin)
                assert answer.status_code == 200, (kind, who, answer.status_code)
                if round_ >= 0:
                    times[kind][who].append(took)
        for kind, who, ask in turns:
            queries[kind][who] = _count(ask)
    return {"people": people, "times": times, "queries": queries}


def _count(ask: Request) -> int:
    from django.db import connections
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connections["default"]) as ours:
        ask()
    return len(ours)


def _turns(who: str, rng: random.Random) -> list[tuple[str, str, Request]]:
    """One request of each kind as this account, and for the clerk the same of the admin."""
    from bangfu.registry.models import Household, Person

    client = _signed_in(who)
    villages = _villages(who)
    homes = Household.objects.using("owner").filter(area__in=villages)
    people = Person.objects.using("owner").filter(area__in=villages)
    some = rng.sample(list(homes.values_list("uuid", "pk")[:5000]), 200)
    names = [name for name in people.values_list("name", flat=True)[:5000] if len(name) == 3]
    typed = [part for name in rng.sample(names, 60) for part in (name[:2], name)]
    causes = ("illness", "disability", "schooling", "age")

    def found(text: str) -> Any:
        return client.post("/search/found", {"text": text})

    turns: list[tuple[str, str, Request]] = [
        ("list", who, lambda: client.get("/households/")),
        (
            "filtered list",
            who,
            lambda: client.get(
                "/households/",
                {"category": rng.choice(("dibao", "low_income")), "cause": rng.choice(causes)},
            ),
        ),
        ("household page", who, lambda: client.get(f"/households/{rng.choice(some)[0]}/")),
        ("search as one types", who, lambda: found(rng.choice(typed))),
    ]
    if who != "clerk":
        return turns
    at = "/bench/registry"
    beside: list[tuple[str, str, Request]] = [
        ("list", "admin", lambda: client.get(f"{at}/household/")),
        (
            "filtered list",
            "admin",
            lambda: client.get(
                f"{at}/household/",
                {
                    "category__exact": rng.choice(("dibao", "low_income")),
                    "cause__exact": rng.choice(causes),
                },
            ),
        ),
        (
            "household page",
            "admin",
            lambda: client.get(f"{at}/household/{rng.choice(some)[1]}/change/"),
        ),
        (
            "search as one types",
            "admin",
            lambda: client.get(f"{at}/person/", {"q": rng.choice(typed)}),
        ),
    ]
    return [turn for pair in zip(turns, beside, strict=True) for turn in pair]


def _villages(who: str) -> list[int]:
    from bangfu.offices.models import Area

    areas = Area.objects.using("owner").filter(level="village").order_by("lo")
    if who == "village":
        areas = areas.filter(name="高平村")
    return list(areas.values_list("lo", flat=True)[:20])


def _signed_in(who: str) -> Any:
    from django.conf import settings
    from django.test import Client

    from bangfu.offices.models import User
    from bangfu.offices.scope import at_door

    client = Client(headers={"host": "localhost"})
    with at_door(who):
        user = User.objects.get(username=who)
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def _p(values: list[float], share: float) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[round(share * 100) - 1]


def _table(found: list[dict[str, Any]], where: str, rounds: int) -> str:
    lines = [
        "## Pages of a large register",
        "",
        f"{where}.",
        f"`bench/lists.py`, {rounds} requests of each kind, milliseconds of server time through"
        " sign-in, session, middleware and scope; Django's admin on the same rows in turn with it,"
        " as the owner of the tables, past row-level security.",
    ]
    for one in found:
        lines += _part(one)
    return "\n".join(lines)


def _part(one: dict[str, Any]) -> list[str]:
    people = one["people"]
    lines = [
        "",
        f"### {people:,} people",
        "",
        "| page | clerk p50 | clerk p95 | queries | village p50 | village p95 | admin p50 |"
        " admin p95 | admin / clerk, p50 | p95 |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    slowest, ratios = 0.0, {}
    for kind in KINDS:
        times = one["times"][kind]
        half = {who: _p(values, 0.5) for who, values in times.items()}
        most = {who: _p(values, 0.95) for who, values in times.items()}
        slowest = max(slowest, most["clerk"], most["village"])
        ratios[kind] = half["admin"] / half["clerk"]
        lines.append(
            f"| {kind} | {half['clerk']:.1f} | {most['clerk']:.1f} |"
            f" {one['queries'][kind]['clerk']} | {half['village']:.1f} | {most['village']:.1f} |"
            f" {half['admin']:.1f} | {most['admin']:.1f} | {ratios[kind]:.1f} |"
            f" {most['admin'] / most['clerk']:.1f} |"
        )
    lines.append("")
    if people > 100_000:
        lines += [
            f"- slowest p95: {slowest:.0f} ms (goal: {GOAL_MS})",
            f"- search: {ratios['search as one types']:.1f} times as fast as admin's"
            f" (goal: {GOAL_RATIO})",
        ]
    else:
        worst = max(1 / ratio for ratio in ratios.values())
        lines.append(
            f"- longest against admin: {worst:.2f} times as long, at p50 (goal: {GOAL_SMALL})"
        )
    return lines


if __name__ == "__main__":
    sys.exit(main())
