"""Every address of the site, visited by everybody: what is not one's own is 403 or 404.

The addresses are those of the URL conf; behind an address with a uuid stands in turn everything
there is in the home village, whatever kind the address is meant for.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from uuid import UUID
from zlib import crc32

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from bangfu.frame import clock
from bangfu.offices import access
from bangfu.offices.gate import AccessRule
from bangfu.offices.models import User
from bangfu.offices.scope import scope_for

from ..offices.town import signed_in

if TYPE_CHECKING:
    from .town import Leaks

STAFF = ("clerk", "reviewer", "approver", "inspector", "village_worker", "social_worker")
NO_CASES = ("system_admin", "security_admin", "auditor", "leader", "liaison", "nobody")
STRANGERS = ("neighbour", "far clerk", "far village_worker", "far reviewer", "far inspector")
FAR_ADMINS = ("far system_admin", "far security_admin", "far auditor")
METHODS = ("get", "post")


pytestmark = pytest.mark.slow


def _addresses(
    patterns: list[URLPattern | URLResolver], space: str = ""
) -> Iterator[tuple[str, URLPattern]]:
    for one in patterns:
        if isinstance(one, URLResolver):
            inner = f"{space}{one.namespace}:" if one.namespace else space
            yield from _addresses(one.url_patterns, inner)
        elif one.name:
            yield f"{space}{one.name}", one


ALL = dict(_addresses(get_resolver().url_patterns))
LEAVES = {"account_logout"}  # it would end the visit of everything else


def _places(objects: dict[str, UUID]) -> Iterator[tuple[str, str, str]]:
    """Every address with every object: name of the route, kind of the object, the address."""
    for name, pattern in ALL.items():
        if name in LEAVES:
            continue
        kinds = pattern.pattern.converters
        if not any("UUID" in type(kind).__name__ for kind in kinds.values()):
            yield name, "", reverse(name, kwargs=dict.fromkeys(kinds, 0))
            continue
        for kind, uuid in objects.items():
            values: dict[str, Any] = {
                key: uuid if "UUID" in type(converter).__name__ else 0
                for key, converter in kinds.items()
            }
            yield name, kind, reverse(name, kwargs=values)


def _client(leaks: Leaks, who: str) -> Client:
    town, name = (
        (leaks.far, who.removeprefix("far ")) if who.startswith("far ") else (leaks.home, who)
    )
    return signed_in(town[name])


def _user(leaks: Leaks, who: str) -> User:
    return (leaks.far if who.startswith("far ") else leaks.home)[who.removeprefix("far ")]


def _visits(
    client: Client, objects: dict[str, UUID], share: set[tuple[str, str]] | None = None
) -> Iterator[tuple[tuple[str, str, str], AccessRule | None, Any]]:
    for name, kind, address in _places(objects):
        if share is not None and (name, kind) not in share:
            continue
        for method in METHODS:
            answer = getattr(client, method)(address)
            assert answer.status_code < 500, (method, name, kind)
            yield (method, name, kind), getattr(ALL[name].callback, "access_rule", None), answer


def _shows(answer: Any, marks: tuple[str, ...]) -> list[str]:
    return [mark for mark in marks if mark in _text_of(answer)]


def _text_of(answer: Any) -> str:
    """What an answer says; of a spreadsheet, what stands in its parts once it is unpacked."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            content = b"".join(packed.read(name) for name in packed.namelist())
    return str(content.decode("utf-8", "replace"))


def test_who_is_not_signed_in_gets_the_door_and_no_name(leaks: Leaks) -> None:
    for where, rule, answer in _visits(Client(), leaks.objects):
        if rule is None or rule.kind != "open":
            assert answer.status_code in (301, 302, 405), where
        for family in leaks.families.values():
            assert not _shows(answer, family.marks), where


def _check_right(leaks: Leaks, who: str, where: Any, rule: AccessRule | None, answer: Any) -> None:
    user, on = _user(leaks, who), clock.today()
    scope_for(user, on=on)
    rights = access.rights_of(user, on=on)
    if rule is not None and rule.kind == "right" and not rights & set(rule.value.split()):
        assert answer.status_code == 403, where


@pytest.mark.parametrize("who", [*STAFF, "volunteer"])
def test_a_role_without_the_right_gets_403(leaks: Leaks, who: str) -> None:
    nobody = {"nothing": UUID(int=0)}
    for where, rule, answer in _visits(_client(leaks, who), nobody):
        _check_right(leaks, who, where, rule, answer)


