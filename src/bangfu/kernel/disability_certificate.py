"""Numbers of disability certificates: an identity number, a kind, a grade, perhaps a reissue."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from bangfu.kernel import codes, identity
from bangfu.kernel.errors import Unreadable
from bangfu.kernel.text import is_empty_word, tighten

_SCIENTIFIC = re.compile(r"[0-9](\.[0-9]+)?E\+?[0-9]{1,3}")


class DisabilityCertificateError(Unreadable):
    """`code` is missing, shortened, length, characters, kind, grade, reissue, date or checksum."""


class DisabilityCertificate(NamedTuple):
    """A certificate; `kind` 1–7 and `grade` 1–4 as in GB/T 26341, `reissue` 0 for the first."""

    number: str
    identity: identity.IdentityNumber
    kind: int
    grade: int
    reissue: int
    repairs: tuple[str, ...]
    warnings: tuple[str, ...]

    @property
    def kind_label(self) -> str:
        """The kind in Chinese: 视力 … 多重."""
        return codes.DISABILITY_KIND[str(self.kind)]

    @property
    def grade_label(self) -> str:
        """The grade in Chinese: 一级 (gravest) … 四级."""
        return codes.DISABILITY_GRADE[str(self.grade)]


def parse(text: str | int | float | None, *, on: date | None = None) -> DisabilityCertificate:
    """This function will read a certificate number of 20 characters, or 22 with a reissue (B1).

    It contains the holder's identity number, checked as such; the repairs are the same.
    Raises DisabilityCertificateError; its codes are listed there.
    """
    if text is None:
        raise DisabilityCertificateError("missing")
    if not isinstance(text, str):
        raise DisabilityCertificateError("shortened")
    number, mended = tighten(text)
    repairs = list(mended)
    if number != number.upper():
        number = number.upper()
        repairs.append("lower_case")
    if is_empty_word(number):
        raise DisabilityCertificateError("missing")
    if _SCIENTIFIC.fullmatch(number):
        raise DisabilityCertificateError("shortened")
    if not (number.isascii() and number.isalnum()):
        raise DisabilityCertificateError("characters")
    if len(number) not in (20, 22):
        raise DisabilityCertificateError("length")
    try:
        holder = identity.parse(number[:18], on=on)
    except identity.IdentityError as error:
        raise DisabilityCertificateError(error.code) from None
    if number[18] not in codes.DISABILITY_KIND:
        raise DisabilityCertificateError("kind")
    if number[19] not in codes.DISABILITY_GRADE:
        raise DisabilityCertificateError("grade")
    if len(number) == 22 and not re.fullmatch("B[1-9]", number[20:]):
        raise DisabilityCertificateError("reissue")
    return DisabilityCertificate(
        number,
        holder,
        int(number[18]),
        int(number[19]),
        int(number[21:] or 0),
        tuple(repairs),
        holder.warnings,
    )
