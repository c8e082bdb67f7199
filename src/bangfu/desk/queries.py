"""Puts the pages of the desk together from what the rooms below tell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from bangfu.offices import access
from bangfu.offices.models import User
from bangfu.offices.scope import Scope
from bangfu.privacy import queries as privacy
from bangfu.privacy.models import Erasure
from bangfu.privacy.states import Clearance
from bangfu.registry import queries as registry
from bangfu.registry.models import Change, Household, Person
from bangfu.registry.queries.files import HouseholdFile, PersonFile, Told
from bangfu.registry.states import ChangeKind, DepartureKind, IdentityState

from . import circumstances, differ, living, timeline, waits
from .changes.access import right_of
from .changes.groups import GROUPS, Group
from .differ import Question
from .entitled import words as entitled
from .templatetags import desk as words
from .timeline import Act, Line
from .waits import Wait


def clearance_of(scope: Scope) -> Clearance:
    """Return how much masks leave: staff see by area, helpers by the households granted."""
    return Clearance.STAFF if scope.areas else Clearance.HELPER


@dataclass(frozen=True)
class Value:
    """One thing said of a subject, by one or more sources that agree."""

    text: str
    state: str = ""
    note: str = ""
    sources: tuple[Told, ...] = ()

    @property
    def since(self) -> date:
        """The date of the first source that says so."""
        return min(told.valid_from for told in self.sources)


@dataclass(frozen=True)
class Column:
    """A line of the table: its label and what is said today; two values where sources differ."""

    label: str
    values: tuple[Value, ...]
    masked: bool = False
    kind: str = ""


@dataclass
class HouseholdPage:
    """Everything the page of one household shows."""

    file: HouseholdFile
    causes: tuple[Value, ...]
    categories: tuple[Told, ...]
    waits: list[Wait] = field(default_factory=list)
    changes: list[Line] = field(default_factory=list)
    may_change: bool = False
    may_answer: bool = False
    may_erase: bool = False
    may_decide: bool = False
    sees_means: bool = False
    differ: list[Question] = field(default_factory=list)
    entitled: entitled.EntitledPage | None = None

    @property
    def left(self) -> bool:
        """Whether the household was on the register and is not now."""
        return not self.file.household.category and bool(self.categories)

    @property
    def more_waits(self) -> int:
        """How many things wait besides the few that stand there at once."""
        return max(0, len(self.waits) - waits.FEW)

    def just_done(self, uuid: UUID | None) -> Act | None:
        """The act that the reader comes from, while he may take it back."""
        acts = (line.act for line in self.changes if line.act is not None)
        return next((act for act in acts if act.change.uuid == uuid and act.may_undo), None)


@dataclass
class PersonPage:
    """Everything the page of one person shows."""

    file: PersonFile
    lines: list[Column]
    former: list[tuple[Told, bool]]
    changes: list[Line]
    showable: list[str]
    may_correct: bool = False
    may_part: Change | None = None
    may_return: bool = False
    may_erase: bool = False
    groups: tuple[Group, ...] = ()
    differ: list[Question] = field(default_factory=list)

    @property
    def may_decide(self) -> bool:
        """Whether the reader may say which of two sources holds."""
        return self.may_correct


def find_household_page(
    scope: Scope, uuid: UUID, *, user: User, on: date, at: datetime
) -> HouseholdPage | None:
    """Return the page of a household, or None where the reader has no such household."""
    file = registry.get_household_file(scope, uuid, on=on, clearance=clearance_of(scope))
    if file is None:
        return None
    acts = timeline.acts_of(registry.list_acts(file.household), user, on=on, at=at)
    acts = _limit(file, acts, access.periods_of(user, file.household.area, on=on))
    causes = [fact for fact in file.told("cause") if fact.current]
    area = file.household.area
    may_decide = access.reaches(user, "register.decide", area, on=on)
    may_answer = access.reaches(user, "privacy.answer", area, on=on)
    may_ask = access.reaches(user, "rosters.read", area, on=on)
    family = [uuid, *(member.uuid for member in file.members)]
    asked = _differences(scope, file.household, file.people, file.said)
    return HouseholdPage(
        file=file,
        causes=_agreed(
            (words.cause(fact.value), "", timeline.own_words(fact), fact) for fact in causes
        ),
        categories=tuple(fact for fact in file.told("category") if fact.superseded_at is None),
        waits=[
            *(waits.requests_that_wait(family) if may_answer else ()),
            *waits.differences_that_wait(asked),
            *waits.numbers_that_wait(file.members),
            *(waits.rosters_that_wait(family[1:]) if may_ask else ()),
            *waits.category_that_waits(file, may_decide=may_decide),
            *waits.needs_that_wait(file, on=on),
        ],
        changes=timeline.lines_of(file.facts, acts, timeline.household_words),
        may_change=access.reaches(user, "register.write", area, on=on),
        may_answer=may_answer,
        may_erase=not file.household.category
        and access.reaches(user, "erasure.propose", area, on=on),
        may_decide=may_decide,
        sees_means=registry.sees_means(clearance_of(scope)),
        differ=asked,
        entitled=_entitled(scope, file.household, on=on),
    )


def _entitled(scope: Scope, home: Household, *, on: date) -> entitled.EntitledPage | None:
    """What the family is entitled to, for the staff: it tells what comes in, what illness cost."""
    if not registry.sees_means(clearance_of(scope)):
        return None
    return entitled.page_of(home, on=on)


def _differences(
    scope: Scope,
    home: Household | None,
    people: list[Person],
    known: dict[str, list[Any]],
    *,
    house: bool = True,
) -> list[Question]:
    """What sources say differently, for the staff: a helper has nothing to decide there."""
    clearance = clearance_of(scope)
    if home is None or not registry.sees_means(clearance):
        return []
    return differ.questions_of(home, people, clearance=clearance, house=house, known=known)


def find_erased(
    scope: Scope, model: type[Household] | type[Person], uuid: UUID, *, on: date
) -> Erasure | None:
    """Return the lawful erasure of a household or person of this scope, or None."""
    found = registry.find_erased(scope, model, uuid, on=on)
    return privacy.erasure_of(uuid) if found is not None else None


def find_person_page(
    scope: Scope, uuid: UUID, *, user: User, on: date, at: datetime
) -> PersonPage | None:
    """Return the page of a person, or None where the reader has no such person."""
    file = registry.get_person_file(scope, uuid, on=on, clearance=clearance_of(scope))
    if file is None:
        return None
    entries = {entry for told in file.facts for entry in (told.entry, told.superseded_by) if entry}
    changes = registry.list_acts_of(file.person, entries)
    acts = timeline.acts_of(changes, user, on=on, at=at)
    acts = _limit(file, acts, access.periods_of(user, file.person.area, on=on))
    part = [act.change for act in acts if act.change.kind == ChangeKind.MERGE and act.may_undo]
    return PersonPage(
        file=file,
        lines=_person_lines(file, sees_means=registry.sees_means(clearance_of(scope))),
        former=[
            (told, scope.covers(told.value.area))
            for told in file.told("membership")
            if not told.superseded_at and told.valid_until
        ],
        changes=timeline.lines_of(file.facts, acts, timeline.person_words),
        showable=_showable(file),
        may_part=next((one for one in part if one.person_id == file.person.pk), None),
        may_return=file.same is None
        and file.person.home is None
        and (file.gone is None or file.gone.kind != DepartureKind.DIED)
        and access.reaches(user, "register.decide", file.person.area, on=on),
        differ=_differences(scope, file.household, [file.person], file.said, house=False),
        may_erase=file.same is None
        and file.person.home is None
        and access.reaches(user, "erasure.propose", file.person.area, on=on),
        may_correct=file.same is None
        and access.reaches(user, "register.decide", file.person.area, on=on),
        groups=_groups_for(file, user, on=on),
    )


def _limit(
    file: HouseholdFile | PersonFile, acts: list[Act], periods: list[tuple[date, date]] | None
) -> list[Act]:
    """Leave of the record what lies in the periods of an inspector's commissions, else all."""
    if periods is None:
        return acts
    file.facts = [
        told
        for told in file.facts
        if any(told.valid_from <= until for _since, until in periods)
        and any(told.valid_until is None or told.valid_until >= since for since, _ in periods)
    ]
    return [act for act in acts if any(lo <= act.change.on <= hi for lo, hi in periods)]


