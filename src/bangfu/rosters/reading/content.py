"""What a column holds, judged by its values: the second way to know a column."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

from bangfu.kernel import names, readings, relations
from bangfu.kernel.codes import CAUSE
from bangfu.kernel.text import as_text, squeeze, to_half_width

from .models import Cell

SAMPLE = 120
_LONGEST = 80
"""Longer values have no form of their own; some forms below would look at them for minutes."""
_FEW = 3
_MOST = 0.6

_ID_18 = re.compile(r"\d{6}(?:19|20)\d\d(?:0\d|1[0-2])[0-3]\d{4}[\dXx]")
_ID_15 = re.compile(r"\d{6}\d\d(?:0\d|1[0-2])[0-3]\d{4}")
_ID_FLOAT = re.compile(r"\d\.\d{3,}[Ee]\+17")
_MOBILE = re.compile(r"1[3-9]\d{9}")
_LANDLINE = re.compile(r"0\d{2,3}-?\d{7,8}")
_BANK = re.compile(r"(?:62|60|95|40|45|52|99|80)\d{14,17}")
_CERTIFICATE = re.compile(r"\d{17}[\dXx][1-7][1-4](?:[Bb]\d)?")
_CREDIT = re.compile(r"(?=.*[A-Z])[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}")
_VILLAGE = re.compile(r".{1,8}(?:村|社区|居委会|村委会|居委|村委|居)")
_ADDRESS = re.compile(r".*\d.*(?:号|巷|栋|幢|组|队|室|路).*")
_MONTH = re.compile(r"(?:19|20)\d\d\s*[-./年]\s*\d{1,2}.*")
_HAN = re.compile(f"[{names.HAN}]{{2,4}}|[{names.HAN}]{{1,8}}·[{names.HAN}]{{1,8}}")


def looks_like_number(text: str) -> bool:
    """Tell whether a squeezed text has the form of an identity number, whole or rounded."""
    return bool(_ID_18.fullmatch(text) or _ID_15.fullmatch(text) or _ID_FLOAT.fullmatch(text))


def _is_name(text: str) -> bool:
    bare = names.clean(text).name
    return bool(_HAN.fullmatch(bare)) and (
        "·" in bare or bare[0] in readings.SURNAMES or bare[:2] in _COMPOUND
    )


_COMPOUND = readings.COMPOUND_SURNAMES


def _is_relation(text: str) -> bool:
    return not text.isdigit() and relations.code_for(text) is not None


def _is_cause(text: str) -> bool:
    return not text.isdigit() and CAUSE.find(text) is not None


# From the narrowest form to the widest; the first that most values have is the column's.
_FORMS: tuple[tuple[str, Callable[[str], object]], ...] = (
    ("number", looks_like_number),
    ("certificate", _CERTIFICATE.fullmatch),
    ("credit_code", _CREDIT.fullmatch),
    ("bank_account", _BANK.fullmatch),
    ("phone", lambda text: _MOBILE.fullmatch(text) or _LANDLINE.fullmatch(text)),
    ("sex", lambda text: text in ("男", "女")),
    ("relation", _is_relation),
    ("cause", _is_cause),
    ("born", _MONTH.fullmatch),
    ("village", _VILLAGE.fullmatch),
    ("address", _ADDRESS.fullmatch),
    ("name", _is_name),
)


def sample(rows: list[list[Cell]], index: int, first: int, last: int) -> list[str]:
    """Take up to SAMPLE filled values of a column, from its start, middle and end."""
    span = last - first + 1
    step = max(1, span // (SAMPLE * 3))
    found: list[str] = []
    for at in range(first, last + 1, step):
        row = rows[at]
        if index < len(row) and row[index] not in ("", None):
            text = squeeze(to_half_width(as_text(row[index])))[:_LONGEST]
            if text:
                found.append(text)
                if len(found) >= SAMPLE * 2:
                    break
    return found


def share(field: str, values: list[str]) -> float:
    """Tell which part of the values has the form of a field, 0.0 to 1.0."""
    form = next((test for name, test in _FORMS if name == field), None)
    if form is None or not values:
        return 0.0
    return sum(1 for text in values if form(text)) / len(values)


def guess(values: list[str]) -> str:
    """Name the field whose form most values have, "" where none stands out."""
    if len(values) < _FEW:
        return ""
    for name, test in _FORMS:
        if sum(1 for text in values if test(text)) >= _MOST * len(values):
            return name
    return "serial" if _counts_up(values) else ""


def _counts_up(values: list[str]) -> bool:
    if not all(text.isdigit() and len(text) < 7 for text in values):
        return False
    numbers = [int(text) for text in values]
    rising = sum(1 for a, b in pairwise(numbers) if b > a)
    return rising >= 0.9 * (len(numbers) - 1)


def holds_families(values: list[str]) -> bool:
    """Tell whether cells hold several people each, with marks between their parts."""
    if not values:
        return False
    marked = sum(1 for text in values if re.search(r"[/;；|、,，(（:：]", text) and len(text) > 5)
    return marked * 2 >= len(values)
