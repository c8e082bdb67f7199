"""The judgement itself: every register person is traced to the truth through its sources."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bangfu.demo.scoring.facts import Fact, Facts, RowFact
from bangfu.demo.scoring.verdict import Verdict
from bangfu.kernel import names

Line = Mapping[str, Any]


@dataclass
class Trace:
    """A register person, the truth people their sources lead to, and the sources that do not.

    ``apart`` is a second register person of somebody whose rows do not show who they are.
    """

    line: Line
    who: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    astray: list[str] = field(default_factory=list)
    apart: bool = False

    @property
    def id(self) -> str:
        """This function will return the register's id of the person."""
        return str(self.line["id"])


def judge(truth: Mapping[str, Any], take_in: Mapping[str, Any], people: Iterable[Line]) -> Verdict:
    """This function will compare a register with the truth and name every fault.

    ``truth`` as in truth.json, ``take_in`` as ``bangfu take-in --json`` ends, ``people`` the lines
    of ``bangfu people --json``. Raises KeyError when one of them lacks a field it must have.
    """
    facts = Facts(truth)
    verdict = Verdict(rows=sum(len(fact.rows) for fact in facts.registered()))
    traces = [_trace(facts, line) for line in people]
    verdict.people = len(traces)
    _judge_joins(facts, traces, verdict)
    _judge_rows(facts, traces, take_in, verdict)
    _judge_splits(facts, traces, verdict)
    known = _judge_homes(facts, traces, verdict)
    for trace in traces:
        # Somebody apart may found a household that nobody could tell was another's.
        told = not trace.apart or str(trace.line["household"]) in known
        for person in trace.who:
            if told:
                _judge_category(facts, facts.people[person], trace.line, verdict)
            _judge_person(facts.people[person], trace.line, verdict)
            _judge_number(facts, facts.people[person], trace.line, verdict)
    return verdict


def _trace(facts: Facts, line: Line) -> Trace:
    trace = Trace(line)
    for source in line["sources"]:
        place = f"{source['file']}:{source['row']}"
        candidates = facts.at(source["file"], int(source["row"]), source.get("sheet"))
        person = _which([facts.people[one] for one in candidates], line)
        if person is None:
            trace.astray.append(place)
        else:
            trace.who[person].append(place)
    return trace


def _which(candidates: Sequence[Fact], line: Line) -> str | None:
    """Who of those in a row this person is: by number, then by name, then by its sound."""
    if len(candidates) == 1:
        return candidates[0].id
    number, name = str(line.get("identity") or ""), str(line["name"])
    tests = (
        lambda fact: fact.ident == number and _sound(fact.name) == _sound(name),
        lambda fact: fact.name == name and str(line["relation"]) in fact.relations,
        lambda fact: fact.name == name,
        lambda fact: _sound(fact.name) == _sound(name),
        lambda fact: fact.ident == number,
    )
    for test in tests:
        fitting = [fact for fact in candidates if test(fact)]
        if len(fitting) == 1:
            return fitting[0].id
    return None


def _sound(name: str) -> tuple[str, ...]:
    """A surname has readings of its own: 区 and 欧 sound alike."""
    return tuple(names.syllables(name))


def _judge_joins(facts: Facts, traces: Iterable[Trace], verdict: Verdict) -> None:
    for trace in traces:
        label = f"{trace.id} {trace.line['name']}"
        if len(trace.who) > 1:
            parts = [
                f"{person} {facts.people[person].name}: {', '.join(places)}"
                for person, places in trace.who.items()
            ]
            verdict.blame("wrong join", label, *parts)
        if trace.astray:
            verdict.blame("invented", label, *trace.astray)
        if not trace.line["sources"]:
            verdict.blame("invented", f"{label}: no source")


def _judge_rows(
    facts: Facts, traces: Iterable[Trace], take_in: Mapping[str, Any], verdict: Verdict
) -> None:
    taken = {(person, place) for t in traces for person, at in t.who.items() for place in at}
    waiting: set[tuple[str, str | None, int]] = set()
    seen: set[str] = set()
    for entry in take_in["files"]:
        seen.add(entry["file"])
        waiting |= _waiting(entry)
        _judge_counts(facts, entry, verdict)
    for file in sorted(facts.files - seen):
        verdict.blame("row counts", f"{file}: not in the answer of take-in")
    for fact in facts.registered():
        for row in fact.rows:
            if (fact.id, f"{row.file}:{row.row}") in taken:
                continue
            waits = {(row.file, row.sheet, row.row), (row.file, None, row.row)} & waiting
            heading = "waiting" if waits else "lost row"
            verdict.blame(heading, f"{fact.id} {fact.name} {fact.ident}", str(row))


def _waiting(entry: Mapping[str, Any]) -> set[tuple[str, str | None, int]]:
    """The rows that wait, by sheet where there are several and the answer tells them apart."""
    sheets = entry.get("sheets", [])
    if len(sheets) > 1:
        return {
            (entry["file"], sheet["sheet"], int(row))
            for sheet in sheets
            for row in sheet["waiting_rows"]
        }
    return {(entry["file"], None, int(row)) for row in entry["waiting_rows"]}


