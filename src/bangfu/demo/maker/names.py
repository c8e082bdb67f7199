"""Names of the made town, and the characters a tired clerk types instead."""

from __future__ import annotations

from random import Random

# Surnames usual in the sand-field villages (domain of the demo town); the second tuple holds those
# that pinyin tables read wrongly or that have two characters.
SURNAMES = tuple("梁黄陈吴冯何郭李林周麦霍卢罗苏谭樊")
TRICKY_SURNAMES = ("区", "欧阳", "单", "曾", "仇")
WIDER_SURNAMES = ("司徒", "上官", "诸葛", "尉迟", "萧", "冼", "解", "查", "盖", "朴", "覃")
_MEN = (
    "伟强志明华建国军文辉杰勇俊峰福根炳坤洪祖德耀仁义礼信添海焕灿锦荣浩宇轩成昌柏权富泉康永新贤健"
)
_WOMEN = (
    "丽芳珍静英燕霞兰玲娟秀凤群好妹娣银带惠容洁敏桂欣怡婷雯润满彩金月琼莲梅红琴萍玉佳嘉思晓珊仪"
)
_RARE = "彧赟翀䶮㛃燚喆玥"
# Outside the basic plane; the old .xls writer cannot hold them, so they stay out of that file.
ASTRAL = "𠮷𬱖𫖯"
_DOTTED = (
    ("阿依古丽", "买买提"),
    ("古丽娜尔", "艾山"),
    ("热合曼", "吐尔逊"),
    ("扎西", "达瓦"),
    ("木沙", "依明江"),
)
HOMOPHONES = {
    "芳": "方", "华": "桦", "珍": "真", "静": "靖", "志": "智", "明": "鸣", "丽": "莉", "英": "瑛",
    "辉": "晖", "伟": "玮", "建": "健", "玉": "钰", "洪": "宏", "峰": "锋", "军": "君", "琴": "芹",
    "娟": "鹃", "梅": "玫", "红": "虹", "勇": "永", "燕": "艳", "萍": "平", "欣": "新", "佳": "嘉",
    "怡": "仪", "兰": "岚", "桂": "贵", "娣": "弟", "炳": "丙", "锦": "瑾", "荣": "容", "浩": "皓",
    "杰": "洁", "文": "雯", "祖": "组", "坤": "昆", "玲": "铃", "凤": "奉", "惠": "慧",
}  # fmt: skip
SURNAME_HOMOPHONES = {"区": "欧", "萧": "肖", "麦": "脉", "卢": "芦", "樊": "凡"}


class Names:
    """A dispenser of names. ``wide`` adds compound, dotted and rare ones to the stated surnames."""

    def __init__(self, rng: Random, *, wide: bool) -> None:
        self._rng = rng
        self._wide = wide

    def surname(self) -> str:
        """This function will return a surname of the town."""
        rng = self._rng
        draw = rng.random()
        if self._wide and draw < 0.06:
            return rng.choice(WIDER_SURNAMES)
        if draw < 0.16:
            return rng.choice(TRICKY_SURNAMES)
        return rng.choice(SURNAMES)

    def given(self, sex: str, *, astral: bool = False) -> str:
        """This function will return a given name of one or two characters for 男 or 女."""
        rng = self._rng
        pool = _MEN if sex == "男" else _WOMEN
        if self._wide and rng.random() < 0.01:
            pool = _RARE + (ASTRAL if astral else "")
        other = _MEN + _WOMEN
        first = rng.choice(pool)
        return first if rng.random() < 0.2 else first + rng.choice(other)

    def full(self, sex: str, surname: str | None = None, *, astral: bool = False) -> str:
        """This function will return a whole name, sometimes one joined by a middle dot."""
        if surname is None and self._wide and self._rng.random() < 0.006:
            return "·".join(self._rng.choice(_DOTTED))
        return (surname or self.surname()) + self.given(sex, astral=astral)


def surname_of(name: str) -> str:
    """This function will return the surname a child of this person would bear."""
    if "·" in name:
        return name.split("·", 1)[0]
    two = name[:2]
    compound = (*WIDER_SURNAMES, *TRICKY_SURNAMES)
    return two if len(two) == 2 and two in compound else name[:1]


def misheard(rng: Random, name: str, *, surname: bool = False) -> str | None:
    """This function will return the name with one character changed for one of the same sound.

    None when no character of the name has such a neighbour. ``surname`` allows the first
    character to change too.
    """
    if surname and name[0] in SURNAME_HOMOPHONES:
        return SURNAME_HOMOPHONES[name[0]] + name[1:]
    start = len(surname_of(name))
    places = [i for i in range(start, len(name)) if name[i] in HOMOPHONES]
    if not places:
        return None
    place = rng.choice(places)
    return name[:place] + HOMOPHONES[name[place]] + name[place + 1 :]
