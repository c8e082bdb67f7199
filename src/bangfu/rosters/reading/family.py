"""A family written into one cell, taken apart into people.

李娴杰/配偶/4304…;邓银兰/子/4420… is the common way; other marks, other orders and missing parts
are met as well. What a part is, its own form says: a number, a relation, a sex, else a name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bangfu.kernel import identity, names, relations
from bangfu.kernel.codes import Sex, parse_sex
from bangfu.kernel.text import is_empty_word, to_half_width

from . import limits
from .values import sex_of

_ENTRY_MARKS = (";", "\n", "|", "、", ",", "+", " ")
_PARTS = re.compile(r"[/,、|()\[\]:\-—_\s]+")
_INNER_SPACE = re.compile(r"(?<=[\dXx])[ \t]+(?=[\dXx])")
_NUMBERISH = re.compile(r"[0-9XxEe+.*']{6,}")
_HAN_NAME = re.compile(f"[{names.HAN}·•]{{2,}}|[A-Za-z][A-Za-z .'·]+")
_BRACKET = re.compile(r"\(([^()]*)\)")
_OPEN, _CLOSE = "\ue000", "\ue001"
_COUNT = re.compile(r"^\(?\d{1,2}\)?[.、)]")
_LABELS = re.compile(r"(?:姓名|关系|身份证号码|身份证号|身份证|公民身份号码|性别|电话)\s*[:=]\s*")
_NO_ONE = frozenset(
    {"无其他成员", "无成员", "单人户", "一人户", "本人", "独居", "无家庭成员", "仅本人"}
)


@dataclass(slots=True)
class Member:
    """One person of a family cell, as typed."""

    name: str = ""
    relation: str = ""
    number: str = ""
    sex: Sex = Sex.UNKNOWN
    rest: str = ""


def read_family(text: str) -> list[Member]:
    """Take a cell apart into its people, in the order written; none for 无 or an empty cell."""
    bare = _LABELS.sub("", _INNER_SPACE.sub("", to_half_width(text).replace("\r", "\n")))
    bare = bare.strip().strip(";|、,")
    if not bare or is_empty_word(bare) or bare in _NO_ONE:
        return []
    members = [_read_entry(entry) for entry in _entries(bare)]
    return [m for m in members if m.name or m.number or m.relation or m.rest]


def _entries(text: str) -> list[str]:
    """Split a cell into people with the first mark under which every piece is one person."""
    for mark in _ENTRY_MARKS:
        pieces = [piece.strip() for piece in text.split(mark)]
        pieces = [piece for piece in pieces if piece]
        if len(pieces) > 1 and _each_is_one(pieces, sure=mark in ";\n"):
            # 甲/子;乙/女\n丙/父: what is left inside a piece may hold several again.
            return [entry for piece in pieces for entry in _entries(piece)]
    if _count_people(text) > 1:
        return _by_tokens(text)
    return [text]


def _each_is_one(pieces: list[str], *, sure: bool) -> bool:
    if len(pieces) > limits.MAX_FAMILY_PARTS:
        return False
    if sure:
        return any(_count_people(piece) for piece in pieces)
    return all(_count_people(piece) >= 1 for piece in pieces)


def _tokens(text: str) -> list[str]:
    shielded = _BRACKET.sub(_shield, _COUNT.sub("", text.strip()))
    parts = [part for part in _PARTS.split(shielded) if part]
    return [part.replace(_OPEN, "(").replace(_CLOSE, ")") for part in parts]


def _shield(found: re.Match[str]) -> str:
    """Keep a note in brackets (已故) with what stands before it; (配偶) is a part of its own."""
    inside = [part for part in _PARTS.split(found[1]) if part]
    if any(_kind(part) in ("relation", "number", "sex") for part in inside):
        return found[0]
    return f"{_OPEN}{found[1]}{_CLOSE}"


def _kind(token: str) -> str:
    if _NUMBERISH.fullmatch(token) and sum(c.isdigit() for c in token) >= 4:
        return "number"
    if token in ("男", "女性", "男性"):
        return "sex"
    if relations.code_for(token) is not None and not token.isdigit():
        return "relation"
    if is_empty_word(token) or _is_waiting(token):
        return "number"
    return "name" if _HAN_NAME.fullmatch(names.clean(token).name) else ""


def _is_waiting(token: str) -> bool:
    try:
        identity.parse(token)
    except identity.IdentityError as wrong:
        return wrong.code == "being_issued"
    return False


def _count_people(text: str) -> int:
    return sum(1 for token in _tokens(text) if _kind(token) == "name")


def _by_tokens(text: str) -> list[str]:
    """Group the parts of a cell without entry marks: a person begins at what came first."""
    tokens = _tokens(text)
    leader = next((k for k in map(_kind, tokens) if k in ("name", "relation")), "name")
    entries: list[list[str]] = []
    for token in tokens:
        if _kind(token) == leader or not entries:
            entries.append([])
        entries[-1].append(token)
    return ["/".join(entry) for entry in entries]


def _read_entry(entry: str) -> Member:
    """Read one person's parts. In three parts between slashes the place tells what form does not:
    name, relation, number."""
    slashed = [part.strip() for part in _COUNT.sub("", entry.strip()).split("/")]
    if len(slashed) == 3 and _kind(slashed[0]) in ("name", "") and _kind(slashed[1]) != "number":
        member = Member(slashed[0], slashed[1], slashed[2])
        if parse_sex(member.relation) is not Sex.UNKNOWN and member.relation != "女":
            member.sex, member.relation = parse_sex(member.relation), ""
        return member
    member = Member()
    for token in _tokens(entry):
        _take(member, token)
    return member


def _take(member: Member, token: str) -> None:
    kind = _kind(token)
    if kind == "sex" and member.sex is Sex.UNKNOWN:
        member.sex = parse_sex(token[0])
    elif kind == "relation" and not member.relation:
        member.relation = token
    elif kind == "number" and not member.number:
        member.number = token
    elif not member.name and kind in ("name", ""):
        member.name = token
    elif sex_of(token) is Sex.FEMALE and member.sex is Sex.UNKNOWN:
        member.sex = Sex.FEMALE
    else:
        member.rest = f"{member.rest} {token}".strip()
