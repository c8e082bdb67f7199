"""A change of a standard is drafted, tried out and handed in for review."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from bangfu.audit import actions as audit
from bangfu.offices.models import User
from bangfu.rules import StandardError
from bangfu.rules.documents import read
from bangfu.rules.editing import with_value

from .. import access
from ..models import Revision, WhatIf
from ..queries.library import CASES, cases_of, digest_of, digest_of_all, in_force
from ..queries.revisions import check, with_revision
from ..states import EDITABLE, NEXT, RevisionState

LONGEST = 60_000


class CannotChangeStandard(Exception):
    """No right, not now, or not like this; worded for the person."""


def draft(*, file: str, because: str, by: User, on: date, at: datetime) -> Revision:
    """Begin a change of a file that is in force, from its text. Raises CannotChangeStandard."""
    held = in_force()
    if file not in held.texts or file.endswith(CASES):
        raise CannotChangeStandard(_("没有这个标准文件。"))
    text, cases = held.texts[file], held.texts.get(cases_of(file), "")
    area, standard = _whose(text, file)
    return _begin(
        Revision(
            place=access.span_of(area)[0], file=file, standard=standard, text=text, cases=cases,
            base=digest_of(text), because=because, drafted_by=by.uuid, drafted_at=at,
        ),
        area, by, on,
    )  # fmt: skip


def draft_value(
    *, file: str, name: str, written: str, since: date, because: str, by: User, on: date,
    at: datetime,
) -> Revision:  # fmt: skip
    """Begin a change of one value from a day on. Raises CannotChangeStandard, StandardError."""
    with transaction.atomic():
        made = draft(file=file, because=because, by=by, on=on, at=at)
        made.text = with_value(made.text, file=file, name=name, since=since, written=written)
        made.save(update_fields=["text"])
    return made


def _begin(revision: Revision, area: str, by: User, on: date) -> Revision:
    if not access.can_draft(by, area, on=on):
        raise CannotChangeStandard(_("这项标准管的地方比您的岗位大，要由上级改。"))
    if not revision.because.strip():
        raise CannotChangeStandard(_("请写为什么改。"))
    revision.because = " ".join(revision.because.split())
    try:
        with transaction.atomic():
            revision.save(force_insert=True)
    except IntegrityError as twice:
        raise CannotChangeStandard(_("这项标准已经有人在改，请先等那一次改完。")) from twice
    note(revision, "draft", by, revision.drafted_at, fields=["text"])
    return revision


def edit(
    *, revision: Revision, text: str, cases: str, because: str, by: User, on: date, at: datetime
) -> Revision:
    """Write a draft anew. What was tried out of it before is not it any more, and is let go."""
    with transaction.atomic():
        held = _mine(revision, by, on)
        text, cases = _clean(text), _clean(cases)
        if max(len(text), len(cases)) > LONGEST:
            raise CannotChangeStandard(_("太长了：最多6万字。"))
        if _whose(text, held.file) != _whose(held.text, held.file):
            raise CannotChangeStandard(_("不能在这里换成另一项标准或另一个地方。"))
        if not because.strip():
            raise CannotChangeStandard(_("请写为什么改。"))
        changed = [
            name
            for name, value in (("text", text), ("cases", cases), ("because", because.strip()))
            if getattr(held, name) != value
        ]
        if "text" in changed:
            held.whatif = None
        held.text, held.cases, held.because = text, cases, because.strip()
        held.save(update_fields=["text", "cases", "because", "whatif"])
        if changed:
            note(held, "edit", by, at, fields=changed)
    return held


def _clean(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def submit(*, revision: Revision, by: User, on: date, at: datetime) -> Revision:
    """Hand a change in for review: proved, tried out, and drawn from what is in force."""
    with transaction.atomic():
        held = _mine(revision, by, on)
        found = check(held, on=on)
        if not found.ok:
            raise CannotChangeStandard(_("还有要改的地方，改好才能送复核。"))
        if not found.lines and held.cases == in_force().texts.get(cases_of(held.file), ""):
            raise CannotChangeStandard(_("和现行的一样，没有可送的。"))
        refuse_overtaken(held)
        whatif = held.whatif
        if whatif is None or whatif.base != digest_of_all(with_revision(held)):
            raise CannotChangeStandard(_("请先试算，看看要花多少、谁多谁少。"))
        return move(held, "submit", by, at)


def drop(*, revision: Revision, by: User, on: date, at: datetime) -> Revision:
    """Give a draft up; it stays to be read."""
    with transaction.atomic():
        return move(_mine(revision, by, on), "drop", by, at)


def attach(*, revision: Revision, whatif: WhatIf, by: User, on: date, at: datetime) -> Revision:
    """Put what was tried out beside its draft."""
    held = _mine(revision, by, on)
    held.whatif = whatif
    held.save(update_fields=["whatif"])
    note(held, "try", by, at, fields=["whatif"])
    return held


def _mine(revision: Revision, by: User, on: date) -> Revision:
    held = locked(revision)
    if not access.can_edit(by, held, on=on):
        raise CannotChangeStandard(_("这份草稿由起草的人来改。"))
    if held.state not in EDITABLE:
        raise CannotChangeStandard(_("已经送出去了，现在不能改。"))
    return held


def locked(revision: Revision) -> Revision:
    """Return the change as it is now, locked until the act is over."""
    return (
        Revision.objects.select_for_update(of=("self",))
        .select_related("whatif")
        .get(pk=revision.pk)
    )


def move(revision: Revision, act: str, by: User, at: datetime, **values: object) -> Revision:
    """Take a change on to its next state, if there is one for this act."""
    state = NEXT.get((revision.state, act))
    if state is None:
        label = RevisionState(revision.state).label
        raise CannotChangeStandard(_("现在是“%(state)s”，不能这样办。") % {"state": label})
    revision.state = state
    for name, value in values.items():
        setattr(revision, name, value)
    revision.save(update_fields=["state", *values])
    note(revision, act, by, at, fields=["state"])
    return revision


def refuse_overtaken(revision: Revision) -> None:
    """Refuse a change that was drawn from a text that is not in force any more."""
    now = in_force().texts.get(revision.file, "")
    if (digest_of(now) if now else "") != revision.base:
        raise CannotChangeStandard(_("起草以后这项标准已经改过，请从现行的重新起草。"))


def note(revision: Revision, act: str, by: User, at: datetime, *, fields: Iterable[str]) -> None:
    """Put an act on a change of a standard on record."""
    audit.record(
        by=by.uuid, at=at, verb=f"policies.revision.{act}", subject=revision.uuid,
        subject_kind="policies.revision", area=revision.place, fields=list(fields),
    )  # fmt: skip


def _whose(text: str, file: str) -> tuple[str, str]:
    """The area (digits, "" for all) and the id that a text says it is of."""
    try:
        mapping = read(text, file=file).mapping or {}
    except StandardError as error:
        raise CannotChangeStandard(_("读不懂：%(why)s") % {"why": error.faults[0].zh}) from error
    area, ident = (
        (mapping[name].text or "").strip() if name in mapping else ""
        for name in ("area", "override" if "override" in mapping else "standard")
    )
    return (area if area.isdigit() else ""), ident
