"""What a line of a staff sheet means: which account, which post, or what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from bangfu.frame.fields import FIRST, LAST, has_control
from bangfu.kernel import dates

from .. import access
from ..models import ADMIN_ROLES, Area, Level, Organisation, Post, Role, User
from ..models.account import USERNAME
from .places import in_ranges, list_organisations
from .staff_words import StaffWords, may_write, role_written, staff_words

LONGEST_NAME = 60


@dataclass
class StaffLine:
    """One line: as typed, what it means, and its problems in words; without any it can be opened.

    ``user`` is the account that is there already, ``held`` whether it has the post too.
    """

    row: str
    typed: Mapping[str, str]
    username: str = ""
    organisation: Organisation | None = None
    role: str = ""
    area: Area | None = None
    since: date | None = None
    until: date | None = None
    user: User | None = None
    held: bool = False
    problems: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The name as typed."""
        return self.typed.get("name", "")

    @property
    def role_label(self) -> str:
        """The role in the reader's language, or as typed."""
        return str(Role(self.role).label) if self.role else self.typed.get("role", "")

    @property
    def written(self) -> str:
        """The office's own word for the role, where the sheet has another than this platform."""
        typed = self.typed.get("role", "")
        return typed if self.role and typed not in (self.role, self.role_label) else ""

    @property
    def is_new(self) -> bool:
        """Whether it opens an account or gives a post."""
        return not self.problems and not self.held


def check_staff(lines: Sequence[Mapping[str, str]], *, by: User, on: date) -> list[StaffLine]:
    """Return what each line of the sheet means for this administrator on this day."""
    offices = _by_name(list(list_organisations(by, "users.manage", on=on)))
    places = access.reach(by, "users.manage", on=on)
    areas: dict[str, list[Area]] = {}
    for area in Area.objects.filter(in_ranges("lo", places)):
        for name in {area.name, *area.short_names}:
            areas.setdefault(name, []).append(area)
    names = [line.get("username", "").strip().lower() for line in lines]
    names = [name for name in names if re.fullmatch(USERNAME, name)]
    users = {user.username: user for user in User.objects.filter(username__in=names)}
    words = staff_words(by, on=on)
    checked: list[StaffLine] = []
    for typed in lines:
        one = StaffLine(row=typed.get("row", ""), typed=typed)
        _account(one, users, checked)
        _office(one, offices, words)
        _role(one, by, words)
        _place(one, areas, words)
        _dates(one, on)
        _already(one, checked)
        checked.append(one)
    return checked


def _by_name(offices: list[Organisation]) -> dict[str, list[Organisation]]:
    found: dict[str, list[Organisation]] = {}
    for office in offices:
        for name in {office.name, office.short_name} - {""}:
            found.setdefault(name, []).append(office)
    return found


def _account(one: StaffLine, users: dict[str, User], before: list[StaffLine]) -> None:
    one.username = one.typed.get("username", "").strip().lower()
    if not one.name:
        one.problems.append(_("没有姓名。"))
    if len(one.name) > LONGEST_NAME:
        one.problems.append(_("姓名太长，最多%(n)d个字。") % {"n": LONGEST_NAME})
    if any(has_control(text) for text in one.typed.values()):
        one.problems.append(_("这里有看不见的控制字符，请删掉后重新输入。"))
    if not re.fullmatch(USERNAME, one.username):
        one.problems.append(_("账号用小写字母和数字，2到40个字。"))
        return
    one.user = users.get(one.username)
    if one.user is not None and one.user.display_name != one.name:
        one.problems.append(_("这个账号已经有人用了。"))
    elif one.user is not None and not one.user.is_active:
        one.problems.append(_("这个账号已停用。"))
    if any(b.username == one.username and b.name != one.name for b in before):
        one.problems.append(_("表里两个人写了同一个账号。"))


def _office(one: StaffLine, offices: dict[str, list[Organisation]], words: StaffWords) -> None:
    found = offices.get(one.typed.get("office", ""), [])
    if not found:
        one.problems.append(_("没有这个单位，请写全称。") + may_write(words.offices))
        return
    if len(found) > 1:
        one.problems.append(_("有两个单位叫这个名字，请写全称。"))
        return
    one.organisation = found[0]


def _role(one: StaffLine, by: User, words: StaffWords) -> None:
    typed = one.typed.get("role", "")
    found = role_written(typed)
    if found is None:
        said = _("没有这个岗位：%(role)s。") % {"role": typed or _("未填")}
        one.problems.append(said + may_write(words.role_names))
    elif found in ADMIN_ROLES:
        one.problems.append(_("三员由安全管理员任命，不从表里开。"))
        if found == Role.AUDITOR and typed != str(found.label):
            one.problems.append(_("外面来审计的，岗位写“检查人员”。"))
    elif one.user is not None and one.user.pk == by.pk:
        one.problems.append(_("自己的岗位由别人任免。"))
    else:
        one.role = found.value


def _place(one: StaffLine, areas: dict[str, list[Area]], words: StaffWords) -> None:
    place = one.typed.get("place", "")
    if place:
        matches = areas.get(place, [])
        if len(matches) == 1:
            one.area = matches[0]
        else:
            said = _("没有这个村居：%(place)s。") % {"place": place}
            one.problems.append(said + may_write(words.villages))
            return
    elif one.organisation is not None:
        one.area = one.organisation.area
    # Somebody of the town's own office who serves a village: left out, he would see the whole town.
    if one.role == Role.VILLAGE_WORKER and one.area and one.area.level != Level.VILLAGE:
        one.problems.append(_("村居干部要写明是哪个村居。") + may_write(words.villages))


def _dates(one: StaffLine, on: date) -> None:
    one.since = on
    for key, words in (("since", _("任职日期")), ("until", _("离任日期"))):
        typed = one.typed.get(key, "")
        if not typed:
            continue
        try:
            read = dates.parse(typed)
        except dates.DateError:
            read = None
        if read is None or read.precision != "day" or not FIRST <= read.first <= LAST:
            one.problems.append(_("%(what)s看不懂，请写成 2026-01-31。") % {"what": words})
            continue
        setattr(one, key, read.first)
    if one.until is not None and one.since is not None and one.until < one.since:
        one.problems.append(_("离任日期早于任职日期。"))
    if one.role == Role.INSPECTOR and one.until is None:
        one.problems.append(_("检查人员要写明离任日期。"))


def _already(one: StaffLine, before: list[StaffLine]) -> None:
    """Whether the post is held already: by the account, or by a line above."""
    if one.problems or one.organisation is None or one.area is None or one.since is None:
        return
    key = (one.username, one.organisation.pk, one.role, one.area.lo)
    one.held = any(
        b.organisation is not None and b.area is not None
        and (b.username, b.organisation.pk, b.role, b.area.lo) == key and not b.problems
        for b in before
    )  # fmt: skip
    if one.user is None or one.held:
        return
    held = Post.objects.filter(user=one.user).filter(
        Q(valid_until=None) | Q(valid_until__gte=one.since)
    )
    one.held = held.filter(organisation=one.organisation, role=one.role, area=one.area).exists()
    if held.filter(role__in=ADMIN_ROLES).exists():
        one.problems.append(_("他是三员，不能兼任别的岗位。"))
