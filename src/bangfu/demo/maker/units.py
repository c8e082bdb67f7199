"""The list of helping units and companies, and the list of jobs: all of them invented."""

from __future__ import annotations

from pathlib import Path
from random import Random

from bangfu.demo.maker import numbers
from bangfu.demo.maker.books import CsvBook, XlsxBook
from bangfu.demo.maker.mess import Cell
from bangfu.demo.maker.names import Names

_DEPARTMENTS = (
    "党政办", "社会事务局", "财政分局", "教育事务指导中心", "卫生和计生局", "公安分局", "司法所",
    "人力资源和社会保障分局", "国土资源分局", "住房和城乡建设局", "农业和农村工作局", "经济发展局",
    "宣传文体服务中心", "综治信访维稳中心", "食品药品监督所", "安全生产监督管理分局", "环境保护局",
    "水利所", "供电所", "邮政支局", "税务分局", "工商分局", "团委", "妇女联合会", "工会",
    "残疾人联合会", "慈善会", "商会", "个私协会", "武装部", "城管执法分局", "交通运输分局",
    "中心幼儿园", "三角医院", "三角中学", "房管所",
)  # fmt: skip
_FIRST, _SECOND = "新恒永金联德宏", "达兴隆盛泰丰源利"
_TRADES = ("印刷", "家具", "电子", "食品", "服装", "塑料", "五金", "化工")
_ENDINGS = ("厂", "有限公司", "实业有限公司")
_OFFERS = (
    "大米、花生油等物资",
    "医疗义诊",
    "住房修缮",
    "法律援助",
    "技能培训",
    "就业岗位",
    "助学",
    "资金",
)
_LOADS: tuple[Cell, ...] = (8, 12, "6户", "8户", "6-8户", "8-12户", None)
_POSTS = ("清洁工", "普工", "仓管", "缝纫工", "保安", "包装工")
_DEMANDS = ("轻度残疾可", "女,50岁以下", "18-45岁", "能吃苦耐劳", "初中以上")
_WAGES = ("面议", "1800-2500", "2500元起", "2000")


def companies(rng: Random, count: int) -> list[str]:
    """This function will return the names of invented companies, no two alike."""
    names: set[str] = set()
    while len(names) < count:
        middle = rng.choice(_FIRST) + rng.choice(_SECOND)
        names.add(f"中山市{middle}{rng.choice(_TRADES)}{rng.choice(_ENDINGS)}")
    return sorted(names, key=lambda name: rng.random())


def write_units(rng: Random, folder: Path, year: int, *, wrong_code: bool) -> list[str]:
    """This function will write both lists and return their file names.

    ``wrong_code`` gives one company a credit code whose check character is wrong.
    """
    names = companies(rng, 112)
    helpers, jobs = "结对帮扶单位(企业)名册.xlsx", "企业招聘岗位.csv"
    _write_helpers(rng, folder / helpers, year, names, wrong_code)
    _write_jobs(rng, folder / jobs, names)
    return [helpers, jobs]


def _write_helpers(rng: Random, path: Path, year: int, names: list[str], wrong: bool) -> None:
    people = Names(rng, wide=False)
    book = XlsxBook(path)
    sheet = book.sheet("Sheet1", only=True)
    sheet.write(["结对帮扶单位(企业)名册"] + [None] * 8)
    sheet.merge((1, 1, 1, 9))
    sheet.write(
        ["填报单位(盖章):三角镇党委办公室", *[None] * 6, f"填报日期:{year}年12月31日", None]
    )
    sheet.write([
        "序号", "单位名称", "性质", "统一社会信用代码", "联系人", "联系电话", "地址",
        "拟帮扶户数", "可提供帮扶",
    ])  # fmt: skip
    units = [(name, "部门") for name in _DEPARTMENTS] + [(name, "规模企业") for name in names]
    for serial, (name, kind) in enumerate(units, 1):
        code: str | None = None
        if kind == "规模企业":
            code = numbers.credit_code(rng, "91")
            if wrong and serial == len(units):
                code = code[:-1] + ("1" if code[-1] != "1" else "2")
        offers = "、".join(rng.sample(_OFFERS, rng.randint(1, 3)))
        village = rng.choice(("中心社区", "结民村", "高平村", "三角村", "东南村"))
        sheet.write([
            serial, name, kind, code, people.full(rng.choice("男女")), numbers.landline(rng),
            f"三角镇{village}", rng.choice(_LOADS), offers,
        ])  # fmt: skip
    book.save()


def _write_jobs(rng: Random, path: Path, names: list[str]) -> None:
    book = CsvBook(path, "utf-8-sig")
    sheet = book.sheet("Sheet1", only=True)
    sheet.write(["企业", "岗位", "人数", "要求", "月薪", "是否优先困难户"])
    for name in rng.sample(names, 70):
        sheet.write([
            name, rng.choice(_POSTS), rng.randint(2, 8), rng.choice(_DEMANDS), rng.choice(_WAGES),
            rng.choice(("是", "否", None)),
        ])  # fmt: skip
    book.save()
