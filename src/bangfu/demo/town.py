"""The demo town: its offices, one account for each role, and its drawer taken in like any other.

Everything in it is invented and marked so. The passwords are made up for each installation and
kept, readable by its owner only, beside the other secrets, so that a later start can print them.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bangfu.demo import area, visits
from bangfu.demo.accounts import (
    ADMINISTRATOR,
    ADMINISTRATOR_PHONE,
    HELPED_VILLAGE,
    SEATS,
    Seat,
)
from bangfu.demo.maker import SANJIAO, Options, Town, make_drawer
from bangfu.demo.maker.crowd import town_for
from bangfu.offices import access, queries
from bangfu.offices import actions as offices
from bangfu.offices.models import Area, Commission, Grant, Organisation, Purpose, Role, User
from bangfu.offices.scope import operator_scope, scoped
from bangfu.registry import queries as registry
from bangfu.registry.actions import send_inspector
from bangfu.registry.models import Household
from bangfu.registry.queries import HouseholdFilter

SEED = 2012
FOUNDED = date(2012, 1, 1)
CITY = ("442000000000", "中山市")
HELPED, LISTED = 8, 20
_ACCOUNTS_FILE = "demo-accounts.json"
_ELSEWHERE = gettext_lazy(
    "这里已经有别的台账：虚构的大片人口只建在空的地方，请换一个空的 BANGFU_HOME。"
)

Say = Callable[[str], None]
TakeIn = Callable[[Sequence[Path], Say], object]


class CannotBuildTown(Exception):
    """There is a register already that this did not make; the message is for the person."""


@dataclass(frozen=True)
class Account:
    """An account of the demo town, with its password in clear: it opens invented data only."""

    username: str
    password: str = field(repr=False)
    display_name: str
    role: str


@dataclass(frozen=True)
class DemoTown:
    """What there is now: the accounts, and whether this call made anything.

    On ``trial`` the accounts stand in an office's own town, whose data nobody invented.
    """

    accounts: tuple[Account, ...]
    fresh: bool
    trial: bool = False


def build(
    keep: Path,
    *,
    at: datetime,
    seed: int = SEED,
    scale: float = 1.0,
    say: Say = lambda line: None,
    take_in: TakeIn | None = None,
    people: bool = True,
    size: int = 0,
) -> DemoTown:
    """This function will build the demo town, or finish or keep the one that is there.

    ``keep`` is the private folder for the accounts' passwords (BANGFU_HOME). ``say`` is given a
    line for each step. ``take_in(paths, say)`` stands in for the operator's own take-in in tests.
    Without ``people`` only the town and its accounts are made, and the town is not marked as a
    demo: what comes into it is an office's own. What was begun one way goes on that way.

    With a ``size`` there is no drawer: that many invented people enter, in a town of up to 500
    villages (see `area`).

    Called again after an end in the middle it goes on from there: taking the same files in twice
    changes nothing. Raises CannotBuildTown when another town is there.
    """
    plan = _Plan.read(keep / _ACCOUNTS_FILE)
    if size and plan.accounts and (plan.trial, plan.size, plan.seed) != (False, size, seed):
        raise CannotBuildTown(_ELSEWHERE)
    if plan.done:
        return DemoTown(plan.accounts, fresh=False, trial=plan.trial)
    with scoped(operator_scope(), on=at.date()):
        towns = list(queries.list_towns())
    if towns and not plan.accounts:
        raise CannotBuildTown(_("台账里已经有镇，不再建演示镇。"))
    if not plan.accounts:
        # Kept before the first account is made: a crash must not leave one nobody can open.
        accounts = tuple(_account(seat) for seat in SEATS)
        plan = _Plan(seed, scale, accounts, trial=not people, size=size)
        plan.write(keep / _ACCOUNTS_FILE)
    if not towns:
        say(_("建镇、村居和各办公室……"))
        _found(plan.town, plan, at)
    if people and not plan.trial:
        if plan.size:
            _crowd(plan, at, say)
        else:
            _fill(plan, take_in or _by_operator(at), say)
        _share_out(at)
        if not plan.size:
            say(_("村干部上门，问几户现在的情况……"))
            _visit(at)
    plan = replace(plan, done=True)
    plan.write(keep / _ACCOUNTS_FILE)
    return DemoTown(plan.accounts, fresh=True, trial=plan.trial)


def accounts_of(keep: Path) -> tuple[Account, ...]:
    """This function will return the accounts of the demo town, none where it was never built."""
    return _Plan.read(keep / _ACCOUNTS_FILE).accounts


def told_of(keep: Path) -> list[str]:
    """This function will word for a terminal what `build` has made, nothing where it has not."""
    plan = _Plan.read(keep / _ACCOUNTS_FILE)
    return lines_of(plan.accounts, trial=plan.trial) if plan.accounts else []


def lines_of(accounts: Sequence[Account], *, trial: bool = False) -> list[str]:
    """This function will word the accounts for a terminal, one line each, marked for what they are.

    On ``trial`` the data are an office's own, and it is said what comes before real use.
    """
    if trial:
        lines = [
            _("试用账号（给大家先试一试；密码就写在这里，看得到这块屏幕的人都能登录）："),
        ]
    else:
        lines = [_("演示账号（全是虚构的数据，密码只在这台机器上有效）：")]
    wide = max((len(account.username) for account in accounts), default=0)
    for account in accounts:
        lines.append(f"  {account.username:<{wide}}  {account.password}  {account.display_name}")
    if trial:
        lines.append(
            _(
                "正式使用前：用 bangfu user add 给每人开真账号，"
                "再由新的系统管理员停用上面这些；其中三员的账号，由新的安全管理员停用。"
            )
        )
    return lines


@dataclass(frozen=True)
class _Plan:
    """What was begun: kept in a file so that the next start can go on or say what there is."""

    seed: int = SEED
    scale: float = 1.0
    accounts: tuple[Account, ...] = ()
    done: bool = False
    trial: bool = False
    size: int = 0

    @property
    def town(self) -> Town:
        return town_for(self.size) if self.size else SANJIAO

    @classmethod
    def read(cls, file: Path) -> _Plan:
        if not file.exists():
            return cls()
        kept = json.loads(file.read_text(encoding="utf-8"))
        accounts = tuple(Account(**account) for account in kept["accounts"])
        # A file of before says nothing of a trial, nor of a size.
        more = {"trial": kept.get("trial", False), "size": kept.get("size", 0)}
        return cls(kept["seed"], kept["scale"], accounts, kept["done"], **more)

    def write(self, file: Path) -> None:
        text = json.dumps(asdict(self), ensure_ascii=False, indent=1)
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}-")
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(text)
        os.replace(name, file)


def _account(seat: Seat) -> Account:
    letters = "abcdefghjkmnpqrstuvwxyz"
    word = "".join(secrets.choice(letters) for _i in range(4))
    digits = "".join(secrets.choice("23456789") for _i in range(6))
    name = f"{seat.display_name}（{seat.about}）"
    return Account(seat.username, f"Demo-{word}-{digits}", name, seat.role)


def _found(town: Town, plan: _Plan, at: datetime) -> None:
    """One transaction: either the town stands with everybody in it, or nothing does."""
    with scoped(operator_scope(), on=at.date()):
        founded = offices.found_town(
            code=f"{town.code}000",
            name=town.name,
            villages={village.code: village.name for village in town.villages},
            valid_from=FOUNDED,
            at=at,
            city=CITY,
            is_demo=not plan.trial,
            # In an office's own town nobody is named before it says whom to ask.
            contact_name=_administrator().display_name if not plan.trial else "",
            contact_phone=ADMINISTRATOR_PHONE if not plan.trial else "",
        )
        houses: dict[str, Organisation] = {"": founded.government}
        houses |= {place.name: founded.committees[key] for key, place in founded.villages.items()}
        places = {place.name: place for place in founded.villages.values()}
        passwords = {account.username: account.password for account in plan.accounts}
        for seat in SEATS:
            if seat.organisation not in houses:
                houses[seat.organisation] = offices.open_organisation(
                    name=f"{town.name}{seat.organisation}",
                    short_name=seat.organisation,
                    kind=seat.kind,
                    area=founded.area,
                    by=access.OPERATOR,
                    at=at,
                    is_demo=not plan.trial,
                )
            post = places.get(seat.village, founded.area)
            _appoint(seat, houses[seat.organisation], post, passwords[seat.username], at)


def _administrator() -> Seat:
    (seat,) = (seat for seat in SEATS if seat.username == ADMINISTRATOR)
    return seat


def _appoint(
    seat: Seat, organisation: Organisation, post: Area, password: str, at: datetime
) -> None:
    opened = offices.open_account(
        username=seat.username,
        display_name=seat.display_name,
        organisation=organisation,
        by=access.OPERATOR,
        at=at,
        password=password,
        is_demo=True,
        must_change_password=False,
    )
    # An inspector's post must have an end; a year is what the demo needs.
    until = at.date() + timedelta(days=365) if seat.role == "inspector" else None
    offices.give_post(
        user=opened.user,
        role=seat.role,
        organisation=organisation,
        area=post,
        by=access.OPERATOR,
        at=at,
        valid_from=min(FOUNDED, at.date()),
        valid_until=until,
    )


def _by_operator(at: datetime) -> TakeIn:
    """The same take-in as everyone's, by the command line's own principal."""
    from bangfu.rosters import actions as rosters

    def take_in(paths: Sequence[Path], say: Say) -> object:
        return rosters.take_in_paths(paths, by=access.OPERATOR, at=at, say=say)

    return take_in


def _fill(plan: _Plan, take_in: TakeIn, say: Say) -> None:
    with tempfile.TemporaryDirectory(prefix="bangfu-demo-") as folder:
        say(_("做一抽屉演示用的花名册……"))
        # Plain sheets: the demo shows what an office really has, not the odd ones tests want.
        truth = make_drawer(Path(folder), seed=plan.seed, scale=plan.scale, options=Options())
        say(_("把花名册收进台账……"))
        take_in([Path(folder) / file for file in truth.files], say)


def _crowd(plan: _Plan, at: datetime, say: Say) -> None:
    try:
        area.fill(plan.town, plan.size, seed=plan.seed, at=at, say=say)
    except area.NotInvented:
        raise CannotBuildTown(_ELSEWHERE) from None


def _share_out(at: datetime) -> None:
    """Give the two who see by grant alone some households; who has any already keeps those."""
    on = at.date()
    with scoped(operator_scope(), on=on):
        village = queries.list_areas(level="village").filter(name=HELPED_VILLAGE).first()
        place = HouseholdFilter(village=village.lo if village else None)
        _grant(Role.VOLUNTEER, Purpose.PAIRED, _some(place, on, HELPED), at)
        listed = (
            _some(HouseholdFilter(disabled=True), on, LISTED)
            or _some(HouseholdFilter(cause="disability"), on, LISTED)
            or _some(HouseholdFilter(), on, LISTED)
        )
        _grant(Role.LIAISON, Purpose.LIAISON_LIST, listed, at)
        _send_inspector(at)


def _visit(at: datetime) -> None:
    on = at.date()
    with scoped(operator_scope(), on=on):
        (seat,) = (seat for seat in SEATS if seat.role == Role.VILLAGE_WORKER)
        by = User.objects.get(username=seat.username).uuid
        granted = Grant.objects.order_by("id").values_list("subject", flat=True)
        visits.tell(first=list(granted[:HELPED]), by=by, at=at, on=on)


def _send_inspector(at: datetime) -> None:
    """He was sent for three villages, for a month; ten families at least are drawn."""
    (seat,) = (seat for seat in SEATS if seat.role == Role.INSPECTOR)
    inspector = User.objects.get(username=seat.username)
    town = queries.list_towns().first()
    villages = [village.lo for village in queries.list_areas(level="village")]
    on = at.date()
    if town is None or Commission.objects.filter(inspector=inspector).exists():
        return
    with contextlib.suppress(offices.CannotCommission):  # nobody on the register yet
        send_inspector(
            inspector=inspector,
            area=town,
            villages=villages[: len(villages) // 2 + 1],
            covers=(on - timedelta(days=365), on),
            errand="special",
            letter="三民函〔2012〕8号",
            issuer="某某市民政局",
            valid=(on, on + timedelta(days=30)),
            percent=5,
            least=10,
            by=access.OPERATOR,
            at=at,
        )


def _some(asked: HouseholdFilter, on: date, limit: int) -> list[UUID]:
    page = registry.list_households(operator_scope(), asked, on=on, limit=limit)
    return [row.uuid for row in page.rows]


def _grant(role: str, purpose: str, homes: list[UUID], at: datetime) -> None:
    (seat,) = (seat for seat in SEATS if seat.role == role)
    who = User.objects.get(username=seat.username).uuid
    if Grant.objects.filter(principal=who).exists():
        return
    for home, village in Household.objects.filter(uuid__in=homes).values_list("uuid", "area"):
        offices.give_grant(
            principal=who,
            subject=home,
            area=village,
            purpose=purpose,
            valid_from=min(FOUNDED, at.date()),
            by=access.OPERATOR,
            at=at,
        )
