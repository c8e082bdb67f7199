"""Small national code tables that the register needs, and the words people type for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import IntEnum

from bangfu.kernel.text import squeeze, to_half_width


class Sex(IntEnum):
    """GB/T 2261.1-2003."""

    UNKNOWN = 0
    MALE = 1
    FEMALE = 2
    UNSTATED = 9


class CodeTable(Mapping[str, str]):
    """A table code → Chinese label, which also finds the code of a word as people type it."""

    def __init__(self, source: str, labels: Mapping[str, str], words: Mapping[str, str]) -> None:
        self.source = source
        self._labels = dict(labels)
        self._codes = {label: code for code, label in self._labels.items()} | dict(words)

    def __getitem__(self, code: str) -> str:
        return self._labels[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._labels)

    def __len__(self) -> int:
        return len(self._labels)

    def find(self, text: str) -> str | None:
        """This function will find the code of a label, a spoken word or the code itself."""
        code = self._codes.get(text)
        if code is None:
            word = squeeze(to_half_width(text))
            code = self._codes.get(word) or (word if word in self._labels else None)
        return code


def _table(source: str, rows: str, words: str = "") -> CodeTable:
    labels: dict[str, str] = {}
    for row in rows.split():
        code, _, label = row.partition(":")
        labels[code] = label
    spoken: dict[str, str] = {}
    for row in words.split():
        code, _, said = row.partition(":")
        spoken.update(dict.fromkeys(said.split(","), code))
    return CodeTable(source, labels, spoken)


SEX = _table(
    "GB/T 2261.1-2003",
    "0:未知的性别 1:男 2:女 9:未说明的性别",
    "0:未知,不详 1:男性,M,m,male 2:女性,F,f,female 9:未说明",
)
MARITAL = _table(
    "GB/T 2261.2-2003",
    "10:未婚 20:已婚 21:初婚 22:再婚 23:复婚 30:丧偶 40:离婚 90:未说明的婚姻状况",
    "10:单身 20:有配偶,结婚 30:丧偶独居,寡,鳏寡 40:离异,离 90:不详,未说明",
)
HEALTH = _table(
    "GB/T 2261.3-2003",
    "10:健康或良好 20:一般或较弱 30:有慢性病 31:心血管病 32:脑血管病 33:慢性呼吸系统病"
    " 34:慢性消化系统病 35:慢性肾炎 36:结核病 37:糖尿病 38:神经或精神疾病 41:癌症"
    " 49:其他慢性病 60:残疾 61:视力残疾 62:听力残疾 63:言语残疾 64:肢体残疾 65:智力残疾"
    " 66:精神残疾 67:多重残疾 69:其他残疾",
    "10:健康,良好,好 20:一般,较弱,体弱 30:慢性病,长期慢性病 41:恶性肿瘤,肿瘤",
)
OCCUPATION = _table(
    "GB/T 2261.4-2003",
    "11:国家公务员 13:专业技术人员 17:职员 21:企业管理人员 24:工人 27:农民 31:学生"
    " 37:现役军人 51:自由职业者 54:个体经营者 70:无业人员 80:退(离)休人员 90:其他",
    "11:公务员 13:教师,医生 24:务工,打工 27:务农 31:在校,在读 37:军人 51:自由职业"
    " 54:个体,个体户 70:无业,失业,待业 80:退休,离休",
)
EDUCATION = _table(
    "GB/T 4658-2006",
    "10:研究生教育 20:大学本科 30:大学专科 40:中等职业教育 60:普通高级中学教育"
    " 70:初级中学教育 80:小学教育 90:其他",
    "10:研究生,硕士,博士 20:本科,大学 30:专科,大专,高职 40:中专,中职,技校,职中,职高"
    " 60:高中,普通高中 70:初中,中学 80:小学 90:文盲,半文盲,文盲或半文盲,文盲半文盲",
)
ETHNIC = _table(
    "GB/T 3304-1991",
    "01:汉族 02:蒙古族 03:回族 04:藏族 05:维吾尔族 06:苗族 07:彝族 08:壮族 09:布依族"
    " 10:朝鲜族 11:满族 12:侗族 13:瑶族 14:白族 15:土家族 16:哈尼族 17:哈萨克族 18:傣族"
    " 19:黎族 20:傈僳族 21:佤族 22:畲族 23:高山族 24:拉祜族 25:水族 26:东乡族 27:纳西族"
    " 28:景颇族 29:柯尔克孜族 30:土族 31:达斡尔族 32:仫佬族 33:羌族 34:布朗族 35:撒拉族"
    " 36:毛南族 37:仡佬族 38:锡伯族 39:阿昌族 40:普米族 41:塔吉克族 42:怒族"
    " 43:乌孜别克族 44:俄罗斯族 45:鄂温克族 46:德昂族 47:保安族 48:裕固族 49:京族"
    " 50:塔塔尔族 51:独龙族 52:鄂伦春族 53:赫哲族 54:门巴族 55:珞巴族 56:基诺族"
    " 97:其他 98:外国血统中国籍人士",
    "01:汉 02:蒙古,蒙 03:回 04:藏 05:维吾尔,维 06:苗 07:彝 08:壮 09:布依 10:朝鲜 11:满"
    " 12:侗 13:瑶 14:白 15:土家 18:傣 19:黎 22:畲 25:水 33:羌 98:入籍",
)
# Order of the China Disabled Persons' Federation; a page in circulation swaps 1 and 2.
DISABILITY_KIND = _table(
    "GB/T 26341-2010",
    "1:视力 2:听力 3:言语 4:肢体 5:智力 6:精神 7:多重",
    "1:视力残疾,视障,盲 2:听力残疾,听障,聋 3:言语残疾,语言,哑 4:肢体残疾,肢残"
    " 5:智力残疾,智障 6:精神残疾 7:多重残疾",
)
DISABILITY_GRADE = _table(
    "GB/T 26341-2010",
    "1:一级 2:二级 3:三级 4:四级",
    "1:一,壹级,Ⅰ级,I级,1级 2:二,贰级,Ⅱ级,II级,2级 3:三,叁级,Ⅲ级,III级,3级 4:四,肆级,Ⅳ级,IV级,4级",
)
LABOUR = _table(
    "practice of poverty alleviation",
    "1:普通劳动力 2:技能劳动力 3:弱劳动力或半劳动力 4:丧失劳动力 5:无劳动力",
    "1:有劳动能力,有,普通 2:技能 3:弱劳动力,半劳动力,弱,半,部分丧失劳动能力"
    " 4:丧失劳动能力,丧失 5:无劳动能力,无",
)
CAUSE = _table(
    "practice of poverty alleviation",
    "01:因病 02:因残 03:因学 04:因灾 05:缺劳动力 06:缺技术 07:缺资金 08:缺土地 09:因婚"
    " 10:因丧 11:失业 12:年老 13:单亲 14:自身发展动力不足 99:其他",
    "01:疾病,患病,大病,重病,生病 02:残疾 03:上学,子女上学,读书,就学 04:灾害,火灾,水灾,受灾"
    " 05:缺劳力,缺少劳动力,无劳力,无劳动力 06:缺少技术,无技术 07:缺少资金 08:失地,缺少土地"
    " 09:离异,离婚 10:丧偶,丧亲 11:下岗,无业,待业 12:年迈,年老体弱,高龄,年老体衰"
    " 13:单亲家庭,丧偶单亲 14:动力不足 99:其它,其他原因",
)
HOUSE_SAFETY = _table(
    "JGJ 125, grades of dangerous houses",
    "A:A级 B:B级 C:C级 D:D级",
    "A:a,a级 B:b,b级 C:c,c级 D:d,d级,危房",
)
SCHOOL_STAGE = _table(
    "house table",
    "1:学前 2:小学 3:初中 4:高中 5:中职 6:大专 7:本科 8:研究生 9:非在校",
    "1:学前教育,幼儿园,幼儿,学前班 3:中学,初级中学 4:普高,高级中学 5:中专,技校,职中,职高"
    " 6:专科,高职 7:大学,大学本科 8:硕士,博士 9:不在校,未上学,已毕业",
)
URBAN_RURAL = _table(
    "statistical classification of urban and rural areas",
    "111:主城区 112:城乡结合区 121:镇中心区 122:镇乡结合区 123:特殊区域 210:乡中心区 220:村庄",
)

# The stages that the law of compulsory education covers.
COMPULSORY_STAGES = frozenset({"2", "3"})


def parse_sex(text: str) -> Sex:
    """This function will read a sex as typed (男, 女, M, 1 …); anything else is UNKNOWN."""
    code = SEX.find(text)
    return Sex.UNKNOWN if code is None else Sex(int(code))
