"""How a family lives, told anew: what it needs, its house, what comes in, what it owns.

Each is a change from a day on, or a correction of what was wrong all along (``mistaken``). The old
fact stays in the history either way; money is in fen.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar
from uuid import UUID, uuid4

from django.db.models import Model, Q
from django.utils.translation import gettext as _

from bangfu.privacy import crypto, keys

from ..models import Assets, Category, Change, Household, Housing, Income, Membership, Need, Person
from ..models.living import LARGEST_M2, MOST_FEN
from ..states import ChangeKind, NeedKind, NeedState, Tenure, WithinRule
from .act import Act, CannotChange, NotThatDay, Told, act, day_before, living, member_of, person_of

F = TypeVar("F", bound=Model)
MISTAKEN = "mistaken"
"""The reason of an act that says what was wrong all along."""


@dataclass(frozen=True, slots=True)
class HousingTold:
    """A house as somebody tells it; the words are codes of `states`, the area is in m²."""

    tenure: str
    structure: str = ""
    floor_m2: Decimal | None = None
    grade: str = ""
    work: str = ""
    cost_fen: int | None = None
    granted_on: date | None = None


@dataclass(frozen=True, slots=True)
class IncomeTold:
    """What comes in for one person each month by kind, in fen, averaged over some months."""

    wages_fen: int | None = None
    business_fen: int | None = None
    property_fen: int | None = None
    transfer_fen: int | None = None
    months: int = 6


@dataclass(frozen=True, slots=True)
class AssetsTold:
    """What a family owns by kind, in fen, and whether the local rule allows it."""

    savings_fen: int | None = None
    vehicle_fen: int | None = None
    property_fen: int | None = None
    business_fen: int | None = None
    other_fen: int | None = None
    within: str = WithinRule.UNKNOWN


def raise_need(*, home: UUID, kind: str, text: str, told: Told) -> Change:
    """Tell what a family needs, from the day of the act."""
    words = text.strip()
    if kind not in NeedKind.values or not words:
        raise CannotChange(_("请写要什么。"))
    with act(ChangeKind.NEED, home, told) as doing:
        household = doing.change.household
        _since_on_file(household, told.on)
        key = keys.open_many([household.uuid])[household.uuid]
        doing.add(
            Need, household, thread=uuid4(), kind=kind, state=NeedState.OPEN,
            text=crypto.seal(key, "need.text", words[:120]),
        )  # fmt: skip
    return doing.change


def close_need(*, home: UUID, need: UUID, state: str, told: Told) -> Change:
    """Tell that a need was met, or is none any more; ``need`` is its thread.

    Raises NotThatDay for a day before the need was told.
    """
    if state not in (NeedState.MET, NeedState.DROPPED):
        raise CannotChange(_("请选是已解决，还是不再需要。"))
    with act(ChangeKind.NEED, home, replace(told, reason=state)) as doing:
        found = Need.objects.filter(
            household=doing.change.household, thread=need, superseded_at=None, state=NeedState.OPEN
        )
        one = found.select_related("household").first()
        if one is None:
            raise CannotChange(_("这个需求已经办结，或不是这一户的。"))
        if told.on < one.valid_from:
            raise NotThatDay(_("生效日期早于提出需求的日期%(on)s。") % {"on": one.valid_from})
        doing.end(one, told.on, state=state)
    return doing.change


def set_housing(*, home: UUID, housing: HousingTold, told: Told, mistaken: bool = False) -> Change:
    """Tell the house a family lives in."""
    if housing.tenure not in Tenure.values:
        raise CannotChange(_("请选住房来源。"))
    if housing.floor_m2 is not None and not 0 < housing.floor_m2 <= LARGEST_M2:
        raise CannotChange(_("面积要在0到%(most)d平方米之间。") % {"most": LARGEST_M2})
    if housing.granted_on is not None and housing.granted_on > told.today:
        raise CannotChange(_("上次得到补助的日期不能晚于今天。"))
    _refuse_bad_money(housing.cost_fen)
    return _of_home(ChangeKind.HOUSING, Housing, home, asdict(housing), told, mistaken=mistaken)


def set_assets(*, home: UUID, assets: AssetsTold, told: Told, mistaken: bool = False) -> Change:
    """Tell what a family owns, and whether the local rule allows it."""
    amounts = [getattr(assets, name) for name in Assets.KINDS]
    _refuse_bad_money(*amounts)
    if all(amount is None for amount in amounts) and assets.within == WithinRule.UNKNOWN:
        raise CannotChange(_("请至少填一项财产，或选是否符合规定。"))
    if assets.within not in WithinRule.values:
        raise CannotChange(_("请选是否符合规定。"))
    return _of_home(ChangeKind.ASSETS, Assets, home, asdict(assets), told, mistaken=mistaken)


def set_income(*, person: UUID, income: IncomeTold, told: Told, mistaken: bool = False) -> Change:
    """Tell what comes in for a member each month; it stays his wherever he goes."""
    amounts = [getattr(income, name) for name in Income.KINDS]
    _refuse_bad_money(*amounts)
    if all(amount is None for amount in amounts):
        raise CannotChange(_("请至少填一项收入；没有收入就填0。"))
    if not 1 <= income.months <= 12:
        raise CannotChange(_("请填按几个月平均，1到12。"))
    subject = person_of(person)
    there = member_of(subject)
    if there is None:
        raise CannotChange(_("%(name)s现在不在任何一户。") % {"name": subject.name})
    told = _reasoned(told, mistaken=mistaken)
    with act(ChangeKind.INCOME, there.household.uuid, told, person=person) as doing:
        living(subject, told.on)
        _since_on_file(there.household, told.on)
        _say(doing, Income, subject, asdict(income), mistaken=mistaken)
    return doing.change


def _of_home(
    kind: ChangeKind, model: type[F], home: UUID, values: dict[str, Any], told: Told, *,
    mistaken: bool,
) -> Change:  # fmt: skip
    with act(kind, home, _reasoned(told, mistaken=mistaken)) as doing:
        _since_on_file(doing.change.household, told.on)
        _say(doing, model, doing.change.household, values, mistaken=mistaken)
    return doing.change


def _say(
    doing: Act, model: type[F], subject: Person | Household, values: dict[str, Any], *,
    mistaken: bool,
) -> None:  # fmt: skip
    """Say a fact of which there is one at a time, and make room for it."""
    whose = "person" if isinstance(subject, Person) else "household"
    said = model._default_manager.filter(**{whose: subject}, superseded_at=None)
    now: Any = said.filter(valid_until=None).select_related(whose).first()
    if now is not None and all(getattr(now, name) == value for name, value in values.items()):
        raise CannotChange(_("没有变化。"))
    since = doing.told.on
    if mistaken and now is not None:
        doing.close([now])
        since = now.valid_from
    else:
        # A day told afterwards makes room in what was said to be true since, too.
        later = said.filter(Q(valid_until=None) | Q(valid_until__gte=since)).select_related(whose)
        for fact in later:
            doing.end(fact, day_before(since))
    doing.add(model, subject, valid_from=since, **values)


def _reasoned(told: Told, *, mistaken: bool) -> Told:
    return replace(told, reason=MISTAKEN) if mistaken else told


def _since_on_file(home: Household, on: date) -> None:
    """Refuse a day before the register knew the family: nothing is told of it then."""
    first: date | None = None
    for model in (Membership, Category):
        days = model._default_manager.filter(household=home, superseded_at=None)
        found = days.order_by("valid_from").values_list("valid_from", flat=True).first()
        if found is not None and (first is None or found < first):
            first = found
    if first is not None and on < first:
        raise NotThatDay(
            _("生效日期不能早于这一户入册的日期%(on)s；以前就是这样的，填这一天。") % {"on": first}
        )


def _refuse_bad_money(*amounts: int | None) -> None:
    for amount in amounts:
        if amount is not None and amount < 0:
            raise CannotChange(_("金额不能是负数。"))
        if amount is not None and amount >= MOST_FEN:
            raise CannotChange(_("金额太大，请核对。"))
