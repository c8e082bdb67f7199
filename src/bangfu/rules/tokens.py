"""Cutting the text of an expression into words, numbers with units, and signs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from bangfu.rules.errors import ExpressionError
from bangfu.rules.values import (
    DATE,
    DAYS,
    MONEY,
    MONTHS,
    MOST_FEN,
    PERCENT,
    PERSONS,
    SCHOOL_YEAR,
    WORD,
    YEARS,
    Kind,
    Sort,
    Value,
)

MOST_LETTERS: Final = 2000
BARE: Final = Kind(Sort.NUMBER)  # a number without a unit: takes that of what it meets

_UNITS: Final[dict[str, tuple[Kind, int]]] = {
    "元": (MONEY, 100),
    "yuan": (MONEY, 100),
    "万元": (MONEY, 1_000_000),
    "%": (PERCENT, 100),
    "％": (PERCENT, 100),
    "人": (PERSONS, 1),
    "persons": (PERSONS, 1),
    "周岁": (YEARS, 1),
    "岁": (YEARS, 1),
    "年": (YEARS, 1),
    "years": (YEARS, 1),
    "个月": (MONTHS, 1),
    "months": (MONTHS, 1),
    "天": (DAYS, 1),
    "days": (DAYS, 1),
}
_TOKEN: Final = re.compile(
    r"(?P<space>\s+)"
    r"|(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2})(?![0-9])"
    r"|(?P<school>[0-9]{4}-[0-9]{4})(?![0-9-])"
    r"|(?P<number>[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?)\s*"
    r"(?P<unit>万元|元|yuan|%|％|人|persons|周岁|岁|年|years|个月|months|天|days)?(?![0-9A-Za-z_])"
    r'|"(?P<text>[^"\n]{0,80})"'
    r"|(?P<word>[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*)"
    r"|(?P<sign><=|>=|!=|[<>=+\-*(),\[\]])"
)


@dataclass(frozen=True)
class Token:
    """`what` is number, date, school, text, word, sign or end; `at` its offset."""

    what: str
    text: str
    at: int
    kind: Kind = WORD
    value: Value = 0


def amount(text: str, unit: str, at: int = 0) -> tuple[Kind, int]:
    """This function will read a number with its unit; money in fen, percents in hundredths.

    Raises ExpressionError where the number is finer than the unit allows, or too large.
    """
    kind, factor = _UNITS[unit] if unit else (BARE, 1)
    exact = Decimal(text.replace(",", "")) * factor
    if exact != int(exact):
        raise ExpressionError(at, f"“{text}{unit}”太细了。", f"“{text}{unit}” is too fine.")
    if exact > MOST_FEN:
        raise ExpressionError(at, f"“{text}{unit}”太大了。", f"“{text}{unit}” is too large.")
    return kind, int(exact)


def cut(text: str) -> list[Token]:
    """This function will cut a text into tokens, the last of them `end`.

    Raises ExpressionError where a sign is not of the language, or the text too long.
    """
    if len(text) > MOST_LETTERS:
        raise ExpressionError(0, "这个式子太长了。", "The expression is too long.")
    tokens: list[Token] = []
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise ExpressionError(at, f"看不懂“{text[at]}”。", f"“{text[at]}” has no meaning here.")
        if match["space"] is None:
            tokens.append(_token(match, at))
        at = match.end()
    tokens.append(Token("end", "", len(text)))
    return tokens


def _token(match: re.Match[str], at: int) -> Token:
    text = match[0]
    if match["date"]:
        try:
            return Token("date", text, at, DATE, date.fromisoformat(text))
        except ValueError:
            raise ExpressionError(at, f"没有{text}这一天。", f"There is no {text}.") from None
    if match["school"]:
        first, second = int(text[:4]), int(text[5:])
        if second != first + 1:
            raise ExpressionError(at, f"“{text}”不是学年。", f"“{text}” is no school year.")
        return Token("school", text, at, SCHOOL_YEAR, first)
    if match["number"]:
        kind, value = amount(match["number"], match["unit"] or "", at)
        return Token("number", text, at, kind, value)
    if match["text"] is not None:
        return Token("text", text, at, WORD, match["text"])
    return Token("word" if match["word"] else "sign", text, at)
