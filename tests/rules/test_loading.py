"""What the loader refuses, and that it says where and how to mend it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from bangfu.rules import StandardError, load
from bangfu.rules.loading.folder import SEED, load_texts

Files = Callable[..., dict[str, str]]
BOUND = "when: household.category in [dibao, hard_up]"


def faults(files: dict[str, str]) -> str:
    with pytest.raises(StandardError) as refused:
        load_texts(files)
    for fault in refused.value.faults:
        assert fault.file
        assert fault.line > 0
        assert fault.zh
        assert fault.en
    return str(refused.value)


def test_the_standards_that_come_along_are_proved() -> None:
    standards = load()
    assert {one.id for one in standards.bases} == {
        "goods", "education", "disability", "housing", "startup",
        "serious_illness", "disaster", "dibao", "near_dibao", "temporary",
    }  # fmt: skip


def test_a_plain_standard_loads(plain: Files) -> None:
    assert load_texts(plain()).bases[0].id == "plain"


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("source: {issuer: 镇政府, document: 文件, clause: 一}\n", "", 2, "lacks “source”"),
        ("issuer: 镇政府, ", "", 9, "lacks “issuer”"),
        ("    clause: 一\n    by_date", "    by_date", 12, "lacks “clause”"),
        ("    clause: 一\n    when", "    when", 19, "lacks “clause”"),
        ("value: 900.00元", "value: 900.00", 17, "must carry its unit"),
        ("value: 900.00元", "value: 900", 17, "must carry its unit"),
        ("value: 900.00元", "value: 9e2", 17, "must carry its unit"),
        ("value: 900.00元", "value: 900.001元", 17, "too fine"),
        ("value: 900.00元", "value: 12个月", 17, "must carry its unit"),
        ("{from: 2012-01-01, value", "{from: 2012-02-01, value", 17, "write null for none"),
        ("when: household", "when: house", 22, "not known"),
        (BOUND, "when:", 22, "empty"),
        (BOUND, 'when: ""', 22, "empty"),
        (BOUND, "when: true", 22, "reads no fact"),
        (BOUND, "when: most > 1.00元", 22, "reads no fact"),
        (BOUND, "when: household.size", 22, "Wanted here"),
        (BOUND, "when: household.monthly_income_fen < 12个月", 22, "differ in kind"),
        (BOUND, "when: household.category in [dibao, rich]", 22, "not known"),
        (BOUND, "when: person.labour = none or person.labour != none", 1, "always holds"),
        (BOUND, "when: household.monthly_income_fen >= 0.00元", 1, "always holds"),
        (BOUND, "when: household.category = dibao and household.category = none", 1, "never holds"),
        ("  formula: most", "  formula: 100.00元", 12, "is not used"),
        ("  formula: most", "  formula: household.size", 25, "Wanted here"),
        ("  formula: most", "  formula: most\n  none: yes", 24, "takes one of"),
        ("parts: 1", "parts: 0.5", 29, "must be 1 to"),
        ("subject: person", "subject: village", 5, "must be one of"),
        ("subject: person", "subjekt: person", 5, "Did you mean “subject”"),
        ("period: calendar_year", "period: weekly", 7, "must be one of"),
        ('area: "442000109"', 'area: "44200"', 2, "must be 全国"),
        ("from: 2012-01-01\nsource", "from: 1.1.2012\nsource", 8, "must be a date"),
        ("unit: 元", "unit: 角", 14, "unit must be one of"),
        ("paid_by:", "paid_bye:", 27, "Did you mean “paid_by”"),
        ("standard: plain", "standard: plain\nstandard: plain", 3, "stands twice"),
        ("standard: plain", "standard: &a plain", 2, "Anchors"),
        ("standard: plain", "standard: !!str plain", 2, "Tags"),
        ("standard: plain", "standard: [plain", 3, "No valid YAML"),
        ("standard: plain", "standard: Plain", 2, "lower case"),
    ],
)
def test_what_is_unclear_is_refused_with_its_line(
    plain: Files, old: str, new: str, line: int, said: str
) -> None:
    told = faults(plain((old, new)))
    assert said in told
    assert any(one.startswith(f"plain.yaml:{line}:") and said in one for one in told.split("\n"))


def test_a_condition_that_holds_for_few_is_not_taken_for_one_that_never_does(
    plain: Files,
) -> None:
    rare = (
        "when: household.category = dibao and person.disability.kind = limb"
        " and person.disability.grade = 1 and person.labour = lost and person.school.stage = junior"
    )
    files = plain((BOUND, rare), cases=CASES_RARE)
    assert load_texts(files).bases


def test_days_must_ascend_and_stand_once(plain: Files) -> None:
    row = "      - {from: 2012-01-01, value: 900.00元}\n"
    later = "      - {from: 2013-01-01, value: 950.00元}\n"
    assert "must ascend" in faults(plain((row, row + row)))
    assert "must ascend" in faults(plain((row, row + later + row)))
    load_texts(plain((row, row + later)))


def test_all_faults_of_a_file_are_told_at_once(plain: Files) -> None:
    told = faults(plain(("unit: 元", "unit: 角"), ("parts: 1", "parts: 0"), (BOUND, "when: rich")))
    assert told.count("plain.yaml:") >= 3


def test_a_table_needs_a_row_for_each_code(plain: Files) -> None:
    table = "  table:\n    by: person.school.stage\n    rows: {primary: most, juniour: most}"
    told = faults(plain(("  formula: most", table)))
    assert "lacks “senior”" in told
    assert "no code “juniour”" in told


def test_a_standard_without_cases_or_whose_cases_fail_is_refused(plain: Files) -> None:
    files = plain()
    del files["plain.cases.yaml"]
    assert "There are no cases" in faults(files)
    files = plain(("900.00元", "901.00元"))
    assert "plain.cases.yaml:6" in faults(files)
    assert "901.00元" in faults(files)
    assert "At least one yes and one no" in faults(
        plain(cases="signed: {by: 某, on: 2012-01-05}\ncases:\n" + CASE_YES)
    )
    assert "lacks “signed”" in faults(plain(cases="cases:\n" + CASE_YES))
    assert "household.category It must be" in faults(plain(cases=CASE_WRONG))


CASES_RARE = """
signed: {by: 某, on: 2012-01-05}
cases:
  - name: 给
    subject: p1
    expect: {answer: yes, amount: 900.00元}
    facts: {on: 2012-10-01, area: "442000109201", household: {category: dibao}, persons: [
      {id: p1, labour: lost, disability: {kind: limb, grade: 1}, school: {stage: junior}}]}
  - name: 不给
    subject: p1
    expect: {answer: no}
    facts: {on: 2012-10-01, area: "442000109201", household: {category: none}, persons: [{id: p1}]}
