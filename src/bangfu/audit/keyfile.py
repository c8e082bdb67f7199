"""The key files under BANGFU_HOME/keys: made once, readable by their owner only, never replaced.

They live outside the database on purpose: a copy of the database alone opens nothing and forges
nothing. The lowest room with a key owns this; `privacy` and `papers` read their master key by it.
"""

from __future__ import annotations

import base64
import binascii
import json
import os
import secrets
import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

_KEY_BYTES = 32
_FORMAT = 1


class KeyTrouble(Exception):
    """A key file is missing, open to others or unreadable; the message says what to do."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True)
class KeyRing:
    """The keys of one file: every version ever used, and `index`, which never changes."""

    current: int
    versions: dict[int, bytes]
    index: bytes

    def __repr__(self) -> str:
        return f"KeyRing(current={self.current}, versions={sorted(self.versions)})"


# By home and name: a process may be pointed at another home (tests are).
_known: dict[tuple[str, str], KeyRing] = {}


def folder() -> Path:
    """This function will give the folder of the key files."""
    return Path(settings.BANGFU_HOME) / "keys"


def place(name: str) -> Path:
    """This function will give the path of the key file called `name`."""
    return folder() / f"{name}.json"


def exists(name: str) -> bool:
    """This function will tell whether the key file is there."""
    return place(name).exists()


def load(name: str, *, again: bool = False) -> KeyRing:
    """This function will give the keys of a file, read once per process.

    :param again: read the file anew, because another process may have added a version.
    :raises KeyTrouble: missing, open to others, or damaged.
    """
    spot = (str(settings.BANGFU_HOME), name)
    ring = None if again else _known.get(spot)
    if ring is None:
        ring = _known[spot] = _read(place(name))
    return ring


def create(name: str) -> KeyRing:
    """This function will make the key file with a first version, or give the one already there.

    Two processes may start at once: a hard link lets one of them be first, and none overwrites.

    :raises KeyTrouble: a file is there and cannot be used.
    """
    ring = KeyRing(1, {1: secrets.token_bytes(_KEY_BYTES)}, secrets.token_bytes(_KEY_BYTES))
    _open_folder()
    path = place(name)
    draft = _draft(path, ring)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    _sync(path.parent)
    return load(name, again=True)


def add_version(name: str) -> KeyRing:
    """This function will add a new version and make it the current one; old ones stay readable.

    :raises KeyTrouble: the file is missing or cannot be used.
    """
    ring = load(name, again=True)
    number = max(ring.versions) + 1
    versions = ring.versions | {number: secrets.token_bytes(_KEY_BYTES)}
    path = place(name)
    os.replace(_draft(path, KeyRing(number, versions, ring.index)), path)
    _sync(path.parent)
    return load(name, again=True)


def forget() -> None:
    """This function will drop the keys this process has read."""
    _known.clear()


def _open_folder() -> None:
    path = folder()
    path.mkdir(mode=0o700, parents=True, exist_ok=True)


def _draft(path: Path, ring: KeyRing) -> Path:
    body = {
        "format": _FORMAT,
        "current": ring.current,
        "versions": {str(number): _text(key) for number, key in sorted(ring.versions.items())},
        "index": _text(ring.index),
    }
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(body, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        os.unlink(name)
        raise
    return Path(name)


def _sync(directory: Path) -> None:
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _text(key: bytes) -> str:
    return base64.b64encode(key).decode("ascii")


def _read(path: Path) -> KeyRing:
    try:
        mode = path.stat().st_mode
        if mode & 0o077:
            raise KeyTrouble(
                "key_open",
                f"密钥文件 {path} 其他用户也能读，已拒绝使用。请执行 chmod 600。"
                f" (The key file can be read by others; run chmod 600 on it.)",
            )
        body = json.loads(path.read_text("utf-8"))
        versions = {int(number): _key(text) for number, text in body["versions"].items()}
        ring = KeyRing(int(body["current"]), versions, _key(body["index"]))
    except FileNotFoundError:
        raise KeyTrouble(
            "key_missing",
            f"找不到密钥文件 {path}。请从备份中放回；没有它，加密的内容打不开。"
            " (The key file is missing: put it back from the backup.)",
        ) from None
    except PermissionError:
        raise KeyTrouble(
            "key_closed",
            f"本用户读不了密钥文件 {path}。请用安装时的用户运行。"
            " (This user may not read the key file: run as the user who installed.)",
        ) from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise _damaged(path) from None
    if ring.current not in ring.versions:
        raise _damaged(path)
    return ring


def _damaged(path: Path) -> KeyTrouble:
    return KeyTrouble(
        "key_damaged",
        f"密钥文件 {path} 已损坏。请从备份中放回。"
        " (The key file is damaged: put it back from the backup.)",
    )


def _key(text: str) -> bytes:
    try:
        key = base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError("not base64") from error
    if len(key) != _KEY_BYTES:
        raise ValueError("not 32 bytes")
    return key
