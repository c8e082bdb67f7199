"""What stands around every page: the menu, the place, who is signed in.

The frame lies on the lowest floor and knows no room above it. So the room that knows them all
(`desk`) hands a builder over when Django starts, and the base template asks for its result.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime

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
    """Everything the base template shows that is not the page itself.

    ``demo``: the town is invented. ``trial``: the town may be real, the account is one for trying
    out. ``forced``: what the account must do before any other page opens: ``first_password``,
    ``old_password``, ``second_factor``. ``households_url``: the list of households; a household's
    page stands at its UUID below it, for the pages of rooms that know only the register.
    """

    place: str = ""
    demo: bool = False
    trial: bool = False
    forced: str = ""
    groups: tuple[MenuGroup, ...] = ()
    user_name: str = ""
    today: date | None = None
    post: str = ""
    home_url: str = "/"
    help_url: str = ""
    hints: tuple[str, ...] = ()
    search_url: str = ""
    found_url: str = ""
    households_url: str = ""
    account: tuple[MenuItem, ...] = field(default=())


Builder = Callable[[HttpRequest, datetime], Shell]
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
        built = _builders[0](request, clock.now())
        request._bangfu_shell = built  # type: ignore[attr-defined]
    return built
