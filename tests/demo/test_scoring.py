"""The judge: a perfect register passes, and each fault is found and named."""

from __future__ import annotations

import copy
from collections import defaultdict
from collections.abc import Callable
from typing import Any

import pytest

from bangfu.demo.maker import Truth
from bangfu.demo.maker.mess import NUMBER_LOST
from bangfu.demo.scoring import Verdict, judge

Make = Callable[..., Truth]
Register = tuple[dict[str, Any], dict[str, Any], list[dict[str, Any]]]


@pytest.fixture(params=["plain", "wide"])
def register(request: pytest.FixtureRequest, make: Make, wide: Make) -> Register:
    """What a faultless take-in of a drawer would answer: truth, take-in and people."""
    truth = (make if request.param == "plain" else wide)(11, households=300).as_json()
    return truth, _answer(truth), _people(truth)


def _answer(truth: dict[str, Any]) -> dict[str, Any]:
    files: dict[str, dict[int, bool]] = defaultdict(dict)
    rosters = {row["file"] for row in truth["rows"] if row.get("household")}
    counted: dict[str, set[tuple[str | None, int]]] = defaultdict(set)
    for row in truth["rows"]:
        counted[row["file"]].add((row.get("sheet"), row["row"]))
        files[row["file"]][row["row"]] = row["person"] is not None
    answer = []
    for file, rows in files.items():
        total = len(counted[file])
        skipped = [row for row, person in rows.items() if not person]
        waiting = [] if file in rosters else [row for row, person in rows.items() if person]
        answer.append({
            "file": file, "kind": "", "rows": total,
            "taken": total - len(waiting) - len(skipped),
            "waiting": len(waiting), "skipped": len(skipped),
            "waiting_rows": waiting, "skipped_rows": skipped, "findings": [],
        })  # fmt: skip
    return {"files": answer}


def _people(truth: dict[str, Any]) -> list[dict[str, Any]]:
    rows = defaultdict(list)
    for row in truth["rows"]:
        if row.get("household"):
            rows[row["person"]].append(row)
    category = {h["id"]: h["category"] for h in truth["households"]}
    return [
        {
            "id": f"r-{person['id']}",
            "name": person["name"],
            "identity": person["ident"],
            "identity_state": _state(rows[person["id"]]),
            "household": f"r-{person['household']}",
            "relation": person["relation"],
            "category": category[person["household"]].removesuffix("户"),
            "sources": [_source(row) for row in rows[person["id"]]],
        }
        for person in truth["people"]
        if person["id"] in rows
    ]


def _state(rows: list[dict[str, Any]]) -> str:
    whole = any(not set(row["mess"]) & NUMBER_LOST for row in rows)
    return "verified" if whole else "unverified"


def _source(row: dict[str, Any]) -> dict[str, Any]:
    sheet = {"sheet": row["sheet"]} if row.get("sheet") else {}
    return {"file": row["file"], "row": row["row"], **sheet}


def _find(people: list[dict[str, Any]], **wanted: Any) -> dict[str, Any]:
    return next(p for p in people if all(p[key] == value for key, value in wanted.items()))


def _faults(verdict: Verdict) -> set[str]:
    return {heading for heading, cases in verdict.faults.items() if cases}


def _by_state(people: list[dict[str, Any]], count: int) -> list[dict[str, Any]]:
    """Verified people of that many sources, each of another household."""
    homes: dict[str, dict[str, Any]] = {}
    for person in people:
        if person["identity_state"] == "verified" and len(person["sources"]) == count:
            homes.setdefault(person["household"], person)
    return list(homes.values())


def test_a_faultless_register_passes(register: Register) -> None:
    verdict = judge(*register)
    assert verdict.passed, verdict.report()
    assert verdict.people > 900


def test_two_people_made_one_are_a_wrong_join_and_a_broken_household(register: Register) -> None:
    truth, answer, people = register
    one, other = _by_state(people, 1)[:2]
    one["sources"] += other["sources"]
    people.remove(other)
    assert "wrong join" in _faults(judge(truth, answer, people))


def test_members_of_one_cell_made_one_leave_a_lost_row(register: Register) -> None:
    truth, answer, people = register
    cells = [p for p in people if p["category"] == "较困难"]
    family = [p for p in cells if p["household"] == cells[-1]["household"]]
    big = next(p for p in cells if sum(q["household"] == p["household"] for q in cells) > 1)
    family = [p for p in cells if p["household"] == big["household"]]
    people.remove(family[1])
    assert _faults(judge(truth, answer, people)) == {"lost row"}


