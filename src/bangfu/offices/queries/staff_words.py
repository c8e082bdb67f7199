"""The words of a staff sheet: what offices write for a post, and which names are allowed.

Where a word could be two roles it is the one that sees less: who checks the sheet reads what every
line was taken for before anything is opened.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from bangfu.kernel.text import tighten

from .. import access
from ..models import ADMIN_ROLES, Role, User
from .places import list_organisations, list_villages

NAMED = 20
"""Names that one sentence lists; a town has no more villages, a county has."""

WRITTEN: dict[Role, str] = {
    Role.VILLAGE_WORKER: """
        村居干部 村干部 居干部 村居委干部 村委干部 居委干部 社区干部 村社区干部 村两委 村两委干部
        村居两委干部 村民政专干 民政专干 社区民政专干 村级民政协管员 民政协理员 村经办人 村级经办人
        驻村干部 驻村工作队 驻村队员 包村干部 挂村干部 第一书记 网格员
    """,
    Role.SOCIAL_WORKER: "社工 社会工作者 社工站 社工站社工 驻站社工 镇社工 督导社工",
    Role.VOLUNTEER: """
        义工 志愿者 志愿服务者 帮扶人 结对帮扶人 帮扶干部 结对干部 帮扶责任人 联系帮扶干部
    """,
    Role.CLERK: """
        镇经办人 经办人 经办 经办员 镇经办 民政办 民政办经办人 民政办经办 民政办工作人员 民政办干事
        民政经办人 民政所 民政助理 民政助理员 镇民政助理员 社会救助经办人 救助经办人 救助专干
        公共服务办 社会事务办 社会事务局 窗口经办 窗口人员
    """,
    Role.REVIEWER: "审核人 审核 审核员 复核 复核人 复核员 民政办主任 民政办负责人 民政所所长",
    Role.APPROVER: "审批人 审批 审批员 签批人 签批领导 审批领导",
    Role.LIAISON: "部门联络员 联络员 部门联系人 部门经办人 部门对接人 对接人",
    Role.LEADER: """
        镇领导 领导 分管领导 分管副镇长 分管镇领导 主管领导 主要领导 班子成员 镇长 副镇长 书记
        镇委书记 党委书记 副书记 党委委员 街道领导
    """,
    Role.INSPECTOR: """
        检查人员 检查人 检查员 检查组 督查 督查员 督查组 巡察 巡察人员 巡察组 外部审计
    """,
    Role.SYSTEM_ADMIN: "系统管理员 管理员 系统管理",
    Role.SECURITY_ADMIN: "安全管理员 安全管理 保密员",
    Role.AUDITOR: "安全审计员 审计 审计员 安全审计",
}
_BRACKETS = re.compile(r"\([^()]*\)")
_SEPARATORS = re.compile(r"[\s()·、,，/_-]")


def role_written(text: str) -> Role | None:
    """Return the role that an office means by this word, or None.

    Its name in either language and its code are understood as well; brackets may be left out.
    """
    plain = tighten(text)[0].replace("（", "(").replace("）", ")").lower()
    for word in (plain, _BRACKETS.sub("", plain)):
        found = _table().get(_SEPARATORS.sub("", word))
        if found is not None:
            return found
    return None


def words_of_role(role: Role) -> list[str]:
    """Return the words by which a role may be written, beside its own name."""
    return WRITTEN[role].split()[1:]


@dataclass(frozen=True)
class StaffWords:
    """The names that a staff sheet of this administrator may hold, column by column."""

    offices: Sequence[str]
    roles: Sequence[Role]
    villages: Sequence[str]

    @property
    def role_names(self) -> list[str]:
        """The roles in the reader's language."""
        return [str(role.label) for role in self.roles]


def staff_words(by: User, *, on: date) -> StaffWords:
    """Return which offices, posts and villages a staff sheet may name on this day."""
    places = access.reach(by, "users.manage", on=on)
    return StaffWords(
        offices=[office.name for office in list_organisations(by, "users.manage", on=on)],
        roles=[role for role in Role if role not in ADMIN_ROLES | {Role.OPERATOR}],
        villages=[area.name for area in list_villages(within=places, on=on)],
    )


def may_write(names: Sequence[str]) -> str:
    """Return the sentence that lists what may be written, or nothing where there is nothing."""
    if not names:
        return ""
    listed = comma_of().join(names[:NAMED])
    if len(names) > NAMED:
        return _("可以写：%(names)s等%(n)d个。") % {"names": listed, "n": len(names)}
    return _("可以写：%(names)s。") % {"names": listed}


def comma_of() -> str:
    """Return what stands between names in the reader's language."""
    return "、" if (get_language() or "").startswith("zh") else ", "


def _table() -> dict[str, Role]:
    if not _known:
        for role, words in WRITTEN.items():
            names = [*words.split(), role.value]
            for language in ("zh-hans", "en"):
                with override(language):
                    names.append(str(role.label))
            for name in names:
                _known[_SEPARATORS.sub("", name.lower())] = role
    return _known


_known: dict[str, Role] = {}
