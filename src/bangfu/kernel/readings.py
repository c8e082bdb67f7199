"""Readings of Chinese characters, and the surnames that are read otherwise than the words.

The readings come from pypinyin's dictionaries; its segmentation is not used: a name is not a
sentence, and looking up characters is ten times faster.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from pypinyin.phrases_dict import phrases_dict
from pypinyin.pinyin_dict import pinyin_dict

_TONES = {"\u0304": "1", "\u0301": "2", "\u030c": "3", "\u0300": "4"}

_RETROFLEX = re.compile("^([zcs])h")
_NASAL = re.compile("([ie])ng$")

# Readings as a surname where the dictionary's first reading is another one.
_SURNAMES_READ = (
    "单:shan4 曾:zeng1 仇:qiu2 区:ou1 解:xie4 查:zha1 盖:ge3 任:ren2 华:hua4 朴:piao2"
    " 召:shao4 员:yun4 缪:miao4 乜:nie4 黑:he4 盛:sheng4 乐:yue4 么:yao1 幺:yao1 重:chong2"
    " 种:chong2 洗:xian3 冼:xian3 冯:feng2 沈:shen3 翟:zhai2 覃:qin2 佴:nai4 哈:ha3 折:she2"
    " 秘:bi4 祭:zhai4 应:ying1 逄:pang2 郇:xun2 郗:xi1 瞿:qu2 牟:mou2 訾:zi1 眭:sui1"
    " 阚:kan4 燕:yan1 宁:ning2 甯:ning4 车:che1 谌:chen2 晁:chao2 那:na1 能:nai4 隗:wei3"
    " 石:shi2 柏:bai3 薄:bo2 卜:bu3 曲:qu1 相:xiang4 叶:ye4 俞:yu2 藏:zang4 繁:po2 过:guo1"
    " 褚:chu3 都:du1 贾:jia3 费:fei4 强:qiang2 句:gou1 宿:su4 呙:guo1 撒:sa4 尉:wei4 要:yao1"
    " 镡:tan2 仉:zhang3 昝:zan3 殷:yin1 行:xing2 长:zhang3 宓:mi4 蔚:yu4 尹:yin3 谷:gu3"
    " 纪:ji3 阎:yan2 闫:yan2 吕:lv3 万:wan4 干:gan1 于:yu2 卓:zhuo2 沙:sha1 邓:deng4 余:yu2"
    " 佘:she2 厍:she4 祝:zhu4 俱:ju4 令:ling2 巴:ba1 洋:yang2 台:tai2 校:xiao4 降:jiang4"
)
_SURNAME_READINGS = dict(row.split(":") for row in _SURNAMES_READ.split())
_COMPOUNDS_READ = (
    "欧阳:ou1,yang2 司马:si1,ma3 上官:shang4,guan1 诸葛:zhu1,ge3 司徒:si1,tu2"
    " 司空:si1,kong1 司寇:si1,kou4 尉迟:yu4,chi2 万俟:mo4,qi2 长孙:zhang3,sun1"
    " 单于:chan2,yu2 澹台:tan2,tai2 令狐:ling2,hu2 鲜于:xian1,yu2 亓官:qi2,guan1"
    " 夏侯:xia4,hou2 皇甫:huang2,fu3 宇文:yu3,wen2 慕容:mu4,rong2 公孙:gong1,sun1"
    " 轩辕:xuan1,yuan2 东方:dong1,fang1 独孤:du2,gu1 南宫:nan2,gong1 端木:duan1,mu4"
    " 西门:xi1,men2 百里:bai3,li3 呼延:hu1,yan2 东郭:dong1,guo1 南门:nan2,men2"
    " 太史:tai4,shi3 申屠:shen1,tu2 公羊:gong1,yang2 赫连:he4,lian2 钟离:zhong1,li2"
    " 闻人:wen2,ren2 濮阳:pu2,yang2 淳于:chun2,yu2 太叔:tai4,shu1 公冶:gong1,ye3"
    " 宗政:zong1,zheng4 仲孙:zhong4,sun1 颛孙:zhuan1,sun1 公良:gong1,liang2"
    " 漆雕:qi1,diao1 乐正:yue4,zheng4 宰父:zai3,fu3 谷梁:gu3,liang2 拓跋:tuo4,ba2"
    " 夹谷:jia2,gu3 段干:duan4,gan1 东门:dong1,men2 羊舌:yang2,she2 微生:wei1,sheng1"
    " 梁丘:liang2,qiu1 左丘:zuo3,qiu1 公西:gong1,xi1 第五:di4,wu3 闾丘:lv2,qiu1"
    " 司城:si1,cheng2 巫马:wu1,ma3 歐陽:ou1,yang2 司馬:si1,ma3 諸葛:zhu1,ge3"
    " 尉遲:yu4,chi2 夏侯:xia4,hou2 鍾離:zhong1,li2"
)
_COMPOUND_READINGS = {
    row.split(":")[0]: tuple(row.split(":")[1].split(",")) for row in _COMPOUNDS_READ.split()
}
COMPOUND_SURNAMES = frozenset(_COMPOUND_READINGS)

# Surnames in use, by frequency and from the 百家姓; decides only whether a long name has one.
SURNAMES = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡"
    "贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷"
    "钱汤尹黎易常武乔贺赖龚文樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂焦向柳邢路岳齐"
    "梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘"
    "景薄单包司柏宁柯阮桂闵解强柴华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来嵺苟全褚廉简娄"
    "盖符奚木穆党燕郎邸冀谈姬屠连郜晏栾郁商蒙计喻揭窦迟宇敖糜鄢冷卓花仇艾蓝都巩稽井练仲乐虞卞"
    "封竺冼原官衣楚佟栗匡宗应台巫鞠僧桑荆谌银扬明沙薛伏岑习胥保和麦区利劳邝骆缪农容植招冯尹幸"
    "岳帅缑亢况有琴归海晋楚法汝鄢涂钦过占化诸戎经卞酆鲍水昌凤花俞酉柳酆滑伊郗班仰秋仲伊宫宁仇"
    "栾暴甘钭厉戎祖符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴郁胥能苍"
    "双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍却璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹"
    "习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东殴殳沃利蔚越夔隆师巩厍聂晁勾敖"
    "融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公肖闫代付岩闭英仝覃檀"
    "陳張黃吳劉楊趙孫馬羅鄭謝韓馮鄧許蕭蘇盧蔣賈葉閻鍾譚鄒陸龍錢湯賀賴龔蘭陶嚴魯韋畢聶莊歐區麥鄺"
)


@cache
def is_han(char: str) -> bool:
    """This function will tell whether a character is a Chinese ideograph of any plane."""
    return char == "〇" or unicodedata.name(char, "").startswith("CJK ")


@cache
def _all(char: str) -> tuple[str, ...]:
    if len(char) != 1:
        return ()
    return tuple(_numbered(mark) for mark in pinyin_dict.get(ord(char), "").split(",") if mark)


def _numbered(marked: str) -> str:
    """Write `zēng` as `zeng1`; ü as v; the neutral tone as 5."""
    tone = "5"
    letters: list[str] = []
    for char in unicodedata.normalize("NFD", marked):
        if char in _TONES:
            tone = _TONES[char]
        elif char == "\u0308":
            letters[-1] = "v"
        elif char.isascii():
            letters.append(char)
        else:
            letters.append(unicodedata.normalize("NFKD", char)[0])
    return "".join(letters) + tone


def of_character(char: str) -> str:
    """This function will give the first reading of a character, or the character itself."""
    found = _all(char)
    return found[0] if found else char.lower()


@cache
def usual(char: str) -> frozenset[str]:
    """This function will give the two commonest toneless readings and that of a surname.

    Further readings in the dictionary are archaic and would make strangers sound alike.
    """
    found = list(_all(char)[:2])
    if char in _SURNAME_READINGS:
        found.append(_SURNAME_READINGS[char])
    return frozenset(reading.rstrip("12345") for reading in found)


@cache
def near(char: str) -> frozenset[str]:
    """This function will give the usual readings without what southern speech does not tell.

    zh, ch, sh fall together with z, c, s, and the finals ing, eng with in, en.
    """
    return frozenset(_NASAL.sub(r"\1n", _RETROFLEX.sub(r"\1", reading)) for reading in usual(char))


@cache
def of_surname(family: str) -> tuple[str, ...]:
    """This function will read a surname of one or two characters."""
    if family in _COMPOUND_READINGS:
        return _COMPOUND_READINGS[family]
    return (_SURNAME_READINGS.get(family) or of_character(family),)


@cache
def of_phrase(given: str) -> tuple[str, ...] | None:
    """This function will read a given name that is itself a word (重阳), if it is one."""
    if len(given) < 2:
        return None
    found = phrases_dict.get(given)
    return None if found is None else tuple(_numbered(options[0]) for options in found)
