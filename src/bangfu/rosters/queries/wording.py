"""The sentences of a roster's findings: those of the reading, and those of the comparing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_noop as _
from django.utils.translation import ngettext

from .. import reading
from ..reading import Finding, UnreadableFile
from ..reading.say import FINDING_CODES, text_of_unreadable

Translate = Callable[[str], str]

# Who the rows are, as the comparing found it.
_COMPARING = {
    "number_disputed": _(
        "{who}的身份证号，第{rows}行也在用，姓名不同。两人分开登记，号码都待核实。"
    ),
    "number_disputed_known": _("{who}的身份证号，台账里还有别人在用，姓名不同。号码都待核实。"),
    "number_held_by_other": _("{who}的身份证号在台账里已核实为另一人。人照样登记，号码待核实。"),
    "number_held_elsewhere": _(
        "{who}的身份证号在别的乡镇也有人登记，可能是迁来的，也可能填错。人照样登记，号码待核实。"
    ),
    "number_of_another": _("{who}的身份证号是别人的，没有采用，台账里原来的号码不变。"),
    "number_changed": _("台账里{who}已有另一个核实过的号码。请核对是同一人改了号，还是另一人。"),
    "number_corrected": _("{who}的号码已按这次的更正。"),
    "name_spelt_differently": _("{who}与台账里同号的人姓名同音不同字，算同一人，两种写法都留着。"),
    "perhaps_same_person": _("户里有一个读音相同、没有号码的人，{who}先另立一人，请核对。"),
    "same_name_in_household": _("{who}与第{rows}行同户同名，当作两个人，请核对。"),
    "same_row_or_namesake": _("{who}与第{rows}行完全一样，分不清是重复还是同名。"),
    "repeated_row": _("{who}与第{rows}行是同一人，重复登记，只算一人。"),
    "ambiguous_person": _("户里有几个叫{who}的，分不清是哪一个。"),
    "ambiguous_household": _("同一地址有几户户主同名，分不清是哪一户。"),
    "perhaps_same_household": _(
        "同村已有户主同名的一户，没有门牌或电话可对，请核对{who}是不是那一户的。"
    ),
    "contradicts_known": _("户里有同名的{who}，但性别或出生对不上，请核对是不是同一人。"),
    "in_two_households": _("{who}已在另一户登记，请核对现在属于哪一户。"),
    "head_in_other_household": _("户主已在另一户登记，这一户先等核实。"),
    "household_unknown": _("看不出这一行属于哪一户，请补上户主或户编号。"),
    "registered_twice": _("这一户已登记过（重复造册），算同一户，类别保持原来的，请核对。"),
    "known_person": _("{who}与“{file}”第{rows}行是同一人（号码、姓名相同）。"),
    "known_by_household": _("{who}与“{file}”第{rows}行是同一人（同户同名）。"),
    "same_as_row": _("{who}与第{rows}行是同一人（号码、姓名相同）。"),
    "same_as_row_by_household": _("{who}与第{rows}行是同一人（同户同名）。"),
    "category_unknown": _(
        "看不出这份名册是低保、低收入还是较困难，住户先不列类别。请在“列对应”里选类别。"
    ),
    "village_unknown": _("村（居）“{village}”没认出来，先放在镇里，请核对。"),
    "village_missing": _("没有写村（居），先放在镇里，请补上。"),
    "kept_for_room": _("这种名单先留存，全部行等以后办理，不入住户台账。"),
    "same_file": _("这份文件已经入过库，没有变化。"),
    "edited_cell": _("已按核实结果改正。"),
}
_CELL = _("{cell}：{sentence}")
_ROW = _("第{row}行：{sentence}")


def same(message: str) -> str:
    """Give the Chinese template itself."""
    return message


def sentence_of(finding: Finding, translate: Translate = same) -> str:
    """Word a finding without its place."""
    code = finding.code
    if code == "number_disputed" and not finding.params.get("rows"):
        code = "number_disputed_known"
    params = finding.params
    if translate is not same and "rows" in params:
        translate, params = _counted(translate, str(params["rows"])), dict(params)
        params["rows"] = str(params["rows"]).replace("、", translate("、"))
    if code in _COMPARING:
        return translate(_COMPARING[code]).format_map(_Params(params))
    return reading.text(Finding(0, finding.column, code, finding.level, params), translate)


def _counted(translate: Translate, rows: str) -> Translate:
    """Give a translation that tells one row from several (`89`, `73、80`)."""
    count = rows.count("、") + 1

    def translated(message: str) -> str:
        counted = ngettext(message, message, count)
        return counted if counted != message else translate(message)

    return translated


def words_of(finding: Finding, translate: Translate = same) -> str:
    """Word a finding as one sentence with its place before it."""
    if finding.code not in _COMPARING and finding.code in FINDING_CODES:
        return reading.text(finding, translate)
    sentence = sentence_of(finding, translate)
    if finding.cell:
        return translate(_CELL).format(cell=finding.cell, sentence=sentence)
    if finding.row:
        return translate(_ROW).format(row=finding.row, sentence=sentence)
    return sentence


_OUT_OF_OFFICE = _(
    "这件事没有办：交办的人已不在能办这批的岗位上。台账没有变化，请由现在的经办人重新办。"
)


def reading_of_trouble(file_name: str, trouble: dict[str, Any], translate: Translate = same) -> str:
    """Word why a file could not be read, naming file, sheet, row and cell, or a job not done."""
    if trouble["code"] == "out_of_office":
        return translate(_OUT_OF_OFFICE)
    wrong = UnreadableFile(
        trouble["code"],
        file_name,
        sheet=trouble.get("sheet", ""),
        row=trouble.get("row", 0),
        column=trouble.get("column", ""),
        detail=trouble.get("detail", ""),
    )
    return text_of_unreadable(wrong, translate)


class _Params(dict[str, Any]):
    """A finding of an older version may lack a word: leave it out, do not fail."""

    def __missing__(self, key: str) -> str:
        return ""
