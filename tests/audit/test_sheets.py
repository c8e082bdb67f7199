"""The monthly sheet: what it prints, when it is signed, and what a typed head finds out."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bangfu.audit import sealing, sheets
from bangfu.audit.sheets import CannotSign, Typed

from .conftest import CLERK

JULY = date(2012, 7, 2)


def principal() -> Any:
    from bangfu.offices.scope import Scope, scoped

    return scoped(Scope(CLERK), on=JULY)


def months_of_two(trail: Any) -> None:
    """Five entries sealed in May, three in June."""
    trail.fill(5)
    seal(5, datetime(2012, 5, 20, 2, tzinfo=UTC))
    trail.fill(3)
    seal(3, datetime(2012, 6, 15, 2, tzinfo=UTC))


def seal(entries: int, at: datetime) -> None:
    """Seal so many: an act of another worker of these tests, still open in the same cluster, holds
    back what is younger than itself for a moment."""
    until = time.monotonic() + 60
    while entries > 0 and time.monotonic() < until:
        entries -= sealing.seal_pending(at=at)
        time.sleep(0.05)
    assert entries == 0


def test_a_sheet_says_first_last_and_the_heads(trail: Any) -> None:
    months_of_two(trail)
    july, june, may = sheets.months(on=JULY)
    assert (may.first, may.head.seq, may.count) == (1, 5, 5)
    assert (june.first, june.head.seq, june.count, june.over) == (6, 8, 3, True)
    assert (july.count, july.over) == (0, False)
    told = sheets.month_sheet(date(2012, 6, 1), on=JULY)
    assert [mark.until.day for mark in told.marks] == [10, 20, 30]
    assert [mark.head.seq for mark in told.marks] == [5, 8, 8]
    groups = told.marks[-1].groups
    assert len(groups) == 16
    assert "".join(groups) == told.head.digest.hex()


def test_an_empty_trail_has_no_sheets(trail: Any) -> None:
    assert sheets.months(on=JULY) == []


def test_a_signed_sheet_stays_and_shows_what_was_rewritten(trail: Any) -> None:
    months_of_two(trail)
    with principal():
        sheets.sign(month=date(2012, 6, 1), signed_on=JULY, by=CLERK, at=trail.at, on=JULY)
    told = sheets.month_sheet(date(2012, 6, 1), on=JULY)
    assert told.signed is not None
    assert told.agrees
    trail.tamper(
        "UPDATE audit_seal SET digest = decode(repeat('ab', 32), 'hex') WHERE seq = 8",
    )
    assert not sheets.month_sheet(date(2012, 6, 1), on=JULY).agrees


@pytest.mark.parametrize(
    ("month", "signed_on", "code"),
    [
        (date(2012, 7, 1), JULY, "not_over"),
        (date(2012, 4, 1), JULY, "empty"),
        (date(2012, 6, 1), date(2012, 6, 30), "early"),
        (date(2012, 6, 1), date(2012, 7, 3), "late"),
    ],
)
def test_what_cannot_be_signed(trail: Any, month: date, signed_on: date, code: str) -> None:
    months_of_two(trail)
    with principal(), pytest.raises(CannotSign) as refusal:
        sheets.sign(month=month, signed_on=signed_on, by=CLERK, at=trail.at, on=JULY)
    assert refusal.value.code == code


def test_a_month_is_signed_once_and_nobody_changes_it(trail: Any, as_role: Any) -> None:
    months_of_two(trail)
    for code in ("", "signed"):
        with principal():
            if not code:
                sheets.sign(month=date(2012, 6, 1), signed_on=JULY, by=CLERK, at=trail.at, on=JULY)
                continue
            with pytest.raises(CannotSign) as refusal:
                sheets.sign(month=date(2012, 6, 1), signed_on=JULY, by=CLERK, at=trail.at, on=JULY)
            assert refusal.value.code == code
    with pytest.raises(Exception, match="permission denied"):
        as_role("default", "UPDATE audit_sheet SET head = 1")
    with pytest.raises(Exception, match="only ever added to"):
        as_role("owner", "UPDATE audit_sheet SET head = 1")


def test_nobody_signs_in_anothers_name_or_without_the_door(trail: Any, as_role: Any) -> None:
    add = (
        "INSERT INTO audit_sheet (month, head, digest, signed_on, signed_by, recorded_at) VALUES"
        " ('2012-05-01', 1, '\\x00', '2012-06-01', '00000000-0000-4000-8000-00000000c1e4', now())"
    )
    for settings in (
        [],
        ["select set_config('bangfu.audit', 'read', true)"],
        ["select set_config('bangfu.audit', 'sign', true)"],
    ):
        with pytest.raises(Exception, match="row-level security"):
            as_role("default", *settings, add)


def test_the_database_keeps_the_promises_of_a_sheet(trail: Any, as_role: Any) -> None:
    for month, signed, promise in (
        ("2012-05-02", "2012-06-01", "audit_sheet_is_of_a_month"),
        ("2012-05-01", "2012-05-01", "audit_sheet_signed_after_the_month"),
    ):
        with pytest.raises(Exception, match=promise):
            as_role(
                "owner",
                "INSERT INTO audit_sheet (month, head, digest, signed_on, signed_by, recorded_at)"
                f" VALUES ('{month}', 1, '\\x00', '{signed}', gen_random_uuid(), now())",
            )


def test_a_typed_head_is_compared_with_the_chain(trail: Any) -> None:
    months_of_two(trail)
    told = sheets.month_sheet(date(2012, 6, 1), on=JULY)
    groups = told.marks[-1].groups
    whole = " ".join(groups)
    assert Typed.read(f"8: {whole}").agrees()
    assert Typed.read(f"第8节：{' '.join(groups[:4]).upper()}").agrees()
    assert Typed.read(whole).agrees()
    assert not Typed.read(f"7: {whole}").agrees()
    assert not Typed.read(f"8: {'0000 ' * 4}").agrees()
    assert not Typed.read(f"99: {whole}").agrees()
    for wrong in (
        "",
        "8:",
        "8: 0f3a",
        " ".join(groups[:4]),
        "8: xyzw " * 4,
        f"{'9' * 30}: {whole}",
    ):
        with pytest.raises(ValueError, match="head"):
            Typed.read(wrong)


def test_a_chain_written_anew_with_key_and_anchor_meets_the_sheet(trail: Any) -> None:
    """The owner of database, key and anchor forges all three; the paper in the drawer differs."""
    from bangfu.audit import verify

    months_of_two(trail)
    on_paper = " ".join(sheets.month_sheet(date(2012, 6, 1), on=JULY).marks[-1].groups)
    trail.tamper(
        "DELETE FROM audit_seal",
        "UPDATE audit_entry SET verb = 'registry.person.other' WHERE id = "
        "(SELECT min(id) FROM audit_entry)",
    )
    trail.anchor.unlink()
    sealing.seal_pending(at=datetime(2012, 6, 15, 2, tzinfo=UTC))
    assert verify.verify().ok
    assert not Typed.read(f"8: {on_paper}").agrees()
