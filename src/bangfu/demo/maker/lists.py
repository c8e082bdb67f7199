"""The other offices' lists: allowances, grants, gifts, cremations, helpers and jobs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

from bangfu.demo.maker.lives import ILLNESS_LINE
from bangfu.demo.maker.mess import Cell, Clerk
from bangfu.demo.maker.rosters import open_book
from bangfu.demo.maker.truth import Household, Person, Row, Truth

GRANTS = {"小学": 500, "初中": 500, "高中": 2000, "大学": 4000}
_SCHOOLS = {
    "小学": "三角镇中心小学",
    "初中": "三角中学",
    "高中": "中山市第二中学",
    "大学": "广东工业大学",
}
_HOSPITALS = ("中山大学附属第一医院", "中山市人民医院", "三角医院")
_GIFTS = ("500元", "大米2包、花生油1桶", "慰问金500", "300元+大米1包")
_LEVELS = "一二三四"

# Other words for the same columns, used by wide drawers.
WORDS: dict[str, tuple[str, ...]] = {
    "姓名": ("姓名", "人员姓名", "受助人姓名"),
    "身份证号": ("身份证号", "身份证号码", "公民身份号码"),
    "金额": ("金额", "发放金额", "金额(元)"),
    "发放日期": ("发放日期", "发放时间", "日期"),
    "残疾证号": ("残疾证号", "残疾人证号"),
    "学段": ("学段", "就读阶段"),
    "自付": ("自付", "自付金额", "个人自付"),
    "村居": ("村居", "村(居)", "所属村居"),
}


@dataclass
class ListWriter:
    """Writes plain lists: title, who filled it in, header, one row a person, a total."""

    truth: Truth
    folder: Path
    year: int
    clerk: Callable[[str], Clerk]
    wide: bool

    def __post_init__(self) -> None:
        self._homes = {household.id: household for household in self.truth.households}

    def home(self, person: Person) -> Household:
        """This function will return the person's household."""
        return self._homes[person.household]

    def write(
        self,
        file: str,
        title: str,
        office: str,
        headers: Sequence[str],
        rows: Sequence[tuple[Person, Sequence[Cell], Sequence[str]]],
    ) -> None:
        """This function will write one list of people.

        Each row is a person, the cells after the number, and mess already made in them; the
        number ``another's number`` names is put in by the caller as the first such cell.
        """
        clerk = self.clerk(file)
        book = open_book(self.folder / file)
        sheet = book.sheet("Sheet1", only=True)
        header = [self._word(clerk.rng, word) for word in headers]
        if not file.endswith(".csv"):
            top = sheet.write([title] + [None] * (len(header) - 1))
            sheet.merge((top, 1, top, len(header)))
            filled: list[Cell] = [f"填报单位(盖章):{office}"] + [None] * (len(header) - 1)
            filled[-2] = f"填报日期:{self.year}年12月31日"
            sheet.write(filled)
        sheet.write(header)
        for serial, (person, cells, known) in enumerate(rows, 1):
            household = self.home(person)
            name, name_mess = clerk.name(person, household)
            number, number_mess = clerk.number(person, household)
            if "another's number" in known:
                number, number_mess, cells = cells[0], [], cells[1:]
            row = sheet.write([serial, name, number, *cells])
            mess = (*known, *number_mess, *name_mess)
            self.truth.rows.append(Row(file, row, person.id, mess))
        if not file.endswith(".csv"):
            total: list[Cell] = ["合计", None, None, f"共{len(rows)}人"]
            row = sheet.write(total + [None] * (len(header) - 4))
            self.truth.rows.append(Row(file, row, None, ("total row",)))
        book.save()

    def _word(self, rng: Random, word: str) -> str:
        return rng.choice(WORDS[word]) if self.wide and word in WORDS else word


def write_lists(rng: Random, writer: ListWriter, scale: float) -> None:
    """This function will write the seven lists of people that get something, or have died."""
    people = list(writer.truth.registered())
    strangers = [p for h in writer.truth.households if h.category is None for p in h.members]
    _disabled(rng, writer, people, strangers)
    _pupils(rng, writer, people)
    _patients(rng, writer, people, strangers)
    _festivals(rng, writer, people, scale)
    _cremations(rng, writer, people)


def _some_day(rng: Random, year: int) -> date:
    return date(year, 1, 1) + timedelta(days=rng.randrange(365))


def _shuffled(rng: Random, people: Sequence[Person]) -> list[Person]:
    return rng.sample(list(people), len(people))


def _disabled(
    rng: Random, writer: ListWriter, people: Sequence[Person], strangers: Sequence[Person]
) -> None:
    clerk = writer.clerk("残联")
    rows: list[tuple[Person, Sequence[Cell], Sequence[str]]] = []
    for person in _shuffled(rng, [p for p in people if p.disability and rng.random() < 0.95]):
        held = person.disability
        assert held is not None
        cells: list[Cell] = [held.certificate, held.kind, f"{_LEVELS[held.level - 1]}级"]
        rows.append(
            (person, [*cells, clerk.yuan(1200), clerk.day(_some_day(rng, writer.year))], ())
        )
    for stranger in strangers:
        day = clerk.day(_some_day(rng, writer.year))
        rows.append((stranger, [None, None, None, 1200, day], ()))
    writer.truth.overlap["deceased_paid"] = [p.id for p, _, _ in rows if p.dead]
    writer.write(
        f"残联{writer.year}年残疾人生活津贴发放表.xlsx",
        "残疾人生活津贴发放表",
        "三角镇残疾人联合会",
        ("序号", "姓名", "身份证号", "残疾证号", "类别", "等级", "金额", "发放日期"),
        rows,
    )


