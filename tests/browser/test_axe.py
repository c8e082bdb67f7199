"""Pages that everybody can read and reach: axe, and targets for a finger."""

from __future__ import annotations

import json
from typing import Any

import pytest

from .screens import ALIKE, PLACES, faults_of, menu_of

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("role", "width"),
    [
        (role, width)
        for role in PLACES
        for width in (1280, 390)
        if role not in ALIKE or width == 390
    ],
)
def test_axe_finds_nothing(open_page: Any, role: str, width: int) -> None:
    """The policy is bypassed here only: axe is injected."""
    page, _wrong = open_page(role, width, "zh-hans", bypass_csp=True)
    places = list(PLACES[role])
    told = []
    for place in places:
        page.goto(place)
        if place == "/":
            places += [link for link in menu_of(page) if link not in places]
        told += [(place, *fault) for fault in faults_of(page)]
    assert not told, json.dumps(told, ensure_ascii=False, indent=1)


@pytest.mark.parametrize("role", ["clerk", "leader"])
def test_targets_on_the_phone_are_large_enough_for_a_finger(open_page: Any, role: str) -> None:
    page, _wrong = open_page(role, 390, "zh-hans")
    for place in PLACES[role]:
        page.goto(place)
        small = page.evaluate(
            """() => [...document.querySelectorAll('a, button, select, input, summary')]
              .filter(one => one.offsetParent && !one.closest('.bf-skip, p, .bf-table, .bf-log'))
              .filter(one => !one.matches('.visually-hidden[tabindex="-1"]'))
              .map(one => {
                const box = (one.closest('label') ?? one).getBoundingClientRect();
                return [one.outerHTML.slice(0, 90), Math.round(box.width), Math.round(box.height)];
              })
              .filter(([, width, height]) => height < 24 || width < 24)"""
        )
        assert not small, f"{place}: {small}"
