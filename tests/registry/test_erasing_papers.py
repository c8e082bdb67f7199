"""Papers of an erased household: nobody opens them again, and the same may be handed in anew."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.db import connections

from bangfu.frame import clock
from bangfu.offices.scope import operator_scope, scope_for, scoped
from bangfu.papers import actions as papers
from bangfu.papers import vault
from bangfu.papers.models import Paper
from bangfu.registry import queries
from bangfu.registry.actions import changes
from bangfu.registry.actions.changes import Handed, Standing
from bangfu.registry.models import ActPaper, Change

from ..papers.conftest import own_home
from .building import enter, household, person
from .test_erasing import LEFT, Family, acting, committed, confirm, family, propose

__all__ = ["committed", "family", "own_home"]

SHEET = b"%PDF-1.4 " + "温婉仪的审批表".encode()
BACK, GONE = LEFT, LEFT + timedelta(days=1)
THEN = datetime(2012, 3, 2, tzinfo=UTC)


def attach(family: Family, home: UUID, *, leaves: bool = False) -> Change:
    """The clerk takes a household in with the sheet, and lets it leave the next day."""
    with acting(family.place["clerk"], GONE) as clerk:
        told = changes.Told(on=BACK, by=clerk.uuid, at=THEN, today=GONE, basis="paper")
        act = changes.enter(
            home=home, standing=Standing("dibao"), told=told, papers=[Handed(SHEET, "温婉仪.pdf")]
        )
        if leaves:
            out = changes.Told(
                on=GONE, by=clerk.uuid, at=THEN, today=GONE, basis="paper", reason="income"
            )
            changes.leave(home=home, told=out)
    return act


def another(family: Family) -> UUID:
    """Another household of the village, off the register."""
    home = household(person("黄伟", None), uuid=uuid4(), area=family.area, address="别处")
    with scoped(operator_scope(), on=LEFT):
        enter(home, on=date(2012, 1, 1), at=datetime(2012, 1, 1, tzinfo=UTC))
        told = changes.Told(
            on=date(2012, 2, 1), by=operator_scope().principal, at=THEN, today=LEFT, basis="told",
            reason="income",
        )  # fmt: skip
        changes.leave(home=home.uuid, told=told)
    return home.uuid


def opens(family: Family, act: Change) -> bool:
    with acting(family.place["clerk"]) as clerk:
        link = ActPaper.objects.get(change=act)
        scope = scope_for(clerk, on=clock.today())
        found = queries.find_act_paper(scope, act.uuid, link.paper, on=clock.today())
        assert found is not None
        try:
            return queries.read_act_paper(found) == SHEET
        except queries.CannotOpen:
            return False


def test_erasing_a_household_makes_its_papers_unreadable(own_home: Path, committed: Family) -> None:
    act = attach(committed, committed.household, leaves=True)
    assert opens(committed, act)
    confirm(committed, propose(committed))
    assert not opens(committed, act)
    with connections["owner"].cursor() as cursor:
        cursor.execute("select wrapped, file_name from papers_paper")
        ((wrapped, file_name),) = cursor.fetchall()
    assert wrapped is None
    assert bytes(file_name) == b""


def test_the_file_without_a_key_is_swept(own_home: Path, committed: Family) -> None:
    act, other = attach(committed, committed.household, leaves=True), another(committed)
    confirm(committed, propose(committed))
    attach(committed, other)
    with scoped(operator_scope(), on=LEFT):
        gone = vault.place(ActPaper.objects.get(change=act).paper)
        assert gone.exists()
        assert papers.sweep(at=clock.machine_time() + timedelta(days=30)) == 1
    assert not gone.exists()


def test_the_same_content_is_handed_in_again_after_an_erasure(
    own_home: Path, committed: Family
) -> None:
    act, other = attach(committed, committed.household, leaves=True), another(committed)
    confirm(committed, propose(committed))
    again = attach(committed, other)
    assert opens(committed, again)
    assert not opens(committed, act)
    with scoped(operator_scope(), on=LEFT):
        old, new = (ActPaper.objects.get(change=one).paper for one in (act, again))
    assert old != new


def test_a_paper_that_another_household_rests_on_too_stays(
    own_home: Path, committed: Family
) -> None:
    other = another(committed)
    attach(committed, committed.household, leaves=True)
    shared = attach(committed, other)
    with acting(committed.place["clerk"]):
        assert Paper.objects.count() == 1
    confirm(committed, propose(committed))
    assert opens(committed, shared)


@pytest.mark.parametrize("closed", [False, True])
def test_papers_paper_kept_once_holds_while_the_paper_opens(
    own_home: Path, committed: Family, closed: bool
) -> None:
    attach(committed, committed.household, leaves=True)
    copy = (
        "insert into papers_paper (uuid, area, fingerprint, size, media_type, file_name, wrapped,"
        " master_version, kept_by, kept_at) select gen_random_uuid(), area, fingerprint, size,"
        " media_type, file_name, %s, master_version, kept_by, kept_at from papers_paper"
    )
    with connections["owner"].cursor() as cursor:
        if closed:
            cursor.execute(copy, [None])
            return
        with pytest.raises(Exception, match="papers_paper_kept_once"):
            cursor.execute(copy, [b"another key"])
