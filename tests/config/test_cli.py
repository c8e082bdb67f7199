"""The command line: plain words, sentences instead of tracebacks, exit code 2 for bad input."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.config.conftest import Call, call_in, environment

from bangfu.config.database.cluster import Cluster
from bangfu.config.database.stale import servers_of
from bangfu.config.home import Home
from bangfu.kernel.identity import check_character

COMMANDS = ["serve", "demo", "take-in", "migrate", "people", "households", "audit", "evidence",
            "user", "town", "sql", "doctor", "keys"]  # fmt: skip


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
        ["sql", ";"],
        ["sql", "/* a */ commit"],
        ["serve", "--host", "nix.invalid"],
        ["serve", "--drawer", ""],
        ["take-in", ""],
        ["evidence"],
        ["evidence", "verify"],
        ["take-in", "/dev/null"],
        ["take-in", "x" * 5000],
        ["user", "add", "x", "--name", " ", "--role", "clerk"],
        ["user", "add", "x", "--name", "长" * 61, "--role", "clerk"],
        ["town", "add", "44", "三角镇", "442000109200=高平村"],
        ["town", "add", "442000110000", "另镇", "442000109200=高平村"],
        ["town", "add", "442000110000", "另镇", "442000110200=甲", "442000110200=乙"],
        ["keys"],
        ["town", "add", "442000109000", "三角镇", "高平村"],
    ],
    ids=" ".join,
)
def test_bad_input_is_a_sentence_and_exit_code_2(bangfu: Call, words: list[str]) -> None:
    done = bangfu(*words)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip()) > 5


def test_mistakes_are_said_in_chinese_first_and_the_parsers_own_words_are_not_shown(
    bangfu: Call,
) -> None:
    for words in (["nix"], ["user", "add", "x", "--role", "king"], ["demo", "--seed", "x"]):
        said = bangfu(*words).stderr
        assert said.startswith("命令写得不对：")
        assert "argument" not in said
        assert "invalid" not in said


def test_words_given_to_run_are_explained_by_run(bangfu: Call) -> None:
    for words in (["--frob"], ["--port"], ["--port", "x"]):
        said = bangfu("serve", "--prepare", *words)
        assert said.returncode == 2
        assert "./run --help" in said.stderr
        assert "bangfu" not in said.stderr
    assert "bangfu serve --help" in bangfu("serve", "--port").stderr


def test_a_day_that_is_none_is_a_sentence(bangfu: Call) -> None:
    done = bangfu("migrate", BANGFU_TODAY="heute")
    assert done.returncode == 2
    assert "BANGFU_TODAY" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "place", ["/dev/null/x", "/proc/nix", "~nobody-of-this-name/x", "/tmp/" + "x" * 300]
)
def test_a_home_that_cannot_be_used_is_a_sentence(bangfu: Call, place: str) -> None:
    for words in (["people"], ["doctor"]):
        done = bangfu(*words, BANGFU_HOME=place)
        assert done.returncode == 1
        assert "BANGFU_HOME" in done.stdout + done.stderr
        assert "程序出了错" not in done.stdout + done.stderr


def test_damaged_secrets_are_a_sentence(bangfu: Call, home: Home) -> None:
    home.make()
    (home.path / "secrets.json").write_text("{not json")
    done = bangfu("people")
    assert done.returncode == 1
    assert "secrets.json" in done.stderr


def test_an_address_of_a_database_that_is_none_is_a_sentence(bangfu: Call) -> None:
    done = bangfu("people", DATABASE_URL="postgresql://[bad/x")
    assert done.returncode == 1
    assert "DATABASE_URL" in done.stderr
    assert "程序出了错" not in done.stderr


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
    assert '"SELEC"' in verbs, "a statement that fails is on record too"
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


@pytest.mark.slow
def test_a_statement_is_one_statement_and_tampering_is_found(bangfu: Call) -> None:
    assert bangfu("migrate").returncode == 0
    for several in ("SELECT 1; SELECT 2", "CREATE TABLE nix (a int); COMMIT"):
        done = bangfu("sql", several)
        assert done.returncode == 2
        assert "没有执行" in done.stderr
    assert bangfu("sql", "SELECT '%s', 50 % 7").stdout.splitlines()[1] == "%s\t1"
    assert bangfu("audit", "verify").returncode == 0
    change = "UPDATE audit_entry SET detail = '{}'"
    assert "refused" in bangfu("sql", change).stderr
    assert bangfu("sql", "ALTER TABLE audit_entry DISABLE TRIGGER USER").returncode == 0
    assert bangfu("sql", change).returncode == 0
    found = bangfu("audit", "verify")
    assert found.returncode == 1
    assert "断开" in found.stdout


@pytest.mark.slow
def test_two_first_take_ins_at_once_found_one_town(home: Home, tmp_path: Path) -> None:
    words = [sys.executable, "-m", "bangfu.config.cli", "take-in", "--json", str(tmp_path)]
    (tmp_path / "低收入.csv").write_text(ROSTER.format(name="陈强", number=""), "utf-8")
    both = [
        subprocess.Popen(words, env=environment(home), stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    for one in both:
        told = json.loads(one.communicate(timeout=200)[0])
        assert one.returncode == 0
        assert told["files"][0]["taken"] == 1
    assert len(call_in(home)("people").stdout.splitlines()) == 1


@pytest.mark.slow
def test_what_is_no_roster_at_all_is_a_failure(bangfu: Call, tmp_path: Path) -> None:
    (tmp_path / "一个叫.xlsx").mkdir()
    empty = bangfu("take-in", "--json", str(tmp_path))
    assert (empty.returncode, json.loads(empty.stdout)) == (1, {"files": []})
    (tmp_path / "坏的.xlsx").write_bytes(b"")
    assert bangfu("take-in", str(tmp_path)).returncode == 1
    (tmp_path / "好的.csv").write_text(ROSTER.format(name="陈强", number=""), "utf-8")
    assert bangfu("take-in", str(tmp_path)).returncode == 0


@pytest.mark.slow
def test_told_to_stop_a_command_stops_its_database(
    home: Home, request: pytest.FixtureRequest
) -> None:
    assert call_in(home)("migrate").returncode == 0
    words = [sys.executable, "-m", "bangfu.config.cli", "sql", "SELECT pg_sleep(60)"]
    # Tests started in the background inherit that Ctrl-C is ignored, and would pass it on.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    request.addfinalizer(lambda: signal.signal(signal.SIGINT, before))
    for kind, code in ((signal.SIGTERM, 143), (signal.SIGINT, 130)):
        with subprocess.Popen(words, env=environment(home), stderr=subprocess.PIPE) as one:
            until = time.monotonic() + 60
            while not servers_of(Cluster.of(home).data) and time.monotonic() < until:
                time.sleep(0.1)
            time.sleep(2)
            one.send_signal(kind)
            assert b"Traceback" not in one.communicate(timeout=60)[1]
        assert one.returncode == code
        assert servers_of(Cluster.of(home).data) == []
