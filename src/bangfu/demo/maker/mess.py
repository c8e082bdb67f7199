"""What happens to a name, a number, an amount and a date on the way into a spreadsheet cell.

Rates are shares of rows, measured on the kind of drawer a town office keeps. Each function says
which kinds of mess it made, so that the truth can name them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from random import Random

from bangfu.demo.maker.names import HOMOPHONES, misheard
from bangfu.demo.maker.numbers import old_form
from bangfu.demo.maker.truth import Household, Person

Cell = str | int | float | date | None

NUMBER_RATES: dict[str, float] = {
    "spaces": 0.041,
    "full-width digits": 0.017,
    "leading apostrophe": 0.021,
    "one digit wrong": 0.021,
    "two digits swapped": 0.011,
    "missing": 0.016,
    "text: being issued": 0.0065,
    "float: last three digits lost": 0.013,
    "spouse's number": 0.010,
}
WIDER_NUMBER_RATES: dict[str, float] = NUMBER_RATES | {
    "text: scientific notation": 0.002,
    "missing, said in words": 0.003,
    "one digit lost": 0.003,
    "another's number": 0.001,
    "punctuation after": 0.002,
}
# Only for those it can happen to: born before 2000, a number ending in X, a name of two characters.
OLD_FORM_RATE, LOWER_X_RATE, SPACE_INSIDE_RATE = 0.025, 0.07, 0.022
HOMOPHONE_RATE, NOTE_RATE, SPACES_AROUND_RATE = 0.0085, 0.005, 0.036

# Mess after which the cell still says the right number or the right name.
NUMBER_STANDS = frozenset({
    "spaces", "full-width digits", "leading apostrophe", "15-digit old number", "lower-case x",
    "punctuation after",
})  # fmt: skip
NUMBER_LOST = frozenset(WIDER_NUMBER_RATES) - NUMBER_STANDS
NAME_STANDS = frozenset({"spaces around", "space inside", "note in the name", "no-break space"})

_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_BEING_ISSUED = ("办理中", "正在办理", "未办", "待补办")
_SAID_IN_WORDS = ("无", "不详", "暂无", "—", "/")


@dataclass(frozen=True)
class Rates:
    """How often each kind of mess occurs. ``scale`` 0 makes a clean drawer."""

    number: Mapping[str, float]
    scale: float = 1.0
    wide: bool = False


@dataclass
class Clerk:
    """The one who types a file: ``numeric`` when the format has number cells (not CSV)."""

    rng: Random
    rates: Rates
    numeric: bool
    strangers: Sequence[Person] = ()

    def _happens(self, rate: float) -> bool:
        return self.rng.random() < rate * self.rates.scale

    def number(self, person: Person, household: Household) -> tuple[Cell, list[str]]:
        """This function will return the identity number as typed, and the kinds of mess."""
        number = person.ident
        if person.born.year < 2000 and self._happens(OLD_FORM_RATE):
            return old_form(number), ["15-digit old number"]
        if number.endswith("X") and self._happens(LOWER_X_RATE):
            return number[:-1] + "x", ["lower-case x"]
        draw = self.rng.random()
        for kind, rate in self.rates.number.items():
            draw -= rate * self.rates.scale
            if draw < 0:
                return self._damage(kind, person, household)
        return number, []

    def _damage(self, kind: str, person: Person, household: Household) -> tuple[Cell, list[str]]:
        rng, number = self.rng, person.ident
        if kind in _SIMPLE:
            return _SIMPLE[kind](number), [kind]
        typed: Cell = number
        if kind == "one digit wrong":
            typed = _one_digit_wrong(rng, number)
        elif kind == "two digits swapped":
            typed = _two_swapped(rng, number)
        elif kind == "one digit lost":
            place = rng.randrange(6, 18)
            typed = number[:place] + number[place + 1 :]
        elif kind == "text: being issued":
            typed = rng.choice(_BEING_ISSUED) if self.rates.wide else _BEING_ISSUED[0]
        elif kind == "missing, said in words":
            typed = rng.choice(_SAID_IN_WORDS)
        elif kind == "float: last three digits lost":
            # A number ending in X never becomes a number cell, and CSV has none.
            if number.endswith("X") or not self.numeric:
                return number, []
            typed = float(int(number[:15]) * 1000)
        elif kind == "spouse's number":
            typed = _spouse_of(person, household)
        elif kind == "another's number":
            typed = _number_of_another(rng, person, self.strangers)
        return (number, []) if typed == number else (typed, [kind])

    def name(self, person: Person, household: Household) -> tuple[str, list[str]]:
        """This function will return the name as typed, and the kinds of mess."""
        typed, mess = person.name, []
        if self._happens(HOMOPHONE_RATE):
            heard = misheard(self.rng, typed, surname=self.rates.wide)
            if heard and _is_new(heard, person, household):
                typed, mess = heard, ["homophone"]
        elif len(typed) == 2 and self._happens(SPACE_INSIDE_RATE):
            gap = self.rng.choice(" 　") if self.rates.wide else " "
            typed, mess = typed[0] + gap + typed[1], ["space inside"]
        elif self._happens(NOTE_RATE):
            typed, mess = typed + self._note(person), ["note in the name"]
        if self._happens(SPACES_AROUND_RATE):
            typed = f" {typed} "
            mess.append("spaces around")
        return typed, mess

    def _note(self, person: Person) -> str:
        if not self.rates.wide:
            return "(代领)"
        if person.dead:
            return "（已故）"
        return self.rng.choice(("(代领)", "（代领）", "(残)", "（外出）"))

    def yuan(self, amount: int) -> Cell:
        """This function will return whole yuan as typed: a number, text, 元 after or ¥ before."""
        draw = self.rng.random()
        if draw < 0.78 or self.rates.scale == 0:
            return amount
        forms = (f"{amount}", f"{amount}元", f"¥{amount}")
        return self.rng.choice(forms + ((f"￥{amount:,}",) if self.rates.wide else ()))

    def day(self, day: date) -> Cell:
        """This function will return a day in one of the forms people type."""
        forms: list[Cell] = [
            f"{day:%Y-%m-%d}",
            f"{day:%Y%m%d}",
            f"{day.year}/{day.month}/{day.day}",
            f"{day.year}.{day.month}.{day.day}",
            f"{day.year}年{day.month}月",
            f"{day.year}年{day.month}月{day.day}日",
        ]
        if self.numeric:
            forms.append(datetime.combine(day, time()))
        return self.rng.choice(forms)


_SIMPLE = {
    "spaces": lambda number: f"{number[:6]} {number[6:14]} {number[14:]}",
    "full-width digits": lambda number: number.translate(_FULL_WIDTH),
    "leading apostrophe": lambda number: "'" + number,
    "missing": lambda number: None,
    "text: scientific notation": lambda number: f"{number[0]}.{number[1:6]}E+17",
    "punctuation after": lambda number: number + "。",
}


def _one_digit_wrong(rng: Random, number: str) -> str:
    """A wrong digit is always seen by the check character: no weight is a multiple of eleven."""
    place = rng.randrange(6, 17)
    wrong = rng.choice([digit for digit in "0123456789" if digit != number[place]])
    return number[:place] + wrong + number[place + 1 :]


def _two_swapped(rng: Random, number: str) -> str:
    """Neighbouring weights differ, so the check character sees the swap of unlike digits."""
    places = [i for i in range(6, 16) if number[i] != number[i + 1]]
    place = rng.choice(places)
    return number[:place] + number[place + 1] + number[place] + number[place + 2 :]


def _spouse_of(person: Person, household: Household) -> str:
    if person.role == "head":
        others = [member for member in household.members if member.role == "spouse"]
    else:
        others = [household.head] if person.role == "spouse" else []
    return others[0].ident if others else person.ident


def _number_of_another(rng: Random, person: Person, strangers: Sequence[Person]) -> str:
    """The number of someone whose name nobody could take for this person's."""
    for _ in range(10):
        other = rng.choice(strangers) if strangers else person
        if other.household != person.household and not set(other.name) & set(person.name):
            return other.ident
    return person.ident


def _is_new(heard: str, person: Person, household: Household) -> bool:
    """Whether the misheard name is nobody else's in the household, not even by sound."""

    def plain(text: str) -> str:
        return "".join(HOMOPHONES.get(sign, sign) for sign in text)

    others = [member.name for member in household.members if member is not person]
    return plain(heard) not in {plain(other) for other in others}
