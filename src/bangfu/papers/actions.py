"""Keeping originals: encrypted, once, whole; and clearing away what a crash left behind."""

from __future__ import annotations

import os
import shutil
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

from django.conf import settings
from django.db import IntegrityError, connections, transaction

from bangfu.audit import actions as audit
from bangfu.audit import rotation

from . import queries, vault
from .models import Paper

_KEY_BYTES = 32
_SWEEP = 1_000
# A request that is still writing must not lose its file to the sweep.
_REST = timedelta(days=1)
_DRAFTS_REST = timedelta(hours=2)


def keep(
    *,
    content: bytes,
    file_name: str,
    media_type: str,
    by: UUID,
    at: datetime,
    area: int | None = None,
) -> Paper:
    """This function will keep an original, or give the paper it is kept as already.

    The file is written, read back and named before the row is; a transaction that is rolled back
    leaves a file that the sweep removes. Handing the same content in again restores a file that
    was lost or spoilt. It needs a scoped transaction: `by` is its principal.

    :param area: the area whose staff may read it; None leaves it to who hands it in.
    :raises OSError: it could not be written.
    :raises bangfu.audit.keyfile.KeyTrouble: the key file cannot be used.
    """
    mark = vault.fingerprint(content)
    known = _known(mark, area, by)
    if known is not None:
        _restore(known, content)
        return known
    paper = _written(content, file_name=file_name, media_type=media_type, mark=mark)
    paper.area, paper.kept_by, paper.kept_at = area, by, at
    first = _enter(paper)
    if first is not None:
        return first
    audit.record(
        verb="papers.paper.keep",
        by=by,
        at=at,
        subject=paper.uuid,
        subject_kind="papers.paper",
        area=area,
        detail={"size": len(content)},
    )
    return paper


class CannotSweep(Exception):
    """Most files are those of no paper: this is hardly the database that they belong to."""


def sweep(*, at: datetime) -> int:
    """This function will remove files that no paper names and that are older than a day.

    :returns: how many files were removed.
    :raises CannotSweep: more files are unknown than known, as beside an empty or another
        database; nothing is removed then.
    """
    drafts: list[Path] = []
    papers: dict[UUID, Path] = {}
    for uuid, path in vault.files_before((at - _REST).timestamp()):
        if uuid is None:
            drafts.append(path)
        else:
            papers[uuid] = path
    known = _known_among(list(papers))
    unknown = [path for uuid, path in papers.items() if uuid not in known]
    if len(unknown) > len(known):
        raise CannotSweep(f"{len(unknown)} files are unknown to this database, {len(known)} known")
    for path in (*drafts, *unknown):
        path.unlink(missing_ok=True)
    return len(drafts) + len(unknown)


def sweep_drafts(*, at: datetime) -> int:
    """This function will remove what a killed upload or sheet left unsealed, two hours old.

    :returns: how many files and folders were removed.
    """
    before, gone = (at - _DRAFTS_REST).timestamp(), 0
    for path in Path(settings.FILE_UPLOAD_TEMP_DIR).iterdir():
        try:
            if path.lstat().st_mtime >= before:
                continue
        except FileNotFoundError:
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
        gone += 1
    return gone


def rotate(*, by: UUID | None, at: datetime) -> int:
    """This function will make a new master key for papers and wrap every file's key with it.

    It runs as the owner, from the command line. All keys are wrapped in one transaction; a run
    that was broken off is simply run again.

    :returns: how many keys were wrapped anew.
    :raises bangfu.audit.keyfile.KeyTrouble: the file is not that of these papers, or another one
        is at work; then nothing has changed.
    """
    with rotation.alone():
        vault.ring()
        queries.check_opens()
        rotation.add_version(vault.NAME, verb="papers.master.rotate", by=by, at=at)
        return rewrap()


def rewrap() -> int:
    """This function will wrap every file's key with the current version of the key file.

    Files stay as they are. It runs as the owner, from the command line, after a new version was
    added to the key file.

    :returns: how many keys were wrapped anew.
    :raises bangfu.audit.keyfile.KeyTrouble: a key does not open; nothing has changed then.
    """
    current = vault.ring().current
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT uuid, wrapped, master_version FROM papers_paper"
            " WHERE wrapped IS NOT NULL AND master_version <> %s FOR UPDATE",
            [current],
        )
        rows = cursor.fetchall()
        for uuid, wrapped, version in rows:
            fresh, number = vault.wrap(vault.unwrap(bytes(wrapped), version, uuid), uuid)
            cursor.execute(
                "UPDATE papers_paper SET wrapped = %s, master_version = %s WHERE uuid = %s",
                [fresh, number, uuid],
            )
    return len(rows)


def _written(content: bytes, *, file_name: str, media_type: str, mark: bytes) -> Paper:
    """Write the file, and give the row that will name it."""
    uuid, key = uuid4(), os.urandom(_KEY_BYTES)
    vault.write(uuid, key, content)
    wrapped, version = vault.wrap(key, uuid)
    return Paper(
        uuid=uuid,
        fingerprint=mark,
        size=len(content),
        media_type=media_type[:100],
        file_name=vault.seal_name(key, file_name),
        wrapped=wrapped,
        master_version=version,
    )


def _enter(paper: Paper) -> Paper | None:
    """Write the row; gives the paper of who handed the same in at that moment and was first."""
    try:
        with transaction.atomic():
            paper.save(force_insert=True)
    except IntegrityError:
        vault.remove(paper.uuid)
        assert paper.kept_by is not None
        first = _known(bytes(paper.fingerprint), paper.area, paper.kept_by)
        if first is None:
            raise
        return first
    return None


def _known(mark: bytes, area: int | None, by: UUID) -> Paper | None:
    papers = Paper.objects.filter(fingerprint=mark, area=area, wrapped__isnull=False)
    if area is None:
        papers = papers.filter(kept_by=by)
    return papers.order_by("id").first()


def _restore(paper: Paper, content: bytes) -> None:
    assert paper.wrapped is not None
    key = vault.unwrap(bytes(paper.wrapped), paper.master_version, paper.uuid)
    try:
        for _piece in vault.chunks(paper.uuid, key):
            pass
    except vault.PaperTrouble:
        vault.write(paper.uuid, key, content)


def _known_among(uuids: list[UUID]) -> set[UUID]:
    known: set[UUID] = set()
    with connections["default"].cursor() as cursor:
        for start in range(0, len(uuids), _SWEEP):
            cursor.execute("SELECT papers_known(%s::uuid[])", [uuids[start : start + _SWEEP]])
            known.update(row[0] for row in cursor.fetchall())
    return known
