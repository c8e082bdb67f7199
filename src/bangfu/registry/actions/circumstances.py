"""What a person can do, where he learns, his disability, and what an illness cost: said anew.

As with every fact the old one stays in the history: a change ends it the day before, a correction
closes it and says the right one for the same days.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from bangfu.privacy import crypto, keys

from ..models import Change, Disability, Illness, Person, Schooling, Trait
from ..states import TRAIT_CODES
from .act import Act, CannotChange, NotThatDay, Told, day_before, person_of
from .correct import _about, _current, retire

DISEASE = "illness.disease"
CERTIFICATE = "certificate.number"


@dataclass(frozen=True, slots=True)
class Costs:
    """What an illness cost in one year, in fen; None is not known.

    A ``disease`` of None leaves the one that is written: who may not read it need not type it.
    """

    year: int
    total_fen: int | None = None
    reimbursed_fen: int | None = None
    own_paid_fen: int | None = None
    disease: str | None = None

    @property
    def amounts(self) -> tuple[int | None, int | None, int | None]:
        return (self.total_fen, self.reimbursed_fen, self.own_paid_fen)


@dataclass(frozen=True, slots=True)
class Learns:
    """Where somebody learns in one school year (2012 = from September 2012).

    ``stage`` is a word of `kernel.codes.SCHOOL_STAGE`, 非在校 for who does not learn.
    """

    school_year: int
    stage: str
    full_time: bool | None = None
    school: str = ""

    @property
    def first(self) -> date:
        return date(self.school_year, 9, 1)

    @property
    def last(self) -> date:
        return date(self.school_year + 1, 8, 31)


def set_traits(
    *, person: UUID, values: Mapping[str, str], told: Told, mistaken: bool = False
) -> Change:
    """Say codes of `states.TRAIT_CODES` anew; an empty code says that it is not known.

    Raises CannotChange where the register says all of them already, ValueError for an unknown
    field or code.
    """
    for field, code in values.items():
        if field not in TRAIT_CODES or (code and code not in TRAIT_CODES[field]):
            raise ValueError(f"no such code: {field} {code}")
    subject = person_of(person)
    with _about(subject, told, mistaken=mistaken) as doing:
        held = _current(Trait, subject)
        new = 0
        for field, code in values.items():
            mine = [fact for fact in held if fact.field == field]
            if [fact.code for fact in mine] == ([code] if code else []):
                continue
            since = retire(doing, mine, mistaken=mistaken)
            if code:
                doing.add(Trait, subject, valid_from=since, field=field, code=code)
            new += 1
        if not new:
            raise CannotChange(_("没有变化。"))
    return doing.change


def set_disability(
    *, person: UUID, kind: int | None, grade: int | None, certificate: str = "", told: Told,
    mistaken: bool = False,
) -> Change:  # fmt: skip
    """Say a disability anew by its certificate; without kind and grade there is none.

    Raises CannotChange where the register says just this.
    """
    subject = person_of(person)
    with _about(subject, told, mistaken=mistaken) as doing:
        key = keys.open_many([subject.uuid])[subject.uuid]
        old = _current(Disability, subject)
        wanted = (kind, grade) if kind or grade or certificate else None
        held = [(fact.kind, fact.grade) for fact in old]
        if held == ([wanted] if wanted else []) and (
            not certificate or _unsealed(key, CERTIFICATE, old[0].certificate) == certificate
        ):
            raise CannotChange(_("没有变化。"))
        since = retire(doing, old, mistaken=mistaken)
        if wanted:
            sealed = crypto.seal(key, CERTIFICATE, certificate) if certificate else None
            doing.add(
                Disability, subject, valid_from=since, kind=kind, grade=grade, certificate=sealed
            )
    return doing.change


def set_illness(*, person: UUID, costs: Costs, told: Told, mistaken: bool = False) -> Change:
    """Say what an illness cost in a year; what was said of that year before is replaced.

    Without any amount a correction takes the year back. Raises CannotChange where nothing is said
    or new, and for a year to come or before the birth.
    """
    subject = person_of(person)
    since = _year_of(subject, costs, told)
    with _about(subject, told, mistaken=mistaken) as doing:
        key = keys.open_many([subject.uuid])[subject.uuid]
        old = Illness.objects.filter(person=subject, year=costs.year, superseded_at=None).first()
        said = costs.amounts != (None, None, None) or bool(costs.disease)
        if not said and (old is None or not mistaken):
            raise CannotChange(_("请至少填一项费用。"))
        before = _unsealed(key, DISEASE, old.disease) if old is not None else ""
        disease = before if costs.disease is None else costs.disease
        if old is not None and said:
            held = (old.total_fen, old.reimbursed_fen, old.own_paid_fen)
            if (held, before) == (costs.amounts, disease):
                raise CannotChange(_("没有变化。"))
        doing.close([old] if old is not None else [])
        if said:
            doing.add(
                Illness, subject, valid_from=since, year=costs.year, total_fen=costs.total_fen,
                reimbursed_fen=costs.reimbursed_fen, own_paid_fen=costs.own_paid_fen,
                disease=crypto.seal(key, DISEASE, disease) if disease else None,
            )  # fmt: skip
    return doing.change


def _year_of(person: Person, costs: Costs, told: Told) -> date:
    """The day from which a year's costs are told: its first, or that of the birth."""
    if costs.year > told.today.year:
        raise CannotChange(_("年度不能晚于今年。"))
    born = person.born_on
    if born is not None and costs.year < born.year:
        raise CannotChange(_("这一年%(name)s还没有出生。") % {"name": person.name})
    first = date(costs.year, 1, 1)
    return max(first, born) if born is not None and person.born_precision == "day" else first


