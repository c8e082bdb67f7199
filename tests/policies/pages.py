"""The small town of the browser tests, asked by Django's client, with standards of its own."""

from ..desk.conftest import As, filled, trail, visit
from ..desk.test_changes import _everywhere as everywhere
from .conftest import rules

__all__ = ["As", "everywhere", "filled", "rules", "trail", "visit"]
