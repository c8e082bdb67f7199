"""The chain holds what was sealed, and finds whatever an owner without the key does to it."""

from __future__ import annotations

import os
import time
from typing import Any

import pytest

from bangfu.audit import anchor, keyfile, sealing
from bangfu.audit.states import Break
from bangfu.audit.verify import verify


def test_an_honest_trail_is_whole(trail: Any) -> None:
    trail.sealed(7)
    verdict = verify()
    assert verdict.ok
    assert (verdict.checked, verdict.head.seq, verdict.anchored, verdict.unsealed) == (7, 7, 7, 0)
    assert "7条记录" in verdict.sentence()


def test_an_empty_trail_is_whole(trail: Any) -> None:
    assert trail.seal() == 0
    verdict = verify()
    assert verdict.ok
    assert verdict.head.seq == 0
    assert not trail.anchor.exists()


def test_sealing_goes_on_where_it_stopped_and_never_seals_twice(trail: Any) -> None:
    trail.sealed(3).sealed(4)
    assert trail.seal() == 0
    assert trail.owner("SELECT count(*), count(DISTINCT entry_id), max(seq) FROM audit_seal") == [
        (7, 7, 7)
    ]
    assert verify().checked == 7


def test_what_is_not_sealed_yet_shows_with_its_age(trail: Any) -> None:
    trail.sealed(2)
    trail.fill(3)
    verdict = verify()
    assert verdict.ok
    assert verdict.unsealed == 3
    assert 0 <= verdict.unsealed_seconds < 60
    assert "3条尚未封存" in verdict.sentence()


CHANGES = [
    "verb = 'registry.person.look'",
    "actor = gen_random_uuid()",
    "subject = NULL",
    "fields = '{name}'",
    "detail = detail || '{\"n\": 99}'",
    "at = at + interval '1 microsecond'",
    "recorded_at = recorded_at - interval '1 day'",
    "area = 442099109000000",
    "txid = 1",
    "reason = 'pay'",
    "via = 'x'",
    "kind = 'login'",
]


def test_a_changed_entry_is_named_whatever_was_changed(trail: Any) -> None:
    trail.sealed(6)
    entry = trail.entry_of(4)
    trail.owner("CREATE TABLE kept AS TABLE audit_entry")
    trail.tamper()
    for change in CHANGES:
        trail.tamper(f"UPDATE audit_entry SET {change} WHERE id = {entry}")
        verdict = verify()
        found = (verdict.broken, verdict.seq, verdict.entry, verdict.checked)
        assert found == (Break.CHANGED, 4, entry, 3), change
        assert f"记录{entry}封存后被改过" in verdict.sentence()
        trail.tamper(
            f"DELETE FROM audit_entry WHERE id = {entry}",
            "INSERT INTO audit_entry OVERRIDING SYSTEM VALUE"
            f" SELECT * FROM kept WHERE id = {entry}",
        )
        assert verify().ok


def test_a_removed_entry_is_named(trail: Any) -> None:
    trail.sealed(6)
    entry = trail.entry_of(3)
    trail.tamper(f"DELETE FROM audit_entry WHERE id = {entry}")
    verdict = verify()
    assert (verdict.broken, verdict.seq, verdict.entry) == (Break.REMOVED, 3, entry)


def test_an_entry_removed_with_its_link_is_noticed(trail: Any) -> None:
    trail.sealed(6)
    entry = trail.entry_of(3)
    trail.tamper(
        "DELETE FROM audit_seal WHERE seq = 3", f"DELETE FROM audit_entry WHERE id = {entry}"
    )
    verdict = verify()
    assert (verdict.broken, verdict.seq) == (Break.REMOVED, 3)


def test_closing_the_gap_of_a_removed_link_is_noticed(trail: Any) -> None:
    trail.sealed(6)
    trail.tamper(
        "DELETE FROM audit_seal WHERE seq = 3",
        "UPDATE audit_seal SET seq = seq + 100 WHERE seq > 3",
        "UPDATE audit_seal SET seq = seq - 101 WHERE seq > 100",
    )
    verdict = verify()
    assert (verdict.broken, verdict.seq) == (Break.REMOVED, 3)


def test_an_entry_slipped_in_among_sealed_ones_is_named(trail: Any) -> None:
    trail.sealed(6)
    place = trail.owner("SELECT txid::text FROM audit_entry ORDER BY id LIMIT 1")[0][0]
    trail.tamper(
        "INSERT INTO audit_entry"
        " (at, recorded_at, kind, verb, subject_kind, fields, reason, detail, via, txid)"
        " SELECT at, recorded_at, kind, 'registry.person.look', '', '{}', '', '{}', '',"
        f" '{place}' FROM audit_entry LIMIT 1"
    )
    entry = trail.owner("SELECT max(id) FROM audit_entry")[0][0]
    # The transaction of the first entry, a later id: between the first and the second.
    assert trail.seal() == 0
    verdict = verify()
    assert (verdict.broken, verdict.entry) == (Break.INSERTED, entry)


def test_an_entry_with_a_transaction_of_the_future_is_named(trail: Any) -> None:
    trail.sealed(2)
    trail.tamper(
        "INSERT INTO audit_entry"
        " (at, recorded_at, kind, verb, subject_kind, fields, reason, detail, via, txid)"
        " SELECT at, recorded_at, kind, verb, '', '{}', '', '{}', '', '99999999999'"
        " FROM audit_entry LIMIT 1"
    )
    assert verify().broken is Break.INSERTED


def test_a_link_forged_without_the_key_is_noticed(trail: Any) -> None:
    trail.sealed(4)
    trail.tamper(
        "UPDATE audit_seal SET digest = decode(repeat('ab', 32), 'hex') WHERE seq = 4",
    )
    assert verify().broken is Break.CHANGED


