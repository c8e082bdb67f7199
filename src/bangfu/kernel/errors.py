"""The one way in which the kernel says no."""

from __future__ import annotations


class Unreadable(ValueError):
    """A value that cannot be read; `code` is stable, and the text never repeats the value.

    Messages end up in logs and on other people's screens, so the value itself (an identity
    number, a phone) stays with the caller, who knows its file, row and column.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
