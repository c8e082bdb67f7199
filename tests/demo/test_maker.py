"""The maker of drawers: what it promises about people, numbers, files and the truth."""

from __future__ import annotations

import hashlib
import json
import tracemalloc
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import python_calamine

from bangfu.demo.maker import SANJIAO, Options, Truth, make_drawer
from bangfu.demo.maker.families import AGE_BANDS
from bangfu.demo.maker.lives import age_on
from bangfu.demo.maker.mess import NUMBER_LOST, NUMBER_RATES
from bangfu.demo.maker.numbers import check_character, is_whole
from bangfu.demo.maker.places import share_out

Make = Callable[..., Truth]
ON = date(2012, 12, 31)
SEEDS = (1, 2, 3, 4, 5)


def cells_of(folder: Path, file: str, sheet: str | None = None) -> list[list[object]]:
    """Every row of a sheet as it lies in the file, the first at place 0."""
    if file.endswith(".csv"):
        raw = (folder / file).read_bytes()
        text = raw.decode("utf-8-sig") if _is_utf8(raw) else raw.decode("gb18030")
        import csv
        import io

        return [list(row) for row in csv.reader(io.StringIO(text, newline=""))]
    book = python_calamine.CalamineWorkbook.from_path(str(folder / file))
    page = book.get_sheet_by_name(sheet or book.sheet_names[0])
    return page.to_python(skip_empty_area=False)


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def test_check_character_is_that_of_the_standards_own_example() -> None:
    assert check_character("11010519491231002") == "X"


def test_demo_town_has_exactly_the_households_and_people_of_the_town_account(
    tmp_path: Path,
) -> None:
    truth = make_drawer(tmp_path, seed=2012)
    dual_low = [h for h in truth.households if h.category in ("低保户", "低收入户")]
    assert (len(dual_low), sum(len(h.members) for h in dual_low)) == (730, 2398)
    assert Counter(len(h.members) for h in dual_low) == SANJIAO.sizes
    assert Counter(h.category for h in dual_low) == SANJIAO.categories
    assert Counter(h.village for h in dual_low) == {v.name: v.weight for v in SANJIAO.villages}
    hard_up = [h for h in truth.households if h.category == "较困难户"]
    assert (len(hard_up), sum(len(h.members) for h in hard_up)) == (85, 270)


def test_demo_town_has_the_stated_ages_students_and_certificates(tmp_path: Path) -> None:
    truth = make_drawer(tmp_path, seed=2012)
    people = list(truth.registered())
    for (first, last), share in AGE_BANDS.items():
        found = sum(first <= age_on(person, ON) <= last for person in people)
        assert found / len(people) == pytest.approx(share / 100, abs=0.01)
    stages = Counter(person.stage for person in people)
    grown = len(people) / 2398
    assert stages["小学"] + stages["初中"] == pytest.approx(345 * grown, abs=25)
    assert stages["高中"] == pytest.approx(125 * grown, abs=12)
    assert stages["大学"] == pytest.approx(80 * grown, abs=8)
    assert sum(p.disability is not None for p in people) == pytest.approx(400 * grown, abs=1)
    paid = [p.medical.self_paid for p in people if p.medical]
    assert 30_000_00 in paid
    assert 29_999_99 in paid


@pytest.mark.parametrize("seed", SEEDS)
def test_every_number_is_whole_and_of_an_area_that_nobody_has(make: Make, seed: int) -> None:
    for person in make(seed).people:
        assert is_whole(person.ident)
        assert person.ident[:6].endswith("99")
        assert person.ident[6:14] == f"{person.born:%Y%m%d}"
        assert int(person.ident[16]) % 2 == (person.sex == "男")
        assert person.phone[3:7] == "0000"


@pytest.mark.parametrize("seed", SEEDS)
def test_no_two_people_have_one_number(wide: Make, seed: int) -> None:
    people = wide(seed).people
    assert len({person.ident for person in people}) == len(people)


@pytest.mark.parametrize("seed", SEEDS)
def test_no_household_has_two_people_of_one_name(wide: Make, seed: int) -> None:
    for household in wide(seed).households:
        names = [member.name for member in household.members]
        assert len(set(names)) == len(names)


def test_twins_have_neighbouring_numbers_and_villages_have_namesakes(make: Make) -> None:
    truth = make(1, households=730)
    twins = [
        (one, other)
        for household in truth.households
        for one, other in zip(household.members, household.members[1:], strict=False)
        if one.born == other.born and int(other.ident[14:17]) - int(one.ident[14:17]) in (1, 2, 3)
    ]
    assert len(twins) >= 5
    village = {h.id: h.village for h in truth.households if h.category}
    places = Counter((p.name, village[p.household]) for p in truth.registered())
    assert sum(count > 1 for count in places.values()) >= 5


def _digest(folder: Path) -> dict[str, str]:
    """Rows as they are read, since an .xlsx file also holds the moment it was written."""
    found = {}
    for path in sorted(folder.iterdir()):
        rows = cells_of(folder, path.name)
        found[path.name] = hashlib.sha256(repr(rows).encode()).hexdigest()
    return found


