"""How an office lays out its sheets: titles, header words, column order, what marks a household."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from random import Random

# The first word of each is the plain one; the others are what other offices write.
HEADERS: dict[str, tuple[str, ...]] = {
    "serial": ("序号", "编号", "No."),
    "household_no": ("家庭编号", "户编号", "户号"),
    "village": ("村(居)", "村居", "所在村(社区)", "村别"),
    "head": ("户主姓名", "户主", "家庭户主"),
    "name": ("姓名", "成员姓名", "家庭成员姓名"),
    "relation": ("与户主关系", "与户主的关系", "家庭关系", "关系"),
    "sex": ("性别",),
    "number": ("身份证号码", "身份证号", "身份证", "公民身份号码", "证件号码"),
    "phone": ("联系电话", "电话", "手机", "手机号码", "联系方式"),
    "address": ("家庭住址", "住址", "地址", "详细地址"),
    "cause": ("致贫原因", "主要困难", "困难原因", "困难类型", "主要致困原因"),
    "monthly": ("月保障金额(元)", "月保障金(元)", "低保金(元/月)"),
    "bank": ("银行账号", "银行卡号", "账号"),
    "note": ("备注",),
    "size": ("家庭人口", "家庭人数", "人口数"),
    "born": ("出生年月", "出生日期"),
    "age": ("年龄",),
    "members": ("家庭成员(姓名/关系/身份证;)",),
    "head_number": ("户主身份证", "户主身份证号", "户主身份证号码"),
}
GROUPS = {"members": "家庭成员", "household": "家庭情况"}

# What tells one household from the next: merged cells, values on its first row only, values on
# every row, or nothing but a row whose relation is the head's.
MARKS = ("merged", "first row", "every row", "relation")
SEPARATORS = (("/", ";"), ("/", "；"), ("，", "；"), ("-", "、"), (" ", "\n"), ("|", ";"))


@dataclass(frozen=True)
class Trim:
    """What stands round the table: gaps, page breaks, sums and the last lines.

    ``page`` repeats the header after so many rows (0: never); ``gap`` leaves an empty row after
    each village; ``remarks`` is the share of households with a word in the last column.
    """

    left: int = 0
    top: int = 0
    page: int = 0
    gap: bool = False
    subtotal: str = "{}小计"
    total: str = "合计"
    last_lines: tuple[tuple[str | None, ...], ...] = (
        ("填报人:", None, None, "审核人:", None, None, "分管领导:"),
    )
    born: str = "%Y.%m"
    remarks: float = 0.0


@dataclass(frozen=True)
class RosterStyle:
    """The layout of one household roster.

    ``columns`` in their order; ``household_columns`` are written once for a household.
    ``per_village`` gives each village a sheet of its own. ``separators`` are those inside and
    between the members of a family in one cell. ``blank_serials`` is the share of serials left
    empty.
    """

    file: str
    title: str
    columns: tuple[str, ...]
    household_columns: frozenset[str]
    words: dict[str, str] = field(default_factory=dict)
    mark: str = "first row"
    header_rows: int = 1
    preamble: bool = True
    title_lines: tuple[str, ...] = ()
    subtotals: bool = False
    footer: bool = False
    per_village: bool = False
    blank_serials: float = 0.0
    short_villages: float = 0.0
    separators: tuple[str, str] = ("/", ";")
    brackets: bool = False
    encoding: str = "gb18030"
    delimiter: str = ","
    trim: Trim = Trim()


@dataclass(frozen=True)
class DrawerStyle:
    """The layout of a whole drawer. ``wide`` varies the other lists' words as well."""

    dibao: RosterStyle
    low_income: RosterStyle
    hard_up: RosterStyle
    wide: bool


_DIBAO = RosterStyle(
    file="2012年三角镇低保户花名册.xlsx",
    title="三角镇2012年最低生活保障对象花名册",
    columns=(
        "serial", "head", "name", "relation", "sex", "number", "phone", "address", "cause",
        "monthly", "bank", "note",
    ),
    household_columns=frozenset({"serial", "head", "phone", "address", "cause", "monthly", "bank"}),
    mark="merged",
    header_rows=2,
    subtotals=True,
    footer=True,
)  # fmt: skip
_LOW_INCOME = RosterStyle(
    file="低收入户名册(2012).xls",
    title="三角镇低收入户家庭情况登记册",
    columns=(
        "serial", "village", "name", "sex", "number", "born", "relation", "size", "phone",
        "address", "cause",
    ),
    household_columns=frozenset({"serial", "village", "size", "phone", "address", "cause"}),
    words={"serial": "编号", "number": "身份证", "phone": "电话", "address": "住址",
           "cause": "主要困难"},
    preamble=False,
)  # fmt: skip
_HARD_UP = RosterStyle(
    file="较困难户名单.csv",
    title="",
    columns=("head", "head_number", "members", "village", "address", "phone", "cause"),
    household_columns=frozenset(),
    words={"head": "户主", "village": "村居", "address": "地址", "phone": "手机",
           "cause": "困难类型"},
    preamble=False,
)  # fmt: skip


