"""Reads gettext catalogues (.po) and compiles them (.mo), without gettext on the machine.

The format is that of the GNU gettext manual, "The Format of GNU MO Files" and "The Format of PO
Files"; only what this project's catalogues use is understood.
"""

import re
import struct
from dataclasses import dataclass
from pathlib import Path

MAGIC = 0x950412DE
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\"}


@dataclass(frozen=True)
class Entry:
    """One message: its context, its Chinese, and one text for each plural form."""

    context: str | None
    text: str
    plural: str | None
    translations: tuple[str, ...]

    @property
    def key(self) -> str:
        """Give the name under which gettext looks the message up."""
        base = self.text if self.plural is None else f"{self.text}\x00{self.plural}"
        return base if self.context is None else f"{self.context}\x04{base}"


def read_catalogue(source: str) -> list[Entry]:
    """Return the entries of a .po text, the header among them (its ``text`` is empty).

    Raises ValueError for a line that is neither a keyword, a string, a comment nor blank.
    """
    entries: list[Entry] = []
    fields: dict[str, str] = {}
    current = ""
    for number, raw in enumerate(source.splitlines(), start=1):
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        keyword, _, rest = line.partition(" ")
        if not line.startswith('"'):
            if keyword in ("msgctxt", "msgid") and "msgstr" in " ".join(fields):
                entries.append(_entry(fields))
                fields = {}
            current, line = keyword, rest.strip()
            fields[current] = ""
        match = _STRING.fullmatch(line)
        if match is None or not current:
            raise ValueError(f"line {number}: not understood: {raw!r}")
        fields[current] += _unescape(match[1])
    if fields:
        entries.append(_entry(fields))
    return entries


def _unescape(text: str) -> str:
    return re.sub(r"\\(.)", lambda match: _ESCAPES[match[1]], text)


def _entry(fields: dict[str, str]) -> Entry:
    forms = [value for name, value in sorted(fields.items()) if name.startswith("msgstr")]
    return Entry(fields.get("msgctxt"), fields["msgid"], fields.get("msgid_plural"), tuple(forms))


def compile_catalogue(source: Path, target: Path) -> int:
    """Write the binary catalogue of ``source`` to ``target`` and return its number of messages.

    Messages without a translation are left out, so that gettext shows the Chinese.
    """
    table = {
        entry.key.encode(): "\x00".join(entry.translations).encode()
        for entry in read_catalogue(source.read_text("utf-8"))
        if all(entry.translations)
    }
    keys = sorted(table)
    count, head = len(keys), 7 * 4
    texts = b"".join(key + b"\x00" for key in keys)
    start = head + 16 * count
    positions: list[bytes] = []
    offset = start
    for key in keys:
        positions.append(struct.pack("<2I", len(key), offset))
        offset += len(key) + 1
    translated = b""
    for key in keys:
        positions.append(struct.pack("<2I", len(table[key]), offset))
        offset += len(table[key]) + 1
        translated += table[key] + b"\x00"
    header = struct.pack("<7I", MAGIC, 0, count, head, head + 8 * count, 0, start)
    target.write_bytes(header + b"".join(positions) + texts + translated)
    return count
