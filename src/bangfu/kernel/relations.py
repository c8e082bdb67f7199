"""Relations to the head of a household: GB/T 4761-2008 and the words that people use for them."""

from __future__ import annotations

import re
from functools import lru_cache

from bangfu.kernel.codes import Sex
from bangfu.kernel.text import squeeze, to_half_width

_ROWS = (
    "01:本人 02:户主 10:配偶 11:夫 12:妻 20:子 21:独生子 22:长子 23:次子 24:三子 25:四子 26:五子"
    " 27:养子或继子 28:女婿 29:其他儿子 30:女 31:独生女 32:长女 33:次女 34:三女 35:四女 36:五女"
    " 37:养女或继女 38:儿媳 39:其他女儿 40:孙子、孙女或外孙子、外孙女 41:孙子 42:孙女 43:外孙子"
    " 44:外孙女 45:孙媳妇或外孙媳妇 46:孙女婿或外孙女婿 47:曾孙子或外曾孙子 48:曾孙女或外曾孙女"
    " 49:其他孙辈 50:父母 51:父亲 52:母亲 53:公公 54:婆婆 55:岳父 56:岳母 57:继父或养父"
    " 58:继母或养母 59:其他父母关系 60:祖父母或外祖父母 61:祖父 62:祖母 63:外祖父 64:外祖母"
    " 65:配偶的祖父母或外祖父母 66:曾祖父 67:曾祖母 68:配偶的曾祖父母 69:其他祖父母关系"
    " 70:兄弟姐妹 71:兄 72:嫂 73:弟 74:弟媳 75:姐姐 76:姐夫 77:妹妹 78:妹夫 79:其他兄弟姐妹"
    " 80:其他 81:伯父 82:伯母 83:叔父 84:婶母 85:舅父 86:舅母 87:姨父 88:姨母 89:姑父 90:姑母"
    " 91:堂兄弟、堂姐妹 92:表兄弟、表姐妹 93:侄子 94:侄女 95:外甥 96:外甥女 97:其他亲属 99:非亲属"
)
LABELS: dict[str, str] = dict(row.split(":") for row in _ROWS.split())

HEAD_CODES = frozenset({"01", "02"})
SPOUSE_CODES = frozenset({"10", "11", "12"})

# Spoken words with one meaning; Cantonese ones included, for the rosters of the delta have them.
_WORDS = (
    "01:自己,本户 02:户主本人,本人户主,户主/本人,户主(本人),户长"
    " 10:爱人,夫妻,夫妇,伴侣 11:丈夫,老公,先生,夫婿"
    " 12:妻子,老婆,太太,夫人 20:儿子,仔,男孩,小儿子,幼子,小儿,细仔"
    " 21:独子,独生儿子 22:大儿子,大儿,长男,大仔 23:二儿子,二子,次男,二儿"
    " 24:三儿子,三儿 25:四儿子,四儿 26:五儿子,五儿 27:养子,继子,继养子 28:婿,女婿,姑爷"
    " 30:女儿,囡,闺女,女孩,小女儿,小女,幼女,细女 31:独女,独生女儿 32:大女儿,大女"
    " 33:二女儿,二女,次女儿 34:三女儿 35:四女儿 36:五女儿 37:养女,继女 38:媳妇,儿媳妇,媳,新抱,心抱"
    " 40:孙辈,孙子女,孙子孙女,外孙子女 41:孙儿,男孙,长孙 42:女孙,孙囡 43:外孙儿,外孙男"
    " 44:外孙囡 45:孙媳妇,孙媳,外孙媳,外孙媳妇 46:孙女婿,孙婿,外孙女婿"
    " 47:曾孙子,曾孙,重孙,重孙子,外曾孙 48:曾孙女,重孙女,外曾孙女 50:双亲,爸妈"
    " 51:父,爸,爸爸,老爸,老豆,阿爸,爹 52:母,妈,妈妈,老妈,老母,阿妈,娘"
    " 53:家公,夫之父,公爹 54:家婆,夫之母 55:丈人,老丈人,外父,妻父 56:丈母娘,丈母,外母,妻母"
    " 57:继父,养父,后父,后爸 58:继母,养母,后母,后妈 60:祖父母,外祖父母"
    " 61:爷爷,爷,阿爷 62:奶奶,奶,嫲嫲,阿嫲 63:外公,姥爷 64:外婆,姥姥"
    " 66:太爷爷,太公 67:太奶奶,太婆 71:哥,哥哥,大哥,兄长,胞兄 72:嫂子,大嫂,嫂嫂"
    " 73:弟弟,胞弟,细佬 74:弟妹,弟妇,弟媳妇 75:姐,大姐,家姐,胞姐 77:妹,胞妹"
    " 70:兄妹,姐弟,姐妹,兄弟,姊妹,手足 80:其它 81:大伯,伯伯,伯 82:伯娘,大伯母"
    " 83:叔叔,叔 84:婶婶,婶,叔母,婶娘 85:舅舅,舅 86:舅妈,妗母,舅母 87:姨丈,姨夫 88:姨妈,姨"
    " 89:姑丈,姑夫 90:姑姑,姑妈,姑 91:堂兄,堂弟,堂姐,堂妹,堂兄弟 92:表兄,表弟,表姐,表妹,表哥"
    " 93:侄,侄儿 95:外甥子,甥 96:甥女 97:亲属,亲戚,其他亲戚,亲友"
    " 99:无关系,非亲属关系,朋友,邻居,保姆,监护人,寄养,同居"
)

