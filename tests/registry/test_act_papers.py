"""Papers that an act rests on: kept sealed, named for good, read by the staff of the place."""

from __future__ import annotations

import struct
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F
from django.db.utils import ProgrammingError

from bangfu.audit.models import Entry
from bangfu.frame import clock
from bangfu.offices import actions as offices
from bangfu.offices.scope import Scope, scoped
from bangfu.papers import actions as papers
from bangfu.papers import vault
from bangfu.papers.models import Paper
from bangfu.registry import queries
from bangfu.registry.actions import changes
from bangfu.registry.actions.changes import CannotAttach, Handed, Place, Standing
from bangfu.registry.models import ActPaper, Category, Change
from bangfu.registry.models.act_paper import LARGEST

from ..papers.conftest import own_home
from .building import BY, GAOPING, ON, SANJIAO
from .test_changes import MOMENT, TODAY, family, told

__all__ = ["own_home"]

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.4 " + "李娟的审批表".encode()
JPEG = b"\xff\xd8\xff\xe0" + b"photo"
PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + b"picture"


def change(home: UUID, *contents: bytes, **more: Any) -> Change:
    handed = [Handed(content, f"李娟{n}.doc") for n, content in enumerate(contents)]
    return changes.change_category(
        home=home, standing=Standing("low_income"), told=told(**more), papers=handed
    )


def opened(paper: ActPaper, scope: Scope) -> bytes:
    found = queries.find_act_paper(scope, paper.change.uuid, paper.paper, on=TODAY)
    assert found is not None
    return queries.read_act_paper(found)


def staff_of(village: int) -> Scope:
    return Scope(uuid4(), ((village, village + 999),))


def test_an_act_names_its_papers_and_they_come_back_whole(town: Scope) -> None:
    home, *_ = family()
    act = change(home, PDF, JPEG, PNG, PDF)
    kept = queries.papers_of_acts([act])[act.pk]
    assert [(one.media_type, one.size) for one in kept] == [
        ("application/pdf", len(PDF)), ("image/jpeg", len(JPEG)), ("image/png", len(PNG)),
    ]  # fmt: skip
    assert [opened(one, town) for one in kept] == [PDF, JPEG, PNG]
    entries = Entry.objects.filter(verb="registry.paper.attach")
    assert entries.count() == 3
    assert not any("李娟" in (entry.detail or "") for entry in Entry.objects.all())
    assert PDF not in vault.place(kept[0].paper).read_bytes()


def test_entering_and_leaving_carry_papers_too(town: Scope) -> None:
    home, *_ = family()
    left = changes.leave(
        home=home, told=told(ON + timedelta(days=30), reason="job"), papers=[Handed(PDF, "1.pdf")]
    )
    back = changes.enter(
        home=home, standing=Standing("dibao"), told=told(), papers=[Handed(JPEG, "2.jpg")]
    )
    found = queries.papers_of_acts([left, back])
    assert [found[act.pk][0].media_type for act in (left, back)] == [
        "application/pdf", "image/jpeg",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("contents", "words"),
    [
        ([PDF + b"%d" % n for n in range(6)], "最多附5份"),
        ([b""], "是空的"),
        ([JPEG + bytes(LARGEST)], "超过10MB"),
        ([JPEG, b"PK\x03\x04 a text"], "不是照片或PDF"),
        ([b"<html>"], "不是照片或PDF"),
    ],
)
def test_what_cannot_be_attached_is_said_and_nothing_is_done(
    town: Scope, contents: list[bytes], words: str
) -> None:
    home, *_ = family()
    before = Category.objects.count()
    with pytest.raises(CannotAttach, match=words):
        change(home, *contents)
    assert (Change.objects.count(), ActPaper.objects.count()) == (0, 0)
    assert (Paper.objects.count(), Category.objects.count()) == (0, before)


def test_an_act_undone_leaves_its_paper_on_record(town: Scope) -> None:
    home, *_ = family()
    act = change(home, PDF)
    changes.undo(change=act.uuid, by=BY, at=MOMENT)
    (kept,) = queries.papers_of_acts([act])[act.pk]
    assert opened(kept, town) == PDF


