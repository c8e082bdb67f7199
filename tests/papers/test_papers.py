"""Originals are kept whole, encrypted, once; and come back exactly or not at all."""

from __future__ import annotations

import os
import stat
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import Error, connections, transaction

from bangfu.audit import keyfile
from bangfu.audit import queries as trail
from bangfu.papers import actions, queries, vault
from bangfu.papers.models import Paper
from bangfu.papers.states import MediaType, kind_of

pytestmark = pytest.mark.django_db

CLERK = UUID("00000000-0000-4000-8000-00000000c1e4")
AREA = 442099109201000
FILE_NAME = "2012年低保户花名册(张小明).xlsx"
NAME_ONLY = {"file_name": FILE_NAME, "media_type": "application/vnd.ms-excel"}


def kept(at: datetime, content: bytes = b"roster", **words: Any) -> Paper:
    return actions.keep(**{"content": content, "by": CLERK, "at": at, **NAME_ONLY, **words})


def files(home: Path) -> list[Path]:
    return sorted(path for path in (home / "files").rglob("*") if path.is_file())


@pytest.mark.parametrize("size", [0, 1, 1000, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 3 << 20])
def test_a_paper_comes_back_byte_for_byte(
    own_home: Path, scoped: Any, at: datetime, size: int
) -> None:
    content = os.urandom(size)
    with scoped():
        paper = kept(at, content)
        assert queries.read(paper.uuid) == content
        told = queries.describe([paper.uuid, uuid4()])
    assert [(t.file_name, t.size, t.kept_at) for t in told.values()] == [(FILE_NAME, size, at)]


def test_nothing_readable_lies_on_the_disk_or_in_the_table(
    own_home: Path, scoped: Any, at: datetime
) -> None:
    content = "张小明,442099199001011234".encode() * 100
    with scoped():
        paper = kept(at, content)
    (file,) = files(own_home)
    assert "张小明".encode() not in file.read_bytes()
    assert "张小明".encode() not in bytes(paper.file_name)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert file == vault.place(paper.uuid)


def test_the_same_content_is_kept_once_for_an_area(
    own_home: Path, scoped: Any, at: datetime
) -> None:
    with scoped():
        first = kept(at, area=AREA)
        assert kept(at, area=AREA, by=first.kept_by) == first
        assert kept(at, area=AREA + 1000) != first
        assert kept(at, b"another", area=AREA) != first
    assert len(files(own_home)) == 3
    assert [line.verb for line in trail.list_entries()] == ["papers.paper.keep"] * 3


def test_keeping_is_recorded_without_the_file_name(
    own_home: Path, scoped: Any, at: datetime
) -> None:
    with scoped() as who:
        paper = kept(at, area=AREA)
    (line,) = trail.list_entries(subject=paper.uuid)
    assert (line.actor, line.area, line.detail) == (who, AREA, '{"size": 6}')


def test_a_paper_is_seen_in_its_area_or_by_who_handed_it_in(
    own_home: Path, scoped: Any, at: datetime
) -> None:
    with scoped():
        placed, own = kept(at, area=AREA), kept(at)
    elsewhere = ((442099110000000, 442099110999999),)
    colleague, stranger = uuid4(), uuid4()
    with scoped(colleague):
        assert queries.read(placed.uuid) == b"roster"
        with pytest.raises(Paper.DoesNotExist):
            queries.read(own.uuid)
    with scoped(stranger, elsewhere):
        for paper in (placed, own):
            with pytest.raises(Paper.DoesNotExist):
                queries.read(paper.uuid)
        assert queries.describe([placed.uuid, own.uuid]) == {}
        # And handing the same content in tells a stranger nothing.
        assert kept(at, by=stranger).uuid not in (placed.uuid, own.uuid)
    assert Paper.objects.count() == 0


def test_nobody_keeps_a_paper_in_another_name_or_area(
    own_home: Path, scoped: Any, at: datetime
) -> None:
    with scoped():
        for words in ({"by": uuid4()}, {"area": 442099110001000}):
            with pytest.raises(Error, match="row-level security"), transaction.atomic():
                kept(at, **words)


@pytest.mark.parametrize(
    "statement",
    ["UPDATE papers_paper SET size = 0", "DELETE FROM papers_paper", "TRUNCATE papers_paper"],
)
@pytest.mark.parametrize("alias", ["default", "trace"])
def test_the_application_changes_no_paper(statement: str, alias: str) -> None:
    with (
        pytest.raises(Error, match="permission denied"),
        transaction.atomic(using=alias),
        connections[alias].cursor() as cursor,
    ):
        cursor.execute(statement)


def spoil(path: Path, how: str) -> None:
    content = path.read_bytes()
    piece = vault.CHUNK + 16
    first, second = content[4 : 4 + piece], content[4 + piece : 4 + 2 * piece]
    rest = content[4 + 2 * piece :]
    path.write_bytes(
        {
            "a byte": content[:-20] + bytes([content[-20] ^ 1]) + content[-19:],
            "the mark": b"X" + content[1:],
            "a cut end": content[:-1],
            "a lost chunk at the end": content[: 4 + 2 * piece],
            "swapped chunks": content[:4] + second + first + rest,
            "something added": content + b"x",
            "nothing left": b"",
        }[how]
    )


@pytest.mark.parametrize(
    "how",
    [
        "a byte",
        "the mark",
        "a cut end",
        "a lost chunk at the end",
        "swapped chunks",
        "something added",
        "nothing left",
    ],
)
def test_a_spoilt_file_is_refused_and_can_be_handed_in_again(
    own_home: Path, scoped: Any, at: datetime, how: str
) -> None:
    content = os.urandom(2 * vault.CHUNK + 5)
    with scoped():
        paper = kept(at, content)
        spoil(vault.place(paper.uuid), how)
        with pytest.raises(queries.PaperTrouble, match="从备份中放回") as trouble:
            queries.read(paper.uuid)
        assert trouble.value.code == "damaged"
        assert kept(at, content) == paper
        assert queries.read(paper.uuid) == content


