"""Changing one value in the text of a standard: a line is added, comments and all else stay."""

from __future__ import annotations

from datetime import date

import yaml

from bangfu.rules.errors import Fault, StandardError


def with_value(text: str, *, file: str, name: str, since: date, written: str) -> str:
    """This function will write that a value is `written` from a day on, as a line of `by_date`.

    Earlier lines stay; lines of that day and later ones go, since the new one holds from then on.
    `written` is as a standard has it: 500.00元, 3个月, yes, [dibao], or null. Raises StandardError
    where the text has no such value.
    """
    rows = _rows(text, file, name)
    lines = text.splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    first = rows[0]
    kept = [row for row in rows if _since(row, file) < since]
    indent = " " * first.start_mark.column
    # The dash of a block list stands before its items; a flow list has no lines of its own.
    dash = indent[:-2] + "- " if first.start_mark.column >= 2 else "- "
    line = f"{dash}{{from: {since.isoformat()}, value: {written}}}\n"
    begins = first.start_mark.line
    ends = _last_line(rows[-1]) + 1
    until = _last_line(kept[-1]) + 1 if kept else begins
    return "".join([*lines[:until], line, *lines[ends:]])


def _last_line(node: yaml.Node) -> int:
    mark = node.end_mark
    # A block mapping ends where the next thing begins, at the head of its line.
    return mark.line if mark.column else mark.line - 1


def _rows(text: str, file: str, name: str) -> list[yaml.Node]:
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        zh, en = "读不懂这份 YAML。", "This YAML cannot be read."
        raise StandardError([Fault(file, 1, zh, en)]) from error
    node: yaml.Node | None = root
    for key in ("values", name, "by_date"):
        node = _child(node, key)
    if isinstance(node, yaml.SequenceNode) and node.value and not node.flow_style:
        return list(node.value)
    raise StandardError(
        [
            Fault(
                file,
                1,
                f"没有写成一行一行的值“{name}”。",
                f"There is no value “{name}” line by line.",
            )
        ]
    )


def _child(node: yaml.Node | None, key: str) -> yaml.Node | None:
    if not isinstance(node, yaml.MappingNode):
        return None
    return next((value for held, value in node.value if held.value == key), None)


def _since(row: yaml.Node, file: str) -> date:
    held = _child(row, "from")
    try:
        return date.fromisoformat(str(held.value if held is not None else ""))
    except ValueError:
        line = row.start_mark.line + 1
        zh, en = "from 要写日期，如 2012-01-01。", "from: a date, as 2012-01-01."
        raise StandardError([Fault(file, line, zh, en)]) from None
