"""Several people in one row, each in columns of their own: 成员1姓名, 成员1关系, 成员2姓名 …

The columns of a further member carry his place in their field: `name_2`, `relation_2`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .models import Column
from .words import FIELDS, field_of, plain

MEMBER_FIELDS = ("name", "number", "relation", "sex")
_KIN = re.compile(
    r"^(?:户主)?(?:的)?(?P<who>配偶|妻子|丈夫|父亲|母亲|长子|次子|儿子|女儿|长女|次女)"
)
_PLACED = re.compile(r"^(?P<base>[a-z]+)_(?P<place>\d{1,2})$")


@dataclass(slots=True)
class MemberColumns:
    """The columns of one further member by field; `said` is a relation the header names."""

    said: str = ""
    columns: dict[str, Column] = field(default_factory=dict)


def base_of(name: str) -> str:
    """Give the plain field of a further member's column: `name_2` -> `name`."""
    placed = _PLACED.match(name)
    return placed["base"] if placed and placed["base"] in MEMBER_FIELDS else name


def is_field(name: str) -> bool:
    """Tell whether a column may hold this field."""
    return base_of(name) in FIELDS


def further_members(columns: list[Column]) -> list[MemberColumns]:
    """Give the further members of a row, in their places."""
    found: dict[int, MemberColumns] = {}
    for column in columns:
        placed = _PLACED.match(column.field)
        if placed and placed["base"] in MEMBER_FIELDS:
            member = found.setdefault(int(placed["place"]), MemberColumns())
            member.columns[placed["base"]] = column
            kin = _kin(column)
            member.said = member.said or (kin["who"] if kin else "")
    return [found[place] for place in sorted(found)]


def settle_groups(columns: list[Column]) -> None:
    """Sort repeated person columns into members; those beyond the first get their places.

    A first group without a relation, before groups that have one, is the head's.
    """
    leaders = [c for c in columns if c.field in ("head_name", "name")]
    place = 1
    if sum(c.field == "name" for c in leaders) > 1 or _number_of_head(columns, leaders):
        groups = [_group(columns, leader, leaders) for leader in leaders]
        place = _settle(groups)
    _settle_kin(columns, place)


def _settle(groups: list[dict[str, Column]]) -> int:
    first = groups[0]
    others = any("relation" in group for group in groups[1:])
    of_head = first["name"].field == "head_name" or (others and "relation" not in first)
    if len(groups) > 1 and of_head:
        first["name"].field = "head_name"
        if "number" in first:
            first["number"].field = "head_number"
        groups = groups[1:]
    for place, group in enumerate(groups[1:], 2):
        for name, column in group.items():
            column.field = f"{name}_{place}"
    return max(1, len(groups))


def _group(columns: list[Column], leader: Column, leaders: list[Column]) -> dict[str, Column]:
    """Take what stands between one name and the next."""
    end = min((c.index for c in leaders if c.index > leader.index), default=1 << 20)
    within = [c for c in columns if leader.index < c.index < end and c.field in MEMBER_FIELDS]
    return {"name": leader} | {c.field: c for c in reversed(within)}


def _number_of_head(columns: list[Column], leaders: list[Column]) -> bool:
    """Tell whether a plain number column stands between 户主 and the member's name, one behind."""
    if [c.field for c in leaders] != ["head_name", "name"]:
        return False
    numbers = [c.index for c in columns if c.field == "number"]
    cut = leaders[1].index
    return len(numbers) > 1 and numbers[0] < cut < numbers[-1]


def _kin(column: Column) -> re.Match[str] | None:
    return _KIN.match(plain(column.header.replace("/", "")))


def _settle_kin(columns: list[Column], place: int) -> None:
    """Place columns that name a relative themselves: 配偶姓名, 配偶身份证号."""
    places: dict[str, int] = {}
    for column in columns:
        kin = None if column.field else _kin(column)
        if kin is None:
            continue
        name = field_of(plain(column.header.replace("/", ""))[kin.end() :])
        if name == "name" and kin["who"] not in places:
            place += 1
            places[kin["who"]] = place
        if name in ("name", "number") and kin["who"] in places:
            column.field, column.by = f"{name}_{places[kin['who']]}", "words"
