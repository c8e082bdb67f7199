from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bangfu.demo.maker import Options, Truth, make_drawer

Make = Callable[..., Truth]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Makes a small drawer under the test's folder; the keyword arguments are make_drawer's."""

    def _make(seed: int = 7, *, households: int = 60, folder: str = "drawer", **more: Any) -> Truth:
        return make_drawer(tmp_path / folder, seed=seed, households=households, **more)

    return _make


@pytest.fixture
def wide(make: Make) -> Make:
    """Like make, but of the wider kind."""

    def _wide(seed: int = 7, **more: Any) -> Truth:
        return make(seed, options=Options(wide=True), **more)

    return _wide
