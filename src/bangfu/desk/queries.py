"""Puts the pages of the desk together from what the rooms below tell."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from bangfu.offices import queries as offices
from bangfu.offices.models import Area
from bangfu.offices.scope import Scope
from bangfu.privacy.states import Clearance
from bangfu.registry import queries as registry
from bangfu.registry.models import Address, Source
from bangfu.registry.queries.files import HouseholdFile, Member, PersonFile, Told
from bangfu.registry.states import IdentityState

from . import numbers
from .templatetags import desk as words

Said = Callable[[Told], list[tuple[str, str]]]


def clearance_of(scope: Scope) -> Clearance:
    """Return how much masks leave: staff see by area, helpers by the households granted."""
    return Clearance.STAFF if scope.areas else Clearance.HELPER


def villages_of(scope: Scope, *, on: date) -> list[Area]:
    """Return the villages a reader may filter by: those of the posts, none for a helper."""
    return list(offices.list_villages(within=scope.areas, on=on)) if scope.areas else []


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
class Line:
    """A line of a page: its label and all that is said today; two values where sources differ."""

    label: str
    values: tuple[Value, ...]
    masked: bool = False


@dataclass(frozen=True)
class Change:
    """One act in the record of changes: when it came in, from where, and what it said."""

    at: datetime
    source: Source
    row: int | None
    told: tuple[tuple[str, str], ...]
    replaced: bool = False

    @property
    def said(self) -> list[tuple[str, str, bool]]:
        """Label, words, and whether they stay away from paper: a number half masked does."""
        return [(label, text, "***" in text) for label, text in self.told]


@dataclass
class HouseholdPage:
    """Everything the page of one household shows."""

    file: HouseholdFile
    causes: tuple[Value, ...]
    categories: tuple[Told, ...]
    questions: list[Member] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)


@dataclass
class PersonPage:
    """Everything the page of one person shows."""

    file: PersonFile
    lines: list[Line]
    former: list[Told]
    changes: list[Change]
    showable: list[str]


def find_household_page(scope: Scope, uuid: UUID, *, on: date) -> HouseholdPage | None:
    """Return the page of a household, or None where the reader has no such household."""
    file = registry.get_household_file(scope, uuid, on=on, clearance=clearance_of(scope))
    if file is None:
        return None
    causes = [fact for fact in file.told("cause") if fact.current]
    return HouseholdPage(
        file=file,
        causes=_agreed((words.cause(fact.value), "", _own_words(fact), fact) for fact in causes),
        categories=tuple(fact for fact in file.told("category") if fact.superseded_at is None),
        questions=[m for m in file.members if m.identity_state != IdentityState.VERIFIED],
        changes=_changes(file.facts, _household_words),
    )


def find_person_page(scope: Scope, uuid: UUID, *, on: date) -> PersonPage | None:
    """Return the page of a person, or None where the reader has no such person."""
    file = registry.get_person_file(scope, uuid, on=on, clearance=clearance_of(scope))
    if file is None:
        return None
    return PersonPage(
        file=file,
        lines=_person_lines(file),
        former=[t for t in file.told("membership") if not t.superseded_at and t.valid_until],
        changes=_changes(file.facts, _person_words),
        showable=_showable(file),
    )


def _person_lines(file: PersonFile) -> list[Line]:
    now = {
        kind: [told for told in file.told(kind) if told.current]
        for kind in ("identity", "membership", "phone", "account", "disability", "schooling")
    }
    identity = now["identity"]
    return [
        Line(_("姓名"), _agreed((t.value.name, "", "", t) for t in identity)),
        Line(_("性别"), _agreed((words.sex(t.value.sex), "", "", t) for t in identity)),
        Line(
            _("出生年月"),
            _agreed(
                (words.birth(t.value.born_on, t.value.born_precision), "", "", t) for t in identity
            ),
        ),
        Line(_("身份证号"), _agreed((t.note, t.value.state, "", t) for t in identity), masked=True),
        Line(
            _("与户主关系"), _agreed((words.relation(t.note), "", "", t) for t in now["membership"])
        ),
        Line(_("电话"), _agreed((t.value, "", "", t) for t in now["phone"])),
        Line(
            _("残疾"),
            _agreed(
                (
                    words.disability(f"{t.value.kind or 0}/{t.value.grade or 0}"),
                    "",
                    _("证号%(number)s") % {"number": t.note} if t.note else "",
                    t,
                )
                for t in now["disability"]
            ),
        ),
        Line(_("就读"), _agreed((words.known(t.value), "", t.note, t) for t in now["schooling"])),
        Line(_("开户账号"), _agreed((t.value, "", t.note, t) for t in now["account"])),
    ]


def _agreed(said: Iterable[tuple[str, str, str, Told]]) -> tuple[Value, ...]:
    """Put together what agrees and keep apart what differs; what says nothing is left out."""
    found: dict[tuple[str, str, str], list[Told]] = {}
    for text, state, note, told in said:
        if text or state not in ("", IdentityState.VERIFIED):
            found.setdefault((text, state, note), []).append(told)
    return tuple(
        Value(text, state, note, tuple(sources)) for (text, state, note), sources in found.items()
    )


def _changes(facts: Sequence[Told], word: Said) -> list[Change]:
    """Return the record of changes, the latest first: one line for each source and moment."""
    acts: dict[tuple[datetime, int, int | None, bool], list[Told]] = {}
    for told in facts:
        acts.setdefault((told.recorded_at, told.source.pk, told.row, False), []).append(told)
        if told.superseded_at is not None:
            acts.setdefault((told.superseded_at, told.source.pk, told.row, True), []).append(told)
    changes = []
    for (at, _source, row, replaced), group in acts.items():
        said = dict.fromkeys(pair for told in group for pair in word(told))
        changes.append(Change(at, group[0].source, row, tuple(said), replaced))
    return sorted(changes, key=lambda change: (change.at, not change.replaced), reverse=True)


def _household_words(told: Told) -> list[tuple[str, str]]:
    if told.kind == "category":
        return [(_("类别"), words.category(told.value.code))]
    own = _own_words(told)
    cause = words.cause(told.value)
    return [(_("致困原因"), f"{cause} {own}" if own and cause else own or cause)]


def _own_words(told: Told) -> str:
    """What a roster wrote for a cause, where it says more than the code: not 因病 again."""
    with translation.override("zh-hans"):
        return "" if told.note.strip() == words.cause(told.value) else told.note


def _person_words(told: Told) -> list[tuple[str, str]]:
    if told.kind == "identity":
        return [(_("姓名"), told.value.name), (_("身份证号"), told.note or _("未填"))]
    label = {
        "membership": _("与户主关系"),
        "phone": _("电话"),
        "account": _("开户账号"),
        "disability": _("残疾"),
        "schooling": _("就读"),
    }[told.kind]
    if told.kind == "membership":
        return [(label, words.relation(told.note))]
    if told.kind == "disability":
        return [(label, words.disability(f"{told.value.kind or 0}/{told.value.grade or 0}"))]
    return [(label, words.known(told.value))]


def _showable(file: PersonFile) -> list[str]:
    """Name the fields of which a whole value is kept."""
    current = {told.kind: told for told in file.facts if told.superseded_at is None}
    names: list[str] = [kind for kind in ("phone", "account") if kind in current]
    # What is no number (办理中) stands there as it was written: nothing is hidden.
    if "identity" in current and "*" in current["identity"].note:
        names.insert(0, "identity")
    if "disability" in current and current["disability"].value.certificate is not None:
        names.append("certificate")
    return names


@dataclass(frozen=True)
class HouseholdList:
    """A page of the list with what stands above it; ``total`` is capped."""

    page: registry.Page
    total: int
    capped: bool
    register: dict[str, int]
    places: dict[UUID, str]

    doubts: dict[UUID, str]

    @property
    def rows(self) -> list[tuple[registry.lists.HouseholdRow, str, str]]:
        """Each household with its village and group, and the state of a number to verify."""
        return [
            (row, self.places.get(row.uuid) or row.village, self.doubts.get(row.uuid, ""))
            for row in self.page.rows
        ]


def household_list(
    scope: Scope,
    asked: registry.HouseholdFilter,
    *,
    on: date,
    after: UUID | None,
    before: UUID | None,
    limit: int,
) -> HouseholdList:
    """Return one page of households, how many match, and how many are on the register in all."""
    page = registry.list_households(scope, asked, on=on, after=after, before=before, limit=limit)
    total = registry.count_households(scope, asked, on=on)
    return HouseholdList(
        page=page,
        total=min(total, registry.lists.CAP),
        capped=total > registry.lists.CAP,
        register=registry.figures(scope, on=on),
        places=_places([row.uuid for row in page.rows]),
        doubts=numbers.states_of(row.uuid for row in page.rows),
    )


def _places(homes: list[UUID]) -> dict[UUID, str]:
    """Return village and group of each household, as its address says for every eye."""
    told = Address.objects.filter(
        household__uuid__in=homes, superseded_at=None, valid_until=None
    ).exclude(place="")
    return dict(told.order_by("id").values_list("household__uuid", "place"))
