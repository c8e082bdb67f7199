"""People's names: cleaning, notes in brackets, surnames, and how a name sounds in pinyin."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from bangfu.kernel import readings
from bangfu.kernel.text import squeeze, tighten, to_half_width, trim


class CleanName(NamedTuple):
    """A name without what is not name; `notes` are the bracketed remarks that stood with it."""

    name: str
    notes: tuple[str, ...]
    repairs: tuple[str, ...]


# CJK ideographs of the basic plane, the compatibility block, extensions A to J, and 〇.
HAN = r"\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"

_PLAIN = re.compile(r"[\u4e00-\u9fff]{2,4}")
_HAS_HAN = re.compile(f"[{HAN}]")
_COMPATIBILITY = re.compile(r"[\u2e80-\u2fdf\uf900-\ufaff\U0002f800-\U0002fa1f]")
_DOTS = re.compile(
    rf"[·•‧・･⋅∙●᛫⸱ꞏ\u0387\u2024]|(?<=[{HAN}])[.。｡](?=[{HAN}])"  # a full stop serves as well
)
_OPEN, _CLOSE = r"(\[{<【〔〖《「『〈", r")\]}>】〕〗》」』〉"
_NOTE = re.compile(f"[{_OPEN}]([^{_CLOSE}]*)(?:[{_CLOSE}]|$)")
# Latin runs are one piece; marks and spaces are none; any other character stands alone.
_PIECE = re.compile(r"[A-Za-z0-9]+|[^\s!-/:-@\[-`{-~·]")
_BRACKETS = str.maketrans("（）［］｛｝＜＞", "()[]{}<>")
_EDGES = '·,，、;；:：.。-—_/\\|"“”*#)]}>】〕〗》」』〉'


def clean(text: str | None) -> CleanName:
    """This function will take a name as typed apart into the name, its notes and the repairs.

    Spaces in a name with Chinese characters are removed (何 健); a Latin name keeps single ones.
    Every variant of the middle dot becomes `·`. Repairs: full_width, spaces, apostrophe, note,
    dot, compatibility (a look-alike code point), edge (punctuation around the name).
    An empty cell gives an empty name; nothing is raised.
    """
    if text is None:
        return CleanName("", (), ())
    if _PLAIN.fullmatch(text):
        return CleanName(text, (), ())
    return _cleaned(text)


@lru_cache(maxsize=16384)
def _cleaned(text: str) -> CleanName:
    repairs: list[str] = []
    name, notes = _without_notes(text.translate(_BRACKETS))
    if name != text:
        repairs.append("note")
    tight, mended = tighten(name)
    if not _HAS_HAN.search(tight):
        latin = trim(to_half_width(name))
        mended = tuple(m for m in mended if m != "spaces" or latin != to_half_width(name))
        tight = latin
    repairs += mended
    if _COMPATIBILITY.search(tight):
        tight = unicodedata.normalize("NFKC", tight)
        repairs.append("compatibility")
    dotted = _DOTS.sub("·", tight)
    if dotted != tight:
        repairs.append("dot")
    name = dotted.strip(_EDGES)
    while (inner := trim(name).strip(_EDGES)) != name:
        name = inner
    if name != dotted:
        repairs.append("edge")
    return CleanName(name, notes, tuple(repairs))


def _without_notes(text: str) -> tuple[str, tuple[str, ...]]:
    """Split off what stands in brackets; a name that stands in brackets as a whole is a name."""
    if not _NOTE.search(text):
        return text, ()
    bare = _NOTE.sub("", text)
    found = [trim(to_half_width(note)) for note in _NOTE.findall(text)]
    if squeeze(bare).strip(_EDGES):
        return bare, tuple(note for note in found if note)
    return "".join(found), ()


def surname(name: str) -> str:
    """This function will tell the surname of a clean name, or "" of one that has none.

    None is told for names with a middle dot, Latin names, single characters, and names of four
    and more characters whose first is no Chinese surname (扎西顿珠).
    """
    if "·" in name or len(name) < 2 or not readings.is_han(name[0]):
        return ""
    if len(name) > 2 and name[:2] in readings.COMPOUND_SURNAMES:
        return name[:2]
    if len(name) > 3 and name[0] not in readings.SURNAMES:
        return ""
    return name[0]


def syllables(name: str) -> tuple[str, ...]:
    """This function will read a clean name as toneless pinyin, one item for each character.

    A surname gets its reading as a surname (单 shan, 曾 zeng, 仇 qiu, 区 ou). ü is written v, as
    people type it. A character without a known reading stands for itself; a run of Latin
    letters is one item; dots, spaces and other marks are left out.
    """
    return tuple([read.syllable for read in _read(name)])


def initials(name: str) -> str:
    """This function will give the first letters of the syllables: 欧阳小明 → oyxm."""
    return "".join([read.syllable[0] for read in _read(name)])


@lru_cache(maxsize=32768)
def pinyin_key(name: str) -> str:
    """This function will give a key whose plain byte order (collation "C") is dictionary order.

    Syllable, tone and character are compared in turn for each character, so that all 李 stand
    together and before all 里. Unknown characters come after the letters.
    """
    return "".join([f"{r.syllable}{r.tone}{r.char}" if r.tone else _bare(r) for r in _read(name)])


def _bare(read: _Read) -> str:
    return read.syllable if read.syllable.isascii() else f"~{read.syllable}"


def same_sound(a: str, b: str) -> bool:
    """This function will tell whether two clean names may be the same name written by ear.

    They have the same number of characters, and at each place the characters are equal or
    share one of their usual readings without tone. One place after the surname may differ by
    what southern speakers do not tell apart (锦 jin, 景 jing; 思 si, 诗 shi). Equal names sound
    the same; an empty name sounds like none.
    """
    if a == b:
        return bool(a)
    left, right = _read(a), _read(b)
    if len(left) != len(right) or len(surname(a)) != len(surname(b)):
        return False
    near = 0
    for place, (x, y) in enumerate(zip(left, right, strict=True)):
        if x.char == y.char or x.syllable == y.syllable:
            continue
        ours, theirs = readings.usual(x.char), readings.usual(y.char)
        if ours & theirs:
            continue
        near += 1
        if near > 1 or place < len(surname(a)) or not readings.near(x.char) & readings.near(y.char):
            return False
    return True


class _Read(NamedTuple):
    """A character (or a run of Latin letters) with its reading; tone "" where none is known."""

    char: str
    syllable: str
    tone: str


@lru_cache(maxsize=32768)
def _read(name: str) -> tuple[_Read, ...]:
    family = surname(name)
    given = name[len(family) :]
    pairs: list[tuple[str, str]] = []
    if family:
        pairs += zip(family, readings.of_surname(family), strict=True)
    phrase = readings.of_phrase(given)
    if phrase is not None:
        pairs += zip(given, phrase, strict=True)
    else:
        pairs += [(piece, readings.of_character(piece)) for piece in _PIECE.findall(given)]
    return tuple(
        [
            _Read(char, reading[:-1], reading[-1])
            if reading != char.lower()
            else _Read(char, reading, "")
            for char, reading in pairs
        ]
    )
