"""What stands in one cell: masked where the sheet is for many eyes, and never a formula."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from bangfu.kernel import relations
from bangfu.kernel.cells import safe
from bangfu.kernel.codes import DISABILITY_GRADE, DISABILITY_KIND
from bangfu.privacy import masks
from bangfu.privacy.states import Clearance
from bangfu.registry.queries import HandedRow
from bangfu.registry.states import CAUSES, CategoryCode, IdentityState, Precision, Sex

from .columns import Chosen

Cell = str | int | Decimal | None


def cell_of(column: Chosen, row: HandedRow, *, serial: int, whole: bool, beside: bool) -> Cell:
    """Return what stands in a cell.

    :param whole: the sheet is for the office itself; else names are masked, and what is private
        stays empty.
    :param beside: birth or age stands in the same row: a masked number then hides its end, too.
    """
    kind = column.kind
    if kind is None or kind.value == "blank" or (kind.private and not whole):
        return None
    match kind.value:
        case "serial":
            return serial
        case "name":
            text = row.head if column.key == "head" else row.name
            return safe(text if whole else masks.name(text, Clearance.PUBLIC))
        case "identity":
            return safe(_identity(row.sealed.get("identity", ""), column.form, beside))
        case "date":
            return _date(row, column)
        case "sex":
            return _sex(row.sex, column.form)
        case "relation":
            return _relation(row.relation, column.form)
        case "money":
            return _money(row.monthly_fen, column.form)
        case "number":
            return {"age": row.age, "size": row.size, "students": row.students}[column.key]
        case "place":
            text = _place(row, column.form)
            return safe(text if whole else masks.address(text, Clearance.PUBLIC))
    return safe(_text(column.key, row))


def _identity(number: str, form: str, beside: bool) -> str:
    if len(number) != 18:
        return ""
    match form:
        case "lower":
            return number.lower()
        case "spaced":
            return f"{number[:6]} {number[6:14]} {number[14:]}"
        case "masked":
            return masks.identity_number(number, Clearance.STAFF, beside_birth=beside)
        case "last6" | "last4":
            return number[-int(form[-1]) :]
    return number.upper()


def _date(row: HandedRow, column: Chosen) -> str:
    if column.key == "born":
        on, precision = row.born_on, row.born_precision
    else:
        on, precision = row.entered_on, Precision.DAY.value
    if on is None or not precision:
        return ""
    if precision == Precision.YEAR:
        return f"{on.year}年" if column.form in ("chinese", "month") else str(on.year)
    if precision == Precision.MONTH or column.form == "month":
        return _month(on, column.form)
    return {
        "compact": f"{on:%Y%m%d}",
        "chinese": f"{on.year}年{on.month}月{on.day}日",
    }.get(column.form, on.isoformat())


def _month(on: date, form: str) -> str:
    if form in ("chinese", "month"):
        return f"{on.year}年{on.month}月"
    return f"{on:%Y%m}" if form == "compact" else f"{on:%Y-%m}"


def _sex(code: int, form: str) -> Cell:
    if form == "code":
        return code if code in (Sex.MALE, Sex.FEMALE) else 0
    return str(Sex(code).label) if code in (Sex.MALE, Sex.FEMALE) else ""


def _relation(code: str, form: str) -> str:
    if form == "code" or not code:
        return code
    return relations.label(code)


def _money(fen: int | None, form: str) -> Cell:
    """Yuan or ten thousand yuan, exact to the fen."""
    if fen is None:
        return None
    return Decimal(fen) / (1_000_000 if form == "wan" else 100)


def _place(row: HandedRow, form: str) -> str:
    if form == "group":
        return row.place.removeprefix(row.village)
    return row.place or row.village


def _text(key: str, row: HandedRow) -> str:
    match key:
        case "village":
            return row.village
        case "number":
            return row.number
        case "category":
            return str(CategoryCode(row.category).label) if row.category else ""
        case "cause":
            return str(CAUSES.get(row.cause, row.cause))
        case "disability":
            return _disability(row.disability)
        case "stage":
            return _(row.stage) if row.stage else ""
        case "state":
            return str(IdentityState(row.identity_state).label) if row.identity_state else ""
    return row.sealed.get(key, "")


def _disability(code: str) -> str:
    if not code:
        return ""
    kind, _slash, grade = code.partition("/")
    words = DISABILITY_KIND.get(kind, ""), DISABILITY_GRADE.get(grade, "")
    return "".join(words) or _("有")
