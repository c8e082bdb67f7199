"""Two entries in one table: what differs is marked by character, a hidden difference whole."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bangfu.offices.scope import Scope
from bangfu.privacy.states import Clearance
from bangfu.registry import queries as registry
from bangfu.registry.models import Pair, Person, Phone
from bangfu.registry.queries.files import PersonFile
from bangfu.registry.states import CategoryCode, IdentityState

from ..templatetags import desk as words

Span = tuple[str, bool]


@dataclass(frozen=True)
class Line:
    """A line of the table: its label, and each side in spans of which some differ."""

    label: str
    left: tuple[Span, ...]
    right: tuple[Span, ...]
    differs: bool
    masked: bool = False


@dataclass(frozen=True)
class Side:
    """One entry as the table needs it. ``tokens`` tell whether two masked values are the same."""

    person: Person
    where: str
    values: dict[str, str]
    tokens: dict[str, frozenset[bytes]]
    members: tuple[str, ...]
    sources: str


def sides_of(scope: Scope, keep: Person, gone: Person, *, on: date) -> tuple[Side, Side]:
    """Return both entries: first the one that would stay."""
    return _side(scope, keep, on), _side(scope, gone, on)


def _side(scope: Scope, person: Person, on: date) -> Side:
    file = registry.get_person_file(scope, person.uuid, on=on, clearance=Clearance.STAFF)
    assert file is not None
    now = {told.kind: told for told in file.facts if told.current}
    home = file.household
    identities = [told.value for told in file.told("identity") if told.current]
    phones = Phone.objects.filter(person=person, superseded_at=None, valid_until=None)
    return Side(
        person=person,
        where=_where(file),
        values={
            "name": person.name,
            "number": now["identity"].note if "identity" in now else "",
            "born": words.birth(person.born_on, person.born_precision),
            "sex": words.sex(person.sex),
            "place": (home.place if home else "") or file.village,
            "phone": now["phone"].value if "phone" in now else "",
        },
        tokens={
            "number": frozenset(bytes(i.number_token) for i in identities if i.number_token),
            "phone": frozenset(bytes(phone.token) for phone in phones),
            "born": frozenset([str(person.born_on).encode()]) if person.born_on else frozenset(),
        },
        members=tuple(
            one.name
            for one in (registry.list_members(home, on=on) if home else [])
            if one.uuid != person.uuid
        ),
        sources=_sources(file),
    )


def _sources(file: PersonFile) -> str:
    names = dict.fromkeys(str(source) for source, _rows in file.sources)
    return ("；" if _chinese() else "; ").join(names)


def _where(file: PersonFile) -> str:
    """Whether the entry is on the register, and as what."""
    if file.gone is not None:
        return words.gone(file.gone)
    if file.household is None:
        return _("不在任何一户")
    category = file.household.category
    head = file.household.head.name if file.household.head else ""
    home = _("%(head)s户") % {"head": head} if head else _("户主未填")
    return f"{home} {CategoryCode(category).label}" if category else home


def lines_of(left: Side, right: Side) -> list[Line]:
    """Return the table, line by line."""
    labels = {
        "name": _("姓名"), "number": _("身份证号"), "born": _("出生年月"), "sex": _("性别"),
        "place": _("地址"), "phone": _("电话"),
    }  # fmt: skip
    lines = [_line(label, name, left, right) for name, label in labels.items()]
    lines.append(_people(left.members, right.members))
    sources = [((side.sources or _("未填"), False),) for side in (left, right)]
    return [*lines, Line(_("来源"), sources[0], sources[1], differs=False)]


def _line(label: str, name: str, left: Side, right: Side) -> Line:
    a, b = left.values[name], right.values[name]
    masked = name in ("number", "phone")
    ours, theirs = left.tokens.get(name), right.tokens.get(name)
    if a == b and ours is not None and ours != theirs:
        return Line(label, ((a or _("未填"), True),), ((b or _("未填"), True),), True, masked)
    marked = spans(a, b)
    return Line(label, *marked, differs=a != b, masked=masked)


def spans(a: str, b: str) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Part two texts into spans that are alike and spans that differ; nothing known differs whole
    from something."""
    if a == b or not a or not b:
        return ((a or _("未填"), a != b),), ((b or _("未填"), a != b),)
    steps = SequenceMatcher(None, a, b, autojunk=False).get_opcodes()
    left = tuple((a[i:j], tag != "equal") for tag, i, j, _k, _l in steps if i < j)
    right = tuple((b[k:n], tag != "equal") for tag, _i, _j, k, n in steps if k < n)
    return left, right


def _people(left: tuple[str, ...], right: tuple[str, ...]) -> Line:
    comma = "、" if _chinese() else ", "

    def side(mine: tuple[str, ...], other: tuple[str, ...]) -> tuple[Span, ...]:
        if not mine:
            return ((_("没有别人"), bool(other)),)
        joined: list[Span] = []
        for name in mine:
            joined += [(comma, False)] if joined else []
            joined.append((name, name not in other))
        return tuple(joined)

    differs = set(left) != set(right)
    return Line(_("同户成员"), side(left, right), side(right, left), differs)


@dataclass(frozen=True)
class Outcome:
    """What a merge would do, in sentences; or why there can be none."""

    does: tuple[str, ...]
    forbids: str = ""


def outcome_of(scope: Scope, left: Side, right: Side, *, on: date) -> Outcome:
    """Say what happens when the right entry is merged into the left one."""
    both = (left.person, right.person)
    if all(one.identity_state == IdentityState.VERIFIED for one in both):
        return Outcome((), _("两人各有一个核实过的号码，不能合并。"))
    if left.person.home is None:
        return Outcome(
            (),
            _("%(name)s现在不在任何一户，请先办“回迁”，再合并。") % {"name": left.person.name},
        )
    does = [_("留下甲这一条，乙的资料都留着，从甲的个人页能打开。")]
    does += _household_words(scope, left.person, right.person, on)
    does.append(_("不会自动停发。合并可以拆开，拆开后各归各。"))
    return Outcome(tuple(does))


def _household_words(scope: Scope, keep: Person, gone: Person, on: date) -> list[str]:
    home = registry.find_household(scope, gone.home, on=on) if gone.home else None
    if home is None:
        return []
    head = home.head.name if home.head else home.number
    if home.size <= 1:
        return [_("乙离开以后，%(head)s户没有人了，这一户一并退出。") % {"head": head}]
    said = [
        _("这一户少算1人，还有%(size)d人。") % {"size": home.size - 1}
        if keep.home == gone.home
        else _("乙从%(head)s户转出，那一户还有%(size)d人。") % {"head": head, "size": home.size - 1}
    ]
    if home.head_id == gone.pk:
        said.append(_("乙是户主，还要选一位新户主。"))
    return said


def _chinese() -> bool:
    return (get_language() or "").startswith("zh")


def why(pair: Pair) -> str:
    """Word why two entries are compared."""
    return in_one_line(doubt.label for doubt in pair.doubts)


def unlike_words(differs: Iterable[str]) -> str:
    """Say that two entries have nothing in common, naming what differs."""
    facts = {"name": _("姓名"), "born": _("出生年月"), "number": _("身份证号")}
    what = ("、" if _chinese() else ", ").join(facts[fact] for fact in differs)
    return _("两条没有一项相同：%(what)s都对不上。真是同一人，请勾上再合并。") % {"what": what}


def in_one_line(sentences: Iterable[Any]) -> str:
    """Put sentences one after the other, as the language parts them."""
    return ("" if _chinese() else " ").join(str(said) for said in sentences)
