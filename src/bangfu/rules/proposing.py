"""A change somebody thinks of: a changed copy of a standard, or a few values with new ones.

The second form is

    what_if: 高中助学金提到2500元
    on: 2012-10-01                # the day of the question, where it is not today
    changes:
      - {standard: education, value: senior_grant, to: 2500.00元, from: 2012-09-01}

A change holds from `from` on, or from the day of the question; `area` says whose value it is where
a standard and an area's override both have it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from bangfu.rules.documents import Item, read
from bangfu.rules.editing import with_value
from bangfu.rules.errors import StandardError
from bangfu.rules.loading import load_texts
from bangfu.rules.loading.folder import Standards
from bangfu.rules.loading.form import Faults, Form

MOST: Final = 40
_CASES: Final = ".cases.yaml"


@dataclass(frozen=True)
class Proposal:
    """What was thought of: all texts with the change in them, its words, the files it changes."""

    words: str
    on: date
    files: Mapping[str, str]
    changed: tuple[str, ...]
    standards: Standards


def propose(files: Mapping[str, str], text: str, *, file: str, on: date) -> Proposal:
    """This function will put a change into a set of texts, as `load_texts` takes them.

    `files` are the texts in force; `on` is the day of the question where the document names none.
    Raises StandardError with every fault: a value that is not there, an unclear amount, a copy of
    no known standard.
    """
    item = read(text, file=file)
    mapping = item.mapping or {}
    # Cases prove what is in force; a change is allowed to break them.
    held = {name: held for name, held in files.items() if not name.endswith(_CASES)}
    if "what_if" in mapping:
        words, day, changed = _values(item, held, file, on)
    else:
        name = _name_of(mapping, held, file)
        words, day, changed = _words_of(mapping), on, {name: text}
    made = {**held, **changed}
    return Proposal(words, day, made, tuple(sorted(changed)), load_texts(made, prove=False))


def _words_of(mapping: Mapping[str, Item]) -> str:
    name = mapping.get("name")
    part = (name.mapping or {}).get("zh") if name is not None else None
    held = part or mapping.get("because")
    return (held.text or "").strip() if held is not None else ""


def _name_of(mapping: Mapping[str, Item], files: Mapping[str, str], file: str) -> str:
    """The file that a copy stands for: that of the same standard (or override) and area."""
    kind = "override" if "override" in mapping else "standard"
    ident, area = (_text(mapping.get(name)) for name in (kind, "area"))
    if not ident:
        faults = Faults(file)
        faults.add(
            1,
            "这里既不是标准（standard、override），也不是改动（what_if）。",
            "This is neither a standard (standard, override) nor a change (what_if).",
        )
        raise StandardError(faults.found)
    standards = load_texts(files, prove=False)
    pairs = {
        "standard": [(one.id, one.area, one.file) for one in standards.bases],
        "override": [(one.standard, one.area, one.file) for one in standards.overrides],
    }
    for known, place, held in pairs[kind]:
        if (known, place) == (ident, area):
            return held
    return f"{area or 'national'}/{ident}.new.yaml"


def _text(item: Item | None) -> str:
    return (item.text or "").strip() if item is not None else ""


def _values(
    item: Item, files: Mapping[str, str], file: str, on: date
) -> tuple[str, date, dict[str, str]]:
    faults = Faults(file)
    form = Form(item, faults, "what_if")
    words, day = form.text("what_if"), form.day("on", must=False) or on
    rows = form.list("changes")
    form.close()
    if not 1 <= len(rows) <= MOST:
        faults.add(item.line, f"“changes”要写1到{MOST}项。", f"“changes”: 1 to {MOST} of them.")
    changed: dict[str, str] = {}
    for row in rows[:MOST]:
        _change(row, {**files, **changed}, changed, faults, day)
    if faults.found:
        raise StandardError(faults.found)
    return words, day, changed


def _change(
    row: Item, files: Mapping[str, str], changed: dict[str, str], faults: Faults, on: date
) -> None:
    form = Form(row, faults, "changes")
    ident, value, area = form.text("standard"), form.text("value"), form.text("area", must=False)
    since, to = form.day("from", must=False) or on, form.take("to")
    form.close()
    if faults.found or to is None:
        return
    where = _places(load_texts(files, prove=False), ident, value)
    chosen = [one for place, one in where if place == area] if area else [one for _, one in where]
    if not chosen:
        faults.add(
            row.line,
            f"标准“{ident}”里没有值“{value}”。",
            f"The standard “{ident}” has no value “{value}”.",
        )
        return
    # The narrowest: an area's own value is the one that holds there.
    name = chosen[-1]
    changed[name] = with_value(
        files[name], file=name, name=value, since=since, written=_written(to)
    )


def _places(standards: Standards, ident: str, value: str) -> list[tuple[str, str]]:
    """The files that have this value, with their areas, the widest area first."""
    found = [
        (one.area, one.file) for one in standards.bases if one.id == ident and value in one.values
    ]
    found += [
        (one.area, one.file)
        for one in standards.overrides
        if one.standard == ident and value in one.values
    ]
    return sorted(found, key=lambda one: len(one[0]))


def _written(item: Item) -> str:
    """A value as a line of YAML again."""
    if item.items is not None:
        return "[" + ", ".join(_written(part) for part in item.items) + "]"
    if item.mapping is not None:
        parts = (f"{key}: {_written(part)}" for key, part in item.mapping.items())
        return "{" + ", ".join(parts) + "}"
    if item.text is None:
        return "null"
    return (
        '"' + item.text.replace("\\", "\\\\").replace('"', '\\"') + '"'
        if item.quoted
        else item.text
    )
