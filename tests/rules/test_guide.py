"""What the guide for officials shows is true: its examples load, and say what the text says."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from bangfu.rules import Standards
from bangfu.rules.loading.folder import load_texts, read_folder
from bangfu.rules.proposing import propose

GUIDE = (Path(__file__).parents[2] / "docs/guide/standards.md").read_text("utf-8")
BLOCKS = re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)


def test_the_worked_examples_of_the_guide_are_proved(seed: Standards) -> None:
    change, standard, cases, override, _what_if = BLOCKS
    texts = {name: text for one in seed.bases for name, text in one.texts.items()}
    standards = load_texts(
        {
            "elder_visit.yaml": standard,
            "elder_visit.cases.yaml": cases,
            "gaoping.yaml": override,
        }
    )
    (here,) = standards.of_area("442000109206")
    gift = here.values["gift"]
    assert [step.value for step in gift.steps] == [30_000, 40_000]
    name = next(name for name in texts if name.endswith("education.yaml"))
    held = re.search(r"  senior_grant:\n(?:    .*\n)+", texts[name])
    assert held
    texts[name] = texts[name].replace(held[0], change)
    changed = load_texts(texts, prove=False)
    education = next(one for one in changed.bases if one.id == "education")
    step = education.values["senior_grant"].on(date(2013, 9, 1))
    assert step is not None
    assert step.value == 250_000


def test_the_change_to_be_tried_out_can_be_read() -> None:
    found = propose(read_folder(), BLOCKS[-1], file="guide.yaml", on=date(2026, 1, 1))
    assert found.on == date(2012, 10, 1)
    assert found.changed == ("442000109/education.yaml", "442000109/goods.yaml")
