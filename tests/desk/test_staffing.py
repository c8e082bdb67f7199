"""The staff from a sheet: every line checked in words, opened once, slips with first passwords."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from bangfu.offices import queries
from bangfu.offices.models import Post, User
from bangfu.offices.queries.staff_words import WRITTEN
from bangfu.offices.scope import operator_scope, scope_for, scoped

from ..offices.town import FAR, ON, Place, found, signed_in

HEAD = "姓名,单位,岗位,村居,账号,任职日期,离任日期,电话\n"
GOOD = (
    "梁新来,荷塘镇人民政府,镇经办人,,liangxl,2012-06-01,,10000000011\n"
    "冯村里,高田村村民委员会,村居干部,高田村,fengcl,2012年6月1日,2012.12.31,\n"
    "冯村里,荷塘镇人民政府,社工,低田村,fengcl,,,\n"
)
NAMES = ("liangxl", "fengcl")


@pytest.fixture(autouse=True)
def _that_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BANGFU_TODAY", ON.isoformat())
    from django.contrib.auth.hashers import Argon2PasswordHasher

    monkeypatch.setattr(Argon2PasswordHasher, "time_cost", 1)
    monkeypatch.setattr(Argon2PasswordHasher, "memory_cost", 64)


@pytest.fixture
def home(db: None) -> Place:
    return found()


def _committee(home: Place) -> str:
    with scoped(operator_scope(), on=ON):
        return home.town.committees[sorted(home.town.committees)[1]].name


def _check(client: Client, body: str) -> str:
    sheet = SimpleUploadedFile("人员.csv", body.encode())
    return client.post(reverse("staffing:upload"), {"sheet": sheet}).content.decode()


def _sealed(page: str) -> str:
    mark = re.search(r'name="lines" value="([^"]+)"', page)
    assert mark is not None
    return mark[1]


def _sheet(home: Place) -> str:
    return HEAD + GOOD.replace("高田村村民委员会", _committee(home)).replace(
        "荷塘镇人民政府", home.town.government.name
    )


def test_a_sheet_opens_accounts_and_posts_in_one_act_and_twice_makes_no_doubles(
    home: Place,
) -> None:
    client = signed_in(home["system_admin"])
    page = _check(client, _sheet(home))
    assert "可以开3" in page
    slips = client.post(reverse("staffing:open"), {"lines": _sealed(page)})
    text = slips.content.decode()
    assert "no-store" in slips["Cache-Control"]
    assert "开了2个账号，登记了3个岗位" in text
    passwords = re.findall(r'<code class="bf-code">([A-Z]{4}-\d{4}-[a-z]{4})</code>', text)
    with scoped(operator_scope(), on=ON):
        users = {user.username: user for user in User.objects.filter(username__in=NAMES)}
        assert [users[name].check_password(p) for name, p in zip(NAMES, passwords, strict=True)]
        assert all(user.must_change_password for user in users.values())
        assert Post.objects.filter(user=users["fengcl"]).count() == 2
        assert Post.objects.filter(user=users["liangxl"]).get().given_by == (
            home["system_admin"].uuid
        )
    again = client.post(reverse("staffing:open"), {"lines": _sealed(page)}).content.decode()
    assert "没有新开" in again
    assert "已经有3" in _check(client, _sheet(home))
    with scoped(operator_scope(), on=ON):
        assert User.objects.filter(username__in=NAMES).count() == 2
        assert Post.objects.filter(user__username__in=NAMES).count() == 3


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (",荷塘镇人民政府,镇经办人,,x1,,,", "没有姓名"),
        ("某人,无此单位,镇经办人,,x1,,,", "没有这个单位"),
        ("某人,荷塘镇人民政府,皇帝,,x1,,,", "没有这个岗位"),
        ("某人,荷塘镇人民政府,系统管理员,,x1,,,", "三员由安全管理员"),
        ("某人,荷塘镇人民政府,安全审计员,,x1,,,", "三员由安全管理员"),
        ("某人,荷塘镇人民政府,社工,月亮村,x1,,,", "没有这个村居"),
        ("某人,荷塘镇人民政府,镇经办人,,王杰,,,", "账号用小写字母"),
        ("某人,荷塘镇人民政府,镇经办人,,clerk,,,", "已经有人用了"),
        ("某人,荷塘镇人民政府,镇经办人,,x1,昨天,,", "任职日期看不懂"),
        ("某人,荷塘镇人民政府,镇经办人,,x1,2012-06-02,2012-06-01,", "早于"),
        ("某人,荷塘镇人民政府,检查人员,,x1,,,", "离任日期"),
    ],
)
def test_each_problem_is_said_in_words_and_nothing_is_opened(
    home: Place, line: str, words: str
) -> None:
    client = signed_in(home["system_admin"])
    body = HEAD + line.replace("荷塘镇人民政府", home.town.government.name) + "\n"
    page = _check(client, body)
    assert words in page
    assert 'name="lines"' not in page
    with scoped(operator_scope(), on=ON):
        assert not User.objects.filter(username="x1").exists()


def test_a_name_of_5000_characters_is_a_problem_in_words(home: Place) -> None:
    admin = signed_in(home["system_admin"])
    body = _sheet(home)
    name = next(cell for line in body.splitlines()[1:2] for cell in line.split(",")[:1])
    page = _check(admin, body.replace(name, "长" * 5000, 1))
    assert "姓名太长，最多60个字" in page
    assert admin.post(reverse("staffing:open"), {"lines": _sealed(page)}).status_code < 500


def test_a_line_with_a_problem_is_left_out_of_the_act(home: Place) -> None:
    client = signed_in(home["system_admin"])
    page = _check(client, _sheet(home) + "某人,无此单位,镇经办人,,x1,,,\n")
    assert "可以开3+有问题1" in page
    client.post(reverse("staffing:open"), {"lines": _sealed(page)})
    with scoped(operator_scope(), on=ON):
        assert User.objects.filter(username__in=[*NAMES, "x1"]).count() == 2


@pytest.mark.parametrize(
    ("body", "words"),
    [("", "空的"), ("甲,乙\n1,2\n", "没有找到这些列"), (HEAD, "一个人也没有"),
     (HEAD + "某人,某处,社工,,a1,,,\n" * 101, "一次最多100行")],
)  # fmt: skip
def test_a_sheet_that_is_none_is_refused_with_a_sentence(
    home: Place, body: str, words: str
) -> None:
    assert words in _check(signed_in(home["system_admin"]), body)


def test_the_words_of_the_english_page_are_understood(home: Place) -> None:
    client = signed_in(home["system_admin"])
    client.post(reverse("set_language"), {"language": "en", "next": "/"})
    page = client.get(reverse("staffing:upload")).content.decode()
    head = re.search(r"First row: ([^.]+)\.", page)
    assert head is not None
    posts = re.search(r"Posts: ([^.]+)\.", page)
    assert posts is not None
    office = home.town.government.name
    lines = [
        f"Leung,{office},{post},{'高田村' if 'Village' in post else ''},new{row},,2012-12-31,"
        for row, post in enumerate(posts[1].split(", "))
    ]
    assert f"{len(lines)} can be opened" in _check(client, head[1] + "\n" + "\n".join(lines))


def test_lines_that_were_not_checked_here_are_refused(home: Place) -> None:
    client = signed_in(home["system_admin"])
    page = _check(client, _sheet(home))
    far = signed_in(found(FAR, "柳岸镇", "far")["system_admin"])
    for one, lines in ((client, "made-up"), (far, _sealed(page))):
        answer = one.post(reverse("staffing:open"), {"lines": lines})
        assert "请重新选文件" in answer.content.decode()
    with scoped(operator_scope(), on=ON):
        assert not User.objects.filter(username__in=NAMES).exists()


def test_the_administrator_of_another_town_opens_nothing_here(home: Place) -> None:
    far = found(FAR, "柳岸镇", "far")
    assert "没有这个单位" in _check(signed_in(far["system_admin"]), _sheet(home))
    with scoped(scope_for(far["system_admin"], on=ON), on=ON):
        lines = [{"row": "2", "name": "某人", "office": home.town.government.name,
                  "role": "镇经办人", "username": "x1"}]  # fmt: skip
        checked = queries.check_staff(lines, by=far["system_admin"], on=ON)
        assert checked[0].problems


@pytest.mark.parametrize("who", ["clerk", "security_admin", "auditor", "village_worker", ""])
def test_nobody_else_hands_a_sheet_in(home: Place, who: str) -> None:
    client = signed_in(home[who]) if who else Client()
    for answer in (
        client.get(reverse("staffing:upload")),
        client.post(reverse("staffing:upload")),
        client.post(reverse("staffing:open"), {"lines": "x"}),
    ):
        assert answer.status_code == (403 if who else 302)


def _blank(client: Client, language: str = "zh-hans") -> Workbook:
    client.cookies["bangfu_language"] = language
    answer = client.get(reverse("staffing:blank"))
    assert answer.status_code == 200
    return load_workbook(BytesIO(answer.content))


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_empty_sheet_comes_back_filled_in_and_is_understood(home: Place, language: str) -> None:
    client = signed_in(home["system_admin"])
    book = _blank(client, language)
    sheet = book.worksheets[0]
    committee = _committee(home)
    for column, word in enumerate(
        ("梁新来", home.town.government.name, "民政办", "", "liangxl"), start=1
    ):
        sheet.cell(2, column, word)
    for column, word in enumerate(("冯村里", committee, "村干部", "高田村", "fengcl"), start=1):
        sheet.cell(3, column, word)
    held = BytesIO()
    book.save(held)
    client.cookies["bangfu_language"] = "zh-hans"
    back = SimpleUploadedFile("人员.xlsx", held.getvalue())
    page = client.post(reverse("staffing:upload"), {"sheet": back}).content.decode()
    assert "可以开2" in page
    assert "表里写“民政办”" in page
    assert "镇经办人" in page


def test_the_empty_sheet_offers_the_offices_posts_and_villages_there_are(home: Place) -> None:
    book = _blank(signed_in(home["system_admin"]))
    blank, about, words = book.worksheets
    assert [cell.value for cell in blank[1]] == [
        "姓名", "单位", "岗位", "村居", "账号", "任职日期", "离任日期", "电话"
    ]  # fmt: skip
    assert words.sheet_state == "hidden"
    offered = {str(cell.value) for row in words.iter_rows() for cell in row if cell.value}
    assert {home.town.government.name, "镇经办人", "高田村"} <= offered
    assert "系统管理员" not in offered
    assert any("三员" in str(cell.value) for row in about.iter_rows() for cell in row)
    assert len(blank.data_validations.dataValidation) == 3


@pytest.mark.parametrize(
    ("written", "role"),
    [
        ("村两委", "village_worker"), ("第一书记", "village_worker"), ("社工", "social_worker"),
        ("帮扶干部", "volunteer"), ("民政办", "clerk"), ("经办人（镇）", "clerk"),
        ("复核", "reviewer"), ("签批人", "approver"), ("联络员", "liaison"), ("副镇长", "leader"),
        ("巡察组", "inspector"), ("Town clerk", "clerk"), ("clerk", "clerk"),
    ],
)  # fmt: skip
def test_an_offices_own_word_for_a_post_is_understood(written: str, role: str) -> None:
    assert queries.role_written(written) == role


def test_no_word_means_two_posts_and_unknown_ones_none() -> None:
    seen: dict[str, str] = {}
    for role, words in WRITTEN.items():
        for word in words.split():
            assert seen.setdefault(word, role) == role, word
    assert queries.role_written("厨师") is None
    assert queries.role_written("") is None


def test_a_wrong_word_is_answered_with_the_right_ones(home: Place) -> None:
    office = home.town.government.name
    rows = ("梁新来,没有的单位,厨师,,liangxl,,,", f"冯村里,{office},村干部,,fengcl,,,")
    page = _check(signed_in(home["system_admin"]), HEAD + "\n".join(rows) + "\n")
    assert "没有这个单位，请写全称。可以写：" in page
    assert "没有这个岗位：厨师" in page
    assert "村居干部要写明是哪个村居" in page


def test_who_may_have_the_empty_sheet(home: Place) -> None:
    assert signed_in(home["clerk"]).get(reverse("staffing:blank")).status_code == 403
    assert Client().get(reverse("staffing:blank")).status_code == 302
    assert signed_in(home["system_admin"]).post(reverse("staffing:blank")).status_code == 405