def test_two_links_in_swapped_order_are_noticed(trail: Any) -> None:
    trail.sealed(6)
    trail.tamper(
        "UPDATE audit_seal SET seq = 100 WHERE seq = 3",
        "UPDATE audit_seal SET seq = 3 WHERE seq = 4",
        "UPDATE audit_seal SET seq = 4 WHERE seq = 100",
    )
    verdict = verify()
    assert (verdict.broken, verdict.seq) == (Break.REORDERED, 3)


def test_two_entries_in_swapped_order_are_noticed(trail: Any) -> None:
    trail.sealed(6)
    first, second = trail.entry_of(3), trail.entry_of(4)
    trail.tamper(
        "UPDATE audit_seal SET entry_id = -1 WHERE seq = 3",
        f"UPDATE audit_seal SET entry_id = {first} WHERE seq = 4",
        f"UPDATE audit_seal SET entry_id = {second} WHERE seq = 3",
    )
    verdict = verify()
    assert not verdict.ok
    assert verdict.seq == 3


def test_a_cut_tail_is_found_by_the_anchor(trail: Any) -> None:
    trail.sealed(4).sealed(3)
    last = trail.entry_of(5)
    trail.tamper(
        "DELETE FROM audit_seal WHERE seq >= 5", f"DELETE FROM audit_entry WHERE id >= {last}"
    )
    verdict = verify()
    assert (verdict.broken, verdict.anchored, verdict.head.seq) == (Break.TAIL_CUT, 7, 4)
    assert "末尾被截去" in verdict.sentence()


def test_a_cut_tail_is_not_buried_by_what_comes_after(trail: Any) -> None:
    trail.sealed(4).sealed(3)
    last = trail.entry_of(5)
    trail.tamper(
        "DELETE FROM audit_seal WHERE seq >= 5", f"DELETE FROM audit_entry WHERE id >= {last}"
    )
    trail.sealed(2)
    assert verify().broken is Break.TAIL_CUT
    trail.sealed(5)
    assert verify().broken is Break.ANCHOR_DIFFERS


def test_emptying_both_tables_is_found_by_the_anchor(trail: Any) -> None:
    trail.sealed(4)
    trail.tamper("TRUNCATE audit_seal, audit_entry")
    assert verify().broken is Break.TAIL_CUT


def test_a_missing_anchor_is_reported_for_good(trail: Any) -> None:
    trail.sealed(4)
    trail.anchor.unlink()
    assert verify().broken is Break.ANCHOR_MISSING
    trail.sealed(2)
    assert verify().broken is Break.ANCHOR_MISSING


def test_a_changed_anchor_is_noticed(trail: Any) -> None:
    trail.sealed(4)
    text = trail.anchor.read_text()
    trail.anchor.write_text(text.replace("\n4 ", "\n4 " + "x"))
    assert verify().broken is Break.ANCHOR_DAMAGED
    digest = text.splitlines()[1].split()[1]
    trail.anchor.write_text(text.replace(digest, "0" * 64))
    verdict = verify()
    assert (verdict.broken, verdict.seq) == (Break.ANCHOR_DIFFERS, 4)


def test_a_line_cut_short_by_a_crash_is_no_break(trail: Any) -> None:
    trail.sealed(2)
    with trail.anchor.open("a") as file:
        file.write("4 00ab")
    assert verify().ok
    trail.sealed(2)
    verdict = verify()
    assert verdict.ok
    assert verdict.anchored == 4


def test_a_head_that_missed_the_anchor_is_added_by_the_next_run(trail: Any) -> None:
    trail.sealed(2)
    before = trail.anchor.read_text()
    trail.sealed(2)
    trail.anchor.write_text(before)
    assert verify().ok
    assert trail.seal() == 0
    assert anchor.last() is not None
    assert verify().anchored == 4


def test_a_lost_sealing_key_is_said_and_no_new_one_is_made(trail: Any) -> None:
    trail.sealed(2)
    keyfile.place("audit").unlink()
    keyfile.forget()
    assert verify().broken is Break.KEY_MISSING
    with pytest.raises(keyfile.KeyTrouble) as trouble:
        trail.seal()
    assert trouble.value.code == "key_missing"
    assert not keyfile.exists("audit")


def test_a_key_that_others_can_read_is_refused(trail: Any) -> None:
    trail.sealed(1)
    os.chmod(keyfile.place("audit"), 0o644)
    keyfile.forget()
    verdict = verify()
    assert verdict.broken is Break.KEY_MISSING
    assert "chmod 600" in verdict.sentence()


def test_a_new_sealing_key_leaves_the_old_links_checkable(trail: Any) -> None:
    trail.sealed(2)
    keyfile.add_version("audit")
    trail.sealed(2)
    assert verify().ok
    assert trail.owner("SELECT DISTINCT key_version FROM audit_seal ORDER BY 1") == [(1,), (2,)]


def test_the_chain_goes_on_in_a_restored_database(trail: Any) -> None:
    trail.sealed(3)
    trail.fill(2)
    # What a restore into another cluster looks like: foreign transactions, another cluster.
    trail.tamper(
        "UPDATE audit_seal SET cluster = 7",
        "UPDATE audit_entry SET txid = '99999999'"
        " WHERE id NOT IN (SELECT entry_id FROM audit_seal)",
    )
    deadline = time.monotonic() + 20
    while verify().unsealed and time.monotonic() < deadline:
        sealing.seal_pending(at=trail.at)
    trail.fill(2)
    trail.seal()
    assert trail.owner("SELECT count(*) FROM audit_seal") == [(8,)]
    trail.sealed(1)
    verdict = verify()
    assert verdict.ok, verdict.sentence()
    assert verdict.unsealed == 0
