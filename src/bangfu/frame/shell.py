"""What stands around every page: the menu, the place, who is signed in.

The frame lies on the lowest floor and knows no room above it. So the room that knows them all
(`desk`) hands a builder over when Django starts, and the base template asks for its result.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from django.http import HttpRequest

from bangfu.frame import clock


@dataclass(frozen=True)
class MenuItem:
    """One place a user may go: label, icon name, address, and what it is for."""

    label: str
    icon: str
    url: str
    here: bool = False
    about: str = ""


@dataclass(frozen=True)
class MenuGroup:
    """A few places under one word; the first group has none."""

    label: str
    items: tuple[MenuItem, ...]


@dataclass(frozen=True)
class Shell:
    """Everything the base template shows that is not the page itself."""

    place: str = ""
    demo: bool = False
    groups: tuple[MenuGroup, ...] = ()
    user_name: str = ""
    today: date | None = None
    post: str = ""
    home_url: str = "/"
    help_url: str = ""
    search_url: str = ""
    found_url: str = ""
    account: tuple[MenuItem, ...] = field(default=())


Builder = Callable[[HttpRequest, date], Shell]
_builders: list[Builder] = []


def provide(builder: Builder) -> None:
    """Make ``builder`` the source of the shell; a later call replaces an earlier one."""
    _builders[:] = [builder]


def for_request(request: HttpRequest | None) -> Shell:
    """Return the shell of this request, built once; an empty one where nothing is known.

    A page that reports a failure must not fail on its menu, so without a request the shell is
    empty and asks no database.
    """
    if request is None or not _builders:
        return Shell()
    built: Shell | None = getattr(request, "_bangfu_shell", None)
    if built is None:
        built = _builders[0](request, clock.today())
        request._bangfu_shell = built  # type: ignore[attr-defined]
    return built
