"""A small town with one account for each role, for the browser; run in a process of its own.

Prints nothing; the accounts are named after their roles and share one password. The families are
invented, their numbers of the area code 442099.
"""

import os
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bangfu.config.settings")

NEIGHBOUR = "neighbour"  # village worker of another village
PASSWORD = "Weile-Bangfu-2012"
TOWN = "442099109000"
GAOPING = 442099109206000
SANJIAO = 442099109207000
VILLAGES = {"442099109001": "中心社区", "442099109206": "高平村", "442099109207": "三角村"}
SURNAMES = "梁黄陈李冯罗何周樊郭麦欧曾单仇区霍苏谭林"
GIVEN = ("婉仪", "金水", "妹", "润好", "志强", "桂兰", "兆棠", "杏芳", "丽华", "凤仪", "国雄")


def number_of(order: int, born: date, sex: int) -> str:
    """A valid identity number: the order counts, the last digit of the order says the sex."""
    plain = f"442099{born:%Y%m%d}{order % 500 * 2 + (sex == 1):03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    check = sum(int(digit) * weight for digit, weight in zip(plain, weights, strict=True)) % 11
    return plain + "10X98765432"[check]


def main() -> None:
    import django

    django.setup()
    from bangfu.frame import clock

    at, on = clock.now(), clock.today()
    fill(at, on)


def fill(at: datetime, on: date) -> None:
    """Make the accounts and the families."""
    _families(_accounts(at, on), at)
    _commission(at, on)


def _commission(at: datetime, on: date) -> None:
    """The inspector was sent for the whole town: two villages, a sample of ten."""
    from bangfu.offices.access import OPERATOR
    from bangfu.offices.models import Area, User
    from bangfu.offices.scope import operator_scope, scoped
    from bangfu.registry.actions import send_inspector

    with scoped(operator_scope(), on=on):
        send_inspector(
            inspector=User.objects.get(username="inspector"),
            area=Area.objects.get(code=TOWN),
            villages=[GAOPING, SANJIAO],
            covers=(date(2000, 1, 1), on + timedelta(days=60)),
            errand="special",
            letter="三民函〔2012〕8号",
            issuer="某某市民政局",
            valid=(on - timedelta(days=30), on + timedelta(days=60)),
            percent=5,
            least=10,
            by=OPERATOR,
            at=at,
            seed="0123456789abcdef" * 2,
        )


def _accounts(at: datetime, on: date) -> UUID:
    from bangfu.offices import actions
    from bangfu.offices.access import OPERATOR
    from bangfu.offices.models import Role

    town = actions.found_town(
        code=TOWN,
        name="三角镇",
        villages=VILLAGES,
        valid_from=date(2000, 1, 1),
        at=at,
        city=("442000000000", "某某市"),
        is_demo=True,
        contact_name="何婉婷",
        contact_phone="1390000019",
    )
    clerk = None
    roles = {role.value: role for role in Role if role != Role.OPERATOR}
    for name, role in [*roles.items(), (NEIGHBOUR, Role.VILLAGE_WORKER)]:
        village = role in (Role.VILLAGE_WORKER, Role.SOCIAL_WORKER)
        code = "442099109207" if name == NEIGHBOUR else "442099109206"
        office = town.committees[code] if village else town.government
        opened = actions.open_account(
            username=name,
            display_name=f"{role.label}甲"[-4:],
            organisation=office,
            by=OPERATOR,
            at=at,
            password=PASSWORD,
            is_demo=True,
            must_change_password=False,
        )
        actions.give_post(
            user=opened.user,
            role=role.value,
            organisation=office,
            by=OPERATOR,
            at=at,
            valid_from=on - timedelta(days=30),
            valid_until=on + timedelta(days=90) if role == Role.INSPECTOR else None,
        )
        if role == Role.CLERK:
            clerk = opened.user.uuid
    assert clerk is not None
    return clerk


def _families(clerk: UUID, at: datetime) -> None:
    from bangfu.offices.scope import operator_scope, scoped
    from bangfu.registry.actions import RosterEntry, SourceEntry, enter_roster

    with scoped(operator_scope(), on=at.date()):
        source = SourceEntry(
            uuid=uuid4(),
            entry=uuid4(),
            file_name="2012年低保户花名册（高平、三角）.xlsx",
            sheet="Sheet1",
            issuer="社会事务局",
            lineage="低保",
            on=date(2012, 6, 30),
        )
        enter_roster(RosterEntry(source, [_family(n) for n in range(60)]), by=clerk, at=at)


def _family(n: int):
    from bangfu.registry.actions import HouseholdEntry

    head, *others = _people(n)
    return HouseholdEntry(
        uuid=UUID(int=0xB0F00000000040008000000000000000 + n),
        known=False,
        area=SANJIAO if n % 3 == 0 else GAOPING,
        category=("dibao", "low_income", "hard_up")[n % 3],
        members=[head, *others],
        monthly_fen=25000 + n * 100 if n % 3 == 0 else None,
        cause_text=("因病", "因残", "因学", "缺劳力", "")[n % 5],
        place=f"{'三角村' if n % 3 == 0 else '高平村'}{n % 9 + 1}组",
        address=f"{'三角村' if n % 3 == 0 else '高平村'}{n % 9 + 1}组旧街2巷{n + 1}号",
        row=4 + n * 4,
    )


def _people(n: int):
    from bangfu.registry.actions import PersonEntry

    surname = SURNAMES[n % len(SURNAMES)]
    plan = [
        ("02", "户主", 1950 + n % 25, 1 + n % 2),
        ("10", "配偶", 1952 + n % 25, 2 - n % 2),
        ("20", "子", 1985 + n % 20, 1),
    ]
    for order, (code, words, year, sex) in enumerate(plan[: 1 + n % 3]):
        born = date(year, 1 + (n + order) % 12, 1 + (n * 3 + order) % 28)
        known = not (n % 7 == 3 and order == 0)
        yield PersonEntry(
            uuid=UUID(int=0xB0F10000000040008000000000000000 + n * 8 + order),
            known=False,
            row=4 + n * 4 + order,
            name=surname + GIVEN[(n + order * 3) % len(GIVEN)],
            state="verified" if known else "unverified",
            sex=sex,
            born_on=born,
            born_precision="day",
            number=number_of(n * 4 + order, born, sex) if known else None,
            number_raw="" if known else "办理中",
            relation=code,
            relation_text=words,
            is_head=order == 0,
            phone=f"139000{n:02d}{order}57"[:11].ljust(11, "0") if order == 0 else "",
            bank_account=f"62170000{n:04d}2593{order:03d}" if order == 0 else "",
            disability_kind=4 if n % 5 == 1 and order == 1 else None,
            disability_grade=2 if n % 5 == 1 and order == 1 else None,
            stage="小学" if order == 2 else "",
        )


if __name__ == "__main__":
    main()
