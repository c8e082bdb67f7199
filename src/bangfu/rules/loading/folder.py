"""A folder of standards: files, overrides of areas, and what holds between standards."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from bangfu.rules.documents import Item, read
from bangfu.rules.errors import Fault, StandardError
from bangfu.rules.loading.form import Faults, Form
from bangfu.rules.loading.standard import read_area, read_source, read_standard
from bangfu.rules.loading.values import plain_series, read_steps
from bangfu.rules.standards import Series, Standard

# The standards that come with the platform: a folder for each area.
SEED: Final = Path(__file__).parent.parent / "seed"


@dataclass(frozen=True)
class Override:
    """What an area changes of a standard: values from a day on. `widens` says it means to."""

    standard: str
    area: str
    values: Mapping[str, Series]
    widens: bool
    file: str
    line: int
    written: Mapping[str, Any]
    text: str


@dataclass(frozen=True)
class Standards:
    """All standards that were loaded, and the overrides of areas inside them."""

    bases: tuple[Standard, ...]
    overrides: tuple[Override, ...] = ()

    def of_area(self, area: str | None) -> tuple[Standard, ...]:
        """This function will give the standards as they hold in an area (12 digits), by id.

        Where the area is not known, or no standard of an id covers it, the base of that id is
        given: its own answer says what is wrong.
        """
        found: dict[str, Standard] = {}
        for base in self.bases:
            held = found.get(base.id)
            covers = area is not None and base.covers(area)
            if held is None or (covers and len(base.area) >= len(held.area)):
                found[base.id] = base
        return tuple(self._overridden(one, area) for one in found.values())

    def _overridden(self, base: Standard, area: str | None) -> Standard:
        inside = (area or "").startswith
        return overridden(base, [one for one in self._over(base) if inside(one.area)])

    def _over(self, base: Standard) -> Iterator[Override]:
        for one in sorted(self.overrides, key=lambda found: len(found.area)):
            if one.standard == base.id and one.area.startswith(base.area):
                yield one

    def variants(self) -> Iterator[tuple[Override, Standard, Standard]]:
        """This function will give each override with the standard below it and with it."""
        for base in self.bases:
            for one in self._over(base):
                below = [
                    o for o in self._over(base) if one.area.startswith(o.area) and o is not one
                ]
                yield one, overridden(base, below), overridden(base, [*below, one])


def overridden(base: Standard, overrides: list[Override]) -> Standard:
    """This function will put an area's values over those of a standard, each from its day on."""
    if not overrides:
        return base
    values = dict(base.values)
    for one in overrides:
        for name, series in one.values.items():
            held = values[name]
            first = series.steps[0].since
            kept = tuple(step for step in held.steps if step.since < first)
            values[name] = replace(
                held,
                steps=(*kept, *series.steps),
                clause=series.clause,
                example=series.example,
            )
    written = {**base.written, "overrides": [one.written for one in overrides]}
    texts = {**base.texts, **{one.file: one.text for one in overrides}}
    return replace(base, values=values, written=written, texts=texts)


def load(folder: Path | None = None, *, prove: bool = True) -> Standards:
    """This function will load every standard of a folder (the platform's own by default).

    `prove` also runs the cases beside each standard, looks for conditions that are always or
    never true, and for overrides that widen unsaid. Raises StandardError with every fault found,
    each with its file and line; nothing is loaded then.
    """
    return load_texts(read_folder(folder), prove=prove)


def read_folder(folder: Path | None = None) -> dict[str, str]:
    """This function will read the texts of a folder (the platform's own by default), by name.

    Raises StandardError where it holds none.
    """
    folder = SEED if folder is None else folder
    files = {
        place.relative_to(folder).as_posix(): place.read_text("utf-8", "replace")
        for place in sorted(folder.rglob("*.yaml"))
    }
    if not files:
        raise StandardError(
            [Fault(str(folder), 0, "这里没有标准文件。", "There is no standard here.")]
        )
    return files


