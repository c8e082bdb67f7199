"""What the demo town's village workers were told at the door since the rosters were made.

The rosters of the drawer speak of 2012; these families say how they live now, by the same acts as
at the desk, so that what they are entitled to can be answered.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

from bangfu.kernel.codes import SCHOOL_STAGE
from bangfu.registry import queries as registry
from bangfu.registry.actions import changes
from bangfu.registry.models import Change, Household, Person
from bangfu.registry.queries.files import Member
from bangfu.registry.states import Basis, NeedKind, TraitField, WithinRule

FAMILIES = 24
_YUAN = 100
_NEEDS = (
    (NeedKind.JOB, "想找离家近的半天工"),
    (NeedKind.MEDICAL, "每月买药，想办门诊报销"),
    (NeedKind.SCHOOLING, "孩子开学要交住宿费"),
    (NeedKind.HOUSING, "厨房屋顶漏雨"),
    (NeedKind.CARE, "白天没有人照看老人"),
    (NeedKind.LIFE, "冬天缺一床厚被"),
)


def tell(*, first: list[UUID], by: UUID, at: datetime, on: date) -> int:
    """Let some families say how they live now, those named first before others; return how many.

    Families of whom anything was told already are left as they are: called again it goes on.
    """
    others = Household.objects.filter(withdrawn_at=None).exclude(category="")
    step = max(1, others.count() // FAMILIES)
    chosen = [*first, *others.order_by("number").values_list("uuid", flat=True)[::step]]
    chosen = list(dict.fromkeys(chosen))[:FAMILIES]
    told = set(
        Change.objects.filter(household__uuid__in=chosen).values_list("household__uuid", flat=True)
    )
    for home in Household.objects.filter(uuid__in=chosen).exclude(uuid__in=told):
        _visit(home, by=by, at=at, on=on)
    return len(chosen)


def _visit(home: Household, *, by: UUID, at: datetime, on: date) -> None:
    draw = Random(home.number)
    day = max(on - timedelta(days=draw.randint(3, 40)), home.entered_on or on)
    told = changes.Told(on=day, by=by, at=at, today=on, basis=Basis.VISIT)
    members = [one for one in registry.list_members(home, on=day) if one.age is not None]
    ids = [one.uuid for one in members]
    born = dict(Person.objects.filter(uuid__in=ids).values_list("uuid", "born_on"))
    for member in members:
        if (born[member.uuid] or on) < day:
            _member(member, draw, told)
    house = changes.HousingTold(
        draw.choice(("own", "own", "own", "rented")),
        structure=draw.choice(("brick", "timber")),
        grade=draw.choice(("A", "B", "B", "C")),
    )
    with suppress(changes.CannotChange):
        changes.set_housing(home=home.uuid, housing=house, told=told)
    savings = draw.randrange(0, 9) * 1000 * _YUAN
    owned = changes.AssetsTold(savings_fen=savings, within=WithinRule.YES)
    changes.set_assets(home=home.uuid, assets=owned, told=told)
    kind, words = draw.choice(_NEEDS)
    changes.raise_need(home=home.uuid, kind=kind, text=words, told=told)
    if "illness" in registry.list_causes(home) and members:
        ill = draw.choice(members)
        total = draw.randrange(20, 90) * 1000
        costs = changes.Costs(
            day.year, total * _YUAN, total * 60, total * 40, disease=draw.choice(("肾病", "肿瘤"))
        )
        changes.set_illness(person=ill.uuid, costs=costs, told=told)


def _member(member: Member, draw: Random, told: changes.Told) -> None:
    age = member.age or 0
    first = told.on.year if told.on.month >= 9 else told.on.year - 1
    stage = _stage(age, draw)
    if age >= 3:
        learns = changes.Learns(first, stage, full_time=None if stage == _NONE else True)
        with suppress(changes.CannotChange):
            changes.set_schooling(person=member.uuid, learns=learns, told=told)
    if age >= 16:
        able = "lost" if member.disability.endswith("/1") else _labour(age, draw)
        labour = {str(TraitField.LABOUR): _LABOUR[able]}
        with suppress(changes.CannotChange):  # the roster says so already
            changes.set_traits(person=member.uuid, values=labour, told=told)
    works = 18 <= age < 60 and stage == _NONE
    income = changes.IncomeTold(
        wages_fen=draw.randrange(0, 8) * 100 * _YUAN if works else 0,
        transfer_fen=draw.randrange(0, 3) * 60 * _YUAN,
    )
    changes.set_income(person=member.uuid, income=income, told=told)


_NONE = SCHOOL_STAGE["9"]
_LABOUR = {"full": "1", "weak": "3", "lost": "4", "none": "5"}


def _labour(age: int, draw: Random) -> str:
    return "none" if age >= 60 else draw.choice(("full", "full", "weak"))


def _stage(age: int, draw: Random) -> str:
    """Where somebody of this age learns, as most do."""
    for until, code in ((6, "1"), (12, "2"), (15, "3")):
        if age < until:
            return SCHOOL_STAGE[code]
    if age < 18:
        return SCHOOL_STAGE[draw.choice(("4", "4", "5"))]
    if age < 22:
        return SCHOOL_STAGE[draw.choice(("6", "7", "9"))]
    return _NONE
