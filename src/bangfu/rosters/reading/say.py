"""The sentences: what a finding or a refusal says to a clerk, in plain Chinese.

Templates are the catalogue's messages; pass `translate` to word them in another language.
"""

from __future__ import annotations

from collections.abc import Callable

from .groups import base_of
from .models import Finding, UnreadableFile
from .translatable import gettext_noop as _
from .words import FIELDS

_FINDINGS = {
    "number_missing": _("没有身份证号，人照样登记，号码请补上。"),
    "number_being_issued": _("身份证还在办理，人照样登记，办好后补上号码。"),
    "number_shortened": _(
        "身份证号被表格当成数字，后几位已丢失，找不回来，请按证件重填（先把单元格设为“文本”）。"
    ),
    "number_perhaps_shortened": _("身份证号以000结尾，可能被表格改过，请对照证件。"),
    "number_uncommon": _("身份证号有少见之处（地区码或顺序码），请留意。"),
    "number_length": _("身份证号是{length}位，应为18位（或老号码15位），请对照证件。"),
    "number_characters": _("身份证号里有不该有的字，请对照证件。"),
    "number_date": _("身份证号里的出生日期不存在，请对照证件。"),
    "number_checksum": _("身份证号末位校验不对，可能有一位打错或两位颠倒，请对照证件。"),
    "number_repaired": _("身份证号已整理（全角、空格、撇号、小写x或15位老号）。"),
    "name_note": _("姓名里的附注“{note}”已分出。"),
    "name_repaired": _("姓名里的空格或全角字符已整理。"),
    "number_in_name": _("姓名栏里写了身份证号，没有当作姓名。请把号码填到身份证号一栏。"),
    "name_odd": _("姓名看着不像人名，请核对。"),
    "name_and_number_swapped": _("姓名和身份证号像是填反了，已对调，请核对。"),
    "no_name": _("没有姓名，不知道是谁，请补上。"),
    "no_person": _("这一行没有姓名也没有身份证号，不知道是谁。"),
    "household_unknown": _("看不出这一行属于哪一户，请补上户主或户编号。"),
    "sex_contradicts_number": _("性别和身份证号不一致，请核对是哪个错了。"),
    "born_contradicts_number": _("出生年月和身份证号不一致，请核对是哪个错了。"),
    "relation_contradicts_sex": _("与户主关系和性别不一致，请核对。"),
    "relation_unknown": _("与户主关系没认出来，照原样保留，请核对。"),
    "no_relation": _("没有写与户主关系，请补上。"),
    "family_rest": _("这一格里还有没认出来的内容，请核对。"),
    "date_unreadable": _("日期没认出来，请改成“2012年5月3日”这样的写法。"),
    "money_unreadable": _("金额没认出来，请只填数字。"),
    "phone_unreadable": _("电话号码不像完整的号码，照原样保留。"),
    "size_differs": _("家庭人口写的是{stated}人，名单里有{count}人。"),
    "two_heads": _("这一户有不止一个户主（第{rows}行），请核对。"),
    "no_head": _("这一户没有写明户主，请核对。"),
    "head_name_differs": _("户主姓名栏和成员里的户主不是同一个名字，请核对。"),
    "formula_without_value": _(
        "这一格是公式，但文件里没有算好的结果，请用表格软件打开后重新保存。"
    ),
    "error_value": _("这一格是公式错误（如#REF!），当作空白，请核对。"),
    "many_formula_without_value": _(
        "工作表“{sheet}”有{count}格公式没有算好的结果，请重新保存后再导入。"
    ),
    "many_error_value": _("工作表“{sheet}”有{count}格公式错误，请核对。"),
    "extra_cells": _("这一行在最后一个表头之外还有内容，可能错了位，请核对。"),
    "macros_ignored": _("文件里有宏，没有运行，只读了数据。"),
    "text_named_workbook": _("文件名是{suffix}，里面其实是文本（CSV），按CSV读的，请核对各列。"),
    "hidden_sheet": _("工作表“{sheet}”是隐藏的，也读了进来，请确认是否需要。"),
    "many_columns": _("工作表有{count}列，只读认得出的列。"),
    "no_header": _("没有找到表头，各列按内容猜认，请核对列对应。"),
    "strange_header": _("表头的字没有认出来，各列按内容猜认，请核对列对应。"),
    "unknown_kind": _("没认出这是哪种名册，先留着，请指定类型或列对应。"),
    "column_twice": _("这一列也像“{field}”，已有一列对应，这列没有读，请核对列对应。"),
}

