"""The monthly sheet: the head of the chain on paper, signed, so that a forged chain meets ink.

Whoever owns database, key and anchor can write the whole chain anew; he cannot write it so that
its heads agree with sheets in a drawer. A month ends at midnight in Shanghai, by the moments of
sealing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, connections, transaction
from django.utils import timezone

from . import access, actions, anchor, chain
from .models import Sheet

_FIRST = re.compile(r"[0-9a-f]{16,64}")
_LEAST_DIGITS = 16


class CannotSign(ValueError):
    """The month is not over, has no entries, or was signed; ``code`` says which."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Mark:
    """The chain at one moment of a month."""

    until: date
    head: anchor.Head

    @property
    def groups(self) -> list[str]:
        """The digest in sixteen groups of four characters, as a sheet prints it."""
        return in_fours(self.head.digest.hex())


@dataclass(frozen=True)
class Month:
    """What a month's sheet says: the chain before it, at the end of each third, and when signed."""

    month: date
    before: anchor.Head
    marks: tuple[Mark, ...]
    over: bool
    signed: Sheet | None = None

    @property
    def head(self) -> anchor.Head:
        """The head at the end of the month."""
        return self.marks[-1].head

    @property
    def first(self) -> int:
        """The first place in the chain sealed in the month; beyond the last where none was."""
        return self.before.seq + 1

    @property
    def count(self) -> int:
        """How many entries were sealed in the month."""
        return self.head.seq - self.before.seq

    @property
    def agrees(self) -> bool:
        """Whether what was recorded as signed is what the chain says today."""
        return self.signed is None or (
            self.signed.head == self.head.seq and bytes(self.signed.digest) == self.head.digest
        )


def in_fours(digits: str) -> list[str]:
    """This function will give digits in groups of four: easy to read out and to compare."""
    return [digits[at : at + 4] for at in range(0, len(digits), 4)]


def months(*, on: date) -> list[Month]:
    """This function will give every month with something sealed, the latest first.

    The month of `on` is among them; it is not over and cannot be signed yet.
    """
    with access.reading():
        first = _first_sealed()
        signed = {sheet.month: sheet for sheet in Sheet.objects.all()}
        found = []
        month = on.replace(day=1)
        while first is not None and month >= first.replace(day=1):
            found.append(_month(month, on, signed.get(month), whole=False))
            month = (month - timedelta(days=1)).replace(day=1)
    return found


def month_sheet(month: date, *, on: date) -> Month:
    """This function will give the sheet of a month, signed or not."""
    with access.reading():
        return _month(month, on, Sheet.objects.filter(month=month).first(), whole=True)


def sign(*, month: date, signed_on: date, by: UUID, at: datetime, on: date) -> Sheet:
    """This function will record that the sheet of a month was signed on paper by `by`.

    :raises CannotSign: `not_over`, `empty`, `early` (before the month's end), `late` (in the
        future) or `signed`.
    """
    with transaction.atomic():
        told = month_sheet(month, on=on)
        for code, wrong in (
            ("not_over", not told.over),
            ("empty", not told.head.seq),
            ("early", signed_on < _next(month)),
            ("late", signed_on > on),
            ("signed", told.signed is not None),
        ):
            if wrong:
                raise CannotSign(code)
        with access.signing():
            try:
                with transaction.atomic():
                    sheet = Sheet.objects.create(
                        month=month,
                        head=told.head.seq,
                        digest=told.head.digest,
                        signed_on=signed_on,
                        signed_by=by,
                        recorded_at=at,
                    )
            except IntegrityError as error:
                raise CannotSign("signed") from error
        detail = {
            "month": f"{month:%Y-%m}",
            "head": told.head.seq,
            "digest": told.head.digest.hex(),
        }
        actions.record(verb="audit.sheet.sign", by=by, at=at, detail=detail, via="web")
    return sheet


@dataclass(frozen=True)
class Typed:
    """A head typed in from a sheet: its place, if given, and its digits or their beginning."""

    seq: int | None
    digits: str

    @classmethod
    def read(cls, text: str) -> Typed:
        """Read ``1234: 0f3a 99b1 …``, the place with its colon or without.

        :raises ValueError: not at least sixteen hexadecimal digits, or without place not all 64.
        """
        place, colon, rest = text.replace("：", ":").rpartition(":")
        digits = re.sub(r"[\s-]", "", rest).lower()
        number = re.sub(r"\D", "", place) if colon else ""
        whole = len(digits) == 2 * chain.DIGEST_BYTES
        if not _FIRST.fullmatch(digits) or (not number and not whole) or len(number) > 18:
            raise ValueError("not a head")
        return cls(int(number) if number else None, digits)

    def agrees(self) -> bool:
        """Return whether the chain has such a link today."""
        with access.reading(), connections["default"].cursor() as cursor:
            if self.seq is None:
                cursor.execute(
                    "SELECT EXISTS (SELECT FROM audit_seal WHERE digest = %s)",
                    [bytes.fromhex(self.digits)],
                )
                return bool(cursor.fetchone()[0])
            cursor.execute("SELECT digest FROM audit_seal WHERE seq = %s", [self.seq])
            row = cursor.fetchone()
        return row is not None and bytes(row[0]).hex().startswith(self.digits)


def _month(month: date, on: date, signed: Sheet | None, *, whole: bool) -> Month:
    end = _next(month)
    thirds = [month.replace(day=11), month.replace(day=21)] if whole else []
    marks = tuple(Mark(day - timedelta(days=1), _head_before(day)) for day in [*thirds, end])
    return Month(month, _head_before(month), marks, end <= on, signed)


def _next(month: date) -> date:
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)


def _head_before(day: date) -> anchor.Head:
    """The last link sealed before this day began."""
    moment = timezone.make_aware(datetime.combine(day, datetime.min.time()))
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT seq, digest FROM audit_seal WHERE sealed_at < %s"
            " ORDER BY sealed_at DESC, seq DESC LIMIT 1",
            [moment],
        )
        row = cursor.fetchone()
    return anchor.Head(row[0], bytes(row[1])) if row else anchor.Head(0, chain.GENESIS)


def _first_sealed() -> date | None:
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT sealed_at FROM audit_seal ORDER BY seq LIMIT 1")
        row = cursor.fetchone()
    return timezone.localtime(row[0]).date() if row else None
