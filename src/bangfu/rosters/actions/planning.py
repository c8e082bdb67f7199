"""From the rows of a file to the plan of who they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from bangfu.kernel.dates import LooseDate
from bangfu.matching import (
    Answer,
    Block,
    Draft,
    Known,
    KnownHousehold,
    KnownPerson,
    Level,
    Plan,
    Reason,
    RowPlan,
    State,
    head_of,
    plan,
)
from bangfu.privacy import crypto
from bangfu.registry import queries as registry
from bangfu.registry.models import Identity, Sighting
from bangfu.registry.queries.known import chunks

from ..reading import Finding, HouseholdDraft, PersonDraft, RosterRow
from ..reading.models import Level as FindingLevel
from .places import Places, exact_to_the_door
from .tables import Table

Answers = Mapping[tuple[int, int, int], str]
"""A clerk's answers by (table, row, order of the person in the row)."""

_AT = {
    "number": (
        "number_disputed", "number_held_by_other", "number_changed", "number_of_another",
        "number_corrected", "number_held_elsewhere",
    ),
    "name": (
        "name_spelt_differently", "perhaps_same_person", "same_name_in_household", "no_name",
        "ambiguous_person", "contradicts_known", "same_row_or_namesake",
        "perhaps_same_household",
    ),
}  # fmt: skip
_FIELD_OF = {code: field for field, codes in _AT.items() for code in codes}
_SAID_BY_READING = frozenset(("perhaps_shortened", "number_contradicts_row", "no_name"))
"""The reading has said these already, at the very cell."""


@dataclass(slots=True)
class Ref:
    """What a draft of the plan stands for."""

    table: Table
    row: RosterRow
    person: PersonDraft
    home: HouseholdDraft | None
    block: str
    key: bytes | None


@dataclass(slots=True)
class Planned:
    """The plan of a file with the rows behind it."""

    plan: Plan
    refs: dict[int, Ref]
    by_row: dict[tuple[int, int], list[int]] = field(default_factory=dict)
    """The refs of a row, by (table, row)."""
    homes: dict[str, HouseholdDraft | None] = field(default_factory=dict)

    def waits(self, table: int, row: int) -> bool:
        """Say whether somebody in the row waits, or nobody was found in it."""
        refs = self.by_row.get((table, row), ())
        if not refs:
            return True
        return any(self.plan.rows[ref].person is None for ref in refs)

    def foretell(self, table: int, row: int) -> str:
        """Say what taking the row in would do: `new`, or `known` where everybody is known."""
        refs = self.by_row.get((table, row), ())
        return "known" if refs and all(self.plan.rows[ref].known for ref in refs) else "new"


def plan_tables(
    tables: Sequence[Table], places: Places, answers: Answers, *, at: datetime | None = None
) -> Planned:
    """Plan the household rosters of a file against the register, and add its findings to rows.

    Everything goes into one plan: two sheets of a file tell of one town. `at` is the moment of
    the take-in: what was recorded at this very moment came with the same drawer.
    """
    refs: dict[int, Ref] = {}
    drafts: dict[str, list[Draft]] = {}
    homes: dict[str, HouseholdDraft | None] = {}
    by_row: dict[tuple[int, int], list[int]] = {}
    for table in tables:
        if not table.is_household_roster:
            continue
        for row in table.rows:
            home = row.household
            block = f"{table.no}:{home.block if home else f'r{row.number}'}"
            for person in row.persons:
                ref = len(refs) + 1
                key = crypto.blind("identity.number", person.number) if person.number else None
                refs[ref] = Ref(table, row, person, home, block, key)
                answer = answers.get((table.no, row.number, person.order), "")
                drafts.setdefault(block, []).append(_draft(ref, refs[ref], answer))
                by_row.setdefault((table.no, row.number), []).append(ref)
                homes[block] = home
    blocks = [_block(name, members, homes[name], places, refs) for name, members in drafts.items()]
    made = Planned(plan(blocks, known_of(blocks, places.range, at=at)), refs, by_row, homes)
    _add_findings(made)
    _ask_for_villages(tables, places)
    _ask_for_categories(tables)
    return made


