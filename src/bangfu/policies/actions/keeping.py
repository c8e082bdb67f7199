"""Keeping what a family was answered on a day, so that it can be shown again years later."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction

from bangfu.audit import actions as audit
from bangfu.offices.models import User
from bangfu.privacy import crypto, keys
from bangfu.registry.models import Household
from bangfu.rules import HOUSEHOLD
from bangfu.rules.keeping import keep

from ..models import Assessment
from ..queries.entitled import entitlement_of
from ..queries.kept import SEALED
from ..queries.library import standards


def keep_answers(*, home: Household, by: User, on: date, at: datetime) -> UUID | None:
    """Keep every answer of a household, found in scope before, as of a day; returns the batch.

    Each with the texts of its standard and the facts, sealed under the household's key. None where
    the household is not there any more.
    """
    held = standards()
    found = entitlement_of(home.pk, on=on, standards=held)
    if found is None:
        return None
    area = str(found.case.facts["area"].value)
    here, batch = held.of_area(area), uuid4()
    key = keys.open_many([home.uuid])[home.uuid]
    rows = []
    for right in found.rights:
        answer = right.answer
        person = None if answer.subject == HOUSEHOLD else UUID(answer.subject)
        text = keep(here, found.case, answer).decode()
        rows.append(
            Assessment(
                area=home.area, household=home, person=person, batch=batch,
                standard=answer.standard, on=on, answer=answer.answer,
                amount_fen=answer.amount_fen, rule_hash=answer.rule_hash,
                facts_hash=found.case.hash, kept=crypto.seal(key, SEALED, text),
                kept_by=by.uuid, kept_at=at,
            )
        )  # fmt: skip
    with transaction.atomic():
        Assessment.objects.bulk_create(rows)
        audit.record(
            by=by.uuid, at=at, verb="policies.assessment.keep", subject=home.uuid,
            subject_kind="household", area=home.area, fields=["entitlement"],
        )  # fmt: skip
    return batch
