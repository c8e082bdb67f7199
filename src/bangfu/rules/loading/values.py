"""Reading the dated values of a standard: amounts, numbers, switches, lists of codes, bands."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from bangfu.rules.documents import Item
from bangfu.rules.errors import ExpressionError
from bangfu.rules.facts import CODES, FACTS
from bangfu.rules.loading.form import NAME, Faults, Form
from bangfu.rules.standards import Band, Series, Step
from bangfu.rules.tokens import cut
from bangfu.rules.values import DAYS, MONEY, MONTHS, PERCENT, PERSONS, TRUTH, YEARS, Kind, Sort

_UNITS: Final[Mapping[str, Kind]] = {
    "元": MONEY,
    "%": PERCENT,
    "人": PERSONS,
    "岁": YEARS,
    "年": YEARS,
    "个月": MONTHS,
    "天": DAYS,
    "switch": TRUTH,
}


def read_values(item: Item | None, begins: date | None, faults: Faults) -> dict[str, Series]:
    """This function will read the values of a standard, by name."""
    found: dict[str, Series] = {}
    for name, part in (item.mapping or {}).items() if item is not None else ():
        if (
            not NAME.fullmatch(name)
            or name in FACTS
            or any(name in codes for codes in CODES.values())
        ):
            faults.add(
                part.line,
                f"值不能叫“{name}”：用小写英文字母，也不能和代码同名。",
                f"A value cannot be called “{name}”: lower case letters, and no code's name.",
            )
            continue
        series = read_series(name, part, begins, faults)
        if series is not None:
            found[name] = series
    return found


def read_series(name: str, item: Item, begins: date | None, faults: Faults) -> Series | None:
    """This function will read one value through time."""
    form = Form(item, faults, name)
    words = form.words()
    clause = form.text("clause")
    unit = form.take("unit", must=False)
    codes = form.take("codes", must=False)
    bands = form.truth("bands")
    example = form.truth("example")
    rows = form.list("by_date")
    form.close()
    kind = _kind(name, item, unit, codes, faults)
    if kind is None:
        return None
    steps = read_steps(name, rows, kind, faults, many=codes is not None, bands=bands)
    if steps and begins is not None and steps[0].since > begins:
        faults.add(
            rows[0].line,
            f"“{name}”从{begins}到{steps[0].since}没有值：没有就明写 null。",
            f"“{name}” has no value from {begins} to {steps[0].since}: write null for none.",
        )
    if not steps:
        return None
    return Series(name, words, kind, steps, clause, codes is not None, bands, example)


def _kind(
    name: str, item: Item, unit: Item | None, codes: Item | None, faults: Faults
) -> Kind | None:
    if (unit is None) == (codes is None):
        faults.add(
            item.line,
            f"“{name}”要写明 unit 或 codes(两者之一)。",
            f"“{name}” must say its unit or its codes, one of the two.",
        )
        return None
    if codes is not None:
        if codes.text is None or codes.text not in CODES:
            tables = "、".join(CODES)
            faults.add(codes.line, f"codes 只能是：{tables}。", f"codes must be one of: {tables}.")
            return None
        return Kind(Sort.CODE, codes.text)
    assert unit is not None
    if unit.text is None or unit.text not in _UNITS:
        units = "、".join(_UNITS)
        faults.add(unit.line, f"unit 只能是：{units}。", f"unit must be one of: {units}.")
        return None
    return _UNITS[unit.text]


def read_steps(
    name: str, rows: list[Item], kind: Kind, faults: Faults, *, many: bool, bands: bool
) -> tuple[Step, ...]:
    """This function will read the dated steps of a value: in order of days, no day twice."""
    steps: list[Step] = []
    for row in rows:
        form = Form(row, faults, f"{name}.by_date")
        since = form.day("from")
        raw = form.take("value")
        form.close()
        if since is None or raw is None:
            continue
        if steps and since <= steps[-1].since:
            faults.add(
                row.line,
                f"“{name}”的日期要从早到晚，每天只写一次。",
                f"The days of “{name}” must ascend, each once.",
            )
            continue
        value = _value(name, raw, kind, faults, many=many, bands=bands)
        steps.append(Step(since, value, row.line))
    return tuple(steps)


def _value(name: str, item: Item, kind: Kind, faults: Faults, *, many: bool, bands: bool) -> Any:
    if item.is_null:
        return None
    if many:
        return _codes(name, item, kind, faults)
    if bands:
        return _bands(name, item, kind, faults)
    return scalar(name, item, kind, faults)


def scalar(name: str, item: Item, kind: Kind, faults: Faults) -> int | bool:
    """This function will read one amount, number or switch; a bare number is no amount."""
    if kind == TRUTH:
        found = item.truth()
        if found is None:
            faults.add(item.line, f"“{name}”要写 yes 或 no。", f"“{name}” must be yes or no.")
        return bool(found)
    unit = next(word for word, known in _UNITS.items() if known == kind)
    wanted = {"元": "500.00元", "%": "50%"}.get(unit, f"12{unit}")
    zh, en, tokens = "", "", []
    try:
        tokens = cut(item.text or "")
    except ExpressionError as error:
        zh, en = error.zh, f" {error.en}"
    if len(tokens) == 2 and tokens[0].kind == kind and isinstance(tokens[0].value, int):
        return tokens[0].value
    faults.add(
        item.line,
        f"“{name}”要带单位，写成“{wanted}”。{zh}",
        f"“{name}” must carry its unit, as “{wanted}”.{en}",
    )
    return 0


def _codes(name: str, item: Item, kind: Kind, faults: Faults) -> tuple[str, ...]:
    found = [part.text or "" for part in item.items or ()]
    if item.items is None or not found:
        faults.add(item.line, f"“{name}”要是一列代码。", f"“{name}” must be a list of codes.")
    for part in item.items or ():
        if part.text not in CODES[kind.unit]:
            faults.add(
                part.line,
                f"“{part.text}”不是 {kind.unit} 的代码；有：{'、'.join(CODES[kind.unit])}。",
                f"“{part.text}” is none of: {', '.join(CODES[kind.unit])}.",
            )
    if len(set(found)) != len(found):
        faults.add(item.line, f"“{name}”里有重复的代码。", f"“{name}” holds a code twice.")
    return tuple(found)


def _bands(name: str, item: Item, kind: Kind, faults: Faults) -> tuple[Band, ...]:
    found: list[Band] = []
    for row in item.items or ():
        form = Form(row, faults, f"{name} 的一档")
        least, value = form.take("at_least"), form.take("value")
        form.close()
        if least is None or value is None:
            continue
        band = Band(int(scalar(name, least, MONEY, faults)), int(scalar(name, value, kind, faults)))
        if found and band.at_least <= found[-1].at_least:
            faults.add(row.line, f"“{name}”的档要从低到高。", f"The bands of “{name}” must ascend.")
        found.append(band)
    if not found:
        faults.add(item.line, f"“{name}”要至少一档。", f"“{name}” must have a band.")
    return tuple(found)


def plain_series(series: Series) -> dict[str, Any]:
    """This function will give a value through time as plain values, for the hash."""
    return {
        "kind": str(series.kind),
        "clause": series.clause,
        "example": series.example,
        "zh": series.words.zh,
        "en": series.words.en,
        "by_date": [[step.since, _plain(step.value)] for step in series.steps],
    }


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [[part.at_least, part.value] if isinstance(part, Band) else part for part in value]
    return value
