"""Who may do what: the rights of each role, and how far an account's posts reach."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from .models import ADMIN_ROLES, Commission, Grant, Post, Purpose, Role, StandIn, User

OPERATOR = UUID("b4f00000-0000-4000-8000-000000000001")
"""The principal of the command line; the policies of ``0003_net.sql`` know it by this value."""

_FIGURES = {"figures.read"}
_READ = {"register.read"}
_STAFF = {"register.read", "register.unmask", "rosters.read", "figures.read"}

# register.write: what is seen in the village (a birth, a death, somebody moved away, a telephone).
# privacy.answer: what people ask about their own data, and who looked at them: the clerk whom they
# ask, and the approver who answers for the office. Not the village: looks are told of its people.
# erasure.propose and erasure.confirm: never of one role.
# policy.write, policy.review, policy.publish: never of one role; policy.try changes nothing.
# register.decide: who belongs to which household, and what it stands on the register for.
RIGHTS: dict[str, frozenset[str]] = {
    Role.VILLAGE_WORKER: frozenset(_READ | {"register.write"}),
    Role.SOCIAL_WORKER: frozenset(_READ | {"register.write"}),
    Role.VOLUNTEER: frozenset(_READ),
    Role.CLERK: frozenset(
        _STAFF
        | {"register.write", "register.decide", "rosters.take_in", "export", "calendar.write"}
        | {"privacy.answer", "erasure.propose", "policy.try", "policy.write"}
    ),
    Role.REVIEWER: frozenset(_STAFF | {"export", "policy.try", "policy.review"}),
    Role.APPROVER: frozenset(
        _STAFF | {"privacy.answer", "erasure.confirm", "policy.try", "policy.publish"}
    ),
    Role.LIAISON: frozenset(_READ),
    Role.LEADER: frozenset(_FIGURES),
    Role.SYSTEM_ADMIN: frozenset({"users.manage", "system.manage", "calendar.write"}),
    Role.INSPECTOR: frozenset({"register.read", "register.unmask", "inspect"}),
    Role.SECURITY_ADMIN: frozenset({"security.manage"}),
    Role.AUDITOR: frozenset({"audit.read"}),
    Role.OPERATOR: frozenset(
        {"register.read", "rosters.read", "rosters.take_in", "export", "users.manage"}
    ),
}

ALL_RIGHTS = frozenset().union(*RIGHTS.values())

BY_AREA = frozenset(
    {
        Role.VILLAGE_WORKER,
        Role.SOCIAL_WORKER,
        Role.CLERK,
        Role.REVIEWER,
        Role.APPROVER,
        Role.INSPECTOR,
        Role.OPERATOR,
    }
)
"""Roles that see the people of their post's area; the others see by grant, or nobody at all."""

LENT = BY_AREA - {Role.INSPECTOR, Role.OPERATOR}
"""Roles that a stand-in takes over for some days; ``offices_posts_today`` lists them too.

Not those that see by grant: whose families somebody looks after is settled family by family.
"""

SECOND_FACTOR_ROLES = ADMIN_ROLES | {Role.REVIEWER, Role.APPROVER}


def operator() -> User:
    """Return the command line as an account to act with; it is in no table and cannot sign in."""
    return User(uuid=OPERATOR, username="operator", display_name=_("命令行"))


def posts_of(user: User, *, on: date) -> list[Post]:
    """Return the account's posts on this day, read once for each account object and day.

    Its own come first; then those of whom it stands in for on this day, with their own holder.
    """
    if not user.is_active:
        return []
    kept: dict[date, list[Post]] = user.__dict__.setdefault("_posts_on", {})
    if on not in kept:
        away = stand_ins_on(on).filter(user=user).values("for_user")
        lent = Q(user__in=away, user__is_active=True, role__in=LENT)
        found = list(
            Post.objects.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=on))
            .filter(Q(user=user) | lent, valid_from__lte=on)
            .select_related("area", "organisation", "user")
        )
        if any(post.role == Role.INSPECTOR for post in found):
            commissions_of(user, on=on)
        kept[on] = sorted(found, key=lambda post: post.user_id != user.pk)
    return kept[on]


def stand_ins_on(on: date) -> QuerySet[StandIn]:
    """Return who stands in for whom on this day."""
    return StandIn.objects.filter(ended_at=None, valid_from__lte=on, valid_until__gte=on)


def standing_of(user: User, *, on: date) -> tuple[tuple[UUID, int, int], ...]:
    """Return for whom and in which areas the account can do what its own posts do not let it.

    What it does there is done for the other, and the trail says so.
    """
    posts = posts_of(user, on=on)
    own = [post for post in posts if post.user_id == user.pk]
    found = []
    for post in posts:
        if post.user_id == user.pk:
            continue
        held = [o for o in own if o.area.lo <= post.area.lo and post.area.hi <= o.area.hi]
        if not RIGHTS[post.role] <= frozenset().union(*(RIGHTS[o.role] for o in held)):
            found.append((post.user.uuid, post.area.lo, post.area.hi))
    return tuple(found)


