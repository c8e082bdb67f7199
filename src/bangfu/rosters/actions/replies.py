"""What the villages wrote on the list is typed back: line by line, each whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from bangfu.audit import actions as audit
from bangfu.kernel import identity
from bangfu.registry.actions import changes
from bangfu.registry.models import Person
from bangfu.registry.states import Basis

from ..models import Batch, StagedRow
from ..queries.rows import RIGHT, UNKNOWN, question_key
from ..queries.wording import sentence_of
from ..queries.worklist import Asked
from ..reading import Finding
from ..states import CannotDo
from .edit import edit_cell, note_answer, settle


@dataclass(frozen=True, slots=True)
class Reply:
    """One line typed back: what is to stand in the cell, `known` or `new` for who it is, `right`
    where it stands rightly, `unknown` where nobody knows."""

    asked: Sequence[Asked]
    text: str = ""
    answer: str = ""


def take_reply(*, reply: Reply, by: UUID, at: datetime, today: date) -> None:
    """Work one line into every row it stands in; a row that has entered is corrected in the
    register, on the ground of what the village says.

    Raises CannotDo with a sentence; then no row of the line has changed.
    """
    with transaction.atomic():
        done = [_answer(asked, reply, by=by, at=at, today=today) for asked in reply.asked]
        if not any(done):
            raise CannotDo(_("这一条不能在这里办，请到花名册或住户页办。"))


def _answer(asked: Asked, reply: Reply, *, by: UUID, at: datetime, today: date) -> bool:
    batch = Batch.objects.get(uuid=asked.batch)
    part, row = asked.part, asked.row
    if reply.text and asked.index >= 0:
        edit_cell(
            batch=batch, part=part, row=row, column=asked.index, text=reply.text, by=by, at=at
        )
    elif reply.text and asked.person is not None:
        told = changes.Told(on=today, by=by, at=at, today=today, basis=Basis.VILLAGE)
        _correct_number(asked.person, reply.text, told)
        StagedRow.objects.filter(batch=batch, part=part, row=row).update(asks=False)
        audit.record(
            verb="rosters.batch.reply", by=by, at=at, subject=batch.uuid,
            subject_kind="rosters.batch", area=batch.area, detail={"part": part, "row": row},
        )  # fmt: skip
    elif (reply.answer == "known" and asked.may_be_known) or (
        reply.answer == "new" and asked.may_be_other
    ):
        settle(
            batch=batch, part=part, row=row, order=asked.order, answer=reply.answer, by=by, at=at
        )
    elif reply.answer == UNKNOWN or (reply.answer == RIGHT and asked.may_be_right):
        note_answer(
            batch=batch, part=part, row=row, question=question_key(asked.code, asked.order),
            said=reply.answer, by=by, at=at,
        )  # fmt: skip
    else:
        return False
    return True


def _correct_number(uuid: UUID, text: str, told: changes.Told) -> None:
    person = Person.objects.filter(uuid=uuid, withdrawn_at=None).first()
    if person is None:
        raise CannotDo(_("没有这个人，或不归您管。"))
    try:
        number = identity.parse(text, on=told.today)
    except identity.IdentityError as error:
        length = len([char for char in text if char.isalnum()])
        wrong = Finding(0, "", f"number_{error.code}", "error", {"length": length})
        raise CannotDo(sentence_of(wrong, _)) from error
    who = changes.Who(person.name, number, int(number.sex), number.born, "day")
    try:
        changes.set_identity(person=uuid, who=who, told=told, mistaken=True)
    except changes.CannotChange as refusal:
        raise CannotDo(str(refusal)) from refusal
