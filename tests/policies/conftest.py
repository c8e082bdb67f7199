from collections.abc import Iterator

import pytest

from bangfu.rules.loading import read_folder

from ..registry.conftest import town, trail

__all__ = ["town", "trail"]


@pytest.fixture
def rules(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """The standards as the town of the tests has them: of its own area."""
    from bangfu.policies.queries import library

    files = {name: text.replace('"442000109', '"442099109') for name, text in read_folder().items()}
    library._held.cache_clear()
    monkeypatch.setattr(library, "read_folder", lambda: files)
    yield files
    library._held.cache_clear()