def _pupils(rng: Random, writer: ListWriter, people: Sequence[Person]) -> None:
    clerk = writer.clerk("教育办")
    rows: list[tuple[Person, Sequence[Cell], Sequence[str]]] = []
    for person in _shuffled(rng, [p for p in people if p.stage in GRANTS and rng.random() < 0.85]):
        stage, mess = str(person.stage), ()
        rows.append((person, _grant(rng, writer, clerk, person, stage), mess))
    grown = [p for p in people if p.stage == "大学" and writer.year - p.born.year == 19]
    if writer.wide and grown:
        person = rng.choice(grown)
        rows.append(
            (person, _grant(rng, writer, clerk, person, "初中"), ("too old for the stage",))
        )
    writer.write(
        f"教育办{writer.year}年困难学生助学金名单.xlsx",
        "困难家庭子女助学金发放名单",
        "三角镇教育事务指导中心",
        ("序号", "姓名", "身份证号", "就读学校", "学段", "家长姓名", "金额", "发放日期"),
        rows,
    )


def _grant(rng: Random, writer: ListWriter, clerk: Clerk, person: Person, stage: str) -> list[Cell]:
    return [
        _SCHOOLS[stage],
        stage,
        writer.home(person).head.name,
        clerk.yuan(GRANTS[stage]),
        clerk.day(_some_day(rng, writer.year)),
    ]


def _bill(rng: Random, clerk: Clerk, person: Person, year: int, hospital: str) -> list[Cell]:
    bill = person.medical
    assert bill is not None
    return [
        hospital,
        bill.total / 100,
        bill.covered / 100,
        bill.self_paid / 100,
        clerk.yuan(rng.choice((3000, 5000, 8000, 10000))),
        clerk.day(_some_day(rng, year)),
    ]


def _patients(
    rng: Random, writer: ListWriter, people: Sequence[Person], strangers: Sequence[Person]
) -> None:
    """The charity pays the patients, the union a quarter of them once more."""
    clerk, union = writer.clerk("慈善会"), writer.clerk("工会")
    patients = _shuffled(rng, [p for p in [*people, *strangers] if p.medical])
    hospitals = {person.id: rng.choice(_HOSPITALS) for person in patients}
    again = rng.sample(patients, max(1, len(patients) // 4))
    rows: list[tuple[Person, Sequence[Cell], Sequence[str]]] = [
        (p, _bill(rng, clerk, p, writer.year, hospitals[p.id]), ()) for p in patients
    ]
    victim, other = rows[0][0], rng.choice([p for p in people if p.id != rows[0][0].id])
    rows[0] = (victim, [other.ident, *rows[0][1]], ("another's number",))
    headers = (
        "序号", "姓名", "身份证号", "医院", "总费用", "已报销", "自付", "救助金额", "日期",
    )  # fmt: skip
    writer.write(
        f"慈善会大病救助{writer.year}.xlsx", "大病救助发放表", "三角镇慈善会", headers, rows
    )
    rows = [(p, _bill(rng, union, p, writer.year, hospitals[p.id]), ()) for p in again]
    writer.write("工会大病互助金.csv", "", "", headers, rows)
    writer.truth.overlap["serious_illness_twice_in_year"] = [p.id for p in again]
    writer.truth.overlap["below_illness_threshold"] = [
        p.id for p in patients if p.medical and p.medical.self_paid < ILLNESS_LINE
    ]


def _festivals(rng: Random, writer: ListWriter, people: Sequence[Person], scale: float) -> None:
    heads = [person for person in people if person.role == "head"]
    women = [person for person in people if person.sex == "女" and person.born.year < 1992]
    chosen = rng.sample(heads, min(len(heads), max(5, round(150 * scale))))
    clerk = writer.clerk("商会")
    rows: list[tuple[Person, Sequence[Cell], Sequence[str]]] = [
        (person, [clerk.yuan(600), writer.home(person).village, person.phone], ())
        for person in chosen
    ]
    headers = ("序号", "姓名", "身份证号", "金额", "村居", "电话")
    writer.write("商会中秋慰问.csv", "", "", headers, rows)
    chosen = rng.sample(women, min(len(women), max(5, round(60 * scale))))
    rows = [(p, [rng.choice(_GIFTS), f"{writer.year}年春节前"], ()) for p in chosen]
    writer.write(
        "妇联慰问名单(春节).xlsx",
        "春节慰问困难妇女名单",
        "三角镇妇女联合会",
        ("序号", "姓名", "身份证号", "慰问内容", "时间"),
        rows,
    )


def _cremations(rng: Random, writer: ListWriter, people: Sequence[Person]) -> None:
    clerk = writer.clerk("殡仪馆")
    rows: list[tuple[Person, Sequence[Cell], Sequence[str]]] = [
        (person, [person.sex, clerk.day(person.dead), writer.home(person).village], ())
        for person in people
        if person.dead
    ]
    writer.write(
        f"殡仪馆{writer.year}年火化人员名单.xlsx",
        "火化人员名单",
        "殡葬管理所",
        ("序号", "姓名", "身份证号", "性别", "死亡日期", "户籍地"),
        rows,
    )
