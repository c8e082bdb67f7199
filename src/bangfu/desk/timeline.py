"""The record of changes on a page: what rosters said, and what was done at the desk."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from bangfu.offices import access
from bangfu.offices import queries as offices
from bangfu.offices.models import User
from bangfu.registry import queries as registry
from bangfu.registry.actions.living import MISTAKEN
from bangfu.registry.models import ActPaper, Change, Source
from bangfu.registry.queries.files import Told
from bangfu.registry.states import Basis, ChangeKind, LeaveReason, NeedState

from . import circumstances, living
from .changes.access import can_undo
from .changes.forms import OpenPaperForm
from .templatetags import desk as words

Said = Callable[[Told], list[tuple[str, str]]]
# Kinds of act with a reason that a line says, and its words.
_REASONS: dict[str, type[LeaveReason] | type[NeedState]] = {
    ChangeKind.LEAVE: LeaveReason,
    ChangeKind.NEED: NeedState,
}


@dataclass(frozen=True)
class Act:
    """An act done at the desk, as a line shows it: who did it, on what ground, and whether the
    reader may take it back."""

    change: Change
    by: str
    undone_by: str
    may_undo: bool
    papers: tuple[ActPaper, ...] = ()
    may_open: bool = False

    @property
    def opening(self) -> OpenPaperForm:
        """The form by which a paper of the act is opened."""
        return OpenPaperForm(auto_id=f"paper-{self.change.uuid}-%s")

    @property
    def basis(self) -> str:
        """What the act rests on, in words."""
        code = self.change.basis
        return str(Basis(code).label) if code in Basis.values else code

    @property
    def reason(self) -> str:
        """Why a household left, what became of a need, that something was wrong all along."""
        if self.change.reason == MISTAKEN:
            return _("原来记错了")
        words = _REASONS.get(self.change.kind)
        if words is None or self.change.reason not in words.values:
            return ""
        return str(words(self.change.reason).label)


@dataclass(frozen=True)
class Line:
    """One line of the record: when it came in, from where or by whom, and what it said."""

    at: datetime
    source: Source | None
    row: int | None
    told: tuple[tuple[str, str], ...]
    replaced: bool = False
    act: Act | None = None

    @property
    def said(self) -> list[tuple[str, str, bool]]:
        """Label, words, and whether they stay away from paper: a number half masked does."""
        return [(label, text, "***" in text) for label, text in self.told]


def acts_of(changes: Sequence[Change], user: User, *, on: date, at: datetime) -> list[Act]:
    """Return acts with the names of those who did them."""
    people = {change.done_by for change in changes} | {
        change.undone_by for change in changes if change.undone_by
    }
    names = offices.names_of(list(people))
    papers = registry.papers_of_acts(changes)
    return [
        Act(
            change,
            names.get(change.done_by, ""),
            names.get(change.undone_by, "") if change.undone_by else "",
            can_undo(user, change, on=on, at=at),
            tuple(papers.get(change.pk, ())),
            change.pk in papers and _may_open(user, change, on=on),
        )
        for change in changes
    ]


def _may_open(user: User, change: Change, *, on: date) -> bool:
    home = change.household
    return access.can_unmask(user, home=home.uuid, area=home.area, on=on)


def lines_of(facts: Sequence[Told], acts: Iterable[Act], word: Said) -> list[Line]:
    """Return the record, the latest first: a line for each act, and for each source and moment."""
    by_uuid = {act.change.uuid: act for act in acts}
    lines = _read_lines(facts, by_uuid.keys(), word)
    for uuid, act in by_uuid.items():
        # A need is said with its end; of all else the act says what holds from then on.
        mine = [
            told
            for told in facts
            if told.entry == uuid and (told.valid_until is None or told.kind == "need")
        ]
        said = dict.fromkeys(pair for told in mine for pair in word(told))
        lines.append(Line(act.change.done_at, None, None, tuple(said), act=act))
    return sorted(lines, key=lambda line: (line.at, not line.replaced), reverse=True)


def _read_lines(facts: Sequence[Told], acts: Iterable[UUID], word: Said) -> list[Line]:
    """What rosters said and took back; what an act wrote or closed is told by the act."""
    own = set(acts)
    groups: dict[tuple[datetime, int, int | None, bool], list[Told]] = {}
    for told in facts:
        key = (told.source.pk, told.row)
        if told.entry not in own:
            groups.setdefault((told.recorded_at, *key, False), []).append(told)
        if told.superseded_at is not None and told.superseded_by not in own:
            groups.setdefault((told.superseded_at, *key, True), []).append(told)
    lines = []
    for (at, _source, row, replaced), group in groups.items():
        said = dict.fromkeys(pair for told in group for pair in word(told))
        lines.append(Line(at, group[0].source, row, tuple(said), replaced))
    return lines


def household_words(told: Told) -> list[tuple[str, str]]:
    """Word a fact about a household."""
    if told.kind == "category":
        return [(_("类别"), words.category(told.value.code))]
    if told.kind == "address":
        return [(_("村组"), told.value)] if told.value else []
    if told.kind in living.WORDS:
        return living.WORDS[told.kind](told)
    own = own_words(told)
    cause = words.cause(told.value)
    return [(_("致困原因"), f"{cause} {own}" if own and cause else own or cause)]


def own_words(told: Told) -> str:
    """Return what a roster wrote for a cause, where it says more than the code: not 因病 again."""
    with translation.override("zh-hans"):
        return "" if told.note.strip() == words.cause(told.value) else told.note


def person_words(told: Told) -> list[tuple[str, str]]:
    """Word a fact about a person."""
    if told.kind in living.WORDS:
        return living.WORDS[told.kind](told)
    if told.kind in circumstances.KINDS:
        return [(circumstances.label(told.kind), circumstances.said(told)[0])]
    if told.kind == "identity":
        return [(_("姓名"), told.value.name), (_("身份证号"), told.note or _("未填"))]
    label = {
        "membership": _("与户主关系"),
        "phone": _("电话"),
        "account": _("开户账号"),
        "disability": _("残疾"),
    }[told.kind]
    if told.kind == "membership":
        return [(label, words.relation(told.note))]
    if told.kind == "disability":
        return [(label, words.disability(f"{told.value.kind or 0}/{told.value.grade or 0}"))]
    return [(label, str(told.value))]