@pytest.mark.parametrize("who", NO_CASES)
def test_who_sees_no_case_data_is_shown_none(leaks: Leaks, who: str) -> None:
    cases = {kind: leaks.objects[kind] for kind in ("household", "person", "batch")}
    for where, rule, answer in _visits(_client(leaks, who), cases):
        _check_right(leaks, who, where, rule, answer)
        for family in leaks.families.values():
            assert not _shows(answer, family.marks), where


OUTSIDE = (*STRANGERS, *FAR_ADMINS)
TRIED_BY = 3


def _share_of(who: str, objects: dict[str, UUID]) -> set[tuple[str, str]]:
    """The addresses and objects that this stranger tries: each falls to three of them, the
    families' own to all. All by all are eight times two thousand requests."""
    mine = set()
    for name, kind, _address in _places(objects):
        first = crc32(f"{name} {kind}".encode()) % len(OUTSIDE)
        turn = (OUTSIDE.index(who) - first) % len(OUTSIDE)
        if turn < TRIED_BY or kind in ("", "household", "person"):
            mine.add((name, kind))
    return mine


@pytest.mark.parametrize("who", OUTSIDE)
def test_what_is_not_ones_own_is_not_there(leaks: Leaks, who: str) -> None:
    objects = leaks.objects
    share = _share_of(who, objects)
    for where, rule, answer in _visits(_client(leaks, who), objects, share):
        _check_right(leaks, who, where, rule, answer)
        assert not _shows(answer, leaks.families["own"].marks), where
        if where[2]:
            assert answer.status_code in (403, 404, 405), where


@pytest.mark.parametrize("who", ["village_worker", "volunteer"])
def test_the_neighbours_family_is_not_shown(leaks: Leaks, who: str) -> None:
    family = leaks.families["next"]
    objects = {"household": family.household, "person": family.head}
    for where, _rule, answer in _visits(_client(leaks, who), objects):
        for key in ("next", "far"):
            assert not _shows(answer, leaks.families[key].marks), where
        if where[2]:
            assert answer.status_code in (403, 404, 405), where


@pytest.mark.parametrize("who", ["clerk", "village_worker", "volunteer"])
def test_ones_own_family_opens(leaks: Leaks, who: str) -> None:
    """The other side of the matrix: a site that refused everybody would pass all the rest."""
    family = leaks.families["own"]
    client = _client(leaks, who)
    answer = client.get(reverse("desk:household", kwargs={"uuid": family.household}))
    assert answer.status_code == 200
    shown = {"clerk": family.name, "village_worker": family.name, "volunteer": family.name[0]}
    assert shown[who] in answer.content.decode()
    assert family.number not in answer.content.decode()


LISTS = {
    "/search/": ("q", "text"),
    "/search/found": ("q", "text"),
    "/households/": ("q", "text", "village", "cause", "after", "before"),
    "/people/": ("q", "text", "village", "relation", "state", "after", "before"),
    "/lists/households/export": ("village", "group", "layout"),
    "/lists/households/export/sheet": ("asked", "layout", "reason"),
    "/lists/people/export/sheet": ("asked", "layout", "reason"),
    "/lists/households/views": ("view", "name"),
    "/lists/households/views/keep": ("name", "asked"),
    "/lists/households/columns": ("act",),
    "/lists/households/layouts/new": ("receiver", "header", "key"),
    "/offices/accounts/": ("text", "page"),
}


@pytest.mark.parametrize("who", ["neighbour", "far clerk", "volunteer", "far system_admin"])
def test_searching_and_filtering_tell_a_stranger_nothing(leaks: Leaks, who: str) -> None:
    """Lists, counts and drop-downs answer as if the family were not in the register."""
    family = leaks.families["next" if who == "volunteer" else "own"]
    client = _client(leaks, who)
    asked = [family.name, family.name[0], family.number, family.number[-4:], family.phone]
    for address, keys in LISTS.items():
        for text in asked:
            for method in METHODS:
                answer = getattr(client, method)(address, dict.fromkeys(keys, text))
                page = _text_of(answer)
                assert answer.status_code < 500, (method, address)
                assert str(family.household) not in page, (method, address)
                assert str(family.head) not in page, (method, address)
                assert family.name not in page or text == family.name, (method, address)


@pytest.mark.parametrize("who", [*STRANGERS, "volunteer", "auditor", "inspector", "clerk"])
def test_a_paper_of_an_act_is_opened_by_who_may_unmask_there_alone(leaks: Leaks, who: str) -> None:
    """The crawl asks for no act together with its own paper. The act lies after what the inspector
    was sent for: to him it is not there."""
    answer = _client(leaks, who).post(leaks.families["own"].paper, {"reason": "case"})
    expected = {"clerk": 200, "inspector": 404, "far clerk": 404, "far inspector": 404,
                "far reviewer": 404}  # fmt: skip
    assert answer.status_code == expected.get(who, 403)
