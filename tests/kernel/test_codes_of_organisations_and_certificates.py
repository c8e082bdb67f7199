"""Credit codes and disability certificates."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bangfu.kernel import credit_code, disability_certificate
from bangfu.kernel.credit_code import ALPHABET, CreditCodeError
from bangfu.kernel.disability_certificate import DisabilityCertificateError

# The example of GB 32100-2015.
SAMPLE = "91350100M000100Y43"
HOLDER = "44209919831007047X"


def refusal(text: object) -> str:
    with pytest.raises(CreditCodeError) as caught:
        credit_code.parse(text)  # type: ignore[arg-type]
    return caught.value.code


def certificate_refusal(text: object) -> str:
    with pytest.raises(DisabilityCertificateError) as caught:
        disability_certificate.parse(text, on=date(2012, 12, 31))  # type: ignore[arg-type]
    return caught.value.code


def test_the_sample_of_the_standard_is_read() -> None:
    found = credit_code.parse(SAMPLE)
    assert found == (SAMPLE, "企业", "350100", "M000100Y4", (), ())


@pytest.mark.parametrize("first", ["11", "12", "31", "51", "52", "53", "71", "81", "92", "93"])
def test_other_bodies_than_companies_are_legal(first: str) -> None:
    text = first + SAMPLE[2:17]
    found = credit_code.parse(text + credit_code.check_character(text))
    assert found.kind
    assert found.warnings == ()


@pytest.mark.parametrize("first", ["N2", "A1", "Y1", "21", "41", "62"])
def test_authorities_with_letters_and_rare_kinds_are_legal(first: str) -> None:
    text = first + SAMPLE[2:17]
    assert credit_code.parse(text + credit_code.check_character(text)).warnings == ()


def test_an_authority_that_no_list_names_is_a_warning() -> None:
    text = "G1" + SAMPLE[2:17]
    found = credit_code.parse(text + credit_code.check_character(text))
    assert found.warnings == ("authority",)
    assert found.kind == ""


def test_a_failing_organisation_code_is_a_warning() -> None:
    text = "91350100M000100Y5"
    found = credit_code.parse(text + credit_code.check_character(text))
    assert found.warnings == ("organisation_check",)


@settings(max_examples=150, deadline=None)
@given(
    st.text(ALPHABET, min_size=17, max_size=17), st.integers(0, 17), st.sampled_from(list(ALPHABET))
)
def test_one_wrong_character_is_always_noticed(first: str, place: int, other: str) -> None:
    text = first + credit_code.check_character(first)
    assert credit_code.parse(text).code == text
    wrong = text[:place] + other + text[place + 1 :]
    if wrong != text:
        assert refusal(wrong) == "checksum"


def test_lower_case_full_width_and_spaces_are_repaired() -> None:
    found = credit_code.parse(" ９１350100m000100y43")
    assert found.code == SAMPLE
    assert found.repairs == ("full_width", "spaces", "lower_case")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (None, "missing"),
        ("", "missing"),
        ("无", "missing"),
        ("91350100M000100Y4", "length"),
        ("442000600012345", "length"),
        ("9135O100M000100Y43", "characters"),
        ("91350100I000100Y43", "characters"),
        ("某某公司", "characters"),
        ("91350100M000100Y44", "checksum"),
        (9.13501e17, "characters"),
    ],
)
def test_each_fault_of_a_credit_code_has_its_code(text: object, code: str) -> None:
    assert refusal(text) == code


@pytest.mark.parametrize("kind", range(1, 8))
@pytest.mark.parametrize("grade", range(1, 5))
def test_a_certificate_of_20_characters_tells_kind_and_grade(kind: int, grade: int) -> None:
    found = disability_certificate.parse(f"{HOLDER}{kind}{grade}")
    assert (found.kind, found.grade, found.reissue) == (kind, grade, 0)
    assert found.identity.number18 == HOLDER


def test_kinds_are_in_the_order_of_the_federation() -> None:
    labels = [disability_certificate.parse(f"{HOLDER}{k}1").kind_label for k in range(1, 8)]
    assert labels == ["视力", "听力", "言语", "肢体", "智力", "精神", "多重"]
    assert disability_certificate.parse(f"{HOLDER}12").grade_label == "二级"


def test_a_certificate_of_22_characters_tells_the_reissue() -> None:
    assert disability_certificate.parse(f"{HOLDER}43B2").reissue == 2


def test_a_certificate_is_repaired_as_an_identity_number_is() -> None:
    found = disability_certificate.parse("'442099 19831007 047x43b1")
    assert found.number == f"{HOLDER}43B1"
    assert set(found.repairs) == {"apostrophe", "spaces", "lower_case"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (None, "missing"),
        ("/", "missing"),
        (HOLDER, "length"),
        (f"{HOLDER}4", "length"),
        (f"{HOLDER}43B", "length"),
        (f"{HOLDER}03", "kind"),
        (f"{HOLDER}83", "kind"),
        (f"{HOLDER}45", "grade"),
        (f"{HOLDER}40", "grade"),
        (f"{HOLDER}43C1", "reissue"),
        (f"{HOLDER}43B0", "reissue"),
        ("44209919831007048X43", "checksum"),
        ("44209919831307047X43", "date"),
        ("肢体残疾四级证号未记录清楚全部二十个字符", "characters"),
        (4.4e19, "shortened"),
        ("4.42E+19", "shortened"),
    ],
)
def test_each_fault_of_a_certificate_has_its_code(text: object, code: str) -> None:
    assert certificate_refusal(text) == code