def _groups_for(file: PersonFile, user: User, *, on: date) -> tuple[Group, ...]:
    """What the reader may tell of this person; of one who was merged it is told elsewhere."""
    tells = file.same is None and access.reaches(
        user, right_of(ChangeKind.UPDATE), file.person.area, on=on
    )
    return GROUPS if tells else ()


def lines_of_own(file: PersonFile) -> list[Column]:
    """Return everything said today of a person, for himself."""
    return _person_lines(file, sees_means=True)


def lines_about(file: PersonFile, kinds: Iterable[str]) -> list[Column]:
    """Return what is said today of a person under these kinds of facts, for the staff."""
    wanted = set(kinds)
    every = _person_lines(file, sees_means=True)
    return [column for column in every if column.kind in wanted]


def _person_lines(file: PersonFile, *, sees_means: bool) -> list[Column]:
    now = {
        kind: [told for told in file.told(kind) if told.current]
        for kind in (
            "identity", "membership", "phone", "account", "disability", "income",
            *circumstances.KINDS,
        )
    }  # fmt: skip
    identity = now["identity"]
    return [
        Column(_("姓名"), _agreed((t.value.name, "", "", t) for t in identity)),
        Column(_("性别"), _agreed((words.sex(t.value.sex), "", "", t) for t in identity)),
        Column(
            _("出生年月"),
            _agreed(
                (words.birth(t.value.born_on, t.value.born_precision), "", "", t) for t in identity
            ),
        ),
        Column(
            _("身份证号"), _agreed((t.note, t.value.state, "", t) for t in identity), masked=True
        ),
        Column(
            _("与户主关系"), _agreed((words.relation(t.note), "", "", t) for t in now["membership"])
        ),
        Column(_("电话"), _agreed((t.value, "", "", t) for t in now["phone"])),
        Column(
            _("残疾"),
            _agreed((*_certified(t), t) for t in now["disability"]),
            kind="disability",
        ),
        *(
            Column(label, _agreed((*circumstances.said(t), t) for t in now[kind]), kind=kind)
            for kind, label in circumstances.labels(sees_means=sees_means)
        ),
        Column(
            _("收入"),
            _agreed((living.monthly(t.value.monthly_fen), "", "", t) for t in now["income"]),
        ),
        Column(_("开户账号"), _agreed((t.value, "", t.note, t) for t in now["account"])),
    ]


