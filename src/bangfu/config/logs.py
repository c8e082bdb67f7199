"""A log that says what broke and where, without what people told us."""

from __future__ import annotations

import copy
import logging
import traceback
from types import TracebackType

_ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class WithoutValues(logging.Formatter):
    """Messages as they are; of an exception its kind and its lines of code, never its words.

    A database error quotes the row it refused ("Key (number)=(…)"), so its words stay out.
    """

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def formatException(self, ei: _ExcInfo) -> str:
        kind, error, trail = ei
        if kind is None or error is None:
            return ""
        lines = [
            f"  {frame.filename}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(trail)
        ]
        return "\n".join([f"{kind.__module__}.{kind.__qualname__}", *lines])

    def format(self, record: logging.LogRecord) -> str:
        # Another handler may have cached the full text of the exception.
        record.exc_text = None
        if record.levelno < logging.ERROR and record.exc_info:
            # A page refused (403) or not there (404) is an answer, no fault: one line of it.
            record = copy.copy(record)
            record.exc_info = None
        text = super().format(record)
        record.exc_text = None
        return text
