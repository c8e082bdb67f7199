"""The console: one line for an answer of 403, the lines of code for a fault, values never."""

from __future__ import annotations

import logging

from bangfu.config.logs import WithoutValues


def _logged(level: int) -> str:
    try:
        raise PermissionError("Key (number)=(442099195001010018)")
    except PermissionError as error:
        info = (type(error), error, error.__traceback__)
    record = logging.LogRecord(
        "django.request", level, __file__, 1, "Forbidden: %s", ("/households/",), info
    )
    return WithoutValues().format(record)


def test_a_page_that_is_refused_is_one_line() -> None:
    said = _logged(logging.WARNING)
    assert said.count("\n") == 0
    assert "Forbidden: /households/" in said


def test_a_fault_names_its_kind_and_its_lines_without_values() -> None:
    said = _logged(logging.ERROR)
    assert "PermissionError" in said
    assert __file__ in said
    assert "442099" not in said
