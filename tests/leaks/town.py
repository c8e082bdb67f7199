"""Two towns with a family in three villages, and something in every table that has an area.

Everything enters by the same actions as in life. Each family bears a mark that stands nowhere
else, so that a page that shows it to the wrong eyes is caught whatever it is built of.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID, uuid4

from bangfu.audit import access as audit
from bangfu.audit import alerts
from bangfu.audit.odd import Odd
from bangfu.audit.states import Oddity
from bangfu.kernel.holidays import read_notice
from bangfu.kernel.identity import check_character
from bangfu.offices import access
from bangfu.offices import actions as offices
from bangfu.offices import queries as offices_queries
from bangfu.offices.models import Purpose, SignIn
from bangfu.offices.scope import operator_scope, scope_for, scoped
from bangfu.papers import actions as papers
from bangfu.policies.actions import keep_answers
from bangfu.policies.models import WhatIf, WhatIfResult
from bangfu.privacy import actions as privacy
from bangfu.registry.actions import (
    HouseholdEntry,
    PersonEntry,
    RosterEntry,
    SourceEntry,
    changes,
    enter_roster,
    send_inspector,
)
from bangfu.registry.actions.erase import propose_erasure
from bangfu.registry.actions.pairs import pair_up
from bangfu.registry.models import ActPaper, Change, Household
from bangfu.registry.queries import HouseholdFilter
from bangfu.rosters import actions as rosters
from bangfu.rosters.models import Batch, Handout, Layout
from bangfu.rosters.writing import default_for

from ..offices.town import AT, FAR, ON, SINCE, Place, found

ENDED = date(2012, 5, 31)


@dataclass
class Family:
    """A household of one village and what must not be seen of it."""

    area: int
    household: UUID
    head: UUID
    name: str
    number: str
    phone: str
    change: UUID | None = None
    pair: UUID | None = None
    paper: str = ""
    request: UUID | None = None
    erasure: UUID | None = None
    hold: UUID | None = None

    @property
    def marks(self) -> tuple[str, ...]:
        return (self.name, self.number, self.phone)


@dataclass
class Leaks:
    """The two towns: one's own village, the next one, and the town that is far."""

    home: Place
    far: Place
    families: dict[str, Family] = field(default_factory=dict)
    batches: dict[str, Batch] = field(default_factory=dict)

    @property
    def objects(self) -> dict[str, UUID]:
        """What stands behind the addresses of the home village, by kind."""
        family, home = self.families["own"], self.home
        with scoped(operator_scope(), on=ON):
            line = SignIn.objects.filter(user=home["clerk"]).earliest("id").uuid
            handover = home["clerk"].hands_over.earliest("id").uuid
            standin = home["social_worker"].stands_in.earliest("id").uuid
            post = home["clerk"].posts.earliest("id").uuid
            layout = Layout.objects.get(area=home.town.area.lo).uuid
        with scoped(scope_for(home["clerk"], on=ON), on=ON):
            handout = Handout.objects.get().uuid
        return {
            "household": family.household,
            "person": family.head,
            "change": family.change or family.household,
            "pair": family.pair or family.household,
            "request": family.request or family.household,
            "erasure": family.erasure or family.household,
            "hold": family.hold or family.household,
            "batch": self.batches["home"].uuid,
            "account": home["clerk"].uuid,
            "post": post,
            "session": line,
            "layout": layout,
            "handout": handout,
            "stand_in": standin,
            "handover": handover,
        }


def fill() -> Leaks:
    """Make both towns and everything in them."""
    made = Leaks(found(), found(FAR, "柳岸镇", "far"))
    for order, (key, area, name) in enumerate(
        [
            ("own", made.home.village, "曾润好"),
            ("next", made.home.next_village, "麦杏芳"),
            ("far", made.far.village, "霍兆棠"),
        ]
    ):
        made.families[key] = _family(order, area, name)
    for key, place in (("home", made.home), ("far", made.far)):
        made.batches[key] = _batch(place)
        _sign_in(place)
        _year(place)
        _hand_over(place)
        offices.arrange_stand_in(
            for_user=place["village_worker"],
            user=place["social_worker"],
            valid_from=ON,
            valid_until=ON,
            by=access.OPERATOR,
            at=AT,
        )
    for key, place in (("own", made.home), ("far", made.far)):
        _rights(place, made.families[key])
    for who, until in (("volunteer", None), ("liaison", ENDED)):
        _grant(made, who, until)
    for place in (made.home, made.far):
        _commission(place)
        _alert(place)
    return made


def _alert(place: Place) -> None:
    """A day of the clerk's to be looked into."""
    with scoped(operator_scope(), on=ON), audit.watching():
        odd = Odd(Oddity.MANY_FILES, 90, 60, (1, 2))
        alerts.keep(actor=place["clerk"].uuid, day=ON, area=place.town.area.lo, found=[odd], at=AT)