_REFUSALS = {
    "empty_file": _("文件是空的。"),
    "not_a_file": _("找不到这个文件，或没有权限读取。"),
    "file_too_big": _("文件超过{detail}MB，太大了，请按村拆成几份再导入。"),
    "no_rows": _("文件里没有内容。"),
    "no_heads": _("没有找到表头，请用收表单位发来的原表。"),
    "pdf": _("这是PDF，不是表格，请导入原来的表格文件。"),
    "picture": _("这是图片，不是表格，请导入原来的表格文件。"),
    "archive": _("这是压缩包，请先解压，再导入里面的表格。"),
    "word_document": _("这是Word文档，不是表格，请把里面的表另存为.xlsx再导入。"),
    "not_a_workbook": _("这不是表格文件，请导入.xlsx、.xls或.csv。"),
    "plain_text": _("这不是表格文件，里面只是文字，请导入.xlsx、.xls或.csv。"),
    "other_suffix": _("后缀不是.xlsx、.xls或.csv，没有读。是花名册的话，请另存为.xlsx再导入。"),
    "open_document": _("这是OpenDocument表格（.ods），请另存为.xlsx再导入。"),
    "xlsb": _("这是二进制工作簿（.xlsb），请另存为.xlsx再导入。"),
    "web_page": _("这其实是网页格式的表，请用表格软件打开后另存为.xlsx再导入。"),
    "password": _("文件加了密码，请去掉密码后再导入。"),
    "broken_file": _("文件已损坏或没有保存完整，请重新保存后再导入。"),
    "zip_bomb": _("文件解开后大得不正常，为安全起见没有打开。"),
    "xml_entities": _("文件里有不允许的声明（DTD），为安全起见没有打开。"),
    "sheet_too_big": _("这张工作表超过{detail}MB，太大了，请按村拆成几份再导入。"),
    "too_many_rows": _("行数超过{detail}行，请按村拆成几份，或删去表格下方多余的格式再导入。"),
    "too_many_columns": _("列数超过{detail}列，请删去表格右边多余的内容再导入。"),
    "too_many_cells": _("表格范围太大，请删去右边和下方多余的内容再导入。"),
    "null_bytes": _("文字里有空字节，文件可能已损坏，请重新导出。"),
    "no_encoding": _("文字编码既不是UTF-8也不是GB18030，请另存为.xlsx再导入。"),
    "cell_too_long": _("这一行有一格的字多得不正常，请检查后再导入。"),
    "open_quote": _("从这一行起引号没有配对，后面的行会连成一格，请改正后再导入。"),
}
_PLACE_FILE = _("“{file}”")
_PLACE_SHEET = _("工作表“{sheet}”")
_PLACE_ROW = _("第{row}行")
_COLON = _("：")
_CELL_SAYS = _("{cell}：{sentence}")
_ROW_SAYS = _("第{row}行：{sentence}")
_UNKNOWN = _("这里需要核对。")

Translate = Callable[[str], str]


def same(message: str) -> str:
    """Give the Chinese template itself."""
    return message


def text(finding: Finding, translate: Translate = same) -> str:
    """Word a finding as one sentence that begins with its place: `F12：…` or `第12行：…`."""
    params = dict(finding.params)
    if "field" in params:
        params["field"] = translate(FIELDS.get(base_of(params["field"]), params["field"]))
    sentence = translate(_FINDINGS.get(finding.code, _UNKNOWN)).format(**params)
    if finding.cell:
        return translate(_CELL_SAYS).format(cell=finding.cell, sentence=sentence)
    if finding.row:
        return translate(_ROW_SAYS).format(row=finding.row, sentence=sentence)
    return sentence


def text_of_unreadable(wrong: UnreadableFile, translate: Translate = same) -> str:
    """Word a refusal as one sentence that names file, sheet, row and column as far as known."""
    place = translate(_PLACE_FILE).format(file=wrong.file)
    if wrong.sheet:
        place += translate(_PLACE_SHEET).format(sheet=wrong.sheet)
    if wrong.row:
        place += f"{wrong.column}{wrong.row}" if wrong.column else (
            translate(_PLACE_ROW).format(row=wrong.row)
        )  # fmt: skip
    sentence = translate(_REFUSALS.get(wrong.code, _REFUSALS["broken_file"]))
    return place + translate(_COLON) + sentence.format(detail=wrong.detail)


FINDING_CODES = frozenset(_FINDINGS)
REFUSAL_CODES = frozenset(_REFUSALS)