def plain_style() -> DrawerStyle:
    """This function will return the layout that the town's offices usually have."""
    return DrawerStyle(_DIBAO, _LOW_INCOME, _HARD_UP, wide=False)


def wide_style(rng: Random) -> DrawerStyle:
    """This function will draw another layout: words, orders, marks, sheets, separators."""
    return DrawerStyle(
        _vary(rng, replace(_DIBAO, footer=rng.random() < 0.7, subtotals=rng.random() < 0.7)),
        _vary(rng, _LOW_INCOME),
        _vary_cell_families(rng, _HARD_UP),
        wide=True,
    )


def _words(rng: Random, columns: tuple[str, ...]) -> dict[str, str]:
    return {column: rng.choice(HEADERS[column]) for column in columns}


def _vary(rng: Random, style: RosterStyle) -> RosterStyle:
    mark = rng.choice(MARKS)
    family = [c for c in style.columns if c in ("name", "relation", "sex", "number", "born")]
    rng.shuffle(family)
    household = [c for c in style.columns if c not in family and c not in ("serial", "note")]
    if mark == "every row":
        household.insert(0, "household_no")
    if "village" not in household:
        household.insert(rng.randint(0, 1), "village")
    cut = rng.randint(1, len(household))
    before, after = household[:cut], household[cut:]
    rng.shuffle(after)
    columns = ("serial", *before, *family, *after, "note")
    return replace(
        style,
        columns=columns,
        household_columns=frozenset({*household, *({"serial"} if mark != "relation" else ())}),
        words=_words(rng, columns),
        mark=mark,
        header_rows=rng.choice((1, 2, 3)) if mark == "merged" else rng.choice((1, 2)),
        preamble=rng.random() < 0.6,
        title_lines=rng.choice(((), ("(内部资料,请勿外传)",), ("", "二〇一二年度"))),
        per_village=rng.random() < 0.35,
        blank_serials=0.08 if mark in ("first row", "relation") else 0.0,
        short_villages=0.3,
        trim=_trim(rng),
    )


def _trim(rng: Random) -> Trim:
    signatures = (
        ("填报人:", None, None, "审核人:", None, None, "分管领导:"),
        ("制表人：        审核人：        日期：2012年12月31日",),
        (None, "填表人:", "", "复核:", "", "单位负责人:"),
    )
    note = ("注：本表一式两份，村（居）委会、镇社会事务局各存一份。",)
    lines: tuple[tuple[str | None, ...], ...] = (rng.choice(signatures),)
    return Trim(
        left=rng.choice((0, 0, 0, 1)),
        top=rng.choice((0, 0, 1, 2)),
        page=rng.choice((0, 0, 0, 25, 40)),
        gap=rng.random() < 0.2,
        subtotal=rng.choice(("{}小计", "小计", "{}小计：", "{} 小 计")),
        total=rng.choice(("合计", "总计", "合 计", "全镇合计")),
        last_lines=(note, *lines) if rng.random() < 0.3 else lines,
        born=rng.choice(("%Y.%m", "%Y-%m", "%Y年%m月", "%Y%m", "%Y-%m-%d", "%Y/%m/%d")),
        remarks=rng.choice((0.0, 0.1)),
    )


def _vary_cell_families(rng: Random, style: RosterStyle) -> RosterStyle:
    inner, outer = rng.choice(SEPARATORS)
    brackets = rng.random() < 0.25
    titled = rng.random() < 0.3
    columns = list(style.columns)
    rng.shuffle(columns)
    words = _words(rng, tuple(columns))
    titled = rng.random() < 0.3
    words["members"] = f"家庭成员(姓名{inner}关系{inner}身份证{outer.strip() or ''})"
    return replace(
        style,
        columns=tuple(columns),
        words=words,
        separators=(inner, outer),
        brackets=brackets,
        encoding=rng.choice(("gb18030", "utf-8", "utf-8-sig")),
        short_villages=0.3,
        title="三角镇较困难户摸底名单" if titled else "",
    )