def set_schooling(*, person: UUID, learns: Learns, told: Told, mistaken: bool = False) -> Change:
    """Say where somebody learns in a school year.

    What was said of the same year is corrected, or ends the day before ``told.on``; a year told
    for the first time counts from its first day and ends what an earlier year or a roster without
    a year said. An earlier year told afterwards leaves the later one as it is.

    Raises CannotChange where nothing is new, NotThatDay for a day outside the school year, for a
    year to come and one before the birth.
    """
    subject = person_of(person)
    born = subject.born_on if subject.born_precision == "day" else None
    if learns.first > told.today:
        raise NotThatDay(_("这个学年还没有开始。"))
    if born is not None and learns.last < born:
        raise NotThatDay(_("这个学年%(name)s还没有出生。") % {"name": subject.name})
    with _about(subject, told, mistaken=mistaken) as doing:
        held = list(
            Schooling.objects.filter(person=subject, superseded_at=None)
            .select_related("person")
            .order_by("valid_from", "id")
        )
        mine = [fact for fact in held if fact.school_year == learns.school_year]
        if any(fact.valid_until is None and _same(fact, learns) for fact in mine):
            raise CannotChange(_("没有变化。"))
        if mine:
            since, until = _within_year(doing, mine, learns, mistaken=mistaken)
        else:
            later = any((fact.school_year or 0) > learns.school_year for fact in held)
            since, until = max(learns.first, born or learns.first), learns.last if later else None
        if until is None:
            _give_way(doing, [fact for fact in held if fact not in mine], since)
        doing.add(
            Schooling, subject, valid_from=since, valid_until=until, stage=learns.stage[:16],
            school=learns.school[:80], school_year=learns.school_year, full_time=learns.full_time,
        )  # fmt: skip
    return doing.change


def _same(fact: Schooling, learns: Learns) -> bool:
    told = (learns.stage, learns.full_time, learns.school)
    return (fact.stage, fact.full_time, fact.school) == told


def _within_year(
    doing: Act, mine: list[Schooling], learns: Learns, *, mistaken: bool
) -> tuple[date, date | None]:
    """Make room among what is said of the year, and return the days for what is said anew."""
    ends = [fact.valid_until for fact in mine if fact.valid_until is not None]
    until = max(ends) if len(ends) == len(mine) else None
    if mistaken:
        doing.close(mine)
        return min(fact.valid_from for fact in mine), until
    on = doing.told.on
    if not learns.first <= on <= learns.last or (until is not None and on > until):
        raise NotThatDay(_("这一天不在所选的学年里。"))
    for fact in mine:
        if fact.valid_from >= on:
            doing.close([fact])
        elif fact.valid_until is None or fact.valid_until >= on:
            doing.end(fact, day_before(on))
    return on, until


def _give_way(doing: Act, others: list[Schooling], since: date) -> None:
    """End what an earlier year or a roster without a year still says."""
    for fact in others:
        if fact.valid_until is None:
            doing.end(fact, day_before(since))


def _unsealed(key: bytes, label: str, blob: Any) -> str:
    return crypto.unseal(key, label, bytes(blob)) if blob is not None else ""
