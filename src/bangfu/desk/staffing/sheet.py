"""The empty staff sheet: its columns, how each is filled in, and what may be chosen."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from bangfu.offices import queries as offices
from bangfu.offices.models import User
from bangfu.rosters.queries import MOST_LINES
from bangfu.rosters.writing.staff import StaffColumn, write_staff_sheet


def blank_sheet(by: User, *, on: date) -> bytes:
    """Return an .xlsx for this administrator to fill in: his offices, roles and villages to choose.

    Its heads are those that `rosters.queries.read_staff` finds again, in either language.
    """
    words = offices.staff_words(by, on=on)
    columns = [
        StaffColumn(pgettext("staff sheet", "姓名"), True, _("一人一行；一人两个岗位写两行。")),
        StaffColumn(pgettext("staff sheet", "单位"), True, _("写全称。"), words.offices, 28),
        StaffColumn(
            pgettext("staff sheet", "岗位"), True, _("照单位里的叫法写也行，核对时看认成了什么。"),
            words.role_names,
        ),
        StaffColumn(
            pgettext("staff sheet", "村居"), False, _("只管一个村居的写；管全镇的空着。"),
            words.villages,
        ),
        StaffColumn(
            pgettext("staff sheet", "账号"), True,
            _("登录用，小写字母开头，可以有数字；一人一个。"),
        ),
        StaffColumn(pgettext("staff sheet", "任职日期"), False, _("空着就是今天。")),
        StaffColumn(pgettext("staff sheet", "离任日期"), False, _("检查人员一定要写。")),
        StaffColumn(pgettext("staff sheet", "电话"), False, _("联系用。")),
    ]  # fmt: skip
    notes = [
        (_("一次最多"), _("%(n)d行，多了分几张表。") % {"n": MOST_LINES}),
        (_("三员"), _("系统管理员、安全管理员、安全审计员不从表里开。")),
    ]
    return write_staff_sheet(columns, notes)
