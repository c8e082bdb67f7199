"""Every read of offices; the caller's transaction says for whom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from . import access
from .models import Area, Level, Organisation, Post, SignIn, TownSetting, User


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


def list_organisations(by: User, right: str, *, on: date) -> QuerySet[Organisation]:
    """Return the organisations of the places where the account has this right."""
    places = access.reach(by, right, on=on)
    return Organisation.objects.filter(_in_ranges("area_id", places)).select_related("area")


def find_sign_in(uuid: UUID) -> SignIn | None:
    """Return this session's line, if the principal may see it."""
    return SignIn.objects.filter(uuid=uuid).first()


def has_run_out(line: SignIn, *, at: datetime, idle_minutes: int) -> bool:
    """Return whether the session was ended, or nothing was heard of it for too long."""
    return line.ended_at is not None or at - line.seen_at > timedelta(minutes=idle_minutes)


def list_sign_ins(user: User, *, limit: int = 25) -> list[SignIn]:
    """Return the account's last sessions, the latest first."""
    return list(user.sign_ins.order_by("-opened_at")[:limit])


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
