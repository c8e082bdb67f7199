"""Every read of offices; the caller's transaction says for whom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Prefetch, Q, QuerySet

from . import access, browsers
from .models import Area, Level, Organisation, Post, Role, SignIn, TownSetting, User


def find_town_setting(area: int | None = None) -> TownSetting | None:
    """Return what the town of this area number says about itself.

    Without an area: the only town of the installation, or None where there are several.
    """
    if area is None:
        found = list(TownSetting.objects.all()[:2])
        return found[0] if len(found) == 1 else None
    town = area // 10**6 * 10**6
    return TownSetting.objects.filter(area_id=town).first()


def get_area(number: int) -> Area:
    """Return the area with this number.  Raises Area.DoesNotExist."""
    return Area.objects.get(lo=number)


def list_areas(
    *, within: Iterable[tuple[int, int]] | None = None, level: str = "", on: date | None = None
) -> QuerySet[Area]:
    """Return areas in the order of their codes, limited to ranges, a level and a day if given."""
    areas = Area.objects.all()
    if within is not None:
        areas = areas.filter(_in_ranges("lo", within))
    if level:
        areas = areas.filter(level=level)
    if on is not None:
        areas = areas.filter(valid_from__lte=on).filter(
            Q(valid_until__isnull=True) | Q(valid_until__gte=on)
        )
    return areas


def list_villages(*, within: Iterable[tuple[int, int]], on: date) -> QuerySet[Area]:
    """Return the villages of these ranges that exist on this day, in the order of their codes."""
    return list_areas(within=within, level=Level.VILLAGE, on=on)


def areas_by_name(town: Area) -> dict[str, int]:
    """Return every name and short name of the town's villages with the area number it means.

    A name that two villages share is left out: it would send a family to the wrong one.
    """
    found: dict[str, int] = {}
    twice: set[str] = set()
    for area in Area.objects.filter(lo__gt=town.lo, lo__lte=town.hi, level=Level.VILLAGE):
        for name in {area.name, *area.short_names}:
            if found.get(name, area.lo) != area.lo:
                twice.add(name)
            found[name] = area.lo
    return {name: lo for name, lo in found.items() if name not in twice}


def list_towns() -> QuerySet[Area]:
    """Return every town of the installation."""
    return Area.objects.filter(level=Level.TOWN)


def get_user(uuid: UUID) -> User:
    """Return the account with this uuid.  Raises User.DoesNotExist."""
    return User.objects.select_related("organisation").get(uuid=uuid)


def find_user(username: str) -> User | None:
    """Return the account of this name, however its letters are typed, or None."""
    return User.objects.filter(username=username.strip().lower()).first()


def names_of(principals: Sequence[UUID]) -> dict[UUID, str]:
    """Return the names to show for these principals, the command line's included."""
    names = dict(User.objects.filter(uuid__in=principals).values_list("uuid", "display_name"))
    if access.OPERATOR in principals:
        names[access.OPERATOR] = access.operator().display_name
    return names


def list_accounts(by: User, *, on: date, text: str = "") -> QuerySet[User]:
    """Return the accounts of the places where ``by`` manages accounts or their security."""
    places = [
        *access.reach(by, "users.manage", on=on),
        *access.reach(by, "security.manage", on=on),
    ]
    current = Post.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=on)
    ).select_related("area", "organisation")
    users = (
        User.objects.filter(_in_ranges("organisation__area_id", places))
        .select_related("organisation")
        .prefetch_related(Prefetch("posts", current, to_attr="current_posts"))
    )
    if text:
        users = users.filter(
            Q(username__icontains=text)
            | Q(display_name__icontains=text)
            | Q(organisation__name__icontains=text)
        )
    return users


def find_account(by: User, uuid: UUID, *, on: date) -> User | None:
    """Return the account, if ``by`` manages accounts or security where it belongs, or None."""
    return list_accounts(by, on=on).filter(uuid=uuid).first()


def find_post(uuid: UUID) -> Post | None:
    """Return the post with this uuid, or None."""
    posts = Post.objects.select_related("user", "user__organisation", "area", "organisation")
    return posts.filter(uuid=uuid).first()


def list_posts(user: User) -> QuerySet[Post]:
    """Return every post that the account has held, the latest first."""
    return user.posts.select_related("area", "organisation").order_by("-valid_from", "-id")


def list_holders(by: User, *, on: date) -> QuerySet[Post]:
    """Return the posts held on this day where ``by`` answers for security, role by role."""
    places = [
        *access.reach(by, "security.manage", on=on),
        *access.reach(by, "users.manage", on=on),
    ]
    return (
        Post.objects.filter(_in_ranges("area_id", places), valid_from__lte=on)
        .filter(Q(valid_until__isnull=True) | Q(valid_until__gte=on))
        .select_related("user", "area", "organisation")
        .order_by("role", "area_id", "user__username")
    )


def holders_by_role(by: User, *, on: date) -> list[tuple[str, list[Post]]]:
    """Return every role that can be given with its holders of this day, empty ones too."""
    holders = list(list_holders(by, on=on))
    return [
        (str(role.label), [post for post in holders if post.role == role])
        for role in Role
        if role != Role.OPERATOR
    ]


