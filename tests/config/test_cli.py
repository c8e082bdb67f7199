"""The command line: plain words, sentences instead of tracebacks, exit code 2 for bad input."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.config.conftest import Call

COMMANDS = ["serve", "demo", "take-in", "migrate", "people", "households", "audit", "user", "town",
            "sql", "doctor"]  # fmt: skip


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
