"""What stands around every page: the menu that the reader's posts allow, the place, the person."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bangfu.frame.shell import MenuGroup, MenuItem, Shell
from bangfu.offices import access
from bangfu.offices import queries as offices
from bangfu.offices.models import TownSetting, User

from .hints import hints_for

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise


@dataclass(frozen=True)
class Place:
    """A place of the menu: the right it asks for ("" for none), its words, route and purpose."""

    right: str
    label: StrPromise
    route: str
    icon: str
    about: StrPromise

    def item(self) -> MenuItem:
        """Return the place in the reader's language; without an address where it is not built."""
        return MenuItem(str(self.label), self.icon, address_of(self.route), about=str(self.about))


@dataclass(frozen=True)
class Group:
    """Some places under one word."""

    label: StrPromise
    places: tuple[Place, ...]

    def open_to(self, rights: frozenset[str]) -> list[Place]:
        """Return the places that these rights open, each once whichever rights open it."""
        found: dict[str, Place] = {}
        for place in self.places:
            if not place.right or place.right in rights:
                found.setdefault(place.route, place)
        return list(found.values())


GROUPS = (
    Group(
        _("台账"),
        (
            Place(
                right="register.read",
                label=_("住户"),
                route="desk:households",
                icon="users",
                about=_("在册的每一户、每一个人。"),
            ),
            Place(
                right="inspect",
                label=_("检查"),
                route="inspecting:mine",
                icon="clipboard-list",
                about=_("查什么、查哪里、到哪天，抽中的户和证据包。"),
            ),
            Place(
                right="rosters.read",
                label=_("花名册"),
                route="rosters:batches",
                icon="table-import",
                about=_("各办公室的表格：核对、入库、撤回。"),
            ),
            Place(
                right="register.decide",
                label=_("疑似重复"),
                route="pairs:index",
                icon="arrows-diff",
                about=_("同一个人登记了两次的，比对、合并。"),
            ),
            Place(
                right="",
                label=_("政策标准"),
                route="policies:index",
                icon="scale",
                about=_("谁能得什么、凭哪一条；试算、修改、发布。"),
            ),
            Place(
                right="",
                label=_("年历"),
                route="offices:calendar",
                icon="calendar",
                about=_("放假、调休和一年里的节点；期限按它算。"),
            ),
        ),
    ),
    Group(
        _("管理"),
        (
            Place(
                right="privacy.answer",
                label=_("本人要求"),
                route="rights:requests",
                icon="message",
                about=_("本人要求查阅、更正、删除的，哪天前答复。"),
            ),
            Place(
                right="erasure.propose",
                label=_("保存期限"),
                route="rights:retention",
                icon="clock",
                about=_("什么留几年，哪些到期了；依法删除要两个人。"),
            ),
            Place(
                right="erasure.confirm",
                label=_("保存期限"),
                route="rights:retention",
                icon="clock",
                about=_("什么留几年，哪些到期了；依法删除要两个人。"),
            ),
            Place(
                right="register.decide",
                label=_("授权"),
                route="granting:grants",
                icon="key",
                about=_("谁凭授权看哪些户，到哪天；可提前收回。"),
            ),
            Place(
                right="users.manage",
                label=_("账号与岗位"),
                route="offices:accounts",
                icon="id",
                about=_("开账号，任免岗位，重设首次密码。"),
            ),
            Place(
                right="users.manage",
                label=_("从表里开账号"),
                route="staffing:upload",
                icon="table-import",
                about=_("一张人员表，先核对，再一次开好。"),
            ),
            Place(
                right="security.manage",
                label=_("安全"),
                route="offices:security",
                icon="shield",
                about=_("解锁账号，结束会话，任免三员。"),
            ),
            Place(
                right="security.manage",
                label=_("检查委托"),
                route="inspecting:commissions",
                icon="clipboard-list",
                about=_("派谁查、凭哪份文件、查哪些村居、抽几户。"),
            ),
            Place(
                right="security.manage",
                label=_("授权"),
                route="granting:counted",
                icon="key",
                about=_("谁凭授权看几户，到哪天；可提前收回。"),
            ),
            Place(
                right="audit.read",
                label=_("留痕"),
                route="audit:entries",
                icon="history",
                about=_("谁在什么时候办了什么、看了什么，链条是否完好。"),
            ),
        ),
    ),
)


def shell_of(request: HttpRequest, at: datetime) -> Shell:
    """Return the shell for this request; a stranger gets the name of the town and no menu."""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        setting = offices.find_town_setting()
        return Shell(place=_place(setting), demo=bool(setting and setting.is_demo))
    on = at.date()
    setting = _setting_of(user, on)
    rights = access.rights_of(user, on=on)
    reads = "register.read" in rights
    demo = bool(setting and setting.is_demo)
    return Shell(
        place=_place(setting),
        demo=demo,
        trial=user.is_demo and not demo,
        forced=access.kept_at(
            user, on=on, at=at, has_factor=bool(request.__dict__.get("has_second_factor"))
        ),
        groups=_groups(request, rights),
        user_name=user.display_name,
        today=on,
        post=_post(user, on),
        home_url=reverse("desk:home"),
        help_url=reverse("desk:help"),
        hints=hints_for(match.view_name if (match := request.resolver_match) else ""),
        search_url=reverse("desk:search") if reads else "",
        found_url=reverse("desk:found") if reads else "",
        households_url=reverse("desk:households") if reads else "",
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
    home = MenuItem(label=gettext("工作台"), icon="home", url=address_of("desk:home"))
    groups = [("", [home])]
    for group in GROUPS:
        groups.append((str(group.label), [place.item() for place in group.open_to(rights)]))
    return tuple(
        MenuGroup(label, tuple(_marked(item, request.path) for item in items if item.url))
        for label, items in groups
        if any(item.url for item in items)
    )


def _marked(item: MenuItem, path: str) -> MenuItem:
    here = path == item.url or (item.url != "/" and path.startswith(item.url))
    return replace(item, here=here)


def _account() -> tuple[MenuItem, ...]:
    places = [
        MenuItem(label=gettext("修改密码"), icon="key", url=address_of("account_change_password")),
        MenuItem(label=gettext("两步验证"), icon="device-mobile", url=address_of("mfa_index")),
        MenuItem(label=gettext("移交"), icon="users", url=address_of("offices:handovers")),
        MenuItem(label=gettext("登录记录"), icon="history", url=address_of("account_sessions")),
    ]
    return tuple(place for place in places if place.url)


def address_of(route: str, *places: object) -> str:
    """Return the address of a place, or nothing where the installation does not have it."""
    try:
        return reverse(route, args=places)
    except NoReverseMatch:
        return ""
