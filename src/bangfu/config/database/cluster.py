"""The embedded PostgreSQL: made, started and stopped by `initdb` and `pg_ctl` alone."""

from __future__ import annotations

import contextlib
import shutil
import time
from dataclasses import dataclass
from pathlib import Path

import psycopg

from bangfu.config.database import places, programs, stale
from bangfu.config.database.errors import DatabaseTrouble
from bangfu.config.home import Home, write_private

SUPERUSER = "postgres"
START_SECONDS = 60
LARGEST_LOG = 20_000_000
_CONFIGURATION = """
listen_addresses = ''
port = 5432
unix_socket_permissions = 0700
password_encryption = 'scram-sha-256'
timezone = 'UTC'
log_timezone = 'UTC'
max_connections = 100
shared_buffers = '256MB'
# Compiling a plan costs more than any question of ours.
jit = off
log_destination = 'stderr'
logging_collector = off
# A statement may carry what a person told us; the log never does.
log_min_error_statement = panic
log_error_verbosity = terse
"""


@dataclass(frozen=True)
class Cluster:
    """One embedded PostgreSQL with its folders; the data folder is made whole or not at all."""

    home: Home
    base: Path
    socket_dir: Path

    @classmethod
    def of(cls, home: Home) -> Cluster:
        """This function will describe the cluster of `home` without touching anything."""
        base = places.base_folder(home)
        return cls(home, base, places.socket_folder(base))

    @property
    def data(self) -> Path:
        return self.base / "data"

    @property
    def log(self) -> Path:
        return self.base / "postgres.log"

    def superuser(self, name: str = "postgres") -> psycopg.Connection:
        """This function will open a connection as the cluster's superuser."""
        return psycopg.connect(
            host=str(self.socket_dir),
            port=5432,
            dbname=name,
            user=SUPERUSER,
            password=self.home.secrets()["password_super"],
            autocommit=True,
            connect_timeout=30,
        )

    def answers(self) -> bool:
        """This function will tell whether the server takes connections now."""
        try:
            self.superuser().close()
        except psycopg.OperationalError:
            return False
        return True

    def prepare(self) -> None:
        """This function will make folders and data where they are missing (`initdb`).

        Killed in the middle it leaves a folder `data.new`, which the next call throws away.
        """
        user = places.runner(make=True)
        self.home.make()
        self.base.parent.mkdir(parents=True, exist_ok=True)
        if self.base.parent != self.home.path:
            self.base.parent.chmod(0o711)
        places.make_folder(self.base, user)
        places.make_folder(self.socket_dir, user)
        if (self.data / "PG_VERSION").exists():
            return
        fresh = self.base / "data.new"
        shutil.rmtree(fresh, ignore_errors=True)
        secret = self.base / "first-password"
        write_private(secret, self.home.secrets()["password_super"])
        user.own(secret)
        try:
            programs.call(
                self.base,
                "initdb",
                f"--pgdata={fresh}",
                f"--username={SUPERUSER}",
                f"--pwfile={secret}",
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--locale=C",
                "--no-instructions",
            )
        finally:
            secret.unlink(missing_ok=True)
        with (fresh / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.write(_CONFIGURATION)
        (fresh / "pg_hba.conf").write_text("local all all scram-sha-256\n", "utf-8")
        fresh.rename(self.data)

    def start(self) -> None:
        """This function will start the server and wait until it answers.

        :raises DatabaseTrouble: it does not start; the message ends with the server's own words.
        """
        until = time.monotonic() + START_SECONDS
        sockets = f"-c unix_socket_directories={self.socket_dir}"
        while True:
            stale.forget_pid(self.data, self.socket_dir)
            done = self._control("start", "-w", "-t", str(START_SECONDS), "-o", sockets)
            if done.code == 0 or self._comes_up(2):
                return
            # Children of a server killed outright hold its memory for a moment longer.
            if time.monotonic() > until or "shared memory" not in last_words(self.log):
                raise DatabaseTrouble(
                    f"数据库启动不了：{last_words(self.log)}（日志在 {self.log}）。"
                    " (The database does not start.)"
                )
            time.sleep(0.5)

    def stop(self) -> None:
        """This function will stop the server cleanly, and at once if it does not stop in time."""
        if self._control("stop", "-m", "fast", "-w", "-t", "30").code:
            self._control("stop", "-m", "immediate", "-w", "-t", "10")

    def _comes_up(self, seconds: float) -> bool:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if self.answers():
                return True
            time.sleep(0.1)
        return False

    def _control(self, act: str, *words: str) -> programs.Done:
        fit_log(self.log)
        words = (act, "-D", str(self.data), "-l", str(self.log), "-s", *words)
        return programs.run(self.base, "pg_ctl", *words)


def last_words(log: Path) -> str:
    """This function will give the last lines of the server's log."""
    with contextlib.suppress(OSError):
        lines = log.read_text("utf-8", "replace").strip().splitlines()
        return " / ".join(lines[-3:])
    return "没有日志"


def fit_log(log: Path) -> None:
    """This function will begin the log anew when it has grown large; it holds no statements."""
    with contextlib.suppress(FileNotFoundError):
        if log.stat().st_size > LARGEST_LOG:
            log.replace(log.with_suffix(".log.1"))
