"""A town of three villages, files as an office types them, and who is in the register then."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from bangfu.kernel.identity import check_character
from bangfu.offices.access import OPERATOR
from bangfu.offices.actions import found_town
from bangfu.offices.scope import operator_scope, scoped
from bangfu.registry.models import Household, Person
from bangfu.rosters import actions
from bangfu.rosters.models import Batch, StagedRow
from bangfu.rosters.queries import report

ON = date(2013, 1, 5)
AT = datetime(2013, 1, 5, 1, 0, tzinfo=UTC)
CODE = 442099109000
AREA = CODE * 1000
VILLAGES = {"442099109206": "高平村", "442099109207": "三角村", "442099109001": "中心社区"}
HEADER = "编号,村(居),姓名,性别,身份证,出生年月,与户主关系,家庭人口,电话,住址,主要困难"


def number(born: str, sequence: int) -> str:
    """An invented number of the unused area code 442099; an odd sequence is a man's."""
    first = f"442099{born.replace('-', '')}{sequence:03}"
    return first + check_character(first)


CHEN, LI, MEI = number("1962-07-12", 1), number("1964-03-02", 2), number("1990-05-06", 4)
WEI = number("1985-01-01", 3)


class Town:
    """What a test does in the town."""

    area = AREA

    @classmethod
    @contextmanager
    def founded(cls) -> Iterator[Town]:
        with scoped(operator_scope(), on=ON):
            found_town(
                code=str(CODE), name="三角镇", villages=VILLAGES, valid_from=date(2000, 1, 1), at=AT
            )
            yield cls()

    def roster(self, *rows: str, title: str = "三角镇低收入户名册(2012)") -> bytes:
        """A file: each row is the cells after the header, as a CSV line."""
        return "\n".join([f"{title},,,,,,,,,,", HEADER, *rows]).encode()

    def stage(self, content: bytes, name: str = "低收入户名册.csv") -> Batch:
        batch, _new = actions.stage(
            content=content, file_name=name, by=OPERATOR, at=AT, on=ON, area=AREA
        )
        return batch

    def take_in(
        self, content: bytes, name: str = "低收入户名册.csv", *, at: datetime = AT
    ) -> Batch:
        return actions.take_in(batch=self.stage(content, name), by=OPERATOR, at=at, on=ON)

    def again(self, batch: Batch) -> Batch:
        return actions.take_in(batch=batch, by=OPERATOR, at=AT, on=ON)

    def edit(self, batch: Batch, row: int, column: int, text: str) -> Batch:
        return actions.edit_cell(
            batch=batch, part=0, row=row, column=column, text=text, by=OPERATOR, at=AT
        )

    def settle(self, batch: Batch, row: int, answer: str) -> Batch:
        return actions.settle(
            batch=batch, part=0, row=row, order=0, answer=answer, by=OPERATOR, at=AT
        )

    def take_back(self, batch: Batch) -> Batch:
        return actions.take_back(batch=batch, by=OPERATOR, at=AT)

    def people(self) -> list[tuple[str, str]]:
        """Everybody in the register: name and identity state."""
        found = Person.objects.filter(withdrawn_at=None).order_by("id")
        return list(found.values_list("name", "identity_state"))

    def uuid_of(self, name: str) -> UUID:
        return Person.objects.get(name=name, withdrawn_at=None).uuid

    def homes(self) -> int:
        return Household.objects.filter(withdrawn_at=None).count()

    def row(self, batch: Batch, row: int) -> StagedRow:
        return StagedRow.objects.get(batch=batch, row=row)

    def codes(self, batch: Batch, row: int) -> list[str]:
        return list(self.row(batch, row).codes)

    def report(self, batch: Batch) -> dict[str, Any]:
        return report(batch)


def family(
    no: str, *people: tuple[str, str, str], village: str = "高平村", door: str = "旧街2巷37号"
) -> list[str]:
    """The lines of a household: people are (name, number as typed, relation)."""
    rows = []
    for place, (name, typed, relation) in enumerate(people):
        first = place == 0
        rows.append(
            ",".join(
                [
                    no if first else "",
                    village if first else "",
                    name,
                    "",
                    typed,
                    "",
                    relation,
                    str(len(people)) if first else "",
                    "",
                    f"{village}{door}" if first else "",
                    "因病" if first else "",
                ]
            )
        )
    return rows