def _commission(place: Place) -> None:
    """The inspector was sent for every village of his town; its only family was drawn."""
    with scoped(operator_scope(), on=ON):
        send_inspector(
            inspector=place["inspector"],
            area=place.town.area,
            villages=[area.lo for area in place.town.villages.values()],
            covers=(date(2000, 1, 1), ON),
            errand="routine",
            letter="三民函〔2012〕8号",
            issuer="某某市民政局",
            valid=(ON, date(2099, 12, 31)),
            percent=100,
            least=1,
            by=operator_scope().principal,
            at=AT,
        )


def _year(place: Place) -> None:
    """The days off of a year, as the town published them."""
    with scoped(operator_scope(), on=ON):
        offices.publish_year(
            area=place.town.area,
            table=read_notice("元旦：1月1日放假", 2013),
            document="放假通知",
            by=access.operator(),
            at=AT,
        )


def _hand_over(place: Place) -> None:
    """The clerk's post is on its way to somebody without one."""
    with scoped(operator_scope(), on=ON):
        post = place["clerk"].posts.select_related("area", "user__organisation").earliest("id")
        offices.propose_handover(
            post=post, taker=place["nobody"], begins_on=date(2099, 1, 1), by=access.OPERATOR, at=AT
        )


def _rights(place: Place, family: Family) -> None:
    """What the family asked, what is held of it, and what is to be erased: the dead mother."""
    clerk = place["clerk"]
    with scoped(scope_for(clerk, on=ON), on=ON):
        asked = privacy.Asked(
            subject=family.head, subject_kind="person", area=family.area, kind="correct",
            about="phone", channel="counter", asker="self", text="电话写错了", asked_on=ON,
        )  # fmt: skip
        calendar = offices_queries.calendar_of(family.area)
        family.request = privacy.ask(asked, by=clerk.uuid, at=AT, on=ON, calendar=calendar).uuid
        mother = Change.objects.get(uuid=family.change).person
        assert mother is not None
        family.erasure = propose_erasure(
            subject=mother.uuid, kind="person", ground="unlawful", clause="第四十七条",
            by=clerk, at=AT, on=ON,
        ).uuid  # fmt: skip
        family.hold = privacy.place(
            subject=family.household, area=family.area, reason="lawsuit", until=date(2013, 1, 1),
            by=clerk.uuid, at=AT, on=ON,
        ).uuid  # fmt: skip
        privacy.set_term(
            area=place.town.area.lo, kind="household_left", years=12, clause="本镇规定",
            by=clerk.uuid, at=AT,
        )  # fmt: skip


def _family(order: int, area: int, name: str) -> Family:
    first = f"442099195{order}07120{order + 1}1"
    family = Family(
        area, uuid4(), uuid4(), name, first + check_character(first), f"1390000{order + 1}876"
    )
    head = PersonEntry(
        uuid=family.head,
        known=False,
        row=5,
        name=name,
        state="verified",
        sex=1,
        born_on=date(1950 + order, 7, 12),
        born_precision="day",
        number=family.number,
        relation="02",
        relation_text="户主",
        is_head=True,
        phone=family.phone,
        bank_account=f"62170000000{order}2593",
        disability_kind=4,
        disability_grade=2,
        stage="小学",
    )
    household = HouseholdEntry(
        uuid=family.household,
        known=False,
        area=area,
        category="dibao",
        members=[head],
        monthly_fen=25000,
        cause_text="因病",
        place="3组",
        address="3组旧街2巷37号",
        row=5,
    )
    source = SourceEntry(
        uuid=uuid4(),
        entry=uuid4(),
        file_name="低保户花名册.xlsx",
        sheet="Sheet1",
        issuer="社会事务局",
        lineage=f"低保{order}",
        on=ON,
    )
    with scoped(operator_scope(), on=ON):
        enter_roster(RosterEntry(source, [household]), by=operator_scope().principal, at=AT)
        family.change = _death_of_the_mother(family)
        _living(family)
        _with_papers(family)
        _circumstances(family)
        _policies(family)
    return family


def _death_of_the_mother(family: Family) -> UUID:
    """An act on the family that is told on a page: she came to live there, and died."""
    told = changes.Told(on=ON, by=operator_scope().principal, at=AT, today=ON, basis="told")
    mother = changes.Newcomer(f"{family.name}母", "52", sex=2)
    joined = changes.join(home=family.household, who=mother, told=told)
    assert joined.person is not None
    family.pair = pair_up(
        one=family.head, two=joined.person.uuid, by=operator_scope().principal, at=AT
    ).uuid
    return changes.record_death(person=joined.person.uuid, told=told).uuid


