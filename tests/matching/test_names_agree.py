import pytest

from bangfu.matching import Agreement, names_agree


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("陈强", "陈强"),
        (" 何　健", "何健"),
        ("苏炽志(代领)", "苏炽志"),
        ("买买提•艾力", "买买提·艾力"),
    ],
)
def test_names_equal_after_cleaning_are_the_same(a: str, b: str) -> None:
    assert names_agree(a, b) is Agreement.SAME


@pytest.mark.parametrize(
    ("a", "b"),
    [("刘芳娣", "刘方娣"), ("冼英萱", "冼瑛萱"), ("林辉添", "林晖添"), ("苏怡好", "苏仪好")],
)
def test_a_homophone_is_the_same_sound(a: str, b: str) -> None:
    assert names_agree(a, b) is Agreement.SAME_SOUND
    assert names_agree(b, a) is Agreement.SAME_SOUND


@pytest.mark.parametrize(
    ("a", "b"),
    [("陈强", "陈刚"), ("林炳", "林炳惠"), ("王伟", "黄伟"), ("陈强", ""), ("", "")],
)
def test_other_names_are_different(a: str, b: str) -> None:
    assert names_agree(a, b) is Agreement.DIFFERENT