"""
CASE_YES = """
  - name: 给
    subject: p1
    expect: {answer: yes, amount: 900.00元}
    facts: {on: 2012-10-01, area: "442000109201", household: {category: dibao}, persons: [{id: p1}]}
"""
CASE_WRONG = """
signed: {by: 某, on: 2012-01-05}
cases:
  - name: 错
    subject: p1
    expect: {answer: no}
    facts: {on: 2012-10-01, household: {category: rich}}
"""


def override(area: str, value: str, *, widens: bool = False, name: str = "most") -> str:
    return f"""
override: plain
area: "{area}"
because: 当地另定
source: {{issuer: 村, document: 文, clause: 一}}
widens: {"yes" if widens else "no"}
values:
  {name}:
    clause: 村定
    by_date:
      - {{from: 2013-01-01, value: {value}}}
"""


LISTED = (
    "  most:\n",
    """  some:
    zh: 范围
    en: Range
    codes: category
    clause: 一
    by_date:
      - {from: 2012-01-01, value: [dibao, hard_up]}
  most:
""",
)
IN_LIST = (BOUND, "when: household.category in some")


def test_an_area_changes_values_from_a_day_on_inside_its_standard(plain: Files) -> None:
    files = plain(**{"village.yaml": override("442000109201", "950.00元")})
    standards = load_texts(files)
    (here,) = standards.of_area("442000109201")
    (there,) = standards.of_area("442000109202")
    most = here.values["most"]
    assert [step.value for step in most.steps] == [90000, 95000]
    assert most.on(date(2012, 12, 31)) == there.values["most"].steps[0]
    assert here.hash != there.hash


@pytest.mark.parametrize("area", ["全国", "442000", "442000109", "442000110201"])
def test_an_override_outside_its_standard_is_refused(plain: Files, area: str) -> None:
    told = faults(plain(**{"village.yaml": override(area, "950.00元")}))
    assert "No wider standard" in told


def test_an_override_that_lets_more_people_in_must_say_so(plain: Files) -> None:
    wider = "[dibao, hard_up, none]"
    area = "442000109201"
    told = faults(plain(LISTED, IN_LIST, **{"v.yaml": override(area, wider, name="some")}))
    assert "widens" in told
    assert "v.yaml:2" in told
    load_texts(
        plain(LISTED, IN_LIST, **{"v.yaml": override(area, wider, name="some", widens=True)})
    )
    load_texts(plain(LISTED, IN_LIST, **{"v.yaml": override(area, "[dibao]", name="some")}))


def test_an_override_of_a_value_that_is_not_there_is_refused(plain: Files) -> None:
    told = faults(plain(**{"v.yaml": override("442000109201", "1.00元", name="more")}))
    assert "has no value “more”" in told


def test_standards_that_count_toward_each_other_in_a_circle_are_refused(plain: Files) -> None:
    end = "      - {fund: town, parts: 1}\n"
    one = plain((end, end + "stacking: {counts_toward: [other]}\n"))
    two = plain((end, end + "stacking: {counts_toward: [plain]}\n"))
    other = two["plain.yaml"].replace("standard: plain", "standard: other")
    files = {**one, "other.yaml": other, "other.cases.yaml": two["plain.cases.yaml"]}
    assert "goes in a circle" in faults(files)
    assert "no other standard" in faults(plain((end, end + "stacking: {goes_with: [nobody]}\n")))


def test_one_id_stands_once_for_an_area(plain: Files) -> None:
    files = plain()
    files["again.yaml"] = files["plain.yaml"]
    files["again.cases.yaml"] = files["plain.cases.yaml"]
    assert "stands in plain.yaml too" in faults(files)


@pytest.mark.parametrize("text", ["", "\0", "- 1", "a: " * 50, "[" * 500, "{" * 500, "a: b\n" * 3])
def test_no_text_at_all_brings_the_loader_down(plain: Files, text: str) -> None:
    faults(plain(**{"odd.yaml": text}))


def test_a_folder_without_standards_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StandardError, match="no standard here"):
        load(tmp_path)


def test_every_line_of_the_seed_that_is_broken_stops_the_change() -> None:
    """Each number of each standard, made a bare number, is refused by its line."""
    for place in sorted(SEED.rglob("*.yaml")):
        if place.name.endswith(".cases.yaml"):
            continue
        lines = place.read_text("utf-8").split("\n")
        marked = [at for at, line in enumerate(lines) if "value: " in line and "元" in line]
        for at in marked:
            broken = [*lines]
            broken[at] = broken[at].replace("元", "")
            files = {
                str(one.relative_to(SEED)): one.read_text("utf-8") for one in SEED.rglob("*.yaml")
            }
            name = str(place.relative_to(SEED))
            with pytest.raises(StandardError) as refused:
                load_texts({**files, name: "\n".join(broken)}, prove=False)
            assert (name, at + 1) in {(fault.file, fault.line) for fault in refused.value.faults}
