"""A family seen from a new head: what follows, what is filled in, what is asked about."""

from __future__ import annotations

from datetime import date

import pytest

from bangfu.kernel.kinship import Kin, Odd, doubts, follows, likely
from bangfu.kernel.relations import LABELS

ON = date(2012, 12, 1)
MAN, WOMAN = 1, 2


def kin(before: str, after: str = "", sex: int = 0, year: int = 0, key: str = "") -> Kin:
    born = date(year, 5, 6) if year else None
    return Kin(key or f"{before}-{after}", before, after, sex, born, exact=bool(year))


@pytest.mark.parametrize(
    ("head", "other", "old_sex", "code"),
    [
        (("10", WOMAN), ("02", MAN), MAN, "10"),
        (("12", 0), ("02", MAN), MAN, "10"),
        (("10", WOMAN), ("22", MAN), MAN, "20"),
        (("10", WOMAN), ("30", 0), MAN, "30"),
        (("10", WOMAN), ("38", WOMAN), MAN, "38"),
        (("10", WOMAN), ("41", MAN), MAN, "41"),
        (("10", WOMAN), ("40", MAN), MAN, ""),
        (("10", WOMAN), ("51", MAN), MAN, "53"),
        (("10", WOMAN), ("56", WOMAN), MAN, "52"),
        (("10", MAN), ("52", WOMAN), WOMAN, "56"),
        (("20", MAN), ("02", MAN), MAN, "51"),
        (("20", MAN), ("02", 0), 0, ""),
        (("20", MAN), ("10", WOMAN), MAN, "52"),
        (("20", MAN), ("30", WOMAN), MAN, "70"),
        (("20", MAN), ("52", WOMAN), MAN, "62"),
        (("20", MAN), ("52", WOMAN), WOMAN, "64"),
        (("20", MAN), ("52", WOMAN), 0, ""),
        (("38", WOMAN), ("02", MAN), MAN, "53"),
        (("28", MAN), ("10", WOMAN), MAN, "56"),
        (("38", WOMAN), ("20", MAN), MAN, ""),
        (("41", MAN), ("02", MAN), MAN, "61"),
        (("44", WOMAN), ("10", WOMAN), MAN, "64"),
        (("51", MAN), ("02", MAN), MAN, "20"),
        (("52", WOMAN), ("10", WOMAN), MAN, "38"),
        (("51", MAN), ("77", WOMAN), MAN, "30"),
        (("51", MAN), ("20", MAN), MAN, "41"),
        (("51", MAN), ("30", WOMAN), WOMAN, "44"),
        (("51", MAN), ("52", WOMAN), MAN, "10"),
        (("73", MAN), ("02", MAN), MAN, "70"),
        (("73", MAN), ("52", WOMAN), MAN, "52"),
        (("97", MAN), ("02", MAN), MAN, ""),
        (("20", MAN), ("99", MAN), MAN, ""),
        (("20", MAN), ("", MAN), MAN, ""),
    ],
)  # fmt: skip
def test_what_follows_from_the_relations_to_the_old_head(
    head: tuple[str, int], other: tuple[str, int], old_sex: int, code: str
) -> None:
    assert follows(kin(head[0], sex=head[1]), kin(other[0], sex=other[1]), old_sex) == code


def test_every_code_that_follows_is_one_of_the_standard() -> None:
    for head in LABELS:
        for other in LABELS:
            for sex in (0, 1, 2):
                code = follows(kin(head, sex=sex), kin(other, sex=sex), sex)
                assert not code or code in LABELS


def test_an_only_childs_family_is_filled_in_as_his_own() -> None:
    son, wife = kin("20", sex=MAN, key="son"), kin("38", sex=WOMAN, key="wife")
    family = [kin("02", sex=MAN, key="old"), son, wife, kin("42", sex=WOMAN, key="child")]
    assert likely(son, family, MAN) == {"old": "51", "wife": "10", "child": "30"}


def test_with_another_child_whose_family_it_is_stays_open() -> None:
    son = kin("20", sex=MAN, key="son")
    family = [son, kin("30", sex=WOMAN, key="daughter"), kin("38", sex=WOMAN, key="wife"),
              kin("42", sex=WOMAN, key="child")]  # fmt: skip
    assert likely(son, family, MAN) == {"daughter": "70"}


def _odd(head: Kin, *others: Kin) -> list[Odd]:
    return [doubt.odd for doubt in doubts(head, others, on=ON, old_sex=MAN)]


SON = kin("20", "02", MAN, 1980)


@pytest.mark.parametrize(
    ("other", "odd"),
    [
        (kin("10", "10", WOMAN, 1955), Odd.OTHER_LINE),
        (kin("02", "20", MAN, 1952), Odd.OTHER_LINE),
        (kin("97", "20", WOMAN, 2005), Odd.WRONG_SEX),
        (kin("97", "10", MAN, 1982), Odd.SAME_SEX),
        (kin("97", "10", WOMAN, 1995), Odd.TOO_YOUNG),
        (kin("97", "20", MAN, 1979), Odd.WRONG_AGE),
        (kin("97", "20", MAN, 1985), Odd.CLOSE_AGE),
        (kin("97", "52", WOMAN, 1985), Odd.WRONG_AGE),
        (kin("97", "52", WOMAN, 1970), Odd.CLOSE_AGE),
        (kin("97", "41", MAN, 2004), Odd.CLOSE_AGE),
        (kin("97", "63", MAN, 1960), Odd.CLOSE_AGE),
    ],
)
def test_what_is_odd_is_asked_about(other: Kin, odd: Odd) -> None:
    assert _odd(SON, other) == [odd]


@pytest.mark.parametrize(
    "other",
    [
        kin("10", "52", WOMAN, 1955), kin("10", "58", WOMAN, 1972), kin("10", "", WOMAN, 1955),
        kin("02", "51", MAN, 1952), kin("38", "10", WOMAN, 1984), kin("97", "27", MAN, 1990),
        kin("30", "77", WOMAN, 1990), kin("97", "20", MAN), kin("97", "99", MAN, 1900),
        kin("97", "20", 0, 2005),
    ],
)  # fmt: skip
def test_what_is_as_it_should_be_is_not_asked_about(other: Kin) -> None:
    assert _odd(SON, other) == []


def test_a_second_spouse_and_a_second_mother_are_asked_about() -> None:
    wives = kin("38", "10", WOMAN, 1984, "a"), kin("97", "10", WOMAN, 1985, "b")
    assert _odd(SON, *wives) == [Odd.SECOND_SPOUSE]
    mothers = kin("10", "52", WOMAN, 1955, "a"), kin("97", "52", WOMAN, 1956, "b")
    assert _odd(SON, *mothers) == [Odd.SECOND_PARENT]


def test_a_year_of_birth_alone_is_no_doubt_within_the_year() -> None:
    head = Kin("h", "20", "02", MAN, date(1980, 1, 1))
    assert _odd(head, Kin("c", "97", "27", MAN, date(1980, 1, 1))) == []
    assert _odd(head, Kin("c", "97", "27", MAN, date(1979, 1, 1))) == [Odd.WRONG_AGE]


def test_an_answer_holds_for_what_was_said_and_nothing_else() -> None:
    first, second = (
        doubts(SON, [kin("10", after, WOMAN, 1955, "m")], on=ON)[0].key for after in ("10", "30")
    )
    assert first != second