def _draft(ref: int, about: Ref, answer: str) -> Draft:
    person, number = about.person, about.person.number
    return Draft(
        ref,
        person.name,
        about.key,
        weak=number is not None and number.endswith("000") and about.table.container == "csv",
        sex=int(person.stated_sex),
        born=_span(person.stated_born),
        number_sex=2 - int(number[16]) % 2 if number else 0,
        number_born=_born_of(number) if number else None,
        relation=person.relation_code or person.relation_text,
        head=person.is_head,
        answer=Answer(answer),
    )


def _born_of(number: str) -> date:
    return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))


def _span(when: LooseDate | None) -> tuple[date, date] | None:
    return (when.first, when.last) if when is not None else None


def _block(
    name: str,
    members: list[Draft],
    home: HouseholdDraft | None,
    places: Places,
    refs: Mapping[int, Ref],
) -> Block:
    address = places.address_of(home) if home is not None else ""
    table = refs[members[0].ref].table
    return Block(
        name,
        tuple(members),
        crypto.blind("address.text", address) if exact_to_the_door(address) else None,
        category=(home.category if home is not None else "") or table.told.category,
        told=home is not None and home.known,
        village=places.find(home.village) if home is not None else 0,
        phone=_phone(home, members, refs),
        lineage=table.lineage,
    )


def _phone(
    home: HouseholdDraft | None, members: Sequence[Draft], refs: Mapping[int, Ref]
) -> bytes | None:
    """The telephone of the household or its head, as it would stand in the register."""
    own = next((refs[d.ref].person.phone for d in members if d.head), "")
    number = own or (home.phone if home is not None else "")
    return crypto.blind("phone.number", number[:40]) if number else None


def known_of(
    blocks: Sequence[Block], town: tuple[int, int], *, at: datetime | None = None
) -> Known:
    """Ask the register who claims the numbers of these blocks, who lives at their doors and, where
    a block names none, whose head in the town has that name."""
    numbers = {d.number for b in blocks for d in b.members if isinstance(d.number, bytes)}
    doors = {block.address for block in blocks if isinstance(block.address, bytes)}
    heads = {head_of(block).name for block in blocks if block.address is None and block.village}
    claimed = registry.people_by_number_tokens(numbers)
    lived = registry.households_by_address_tokens(doors)
    people = registry.people_by_uuid({uuid for found in claimed.values() for uuid in found})
    homes = registry.households_by_uuid(
        {p.home for p in people.values() if p.home}
        | {u for found in lived.values() for u in found}
        | set(registry.households_by_heads(town, heads))
    )
    rest = {uuid for home in homes.values() for uuid in home.members} - people.keys()
    people |= registry.people_by_uuid(rest)
    fresh = _recorded(people, at) if at is not None else set()
    return Known(
        tuple(_known_person(person, fresh) for person in people.values()),
        tuple(
            _known_household(home, [people[uuid] for uuid in home.members if uuid in people])
            for home in homes.values()
        ),
        registry.numbers_held_elsewhere(numbers),
    )  # fmt: skip


def _known_household(
    home: registry.KnownHousehold, members: Sequence[registry.KnownPerson]
) -> KnownHousehold:
    _fact, lineage, category, _money = home.category or (0, "", "", None)
    return KnownHousehold(
        home.uuid,
        home.head,
        category,
        tuple(home.addresses),
        village=home.area - home.area % 1000,
        phones=tuple({token for member in members for token in member.phones}),
        lineage=lineage,
    )


def _recorded(people: Iterable[UUID], at: datetime) -> set[int]:
    """The identities of these people that were recorded at this very moment."""
    found: set[int] = set()
    for some in chunks(people):
        ids = Identity.objects.filter(recorded_at=at, superseded_at=None, person__uuid__any_of=some)
        found.update(ids.values_list("id", flat=True))
    return found


def _known_person(person: registry.KnownPerson, fresh: set[int]) -> KnownPerson:
    tokens = [token for *_, token in person.identities if token is not None]
    sure = [t for *_, state, t in person.identities if state == State.VERIFIED and t is not None]
    return KnownPerson(
        person.uuid,
        tuple(dict.fromkeys([person.name, *(identity[2] for identity in person.identities)])),
        (sure or tokens)[-1] if tokens else None,
        State(person.state),
        person.sex,
        _born_span(person),
        person.membership[3] if person.membership else "",
        person.home,
        fresh=all(identity[0] in fresh for identity in person.identities),
    )


