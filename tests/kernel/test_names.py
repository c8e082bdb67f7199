"""People's names."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bangfu.kernel.names import clean, initials, pinyin_key, same_sound, surname, syllables

HAN_NAMES = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), max_size=5)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("何健", "何健"),
        ("何 健", "何健"),
        (" 冼润勇 ", "冼润勇"),
        ("欧\u3000阳\u200b少", "欧阳少"),
        ("'梁妹", "梁妹"),
        ("买买提·艾力", "买买提·艾力"),
        ("买买提•艾力", "买买提·艾力"),
        ("买买提．艾力", "买买提·艾力"),
        ("买买提.艾力", "买买提·艾力"),
        ("买买提・艾力", "买买提·艾力"),
        ("买买提 · 艾力", "买买提·艾力"),
        ("John  Smith", "John Smith"),
        ("Ｊｏｈｎ Smith", "John Smith"),
        ("⼭田", "山田"),
        ("林\uf9ea", "林離"),
        ("张三、", "张三"),
        ("𠮷田", "𠮷田"),
        ("", ""),
    ],
)
def test_a_name_is_cleaned(typed: str, name: str) -> None:
    assert clean(typed).name == name


def test_a_clean_name_needs_no_repair() -> None:
    assert clean("欧阳金勇") == ("欧阳金勇", (), ())
    assert clean(None) == ("", (), ())


@pytest.mark.parametrize(
    ("typed", "name", "notes"),
    [
        ("苏炽志(代领)", "苏炽志", ("代领",)),
        ("苏炽志（代领）", "苏炽志", ("代领",)),
        ("张三(已故", "张三", ("已故",)),
        ("张三【户主】（已故）", "张三", ("户主", "已故")),
        ("张三()", "张三", ()),
        ("（张三）", "张三", ()),
        ("张(代领)三", "张三", ("代领",)),
    ],
)
def test_remarks_in_brackets_are_split_off(typed: str, name: str, notes: tuple[str, ...]) -> None:
    found = clean(typed)
    assert (found.name, found.notes) == (name, notes)
    assert "note" in found.repairs


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=12))
def test_cleaning_any_text_twice_changes_nothing_more_outside_brackets(text: str) -> None:
    once = clean(text).name
    if not set(once) & set("([{<【〔〖《「『〈"):
        assert clean(once).name == once


@settings(max_examples=100, deadline=None)
@given(HAN_NAMES)
def test_a_plain_chinese_name_is_left_as_it_is(name: str) -> None:
    assert clean(name).name == name


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("李明", "李"),
        ("欧阳小明", "欧阳"),
        ("司徒雷", "司徒"),
        ("欧阳", "欧"),
        ("区锦", "区"),
        ("陈黄淑芬", "陈"),
        ("买买提·艾力", ""),
        ("扎西顿珠", ""),
        ("John Smith", ""),
        ("明", ""),
        ("", ""),
        ("𠮷田", "𠮷"),
    ],
)
def test_a_surname_is_told_and_people_without_one_have_none(name: str, family: str) -> None:
    assert surname(name) == family


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("单国强", "shan guo qiang"),
        ("曾妹", "zeng mei"),
        ("仇英", "qiu ying"),
        ("区锦", "ou jin"),
        ("欧阳金勇", "ou yang jin yong"),
        ("解海龙", "xie hai long"),
        ("尉迟恭", "yu chi gong"),
        ("万俟卨", "mo qi xie"),
        ("任志", "ren zhi"),
        ("华罗", "hua luo"),
        ("朴树", "piao shu"),
        ("覃海", "qin hai"),
        ("吕布", "lv bu"),
        ("冼妹", "xian mei"),
        ("李重阳", "li chong yang"),
        ("买买提·艾力", "mai mai ti ai li"),
        ("John Smith", "john smith"),
        ("李曾", "li ceng"),
    ],
)
def test_a_name_is_read_with_the_reading_of_its_surname(name: str, read: str) -> None:
    assert " ".join(syllables(name)) == read


def test_initials_are_the_first_letters() -> None:
    assert initials("欧阳小明") == "oyxm"
    assert initials("单国强") == "sgq"


def test_a_rare_character_beyond_the_basic_plane_is_read_or_stands_for_itself() -> None:
    assert syllables("李𪚥") == ("li", "zhe")
    assert syllables("李\ue000") == ("li", "\ue000")
    assert initials("𠮷一") == "𠮷y"


def test_a_digit_in_a_name_is_kept() -> None:
    assert syllables("王1") == ("wang", "1")
    assert initials("王2") == "w2"


def test_lists_sort_as_a_dictionary_does() -> None:
    ordered = "阿一 陈一 李四 李一 里一 连一 区一 欧阳一 单一 曾一 张三".split()  # noqa: SIM905
    shuffled = ordered[1::2] + ordered[::2]
    assert sorted(shuffled, key=lambda name: pinyin_key(name).encode()) == ordered


def test_names_with_one_surname_stand_together() -> None:
    assert sorted(["李五", "里五", "李一", "里一", "李三"], key=pinyin_key) == [
        "李三", "李五", "李一", "里五", "里一"
    ]  # fmt: skip


def test_names_that_start_with_an_unknown_character_come_last() -> None:
    assert sorted(["\U0003134a三", "张三"], key=pinyin_key)[0] == "张三"


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("刘芳娣", "刘方娣"),
        ("赵华", "赵桦"),
        ("罗静", "罗靖"),
        ("冼志银", "冼智银"),
        ("郭珍容", "郭真容"),
        ("张伟", "章伟"),
        ("单一", "山一"),
        ("萧军锦", "萧军景"),
        ("李思", "李诗"),
        ("欧阳诗", "欧阳思"),
        ("李乐", "李勒"),
        ("李乐", "李月"),
    ],
)
def test_homophones_sound_the_same(a: str, b: str) -> None:
    assert same_sound(a, b)
    assert same_sound(b, a)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("李明", "李明明"),
        ("黄伟", "王伟"),
        ("陈伟", "程伟"),
        ("张锦诗", "张景思"),
        ("张三", "李四"),
        ("", ""),
        ("李明", ""),
    ],
)
def test_other_names_do_not_sound_the_same(a: str, b: str) -> None:
    assert not same_sound(a, b)


def test_latin_names_are_compared_too() -> None:
    assert same_sound("John Smith", "JOHN SMITH")
    assert not same_sound("John Smith", "John Brown")
    assert not same_sound("张三李四", "0760-1")


@settings(max_examples=150, deadline=None)
@given(st.one_of(HAN_NAMES, st.text(max_size=6)), st.one_of(HAN_NAMES, st.text(max_size=6)))
def test_sounding_the_same_is_mutual(a: str, b: str) -> None:
    assert same_sound(a, b) == same_sound(b, a)
    assert same_sound(a, a) == bool(a)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=8))
def test_every_text_has_a_key_syllables_and_initials(text: str) -> None:
    assert isinstance(pinyin_key(text), str)
    assert len(initials(text)) >= len(syllables(text))
    assert text.startswith(surname(text))
