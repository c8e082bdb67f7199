"""The streams of an OLE compound file (MS-CFB): enough to tell a .xls from a locked workbook."""

from __future__ import annotations

import struct
from collections.abc import Iterator

_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 16
_TABLE, _CHAIN_END, _FREE = 0xFFFFFFFD, 0xFFFFFFFE, 0xFFFFFFFF
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


def wrap(stream: bytes) -> bytes:
    """Put a workbook stream into a fresh container of one entry, whose sizes and chains are true.

    Sectors of 4096 bytes (version 4): 109 sectors of the table reach 457 MB, so no further
    tables are needed.
    """
    sector = 4096
    data = stream + b"\x00" * (-len(stream) % sector or (sector if not stream else 0))
    count = len(data) // sector
    # After the data: the directory, an empty stream of small ones that readers ask for, the table.
    tables = -(-(count + 2) // (sector // 4 - 1))
    entries = [*range(1, count), _CHAIN_END, _CHAIN_END, _CHAIN_END, *[_TABLE] * tables]
    entries += [_FREE] * (tables * sector // 4 - len(entries))
    header = _SIGNATURE + struct.pack("<HHHHH6x", 0x3E, 4, 0xFFFE, 12, 6)
    header += struct.pack("<IIIIIIIII", 1, tables, count, 0, sector, _CHAIN_END, 0, _CHAIN_END, 0)
    places = [*range(count + 2, count + 2 + tables), *[_FREE] * (109 - tables)]
    header += struct.pack("<109I", *places)
    directory = _entry("Root Entry", 5, count + 1, 0, child=1)
    directory += _entry("Workbook", 2, 0, len(data))
    table = struct.pack(f"<{len(entries)}I", *entries)
    parts = (header, data, directory.ljust(sector, b"\x00"), b"\x00" * sector, table)
    return b"".join(part + b"\x00" * (-len(part) % sector) for part in parts)


def _entry(name: str, kind: int, first: int, size: int, child: int = _FREE) -> bytes:
    text = name.encode("utf-16-le") + b"\x00\x00"
    head = text.ljust(64, b"\x00") + struct.pack("<HBB", len(text), kind, 1)
    links = struct.pack("<III", _FREE, _FREE, child)
    return head + links + b"\x00" * 36 + struct.pack("<IQ", first, size)


def _open(content: bytes) -> _Container:
    try:
        return _Container(content)
    except struct.error as wrong:
        raise BrokenContainer from wrong