def _born_span(person: registry.KnownPerson) -> tuple[date, date] | None:
    """The days a person may have been born on, as precisely as the register knows."""
    first = person.born_on
    if first is None:
        return None
    if person.born_precision == "year":
        return date(first.year, 1, 1), date(first.year, 12, 31)
    if person.born_precision == "month":
        after = (first.replace(day=28) + timedelta(days=4)).replace(day=1)
        return first.replace(day=1), after - timedelta(days=1)
    return first, first


def _add_findings(made: Planned) -> None:
    """Say at the row what the plan asks or joined."""
    seen = _seen_before(made)
    firsts: dict[UUID, int] = {}
    for ref, row in made.plan.rows.items():
        about = made.refs[ref]
        for note in row.notes:
            if note.code in _SAID_BY_READING:
                continue
            params = {"rows": "、".join(str(made.refs[r].row.number) for r in note.refs)}
            _say(about, note.code, _LEVELS[note.level], params)
        if row.person is not None:
            first = firsts.setdefault(row.person, about.row.number)
            if not row.notes:
                _say_who(about, row, first, seen)
    opening: dict[str, Ref] = {}
    for about in made.refs.values():
        opening.setdefault(about.block, about)
    for block, household in made.plan.households.items():
        for note in household.notes:
            _say(opening[block], note.code, "question", {})


def _say_who(about: Ref, row: RowPlan, first: int, seen: Mapping[UUID, tuple[str, int]]) -> None:
    """Say of a row joined to somebody who he is: by number or by household, on which list."""
    by_number = row.reason is not Reason.SAME_HOUSEHOLD_SAME_NAME
    before = seen.get(row.person) if row.known and row.person else None
    if before is not None:
        file, place = before
        code = "known_person" if by_number else "known_by_household"
        _say(about, code, "info", {"file": file, "rows": str(place)})
    elif first != about.row.number:
        code = "same_as_row" if by_number else "same_as_row_by_household"
        _say(about, code, "info", {"rows": str(first)})


def _seen_before(made: Planned) -> dict[UUID, tuple[str, int]]:
    """Where the register last read the known people of a file: name of the list and row."""
    known = {row.person for row in made.plan.rows.values() if row.known and row.person}
    found: dict[UUID, tuple[str, int]] = {}
    for some in chunks(known):
        rows = Sighting.objects.filter(person__uuid__any_of=some, withdrawn_at=None).order_by("id")
        for uuid, file, row in rows.values_list("person__uuid", "source__file_name", "row"):
            found[uuid] = (file, row)
    return found


_LEVELS: dict[Level, FindingLevel] = {
    Level.INFO: "info",
    Level.QUESTION: "question",
    Level.WAITS: "error",
}


def _say(about: Ref, code: str, level: FindingLevel, params: dict[str, str]) -> None:
    field_name = _FIELD_OF.get(code, "")
    header, index = about.table.header_of(field_name) if field_name else ("", -1)
    told = {"who": about.person.name, "order": about.person.order, **params}
    about.row.findings.append(Finding(about.row.number, header, code, level, told, index))


def _ask_for_villages(tables: Sequence[Table], places: Places) -> None:
    """Ask once for each household whose village nobody knows: it comes in under the town."""
    for table in tables:
        if not table.is_household_roster:
            continue
        header, index = table.header_of("village")
        asked: set[str] = set()
        for row in table.rows:
            home = row.household
            if home is None or home.block in asked or places.find(home.village):
                continue
            asked.add(home.block)
            code = "village_unknown" if home.village else "village_missing"
            row.findings.append(
                Finding(row.number, header, code, "question", {"village": home.village}, index)
            )


def _ask_for_categories(tables: Sequence[Table]) -> None:
    """Ask once for each roster that neither says nor shows why its households are on it."""
    for table in tables:
        if not table.is_household_roster or table.told.category:
            continue
        for row in table.rows:
            if row.household is not None and not row.household.category:
                row.findings.append(Finding(row.number, "", "category_unknown", "question", {}, -1))
                break


def persons_of(made: Planned, table: int, row: int) -> list[UUID]:
    """Give the people a row turned out to be, without those who wait."""
    refs = made.by_row.get((table, row), ())
    found = (made.plan.rows[ref].person for ref in refs)
    return [uuid for uuid in found if uuid is not None]