def _judge_counts(facts: Facts, entry: Mapping[str, Any], verdict: Verdict) -> None:
    file, rows = entry["file"], entry["rows"]
    parts = entry["taken"], entry["waiting"], entry["skipped"]
    if rows != sum(parts):
        verdict.blame("row counts", f"{file}: {rows} rows are not {parts}")
    for kind in ("waiting", "skipped"):
        if entry[kind] != len(entry[f"{kind}_rows"]):
            verdict.blame("row counts", f"{file}: {entry[kind]} {kind}, but other rows listed")
    expected = len(facts.rows_of_file.get(file, ()))
    if expected and rows != expected:
        verdict.blame("row counts", f"{file}: {rows} rows, the file has {expected}")


def _judge_splits(facts: Facts, traces: Iterable[Trace], verdict: Verdict) -> None:
    holders: dict[str, list[Trace]] = defaultdict(list)
    for trace in traces:
        for person in trace.who:
            holders[person].append(trace)
    for fact in facts.registered():
        found = holders.get(fact.id, [])
        if len(found) < 2:
            if found and len(fact.rows) > 1 and not all(row.number_stands for row in fact.rows):
                verdict.blame("joined all the same", f"{fact.id} {fact.name}")
            continue
        standing = [trace for trace in found if _has_standing_row(fact, trace)]
        for trace in found:
            trace.apart = trace is not (standing or found)[0] and trace not in standing
        heading = "split" if len(standing) > 1 else "left apart"
        where = [f"{t.id}: {', '.join(t.who[fact.id])}" for t in found]
        verdict.blame(heading, f"{fact.id} {fact.name} {fact.ident}", *where)


def _has_standing_row(fact: Fact, trace: Trace) -> bool:
    places = set(trace.who[fact.id])
    return any(row.number_stands and f"{row.file}:{row.row}" in places for row in fact.rows)


def _judge_homes(facts: Facts, traces: Sequence[Trace], verdict: Verdict) -> set[str]:
    """A register household is the truth's household that most of its people belong to.

    Returns the register households whose people tell which they are.
    """
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for trace in (trace for trace in traces if not trace.apart):
        for person in trace.who:
            homes = facts.people[person].homes
            # Someone listed in two households says nothing about which of them this one is.
            votes[str(trace.line["household"])].update(homes if len(homes) == 1 else [])
    home_of = {own: count.most_common(1)[0][0] for own, count in votes.items() if count}
    for trace in traces:
        own = str(trace.line["household"])
        for person in trace.who:
            fact = facts.people[person]
            if own in home_of and home_of[own] not in fact.homes:
                belongs = f"belongs to {fact.home}, stands in {own} with {home_of[own]}"
                verdict.blame("household", f"{person} {fact.name} {belongs}", *_rows(fact.rows))
    own_of: dict[str, list[str]] = defaultdict(list)
    for own, home in home_of.items():
        own_of[home].append(own)
    for home, owns in own_of.items():
        if len(owns) > 1:
            verdict.blame("household", f"{home} is {len(owns)} households", *sorted(owns))
    return set(home_of)


def _rows(rows: Iterable[RowFact]) -> list[str]:
    return [str(row) for row in rows]


def _judge_category(facts: Facts, fact: Fact, line: Line, verdict: Verdict) -> None:
    categories = {str(facts.category[home]).removesuffix("户") for home in fact.homes}
    if line["category"] not in categories:
        label = f"{fact.id} {fact.name}: {line['category']}, not {categories}"
        verdict.blame("category", label, *_rows(fact.rows))


def _judge_person(fact: Fact, line: Line, verdict: Verdict) -> None:
    label, rows = f"{fact.id} {fact.name}", _rows(fact.rows)
    if line["relation"] not in fact.relations:
        verdict.blame("relation", f"{label}: {line['relation']}, not {fact.relations}", *rows)
    if line["name"] != fact.name and not any("homophone" in row.mess for row in fact.rows):
        verdict.blame("name", f"{label}: {line['name']}", *rows)


def _judge_number(facts: Facts, fact: Fact, line: Line, verdict: Verdict) -> None:
    label, rows = f"{fact.id} {fact.name} {fact.ident}", _rows(fact.rows)
    number, state = str(line["identity"] or ""), line["identity_state"]
    if state == "verified":
        if number != fact.ident and "*" not in number:
            # Where the owner's own rows do not show the number, nothing contradicts the borrower.
            heading = "wrong number" if facts.shows(number) else "borrowed unseen"
            verdict.blame(heading, f"{label}: {number}", *rows)
    elif state == "disputed":
        verdict.blame("disputed", label, *rows)
        if fact.home not in facts.claimed() and not facts.strangers_claim():
            verdict.blame("needless dispute", label, *rows)
    else:
        verdict.blame("unverified", label, *rows)
        places = {(source["file"], source["row"]) for source in line["sources"]}
        here = [row for row in fact.rows if (row.file, row.row) in places]
        if any(row.number_stands for row in here):
            # A number cell loses its last three digits; a tenth of such ends pass the check.
            lost = fact.ident.endswith("000")
            verdict.blame("ends in 000" if lost else "number not seen", label, *rows)
