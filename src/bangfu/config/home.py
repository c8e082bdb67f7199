"""Where one installation keeps its files, and the secrets made at its first set-up."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import tempfile
from dataclasses import dataclass
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
CHECKOUT = PACKAGE.parents[1]
ROOT_BASE = Path("/var/lib/bangfu")

# The names of what must be secret and stay the same from the first start on.
SECRET_NAMES = (
    "secret_key",
    "password_super",
    "password_owner",
    "password_app",
    "password_trace",
)


def short_hash(text: str) -> str:
    """This function will give twelve hexadecimal digits that stand for `text` in folder names."""
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:12]


def is_root() -> bool:
    """This function will tell whether the process is the superuser of the machine."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _default_home() -> Path:
    if is_root():
        return ROOT_BASE / short_hash(str(CHECKOUT))
    if (CHECKOUT / "pyproject.toml").exists():
        return CHECKOUT / "var"
    return Path.home() / ".local" / "share" / "bangfu"


@dataclass(frozen=True)
class Home:
    """The folder of one installation (`BANGFU_HOME`)."""

    path: Path

    @classmethod
    def here(cls) -> Home:
        """This function will find the home of this process: `BANGFU_HOME`, or the default."""
        given = os.environ.get("BANGFU_HOME", "").strip()
        return cls(Path(given).expanduser().absolute() if given else _default_home())

    def make(self) -> Home:
        """This function will make the folder where it is missing, closed to other users.

        Started by root it stays passable (not readable), because the database below it runs as
        an ordinary user.
        """
        if not self.path.exists():
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self.path.mkdir(mode=0o711 if is_root() else 0o700, exist_ok=True)
        self.files.mkdir(mode=0o700, exist_ok=True)
        self.drafts.mkdir(mode=0o700, exist_ok=True)
        return self

    @property
    def files(self) -> Path:
        return self.path / "files"

    @property
    def drafts(self) -> Path:
        """What is read or written just now and unsealed: large uploads, sheets being made."""
        return self.path / "drafts"

    @property
    def keys(self) -> Path:
        return self.path / "keys"

    def secrets(self) -> dict[str, str]:
        """This function will read the secrets, making those that do not exist yet (mode 0600)."""
        self.make()
        place = self.path / "secrets.json"
        try:
            known: dict[str, str] = json.loads(place.read_text("utf-8"))
        except FileNotFoundError:
            known = {}
        missing = [name for name in SECRET_NAMES if name not in known]
        if not missing:
            return known
        fresh = known | {name: secrets.token_urlsafe(36) for name in missing}
        if not known:
            return self._first_secrets(place, fresh)
        write_private(place, json.dumps(fresh, indent=1))
        return fresh

    def _first_secrets(self, place: Path, fresh: dict[str, str]) -> dict[str, str]:
        """Two commands may start a new home at once: a hard link makes one of them the first."""
        handle, name = tempfile.mkstemp(dir=self.path, prefix=".secrets-")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(fresh, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(name, place)
        except FileExistsError:
            return self.secrets()
        finally:
            os.unlink(name)
        return fresh


def write_private(place: Path, text: str) -> None:
    """This function will replace the file at `place` in one step, readable by its owner only."""
    handle, name = tempfile.mkstemp(dir=place.parent, prefix=f".{place.name}-")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(name, place)
