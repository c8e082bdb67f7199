"""The command line: plain words, sentences instead of tracebacks, exit code 2 for bad input."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.config.conftest import Call

from bangfu.config.home import Home
from bangfu.kernel.identity import check_character

COMMANDS = ["serve", "demo", "take-in", "migrate", "people", "households", "audit", "user", "town",
            "sql", "doctor", "keys"]  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_in_chinese_first(bangfu: Call, command: str) -> None:
    done = bangfu(command, "--help")
    assert done.returncode == 0
    assert "用法" in done.stdout
    assert command in bangfu("--help").stdout


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["nix"],
        ["people", "--nix"],
        ["serve", "--port", "0"],
        ["serve", "--port", "eighty"],
        ["serve", "--drawer", "/no/such/folder"],
        ["serve", "--prepare", "--empty", "--drawer", "/"],
        ["take-in"],
        ["take-in", "/no/such/file.xlsx"],
        ["user", "add", "x", "--name", "张三", "--role", "king"],
        ["user", "add", "x", "--name", "张三", "--role", "clerk", "--from", "yesterday"],
        ["sql", " "],
        ["town", "add", "442000109000", "三角镇", "高平村"],
    ],
    ids=" ".join,
)
def test_bad_input_is_a_sentence_and_exit_code_2(bangfu: Call, words: list[str]) -> None:
    done = bangfu(*words)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip()) > 5


def test_a_day_that_is_none_is_a_sentence(bangfu: Call) -> None:
    done = bangfu("migrate", BANGFU_TODAY="heute")
    assert done.returncode == 2
    assert "BANGFU_TODAY" in done.stderr
    assert "Traceback" not in done.stderr


def test_before_the_migrations_a_command_says_what_to_do(bangfu: Call) -> None:
    done = bangfu("people")
    assert "bangfu migrate" in done.stderr
    assert done.returncode == 1


@pytest.mark.slow
def test_an_operators_first_quarter_of_an_hour(bangfu: Call, tmp_path: Path) -> None:
    assert bangfu("migrate").returncode == 0
    made = bangfu("town", "add", "442000109000", "三角镇", "442000109200=高平村")
    assert made.returncode == 0, made.stderr
    assert bangfu("town", "add", "442000109000", "三角镇", "442000109200=高平村").returncode == 2
    added = bangfu("user", "add", "wang", "--name", "王经办", "--role", "clerk")
    assert added.returncode == 0, added.stderr
    assert "首次密码" in added.stdout
    assert bangfu("user", "add", "wang", "--name", "王经办", "--role", "clerk").returncode == 2
    assert bangfu("user", "add", "li", "--name", "李", "--role", "inspector").returncode == 2
    weak = bangfu("user", "add", "A B", "--name", "李", "--role", "clerk")
    assert weak.returncode == 2

    roster = tmp_path / "名单.txt"
    roster.write_bytes(b"\x00\x01\x02")
    told = json.loads(bangfu("take-in", str(roster), "--json").stdout)
    assert told["files"][0]["rows"] == 0
    assert told["files"][0]["findings"]

    asked = bangfu("sql", "SELECT username FROM offices_user WHERE display_name = '王经办'")
    assert asked.stdout.splitlines() == ["username", "wang"]
    assert bangfu("sql", "SELEC").returncode == 2
    verbs = bangfu("sql", "SELECT verb, detail FROM audit_entry ORDER BY id").stdout
    assert "config.database.sql" in verbs
    assert "王经办" not in verbs
    assert bangfu("people", "--json").stdout == ""
    assert bangfu("audit", "verify").returncode == 0
    assert bangfu("doctor").returncode == 0


ROSTER = """三角镇低收入户名册(2012),,,,,,,,,,
编号,村(居),姓名,性别,身份证,出生年月,与户主关系,家庭人口,电话,住址,主要困难
1,高平村,{name},,{number},,户主,1,,高平村旧街{name}号,因病
"""


@pytest.mark.slow
def test_after_new_keys_old_numbers_open_and_new_ones_go_by_the_new_version(
    bangfu: Call, tmp_path: Path
) -> None:
    assert bangfu("migrate").returncode == 0
    assert bangfu("keys", "rotate").returncode == 0
    assert bangfu("audit", "verify").returncode == 0
    assert bangfu("town", "add", "442000109000", "三角镇", "442000109200=高平村").returncode == 0
    numbers = ["442099196207120013", "442099196403020025"]
    for at, name in enumerate(("陈强", "李娟")):
        born = numbers[at][:17]
        numbers[at] = born + check_character(born)
        place = tmp_path / f"{name}.csv"
        place.write_text(ROSTER.format(name=name, number=numbers[at]), "utf-8")
        assert bangfu("take-in", str(place)).returncode == 0
        done = bangfu("keys", "rotate", "--people", "--papers", "--audit")
        assert done.returncode == 0, done.stderr
        assert "keys 另存一份" in done.stdout
        shown = [json.loads(line) for line in bangfu("people", "--json").stdout.splitlines()]
        assert [line["identity"] for line in shown] == numbers[: at + 1]
        assert shown[at]["sources"] == [{"file": place.name, "sheet": "", "row": 3}]
    versions = bangfu("sql", "SELECT DISTINCT master_version FROM privacy_subjectkey").stdout
    assert versions.split() == ["master_version", "4"]
    verbs = bangfu("sql", "SELECT verb FROM audit_entry WHERE verb LIKE '%.rotate'").stdout
    assert {"privacy.master.rotate", "papers.master.rotate", "audit.key.rotate"} <= set(
        verbs.split()
    )
    assert bangfu("audit", "verify").returncode == 0


@pytest.mark.slow
def test_the_doctor_misses_keys_and_originals_and_says_how_to_mend_it(
    bangfu: Call, home: Home, tmp_path: Path
) -> None:
    assert bangfu("migrate").returncode == 0
    assert bangfu("town", "add", "442000109000", "三角镇", "442000109200=高平村").returncode == 0
    place = tmp_path / "低收入.csv"
    place.write_text(ROSTER.format(name="陈强", number=""), "utf-8")
    assert bangfu("take-in", str(place)).returncode == 0
    well = bangfu("doctor")
    assert well.returncode == 0, well.stdout
    for name, words in (("papers", "材料的密钥"), ("master", "密钥：")):
        (home.keys / f"{name}.json").rename(home.keys / "away")
        ill = bangfu("doctor")
        assert ill.returncode == 1
        assert f"✗ {words}" in ill.stdout
        assert "放回 keys 文件夹" in ill.stdout
        (home.keys / "away").rename(home.keys / f"{name}.json")
    for original in home.files.rglob("*"):
        if original.is_file():
            original.unlink()
    ill = bangfu("doctor")
    assert ill.returncode == 1
    assert "有1份材料的原件不在" in ill.stdout
    assert "Put the folder files back" in ill.stdout