def commissions_of(user: User, *, on: date) -> list[Commission]:
    """Return the commissions under which the account inspects on this day, read once with posts."""
    kept: dict[date, list[Commission]] = user.__dict__.setdefault("_commissions_on", {})
    if on not in kept:
        kept[on] = list(
            Commission.objects.filter(inspector=user, valid_from__lte=on, valid_until__gte=on)
            .filter(drawn_at__isnull=False, ended_by=None)
            .defer("frame_ids")
        )
    return kept[on]


def places_of(user: User, post: Post, *, on: date) -> tuple[tuple[int, int], ...]:
    """Return the ranges of areas that a post covers on this day.

    An inspector's covers nothing by itself: only the villages of his commissions within it.
    """
    lo, hi = post.area.lo, post.area.hi
    if post.role != Role.INSPECTOR:
        return ((lo, hi),)
    villages = {place for commission in commissions_of(user, on=on) for place in commission.places}
    return tuple(place for place in sorted(villages) if lo <= place[0] <= hi)


def posts_are_read(user: User, *, on: date) -> bool:
    """Return whether this account object knows its posts of this day already."""
    return on in user.__dict__.get("_posts_on", {})


def roles_of(user: User, *, on: date) -> frozenset[str]:
    """Return the roles that the account holds on this day."""
    return frozenset(post.role for post in posts_of(user, on=on))


def rights_of(user: User, *, on: date) -> frozenset[str]:
    """Return every right that the account's posts give on this day."""
    if user.uuid == OPERATOR:
        return RIGHTS[Role.OPERATOR]
    found: set[str] = set()
    for role in roles_of(user, on=on):
        found |= RIGHTS[role]
    return frozenset(found)


def has_right(user: object, right: str, *, on: date) -> bool:
    """Return whether the account has this right on this day; anybody else has none.

    Raises ValueError for a right that no role has: a misspelt right would refuse for ever.
    """
    if right not in ALL_RIGHTS:
        raise ValueError(f"no role has the right {right!r}")
    return isinstance(user, User) and right in rights_of(user, on=on)


def reach(user: User, right: str, *, on: date) -> tuple[tuple[int, int], ...]:
    """Return the ranges of areas in which the account has this right on this day."""
    if user.uuid == OPERATOR:
        return ((10**14, 10**15 - 1),)
    return tuple(
        place
        for post in posts_of(user, on=on)
        if right in RIGHTS[post.role]
        for place in places_of(user, post, on=on)
    )


def reaches(user: User, right: str, place: int, *, on: date) -> bool:
    """Return whether the account has this right at this place on this day."""
    return any(lo <= place <= hi for lo, hi in reach(user, right, on=on))


def can_commission(user: User, place: int, *, on: date) -> bool:
    """Return whether the account may send an inspector to this place, and call him back.

    The security administrator: he says who gets in, and sees no family himself.
    """
    return user.uuid == OPERATOR or reaches(user, "security.manage", place, on=on)


def can_unmask(user: User, *, home: UUID | None, area: int, on: date) -> bool:
    """Return whether the account may see a number of this family whole on this day.

    ``home`` is the household's UUID. By the post where it covers the area; an inspector only where
    the family was drawn for his sample, and only as long as its grant lasts.
    """
    posts = [post for post in posts_of(user, on=on) if "register.unmask" in RIGHTS[post.role]]
    for post in posts:
        covers = any(lo <= area <= hi for lo, hi in places_of(user, post, on=on))
        if covers and (post.role != Role.INSPECTOR or _is_drawn(user, home, on=on)):
            return True
    return False


def _is_drawn(user: User, home: UUID | None, *, on: date) -> bool:
    if home is None:
        return False
    drawn = Grant.objects.filter(principal=user.uuid, subject=home, purpose=Purpose.INSPECTION)
    return drawn.filter(commission__isnull=False, valid_from__lte=on, valid_until__gte=on).exists()


def periods_of(user: User, area: int, *, on: date) -> list[tuple[date, date]] | None:
    """Return the periods of the records the account may look at there; None is every record.

    Only an inspector is limited, and only where no other post of his covers the place.
    """
    if user.uuid == OPERATOR:
        return None
    for post in posts_of(user, on=on):
        if post.role in BY_AREA - {Role.INSPECTOR} and post.area.lo <= area <= post.area.hi:
            return None
    if Role.INSPECTOR not in roles_of(user, on=on):
        return None
    return [
        (one.covers_from, one.covers_until)
        for one in commissions_of(user, on=on)
        if any(lo <= area <= hi for lo, hi in one.places)
    ]