def test_one_seed_makes_the_same_drawer_and_another_a_different_one(
    make: Make, tmp_path: Path
) -> None:
    first, again = make(3, folder="a"), make(3, folder="b")
    make(4, folder="c")
    assert first.as_json() == again.as_json()
    assert _digest(tmp_path / "a") == _digest(tmp_path / "b")
    assert _digest(tmp_path / "a") != _digest(tmp_path / "c")


def test_a_drawer_holds_the_twelve_files(make: Make, tmp_path: Path) -> None:
    truth = make(1)
    assert len(truth.files) == 12
    assert sorted(truth.files) == sorted(path.name for path in (tmp_path / "drawer").iterdir())


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("kind", [False, True])
def test_every_row_of_the_truth_says_the_persons_name_where_it_says_it_stands(
    make: Make, tmp_path: Path, seed: int, kind: bool
) -> None:
    truth = make(seed, options=Options(wide=kind, mess=0.0))
    people = {person.id: person for person in truth.people}
    read: dict[tuple[str, str | None], list[list[object]]] = {}
    for row in truth.rows:
        if row.person is None:
            continue
        place = (row.file, row.sheet)
        if place not in read:
            read[place] = cells_of(tmp_path / "drawer", *place)
        text = "\n".join(str(cell) for cell in read[place][row.row - 1])
        assert people[row.person].name in text
        if "another's number" not in row.mess:
            assert people[row.person].ident in text


@pytest.mark.parametrize("seed", SEEDS)
def test_every_registered_person_stands_in_a_roster_of_their_household(
    wide: Make, seed: int
) -> None:
    truth = wide(seed)
    listed = {(row.person, row.household) for row in truth.rows if row.household}
    for person in truth.registered():
        assert (person.id, person.household) in listed


def test_damaged_numbers_are_never_whole_and_never_the_persons_own(
    make: Make, tmp_path: Path
) -> None:
    truth = make(5, households=400)
    people = {person.id: person for person in truth.people}
    file = "2012年三角镇低保户花名册.xlsx"
    rows = cells_of(tmp_path / "drawer", file)
    damaged = 0
    for row in truth.rows:
        lost = set(row.mess) & NUMBER_LOST - {"spouse's number"}
        if row.file != file or row.person is None or not lost:
            continue
        typed = str(rows[row.row - 1][5]).replace(" ", "")
        assert typed != people[row.person].ident
        assert not is_whole(typed) if len(typed) == 18 else True
        damaged += 1
    assert damaged > 20


def test_each_kind_of_mess_occurs_and_the_counts_are_those_of_the_rows(make: Make) -> None:
    truth = make(1, households=730)
    kinds = set(NUMBER_RATES) | {
        "15-digit old number", "lower-case x", "homophone", "space inside", "spaces around",
        "note in the name", "registered twice", "subtotal row", "total row", "footer",
    }  # fmt: skip
    assert kinds <= set(truth.mess)
    assert truth.mess["footer"] == 1
    assert truth.overlap["deceased_paid"]
    assert truth.overlap["serious_illness_twice_in_year"]
    assert truth.overlap["below_illness_threshold"]


def test_wide_drawers_differ_in_header_words_marks_and_separators() -> None:
    from random import Random

    from bangfu.demo.maker.style import MARKS, wide_style

    styles = [wide_style(Random(seed)) for seed in range(60)]
    assert {style.dibao.mark for style in styles} == set(MARKS)
    assert {style.dibao.per_village for style in styles} == {True, False}
    assert {style.dibao.header_rows for style in styles} == {1, 2, 3}
    assert len({style.dibao.columns for style in styles}) > 50
    assert {style.hard_up.encoding for style in styles} == {"gb18030", "utf-8", "utf-8-sig"}
    assert len({style.hard_up.separators for style in styles}) > 4


def test_truth_file_has_the_sections_a_judge_reads(make: Make, tmp_path: Path) -> None:
    make(1, truth_file=tmp_path / "truth.json")
    kept = json.loads((tmp_path / "truth.json").read_text(encoding="utf-8"))
    assert set(kept) == {"seed", "people", "households", "rows", "overlap", "mess"}
    assert {"id", "household", "relation", "name", "sex", "born", "ident"} <= set(kept["people"][0])
    assert {"id", "category", "members", "village", "address"} <= set(kept["households"][0])
    assert {"file", "row", "person", "mess"} <= set(kept["rows"][0])


def test_too_small_a_drawer_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="ten households"):
        make_drawer(tmp_path, seed=1, households=9)


def test_memory_grows_with_the_people_and_not_with_the_cells(tmp_path: Path) -> None:
    tracemalloc.start()
    make_drawer(tmp_path, seed=1, scale=1.0)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 30_000_000


@pytest.mark.parametrize(("total", "counts"), [(4, {"a": 3, "b": 1}), (8, {"a": 6, "b": 2})])
def test_shares_add_up_and_are_exact_at_their_own_total(total: int, counts: dict[str, int]) -> None:
    assert Counter(share_out({"a": 3, "b": 1}, total)) == counts
