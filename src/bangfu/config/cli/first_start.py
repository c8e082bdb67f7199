"""What happens before the pages open for the first time."""

from __future__ import annotations

from pathlib import Path

from bangfu.config.cli.words import Refused


def folder(word: str) -> Path:
    """This function will read the name of a folder that exists.

    :raises Refused: there is no such folder, or it cannot be read.
    """
    place = Path(word).expanduser().absolute()
    if not place.is_dir():
        raise Refused(f"没有这个文件夹：{place} (There is no such folder.)")
    return place


def prepare(*, drawer: Path | None, empty: bool) -> None:
    """This function will migrate, and fill a register in which nobody works yet."""
    from django.core.management import call_command

    call_command("migrate", database="owner", interactive=False, verbosity=0)
