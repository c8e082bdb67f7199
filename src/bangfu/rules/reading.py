"""Reading the facts of a question from a file, and saying by its path what cannot be.

The file is YAML or JSON as docs/guide/facts.md has it. A fact left out is unknown; `null` says
that there is none.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Final

from bangfu.rules.cases import Case, Person, Receipt, Said
from bangfu.rules.documents import Item, read
from bangfu.rules.errors import FactsError, StandardError
from bangfu.rules.facts import CODES, FACTS, STATES, Fact
from bangfu.rules.values import MOST_FEN, NONE, Sort, Value

_MOST_PERSONS: Final = 200
_TOP: Final = ("on", "area", "household", "persons", "disaster", "received")
_EARLIEST: Final = date(1880, 1, 1)
_LATEST: Final = date(2200, 12, 31)
# The largest that a number of a kind may be.
_MOST: Final = {"persons": _MOST_PERSONS, "grade": 4}


def read_case(
    text: str, *, file: str, on: date | None = None, standards: Collection[str] | None = None
) -> Case:
    """This function will read the facts of one question; `on` overrules the day in the file.

    `standards` are the ids that `received` may name: a misspelled one would count for nothing.
    Raises FactsError with the path of an unknown word, a wrong kind or an impossible value.
    """
    try:
        item = read(text, file=file)
    except StandardError as error:
        fault = error.faults[0]
        raise FactsError(f"{file}:{fault.line}", fault.zh, fault.en) from None
    return case_of(item, on=on, standards=standards)


def case_of(
    item: Item, *, on: date | None = None, standards: Collection[str] | None = None
) -> Case:
    """This function will make a case of a document that was read."""
    top = _mapping(item, "")
    _known(top, _TOP, "")
    if on is None:
        if "on" not in top:
            raise FactsError("on", "没有写问的是哪一天。", "The day of the question is missing.")
        on = _day(top["on"], "on")
    facts: dict[str, Said] = {}
    if "area" in top:
        facts["area"] = Said(_area(top["area"]))
    for root in ("household", "disaster"):
        if root in top:
            _branch(top[root], root, root, facts)
    persons = _persons(top["persons"]) if "persons" in top else None
    _sizes(facts, persons)
    received = None
    if "received" in top:
        ids = None if persons is None else {one.id for one in persons}
        received = tuple(
            _receipt(part, f"received[{place}]", ids, standards)
            for place, part in enumerate(_list(top["received"], "received"))
        )
    _timely(facts, persons, on)
    return Case(on, facts, persons, received)


def _sizes(facts: Mapping[str, Said], persons: tuple[Person, ...] | None) -> None:
    size = facts.get("household.size")
    if size is not None and persons is not None and size.value != len(persons):
        raise FactsError(
            "household.size",
            f"写的是{size.value}人，列出的是{len(persons)}人。",
            f"{size.value} persons are stated, {len(persons)} are listed.",
        )


def _timely(facts: Mapping[str, Said], persons: tuple[Person, ...] | None, on: date) -> None:
    """Refuse what lies after the day of the question: a birth, a disaster, a year of costs."""
    found = [(name, said.value) for name, said in facts.items()]
    for place, person in enumerate(persons or ()):
        found += [
            (f"persons[{place}].{name.removeprefix('person.')}", said.value)
            for name, said in person.facts.items()
        ]
    for path, value in found:
        late = isinstance(value, date) and value > on
        year = path.endswith("illness.year") and type(value) is int and value > on.year
        if late or year:
            raise FactsError(path, f"晚于所问的{on}。", f"It lies after the day asked, {on}.")


def _branch(item: Item, path: str, prefix: str, facts: dict[str, Said]) -> None:
    """Read the facts below a path; null for a branch says that there is none of it."""
    below = {name: fact for name, fact in FACTS.items() if name.startswith(prefix + ".")}
    if item.is_null:
        nullable = [name for name, fact in below.items() if fact.nullable]
        if len(nullable) != len(below):
            raise FactsError(path, "不能为空。", "It cannot be null.")
        facts.update({name: Said(NONE) for name in nullable})
        return
    top = _mapping(item, path)
    names = {name[len(prefix) + 1 :].split(".")[0] for name in below}
    _known(top, tuple(sorted(names)), path)
    for name, part in top.items():
        full = f"{prefix}.{name}"
        if full in FACTS:
            facts[full] = Said(_value(part, FACTS[full], f"{path}.{name}"))
        else:
            _branch(part, f"{path}.{name}", full, facts)


def _persons(item: Item) -> tuple[Person, ...]:
    found: list[Person] = []
    rows = _list(item, "persons")
    if len(rows) > _MOST_PERSONS:
        raise FactsError("persons", "一户人太多。", "There are too many persons.")
    for place, row in enumerate(rows):
        path = f"persons[{place}]"
        top = dict(_mapping(row, path))
        ident = top.pop("id", None)
        if ident is None or not ident.text or len(ident.text) > 100:
            raise FactsError(f"{path}.id", "每个人要有 id。", "Each person must have an id.")
        if ident.text == "household" or any(one.id == ident.text for one in found):
            raise FactsError(f"{path}.id", "这个 id 已经用了。", "This id is taken.")
        facts: dict[str, Said] = {}
        _branch(Item(top, row.line), path, "person", facts)
        found.append(Person(ident.text, facts))
    return tuple(found)


def _receipt(
    item: Item, path: str, ids: set[str] | None, standards: Collection[str] | None
) -> Receipt:
    top = _mapping(item, path)
    _known(top, ("standard", "person", "on", "amount_fen", "state"), path)
    for name in ("standard", "on", "state"):
        if name not in top:
            raise FactsError(f"{path}.{name}", "没有写。", "It is missing.")
    state, standard = top["state"].text, top["standard"].text
    if state not in STATES:
        raise FactsError(
            f"{path}.state",
            f"只能是：{'、'.join(STATES)}。",
            f"It must be one of: {', '.join(STATES)}.",
        )
    if not standard or (standards is not None and standard not in standards):
        raise FactsError(f"{path}.standard", "没有这项标准。", "There is no such standard.")
    person = top["person"].text if "person" in top else None
    if person is not None and ids is not None and person not in ids:
        raise FactsError(f"{path}.person", "家里没有这个人。", "There is no such person.")
    amount = None
    if "amount_fen" in top and not top["amount_fen"].is_null:
        amount = _whole(top["amount_fen"], f"{path}.amount_fen", MOST_FEN)
    return Receipt(standard, person, _day(top["on"], f"{path}.on"), amount, state)


def _value(item: Item, fact: Fact, path: str) -> Value:
    if item.is_null:
        if not fact.nullable:
            raise FactsError(
                path, "不能为空；不知道就不写。", "It cannot be null: leave out what is not known."
            )
        return NONE
    return _READ[fact.kind.sort](item, fact, path)


def _truth(item: Item, _: Fact, path: str) -> Value:
    found = item.truth()
    if found is None:
        raise FactsError(path, "要写 true 或 false。", "It must be true or false.")
    return found


def _number(item: Item, fact: Fact, path: str) -> Value:
    if fact.kind.sort is Sort.MONEY:
        return _whole(item, path, MOST_FEN, least=0)
    return _whole(item, path, _MOST[fact.kind.unit], least=1 if fact.kind.unit == "grade" else 0)


def _whole(item: Item, path: str, most: int, *, least: int = 0) -> int:
    found = item.whole()
    if found is None:
        raise FactsError(
            path,
            "要写整数（金额以分计，不写单位）。",
            "It must be a whole number (amounts in fen).",
        )
    if not least <= found <= most:
        raise FactsError(
            path, f"要在{least}到{most}之间。", f"It must lie between {least} and {most}."
        )
    return found


def _date_fact(item: Item, _: Fact, path: str) -> Value:
    return _day(item, path)


def _day(item: Item, path: str) -> date:
    found = item.day()
    if found is None:
        raise FactsError(path, "要写成 2012-10-01 的日期。", "It must be a date as 2012-10-01.")
    if not _EARLIEST <= found <= _LATEST:
        raise FactsError(path, "年份不对。", "The year cannot be.")
    return found


def _year(item: Item, _: Fact, path: str) -> Value:
    return _whole(item, path, _LATEST.year, least=_EARLIEST.year)


def _school_year(item: Item, _: Fact, path: str) -> Value:
    text = item.text or ""
    first, _sign, second = text.partition("-")
    if not (len(text) == 9 and first.isdecimal() and second.isdecimal()):
        raise FactsError(path, "学年写成 2012-2013。", "A school year is written 2012-2013.")
    if int(second) != int(first) + 1 or not _EARLIEST.year <= int(first) <= _LATEST.year:
        raise FactsError(path, "没有这个学年。", "There is no such school year.")
    return int(first)


def _code(item: Item, fact: Fact, path: str) -> Value:
    codes = CODES[fact.kind.unit]
    if item.text is None or item.text not in codes:
        raise FactsError(
            path, f"只能是：{'、'.join(codes)}。", f"It must be one of: {', '.join(codes)}."
        )
    return item.text


def _word(item: Item, _: Fact, path: str) -> Value:
    if not item.text or len(item.text) > 100:
        raise FactsError(path, "要写一个词。", "It must be a word.")
    return item.text


_READ = {
    Sort.TRUTH: _truth,
    Sort.MONEY: _number,
    Sort.NUMBER: _number,
    Sort.DATE: _date_fact,
    Sort.YEAR: _year,
    Sort.SCHOOL_YEAR: _school_year,
    Sort.CODE: _code,
    Sort.WORD: _word,
}


def _area(item: Item) -> str:
    text = item.text or ""
    if not (text.isdecimal() and text.isascii() and len(text) == 12):
        raise FactsError("area", "要写12位区划代码。", "It must be an area code of 12 digits.")
    return text


def _mapping(item: Item, path: str) -> Mapping[str, Item]:
    if item.mapping is None:
        raise FactsError(path or "·", "这里要逐项写。", "Named facts are wanted here.")
    return item.mapping


def _list(item: Item, path: str) -> list[Item]:
    if item.items is None:
        raise FactsError(path, "这里要一列。", "A list is wanted here.")
    return item.items


def _known(top: Mapping[str, Item], names: tuple[str, ...], path: str) -> None:
    for name in top:
        if name not in names:
            full = f"{path}.{name}" if path else name
            raise FactsError(full, "不认识这个词。", "This word is not known.")