def test_one_person_left_as_two_is_a_split_where_the_number_stood(register: Register) -> None:
    truth, answer, people = register
    whole = {
        (row["file"], row["row"], row.get("sheet"))
        for row in truth["rows"]
        if not set(row["mess"]) & NUMBER_LOST
    }
    twice = next(
        p
        for p in _by_state(people, 2)
        if all((s["file"], s["row"], s.get("sheet")) in whole for s in p["sources"])
    )
    second = copy.deepcopy(twice) | {"id": "r-second"}
    twice["sources"], second["sources"] = twice["sources"][:1], second["sources"][1:]
    people.append(second)
    assert _faults(judge(truth, answer, people)) == {"split"}


def test_a_row_in_nobody_is_lost_unless_it_waits(register: Register) -> None:
    truth, answer, people = register
    gone = next(p for p in _by_state(people, 1) if p["category"] == "低保")
    people.remove(gone)
    assert _faults(judge(truth, answer, people)) == {"lost row"}
    place = gone["sources"][0]
    entry = next(e for e in answer["files"] if e["file"] == place["file"])
    entry["waiting_rows"].append(place["row"])
    entry["waiting"], entry["taken"] = entry["waiting"] + 1, entry["taken"] - 1
    verdict = judge(truth, answer, people)
    assert verdict.passed
    assert len(verdict.notes["waiting"]) == 1


def test_a_total_row_made_a_person_is_invented(register: Register) -> None:
    truth, answer, people = register
    total = next(row for row in truth["rows"] if row["mess"] == ["total row"])
    people.append(people[0] | {"id": "r-total", "sources": [_source(total)]})
    assert _faults(judge(truth, answer, people)) == {"invented"}


def test_rows_that_do_not_add_up_are_found(register: Register) -> None:
    truth, answer, people = register
    answer["files"][0]["rows"] += 1
    assert _faults(judge(truth, answer, people)) == {"row counts"}


def test_a_file_that_take_in_does_not_mention_is_found(register: Register) -> None:
    truth, answer, people = register
    answer["files"] = [e for e in answer["files"] if e["file"] != "商会中秋慰问.csv"]
    assert _faults(judge(truth, answer, people)) == {"row counts"}


def test_a_member_in_another_household_is_found(register: Register) -> None:
    truth, answer, people = register
    groups = defaultdict(list)
    for person in people:
        if len(person["sources"]) == 1 and person["category"] == "低保":
            groups[person["household"]].append(person)
    big = next(group for group in groups.values() if len(group) > 2)
    big[-1]["household"] = next(home for home in groups if home != big[-1]["household"])
    assert _faults(judge(truth, answer, people)) == {"household"}


def test_one_household_made_two_is_found(register: Register) -> None:
    truth, answer, people = register
    groups = defaultdict(list)
    for person in people:
        if len(person["sources"]) == 1:
            groups[person["household"]].append(person)
    big = next(group for group in groups.values() if len(group) > 2)
    big[-1]["household"] = "r-new"
    assert _faults(judge(truth, answer, people)) == {"household"}


@pytest.mark.parametrize(
    ("field", "value", "fault"),
    [
        ("category", "低收入", "category"),
        ("relation", "邻居", "relation"),
        ("name", "无名氏", "name"),
        ("identity", "442099190001010001", "wrong number"),
        ("identity_state", "unverified", "number not seen"),
    ],
)
def test_a_wrong_field_is_found(register: Register, field: str, value: str, fault: str) -> None:
    truth, answer, people = register
    one = next(p for p in _by_state(people, 1) if p["category"] == "低保")
    one[field] = value
    assert _faults(judge(truth, answer, people)) == {fault}


def test_report_names_the_place_of_each_case(register: Register) -> None:
    truth, answer, people = register
    gone = people.pop()
    report = judge(truth, answer, people).report()
    assert f"{gone['sources'][0]['file']}:{gone['sources'][0]['row']}" in report
    assert report.endswith("FAILED")


@pytest.mark.parametrize(("waits_on", "heading"), [("乙表", "waiting"), ("甲表", "lost row")])
def test_a_row_that_waits_on_one_sheet_excuses_none_on_another(
    make: Make, waits_on: str, heading: str
) -> None:
    truth = make(11, households=100).as_json()
    answer, people = _answer(truth), _people(truth)
    person = _by_state(people, 1)[0]
    people.remove(person)
    source = person["sources"][0]
    for row in truth["rows"]:
        if (row["file"], row["row"]) == (source["file"], source["row"]):
            row["sheet"] = "乙表"
    (entry,) = [entry for entry in answer["files"] if entry["file"] == source["file"]]
    entry["sheets"] = [
        {"sheet": name, "waiting_rows": [source["row"]] if name == waits_on else []}
        for name in ("甲表", "乙表")
    ]
    verdict = judge(truth, answer, people)
    cases = (verdict.notes if heading == "waiting" else verdict.faults)[heading]
    assert [case for case in cases if person["name"] in case.what]
