"""A text as the cell of a sheet or a CSV that is handed out: never a formula."""

from __future__ import annotations

import re

# What a spreadsheet takes for the beginning of a formula (OWASP, CSV injection), also full-width.
_FORMULA = re.compile(r"^[\s\u200b\ufeff]*[=+\-@\t\r＝＋－﹣−＠﹫]")
# XML 1.0 knows no other control characters than tab and the ends of lines; those break rows.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ufffe\uffff]")


def safe(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula: one that begins like it is quoted."""
    dangerous = _FORMULA.match(text) is not None
    text = _CONTROL.sub(" ", text)
    return f"'{text}" if dangerous else text
