"""The streams of an OLE compound file (MS-CFB): enough to tell a .xls from a locked workbook."""

from __future__ import annotations

import struct
from collections.abc import Iterator

_END = 0xFFFFFFFA
"""Sector numbers from here are marks, not sectors."""


class BrokenContainer(ValueError):
    """Says that the container does not hold together."""


class _Container:
    def __init__(self, content: bytes) -> None:
        if len(content) < 512 or content[26:28] not in (b"\x03\x00", b"\x04\x00"):
            raise BrokenContainer
        self.content = content
        shift, mini_shift = struct.unpack_from("<HH", content, 30)
        if shift not in (9, 12) or mini_shift != 6:
            raise BrokenContainer
        self.size = 1 << shift
        (self.directory,) = struct.unpack_from("<I", content, 48)
        self.cutoff, self.mini_fat = struct.unpack_from("<II", content, 56)
        self.fat = self._read_fat()

    def _read_fat(self) -> list[int]:
        first, count = struct.unpack_from("<II", self.content, 68)
        places = list(struct.unpack_from("<109I", self.content, 76))
        seen = 0
        while first < _END and count and seen <= len(self.content) // self.size:
            entries = struct.unpack(f"<{self.size // 4}I", self.sector(first))
            places.extend(entries[:-1])
            first = entries[-1]
            seen += 1
        fat: list[int] = []
        for place in places:
            if place < _END:
                fat.extend(struct.unpack(f"<{self.size // 4}I", self.sector(place)))
        return fat

    def sector(self, number: int) -> bytes:
        start = (number + 1) * self.size
        data = self.content[start : start + self.size]
        if not data:
            raise BrokenContainer
        return data.ljust(self.size, b"\x00")

    def chain(self, number: int) -> bytes:
        parts: list[bytes] = []
        while number < _END:
            if number >= len(self.fat) or len(parts) > len(self.fat):
                raise BrokenContainer
            parts.append(self.sector(number))
            number = self.fat[number]
        return b"".join(parts)

    def entries(self) -> Iterator[tuple[str, int, int, int]]:
        """Give name, type (2 stream, 5 root), first sector and size of each directory entry."""
        directory = self.chain(self.directory)
        for at in range(0, len(directory) - 127, 128):
            length, kind = struct.unpack_from("<HB", directory, at + 64)
            if kind and 2 <= length <= 64:
                name = directory[at : at + length - 2].decode("utf-16-le", "replace")
                first, size = struct.unpack_from("<IQ", directory, at + 116)
                yield name, kind, first, size & 0xFFFFFFFF

    def stream(self, wanted: str) -> bytes:
        root = b""
        for name, kind, first, size in self.entries():
            if kind == 5:
                root = self.chain(first) if first < _END else b""
            elif name == wanted:
                if size >= self.cutoff:
                    return self.chain(first)[:size]
                return self._mini(root, first)[:size]
        raise BrokenContainer

    def _mini(self, root: bytes, number: int) -> bytes:
        table = self.chain(self.mini_fat)
        fat = struct.unpack(f"<{len(table) // 4}I", table)
        parts: list[bytes] = []
        while number < _END:
            if number >= len(fat) or len(parts) > len(fat):
                raise BrokenContainer
            parts.append(root[number * 64 : number * 64 + 64])
            number = fat[number]
        return b"".join(parts)


def stream_names(content: bytes) -> set[str]:
    """List the names in the container's directory. Raises BrokenContainer."""
    return {name for name, *_ in _open(content).entries()}


def read_stream(content: bytes, name: str) -> bytes:
    """Give a stream's bytes. Raises BrokenContainer."""
    return _open(content).stream(name)


def _open(content: bytes) -> _Container:
    try:
        return _Container(content)
    except struct.error as wrong:
        raise BrokenContainer from wrong
