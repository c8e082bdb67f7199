from datetime import datetime
from uuid import UUID

from bangfu.audit import actions as audit
from bangfu.privacy import crypto, keys
from bangfu.privacy.states import Reason

from ..models import BankAccount, Disability, Identity, Illness, Person, Phone

FIELDS = {
    "identity": (Identity, "number", "identity.number"),
    "phone": (Phone, "number", "phone.number"),
    "account": (BankAccount, "number", "account.number"),
    "certificate": (Disability, "certificate", "certificate.number"),
    "disease": (Illness, "disease", "illness.disease"),
}


class CannotShow(ValueError):
    """The value is not there, or its key was destroyed."""


def show_field(*, person: Person, field: str, reason: str, by: UUID, at: datetime) -> str:
    """Return a sealed value whole, after the look is on record.

    The record is written first and on its own connection: a look that cannot be recorded does
    not happen. ``person`` comes from a scoped query. Raises ``CannotShow``, and ``ValueError``
    for an unknown field or reason.
    """
    if field not in FIELDS or reason not in Reason.values:
        raise ValueError(f"unknown field or reason: {field}, {reason}")
    model, column, label = FIELDS[field]
    fact = (
        model._default_manager.filter(person=person, superseded_at=None)
        .exclude(**{column: None})
        .order_by("-valid_from", "id")
        .first()
    )
    if fact is None:
        raise CannotShow("nothing written")
    audit.look(
        by=by,
        at=at,
        subject=person.uuid,
        subject_kind="person",
        fields=[field],
        reason=reason,
        area=person.area,
    )
    key = keys.open_many([person.uuid]).get(person.uuid)
    if key is None:
        raise CannotShow("the key is destroyed")
    return crypto.unseal(key, label, bytes(getattr(fact, column)))
