"""One embedded PostgreSQL for the whole run, one database for each worker, and who is who in it.

The cluster starts when the first test asks for a database. Migrations run once, as the owner,
into a template; each worker's database is a copy of it. Tests reach it as the application does:
alias `default` is the role bangfu_app, under every policy.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
ALIASES = ["default", "trace", "owner"]
TEMPLATE = "bangfu_template"
_PREFIX = "bangfu-test-"


def _sweep() -> None:
    """Runs that were killed outright leave a cluster behind: stop and remove those."""
    for place in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        seats = place / "database.users"
        try:
            with seats.open("rb") as file:
                if time.time() - seats.stat().st_mtime < 1800:
                    continue
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                _throw_away(place)
        except (FileNotFoundError, PermissionError, BlockingIOError):
            continue


def _throw_away(place: Path) -> None:
    from bangfu.config.database.cluster import Cluster
    from bangfu.config.home import Home

    cluster = Cluster.of(Home(place))
    if (cluster.data / "postmaster.pid").exists():
        cluster.stop()
    shutil.rmtree(cluster.socket_dir, ignore_errors=True)
    shutil.rmtree(place, ignore_errors=True)


if "BANGFU_TEST_HOME" not in os.environ:
    _sweep()
    _made = Path(tempfile.mkdtemp(prefix=_PREFIX))
    # Passable: started by root, the database below runs as an ordinary user.
    _made.chmod(0o711)
    os.environ["BANGFU_TEST_HOME"] = str(_made)
    OWNS_HOME = True
else:
    OWNS_HOME = False

# Set before Django's settings are read: pytest-django reads them after this file.
os.environ["BANGFU_HOME"] = os.environ["BANGFU_TEST_HOME"]
os.environ["BANGFU_DATABASE"] = f"bangfu_{WORKER}"
os.environ["DJANGO_SETTINGS_MODULE"] = "bangfu.config.settings"
# The browser's driver keeps an event loop in its thread for as long as the browser lives; tests
# that come after it in the same worker still ask the database from plain code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
for _name in ("DATABASE_URL", "DATABASE_URL_APP", "DATABASE_URL_TRACE", "BANGFU_TODAY"):
    os.environ.pop(_name, None)


def pytest_configure(config: pytest.Config) -> None:
    """The settings exist only since this file set the home, so Django starts here."""
    import django
    from django.conf import settings

    # A worker inherits the variables of its parent, and pytest-django may have read the settings
    # from them before this file was: each process has a database of its own.
    for door in settings.DATABASES.values():
        door["NAME"] = os.environ["BANGFU_DATABASE"]
    django.setup()


def pytest_unconfigure(config: pytest.Config) -> None:
    """The last to leave removes what the run made."""
    if OWNS_HOME and WORKER == "main":
        _throw_away(Path(os.environ["BANGFU_TEST_HOME"]))


# The files that take long: whole lives of a family, a drawer or a server, counted again and again.
SLOW = frozenset(
    {
        "audit/test_chain.py",
        "audit/test_sheets.py",
        "config/test_cli.py",
        "config/test_running.py",
        "demo/test_area.py",
        "demo/test_maker.py",
        "demo/test_scoring.py",
        "demo/test_take_in.py",
        "demo/test_town.py",
        "desk/test_inspecting.py",
        "privacy/test_keys.py",
        "registry/test_erasing.py",
        "rosters/test_handing_out.py",
        "rosters/test_paths.py",
    }
)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A plain `django_db` mark means all three roles, each rolled back after the test."""
    for item in items:
        if "/".join(item.path.parts[-2:]) in SLOW:
            item.add_marker(pytest.mark.slow)
        mark = item.get_closest_marker("django_db")
        if mark is not None and "databases" not in mark.kwargs:
            kwargs = {**mark.kwargs, "databases": ALIASES}
            item.add_marker(pytest.mark.django_db(*mark.args, **kwargs), append=False)


class Databases:
    """Databases of the test cluster: copies of the migrated template."""

    def __init__(self) -> None:
        from bangfu.config.database.cluster import Cluster
        from bangfu.config.home import Home

        self.cluster = Cluster.of(Home.here())
        self.made: dict[str, Any] = {}

    def run(self, statement: str) -> list[tuple[Any, ...]]:
        with self.cluster.superuser() as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    def copy(self, name: str, of: str = TEMPLATE) -> None:
        """Make the database `name` anew, as it is right after the migrations, or as another is."""
        self.run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        # A database is copied only while nobody is in it: a thread of a test may not have left yet.
        self.run(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            f" WHERE datname = '{of}' AND pid <> pg_backend_pid()"
        )
        self.run(f"CREATE DATABASE {name} TEMPLATE {of} STRATEGY FILE_COPY OWNER bangfu_owner")

    def fill(self, name: str, kept: str, make: Callable[[], Any]) -> Any:
        """Fill the database `name` by `make` and keep a copy under another name; where a copy is
        kept already, take that, and return what `make` returned then."""
        from django.db import connections

        if kept not in self.made:
            made = make()
            connections.close_all()
            self.copy(kept, of=name)
            self.made[kept] = made
        else:
            connections.close_all()
            self.copy(name, of=kept)
        return self.made[kept]

    def make_template(self) -> None:
        """Migrate once; the other workers wait at the lock and find it done."""
        with (self.cluster.home.path / "template.lock").open("ab") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            done = self.cluster.home.path / "template.done"
            if done.exists():
                return
            words = [sys.executable, "-m", "bangfu.config.cli", "migrate"]
            environ = {**os.environ, "BANGFU_DATABASE": TEMPLATE, "BANGFU_DEBUG": "1"}
            subprocess.run(words, env=environ, check=True, stdout=subprocess.DEVNULL)
            done.touch()


@pytest.fixture(scope="session")
def databases() -> Iterator[Databases]:
    """The running test cluster with its migrated template."""
    from bangfu.config import database

    with database.running():
        found = Databases()
        found.make_template()
        yield found


@pytest.fixture(scope="session")
def django_db_setup(databases: Databases) -> None:
    """In the place of pytest-django's own: the worker's database is a copy of the template."""
    databases.copy(os.environ["BANGFU_DATABASE"])


@pytest.fixture
def real_db(
    databases: Databases, django_db_setup: None, django_db_blocker: Any
) -> Iterator[Databases]:
    """Real commits on all three roles; afterwards the worker's database is made anew.

    Making it anew, unlike TRUNCATE, also undoes changes to rows that migrations brought, and
    does not stumble over tables that refuse to forget.
    """
    from django.db import connections

    with django_db_blocker.unblock():
        yield databases
        connections.close_all()
        databases.copy(os.environ["BANGFU_DATABASE"])


@pytest.fixture
def free_port() -> int:
    """A port that was free a moment ago."""
    import socket

    with contextlib.closing(socket.socket()) as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture(autouse=True)
def _chinese_again() -> Iterator[None]:
    """A page asked for in English leaves its language to the thread: not to the next test."""
    yield
    from django.utils import translation

    translation.deactivate()
