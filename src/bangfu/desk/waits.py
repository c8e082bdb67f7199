"""What waits about one family, the heaviest first: a line each, with where it is dealt with."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from bangfu.privacy import queries as privacy
from bangfu.privacy.states import RequestKind, RequestState
from bangfu.registry.queries.files import HouseholdFile, Member
from bangfu.registry.states import IdentityState, NeedKind
from bangfu.rosters import queries as rosters

from .differ import Question

LONG = timedelta(days=90)
"""After how long an open need is one that waits."""
FEW = 3
"""How many a page shows before it says that there are more."""


@dataclass(frozen=True)
class Wait:
    """One thing that waits: its words, where it is dealt with, what is known of it, its chip."""

    words: str
    note: str
    chip: str
    url: str = ""
    look: str = "due"


def differences_that_wait(asked: Iterable[Question]) -> list[Wait]:
    """Return a line for each matter of which two sources say different things."""
    return [
        Wait(
            words=f"{one.name} {one.label}".strip(),
            note=_("两个来源说法不同，请定以哪个为准。"),
            chip=_("说法不同"),
            url="#differ",
        )
        for one in asked
    ]


def numbers_that_wait(members: Iterable[Member]) -> list[Wait]:
    """Return a line for each member whose number is disputed or not verified, disputed first."""
    asked = [member for member in members if member.identity_state != IdentityState.VERIFIED]
    asked.sort(key=lambda member: member.identity_state != IdentityState.DISPUTED)
    return [
        Wait(
            words=member.name,
            note=_("同一个号码，另有一个姓名不同的人也在用。请对证件。")
            if member.identity_state == IdentityState.DISPUTED
            else _("身份证号缺、在办或抄错。人已入册，只差号码。"),
            chip=str(IdentityState(member.identity_state).label),
            url=reverse("desk:person", kwargs={"uuid": member.uuid}),
        )
        for member in asked
    ]


def category_that_waits(file: HouseholdFile, *, may_decide: bool) -> list[Wait]:
    """Return a line for a family of whom nobody has decided yet why it is on the register."""
    home = file.household
    if home.category or not file.members or file.told("category"):
        return []
    steps = {"uuid": home.uuid, "slug": "enter"}
    return [
        Wait(
            words=_("类别还没有定"),
            note=_("这一户已登记，还没有纳入哪一类。"),
            chip=_("待定类别"),
            url=reverse("changes:tell", kwargs=steps) if may_decide else "",
        )
    ]


def rosters_that_wait(people: Collection[UUID]) -> list[Wait]:
    """Return a line for each row of a roster that tells of the family and still asks something."""
    return [
        Wait(
            words=_("%(file)s第%(row)d行") % {"file": batch.file_name, "row": row.row},
            note=text,
            chip=_("花名册待核实"),
            url=reverse("rosters:batch", kwargs={"uuid": batch.uuid}) + "?show=asks",
        )
        for batch, row, text in rosters.asks_about(people)
    ]


def needs_that_wait(file: HouseholdFile, *, on: date) -> list[Wait]:
    """Return a line for each need that has been open for long, the oldest first."""
    assert file.living is not None
    old = [need for need in file.living.open_needs if on - need.since > LONG]
    steps = {"uuid": file.household.uuid, "slug": "need-done"}
    return [
        Wait(
            words=need.text or str(NeedKind(need.kind).label),
            note=_("%(on)s提出，已过%(days)d天，还没有着落。")
            % {"on": need.since, "days": (on - need.since).days},
            chip=_("需求未解"),
            url=reverse("changes:tell", kwargs=steps),
        )
        for need in sorted(old, key=lambda need: need.since)
    ]


def requests_that_wait(subjects: Iterable[UUID]) -> list[Wait]:
    """Return a line for each request of the family that nobody has answered, the nearest first."""
    asked = [one for one in privacy.requests_of(subjects) if one.state == RequestState.OPEN]
    return [
        Wait(
            words=str(RequestKind(one.kind).label),
            note=_("本人要求，%(on)s前答复。") % {"on": one.due_on},
            chip=_("待答复"),
            url=reverse("rights:request", kwargs={"uuid": one.uuid}),
        )
        for one in sorted(asked, key=lambda one: one.due_on)
    ]
