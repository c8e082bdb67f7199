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
    Holder,
    Household,
    Identity,
    Membership,
    Person,
    Phone,
)
from ..queries.tokens import tokens_of
from ..states import ChangeKind, IdentityState
from .act import (
    Act,
    AlreadyThere,
    CannotChange,
    NotThatDay,
    Told,
    act,
    day_before,
    member_of,
    person_of,
)
from .claims import weigh
from .project import reindex


@dataclass(frozen=True, slots=True)
class Who:
    """Name, number, sex and birth of a person as they ought to be.

    With ``keep_number`` the number stays as it is written, and what a valid one says of sex and
    birth with it; nobody needs to see it for that.
    """

    name: str
    number: IdentityNumber | None = None
    sex: int = 0
    born_on: date | None = None
    born_precision: str = ""
    keep_number: bool = False


def set_identity(*, person: UUID, who: Who, told: Told, mistaken: bool) -> Change:
    """Say a name or number anew. A number of somebody else is kept as a question.

    Raises CannotChange where nothing is new, and where the number is already this person's name
    and number under another entry: then the two are to be merged.
    """
    subject = person_of(person)
    if not mistaken and who.born_on is not None and told.on < who.born_on:
        raise NotThatDay(_before_birth(who.name, who.born_on))
    with _about(subject, told, mistaken=mistaken) as doing:
        old = list(Identity.objects.filter(person=subject, superseded_at=None).order_by("id"))
        said, number = _kept(old, who) if who.keep_number else _typed(subject, who)
        _refuse_nothing_new(old, said)
        state = weigh(who.name, said["number_token"], besides=subject)
        if isinstance(state, Person):
            raise AlreadyThere(
                _("台账里已有这个号码的%(name)s，像是同一个人重复登记，请办合并。")
                % {"name": who.name},
                state.uuid,
            )
        Holder.objects.filter(person=subject).delete()
        since = retire(doing, old, mistaken=mistaken)
        doing.add(Identity, subject, valid_from=since, state=state, **said)
        if said["number_token"] is not None and state == IdentityState.VERIFIED:
            Holder.objects.create(token=said["number_token"], person=subject, area=subject.area)
        reindex([(subject.pk, subject.area, tokens_of(who.name, number, ""))])
    return doing.change


def _typed(subject: Person, who: Who) -> tuple[dict[str, Any], str | None]:
    """The columns of an identity as it was typed, and the number whole."""
    number = who.number.number18 if who.number else None
    key = keys.open_many([subject.uuid])[subject.uuid]
    return {
        "name": who.name, "sex": who.sex, "born_on": who.born_on,
        "born_precision": who.born_precision,
        "number_token": crypto.blind("identity.number", number) if number else None,
        "number": crypto.seal(key, "identity.number", number) if number else None,
    }, number  # fmt: skip


def _kept(old: list[Identity], who: Who) -> tuple[dict[str, Any], None]:
    """The columns of an identity whose number stays; sealed and blind it is written again."""
    current = [fact for fact in old if fact.valid_until is None] or old
    sure = [fact for fact in current if fact.state == IdentityState.VERIFIED]
    fact = (sure or [one for one in current if one.number is not None] or current)[-1]
    token = bytes(fact.number_token) if fact.number_token is not None else None
    told = fact if token is not None else who
    return {
        "name": who.name, "sex": told.sex, "born_on": told.born_on,
        "born_precision": told.born_precision, "number_token": token, "number": fact.number,
    }, None  # fmt: skip


def set_phone(*, person: UUID, number: str, told: Told, mistaken: bool = False) -> Change:
    """Say a telephone anew; an empty one says there is none."""
    return _contact(Phone, "phone.number", person, number, told, mistaken=mistaken)


def set_account(
    *, person: UUID, number: str, bank: str = "", holder: str = "", told: Told,
    mistaken: bool = False,
) -> Change:  # fmt: skip
    """Say a bank account anew; an empty one says there is none.

    ``holder`` is in whose name the account stands, where that is not the person himself.
    """
    return _contact(
        BankAccount, "account.number", person, number, told, mistaken=mistaken, bank=bank[:60],
        holder=holder[:60],
    )  # fmt: skip


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


def set_address(
    *, home: UUID, group: str, address: str, told: Told, mistaken: bool = False
) -> Change:
    """Say where a household lives, within its village."""
    kind = ChangeKind.CORRECT if mistaken else ChangeKind.UPDATE
    with act(kind, home, told) as doing:
        household = doing.change.household
        since = retire(doing, _current(Address, household), mistaken=mistaken)
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
        since = retire(doing, _current(Cause, household), mistaken=mistaken)
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
        if _same_contact(old, token, more):
            raise CannotChange(_("没有变化。"))
        since = retire(doing, old, mistaken=mistaken)
        if token is not None:
            key = keys.open_many([subject.uuid])[subject.uuid]
            doing.add(
                model, subject, valid_from=since, number=crypto.seal(key, label, number),
                token=token, **more,
            )  # fmt: skip
            if model is Phone:
                reindex([(subject.pk, subject.area, tokens_of(subject.name, None, number))])
    return doing.change


def _same_contact(old: list[Any], token: bytes | None, more: dict[str, Any]) -> bool:
    said = [(bytes(fact.token), *(getattr(fact, name) for name in more)) for fact in old]
    return said == ([(token, *more.values())] if token else [])


def _before_birth(name: str, born: date) -> str:
    return _("生效日期早于%(name)s的出生日期%(born)s。") % {"name": name, "born": born}


def _about(person: Person, told: Told, *, mistaken: bool) -> Any:
    """An act on the household where somebody lives, or lived last.

    What changed on a day cannot have changed before the birth.
    """
    born = person.born_on if person.born_precision == "day" else None
    if not mistaken and born is not None and told.on < born:
        raise NotThatDay(_before_birth(person.name, born))
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


def retire(doing: Act, facts: list[Any], *, mistaken: bool) -> date:
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


def _refuse_nothing_new(old: list[Identity], said: dict[str, Any]) -> None:
    """Refuse what the register says already in these words, once and for today."""
    if len(old) != 1 or old[0].valid_until is not None:
        return
    held = bytes(old[0].number_token) if old[0].number_token is not None else None
    same = (old[0].name, held, old[0].sex, old[0].born_on, old[0].number is None) == (
        said["name"], said["number_token"], said["sex"], said["born_on"], said["number"] is None,
    )  # fmt: skip
    if same:
        raise CannotChange(_("没有变化。"))
