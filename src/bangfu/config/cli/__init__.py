"""The operators' command line: `bangfu`."""

from __future__ import annotations

from bangfu.config.cli.main import main

__all__ = ["main"]
