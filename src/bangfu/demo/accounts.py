"""Who sits where in the demo town: one account for each role, none of them a real person."""

from __future__ import annotations

from dataclasses import dataclass

from bangfu.offices.models import OrganisationKind, Role


@dataclass(frozen=True)
class Seat:
    """One account to open. An empty organisation is the town government; `about` is for the list
    of accounts."""

    username: str
    display_name: str
    about: str
    role: str
    organisation: str = ""
    kind: str = OrganisationKind.DEPARTMENT
    village: str = ""


# The one whom the page of login names for a lost password; the number is nobody's.
ADMINISTRATOR = "sysadmin"
ADMINISTRATOR_PHONE = "13600002601"
HELPED_VILLAGE = "高平村"  # where the volunteer's group helps

SEATS = (
    Seat("clerk", "何经办", "镇经办人", Role.CLERK, "社会事务局"),
    Seat("reviewer", "冯审核", "审核人", Role.REVIEWER, "社会事务局"),
    Seat("approver", "梁审批", "审批人", Role.APPROVER, "社会事务局"),
    Seat("village", "郭高平", "高平村干部", Role.VILLAGE_WORKER, "高平村", village="高平村"),
    Seat(
        "social",
        "麦社工",
        "驻蟠龙村社工",
        Role.SOCIAL_WORKER,
        "社会工作服务站",
        OrganisationKind.SOCIAL,
        "蟠龙村",
    ),
    Seat("volunteer", "苏义工", "义工", Role.VOLUNTEER, "义工队", OrganisationKind.SOCIAL),
    Seat("liaison", "谭联络", "残联联络员", Role.LIAISON, "残疾人联合会"),
    Seat("leader", "周领导", "镇领导", Role.LEADER),
    Seat("inspector", "罗检查", "检查人员", Role.INSPECTOR),
    Seat("sysadmin", "卢系统", "系统管理员", Role.SYSTEM_ADMIN),
    Seat("secadmin", "霍安全", "安全管理员", Role.SECURITY_ADMIN),
    Seat("auditor", "樊审计", "安全审计员", Role.AUDITOR),
)