def test_a_missing_file_is_said_and_can_be_handed_in_again(
    own_home: Path, scoped: Any, at: datetime
) -> None:
    with scoped():
        paper = kept(at)
        vault.place(paper.uuid).unlink()
        with pytest.raises(queries.PaperTrouble) as trouble:
            queries.read(paper.uuid)
        assert trouble.value.code == "missing"
        assert kept(at) == paper
        assert queries.read(paper.uuid) == b"roster"


def test_a_file_put_in_the_place_of_another_is_refused(
    own_home: Path, scoped: Any, at: datetime
) -> None:
    with scoped():
        first, second = kept(at), kept(at, b"another")
        os.replace(vault.place(first.uuid), vault.place(second.uuid))
        with pytest.raises(queries.PaperTrouble):
            queries.read(second.uuid)


def test_a_disk_that_gives_back_something_else_is_noticed(
    own_home: Path, scoped: Any, at: datetime, monkeypatch: Any
) -> None:
    whole = vault._sealed
    monkeypatch.setattr(vault, "_sealed", lambda key, content: whole(key, content[:-1] + b"?"))
    with scoped(), pytest.raises(OSError, match="something else"):
        kept(at)
    assert files(own_home) == []


def test_a_full_disk_leaves_nothing_behind(
    own_home: Path, scoped: Any, at: datetime, monkeypatch: Any
) -> None:
    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    with scoped():
        vault.ring()
        monkeypatch.setattr(vault.os, "fsync", full)
        with pytest.raises(OSError, match="No space"):
            kept(at)
        monkeypatch.undo()
        assert Paper.objects.count() == 0
    assert files(own_home) == []


def test_the_sweep_takes_what_no_paper_names_and_is_a_day_old(
    own_home: Path, scoped: Any, at: datetime, monkeypatch: Any
) -> None:
    monkeypatch.setattr(actions, "_SWEEP", 2)
    old = (at - timedelta(days=2)).timestamp()
    with scoped():
        known = kept(at)
        more = [kept(at, b"%d" % number) for number in range(3)]
    draft = vault.place(known.uuid).with_name(".part-left")
    draft.write_bytes(b"x")
    stranger = own_home / "files" / "ab" / "cd"
    stranger.mkdir(parents=True, exist_ok=True)
    (stranger / "README").write_bytes(b"not ours")
    orphans = [vault.place(uuid4()) for _ in range(3)]
    for path in orphans:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    for path in files(own_home):
        os.utime(path, (old, old))
    young = vault.place(uuid4())
    young.parent.mkdir(parents=True, exist_ok=True)
    young.write_bytes(b"x")
    os.utime(young, (at.timestamp(), at.timestamp()))
    assert actions.sweep(at=at) == 4
    assert actions.sweep(at=at) == 0
    left = {path.name for path in files(own_home)}
    assert left == {paper.uuid.hex for paper in [known, *more]} | {"README", young.name}


def test_what_a_killed_upload_left_is_swept_after_two_hours(
    tmp_path: Path, at: datetime, settings: Any
) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path
    for name, hours in (("old.upload", 3), ("young.upload", 1), ("bangfu-old", 3)):
        path = tmp_path / name
        if name == "bangfu-old":
            path.mkdir()
            (path / "sheet.xlsx").write_bytes(b"whole numbers")
        else:
            path.write_bytes(b"x")
        moment = (at - timedelta(hours=hours)).timestamp()
        os.utime(path, (moment, moment))
    assert actions.sweep_drafts(at=at) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["young.upload"]


def test_large_uploads_lie_in_a_folder_of_the_home_closed_to_others() -> None:
    from django.conf import settings
    from django.core.files.uploadedfile import TemporaryUploadedFile

    place = Path(settings.FILE_UPLOAD_TEMP_DIR)
    assert place.parent == settings.BANGFU_HOME
    assert place.stat().st_mode & 0o777 == 0o700
    with TemporaryUploadedFile("a.xlsx", "", 6_000_000, None) as upload:
        assert Path(upload.temporary_file_path()).parent == place


def test_without_files_the_sweep_has_nothing_to_do(own_home: Path, at: datetime) -> None:
    assert actions.sweep(at=at) == 0


def test_a_lost_key_file_is_said_and_no_new_one_is_made(
    own_home: Path, scoped: Any, at: datetime
) -> None:
    assert queries.check() == ""
    with scoped():
        paper = kept(at)
        keyfile.place(vault.NAME).unlink()
        keyfile.forget()
        with pytest.raises(queries.KeyTrouble):
            kept(at, b"another")
        with pytest.raises(queries.KeyTrouble):
            queries.read(paper.uuid)
        assert "从备份中放回" in queries.check()
    assert not keyfile.exists(vault.NAME)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\xff\xd8\xff\xe1 Exif", MediaType.JPEG),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", MediaType.PNG),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIDAT", None),
        (b"%PDF-1.7", MediaType.PDF),
        (b"\n" * 1000 + b"%PDF-1.7", MediaType.PDF),
        (b"\n" * 1024 + b"%PDF-1.7", None),
        (b"GIF89a", None),
        (b"<svg onload='x()'>", None),
        (b"", None),
    ],
)
def test_what_a_file_is_is_told_by_its_content(content: bytes, kind: MediaType | None) -> None:
    assert kind_of(content) == kind
