"""Encrypted files under BANGFU_HOME/files: written whole or not at all, and read with proof.

A file is a mark, then chunks of up to 1 MiB, each sealed by AES-256-GCM under the file's own key.
The nonce is the chunk's number (a key serves one content only); number and "this is the last one"
are authenticated with it, so that chunks cannot be swapped and an end cannot be cut off.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import time
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import connections

from bangfu.audit import keyfile
from bangfu.audit.keyfile import KeyRing, KeyTrouble

NAME = "papers"
MARK = b"BFP1"
CHUNK = 1 << 20
_TAG, _NONCE = 16, 12
_PART = ".part-"


class PaperTrouble(Exception):
    """A kept file cannot be read; the message says why and what to do."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def ring() -> KeyRing:
    """This function will give the keys of this room, making their file before the first paper.

    :raises KeyTrouble: the file is missing though papers are kept, or cannot be used.
    """
    if keyfile.exists(NAME):
        return keyfile.load(NAME)
    if any_kept():
        return keyfile.load(NAME, again=True)
    return keyfile.create(NAME)


def any_kept() -> bool:
    """This function will tell whether any paper is kept, whoever may see it."""
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT papers_any_kept()")
        return bool(cursor.fetchone()[0])


def fingerprint(content: bytes) -> bytes:
    """This function will give 32 bytes that are equal for equal contents of this installation."""
    key = _derived(ring().index, b"bangfu papers fingerprint")
    return hmac.digest(key, hashlib.sha256(content).digest(), "sha256")


def wrap(key: bytes, paper: UUID) -> tuple[bytes, int]:
    """This function will wrap a file's key for its paper; gives it with the version used."""
    ring()
    # Read anew: the command line may have added a version since this process read the file.
    keys = keyfile.load(NAME, again=True)
    nonce = os.urandom(_NONCE)
    box = AESGCM(keys.versions[keys.current])
    return nonce + box.encrypt(nonce, key, paper.bytes), keys.current


def unwrap(wrapped: bytes, version: int, paper: UUID) -> bytes:
    """This function will open the wrapped key of a paper.

    :raises KeyTrouble: the key file has no such version, or belongs to another database.
    """
    versions = ring().versions
    if version not in versions:
        versions = keyfile.load(NAME, again=True).versions
    try:
        box = AESGCM(versions[version])
        return box.decrypt(wrapped[:_NONCE], wrapped[_NONCE:], paper.bytes)
    except (KeyError, InvalidTag):
        raise KeyTrouble(
            "key_foreign",
            f"密钥文件 {keyfile.place(NAME)} 打不开这份材料。请放回原来的文件。"
            " (The key file does not open this paper: put the right one back.)",
        ) from None


def seal_name(key: bytes, name: str) -> bytes:
    """This function will encrypt a file name with the key of its file."""
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(_name_key(key)).encrypt(nonce, name.encode("utf-8", "replace"), None)


def open_name(key: bytes, blob: bytes) -> str:
    """This function will decrypt a file name.

    :raises PaperTrouble: it was changed.
    """
    try:
        return AESGCM(_name_key(key)).decrypt(blob[:_NONCE], blob[_NONCE:], None).decode()
    except InvalidTag:
        raise _damaged() from None


def place(paper: UUID) -> Path:
    """This function will give the path of a paper's file."""
    name = paper.hex
    return _folder() / name[:2] / name[2:4] / name


def write(paper: UUID, key: bytes, content: bytes) -> None:
    """This function will write a file, read it back, and only then give it its name.

    :raises OSError: no room, or the disk gave back something else than was written.
    """
    path = place(paper)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.parent / f"{_PART}{path.name}-{os.getpid()}-{time.monotonic_ns()}"
    try:
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(MARK)
            for chunk in _sealed(key, content):
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        _read_back(draft, key, content)
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)
    _sync(path.parent)


def chunks(paper: UUID, key: bytes) -> Iterator[bytes]:
    """This function will give the content of a paper, piece by piece, each proved before it goes.

    :raises PaperTrouble: the file is missing, was changed or cut.
    """
    try:
        with place(paper).open("rb") as file:
            yield from _opened(file.read, key)
    except FileNotFoundError:
        raise PaperTrouble(
            "missing",
            "这份材料的原件不在文件夹里了。请从备份中放回 files 文件夹。"
            " (The original is missing: put the folder files back from the backup.)",
        ) from None


def remove(paper: UUID) -> None:
    """This function will remove the file of a paper that was never entered."""
    place(paper).unlink(missing_ok=True)


def files_before(moment: float) -> Iterator[tuple[UUID | None, Path]]:
    """This function will give the files last written before `moment` (seconds since 1970).

    With each comes the paper it is named for; None for a draft that a crash left behind.
    """
    for path in sorted(_folder().glob("??/??/*")):
        with contextlib.suppress(FileNotFoundError):
            if path.stat().st_mtime >= moment:
                continue
            if path.name.startswith(_PART):
                yield None, path
                continue
            with contextlib.suppress(ValueError):
                yield UUID(hex=path.name), path


def _folder() -> Path:
    return Path(settings.BANGFU_HOME) / "files"


def _sealed(key: bytes, content: bytes) -> Iterator[bytes]:
    box, view = AESGCM(key), memoryview(content)
    count = max(1, -(-len(content) // CHUNK))
    for number in range(count):
        piece = view[number * CHUNK : (number + 1) * CHUNK]
        yield box.encrypt(_nonce(number), piece, _label(number, number == count - 1))


def _opened(read: Callable[[int], bytes], key: bytes) -> Iterator[bytes]:
    box = AESGCM(key)
    if read(len(MARK)) != MARK:
        raise _damaged()
    number, sealed = 0, read(CHUNK + _TAG)
    while True:
        following = read(CHUNK + _TAG)
        try:
            yield box.decrypt(_nonce(number), sealed, _label(number, not following))
        except (InvalidTag, ValueError):
            raise _damaged() from None
        if not following:
            return
        number, sealed = number + 1, following


def _read_back(draft: Path, key: bytes, content: bytes) -> None:
    at = 0
    try:
        with draft.open("rb") as file:
            for piece in _opened(file.read, key):
                if content[at : at + len(piece)] != piece:
                    break
                at += len(piece)
    except PaperTrouble as trouble:
        raise OSError("the disk gave back something else than was written") from trouble
    if at != len(content):
        raise OSError("the disk gave back something else than was written")


def _nonce(number: int) -> bytes:
    return number.to_bytes(_NONCE, "big")


def _label(number: int, is_last: bool) -> bytes:
    return MARK + number.to_bytes(8, "big") + bytes([is_last])


def _name_key(key: bytes) -> bytes:
    return _derived(key, b"bangfu papers file name")


@lru_cache(maxsize=256)
def _derived(key: bytes, info: bytes) -> bytes:
    return HKDF(hashes.SHA256(), 32, salt=None, info=info).derive(key)


def _damaged() -> PaperTrouble:
    return PaperTrouble(
        "damaged",
        "这份材料的原件被改过或不完整，已拒绝打开。请从备份中放回 files 文件夹。"
        " (The original was changed or is incomplete: put the folder files back from the backup.)",
    )


def _sync(directory: Path) -> None:
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
