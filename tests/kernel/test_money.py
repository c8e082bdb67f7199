"""Money in fen."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bangfu.kernel.money import MoneyError, format_yuan, from_words, in_words, parse_yuan

FEN = st.integers(0, 10**15 - 1)


def code_of(cell: object) -> str:
    with pytest.raises(MoneyError) as caught:
        parse_yuan(cell)  # type: ignore[arg-type]
    return caught.value.code


@pytest.mark.parametrize(
    ("cell", "fen"),
    [
        ("8000", 800000),
        ("8,000", 800000),
        ("8，000", 800000),
        ("1,234,567.89", 123456789),
        ("¥1200", 120000),
        ("￥ 1200", 120000),
        ("RMB1200", 120000),
        ("500元", 50000),
        ("500元整", 50000),
        ("2000 元", 200000),
        ("１２００．５元", 120050),
        ("1.5万元", 1500000),
        ("0", 0),
        ("30000.", 3000000),
        (8000, 800000),
        (5000.0, 500000),
        (31418.86, 3141886),
        (29999.99, 2999999),
        (0.1 + 0.2, 30),
        (Decimal("12.30"), 1230),
        ("壹仟贰佰元整", 120000),
        ("人民币柒万柒仟贰佰伍拾元整", 7725000),
    ],
)
def test_a_plain_amount_is_read_exactly(cell: str | float | Decimal, fen: int) -> None:
    assert parse_yuan(cell) == fen


@pytest.mark.parametrize(
    "cell",
    [
        "300元+大米1包", "大米2包、花生油1桶", "慰问金500", "1800-2500", "2500元起", "面议",
        "约500", "80,00", "1,2345", "12 34.5.6", "五百", "500元500元", True, float("nan"),
        float("inf"), Decimal("NaN"), "=SUM(A1)", "1e3", "元", "1.5.",
    ],
)  # fmt: skip
def test_what_is_not_one_plain_amount_is_refused(cell: object) -> None:
    assert code_of(cell) == "not_plain"


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (None, "missing"),
        ("", "missing"),
        (" / ", "missing"),
        ("无", "missing"),
        ("12.345", "precision"),
        (12.345, "precision"),
        ("-5", "negative"),
        (-5.0, "negative"),
        ("10000000000000", "too_large"),
        (1e30, "too_large"),
        ("9" * 30, "too_large"),
    ],
)
def test_each_refusal_has_its_code(cell: object, code: str) -> None:
    assert code_of(cell) == code


def test_a_negative_amount_is_read_where_it_is_asked_for() -> None:
    assert parse_yuan("-1,000.50", signed=True) == -100050
    assert parse_yuan("¥-5元", signed=True) == -500


@settings(max_examples=150, deadline=None)
@given(FEN)
def test_what_is_written_with_commas_is_read_back(fen: int) -> None:
    assert parse_yuan(format_yuan(fen)) == fen
    assert parse_yuan(f"{format_yuan(fen)}元") == fen


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 10**13))
def test_a_number_cell_of_up_to_fifteen_digits_is_exact(fen: int) -> None:
    assert parse_yuan(fen / 100) == fen


@settings(max_examples=300, deadline=None)
@given(FEN)
def test_what_is_written_in_words_is_read_back(fen: int) -> None:
    words = in_words(fen)
    assert from_words(words) == fen
    assert "零零" not in words
    assert not words.endswith("零")


# The first seven are the examples of the central bank's rules for filling in bills.
@pytest.mark.parametrize(
    ("fen", "words"),
    [
        (140950, "壹仟肆佰零玖元伍角"),
        (600714, "陆仟零柒元壹角肆分"),
        (168032, "壹仟陆佰捌拾元零叁角贰分"),
        (10700053, "壹拾万柒仟元零伍角叁分"),
        (1640902, "壹万陆仟肆佰零玖元零贰分"),
        (32504, "叁佰贰拾伍元零肆分"),
        (7725000, "柒万柒仟贰佰伍拾元整"),
        (0, "零元整"),
        (5, "伍分"),
        (10, "壹角"),
        (1000, "壹拾元整"),
        (10000000, "壹拾万元整"),
        (1000100, "壹万零壹元整"),
        (10010000, "壹拾万零壹佰元整"),
        (10000000100, "壹亿零壹元整"),
        (1000000010000, "壹佰亿零壹佰元整"),
        (-500, "负伍元整"),
    ],
)
def test_amounts_in_words_follow_the_rules_for_bills(fen: int, words: str) -> None:
    assert in_words(fen) == words


@pytest.mark.parametrize(
    "words", ["拾佰元整", "壹壹元整", "元整", "", "壹仟", "伍分壹角", "壹万万元"]
)
def test_impossible_words_are_refused(words: str) -> None:
    with pytest.raises(MoneyError):
        from_words(words)


def test_amounts_beyond_ten_trillion_yuan_are_refused_in_words() -> None:
    with pytest.raises(MoneyError):
        in_words(10**15)


def test_a_negative_amount_is_written_with_its_sign() -> None:
    assert format_yuan(-123456) == "-1,234.56"
    assert format_yuan(7725000) == "77,250.00"
