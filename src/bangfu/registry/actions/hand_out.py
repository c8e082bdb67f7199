"""What is kept of one person, whole, to be given to that person (个人信息保护法 45)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from bangfu.audit import actions as audit
from bangfu.offices.scope import Scope
from bangfu.privacy import crypto, keys, masks
from bangfu.privacy.masks import Clearance
from bangfu.privacy.states import Reason

from ..models import Address, Household, Illness, Person
from ..queries.files import PersonFile, Told, get_person_file
from ..states import IdentityState

_FIELD_OF = {
    "identity": "identity",
    "phone": "phone",
    "account": "account",
    "disability": "certificate",
    "illness": "disease",
}
"""The sealed field that stands in a fact of this kind."""


@dataclass(frozen=True, slots=True)
class OwnFile:
    """All that is kept of one person; ``address`` is where his household lives, whole, and
    ``diseases`` what he was ill with, by year."""

    person: PersonFile
    address: str
    diseases: dict[int, str]


def hand_out(scope: Scope, uuid: UUID, *, by: UUID, at: datetime, on: date) -> OwnFile | None:
    """Return all that is kept of somebody in scope, his own numbers whole; None for a stranger.

    The look is on record first, with the sealed fields that it opens. A number that may be another
    person's stays masked: one that two people claim, an account in another name, a certificate
    that does not bear his own number.
    """
    masked = get_person_file(scope, uuid, on=on, clearance=Clearance.STAFF)
    if masked is None:
        return None
    person, home = masked.person, masked.household
    fields = {_FIELD_OF[told.kind] for told in masked.facts if told.kind in _FIELD_OF}
    audit.look(
        by=by, at=at, subject=person.uuid, subject_kind="person",
        fields=sorted(fields | ({"address"} if home is not None else set())),
        reason=Reason.SUBJECT, area=person.area, via="web",
    )  # fmt: skip
    whole = get_person_file(scope, uuid, on=on, clearance=Clearance.FULL)
    assert whole is not None
    whole.facts = _only_his(whole)
    return OwnFile(whole, _address(home) if home is not None else "", _diseases(person))


def _only_his(file: PersonFile) -> list[Told]:
    """The facts, masked again where a number may be somebody else's."""
    numbers = {
        told.note
        for told in file.told("identity")
        if told.value.number_token is not None and told.value.state != IdentityState.DISPUTED
    }
    return [_careful(told, numbers) for told in file.facts]


def _careful(told: Told, numbers: set[str]) -> Told:
    if told.kind == "identity" and told.value.state == IdentityState.DISPUTED:
        return replace(told, note=masks.identity_number(told.note, Clearance.STAFF))
    if told.kind == "account" and told.holder:
        return replace(told, value=masks.bank(told.value, Clearance.STAFF))
    if told.kind == "disability" and told.note[:18] not in numbers:
        return replace(told, note=masks.certificate(told.note, Clearance.STAFF))
    return told


def _address(home: Household) -> str:
    now = Address.objects.filter(household=home, superseded_at=None, valid_until=None)
    found = now.order_by("-valid_from", "id").first()
    if found is None:
        return ""
    key = keys.open_many([home.uuid]).get(home.uuid)
    if key is None or found.text is None:
        return found.place
    return crypto.unseal(key, "address.text", bytes(found.text))


def _diseases(person: Person) -> dict[int, str]:
    key = keys.open_many([person.uuid]).get(person.uuid)
    now = Illness.objects.filter(person=person, superseded_at=None).exclude(disease=None)
    if key is None:
        return {}
    return {
        one.year: crypto.unseal(key, "illness.disease", bytes(one.disease))
        for one in now.order_by("id")
        if one.disease is not None
    }