def can_open_account(user: User, place: int, *, on: date) -> bool:
    """Return whether the account may open another one in an organisation of this place."""
    return reaches(user, "users.manage", place, on=on)


def can_reset_password(user: User, other: User, *, on: date) -> bool:
    """Return whether the account may close the other one or give it a new first password.

    Who holds a new password holds the account: so an administrator's comes from the security
    administrator, as his appointment does, and everybody else's from the system administrator.
    """
    if user.uuid == OPERATOR:
        return True
    place = other.organisation.area_id if other.organisation else 0
    held = Post.objects.filter(user=other, role__in=ADMIN_ROLES)
    administers = held.filter(Q(valid_until=None) | Q(valid_until__gte=on)).exists()
    right = "security.manage" if administers else "users.manage"
    return user.pk != other.pk and reaches(user, right, place, on=on)


def can_reset_second_factor(user: User, other: User, *, on: date) -> bool:
    """Return whether the account may take off the other one's second factor; its own never."""
    if user.uuid == OPERATOR:
        return True
    place = other.organisation.area_id if other.organisation else 0
    return user.pk != other.pk and reaches(user, "security.manage", place, on=on)


def can_give_post(user: User, other: User, role: str, place: int, *, on: date) -> bool:
    """Return whether the account may appoint the other one to, or relieve it of, such a post.

    Three duties kept apart: the security administrator appoints the administrators, the system
    administrator everybody else, nobody appoints himself.
    """
    if user.uuid == OPERATOR:
        return True
    right = "security.manage" if role in ADMIN_ROLES else "users.manage"
    return user.pk != other.pk and reaches(user, right, place, on=on)


def can_arrange_stand_in(user: User, for_user: User, other: User, *, on: date) -> bool:
    """Return whether the account may let one stand in for the other; never in its own cause."""
    if user.uuid == OPERATOR:
        return True
    place = for_user.organisation.area_id if for_user.organisation else 0
    return user.pk not in (for_user.pk, other.pk) and reaches(user, "users.manage", place, on=on)


def can_propose_handover(user: User, post: Post, *, on: date) -> bool:
    """Return whether the account may propose to hand this post over: its holder, or who manages."""
    return post.user_id == user.pk or reaches(user, "users.manage", post.area_id, on=on)


def can_confirm_leaving(user: User, leaver: User, place: int, *, on: date) -> bool:
    """Return whether the account may confirm for the leaver: himself, or who manages there."""
    return user.pk == leaver.pk or reaches(user, "users.manage", place, on=on)


def can_unlock(user: User, other: User, *, on: date) -> bool:
    """Return whether the account may lift the lock of the other one."""
    place = other.organisation.area_id if other.organisation else 0
    return user.uuid == OPERATOR or reaches(user, "security.manage", place, on=on)


def can_keep_calendar(user: User, place: int, *, on: date) -> bool:
    """Return whether the account may publish the days off and the office's days of this place."""
    return reaches(user, "calendar.write", place, on=on)


def can_end_sign_in(user: User, other: User, *, on: date) -> bool:
    """Return whether the account may end a session of the other one; its own it always may."""
    if user.pk == other.pk:
        return True
    place = other.organisation.area_id if other.organisation else 0
    return any(reaches(user, right, place, on=on) for right in ("users.manage", "security.manage"))


def has_old_password(user: User, *, at: datetime) -> bool:
    """Return whether the account's password has been in use for too long; a demo account's never.

    ``PASSWORD_DAYS`` says how long, 90 days unless the installation says otherwise (GB/T 22239
    asks for a change from time to time); 0 is for ever.
    """
    if not settings.PASSWORD_DAYS or user.is_demo or user.password_changed_at is None:
        return False
    return at - user.password_changed_at > timedelta(days=settings.PASSWORD_DAYS)


def needs_second_factor(user: User, *, on: date) -> bool:
    """Return whether a post of the account asks for a one-time code besides the password."""
    return bool(roles_of(user, on=on) & SECOND_FACTOR_ROLES)


def kept_at(user: User, *, on: date, at: datetime, has_factor: bool) -> str:
    """Return what the account has to do before anything else, or nothing.

    ``first_password``, ``old_password`` or ``second_factor``, in this order.
    """
    if user.must_change_password:
        return "first_password"
    if has_old_password(user, at=at):
        return "old_password"
    asked = not user.is_demo or settings.DEMO_SECOND_FACTOR
    if asked and not has_factor and needs_second_factor(user, on=on):
        return "second_factor"
    return ""
