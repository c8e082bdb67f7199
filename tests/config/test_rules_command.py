"""`bangfu rules`: the standards checked and asked from the command line, without a database."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from bangfu.config.cli import main
from bangfu.rules.loading.folder import SEED

ROOT = Path(__file__).parents[2]
FACTS = """
on: 2012-10-01
area: "442000109201"
household: {category: dibao}
persons:
  - {id: p1, school: {stage: senior, full_time: true, year: "2012-2013"}}
received: []
"""


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    place = tmp_path / "facts.yaml"
    place.write_text(FACTS, "utf-8")
    return place


def test_check_names_every_standard(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "check"]) == 0
    told = capsys.readouterr().out
    assert "serious_illness" in told
    assert "10 standards proved" in told


def test_check_of_a_broken_folder_names_file_and_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "standards"
    shutil.copytree(SEED, folder)
    goods = folder / "442000109" / "goods.yaml"
    goods.write_text(goods.read_text("utf-8").replace("900.00元", "900.00"), "utf-8")
    assert main(["rules", "check", "--standards", str(folder)]) == 1
    line = goods.read_text("utf-8").split("\n").index("      - {from: 2012-01-01, value: 900.00}")
    assert f"442000109/goods.yaml:{line + 1}: " in capsys.readouterr().err


def test_assess_answers_as_the_contract_has_it(
    facts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["rules", "assess", "--facts", str(facts), "--standard", "education", "--json"]
    assert main(words) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["on"] == "2012-10-01"
    (answer,) = told["answers"]
    assert {"standard", "subject", "answer", "amount_fen", "period", "needs", "paid_by", "trail",
            "rule_hash"} == set(answer)  # fmt: skip
    assert answer["amount_fen"] == 200_000
    assert answer["paid_by"] == [{"fund": "education", "amount_fen": 200_000}]
    assert {"clause", "fact", "value", "holds", "since"} <= set(answer["trail"][0])


def test_assess_tells_a_person_why(facts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "assess", "--facts", str(facts)]) == 0
    told = capsys.readouterr().out
    assert "困难学生助学金  p1  2012-2013：可以 (yes)  2,000.00元" in told
    assert "还缺：残疾类别（person.disability.kind）" in told


def test_the_day_of_the_question_can_be_given(
    facts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["rules", "assess", "--facts", str(facts), "--on", "2011-10-01", "--json"]
    assert main(words) == 0
    assert {one["answer"] for one in json.loads(capsys.readouterr().out)["answers"]} == {"no"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (FACTS.replace("dibao", "rich"), "household.category"),
        (FACTS.replace("senior", "kindergarten"), "persons[0].school.stage"),
        (FACTS.replace("on: 2012-10-01", ""), "on："),
        (
            FACTS.replace(
                "received: []", "received: [{standard: gods, on: 2012-01-01, state: paid}]"
            ),
            "received[0].standard",
        ),
        ("[", "YAML"),
        ("", "facts.yaml:1"),
    ],
)
def test_wrong_facts_are_named_by_their_path_and_refused_with_2(
    facts: Path, capsys: pytest.CaptureFixture[str], text: str, said: str
) -> None:
    facts.write_text(text, "utf-8")
    assert main(["rules", "assess", "--facts", str(facts), "--json"]) == 2
    done = capsys.readouterr()
    assert said in done.err
    assert not done.out


def test_facts_without_persons_leave_nobody_to_answer_for(
    facts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    facts.write_text('{on: 2012-10-01, area: "442000109201"}', "utf-8")
    assert main(["rules", "assess", "--facts", str(facts), "--standard", "goods"]) == 0
    assert "nobody to answer for" in capsys.readouterr().out


def test_bad_words_are_refused_with_2(facts: Path, tmp_path: Path) -> None:
    assert main(["rules", "assess", "--facts", str(tmp_path / "none.yaml")]) == 2
    assert main(["rules", "assess", "--facts", str(facts), "--standard", "nix"]) == 2
    assert main(["rules", "assess", "--facts", str(facts), "--standards", "/no/such"]) == 2
    facts.write_bytes(b"\xff\xfe")
    assert main(["rules", "assess", "--facts", str(facts)]) == 2


def test_the_reference_in_the_guide_is_that_of_the_code(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["rules", "reference"]) == 0
    assert capsys.readouterr().out == (ROOT / "docs/guide/facts.md").read_text("utf-8")
