"""The vocabulary: every fact a standard may read, its kind, its codes and its words.

The names are those of the facts file (`bangfu rules assess --facts`), so that a case, a rule and
a trail speak of one thing by one name. Code tables: GB/T 26341-2010 (disability), domain tables
of the town (category, school stage, labour ability).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bangfu.rules.values import (
    DATE,
    GRADE,
    MONEY,
    PERSONS,
    SCHOOL_YEAR,
    TRUTH,
    WORD,
    YEAR,
    Kind,
    Sort,
)

CODES: Final[Mapping[str, Mapping[str, tuple[str, str]]]] = {
    "category": {
        "dibao": ("低保", "Dibao"),
        "low_income": ("低收入", "low income"),
        "hard_up": ("较困难", "hard-up"),
        "tekun": ("特困", "extreme hardship"),
        "near_dibao": ("低保边缘", "near Dibao"),
        "expenditure": ("刚性支出困难", "hardship by expenditure"),
        "none": ("不在册", "none"),
    },
    "labour": {
        "full": ("普通劳动力", "full"),
        "skilled": ("技能劳动力", "skilled"),
        "weak": ("弱/半劳动力", "weak or half"),
        "lost": ("丧失劳动力", "lost"),
        "none": ("无劳动力", "none"),
    },
    "disability": {
        "visual": ("视力", "visual"),
        "hearing": ("听力", "hearing"),
        "speech": ("言语", "speech"),
        "limb": ("肢体", "limb"),
        "intellectual": ("智力", "intellectual"),
        "mental": ("精神", "mental"),
        "multiple": ("多重", "multiple"),
    },
    "stage": {
        "preschool": ("学前", "preschool"),
        "primary": ("小学", "primary"),
        "junior": ("初中", "junior secondary"),
        "senior": ("高中", "senior secondary"),
        "vocational": ("中职", "secondary vocational"),
        "college": ("大专", "junior college"),
        "university": ("本科", "university"),
        "postgraduate": ("研究生", "postgraduate"),
    },
    "house_grade": {
        "A": ("A级", "grade A"),
        "B": ("B级", "grade B"),
        "C": ("C级", "grade C"),
        "D": ("D级", "grade D"),
    },
    "work": {
        "rebuild": ("重建", "rebuild"),
        "convert": ("改建", "convert"),
        "repair": ("修缮", "repair"),
    },
    "cause": {
        "typhoon": ("台风", "typhoon"),
        "rainstorm": ("暴雨", "rainstorm"),
        "flood": ("洪涝", "flood"),
        "waterlogging": ("内涝", "waterlogging"),
        "landslide": ("滑坡", "landslide"),
        "debris_flow": ("泥石流", "debris flow"),
        "earthquake": ("地震", "earthquake"),
        "lightning": ("雷击", "lightning"),
        "tornado": ("龙卷风", "tornado"),
        "wind": ("大风", "gale"),
        "hail": ("冰雹", "hail"),
        "drought": ("干旱", "drought"),
        "cold": ("低温冷冻", "cold wave"),
        "snow": ("雪灾", "snow"),
        "storm_surge": ("风暴潮", "storm surge"),
        "fire": ("火灾", "fire"),
        "traffic": ("交通事故", "traffic accident"),
        "explosion": ("爆炸", "explosion"),
        "gas": ("煤气中毒", "gas poisoning"),
        "collapse": ("房屋倒塌", "collapse"),
        "drowning": ("溺水", "drowning"),
        "electric": ("触电", "electric shock"),
        "other": ("其他", "other"),
    },
    "harm": {
        "person": ("人身", "persons"),
        "property": ("财产", "property"),
        "both": ("人身和财产", "both"),
    },
}
STATES: Final = {
    "requested": ("已申请", "requested"),
    "refused": ("未同意", "refused"),
    "granted": ("已同意", "granted"),
    "paid": ("已发放", "paid"),
}


def _code(table: str) -> Kind:
    return Kind(Sort.CODE, table)


@dataclass(frozen=True)
class Fact:
    """One fact: its dotted name, kind and words; `nullable` where "none" is a known answer."""

    name: str
    kind: Kind
    zh: str
    en: str
    nullable: bool = False

    @property
    def of_person(self) -> bool:
        return self.name.startswith("person.")


_ALL = (
    Fact("area", WORD, "所在地区", "area"),
    Fact("household.category", _code("category"), "住户类别", "category"),
    Fact("household.monthly_income_fen", MONEY, "家庭月收入", "monthly income"),
    Fact("household.assets_ok", TRUTH, "财产符合规定", "assets within the rule"),
    Fact("household.size", PERSONS, "家庭人数", "persons in the household"),
    Fact("household.housing.own", TRUTH, "自有住房", "owns the house", nullable=True),
    Fact(
        "household.housing.grade",
        _code("house_grade"),
        "房屋安全等级",
        "grade of the house",
        nullable=True,
    ),
    Fact("household.housing.work", _code("work"), "改造方式", "kind of work", nullable=True),
    Fact("household.housing.cost_fen", MONEY, "改造费用", "cost of the work", nullable=True),
    Fact(
        "household.housing.last_grant_on",
        DATE,
        "上次住房补助日期",
        "day of the last grant",
        nullable=True,
    ),
    Fact("person.born", DATE, "出生日期", "date of birth"),
    Fact("person.labour", _code("labour"), "劳动能力", "labour ability"),
    Fact("person.disability.kind", _code("disability"), "残疾类别", "disability", nullable=True),
    Fact("person.disability.grade", GRADE, "残疾等级", "grade of disability", nullable=True),
    Fact("person.disability.need_fen", MONEY, "帮扶费用", "cost of the help", nullable=True),
    Fact("person.school.stage", _code("stage"), "在读学段", "stage of school", nullable=True),
    Fact("person.school.full_time", TRUTH, "全日制", "full time", nullable=True),
    Fact("person.school.year", SCHOOL_YEAR, "学年", "school year", nullable=True),
    Fact("person.illness.year", YEAR, "医疗费用年度", "year of the costs", nullable=True),
    Fact("person.illness.own_paid_fen", MONEY, "年度自付医疗费", "own-paid costs", nullable=True),
    Fact("person.startup.kind", WORD, "创业项目", "kind of start-up", nullable=True),
    Fact("person.startup.need_fen", MONEY, "创业所需资金", "money needed", nullable=True),
    Fact("disaster.on", DATE, "受灾日期", "day of the disaster", nullable=True),
    Fact("disaster.cause", _code("cause"), "受灾原因", "cause", nullable=True),
    Fact("disaster.harm", _code("harm"), "损失种类", "kind of harm", nullable=True),
    Fact("disaster.loss_fen", MONEY, "损失金额", "loss", nullable=True),
)
FACTS: Final[Mapping[str, Fact]] = {fact.name: fact for fact in _ALL}
# Not a fact that can be read in a condition: what limits look at.
RECEIVED: Final = "received"


def words(kind: Kind, value: object) -> tuple[str, str] | None:
    """This function will give the words (zh, en) of a code, or None where it is not one."""
    if kind.sort is Sort.CODE:
        return CODES[kind.unit].get(str(value))
    return None
