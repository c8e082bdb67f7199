"""Which rows are one household: serial and household numbers, heads, merged cells, relations."""

from __future__ import annotations

from dataclasses import dataclass, field

from bangfu.kernel import relations
from bangfu.kernel.text import as_text, squeeze

from .models import Cell, Finding, HouseholdDraft, Merge, PersonDraft, RosterTable

_BLANK = ("", None)
_PER_PERSON = 0.2
_ENOUGH = 3
_FEW = 2


@dataclass(slots=True)
class Carried:
    """The vertical merges of a table's columns, walked down row by row."""

    by_top: dict[int, list[Merge]]
    active: dict[int, tuple[Merge, Cell]] = field(default_factory=dict)

    @classmethod
    def of(cls, table: RosterTable) -> Carried:
        by_top: dict[int, list[Merge]] = {}
        for merge in table.sheet.merges:
            if merge.bottom > merge.top and table.first_row <= merge.top <= table.last_row:
                by_top.setdefault(merge.top, []).append(merge)
        return cls(by_top)

    def step(self, number: int, row: list[Cell]) -> None:
        """Go to a row: forget the merges that ended, take those that begin."""
        if self.active:
            ended = [index for index, (merge, _) in self.active.items() if merge.bottom < number]
            for index in ended:
                del self.active[index]
        for merge in self.by_top.get(number, ()):
            # A block over several columns belongs to its first; the rest of it is blank.
            value = row[merge.left] if merge.left < len(row) else ""
            self.active[merge.left] = (merge, value)


@dataclass(slots=True)
class Keys:
    """What a row itself says of its household."""

    household_no: str = ""
    serial: str = ""
    head_name: str = ""
    merged_from: int = 0
    """The row where a merged key cell over this row begins, 0 for none."""

    def any(self) -> bool:
        return bool(self.household_no or self.serial or self.head_name)


class Households:
    """Follows the rows of a household roster and says which household each belongs to."""

    def __init__(self, *, has_keys: bool, per_row: bool) -> None:
        self.per_row = per_row
        self.has_keys = has_keys
        self.current: HouseholdDraft | None = None
        self.keys = Keys()
        self.has_head = False
        self.count = 0

    def close(self) -> None:
        """End the running household: a subtotal or a village's heading stands between."""
        self.current = None

    def place(self, number: int, keys: Keys, *, is_head: bool) -> HouseholdDraft:
        """Give the household of row `number`, a new one where the row begins one."""
        if self.current is None or self._begins(keys, is_head):
            self.count += 1
            self.current = HouseholdDraft(block=f"{number}-{self.count}")
            self.current.known = is_head or keys.any() or self.per_row
            self.keys = keys
            self.has_head = False
        current = self.current
        current.rows.append(number)
        self.has_head = self.has_head or is_head
        return current

    def _begins(self, keys: Keys, is_head: bool) -> bool:
        current = self.current
        assert current is not None
        if self.per_row:
            return True
        if keys.merged_from and keys.merged_from >= current.rows[0]:
            return keys.merged_from > current.rows[-1]
        second_head = is_head and self.has_head
        for mine, running in (
            (keys.household_no, self.keys.household_no),
            (keys.serial, self.keys.serial),
            (keys.head_name, self.keys.head_name),
        ):
            if mine:
                return mine != running or second_head
        if is_head:
            return self.has_head or not self.has_keys or not current.known
        # A row that tells nothing cannot join a household that itself is not told.
        return not current.known


def counts_households(table: RosterTable, name: str) -> bool:
    """Tell whether a key column (serial, household_no) stands for households, not for people.

    It does where the rows of further members leave it blank or say the row above's again.
    """
    key = table.column_of(name)
    if key is None:
        return False
    relation = table.column_of("relation")
    further = own = 0
    running = ""
    for row in table.sheet.rows[table.first_row - 1 : table.last_row]:
        value = _text_at(row, key.index)
        if relation is not None:
            code = relations.code_for(_text_at(row, relation.index))
            member = code is not None and code not in relations.HEAD_CODES
        else:
            member = sum(1 for cell in row if cell not in _BLANK) >= _ENOUGH
        if member:
            further += 1
            own += bool(value) and value != running
        running = value or running
    if relation is not None:
        # 户号 means what it says until many rows contradict; 编号 and 序号 may count anything.
        named = any(word in key.header for word in ("户", "家庭", "低保"))
        return own <= max(_FEW if named else 0, _PER_PERSON * further)
    return further > 0 and own < (1 - _PER_PERSON) * further


def _text_at(row: list[Cell], index: int) -> str:
    return squeeze(as_text(row[index])) if index < len(row) else ""


def is_per_row(table: RosterTable, *, keyed: bool) -> bool:
    """Tell whether each row is a household of its own: families in one cell, or heads only."""
    fields = {c.field for c in table.columns}
    if fields & {"members", "name_2"}:
        return True
    if "relation" in fields or keyed:
        return False
    if "head_name" in fields:
        return "name" not in fields
    return "stated_size" in fields


def review(household: HouseholdDraft, heads: list[PersonDraft], found: list[Finding]) -> None:
    """Add what only a whole household shows: its size, its head."""
    first = household.rows[0]
    size, count = household.stated_size, len(household.members)
    if size is not None and size != count:
        differs = {"stated": size, "count": count}
        found.append(Finding(first, "", "size_differs", "info", differs))
    if len(heads) > 1:
        several = {"rows": "、".join(dict.fromkeys(str(head.row) for head in heads))}
        found.append(Finding(first, "", "two_heads", "question", several))
    elif not heads and household.known:
        found.append(Finding(first, "", "no_head", "question"))
    elif household.head_name and heads and heads[0].name != household.head_name:
        found.append(Finding(first, "", "head_name_differs", "question"))
