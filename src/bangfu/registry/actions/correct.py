"""A fact said otherwise: because it changed from a day on, or because it was wrong all along.

Either way the old fact stays in the history. A change ends it the day before; a correction closes
it and says the right one for the same days.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.utils.translation import gettext as _

from bangfu.kernel.identity import IdentityNumber
from bangfu.kernel.relations import HEAD_CODES
from bangfu.privacy import crypto, keys

from ..models import (
    Address,
    BankAccount,
    Cause,
    Change,
    Disability,
    Holder,
    Household,
    Identity,
    Membership,
    Person,
    Phone,
    Schooling,
)
from ..queries.tokens import tokens_of
from ..states import ChangeKind, IdentityState
from .act import Act, CannotChange, Told, act, day_before, member_of, person_of
from .claims import weigh
from .project import reindex


@dataclass(frozen=True, slots=True)
class Who:
    """Name, number, sex and birth of a person as they ought to be."""

    name: str
    number: IdentityNumber | None = None
    sex: int = 0
    born_on: date | None = None
    born_precision: str = ""


def set_identity(*, person: UUID, who: Who, told: Told, mistaken: bool) -> Change:
    """Say a name or number anew. A number of somebody else is kept as a question.

    Raises CannotChange where nothing is new, and where the number is already this person's name
    and number under another entry: then the two are to be merged.
    """
    subject = person_of(person)
    with _about(subject, told, mistaken=mistaken) as doing:
        old = list(Identity.objects.filter(person=subject, superseded_at=None).order_by("id"))
        number = who.number.number18 if who.number else ""
        token = crypto.blind("identity.number", number) if number else None
        _refuse_nothing_new(old, who, token)
        state = weigh(who.name, token, besides=subject)
        if isinstance(state, Person):
            raise CannotChange(
                _("台账里已有这个号码的%(name)s，像是同一个人重复登记，请办合并。")
                % {"name": who.name}
            )
        Holder.objects.filter(person=subject).delete()
        since = _retire(doing, old, mistaken=mistaken)
        key = keys.open_many([subject.uuid])[subject.uuid]
        doing.add(
            Identity, subject, valid_from=since, name=who.name, sex=who.sex, born_on=who.born_on,
            born_precision=who.born_precision, state=state, number_token=token,
            number=crypto.seal(key, "identity.number", number) if number else None,
        )  # fmt: skip
        if token is not None and state == IdentityState.VERIFIED:
            Holder.objects.create(token=token, person=subject, area=subject.area)
        reindex([(subject.pk, subject.area, tokens_of(who.name, number or None, ""))])
    return doing.change


def set_phone(*, person: UUID, number: str, told: Told, mistaken: bool = False) -> Change:
    """Say a telephone anew; an empty one says there is none."""
    return _contact(Phone, "phone.number", person, number, told, mistaken=mistaken)


def set_account(
    *, person: UUID, number: str, bank: str = "", told: Told, mistaken: bool = False
) -> Change:
    """Say a bank account anew; an empty one says there is none."""
    return _contact(
        BankAccount, "account.number", person, number, told, mistaken=mistaken, bank=bank
    )


def set_relation(*, person: UUID, relation: str, told: Told) -> Change:
    """Correct how somebody is related to the head; a new head is an act of its own."""
    subject = person_of(person)
    there = member_of(subject)
    if there is None:
        raise CannotChange(_("%(name)s现在不在任何一户。") % {"name": subject.name})
    if relation in HEAD_CODES or there.relation in HEAD_CODES:
        raise CannotChange(_("换户主请办“变更户主”。"))
    with _about(subject, told, mistaken=True) as doing:
        doing.close([there])
        doing.add(
            Membership, subject, valid_from=there.valid_from, household=there.household,
            relation=relation,
        )  # fmt: skip
    return doing.change


def set_disability(
    *, person: UUID, kind: int | None, grade: int | None, certificate: str = "", told: Told,
    mistaken: bool = False,
) -> Change:  # fmt: skip
    """Say a disability anew by its certificate; without kind and grade there is none."""
    subject = person_of(person)
    with _about(subject, told, mistaken=mistaken) as doing:
        since = _retire(doing, _current(Disability, subject), mistaken=mistaken)
        if kind or grade or certificate:
            key = keys.open_many([subject.uuid])[subject.uuid]
            sealed = crypto.seal(key, "certificate.number", certificate) if certificate else None
            doing.add(
                Disability, subject, valid_from=since, kind=kind, grade=grade, certificate=sealed
            )
    return doing.change


def set_schooling(
    *, person: UUID, stage: str, school: str = "", school_year: int | None = None, told: Told,
    mistaken: bool = False,
) -> Change:  # fmt: skip
    """Say where somebody learns; an empty stage says that he does not."""
    subject = person_of(person)
    with _about(subject, told, mistaken=mistaken) as doing:
        since = _retire(doing, _current(Schooling, subject), mistaken=mistaken)
        if stage:
            doing.add(
                Schooling, subject, valid_from=since, stage=stage[:16], school=school[:80],
                school_year=school_year,
            )  # fmt: skip
    return doing.change


def set_address(
    *, home: UUID, group: str, address: str, told: Told, mistaken: bool = False
) -> Change:
    """Say where a household lives, within its village."""
    kind = ChangeKind.CORRECT if mistaken else ChangeKind.UPDATE
    with act(kind, home, told) as doing:
        household = doing.change.household
        since = _retire(doing, _current(Address, household), mistaken=mistaken)
        key = keys.open_many([household.uuid])[household.uuid]
        doing.add(
            Address, household, valid_from=since, place=group[:60],
            text=crypto.seal(key, "address.text", address) if address else None,
            token=crypto.blind("address.text", address) if address else None,
        )  # fmt: skip
    return doing.change


def set_causes(*, home: UUID, causes: Iterable[str], told: Told, mistaken: bool = False) -> Change:
    """Say the causes of hardship, the main one first, at most three."""
    wanted = list(dict.fromkeys(causes))
    if not 1 <= len(wanted) <= 3:
        raise CannotChange(_("请选一到三个原因，主要的在前。"))
    kind = ChangeKind.CORRECT if mistaken else ChangeKind.UPDATE
    with act(kind, home, told) as doing:
        household = doing.change.household
        since = _retire(doing, _current(Cause, household), mistaken=mistaken)
        for rank, code in enumerate(wanted, start=1):
            doing.add(Cause, household, valid_from=since, code=code, rank=rank)
    return doing.change


def _contact(
    model: type[Model], label: str, person: UUID, number: str, told: Told, *, mistaken: bool,
    **more: Any,
) -> Change:  # fmt: skip
    subject = person_of(person)
    with _about(subject, told, mistaken=mistaken) as doing:
        old = _current(model, subject)
        token = crypto.blind(label, number) if number else None
        if [bytes(fact.token) for fact in old] == ([token] if token else []):
            raise CannotChange(_("没有变化。"))
        since = _retire(doing, old, mistaken=mistaken)
        if token is not None:
            key = keys.open_many([subject.uuid])[subject.uuid]
            doing.add(
                model, subject, valid_from=since, number=crypto.seal(key, label, number),
                token=token, **more,
            )  # fmt: skip
            if model is Phone:
                reindex([(subject.pk, subject.area, tokens_of(subject.name, None, number))])
    return doing.change


def _about(person: Person, told: Told, *, mistaken: bool) -> Any:
    """An act on the household where somebody lives, or lived last."""
    there = member_of(person) or (
        Membership.objects.filter(person=person, superseded_at=None)
        .select_related("household")
        .order_by("valid_until")
        .last()
    )
    if there is None:
        raise CannotChange(_("%(name)s不属于任何一户。") % {"name": person.name})
    kind = ChangeKind.CORRECT if mistaken else ChangeKind.UPDATE
    return act(kind, there.household.uuid, told, person=person.uuid)


def _current(model: type[Model], subject: Person | Household) -> list[Any]:
    whose = "person" if isinstance(subject, Person) else "household"
    found = model._default_manager.filter(
        **{whose: subject}, superseded_at=None, valid_until=None
    ).select_related(whose)
    return list(found.order_by("id"))


def _retire(doing: Act, facts: list[Any], *, mistaken: bool) -> date:
    """Close or end the facts, and say from which day the new one is true."""
    if mistaken:
        doing.close(facts)
        return min((fact.valid_from for fact in facts), default=doing.told.on)
    for fact in facts:
        if fact.valid_from >= doing.told.on:
            doing.close([fact])
        else:
            doing.end(fact, day_before(doing.told.on))
    return doing.told.on


def _refuse_nothing_new(old: list[Identity], who: Who, token: bytes | None) -> None:
    for fact in old:
        held = bytes(fact.number_token) if fact.number_token is not None else None
        same = (fact.name, held, fact.sex, fact.born_on) == (
            who.name, token, who.sex, who.born_on,
        )  # fmt: skip
        if same and len(old) == 1:
            raise CannotChange(_("没有变化。"))
