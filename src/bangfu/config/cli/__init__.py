"""The operators' command line: `bangfu`."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(words: Sequence[str] | None = None) -> int:
    """This function will run one command and give its exit code, as `main.main` says.

    It loads the rest itself, so that Ctrl-C is answered by a sentence from the first moment on.
    """
    try:
        from bangfu.config.cli.main import main as run
    except KeyboardInterrupt:
        print("已停止。 (Stopped.)", file=sys.stderr)
        return 130
    return run(words)


__all__ = ["main"]
