"""The list of people (人员列表): narrowed like that of households, by the same parts."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from bangfu.offices.scope import Scope

from ..models import Household, Person
from ..states import CategoryCode, IdentityState, Sex
from .files import age_on
from .lists import CAP, OLDEST, decades, years_before
from .narrow import Ask, count, page_ids
from .scoped import area_names, people

AGES: dict[str, tuple[int, int | None]] = {
    "0-5": (0, 5),
    "6-15": (6, 15),
    "16-18": (16, 18),
    "19-59": (19, 59),
    "60-69": (60, 69),
    "70-79": (70, 79),
    "80+": (80, None),
}
"""Whole years, both ends included: before school, compulsory school, 16 to 18, of working age, and
the three ages of old people that allowances know."""

RELATIONS: dict[str, tuple[str, ...]] = {
    "head": ("0",),
    "spouse": ("1",),
    "child": ("2", "3"),
    "grandchild": ("4",),
    "parent": ("5",),
    "other": ("6", "7", "8", "9"),
}
"""Relations as a list asks for them: the first digits of GB/T 4761."""

ORDER = ("area", "sort_key", "id")


@dataclass(frozen=True, slots=True)
class PersonFilter:
    """What a list of people is narrowed by; every field at its default asks nothing.

    ``standing`` is "" for who belongs to a household on the register, ``left`` for who belongs to
    another one, and ``gone`` for the dead and who moved away.
    """

    village: int | None = None
    category: str = ""
    sex: int | None = None
    age: str = ""
    relation: str = ""
    disabled: bool = False
    in_school: bool = False
    state: str = ""
    standing: str = ""


@dataclass(frozen=True, slots=True)
class PersonRow:
    uuid: UUID
    name: str
    sex: int
    age: int | None
    relation: str
    village: str
    home: UUID | None
    head: str
    place: str
    disability: str
    stage: str
    category: str
    identity_state: str


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """Rows, and the UUIDs to ask for the pages before and after (None where there is none)."""

    rows: list[PersonRow]
    before: UUID | None
    after: UUID | None


def ask_of_people(asked: PersonFilter, on: date) -> Ask:
    """Return the question that a filter of people asks."""
    conditions: list[tuple[str, object]] = []
    rest: list[tuple[str, object]] = []
    standings = _standings(asked, conditions)
    sexes = tuple(str(sex) for sex in Sex.values)
    if asked.sex is not None:
        conditions.append(("t.sex = %s", asked.sex))
        sexes = (str(asked.sex),)
    states, always = _states(asked)
    if asked.disabled:
        conditions.append(("t.disability <> ''", None))
    if asked.in_school:
        conditions.append(("t.stage <> ''", None))
    flags = tuple(
        d + s for d in ("D" if asked.disabled else "D-") for s in ("S" if asked.in_school else "S-")
    )
    digits: tuple[str, ...] = (*(str(one) for one in range(10)), "")
    if asked.relation in RELATIONS:
        digits = RELATIONS[asked.relation]
        conditions.append(("left(t.relation, 1) = any(%s)", list(digits)))
    births = decades(OLDEST, on.year, unknown=True)
    if asked.age in AGES:
        first, last = born_between(asked.age, on)
        rest.append(("t.born_on >= %s", first))
        rest.append(("t.born_on <= %s", last))
        births = decades(max(first.year, OLDEST), last.year)
    return Ask(
        table="registry_person",
        key="home",
        order=ORDER,
        profiles=(standings, sexes, states, flags, digits, births),
        conditions=tuple(conditions),
        rest=tuple(rest),
        always=always,
        village=asked.village,
    )


def _states(asked: PersonFilter) -> tuple[tuple[str, ...], str]:
    """The states of a number that match, and what every row has to be.

    The state is said of every row, and not bound: so the rows of a state that is rare are looked
    through in the order of an index of their own (registry_person_doubt).
    """
    always = "t.withdrawn_at is null and t.canonical_id is null"
    if not asked.state:
        return tuple(IdentityState.values), always
    state = IdentityState(asked.state).value
    return (state,), f"{always} and t.identity_state = '{state}'"


def _standings(asked: PersonFilter, conditions: list[tuple[str, object]]) -> tuple[str, ...]:
    if asked.standing == "gone":
        conditions.append(("t.home is null", None))
        return ("gone",)
    conditions.append(("t.home is not null", None))
    if asked.standing == "left":
        conditions.append(("t.category = ''", None))
        return ("left",)
    if asked.category:
        conditions.append(("t.category = %s", asked.category))
        return (asked.category,)
    conditions.append(("t.category <> ''", None))
    return tuple(CategoryCode.values)


def born_between(age: str, on: date) -> tuple[date, date]:
    """Return the first and the last day of birth of who is of this age on this day."""
    youngest, oldest = AGES[age]
    first = date(1850, 1, 1)
    if oldest is not None:
        first = years_before(on, oldest + 1)
        first = date.fromordinal(first.toordinal() + 1)
    return first, years_before(on, youngest)


def list_people(
    scope: Scope,
    asked: PersonFilter,
    *,
    on: date,
    after: UUID | None = None,
    before: UUID | None = None,
    limit: int = 25,
) -> PeoplePage:
    """Return a page in the order of villages, then of names by pinyin; keyed as households are."""
    backwards = before is not None and after is None
    ask = ask_of_people(asked, on)
    anchor = after or before
    if anchor is not None:
        place = people(scope, on=on).filter(uuid=anchor).values_list(*ORDER).first()
        ask = replace(ask, after=place, backwards=backwards)
    ids = page_ids(ask, scope, on=on, limit=limit + 1)
    more = len(ids) > limit
    ids = ids[:limit]
    if backwards:
        ids.reverse()
    rows = people_rows(people(scope, on=on), ids, on)
    has_before = more if backwards else after is not None
    has_after = True if backwards else more
    return PeoplePage(
        rows,
        before=rows[0].uuid if rows and has_before else None,
        after=rows[-1].uuid if rows and has_after else None,
    )


def people_rows(among: QuerySet[Person], ids: list[int], on: date) -> list[PersonRow]:
    """Return these people as rows, in this order."""
    found = {one.pk: one for one in among.filter(pk__in=ids)}
    villages = area_names({one.area for one in found.values()})
    homes = Household.objects.filter(uuid__in={one.home for one in found.values() if one.home})
    told = {home.uuid: home for home in homes.select_related("head")}
    rows = []
    for one in (found[pk] for pk in ids if pk in found):
        home = told.get(one.home) if one.home else None
        rows.append(
            PersonRow(
                uuid=one.uuid,
                name=one.name,
                sex=one.sex,
                age=age_on(one.born_on, on) if one.born_precision else None,
                relation=one.relation,
                village=villages[one.area],
                home=home.uuid if home else None,
                head=home.head.name if home and home.head else "",
                place=home.place if home else "",
                disability=one.disability,
                stage=one.stage,
                category=one.category if one.home else "",
                identity_state=one.identity_state,
            )
        )
    return rows


def count_people(scope: Scope, asked: PersonFilter, *, on: date, cap: int = CAP) -> int:
    """Return how many people there are, at most ``cap + 1``."""
    return count(ask_of_people(asked, on), scope, on=on, cap=cap)[0]
