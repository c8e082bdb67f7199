"""Every write to the trail: acts and logins in the caller's transaction, looks by their own door.

An entry holds ids, verbs and names of fields, never values: what is kept for ever must survive
the erasure of the person it is about.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connections

from .states import Kind

_COLUMNS = "at, kind, actor, verb, subject, subject_kind, area, fields, reason, detail, via"
# Cast one by one: in a VALUES list of several rows the columns would all be taken for text.
_TYPES = [
    "timestamptz",
    "text",
    "uuid",
    "text",
    "uuid",
    "text",
    "bigint",
    "text[]",
    "text",
    "jsonb",
    "text",
]
_VERB = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+")
_FIELD = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)*")
_CODE = re.compile(r"[a-z0-9_.:-]*")
_PLAIN = re.compile(r"[\x20-\x7e]{0,2000}")
_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_HEX_DIGEST = re.compile(r"\b[0-9a-f]{64}\b")
# A telephone has 11 digits, an identity number 15 or 18, an account 16 or more.
_LONG_NUMBER = re.compile(r"\d{11,}")
_LARGEST_NUMBER = 10**15
_LITERAL = re.compile(
    r"""\$(\w*)\$.*?\$\1\$ | [EeBbXx]?'(?:[^']|'')*' | --[^\n]* | /\*.*?\*/
      | (?<![\w"])[0-9][\w.]*""",
    re.VERBOSE | re.DOTALL,
)


# Who is acting, and for whom it acts in which areas.
_behalf: ContextVar[tuple[UUID | None, tuple[tuple[UUID, int, int], ...]]] = ContextVar(
    "behalf", default=(None, ())
)


class ValueInTrail(ValueError):
    """A value (a name, a number, free text) was about to be written into the trail."""


@dataclass(frozen=True, kw_only=True)
class Act:
    """One entry to be written by `record_many`; the fields are those of `record`."""

    verb: str
    subject: UUID | None = None
    subject_kind: str = ""
    area: int | None = None
    fields: Sequence[str] = ()
    detail: Mapping[str, Any] | None = field(default=None)


@contextmanager
def on_behalf(by: UUID, standing: Sequence[tuple[UUID, int, int]]) -> Iterator[None]:
    """This function will let the entries of ``by`` say for whom they were made, until it ends.

    :param standing: for whom, and the first and last area in which what is done is done for them;
        the detail ``for`` of an entry there names them.
    """
    token = _behalf.set((by, tuple(standing)))
    try:
        yield
    finally:
        _behalf.reset(token)


def record(
    *,
    verb: str,
    by: UUID | None,
    at: datetime,
    subject: UUID | None = None,
    subject_kind: str = "",
    area: int | None = None,
    fields: Iterable[str] = (),
    detail: Mapping[str, Any] | None = None,
    via: str = "",
    reason: str = "",
    using: str = "default",
) -> None:
    """This function will add an act to the trail, in the transaction of the caller.

    :param verb: room.thing.act, such as ``cases.application.approve``.
    :param by: UUID of the user; None only for what the installation does by itself.
    :param fields: names of the fields that were changed.
    :param detail: counts, ids and codes; strings are plain ASCII without long numbers.
    :param via: ``web``, ``cli``, ``task``…
    :raises ValueInTrail: something in it looks like a value.
    """
    act = Act(
        verb=verb,
        subject=subject,
        subject_kind=subject_kind,
        area=area,
        fields=tuple(fields),
        detail=detail,
    )
    record_many([act], by=by, at=at, via=via, reason=reason, using=using)


def record_many(
    acts: Iterable[Act],
    *,
    by: UUID | None,
    at: datetime,
    via: str = "",
    reason: str = "",
    using: str = "default",
) -> None:
    """This function will add several acts of one user and one moment, in the order given.

    :raises ValueInTrail: something in one of them looks like a value; nothing is written then.
    """
    rows = [_row(act, kind=Kind.ACT, by=by, at=at, via=via, reason=reason) for act in acts]
    _insert(rows, using=using)


def login(
    *,
    verb: str,
    by: UUID | None,
    at: datetime,
    area: int | None = None,
    detail: Mapping[str, Any] | None = None,
    via: str = "",
    using: str = "default",
) -> None:
    """This function will add a login, a failed login or a logout.

    :param by: None where the account name given is nobody's.
    :param area: where the account's organisation is: its auditor reads the entry.
    :raises ValueInTrail: something in it looks like a value.
    """
    act = Act(verb=verb, area=area, detail=detail)
    _insert([_row(act, kind=Kind.LOGIN, by=by, at=at, via=via, reason="")], using=using)


def look(
    *,
    by: UUID,
    at: datetime,
    subject: UUID,
    subject_kind: str,
    fields: Iterable[str],
    reason: str,
    area: int | None = None,
    verb: str = "",
    via: str = "",
) -> None:
    """This function will add a look, at once and whatever becomes of the caller's transaction.

    It goes by the alias ``trace``, because a request that only looks is READ ONLY. Call it before
    the value is shown: what cannot be recorded must not be seen.

    :param reason: one of the codes of ``privacy.states.Reason``, or "" for a page opened.
    :raises ValueInTrail: something in it looks like a value.
    """
    act = Act(
        verb=verb or f"{subject_kind}.look",
        subject=subject,
        subject_kind=subject_kind,
        area=area,
        fields=tuple(fields),
    )
    _insert([_row(act, kind=Kind.LOOK, by=by, at=at, via=via, reason=reason)], using="trace")


def record_statement(
    *, statement: str, by: UUID | None, at: datetime, rows: int | None = None
) -> None:
    """This function will add a statement that the owner ran by hand, with its literals left out.

    It is written as the owner, so that it stands or falls with the statement itself.

    :param rows: rows the statement returned or changed.
    """
    detail: dict[str, Any] = {"statement": without_literals(statement)}
    if rows is not None:
        detail["rows"] = rows
    record(verb="config.database.sql", by=by, at=at, detail=detail, via="cli", using="owner")


def without_literals(statement: str) -> str:
    """This function will give the shape of an SQL statement: strings, numbers and comments as ?."""
    shape = _LITERAL.sub("?", statement)
    shape = re.sub(r"[^\x20-\x7e]+", " ", shape)
    return _LONG_NUMBER.sub("?", re.sub(r" +", " ", shape)).strip()[:2000]


def _row(
    act: Act, *, kind: Kind, by: UUID | None, at: datetime, via: str, reason: str
) -> tuple[Any, ...]:
    fields = list(act.fields)
    if not _VERB.fullmatch(act.verb):
        raise ValueInTrail(f"a verb reads room.thing.act, not {act.verb!r}")
    if not all(_FIELD.fullmatch(name) for name in fields):
        raise ValueInTrail("fields takes names of fields, not their values")
    if not all(_CODE.fullmatch(code) for code in (act.subject_kind, reason, via)):
        raise ValueInTrail("subject_kind, reason and via are codes, not sentences")
    detail = {**_for_whom(by, act.area), **(act.detail or {})}
    _refuse_values(detail)
    text = json.dumps(detail, ensure_ascii=True, default=str)
    return (
        at,
        kind.value,
        by,
        act.verb,
        act.subject,
        act.subject_kind,
        act.area,
        fields,
        reason,
        text,
        via,
    )


def _for_whom(by: UUID | None, area: int | None) -> dict[str, str]:
    acting, standing = _behalf.get()
    if by is None or by != acting or area is None:
        return {}
    return next(({"for": str(who)} for who, lo, hi in standing if lo <= area <= hi), {})


def _refuse_values(value: Any) -> None:
    """Everything in `detail` must be a count, an id or a code."""
    if value is None or isinstance(value, bool | UUID):
        return
    if isinstance(value, int | float):
        if abs(value) >= _LARGEST_NUMBER:
            raise ValueInTrail("a number in detail is as long as an identity number")
    elif isinstance(value, str):
        rest = _HEX_DIGEST.sub("", _UUID.sub("", value))
        if not _PLAIN.fullmatch(rest) or _LONG_NUMBER.search(rest):
            raise ValueInTrail("a string in detail must be a code or an id, not a value")
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            _refuse_values(str(key))
            _refuse_values(inner)
    elif isinstance(value, list | tuple | set | frozenset):
        for inner in value:
            _refuse_values(inner)
    elif not hasattr(value, "isoformat"):
        raise ValueInTrail(f"detail cannot hold a {type(value).__name__}")


def _insert(rows: Sequence[tuple[Any, ...]], *, using: str) -> None:
    """One statement for up to 500 rows, without RETURNING: the writer may not read them back."""
    one = f"({', '.join(f'%s::{kind}' for kind in _TYPES)})"
    with connections[using].cursor() as cursor:
        for start in range(0, len(rows), 500):
            part = rows[start : start + 500]
            values = ", ".join([one] * len(part))
            cursor.execute(
                f"INSERT INTO audit_entry ({_COLUMNS}) VALUES {values}",  # noqa: S608
                [value for row in part for value in row],
            )