def test_a_paper_is_read_where_the_family_lives_and_by_no_helper(town: Scope) -> None:
    home, *_ = family()
    act = change(home, PDF)
    (kept,) = queries.papers_of_acts([act])[act.pk]
    helper = uuid4()
    offices.give_grant(
        principal=helper, subject=home, area=GAOPING, purpose="paired", valid_from=ON,
        by=BY, at=MOMENT,
    )  # fmt: skip
    _seen_only_by(act, kept, staff_of(GAOPING), [staff_of(SANJIAO), Scope(helper, ())])
    changes.relocate(home=home, place=Place(SANJIAO, "三角村2组", ""), told=told())
    _seen_only_by(act, kept, staff_of(SANJIAO), [staff_of(GAOPING), Scope(helper, ())])


def _seen_only_by(act: Change, kept: ActPaper, seer: Scope, others: list[Scope]) -> None:
    with scoped(seer, on=TODAY):
        assert opened(kept, seer) == PDF
    for other in others:
        with scoped(other, on=TODAY):
            assert queries.find_act_paper(other, act.uuid, kept.paper, on=TODAY) is None
            assert not queries.papers_of_acts([act])
            assert not Paper.objects.exists()


def test_nobody_links_a_paper_that_he_did_not_hand_in_or_an_act_that_is_not_his(
    town: Scope,
) -> None:
    home, *_ = family()
    act = change(home, PDF)
    link = ActPaper.objects.get()
    thief = staff_of(GAOPING)
    with scoped(thief, on=TODAY):
        mine = papers.keep(
            content=JPEG, file_name="x", media_type="image/jpeg", by=thief.principal, at=MOMENT
        )
        with pytest.raises(ProgrammingError, match="row-level"), transaction.atomic():
            _link(act, mine.uuid)
    other = change_again(home)
    with pytest.raises(ProgrammingError, match="row-level"), transaction.atomic():
        _link(other, mine.uuid)
    _link(other, link.paper)


def change_again(home: UUID) -> Change:
    return changes.raise_need(home=home, kind="job", text="找工", told=told())


def _link(act: Change, paper: UUID, **more: Any) -> None:
    values = {"media_type": "image/jpeg", "size": 5, **more}
    ActPaper.objects.create(
        area=GAOPING, change=act, household=act.household, paper=paper, **values
    )


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("registry_actpaper_not_too_large", {"size": 0}),
        ("registry_actpaper_not_too_large", {"size": LARGEST + 1}),
        ("registry_actpaper_of_a_known_kind", {"media_type": "text/html"}),
    ],
)
def test_a_link_says_what_a_paper_may_be(town: Scope, name: str, more: dict[str, Any]) -> None:
    home, *_ = family()
    change(home, PDF)
    paper = ActPaper.objects.get().paper
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        _link(change_again(home), paper, **more)


def test_an_act_names_a_paper_once_where_its_household_is_and_for_good(town: Scope) -> None:
    home, *_ = family()
    act = change(home, PDF)
    link = ActPaper.objects.get()
    with pytest.raises(IntegrityError, match="registry_actpaper_once"), transaction.atomic():
        _link(act, link.paper)
    for write in (ActPaper.objects.all().delete, lambda: ActPaper.objects.update(size=F("size"))):
        with pytest.raises(ProgrammingError, match="denied"), transaction.atomic():
            write()
    with (
        pytest.raises(IntegrityError, match="registry_actpaper_household_area"),
        transaction.atomic(),
    ):
        ActPaper.objects.create(
            area=SANJIAO, change=change_again(home), household=act.household, paper=link.paper,
            media_type="image/png", size=3,
        )  # fmt: skip


def test_the_daily_sweep_takes_no_paper_that_an_act_names(own_home: Path, town: Scope) -> None:
    home, *_ = family()
    act = change(home, PDF)
    changes.undo(change=act.uuid, by=BY, at=MOMENT)
    (kept,) = queries.papers_of_acts([act])[act.pk]
    left_over = vault.place(uuid4())
    left_over.parent.mkdir(parents=True, exist_ok=True)
    left_over.write_bytes(b"of an act that was rolled back")
    assert papers.sweep(at=clock.machine_time() + timedelta(days=30)) == 1
    assert not left_over.exists()
    assert opened(kept, town) == PDF
