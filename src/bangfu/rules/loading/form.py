"""A mapping of a document taken key by key: what is missing or unknown is told with its line."""

from __future__ import annotations

import difflib
import re
from datetime import date
from typing import Final

from bangfu.rules.documents import Item
from bangfu.rules.errors import Fault
from bangfu.rules.standards import Words

NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")


class Faults:
    """Collects what is wrong in one file, so that a clerk sees all of it at once."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.found: list[Fault] = []

    def add(self, line: int, zh: str, en: str) -> None:
        self.found.append(Fault(self.file, line, zh, en))


class Form:
    """One mapping. Take what it may hold, then `close` it: what is left over is a fault."""

    def __init__(self, item: Item, faults: Faults, what: str) -> None:
        self.faults = faults
        self.line = item.line
        self.what = what
        self.held = dict(item.mapping or {})
        self.known: list[str] = []
        if item.mapping is None:
            faults.add(item.line, f"“{what}”下面要逐项写。", f"“{what}” must hold named entries.")

    def take(self, name: str, *, must: bool = True) -> Item | None:
        """This function will give an entry, and note a fault where it must stand and does not."""
        self.known.append(name)
        item = self.held.pop(name, None)
        if item is None and must:
            self.faults.add(
                self.line, f"“{self.what}”缺少“{name}”。", f"“{self.what}” lacks “{name}”."
            )
        return item

    def text(self, name: str, *, must: bool = True) -> str:
        """This function will give an entry that is a text; empty where it is absent."""
        item = self.take(name, must=must)
        if item is None:
            return ""
        if not item.text or not item.text.strip():
            self.faults.add(item.line, f"“{name}”要写一段文字。", f"“{name}” must be a text.")
            return ""
        return item.text.strip()

    def day(self, name: str, *, must: bool = True) -> date | None:
        """This function will give an entry that is a date."""
        item = self.take(name, must=must)
        if item is None or (item.is_null and not must):
            return None
        found = item.day()
        if found is None:
            self.faults.add(
                item.line, f"“{name}”要写成 2012-01-01。", f"“{name}” must be a date as 2012-01-01."
            )
        return found

    def truth(self, name: str, *, default: bool = False) -> bool:
        """This function will give an entry that is yes or no."""
        item = self.take(name, must=False)
        if item is None:
            return default
        found = item.truth()
        if found is None:
            self.faults.add(item.line, f"“{name}”要写 yes 或 no。", f"“{name}” must be yes or no.")
        return bool(found)

    def words(self, name: str | None = None) -> Words:
        """This function will give the words in both languages: its own, or those under a name."""
        if name is not None:
            item = self.take(name)
            return Words("", "") if item is None else _words(item, self.faults, name)
        return Words(self.text("zh"), self.text("en"))

    def one_of(self, name: str, choices: tuple[str, ...], *, must: bool = True) -> str:
        """This function will give an entry that is one of a few words."""
        at = self.held.get(name)
        found = self.text(name, must=must)
        if found and found not in choices:
            line = at.line if at else self.line
            self.faults.add(
                line,
                f"“{name}”只能是：{'、'.join(choices)}。",
                f"“{name}” must be one of: {', '.join(choices)}.",
            )
        return found

    def list(self, name: str, *, must: bool = True) -> list[Item]:
        """This function will give an entry that is a list."""
        item = self.take(name, must=must)
        if item is None:
            return []
        if item.items is None or (must and not item.items):
            self.faults.add(item.line, f"“{name}”要是一列。", f"“{name}” must be a list.")
            return []
        return item.items

    def close(self) -> None:
        """This function will note a fault for each entry that was not taken."""
        for name, item in self.held.items():
            near = difflib.get_close_matches(name, self.known, 1)
            zh = f"您要写的是“{near[0]}”吗？" if near else ""
            en = f" Did you mean “{near[0]}”?" if near else ""
            self.faults.add(
                item.line,
                f"“{self.what}”里没有“{name}”这一项。{zh}",
                f"“{self.what}” has no “{name}”.{en}",
            )


def _words(item: Item, faults: Faults, what: str) -> Words:
    form = Form(item, faults, what)
    found = form.words()
    form.close()
    return found
