"""The small vocabularies of the register.

They are text choices, not tables: a new one is a decision with consequences in code and
in law, so it comes with a migration and a line in the changelog.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bangfu.kernel import codes

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class IdentityState(TextChoices):
    """How far the identity number of a person can be trusted."""

    VERIFIED = "verified", _("号码已核")
    UNVERIFIED = "unverified", _("号码待核实")
    DISPUTED = "disputed", _("号码有疑问")


class CategoryCode(TextChoices):
    """Why a household is on the register, strongest claim first."""

    DIBAO = "dibao", _("低保")
    LOW_INCOME = "low_income", _("低收入")
    HARD_UP = "hard_up", _("较困难")


class Precision(TextChoices):
    """How much of a date of birth is known."""

    DAY = "day", _("日")
    MONTH = "month", _("月")
    YEAR = "year", _("年")
    NONE = "", _("未填")


class SourceKind(TextChoices):
    """What a fact was read from or told by."""

    ROSTER = "roster", _("花名册")
    COUNTER = "counter", _("窗口登记")


class ChangeKind(TextChoices):
    """What a family goes through, as the register tells it."""

    OPEN = "open", _("新增住户")
    JOIN = "join", _("添人")
    BIRTH = "birth", _("出生")
    DEATH = "death", _("去世")
    MOVE_OUT = "move_out", _("迁出")
    MOVE = "move", _("转到另一户")
    SPLIT = "split", _("分户")
    HEAD = "head", _("变更户主")
    RELOCATE = "relocate", _("搬到另一村居")
    RETURN = "return", _("回迁")
    ENTER = "enter", _("纳入")
    LEAVE = "leave", pgettext_lazy("household", "退出")
    CATEGORY = "category", _("变更类别")
    UPDATE = "update", _("登记变化")
    NEED = "need", _("需求")
    HOUSING = "housing", _("住房")
    INCOME = "income", _("收入")
    ASSETS = "assets", _("财产")
    SETTLE = "settle", _("以一个来源为准")
    CORRECT = "correct", _("更正信息")
    MERGE = "merge", _("合并为一人")


class PairState(TextChoices):
    """What was decided about two entries that may be one person."""

    OPEN = "open", _("待比对")
    SAME = "same", _("是同一人")
    APART = "apart", _("不是同一人")
    ASKED = "asked", _("请村里核实")


class Doubt(TextChoices):
    """Why two entries may be one person."""

    NAME_BIRTH = "name_birth", _("姓名和出生日期都相同。")
    SOUND_BIRTH = "sound_birth", _("名字同音，出生日期相同，住同一个村居。")
    NUMBER = "number", _("两人用同一个身份证号。")
    PHONE = "phone", _("电话相同，名字相近。")
    SLIP_DIGIT = "slip_digit", _("姓名相同，号码只差一位。")
    SLIP_SWAP = "slip_swap", _("姓名相同，号码有相邻两位颠倒。")
    SLIP_SHORT = "slip_short", _("姓名相同，一个号码少了一位。")
    BY_HAND = "by_hand", _("有人觉得像是重复登记。")


class DepartureKind(TextChoices):
    DIED = "died", _("去世")
    MOVED = "moved", _("迁出")


class TraitField(TextChoices):
    """What is said of a person by one code of a small table, and in which words."""

    LABOUR = "labour", _("劳动能力")
    OCCUPATION = "occupation", _("就业状况")
    MARITAL = "marital", _("婚姻状况")
    EDUCATION = "education", _("文化程度")
    ETHNIC = "ethnic", _("民族")
    HEALTH = "health", _("健康状况")


# Health is kept to its class, the first digit of GB/T 2261.3: which disease it is, is sealed.
_HEALTH = {code: codes.HEALTH[code] for code in ("10", "20", "30", "60")}
TRAIT_CODES: Mapping[str, Mapping[str, str]] = {
    TraitField.LABOUR: codes.LABOUR,
    TraitField.OCCUPATION: codes.OCCUPATION,
    TraitField.MARITAL: codes.MARITAL,
    TraitField.EDUCATION: codes.EDUCATION,
    TraitField.ETHNIC: codes.ETHNIC,
    TraitField.HEALTH: _HEALTH,
}
"""The codes of each field with their Chinese labels."""

NOT_IN_SCHOOL = codes.SCHOOL_STAGE["9"]


def trait_code(field: str, text: str) -> str:
    """Return the code of a trait for the words of a roster, "" for words of no table.

    A disease named under health is kept as its class: 糖尿病 is 有慢性病.
    """
    if field != TraitField.HEALTH:
        table = TRAIT_CODES[field]
        return (table.find(text) if isinstance(table, codes.CodeTable) else None) or ""
    found = codes.HEALTH.find(text) or ""
    if found in _HEALTH or not found:
        return found
    return "60" if found.startswith("6") else "30"


class LeaveReason(TextChoices):
    """Why a household leaves hardship: every exit has one (domain A6)."""

    JOB = "job", _("就业")
    BUSINESS = "business", _("创业")
    INCOME = "income", _("收入超过标准")
    ASSETS = "assets", _("财产超过标准")
    STANDARD = "standard", _("标准调整")
    DEATH = "death", _("成员去世")
    MOVED = "moved", _("迁出")
    WISH = "wish", _("本人自愿")
    MISTAKE = "mistake", _("原来纳入有误")
    OTHER = "other", _("其他")


class NeedKind(TextChoices):
    """What a family may need, as the measures of a plan have it (domain G, sheet 11)."""

    LIFE = "life", _("生活")
    SCHOOLING = "schooling", _("助学")
    MEDICAL = "medical", _("医疗")
    HOUSING = "housing", _("住房")
    JOB = "job", _("就业")
    STARTUP = "startup", _("创业")
    CARE = "care", _("照料")
    OTHER = "other", _("其他")


class NeedState(TextChoices):
    OPEN = "open", _("待解决")
    MET = "met", _("已解决")
    DROPPED = "dropped", _("不再需要")


class Tenure(TextChoices):
    """Whose house a family lives in."""

    OWN = "own", _("自有")
    RENTED = "rented", _("租住")
    PUBLIC = "public", _("公租房")
    BORROWED = "borrowed", _("借住")
    NONE = "none", _("无房")


class Structure(TextChoices):
    """What a house is built of."""

    CONCRETE = "concrete", _("钢筋混凝土")
    BRICK = "brick", _("砖混")
    TIMBER = "timber", _("砖木")
    EARTH = "earth", _("土木")
    OTHER = "other", _("其他")


class HouseGrade(TextChoices):
    """How safe a house is: A sound, B good, C in part dangerous, D dangerous as a whole."""

    A = "A", _("A级（安全）")
    B = "B", _("B级（基本安全）")
    C = "C", _("C级（局部危险）")
    D = "D", _("D级（整体危险）")


class HouseWork(TextChoices):
    REBUILD = "rebuild", _("重建")
    CONVERT = "convert", _("改建")
    REPAIR = "repair", _("修缮")


class WithinRule(TextChoices):
    """Whether what a family owns keeps within the local rule on assets."""

    UNKNOWN = "unknown", _("还不清楚")
    YES = "yes", _("符合")
    NO = "no", _("超过")


class Basis(TextChoices):
    """What an act rests on."""

    PAPER = "paper", _("看过证件原件")
    VISIT = "visit", _("入户看到")
    TOLD = "told", _("本人或家人口述")
    VILLAGE = "village", _("村居证明")
    DEPARTMENT = "department", _("部门名单")
    PHONE = "phone", _("电话核实")
    COMPARED = "compared", _("台账比对")
    OTHER = "other", _("其他")


class Sex(IntegerChoices):
    """GB/T 2261.1."""

    UNKNOWN = 0, _("未填")
    MALE = 1, _("男")
    FEMALE = 2, _("女")
    UNSTATED = 9, _("未说明")


# The seven cause words of the rosters, and those of poverty-alleviation practice.
CAUSES: "dict[str, StrOrPromise]" = {
    "illness": _("因病"),
    "disability": _("因残"),
    "schooling": _("因学"),
    "disaster": _("因灾"),
    "labour": _("缺劳动力"),
    "skill": _("缺技术"),
    "funds": _("缺资金"),
    "land": _("缺土地"),
    "age": _("年老"),
    "unemployment": _("失业"),
    "bereavement": _("丧偶单亲"),
    "marriage": _("因婚"),
    "motivation": _("自身发展动力不足"),
    "other": _("其他"),
}

# Words met in rosters → cause code; longest first wins.
CAUSE_WORDS: tuple[tuple[str, str], ...] = (
    ("自身发展", "motivation"),
    ("缺劳", "labour"),
    ("无劳动", "labour"),
    ("缺技术", "skill"),
    ("缺资金", "funds"),
    ("缺土地", "land"),
    ("大病", "illness"),
    ("重病", "illness"),
    ("病", "illness"),
    ("残", "disability"),
    ("学", "schooling"),
    ("灾", "disaster"),
    ("意外", "disaster"),
    ("年老", "age"),
    ("高龄", "age"),
    ("老", "age"),
    ("失业", "unemployment"),
    ("丧", "bereavement"),
    ("单亲", "bereavement"),
    ("婚", "marriage"),
)


def cause_code(text: str) -> str:
    """Return the cause code for the words of a roster.

    ``""`` for nothing written; ``"other"`` for words that name no known cause.
    """
    if not text:
        return ""
    for word, code in CAUSE_WORDS:
        if word in text:
            return code
    return "other"
