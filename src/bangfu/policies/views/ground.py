"""What every view of the standards begins with: who asks, of which area, which values there are."""

from __future__ import annotations

from itertools import takewhile
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from bangfu.frame import clock
from bangfu.offices import access
from bangfu.offices import queries as offices
from bangfu.offices.models import Area, User
from bangfu.offices.scope import Scope, scope_for
from bangfu.rules import Standards
from bangfu.rules.standards import Series

from ..forms import Choices
from ..queries.plain import chinese, overrides_of


def reader(request: HttpRequest) -> tuple[User, Scope]:
    """Return who asks and what he sees."""
    user = request.user
    assert not isinstance(user, AnonymousUser)
    return user, scope_for(user, on=clock.today())


def area_of(user: User) -> str:
    """Return the digits of the area whose standards the account asks about.

    That of its post, where it has several the first; that of the town where it has none.
    """
    on = clock.today()
    posts = access.posts_of(user, on=on)
    if posts:
        return _prefix(posts[0].area)
    setting = offices.find_town_setting()
    return _prefix(setting.area) if setting else ""


def _prefix(area: Area) -> str:
    """The digits that all codes of an area begin with, 12 at most."""
    pairs = zip(str(area.lo), str(area.hi), strict=True)
    return "".join(a for a, _b in takewhile(lambda pair: pair[0] == pair[1], pairs))[:12]


def rights_of(user: User) -> frozenset[str]:
    """Return the account's rights today."""
    return access.rights_of(user, on=clock.today())


def names_of(*people: UUID | None) -> dict[UUID, str]:
    """Return the names of accounts by uuid, those that are not there left out."""
    return offices.names_of([one for one in people if one is not None])


def values_of(
    standards: Standards, area: str, *, ident: str = "", money: bool = False
) -> dict[str, tuple[str, str, Series]]:
    """Return the values that may be changed: key → (file, name, series).

    Those of one standard where ``ident`` is given; tables are changed in the text.
    """
    found: dict[str, tuple[str, str, Series]] = {}
    for standard in standards.of_area(area):
        if ident and standard.id != ident:
            continue
        overrides = overrides_of(standards, standard, area)
        for name, series in standard.values.items():
            if series.bands or (money and series.kind.sort.value != "money"):
                continue
            holder = next((one.file for one in reversed(overrides) if name in one.values), "")
            found[f"{standard.id}.{name}"] = (holder or standard.file, name, series)
    return found


def choices_of(standards: Standards, values: dict[str, tuple[str, str, Series]]) -> Choices:
    """Return the values as choices, under the names of their standards."""
    names = {one.id: one.name.zh if chinese() else one.name.en for one in standards.bases}
    groups: dict[str, list[tuple[str, str]]] = {}
    for key, (_file, _name, series) in values.items():
        words = series.words.zh if chinese() else series.words.en
        groups.setdefault(names[key.split(".")[0]], []).append((key, words))
    return list(groups.items())
