"""How much somebody may see, the reasons for seeing something whole, and the rights of people.

The codes stand in the trail and in tables for ever: one may be added, none may change its meaning.
"""

from __future__ import annotations

from enum import IntEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Clearance(IntEnum):
    """What a mask leaves. A room above derives it from post and grant; masks know no roles."""

    PUBLIC = 0
    HELPER = 1
    STAFF = 2
    FULL = 3


class Reason(models.TextChoices):
    """Why a masked field was shown whole: picked from a list, never typed."""

    CASE = "case", _("办理此户事项")
    VERIFY = "verify", _("核对身份")
    PAYMENT = "payment", _("核对发放账户")
    CONTACT = "contact", _("联系本人")
    INSPECTION = "inspection", _("检查或审计")
    # Not to be picked: the papers that are given to the person himself bear it.
    SUBJECT = "subject", _("本人查阅")


PICKED = [choice for choice in Reason.choices if choice[0] != Reason.SUBJECT]
"""The five reasons somebody picks from."""


class SubjectKind(models.TextChoices):
    PERSON = "person", _("个人")
    HOUSEHOLD = "household", _("住户")


class RequestKind(models.TextChoices):
    """What the law lets people ask (个人信息保护法 44–48)."""

    KNOW = "know", _("查阅")
    COPY = "copy", _("复制")
    CORRECT = "correct", _("更正、补充")
    DELETE = "delete", _("删除")
    EXPLAIN = "explain", _("解释说明")


class About(models.TextChoices):
    """Which part of the file a request is about; the first four are kept sealed."""

    IDENTITY = "identity", _("姓名、身份证号")
    PHONE = "phone", _("电话")
    ACCOUNT = "account", _("开户账号")
    CERTIFICATE = "certificate", _("残疾证")
    ADDRESS = "address", _("住址")
    MEMBERS = "members", _("家庭成员")
    CATEGORY = "category", _("救助类别、金额")
    OTHER = "other", _("其他")


SEALED = frozenset({About.IDENTITY, About.PHONE, About.ACCOUNT, About.CERTIFICATE})


class Channel(models.TextChoices):
    COUNTER = "counter", _("到窗口")
    VISIT = "visit", _("入户时")
    PHONE = "phone", _("电话")
    LETTER = "letter", _("书信")


class Asker(models.TextChoices):
    SELF = "self", _("本人")
    GUARDIAN = "guardian", _("监护人")
    AGENT = "agent", _("受托的家人")
    HEIR = "heir", _("去世者近亲属")


class RequestState(models.TextChoices):
    OPEN = "open", _("办理中")
    DONE = "done", _("已照办")
    REFUSED = "refused", _("未同意")


class Refusal(models.TextChoices):
    """Why a request is not met; the letter says it in these words."""

    CORRECT = "correct", _("经核对，记录与证件一致")
    DUTY = "duty", _("履行法定职责需要，还不能删除")
    TERM = "term", _("法律规定的保存期限还没有到")
    OTHERS = "others", _("涉及他人的信息")
    UNPROVED = "unproved", _("不能确认是本人或有权的人提出")
    ELSEWHERE = "elsewhere", _("不是本单位的记录，请向来源单位提出")


class HoldReason(models.TextChoices):
    LAWSUIT = "lawsuit", _("诉讼或复议中")
    AUDIT = "audit", _("审计或检查中")
    COMPLAINT = "complaint", _("信访投诉中")
    RECOVERY = "recovery", _("追回款项中")


class Ground(models.TextChoices):
    """Why something is erased (个人信息保护法 47)."""

    HOUSEHOLD_LEFT = "household_left", _("退出救助，保存期限已到")
    PERSON_GONE = "person_gone", _("去世或迁出，保存期限已到")
    REQUEST = "request", _("本人要求删除，依法应当删除")
    UNLAWFUL = "unlawful", _("不该收集，或收集有误")


class ErasureState(models.TextChoices):
    PROPOSED = "proposed", _("待确认")
    WITHDRAWN = "withdrawn", _("已收回")
    REFUSED = "refused", _("未同意")
    DONE = "done", _("已依法删除")
