"""Two invented towns of one city, with somebody in every role: friends, and strangers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from django.test import Client

from bangfu.offices import actions, scope
from bangfu.offices.access import OPERATOR
from bangfu.offices.models import Role, User

AT = datetime(2012, 6, 1, 2, tzinfo=UTC)
ON = date(2012, 6, 1)
SINCE = date(2012, 1, 1)
PASSWORD = "Lotus-2012-pond"
CITY = ("442000000000", "某某市")
HOME = "442099101000"
FAR = "442099102000"
VILLAGE_ROLES = {Role.VILLAGE_WORKER, Role.SOCIAL_WORKER, Role.VOLUNTEER}


@dataclass
class Place:
    """A town and its people; the keys of ``people`` are roles, ``neighbour`` and ``nobody``."""

    town: actions.Town
    people: dict[str, User] = field(default_factory=dict)

    def __getitem__(self, who: str) -> User:
        return self.people[who]

    @property
    def village(self) -> int:
        """The area number of the village where the village worker serves."""
        return sorted(area.lo for area in self.town.villages.values())[1]

    @property
    def next_village(self) -> int:
        """The area number of the neighbouring village."""
        return sorted(area.lo for area in self.town.villages.values())[2]


def found(code: str = HOME, name: str = "荷塘镇", mark: str = "") -> Place:
    """Make a town with three villages and an account for each role, named after it."""
    villages = {
        f"{code[:9]}001": "中心社区",
        f"{code[:9]}201": "高田村",
        f"{code[:9]}202": "低田村",
    }
    town = actions.found_town(
        code=code,
        name=name,
        villages=villages,
        valid_from=SINCE,
        at=AT,
        city=CITY,
        contact_name="陈管理",
        contact_phone="10000000001",
    )
    place = Place(town)
    for role in Role:
        if role != Role.OPERATOR:
            place.people[role.value] = _appoint(place, role, f"{role.value}{mark}")
    place.people["neighbour"] = _appoint(
        place, Role.VILLAGE_WORKER, f"neighbour{mark}", village=f"{code[:9]}202"
    )
    place.people["nobody"] = _open(place, f"nobody{mark}")
    return place


def _open(place: Place, username: str) -> User:
    opened = actions.open_account(
        username=username,
        display_name=f"演示{username}",
        organisation=place.town.government,
        by=OPERATOR,
        at=AT,
        password=PASSWORD,
        must_change_password=False,
        is_demo=True,
    )
    return opened.user


def _appoint(place: Place, role: Role, username: str, *, village: str = "") -> User:
    user = _open(place, username)
    code = village or sorted(place.town.committees)[1]
    organisation = place.town.committees[code] if role in VILLAGE_ROLES else place.town.government
    actions.give_post(
        user=user,
        role=role,
        organisation=organisation,
        by=OPERATOR,
        at=AT,
        valid_from=SINCE,
        valid_until=date(2099, 12, 31) if role == Role.INSPECTOR else None,
    )
    return user


def signed_in(user: User) -> Client:
    """Return a browser that has signed in as this account, by the page of login itself."""
    client = Client()
    answer = client.post("/account/login/", {"login": user.username, "password": PASSWORD})
    assert answer.status_code == 302, answer.content.decode()
    return client


def as_operator() -> scope.Scope:
    return scope.operator_scope()
