"""The embedded database: shared while it is used, stopped afterwards, unharmed by a kill."""

from __future__ import annotations

import os
import signal
import stat
import time

import psutil
import psycopg
import pytest

from bangfu.config import database
from bangfu.config.database import places
from bangfu.config.database.address import parse_url
from bangfu.config.database.cluster import Cluster
from bangfu.config.database.errors import DatabaseTrouble
from bangfu.config.database.stale import servers_of
from bangfu.config.home import Home


@pytest.fixture(autouse=True)
def _own_database_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BANGFU_DATABASE", raising=False)


def _asks(where: database.Address, alias: str = "default") -> str:
    with psycopg.connect(**where.doors[alias].psycopg()) as connection:
        found = connection.execute("SELECT current_user::text").fetchone()
    assert found is not None
    return str(found[0])


def test_it_runs_only_while_somebody_uses_it(home: Home) -> None:
    cluster = Cluster.of(home)
    with database.running(home):
        with database.running(home) as where:
            assert _asks(where) == "bangfu_app"
        # The inner one has left, the outer one still needs it.
        assert cluster.answers()
    assert servers_of(cluster.data) == []


def test_the_last_to_leave_stops_it_whoever_started_it(home: Home) -> None:
    first, second = database.running(home), database.running(home)
    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    assert Cluster.of(home).answers()
    second.__exit__(None, None, None)
    assert servers_of(Cluster.of(home).data) == []


def test_a_visitor_without_a_seat_keeps_it_up(home: Home) -> None:
    cluster = Cluster.of(home)
    with database.running(home) as where:
        visitor = psycopg.connect(**where.doors["owner"].psycopg())
    assert cluster.answers()
    visitor.close()
    with database.running(home):
        pass
    assert servers_of(cluster.data) == []


def test_the_server_is_an_ordinary_user_with_a_private_folder_and_socket(home: Home) -> None:
    cluster = Cluster.of(home)
    with database.running(home):
        uids = {psutil.Process(pid).uids().real for pid in servers_of(cluster.data)}
        assert uids == {places.runner(make=False).wanted_uid}
        assert 0 not in uids
        for folder in (cluster.data, cluster.socket_dir):
            assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert "listen_addresses = ''" in (cluster.data / "postgresql.conf").read_text()


def test_secrets_are_readable_by_their_owner_only_and_stay_the_same(home: Home) -> None:
    first = home.secrets()
    assert stat.S_IMODE((home.path / "secrets.json").stat().st_mode) == 0o600
    assert home.secrets() == first
    assert len(set(first.values())) == len(first)


def test_a_wrong_password_opens_no_door(home: Home) -> None:
    with database.running(home) as where, pytest.raises(psycopg.OperationalError):
        psycopg.connect(**{**where.doors["default"].psycopg(), "password": "guess"})


def test_a_server_killed_outright_starts_again_with_what_it_had(home: Home) -> None:
    cluster = Cluster.of(home)
    with database.running(home) as where:
        with psycopg.connect(**where.doors["owner"].psycopg()) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
        first = int((cluster.data / "postmaster.pid").read_text().split()[0])
        os.kill(first, signal.SIGKILL)
        while psutil.pid_exists(first) and psutil.Process(first).status() != "zombie":
            time.sleep(0.02)
        with database.running(home), psycopg.connect(**where.doors["owner"].psycopg()) as again:
            assert again.execute("SELECT answer FROM kept").fetchone() == (42,)


@pytest.mark.parametrize("text", ["", "{own}\n/somewhere/else\n"], ids=["empty", "another's"])
def test_a_stale_pid_file_misleads_nobody(home: Home, text: str) -> None:
    with database.running(home):
        pass
    # The number now belongs to a process that is no server of ours: this test itself.
    place = Cluster.of(home).data / "postmaster.pid"
    place.write_text(text.format(own=os.getpid()))
    with database.running(home) as where:
        assert _asks(where) == "bangfu_app"


def test_an_initdb_killed_in_the_middle_is_begun_anew(home: Home) -> None:
    cluster = Cluster.of(home)
    half = cluster.base / "data.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")
    with database.running(home) as where:
        assert _asks(where) == "bangfu_app"
    assert not half.exists()


def test_somebody_elses_folder_in_the_place_of_the_socket_is_refused(home: Home) -> None:
    cluster = Cluster.of(home)
    cluster.socket_dir.parent.mkdir(parents=True, exist_ok=True)
    elsewhere = home.path.parent / "elsewhere"
    elsewhere.mkdir()
    cluster.socket_dir.symlink_to(elsewhere)
    try:
        with pytest.raises(DatabaseTrouble), database.running(home):
            pass
    finally:
        cluster.socket_dir.unlink()


def test_ones_own_postgresql_gets_the_two_other_roles(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.running(home):
        cluster = Cluster.of(home)
        with cluster.superuser() as connection:
            connection.execute("CREATE ROLE landlord LOGIN CREATEROLE PASSWORD 'p@ss word'")
            connection.execute("CREATE DATABASE elsewhere OWNER landlord")
            connection.execute("DROP OWNED BY bangfu_app, bangfu_trace")
            connection.execute("DROP OWNED BY bangfu_owner")
            connection.execute("DROP DATABASE bangfu")
            connection.execute("DROP ROLE bangfu_app, bangfu_trace")
        url = f"postgresql://landlord:p%40ss%20word@/elsewhere?host={cluster.socket_dir}&port=5432"
        monkeypatch.setenv("DATABASE_URL", url)
        tenant = Home(home.path.parent / "tenant")
        with database.running(tenant) as where:
            assert not where.embedded
            roles = [_asks(where, alias) for alias in ("owner", "default", "trace")]
            assert roles == ["landlord", "bangfu_app", "bangfu_trace"]
        assert cluster.answers()


@pytest.mark.parametrize(
    "url", ["mysql://a:b@c/d", "postgresql://host/name", "postgresql://user@host/", "nonsense"]
)
def test_an_address_that_cannot_be_read_is_a_sentence(url: str) -> None:
    with pytest.raises(DatabaseTrouble, match="DATABASE_URL"):
        parse_url(url, variable="DATABASE_URL")
