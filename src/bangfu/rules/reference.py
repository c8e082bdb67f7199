"""The reference of facts, codes, units and functions, written from the code itself."""

from __future__ import annotations

from collections.abc import Iterator

from bangfu.rules.facts import CODES, FACTS, STATES
from bangfu.rules.functions import FUNCTIONS, OVER
from bangfu.rules.values import Kind, Sort

_SORTS = {
    Sort.TRUTH: "是 / 否",
    Sort.MONEY: "金额（文件里以分计）",
    Sort.NUMBER: "数",
    Sort.PERCENT: "百分比",
    Sort.DATE: "日期",
    Sort.YEAR: "年度",
    Sort.SCHOOL_YEAR: "学年，如 2012-2013",
    Sort.CODE: "代码",
    Sort.WORD: "文字",
}
_OVER = {
    "any": "家里至少一人符合条件",
    "all": "家里每人都符合条件",
    "count": "家里符合条件的人数",
    "total": "家里各人的金额相加",
}


def _kind(kind: Kind) -> str:
    unit = f"：{kind.unit}" if kind.sort in (Sort.CODE, Sort.NUMBER) and kind.unit else ""
    return _SORTS[kind.sort] + unit


def lines() -> Iterator[str]:
    """This function will give the reference as lines of Markdown, Chinese first."""
    yield "# 事实、代码和函数"
    yield ""
    yield "这一页由程序写出：`bangfu rules reference`。(Written by the program.)"
    yield ""
    yield "## 事实 (facts)"
    yield ""
    yield "| 名称 | 意思 | 种类 | 可以“没有” |"
    yield "|---|---|---|---|"
    for fact in FACTS.values():
        nullable = "是" if fact.nullable else ""
        yield f"| `{fact.name}` | {fact.zh} ({fact.en}) | {_kind(fact.kind)} | {nullable} |"
    yield ""
    yield "## 代码 (codes)"
    for table, codes in {**CODES, "state": STATES}.items():
        yield ""
        yield f"**{table}**：" + "，".join(
            f"`{code}` {zh} ({en})" for code, (zh, en) in codes.items()
        )
    yield ""
    yield "## 函数 (functions)"
    yield ""
    yield "| 函数 | 得到 | 意思 |"
    yield "|---|---|---|"
    for name, function in FUNCTIONS.items():
        if function is None:
            meaning = "最小的 (the least)" if name == "min" else "最大的 (the greatest)"
            yield f"| `{name}(…, …)` | 与所给的同种 | {meaning} |"
            continue
        takes = ", ".join(_kind(kind) for kind in function.takes)
        yield f"| `{name}({takes})` | {_kind(function.gives)} | {function.zh} ({function.en}) |"
    for name, gives in OVER.items():
        inner = "金额" if name == "total" else "条件"
        yield f"| `{name}({inner})` | {_kind(gives)} | {_OVER[name]} |"
