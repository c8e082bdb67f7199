"""What stands inside an entry, in words: names of fields, the reason, the details.

The trail itself keeps codes for ever; here they are only said. An unknown one shows as it is.
"""

from __future__ import annotations

import json
import re
from typing import Any
from uuid import UUID

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from bangfu.audit.states import Conclusion
from bangfu.offices.models import EndReason, Errand, Purpose, ReopenReason, Role
from bangfu.privacy.retention import WORDS as KEPT
from bangfu.privacy.states import About, Ground, HoldReason, Reason, RequestKind
from bangfu.rosters.queries.screen import KINDS
from bangfu.rosters.reading.words import FIELDS as COLUMNS
from bangfu.rosters.states import BatchState
from bangfu.rosters.writing.columns import COLUMNS as SHEETS

_FIELDS = {
    "account": _("开户账号"),
    "begins_on": _("从哪天起接手"),
    "cell": _("一格原文"),
    "columns": _("列顺序"),
    "identity": _("身份证号"),
    "is_active": _("是否在用"),
    "villages": _("村居"),
    "original": _("原表"),
    "paper": _("材料"),
    "password": _("密码"),
    "receiver": _("收表单位"),
    "request": _("本人说的话"),
    "role": _("岗位"),
    "rows": _("待核实的行"),
    "because": _("为什么改"),
    "cases": _("例子"),
    "entitlement": _("可以得到的帮扶"),
    "figures": _("数字"),
    "state": _("状态"),
    "text": _("全文"),
    "whatif": _("试算"),
    "names": _("名单"),
    "second_factor": _("两步验证"),
    "valid_from": _("起始日期"),
    "valid_until": _("截止日期"),
}
_FURTHER_MEMBER = re.compile(r"(name|number|relation|sex)_\d{1,2}")
_DETAILS = {
    "paper": _("哪份材料"),
    "accounts": _("账号数"),
    "alert": _("情况编号"),
    "digest": _("链头"),
    "month": _("哪个月"),
    "on_paper": _("和纸上一致"),
    "about": _("哪一项"),
    "act": _("哪一次变化"),
    "answer": _("答复"),
    "ask": _("要求什么"),
    "asked_by": _("谁交办的"),
    "batches": _("花名册份数"),
    "checked": _("核对节数"),
    "cluster": _("数据库"),
    "commission": _("检查委托编号"),
    "demo": _("是演示镇"),
    "found": _("找到几对"),
    "one": _("甲"),
    "two": _("乙"),
    "erasure": _("哪一次删除"),
    "facts": _("撤回的事实"),
    "factor": _("哪一步"),
    "for": _("替谁办"),
    "frame": _("从几户里抽"),
    "frame_digest": _("名单校验值"),
    "ground": _("理由"),
    "head": _("链到第几节"),
    "hold": _("哪一次暂不删除"),
    "households": _("户数"),
    "items": _("入库内容的校验值"),
    "kept": _("留存行数"),
    "kind": _("识别为"),
    "manifest": _("证据包校验值"),
    "leaver": _("移交的人"),
    "layout": _("收表单位编号"),
    "new_households": _("新增户数"),
    "new_people": _("新增人数"),
    "ok": _("是否完好"),
    "part": _("第几张表"),
    "people": _("人数"),
    "post": _("岗位编号"),
    "posts": _("岗位数"),
    "principal": _("授给谁"),
    "purpose": _("用途"),
    "request": _("哪一件要求"),
    "requests": _("要求件数"),
    "role": _("岗位"),
    "route": _("哪一页"),
    "row": _("第几行"),
    "rows": _("行数"),
    "rule": _("要有的权限"),
    "seed": _("随机种子"),
    "sessions": _("会话数"),
    "sha256": _("文件校验值"),
    "sheet": _("版本"),
    "size": _("字节数"),
    "skipped": _("跳过行数"),
    "stand_in": _("代班编号"),
    "state": _("状态"),
    "statement": _("语句"),
    "taken": _("入库行数"),
    "taker": _("接手的人"),
    "term": _("哪一类记录"),
    "version": _("第几版"),
    "villages": _("村居数"),
    "waiting": _("待核实行数"),
    "years": _("年"),
}
_SAID: dict[str, dict[str, Any]] = {
    "about": dict(About.choices),
    "ask": dict(RequestKind.choices),
    "ground": dict([*Ground.choices, *HoldReason.choices]),
    "term": KEPT,
    "answer": {"known": _("是台账里的那一人"), "new": _("是另一人"), "": _("收回答复")},
    "sheet": {"whole": _("内部版"), "masked": _("群发版（脱敏）")},
    "factor": {"password": _("密码"), "code": _("验证码")},
    "kind": KINDS,
    "purpose": {**dict(Errand.choices), **dict(Purpose.choices)},
    "role": dict(Role.choices),
    "rule": {"not_found": _("不在他的范围内")},
    "state": dict(BatchState.choices),
}
_WAYS = {"web": _("网页"), "cli": _("命令行"), "task": _("后台")}
_PEOPLE = frozenset({"principal", "asked_by", "for", "leaver", "taker"})
_FROM_NOUGHT = frozenset({"part"})


def fields_of(names: list[str]) -> str:
    """Name the fields in one line."""
    comma = "、" if (get_language() or "").startswith("zh") else ", "
    return comma.join(field_of(name) for name in names)


def field_of(name: str) -> str:
    """Name one field: of an account, of a person, the column of a roster or of a sheet."""
    if name in _FIELDS:
        return str(_FIELDS[name])
    if name.startswith("sheet.") and name.removeprefix("sheet.") in SHEETS:
        return str(SHEETS[name.removeprefix("sheet.")].label)
    found = _FURTHER_MEMBER.fullmatch(name)
    column = COLUMNS.get(found[1] if found else name)
    return gettext(column) if column else _shown_fields().get(name, name)


def _shown_fields() -> dict[str, str]:
    from ..forms import SHOWABLE

    return {name: str(label) for name, label in SHOWABLE}


def reason_of(code: str) -> str:
    """Say why somebody looked."""
    said: dict[str, object] = {}
    for codes in (EndReason, ReopenReason, Conclusion, Reason):
        said.update(codes.choices)
    return str(said.get(code, code))


def way_of(code: str) -> str:
    """Say which way somebody came."""
    return str(_WAYS.get(code, code))


def people_in(detail: str) -> set[UUID]:
    """Return the accounts that the details name, so that their names can be asked for at once."""
    found = set()
    for key, value in _read(detail).items():
        if key in _PEOPLE:
            try:
                found.add(UUID(str(value)))
            except ValueError:
                continue
    return found


def details_of(detail: str, names: dict[UUID, str]) -> list[tuple[str, str]]:
    """Say the details line by line: what, and how much or which."""
    return [
        (detail_of(key), _value(key, value, names)) for key, value in sorted(_read(detail).items())
    ]


def detail_of(key: str) -> str:
    """Name one detail."""
    return str(_DETAILS.get(key, key))


def _read(detail: str) -> dict[str, Any]:
    try:
        read = json.loads(detail or "{}")
    except ValueError:
        return {"": detail}
    return read if isinstance(read, dict) else {"": detail}


def _value(key: str, value: Any, names: dict[UUID, str]) -> str:
    if isinstance(value, bool):
        return gettext("是") if value else gettext("否")
    if key in _FROM_NOUGHT and isinstance(value, int):
        return str(value + 1)
    if key in _PEOPLE:
        return next((name for who, name in names.items() if str(who) == value), str(value))
    said = _SAID.get(key, {}).get(value) if isinstance(value, str) else None
    return gettext(str(said)) if said else str(value)
