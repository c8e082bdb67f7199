"""Several people in one row, each in columns of their own: 成员1姓名, 成员1关系, 成员2姓名 …"""

from __future__ import annotations

import re

from .models import Column, MemberColumns
from .words import field_of, plain

_KIN = re.compile(
    r"^(?:户主)?(?:的)?(?P<who>配偶|妻子|丈夫|父亲|母亲|长子|次子|儿子|女儿|长女|次女)"
)


def settle_groups(columns: list[Column]) -> list[MemberColumns]:
    """Sort repeated person columns into groups and give those beyond the first.

    Columns of the groups given are freed of their fields. A first group without a relation,
    before groups that have one, is the head's.
    """
    kin = _kin_groups(columns)
    leaders = [c for c in columns if c.field in ("head_name", "name")]
    if sum(c.field == "name" for c in leaders) < 2 and not _number_of_head(columns, leaders):
        return kin
    groups = [_group(columns, leader, leaders) for leader in leaders]
    first = groups[0]
    others = any(group.relation for group in groups[1:])
    if len(groups) > 1 and (first.name.field == "head_name" or (others and not first.relation)):
        first.name.field = "head_name"
        if first.number is not None:
            first.number.field = "head_number"
        groups = groups[1:]
    for group in groups[1:]:
        for column in (group.name, group.number, group.relation, group.sex):
            if column is not None:
                column.field = ""
    return groups[1:] + kin


def _group(columns: list[Column], leader: Column, leaders: list[Column]) -> MemberColumns:
    """Take what stands between one name and the next."""
    following = [c.index for c in leaders if c.index > leader.index]
    end = min(following, default=columns[-1].index + 1)
    own = {c.field: c for c in reversed(columns) if leader.index < c.index < end}
    return MemberColumns(leader, own.get("number"), own.get("relation"), own.get("sex"))


def _number_of_head(columns: list[Column], leaders: list[Column]) -> bool:
    """Tell whether a plain number column stands between 户主 and the member's name, one behind."""
    if [c.field for c in leaders] != ["head_name", "name"]:
        return False
    numbers = [c.index for c in columns if c.field == "number"]
    cut = leaders[1].index
    return len(numbers) > 1 and numbers[0] < cut < numbers[-1]


def _kin_groups(columns: list[Column]) -> list[MemberColumns]:
    """Find columns that name a relative themselves: 配偶姓名, 配偶身份证号."""
    found: dict[str, MemberColumns] = {}
    for column in columns:
        word = plain(column.header.replace("/", ""))
        kin = _KIN.match(word)
        if column.field or not kin:
            continue
        field = field_of(word[kin.end() :])
        if field == "name":
            found[kin["who"]] = MemberColumns(column, said=kin["who"])
        elif field == "number" and kin["who"] in found:
            found[kin["who"]].number = column
    return list(found.values())
