"""A zip with a manifest of what is in it, and checking one: plain files, no database.

The manifest says of each file its size, SHA-256 and SM3 (GB/T 32905). Who only has the package can
check that no file was changed, added or left out, and draw the sample again from seed and frame;
that it is the package which was handed out is said by the trail, which holds the manifest's own
SHA-256.
"""

from __future__ import annotations

import hashlib
import io
import json
import lzma
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives import hashes

from bangfu.kernel.draws import draw

MANIFEST = "manifest.json"
COMMISSION = "commission.json"
FORMAT = "bangfu-evidence-1"
# A package holds text of at most some hundred families: more than this is no package of ours.
LARGEST = 50_000_000
MOST_FILES = 1_000


# What Python says of a zip or a JSON that somebody broke, nested or made to hurt.
_SPOILT = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    LookupError,
    TypeError,
    ValueError,
    ArithmeticError,
    AttributeError,
    RuntimeError,
    struct.error,
    OSError,
    MemoryError,
)


class NotAPackage(ValueError):
    """The file is no zip, or has no manifest of this format."""


@dataclass
class Checked:
    """What was found in a package: how many files hold, and which do not."""

    files: int = 0
    changed: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)
    drawn: bool = False
    manifest: str = ""

    @property
    def ok(self) -> bool:
        """Whether everything is as the manifest says, and the sample is what the rule draws."""
        return self.drawn and not (self.changed or self.missing or self.extra)

    def as_json(self) -> dict[str, Any]:
        """Return the finding as plain values."""
        return {
            "ok": self.ok,
            "files": self.files,
            "changed": self.changed,
            "missing": self.missing,
            "extra": self.extra,
            "sample_follows_the_rule": self.drawn,
            "manifest_sha256": self.manifest,
        }


def pack(files: Mapping[str, bytes], head: Mapping[str, Any]) -> tuple[bytes, str]:
    """Return a zip of these files with their manifest, and the SHA-256 of the manifest in hex."""
    listed = [
        {"name": name, "bytes": len(content), "sha256": sha256(content), "sm3": sm3(content)}
        for name, content in sorted(files.items())
    ]
    manifest = json.dumps(
        {"format": FORMAT, **head, "files": listed}, ensure_ascii=False, indent=1
    ).encode()
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in [*sorted(files.items()), (MANIFEST, manifest)]:
            packed.writestr(name, content)
    return box.getvalue(), sha256(manifest)


def check(path: Path) -> Checked:
    """Compare a package with its manifest and draw its sample again.

    Raises NotAPackage, and OSError for a file that cannot be read.
    """
    with path.open("rb"):
        if path.stat().st_size > LARGEST:
            raise NotAPackage("too large")
    try:
        with zipfile.ZipFile(path) as packed:
            if len(packed.infolist()) > MOST_FILES:
                raise NotAPackage("too many files")
            # Read in pieces: what a zip says of its sizes is a stranger's word.
            inside, left = {}, LARGEST
            for one in packed.infolist():
                with packed.open(one) as file:
                    inside[one.filename] = file.read(left + 1)
                left -= len(inside[one.filename])
                if left < 0:
                    raise NotAPackage("too large")
            twice = len(inside) < len(packed.namelist())
        manifest = inside.pop(MANIFEST)
        told = json.loads(manifest)
        listed = {str(one["name"]): dict(one) for one in told["files"]}
    except _SPOILT as error:
        raise NotAPackage(str(error)) from error
    if told.get("format") != FORMAT or twice:
        raise NotAPackage("another format")
    found = Checked(files=len(listed), manifest=sha256(manifest))
    found.missing = sorted(set(listed) - set(inside))
    found.extra = sorted(set(inside) - set(listed))
    for name in sorted(set(listed) & set(inside)):
        content, said = inside[name], listed[name]
        if (len(content), sha256(content), sm3(content)) != (
            said.get("bytes"),
            said.get("sha256"),
            said.get("sm3"),
        ):
            found.changed.append(name)
    found.drawn = _follows_the_rule(inside.get(COMMISSION, b""))
    return found


def _follows_the_rule(content: bytes) -> bool:
    """Whether the sample in a commission is what its rule draws from its frame."""
    try:
        told = json.loads(content)
        frame = [UUID(one) for one in told["frame_ids"]]
        drawn = draw(told["seed"], frame, percent=told["percent"], least=told["least"])
        lines = "\n".join(str(one) for one in sorted(frame))
        return (
            told["frame_digest"] == sha256(lines.encode())
            and told["frame"] == len(frame)
            and told["sample"] == [str(one) for one in drawn]
        )
    except _SPOILT:
        return False


def sha256(content: bytes) -> str:
    """Return the SHA-256 in hex."""
    return hashlib.sha256(content).hexdigest()


def sm3(content: bytes) -> str:
    """Return the SM3 (GB/T 32905) in hex."""
    digest = hashes.Hash(hashes.SM3())
    digest.update(content)
    return digest.finalize().hex()
