"""`bangfu export`: what its words ask for, and what it refuses before it writes anything."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bangfu.config.cli import export
from bangfu.config.cli.words import Refused


class Words:
    """The words of one call."""

    def __init__(self, out: Path, **more: Any) -> None:
        self.name, self.layout, self.whole = "households", None, None
        self.out = str(out)
        self.__dict__.update(more)


def test_a_file_that_is_there_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").touch()
    with pytest.raises(Refused, match="已有这个文件"):
        export.run(Words(tmp_path / "a.xlsx"))  # type: ignore[arg-type]


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="没有这个文件夹"):
        export.run(Words(tmp_path / "b" / "a.xlsx"))  # type: ignore[arg-type]


@pytest.mark.django_db
def test_a_receiver_that_is_not_there_is_said_and_nothing_is_left(tmp_path: Path) -> None:
    out = tmp_path / "a.xlsx"
    with pytest.raises(Refused, match="没有这个收表单位"):
        export._write(Words(out, layout="县民政局"), out)  # type: ignore[arg-type]
    assert not list(tmp_path.iterdir())


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["households", "people"])
@pytest.mark.parametrize("whole", [None, "verify"])
def test_an_empty_register_gives_an_empty_sheet(
    tmp_path: Path, name: str, whole: str | None
) -> None:
    out = tmp_path / "a.xlsx"
    assert export._write(Words(out, name=name, whole=whole), out) == 0  # type: ignore[arg-type]
    assert out.stat().st_size > 3000
    assert [one.name for one in tmp_path.iterdir()] == ["a.xlsx"]
