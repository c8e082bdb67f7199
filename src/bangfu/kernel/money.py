"""Money in whole fen: reading plain amounts, writing them with commas and in 大写.

Nothing here computes with a float: a number cell is read through the decimal text that the
spreadsheet shows for it.
"""

from __future__ import annotations

import math
import re
from decimal import Decimal

from bangfu.kernel.errors import Unreadable
from bangfu.kernel.text import is_empty_word, squeeze, to_half_width

_MOST_FEN = 10**15
_PLAIN = re.compile(
    r"(?:人民币|RMB|CNY|[¥￥])?(?P<sign>-?)(?:[¥￥])?"
    r"(?P<whole>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.(?P<part>[0-9]*))?"
    r"(?P<unit>万元|万|元整|元正|元|圆整|圆|块钱|块)?",
    re.IGNORECASE,
)
_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿", "万亿")
_WORD = re.compile(f"[{_DIGITS}]|[拾佰仟万亿元圆角分整正]")


class MoneyError(Unreadable):
    """`code` is one of missing, not_plain, precision, negative, too_large."""


def parse_yuan(cell: str | int | float | Decimal | None, *, signed: bool = False) -> int:
    """This function will read an amount in yuan and return it in fen (1 yuan = 100 fen).

    Accepts 8000, 8000.0, "8,000", "¥1200", "500元", "1.5万元", "壹仟贰佰元整". Anything that is
    not one plain amount (300元+大米1包, 1800-2500, 2500元起, 面议) is `not_plain`.
    A number cell is taken with 15 significant digits, as the spreadsheet shows it.
    Raises MoneyError: missing, not_plain, precision (less than a fen), negative (unless
    `signed`), too_large (10¹³ yuan and more).
    """
    if cell is None:
        raise MoneyError("missing")
    if isinstance(cell, bool):
        raise MoneyError("not_plain")
    if isinstance(cell, str):
        amount = _from_text(cell)
    elif isinstance(cell, float):
        if not math.isfinite(cell):
            raise MoneyError("not_plain")
        amount = Decimal(format(cell, ".15g"))
    else:
        amount = Decimal(cell)
    if not amount.is_finite():
        raise MoneyError("not_plain")
    if abs(amount) * 100 >= _MOST_FEN:
        raise MoneyError("too_large")
    fen = amount * 100
    if fen != int(fen):
        raise MoneyError("precision")
    if fen < 0 and not signed:
        raise MoneyError("negative")
    return int(fen)


def _from_text(cell: str) -> Decimal:
    text = squeeze(to_half_width(cell))
    match = _PLAIN.fullmatch(text)
    if match is None:
        if is_empty_word(text):
            raise MoneyError("missing")
        return Decimal(from_words(text)) / 100
    whole = match["whole"].replace(",", "")
    if len(whole) > 20:
        raise MoneyError("too_large")
    amount = Decimal(f"{match['sign']}{whole}.{match['part'] or '0'}")
    return amount * 10000 if (match["unit"] or "").startswith("万") else amount


def format_yuan(fen: int) -> str:
    """This function will write fen as yuan with commas and two decimals: 7725000 → 77,250.00."""
    sign, fen = ("-", -fen) if fen < 0 else ("", fen)
    return f"{sign}{fen // 100:,}.{fen % 100:02d}"


def in_words(fen: int) -> str:
    """This function will write fen in 大写, as the central bank's rules for bills ask.

    Source: 《支付结算办法》附件一《正确填写票据和结算凭证的基本规定》. 整 stands after 元 only;
    where the yuan digit is 0 and 角 follows, 零 is written (壹仟陆佰捌拾元零叁角贰分).
    Raises MoneyError too_large from 10¹³ yuan on.
    """
    if abs(fen) >= _MOST_FEN:
        raise MoneyError("too_large")
    sign, fen = ("负", -fen) if fen < 0 else ("", fen)
    yuan, jiao, cent = fen // 100, fen // 10 % 10, fen % 10
    if not fen:
        return "零元整"
    words = sign + (_whole_in_words(yuan) + "元" if yuan else "")
    if not jiao and not cent:
        return words + "整"
    if yuan and (not jiao or yuan % 10 == 0):
        words += "零"
    if jiao:
        words += _DIGITS[jiao] + "角"
    return words + (_DIGITS[cent] + "分" if cent else "")


def _whole_in_words(yuan: int) -> str:
    words = ""
    gap = False
    for power in range(3, -1, -1):
        group = yuan // 10000**power % 10000
        if not group:
            gap = bool(words)
            continue
        if gap or (words and group < 1000):
            words += "零"
        words += _group_in_words(group) + _GROUPS[power]
        # 万亿 followed by 亿 says 亿 once.
        if power == 3 and yuan // 10000**2 % 10000:
            words = words.removesuffix("亿")
        gap = False
    return words


def _group_in_words(group: int) -> str:
    words = ""
    gap = False
    for place in range(3, -1, -1):
        digit = group // 10**place % 10
        if not digit:
            gap = bool(words)
            continue
        words += ("零" if gap else "") + _DIGITS[digit] + _PLACES[place]
        gap = False
    return words


def from_words(text: str) -> int:
    """This function will read an amount in 大写 and return fen; raises MoneyError not_plain."""
    text = squeeze(text).removeprefix("人民币").replace("圆", "元").rstrip("整正")
    sign = -1 if text.startswith("负") else 1
    text = text.removeprefix("负")
    whole, yuan, rest = text.partition("元") if "元" in text else ("", "", text)
    fen = _value(whole) * 100 if whole else 0
    part = re.fullmatch(f"零?(?:([{_DIGITS}])角)?零?(?:([{_DIGITS}])分)?", rest)
    if part is None or not (whole if yuan else rest):
        raise MoneyError("not_plain")
    fen += 10 * _DIGITS.index(part[1] or "零") + _DIGITS.index(part[2] or "零")
    # Writing it back is the check: it refuses 拾佰, 壹壹 and other impossible orders.
    if _bare(in_words(fen)) != _bare(text):
        raise MoneyError("not_plain")
    return sign * fen


def _bare(words: str) -> str:
    return words.rstrip("整").replace("零", "")


def _value(words: str) -> int:
    total = section = digit = 0
    for char in words:
        if char in _DIGITS:
            digit = _DIGITS.index(char)
        elif char in _PLACES:
            section += (digit or (char == "拾")) * 10 ** _PLACES.index(char)
            digit = 0
        elif char == "万":
            section, digit = (section + digit) * 10000, 0
        elif char == "亿":
            total, section, digit = (total + section + digit) * 10**8, 0, 0
        else:
            raise MoneyError("not_plain")
    return total + section + digit
