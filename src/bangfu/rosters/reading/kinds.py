"""Which list a table is: by its columns first, then by its title and the names around it."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet

from bangfu.kernel.text import squeeze

from .models import Category, Kind

# Margin families (低保边缘) are low-income ones, so they are asked for before 低保 itself.
_CATEGORIES: tuple[tuple[Category, re.Pattern[str]], ...] = (
    ("low_income", re.compile(r"低收入|低保边缘|最低生活保障边缘|边缘家庭|低边|边缘户")),
    ("dibao", re.compile(r"低保|最低生活保障|最低生活救助|城乡低保")),
    ("hard_up", re.compile(r"较困难|比较困难|相对困难|困难户|困难家庭|困难群众家庭|特困户")),
)
_BOTH = re.compile(r"双低")

_HOUSEHOLD = frozenset({"relation", "members", "head_name", "household_no", "stated_size"})
_OF_PEOPLE = frozenset({"number", "head_number", "relation"})
_MONEY = frozenset({"amount", "gift", "paid_on"})

_TITLES: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("cremation_list", re.compile(r"火化|殡仪|殡葬|死亡|去世|销户")),
    ("disability_allowance", re.compile(r"残疾|残联|两项补贴|护理补贴")),
    ("education_grant", re.compile(r"助学|学生|教育|奖学|升学")),
    ("illness_relief", re.compile(r"大病|医疗|互助金|重病|住院")),
    ("helper_list", re.compile(r"帮扶单位|结对|帮扶企业|挂钩")),
    ("job_list", re.compile(r"招聘|岗位|用工|就业")),
    ("gift_list", re.compile(r"慰问|发放|节|捐赠|物资|领取")),
)


def kind_of(fields: AbstractSet[str], names: list[str]) -> Kind:
    """Name the kind of list from its fields and the texts that name it (title, sheet, file)."""
    by_columns = _by_columns(fields)
    if by_columns != "unknown":
        return by_columns
    person = bool(fields & {"name", "number", "head_name"})
    for text in names:
        for kind, words in _TITLES:
            if words.search(text) and (person or fields & {"unit_name", "employer", "post"}):
                return kind
        if person and category_in(text):
            return "household_roster"
    return "gift_list" if person and fields & _MONEY else "unknown"


def _by_columns(fields: AbstractSet[str]) -> Kind:
    person = bool(fields & {"name", "number", "head_name"})
    if "post" in fields and fields & {"vacancies", "pay", "requirements", "employer"}:
        return "job_list"
    of_units = fields & {"credit_code", "capacity", "offers", "contact", "unit_kind"}
    if "unit_name" in fields and of_units and not fields & _OF_PEOPLE:
        return "helper_list"
    if not person:
        return "unknown"
    if "died_on" in fields:
        return "cremation_list"
    if fields & {"relation", "members"} or {"head_name", "name"} <= fields:
        return "household_roster"
    if fields & {"certificate"} and not fields & {"head_name"}:
        return "disability_allowance"
    if "hospital" in fields or len(fields & {"total_cost", "reimbursed", "own_paid"}) >= 2:
        return "illness_relief"
    if fields & {"school", "stage", "guardian"} and fields & {"amount", "guardian", "school"}:
        return "education_grant"
    if {"disability_kind", "disability_grade"} & fields and fields & _MONEY:
        return "disability_allowance"
    if "gift" in fields:
        return "gift_list"
    if fields & _HOUSEHOLD and fields & {"cause", "monthly", "stated_size", "bank_account"}:
        return "household_roster"
    return "unknown"


def category_of(names: list[str]) -> Category:
    """Name the category a household roster is of: the title decides, then sheet, then file."""
    for text in names:
        if _BOTH.search(text):
            return ""
        found = category_in(text)
        if found:
            return found
    return ""


def category_in(text: str) -> Category:
    """Find a category's word in a text, "" for none."""
    word = squeeze(text)
    for category, pattern in _CATEGORIES:
        if pattern.search(word):
            return category
    return ""