def _certified(told: Told) -> tuple[str, str, str]:
    """A disability with the number of its certificate."""
    number = _("证号%(number)s") % {"number": told.note} if told.note else ""
    return words.disability(f"{told.value.kind or 0}/{told.value.grade or 0}"), "", number


def _agreed(said: Iterable[tuple[str, str, str, Told]]) -> tuple[Value, ...]:
    """Put together what agrees and keep apart what differs; what says nothing is left out."""
    found: dict[tuple[str, str, str], list[Told]] = {}
    for text, state, note, told in said:
        if text or state not in ("", IdentityState.VERIFIED):
            found.setdefault((text, state, note), []).append(told)
    return tuple(
        Value(text, state, note, tuple(sources)) for (text, state, note), sources in found.items()
    )


def _showable(file: PersonFile) -> list[str]:
    """Name the fields of which a whole value is kept."""
    current = {told.kind: told for told in file.facts if told.superseded_at is None}
    names: list[str] = [kind for kind in ("phone", "account") if kind in current]
    # What is no number (办理中) stands there as it was written: nothing is hidden.
    if "identity" in current and "*" in current["identity"].note:
        names.insert(0, "identity")
    if "disability" in current and current["disability"].value.certificate is not None:
        names.append("certificate")
    if any(told.value.disease is not None for told in file.told("illness") if told.current):
        names.append("disease")
    return names
