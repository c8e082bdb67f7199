from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from .. import access
from ..models import Post, Role, User
from .places import in_ranges


def get_user(uuid: UUID) -> User:
    """Return the account with this uuid.  Raises User.DoesNotExist."""
    return User.objects.select_related("organisation").get(uuid=uuid)


def find_user(username: str) -> User | None:
    """Return the account of this name, however its letters are typed, or None."""
    return User.objects.filter(username=username.strip().lower()).first()


def find_by_uuid(uuid: UUID) -> User | None:
    """Return the account of this principal with its organisation, or None."""
    return User.objects.select_related("organisation").filter(uuid=uuid).first()


def names_of(principals: Sequence[UUID]) -> dict[UUID, str]:
    """Return the names to show for these principals, the command line's included."""
    names = dict(User.objects.filter(uuid__in=principals).values_list("uuid", "display_name"))
    if access.OPERATOR in principals:
        names[access.OPERATOR] = access.operator().display_name
    return names


def usernames_of(principals: Sequence[UUID]) -> dict[UUID, str]:
    """Return the names by which these principals sign in; the command line has none."""
    return dict(User.objects.filter(uuid__in=principals).values_list("uuid", "username"))


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
        User.objects.filter(in_ranges("organisation__area_id", places))
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
        Post.objects.filter(in_ranges("area_id", places), valid_from__lte=on, user__is_active=True)
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
