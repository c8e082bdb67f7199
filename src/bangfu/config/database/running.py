"""Keep the database running while somebody uses it, and no longer."""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import psycopg

from bangfu.config.database.address import Address, address
from bangfu.config.database.cluster import Cluster
from bangfu.config.database.errors import DatabaseTrouble
from bangfu.config.database.roles import prepare_embedded, prepare_own
from bangfu.config.home import Home


@contextlib.contextmanager
def running(home: Home | None = None) -> Iterator[Address]:
    """This function will hold the database open for the block.

    Every command that uses the embedded database holds a shared lock on one file. The first one
    starts the server; the last one to leave stops it, whoever started it. Locks vanish with their
    process, so a command killed outright leaves nothing behind that could mislead the next.

    :raises DatabaseTrouble: the database cannot be made, started or reached.
    """
    home = (home or Home.here()).make()
    where = address(home)
    if not where.embedded:
        given = {"DATABASE_URL_APP": "default", "DATABASE_URL_TRACE": "trace"}
        ours = {alias for name, alias in given.items() if not os.environ.get(name, "").strip()}
        with _exclusive(home.path / "database.lock"):
            prepare_own(where, made_here=frozenset(ours))
        yield where
        return
    cluster = Cluster.of(home)
    with _open(home.path / "database.users") as seat:
        with _exclusive(home.path / "database.lock"):
            _ensure_started(cluster, where)
            fcntl.flock(seat, fcntl.LOCK_SH)
        try:
            yield where
        finally:
            _leave(cluster, home, seat)


def keep_running(home: Home | None = None) -> None:
    """This function will start the embedded server again when it has died under its users."""
    home = home or Home.here()
    where = address(home)
    cluster = Cluster.of(home)
    if where.embedded and not cluster.answers():
        with _exclusive(home.path / "database.lock"):
            _ensure_started(cluster, where)


def _ensure_started(cluster: Cluster, where: Address) -> None:
    if not cluster.answers():
        cluster.prepare()
        cluster.start()
    try:
        with cluster.superuser() as connection:
            prepare_embedded(connection, where)
    except psycopg.OperationalError as error:
        raise DatabaseTrouble(
            f"数据库没有应答：{str(error).strip()}。请再试一次；还不行就看日志 {cluster.log}。"
            " (The database does not answer; try again, or look into its log.)"
        ) from error


def _leave(cluster: Cluster, home: Home, seat: IO[bytes]) -> None:
    with _exclusive(home.path / "database.lock"):
        fcntl.flock(seat, fcntl.LOCK_UN)
        try:
            fcntl.flock(seat, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        if not _visited(cluster):
            cluster.stop()


def _visited(cluster: Cluster) -> bool:
    """Somebody without a seat, say psql, keeps the server up as well."""
    question = (
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
    )
    try:
        with cluster.superuser() as connection:
            found = connection.execute(question).fetchone()
    except psycopg.Error:
        return False
    return bool(found and found[0])


@contextlib.contextmanager
def _open(place: Path) -> Iterator[IO[bytes]]:
    # Not inherited by programs we start: the server must not hold a seat at its own table.
    with place.open("ab") as file:
        yield file


@contextlib.contextmanager
def _exclusive(place: Path) -> Iterator[None]:
    with _open(place) as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