def load_texts(files: Mapping[str, str], *, prove: bool = True, whole: bool = True) -> Standards:
    """This function will load standards from texts by file name, as `load` does from a folder.

    Without `whole` a standard may name others that are not among the texts.
    """
    found: list[Fault] = []
    bases: list[Standard] = []
    raw_overrides: list[tuple[Item, Faults, str]] = []
    cases: dict[str, Item] = {}
    for name, text in files.items():
        faults = Faults(name)
        try:
            item = read(text, file=name)
        except StandardError as error:
            found += error.faults
            continue
        if name.endswith(".cases.yaml"):
            cases[name] = item
        elif item.mapping is not None and "override" in item.mapping:
            raw_overrides.append((item, faults, text))
        else:
            standard = read_standard(item, faults)
            if standard is not None:
                written = _written(item, standard)
                bases.append(replace(standard, written=written, texts={name: text}))
        found += faults.found
    overrides = [one for raw in raw_overrides if (one := _override(*raw, bases))]
    found += [fault for _, faults, _ in raw_overrides for fault in faults.found]
    if whole and not found:
        found += _between(bases)
    if found:
        raise StandardError(found)
    standards = Standards(tuple(bases), tuple(overrides))
    if prove:
        from bangfu.rules.loading.proving import prove as proved

        found = proved(standards, cases)
        if found:
            raise StandardError(found)
    return standards


def _written(item: Item, standard: Standard) -> dict[str, Any]:
    plain = item.plain()
    assert isinstance(plain, dict)
    plain["values"] = {name: plain_series(one) for name, one in standard.values.items()}
    return plain


def _override(item: Item, faults: Faults, text: str, bases: list[Standard]) -> Override | None:
    form = Form(item, faults, "override")
    ident, area = form.text("override"), read_area(form)
    read_source(form.take("source"), faults)
    form.text("because")
    widens = form.truth("widens")
    values_at = form.take("values")
    form.close()
    base = max(
        (one for one in bases if one.id == ident and area.startswith(one.area)),
        key=lambda one: len(one.area),
        default=None,
    )
    if base is None or area == base.area:
        faults.add(
            item.line,
            f"没有范围更大的标准“{ident}”可以改：地方的改动只能在标准的范围之内。",
            f"No wider standard “{ident}” is there to override: an override lies inside its area.",
        )
        return None
    values = {}
    for name, part in (values_at.mapping or {}).items() if values_at else ():
        series = _overriding(name, part, base, faults)
        if series is not None:
            values[name] = series
    if not values and not faults.found:
        faults.add(item.line, "没有改任何值。", "It changes no value.")
    written = {
        "area": area,
        "plain": item.plain(),
        "values": {name: plain_series(series) for name, series in values.items()},
    }
    return Override(ident, area, values, widens, faults.file, item.line, written, text)


def _overriding(name: str, item: Item, base: Standard, faults: Faults) -> Series | None:
    form = Form(item, faults, name)
    clause, example, rows = form.text("clause"), form.truth("example"), form.list("by_date")
    form.close()
    held = base.values.get(name)
    if held is None:
        faults.add(item.line, f"标准里没有值“{name}”。", f"The standard has no value “{name}”.")
        return None
    steps = read_steps(name, rows, held.kind, faults, many=held.many, bands=held.bands)
    if not steps:
        return None
    return replace(held, steps=steps, clause=clause, example=example)


def _between(bases: list[Standard]) -> list[Fault]:
    """What must hold between standards: one per id and area, names that exist, no circles."""
    found: list[Fault] = []
    seen: dict[tuple[str, str], str] = {}
    idents = {one.id for one in bases}
    for one in bases:
        other = seen.setdefault((one.id, one.area), one.file)
        if other != one.file:
            zh, en = f"“{one.id}”在{other}里也有。", f"“{one.id}” stands in {other} too."
            found.append(Fault(one.file, 1, zh, en))
        stacking = one.stacking
        named = {
            *stacking.goes_with,
            *stacking.counts_toward,
            *(e.standard for e in stacking.excludes),
        }
        for name in sorted(named - idents | (named & {one.id})):
            zh = f"stacking 里的“{name}”不是另一项标准。"
            found.append(Fault(one.file, 1, zh, f"stacking: “{name}” is no other standard."))
    toward = {one.id: one.stacking.counts_toward for one in bases}
    for one in bases:
        if _circles(one.id, toward):
            zh, en = "counts_toward 绕成了圈。", "counts_toward goes in a circle."
            found.append(Fault(one.file, 1, zh, en))
    return found


def _circles(start: str, toward: Mapping[str, tuple[str, ...]]) -> bool:
    open_, seen = list(toward[start]), set()
    while open_:
        name = open_.pop()
        if name == start:
            return True
        if name not in seen:
            seen.add(name)
            open_ += toward.get(name, ())
    return False