# Words that need the sex to be exact: word → (unknown, male, female).
_BY_SEX = {
    "子女": (None, "20", "30"),
    "儿女": (None, "20", "30"),
    "孩子": (None, "20", "30"),
    "小孩": (None, "20", "30"),
    "孙": ("40", "41", "42"),
    "孙辈": ("40", "41", "42"),
    "孙子女": ("40", "41", "42"),
    "外孙": ("40", "43", "44"),
    "外孙子女": ("40", "43", "44"),
    "外孙辈": ("40", "43", "44"),
    "曾孙": (None, "47", "48"),
    "重孙": (None, "47", "48"),
    "侄": (None, "93", "94"),
    "父母": ("50", "51", "52"),
    "祖父母": ("60", "61", "62"),
    "外祖父母": ("60", "63", "64"),
    "兄弟姐妹": ("70", "70", "70"),
}
_MALE = frozenset(
    "11 20 21 22 23 24 25 26 27 28 29 41 43 46 47 51 53 55 57 61 63 66 71 73 76 78 81 83 85"  # noqa: SIM905
    " 87 89 93 95".split()
)
_FEMALE = frozenset(
    "12 30 31 32 33 34 35 36 37 38 39 42 44 45 48 52 54 56 58 62 64 67 72 74 75 77 82 84 86"  # noqa: SIM905
    " 88 90 94 96".split()
)
_PREFIX = re.compile(r"^(?:与户主|户主|本人|其|系|为)?(?:的|之)")
_NOTE = re.compile(r"[(\[（【].*$")


def _spoken() -> dict[str, str]:
    words = {label: code for code, label in LABELS.items()}
    for row in _WORDS.split():
        code, _, said = row.partition(":")
        words.update(dict.fromkeys(said.split(","), code))
    return words


_CODES = _spoken()


@lru_cache(maxsize=4096)
def code_for(text: str, sex: Sex = Sex.UNKNOWN) -> str | None:
    """This function will find the two-digit code of a relation as typed, or None.

    `sex` makes words such as 孙, 子女 and 外孙 exact; it never overrules a word that says the sex
    itself (妻, 长子). 媳妇 is taken as a son's wife, as household registers use it. A code of the
    table is itself accepted.
    """
    word = squeeze(to_half_width(text))
    found = _look_up(word, sex)
    if found is None:
        plain = _PREFIX.sub("", _NOTE.sub("", word))
        found = _look_up(plain, sex) if plain != word else None
    return found


def _look_up(word: str, sex: Sex) -> str | None:
    exact = _BY_SEX.get(word)
    if exact is not None:
        return exact[sex] if sex in (Sex.MALE, Sex.FEMALE) else exact[0]
    return _CODES.get(word) or (word if word in LABELS else None)


def label(code: str) -> str:
    """This function will give the standard's Chinese words; raises KeyError for a strange code."""
    return LABELS[code]


def sex_of(code: str) -> Sex:
    """This function will tell the sex that a relation implies, UNKNOWN where it implies none."""
    if code in _MALE:
        return Sex.MALE
    return Sex.FEMALE if code in _FEMALE else Sex.UNKNOWN
