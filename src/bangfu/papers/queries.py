"""Reading originals back, within the scope of the transaction."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connections

from bangfu.audit import keyfile
from bangfu.audit.keyfile import KeyTrouble

from . import vault
from .models import Paper
from .vault import PaperTrouble

__all__ = [
    "KeyTrouble",
    "PaperTrouble",
    "Told",
    "check",
    "check_opens",
    "count_missing",
    "describe",
    "read",
    "stream",
]


@dataclass(frozen=True)
class Told:
    """What is known of a paper without opening it; the file name may hold people's names."""

    uuid: UUID
    file_name: str
    media_type: str
    size: int
    kept_by: UUID | None
    kept_at: datetime


def read(paper: UUID) -> bytes:
    """This function will give the content of a paper, proved to be what was kept.

    :raises Paper.DoesNotExist: there is none, or it is out of scope.
    :raises PaperTrouble: code ``missing``, ``damaged`` or ``erased``.
    :raises KeyTrouble: the key file cannot be used.
    """
    return b"".join(stream(paper))


def stream(paper: UUID) -> Iterator[bytes]:
    """This function will give the content of a paper in pieces of up to 1 MiB.

    The row is read at the call, within its scope; the file while it is consumed.

    :raises: as `read`.
    """
    row = Paper.objects.get(uuid=paper)
    return vault.chunks(row.uuid, _key(row))


def describe(papers: list[UUID]) -> dict[UUID, Told]:
    """This function will tell name, kind and size of papers; those out of scope are absent.

    :raises PaperTrouble: a file name was changed.
    :raises KeyTrouble: the key file cannot be used.
    """
    return {
        row.uuid: Told(
            uuid=row.uuid,
            file_name=vault.open_name(_key(row), bytes(row.file_name)),
            media_type=row.media_type,
            size=row.size,
            kept_by=row.kept_by,
            kept_at=row.kept_at,
        )
        for row in Paper.objects.filter(uuid__in=papers, wrapped__isnull=False)
    }


def check() -> str:
    """This function will say what is wrong with the key file of papers; "" is a good answer.

    It makes nothing: where no paper is kept yet, there need be no key file.
    """
    try:
        if keyfile.exists(vault.NAME) or vault.any_kept():
            keyfile.load(vault.NAME, again=True)
            check_opens()
    except KeyTrouble as trouble:
        return str(trouble)
    return ""


def check_opens() -> None:
    """This function will open one key of each version, as the owner: does the file fit the papers?

    :raises KeyTrouble: it does not.
    """
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT ON (master_version) uuid, wrapped, master_version"
            " FROM papers_paper WHERE wrapped IS NOT NULL ORDER BY master_version"
        )
        for uuid, wrapped, version in cursor.fetchall():
            vault.unwrap(bytes(wrapped), version, uuid)


def count_missing() -> int:
    """This function will count the papers whose file is not in the folder, as the owner."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT uuid FROM papers_paper WHERE wrapped IS NOT NULL")
        return sum(not vault.place(uuid).exists() for (uuid,) in cursor)


def _key(row: Paper) -> bytes:
    if row.wrapped is None:
        raise PaperTrouble("erased", "这份材料已依法删除。 (This paper was erased by law.)")
    return vault.unwrap(bytes(row.wrapped), row.master_version, row.uuid)
