"""What stands around every page: the menu that the reader's posts allow, the place, the person."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from bangfu.frame.shell import MenuGroup, MenuItem, Shell
from bangfu.offices import access
from bangfu.offices import queries as offices
from bangfu.offices.models import TownSetting, User


def shell_of(request: HttpRequest, on: date) -> Shell:
    """Return the shell for this request; a stranger gets the name of the town and no menu."""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        setting = offices.find_town_setting()
        return Shell(place=_place(setting), demo=bool(setting and setting.is_demo))
    setting = _setting_of(user, on)
    rights = access.rights_of(user, on=on)
    reads = "register.read" in rights
    return Shell(
        place=_place(setting),
        demo=bool(setting and setting.is_demo),
        groups=_groups(request, rights),
        user_name=user.display_name,
        post=_post(user, on),
        home_url=reverse("desk:home"),
        help_url=reverse("desk:help"),
        search_url=reverse("desk:search") if reads else "",
        found_url=reverse("desk:found") if reads else "",
        account=_account(),
    )


def _place(setting: TownSetting | None) -> str:
    return setting.name if setting else ""


def _setting_of(user: User, on: date) -> TownSetting | None:
    posts = access.posts_of(user, on=on)
    return offices.find_town_setting(posts[0].area_id if posts else None)


def _post(user: User, on: date) -> str:
    posts = access.posts_of(user, on=on)
    if not posts:
        return ""
    office = posts[0].organisation.short_name or posts[0].organisation.name
    return f"{office}·{posts[0].get_role_display()}"


def _groups(request: HttpRequest, rights: frozenset[str]) -> tuple[MenuGroup, ...]:
    """Return the groups that hold at least one place this reader may go to."""
    plan: list[tuple[str, list[MenuItem | None]]] = [
        ("", [MenuItem(label=_("工作台"), icon="home", url=address_of("desk:home"))]),
        (
            _("台账"),
            [
                _item(rights, "register.read", _("住户"), "desk:households", icon="users"),
                _item(rights, "rosters.read", _("花名册"), "rosters:batches", icon="table-import"),
            ],
        ),
        (
            _("管理"),
            [
                _item(rights, "users.manage", _("账号与岗位"), "offices:accounts", icon="id"),
                _item(rights, "security.manage", _("安全"), "offices:security", icon="shield"),
                _item(rights, "audit.read", _("留痕"), "audit:entries", icon="history"),
            ],
        ),
    ]
    groups = []
    for label, items in plan:
        open_to = tuple(_marked(item, request.path) for item in items if item and item.url)
        if open_to:
            groups.append(MenuGroup(label, open_to))
    return tuple(groups)


def _item(
    rights: frozenset[str], right: str, label: str, route: str, *, icon: str
) -> MenuItem | None:
    return MenuItem(label=label, icon=icon, url=address_of(route)) if right in rights else None


def _marked(item: MenuItem, path: str) -> MenuItem:
    here = path == item.url or (item.url != "/" and path.startswith(item.url))
    return MenuItem(item.label, item.icon, item.url, item.waiting, here)


def _account() -> tuple[MenuItem, ...]:
    places = [
        MenuItem(label=_("修改密码"), icon="key", url=address_of("account_change_password")),
        MenuItem(label=_("两步验证"), icon="device-mobile", url=address_of("mfa_index")),
    ]
    return tuple(place for place in places if place.url)


def address_of(route: str, *places: object) -> str:
    """Return the address of a place, or nothing where the installation does not have it."""
    try:
        return reverse(route, args=places)
    except NoReverseMatch:
        return ""