def list_organisations(by: User, right: str, *, on: date) -> QuerySet[Organisation]:
    """Return the organisations of the places where the account has this right."""
    return list_organisations_within(access.reach(by, right, on=on))


def find_sign_in(uuid: UUID) -> SignIn | None:
    """Return this session's line, if the principal may see it."""
    return SignIn.objects.filter(uuid=uuid).select_related("user").first()


def has_run_out(line: SignIn, *, at: datetime, idle_minutes: int) -> bool:
    """Return whether the session was ended, or nothing was heard of it for too long."""
    return line.ended_at is not None or at - line.seen_at > timedelta(minutes=idle_minutes)


def recovery_codes_of(user: User) -> list[str] | None:
    """Return the account's unused recovery codes, or None where it has no second factor."""
    found = Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).first()
    return list(found.wrap().get_unused_codes()) if found else None


def list_sign_ins(user: User, *, limit: int = 25) -> list[SignIn]:
    """Return the account's last sessions, the latest first."""
    return list(user.sign_ins.order_by("-opened_at")[:limit])


@dataclass(frozen=True)
class Session:
    """One session as its owner reads it: is it this one, is it going on, and in what browser."""

    line: SignIn
    browser: str
    is_here: bool
    is_open: bool


def sessions_of(user: User, *, here: UUID, at: datetime, idle_minutes: int) -> list[Session]:
    """Return the account's last sessions, the latest first; ``here`` is the one that asks."""
    return [
        Session(
            line,
            browsers.in_words(line.browser),
            is_here=line.uuid == here,
            is_open=not has_run_out(line, at=at, idle_minutes=idle_minutes),
        )
        for line in list_sign_ins(user)
    ]


def list_open_sign_ins(by: User, *, on: date, at: datetime, idle_minutes: int) -> QuerySet[SignIn]:
    """Return the sessions going on in the places where ``by`` manages accounts or security."""
    places = [
        *access.reach(by, "users.manage", on=on),
        *access.reach(by, "security.manage", on=on),
    ]
    return (
        SignIn.objects.filter(ended_at__isnull=True)
        .filter(seen_at__gte=at - timedelta(minutes=idle_minutes))
        .filter(_in_ranges("user__organisation__area_id", places))
        .select_related("user", "user__organisation")
        .order_by("-seen_at")
    )


def _in_ranges(field: str, ranges: Iterable[tuple[int, int]]) -> Q:
    """Return the condition that the field lies in one of the ranges; none of them, no rows."""
    condition = Q(pk__in=[])
    for lo, hi in ranges:
        condition |= Q(**{f"{field}__gte": lo, f"{field}__lte": hi})
    return condition


def locked_until(name: str, *, at: datetime) -> datetime | None:
    """Return the moment from which the account name may be tried again, or None if it may now.

    Failures older than the cool-off no longer count, so the lock ends when the one that completed
    the limit, counted back from the latest, grows too old.
    """
    cool_off = timedelta(hours=settings.AXES_COOLOFF_TIME)
    count = 0
    for attempt in _failures(name, at=at).order_by("-attempt_time"):
        count += attempt.failures_since_start
        if count >= settings.AXES_FAILURE_LIMIT:
            return attempt.attempt_time + cool_off
    return None


def tries_left(name: str, *, at: datetime) -> int:
    """Return how many wrong attempts the account name still has before it is locked."""
    used = sum(attempt.failures_since_start for attempt in _failures(name, at=at))
    return max(settings.AXES_FAILURE_LIMIT - used, 0)


@dataclass(frozen=True)
class Lock:
    """An account name that is locked, its account if it is one, and until when."""

    name: str
    user: User | None
    until: datetime


def list_locks(by: User, *, on: date, at: datetime) -> list[Lock]:
    """Return the locked names where ``by`` answers for security, and those that are nobody's."""
    cool_off = timedelta(hours=settings.AXES_COOLOFF_TIME)
    names = sorted(
        AccessAttempt.objects.filter(attempt_time__gte=at - cool_off)
        .values_list("username", flat=True)
        .distinct()
    )
    accounts = {
        user.username: user
        for user in User.objects.filter(username__in=names).select_related("organisation")
    }
    locks = []
    for name in names:
        until = locked_until(name, at=at)
        user = accounts.get(name)
        place = user.organisation.area_id if user and user.organisation else None
        if until is None or (
            place is not None and not access.reaches(by, "security.manage", place, on=on)
        ):
            continue
        locks.append(Lock(name, user, until))
    return locks


def _failures(name: str, *, at: datetime) -> QuerySet[AccessAttempt]:
    cool_off = timedelta(hours=settings.AXES_COOLOFF_TIME)
    return AccessAttempt.objects.filter(username=name, attempt_time__gte=at - cool_off)


def list_organisations_within(places: Iterable[tuple[int, int]]) -> QuerySet[Organisation]:
    """Return the organisations of these ranges of areas, in the order of their areas."""
    return Organisation.objects.filter(_in_ranges("area_id", places)).select_related("area")