def _living(family: Family) -> None:
    """What the family needs, its house, what comes in and what it owns."""
    told = changes.Told(on=ON, by=operator_scope().principal, at=AT, today=ON, basis="visit")
    home = family.household
    changes.raise_need(home=home, kind="job", text=f"{family.name}想找半天工", told=told)
    changes.set_housing(home=home, housing=changes.HousingTold("own", grade="D"), told=told)
    income = changes.IncomeTold(wages_fen=90000)
    changes.set_income(person=family.head, income=income, told=told)
    changes.set_assets(home=home, assets=changes.AssetsTold(within="yes"), told=told)


def _with_papers(family: Family) -> None:
    """Another amount a month, with the sheet that says so."""
    after = ON + timedelta(days=1)
    told = changes.Told(on=after, by=operator_scope().principal, at=AT, today=after, basis="paper")
    act = changes.change_category(
        home=family.household, standing=changes.Standing("dibao", monthly_fen=26000), told=told,
        papers=[changes.Handed(b"%PDF-1.4 " + family.name.encode(), f"{family.name}.pdf")],
    )  # fmt: skip
    paper = ActPaper.objects.get(change=act).paper
    family.paper = f"/changes/{act.uuid}/papers/{paper}"


def _circumstances(family: Family) -> None:
    """What the head can do, and what an illness cost."""
    told = changes.Told(on=ON, by=operator_scope().principal, at=AT, today=ON, basis="paper")
    values = {"labour": "4", "health": "30"}
    changes.set_traits(person=family.head, values=values, told=told)
    costs = changes.Costs(2012, own_paid_fen=3000000, disease=f"{family.name}的病")
    changes.set_illness(person=family.head, costs=costs, told=told)


def _policies(family: Family) -> None:
    """What the family was answered, and what a change of a standard would do in its village."""
    by = access.operator()
    home = Household.objects.get(uuid=family.household)
    keep_answers(home=home, by=by, on=ON, at=AT)
    whatif = WhatIf.objects.create(
        place=family.area, words="试算", on=ON, text="", base="", households=1, persons=1,
        shown={"standards": []}, made_by=by.uuid, made_at=AT,
    )  # fmt: skip
    WhatIfResult.objects.create(whatif=whatif, area=family.area, figures={"standards": []})


def _batch(place: Place) -> Batch:
    """A file of the town's clerk, with a row in every village; its columns are told by hand."""
    clerk = place["clerk"]
    names = ("卢树根", "邓丽珍", "谭国雄")
    villages = [area.name for area in place.town.villages.values()]
    lines = [
        f"{place.town.area.name}低收入户名册(2012),,,,,",
        "编号,村(居),姓名,身份证,与户主关系,住址",
    ]
    lines += [
        f"{row},{village},{name},,户主,{village}1组{row}号"
        for row, (village, name) in enumerate(zip(villages, names, strict=True), start=1)
    ]
    with scoped(scope_for(clerk, on=ON), on=ON):
        batch, _new = rosters.stage(
            content="\n".join(lines).encode(),
            file_name="低收入户名册.csv",
            by=clerk.uuid,
            at=AT,
            on=ON,
            area=place.town.area.lo,
        )
        rosters.map_columns(batch=batch, part=0, columns={"住址": "address"}, by=clerk.uuid, at=AT)
        town = scope_for(clerk, on=ON)
        rosters.keep_layout(
            layout=None,
            name="households",
            receiver=f"{place.town.area.name}民政局",
            columns=default_for("households"),
            by=clerk,
            scope=town,
            on=ON,
            at=AT,
        )
        rosters.begin_handout(
            rosters.Order("households", HouseholdFilter()),
            by=clerk,
            scope=town,
            on=ON,
            at=AT,
            of_rows=1,
        )
        papers.keep(
            content=b"%PDF-1.4 " + place.town.area.code.encode(),
            file_name="登记表.pdf",
            media_type="application/pdf",
            by=clerk.uuid,
            at=AT,
            area=place.village,
        )
    return batch


def _sign_in(place: Place) -> None:
    clerk = place["clerk"]
    with scoped(scope_for(clerk, on=ON), on=ON):
        offices.open_sign_in(user=clerk, at=AT, address="127.0.0.1", browser="test")
        offices.prefer(by=clerk, key="desk.households.columns", value=["head"], at=AT)


def _grant(made: Leaks, who: str, until: date | None) -> None:
    """The volunteer holds a grant on the family of the home village; the liaison's has ended."""
    clerk, family = made.home["clerk"], made.families["own"]
    with scoped(scope_for(clerk, on=ON), on=ON):
        offices.give_grant(
            principal=made.home[who].uuid,
            subject=family.household,
            area=family.area,
            purpose=Purpose.PAIRED,
            valid_from=SINCE,
            valid_until=until,
            by=clerk.uuid,
            at=AT,
        )
