"""The sprite, and what the style sheets and templates may not do."""

import re
from pathlib import Path

import pytest

from bangfu.frame import assets

from .messages import SOURCE, templates

STYLES = sorted((SOURCE / "frame" / "static" / "frame").glob("*.css"))


@pytest.fixture
def drawings(tmp_path: Path) -> Path:
    (tmp_path / "home.svg").write_text(
        '<!-- a house --><svg width="24"><path stroke="none" d="M0 0h24v24H0z" fill="none" />'
        '<path d="M5 12l-2 0l9 -9" /></svg>',
        "utf-8",
    )
    return tmp_path


def test_the_sprite_holds_a_symbol_for_each_name(drawings: Path) -> None:
    sprite = assets.draw_sprite({"home"}, drawings)
    assert '<symbol id="home"' in sprite
    assert "M5 12l-2 0l9 -9" in sprite
    assert "M0 0h24v24H0z" not in sprite


def test_an_icon_that_does_not_exist_stops_the_setup(drawings: Path) -> None:
    with pytest.raises(assets.MissingAsset, match="no outline icon 'hoem'"):
        assets.draw_sprite({"hoem"}, drawings)


def test_without_packages_the_setup_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(assets.MissingAsset, match="install the npm packages first"):
        assets.gather(tmp_path, tmp_path / "vendor")


def test_every_icon_of_a_template_is_found() -> None:
    assert {"language", "menu-2", "search", "circle-check"} <= assets.icon_names()


@pytest.mark.parametrize("page", templates(), ids=lambda page: str(page.relative_to(SOURCE)))
def test_a_template_carries_no_style_and_no_script_of_its_own(page: Path) -> None:
    text = page.read_text("utf-8")
    assert not re.search(r"\sstyle\s*=", text)
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text)
    assert not re.search(r"<script(?![^>]*\b(?:src|type=\"application/json\"))", text)
    assert not re.search(r"(?:src|href|action)=\"(?:https?:)?//", text)


@pytest.mark.parametrize("sheet", STYLES, ids=lambda sheet: sheet.name)
def test_a_style_sheet_asks_no_other_host(sheet: Path) -> None:
    text = sheet.read_text("utf-8")
    assert "@import" not in text
    assert "url(" not in text
    assert len(text.splitlines()) <= 400
