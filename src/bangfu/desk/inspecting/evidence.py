"""The evidence an inspector takes along: his sample on paper and in tables, numbers kept away.

Identity numbers are not in it at all, telephones and accounts neither: beside names and ages a half
masked number makes a whole. What a sheet says is what its page says, within the period of the
commission; where each thing was read stands beside it, and what was done and looked at.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from bangfu.audit import actions as audit
from bangfu.audit import queries as trail
from bangfu.kernel.cells import safe
from bangfu.kernel.draws import RULE
from bangfu.offices import queries as offices
from bangfu.offices.models import Commission, User
from bangfu.offices.scope import Scope

from .. import queries as desk
from ..auditing.details import fields_of, reason_of
from ..auditing.words import words_of
from ..templatetags import desk as words
from ..timeline import Line
from . import package
from .queries import drawn_of, lines_of

_ENTRIES = 2_000

Table = list[list[object]]


def make(commission: Commission, *, by: User, scope: Scope, on: date, at: datetime) -> bytes:
    """Return the package of a sample as a zip, after it is on record that it was handed out.

    ``commission`` is one under which ``by`` inspects today; a family of the sample that he does
    not see any more (it moved away) has its line and no sheet.
    """
    with transaction.atomic():
        files = _files(commission, by=by, scope=scope, on=on, at=at)
        head = {
            "commission": str(commission.uuid),
            "letter": commission.letter,
            "made_at": at.isoformat(timespec="seconds"),
            "made_by": str(by.uuid),
        }
        content, digest = package.pack(files, head)
        audit.record(
            verb="desk.evidence.make",
            by=by.uuid,
            at=at,
            subject=commission.uuid,
            subject_kind="commission",
            area=commission.area,
            detail={"manifest": digest, "households": commission.households},
            via="web",
        )
    return content


def _files(
    commission: Commission, *, by: User, scope: Scope, on: date, at: datetime
) -> dict[str, bytes]:
    (line,) = lines_of([commission], on=on)
    context = {"commission": commission, "line": line, "by": by, "at": at, "on": on}
    files = {
        package.COMMISSION: _commission(commission),
        "README.txt": render_to_string("desk/inspecting/readme.txt", context).encode(),
    }
    tables = _Tables()
    for order, uuid in enumerate(drawn_of(commission), start=1):
        page = desk.find_household_page(scope, uuid, user=by, on=on, at=at)
        if page is None:
            tables.households.append([order, "", _("不在范围内"), "", "", "", "", uuid])
            continue
        record = _record(page, scope, by=by, on=on, at=at)
        tables.add(order, page, record)
        tables.trail += [[order, *entry] for entry in _trail(commission, page)]
        sheet = {**context, "page": page, "order": order, "record": record}
        files[f"sheets/{order:03d}.html"] = render_to_string(
            "desk/inspecting/sheet.html", sheet
        ).encode()
    return files | tables.as_files()


def _commission(commission: Commission) -> bytes:
    """What was commissioned and drawn; ids of families, no name."""
    told = {
        "commission": str(commission.uuid),
        "letter": commission.letter,
        "issuer": commission.issuer,
        "errand": commission.errand,
        "villages": commission.villages,
        "covers": [commission.covers_from.isoformat(), commission.covers_until.isoformat()],
        "valid": [commission.valid_from.isoformat(), commission.valid_until.isoformat()],
        "percent": commission.percent,
        "least": commission.least,
        "rule": RULE,
        "seed": commission.seed,
        "drawn_at": commission.drawn_at.isoformat() if commission.drawn_at else "",
        "frame": commission.frame,
        "frame_digest": commission.frame_digest,
        "frame_ids": [str(one) for one in sorted(commission.frame_ids)],
        "sample": [str(one) for one in drawn_of(commission)],
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


class _Tables:
    """The tables of a package, row by row."""

    def __init__(self) -> None:
        self.households: Table = []
        self.members: Table = []
        self.record: Table = []
        self.sources: Table = []
        self.trail: Table = []

    def add(self, order: int, page: desk.HouseholdPage, record: Table) -> None:
        file = page.file
        home = file.household
        head = home.head.name if home.head else ""
        kind = words.category(home.category)
        self.households.append(
            [order, home.number, head, file.village, file.place, kind, home.size, home.uuid]
        )
        for member in file.members:
            relation = words.relation(member.relation_text)
            disability = words.disability(member.disability) if member.disability else ""
            sex = words.sex(member.sex)
            self.members.append(
                [order, member.name, relation, sex, member.age, disability, member.stage]
            )
        self.record += [[order, *line] for line in record]
        for source, rows in file.sources:
            where = [source.file_name, source.sheet, source.issuer, source.on]
            self.sources.append([order, *where, "、".join(str(row) for row in rows)])

    def as_files(self) -> dict[str, bytes]:
        order = _("序号")
        return {
            "households.csv": table(
                [order, _("家庭编号"), _("户主"), _("村居"), _("村组"), _("类别"), _("人数"), "id"],
                self.households,
            ),
            "members.csv": table(
                [order, _("姓名"), _("与户主关系"), _("性别"), _("年龄"), _("残疾"), _("学段")],
                self.members,
            ),
            "record.csv": table(
                [order, _("谁的"), _("时间"), _("说了什么"), _("来源"), _("工作表"), _("行号")],
                self.record,
            ),
            "sources.csv": table(
                [order, _("文件"), _("工作表"), _("来源单位"), _("日期"), _("行号")], self.sources
            ),
            "trail.csv": table(
                [
                    order,
                    _("时间"),
                    _("谁"),
                    _("做了什么"),
                    _("对象"),
                    _("字段"),
                    _("理由"),
                    _("链上"),
                ],
                self.trail,
            ),
        }


def _record(page: desk.HouseholdPage, scope: Scope, *, by: User, on: date, at: datetime) -> Table:
    """The record of the family, then of each member: what, when, from which file, sheet and row."""
    found = [[_("本户"), *_said(line)] for line in page.changes]
    for member in page.file.members:
        person = desk.find_person_page(scope, member.uuid, user=by, on=on, at=at)
        if person is not None:
            found += [[member.name, *_said(line)] for line in person.changes]
    return found


def _said(line: Line) -> list[object]:
    told = "；".join(f"{label} {text}" for label, text, hidden in line.said if not hidden)
    moment = _minute(line.at)
    if line.act is not None:
        kind = line.act.change.get_kind_display()
        return [moment, f"{kind} {told}".strip(), f"{line.act.by} {line.act.basis}".strip(), "", ""]
    if line.source is None:
        return [moment, told, "", "", ""]
    if line.replaced:
        told = _("以前记作：") + told
    return [moment, told, line.source.file_name, line.source.sheet, line.row or ""]


def _trail(commission: Commission, page: desk.HouseholdPage) -> Iterable[list[object]]:
    """What was done with the family and its members and who looked, in the period, oldest first."""
    subjects = [page.file.household.uuid, *(member.uuid for member in page.file.members)]
    entries = [
        entry
        for subject in subjects
        for entry in trail.list_entries(
            subject=subject,
            on=commission.covers_from,
            until=commission.covers_until,
            limit=_ENTRIES,
        )
    ]
    names = offices.names_of([entry.actor for entry in entries if entry.actor])
    for entry in sorted(entries, key=lambda one: one.id):
        yield [
            _minute(entry.at),
            names.get(entry.actor, str(entry.actor)) if entry.actor else _("系统"),
            words_of(entry.verb),
            entry.subject,
            fields_of(entry.fields),
            reason_of(entry.reason),
            entry.seq or "",
        ]


def _minute(at: datetime) -> str:
    from bangfu.frame.templatetags.frame import minute

    return minute(at)


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Return a CSV that a spreadsheet opens as it is: UTF-8 with its mark, no cell a formula."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(header)
    for row in rows:
        writer.writerow([_plain(cell) for cell in row])
    return text.getvalue().encode("utf-8-sig")


def _plain(cell: Any) -> str:
    return "" if cell is None else safe(str(cell))
