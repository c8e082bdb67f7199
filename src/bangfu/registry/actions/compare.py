"""A known person or household met again: what is new, what is corrected, what is the same."""

from dataclasses import replace

from bangfu.privacy import crypto

from ..models import (
    Address,
    BankAccount,
    Category,
    Cause,
    Disability,
    Identity,
    Membership,
    Phone,
    Schooling,
)
from ..queries.known import KnownHousehold, KnownPerson
from ..queries.tokens import tokens_of
from ..states import IdentityState, cause_code
from .draft import Draft
from .entry import HouseholdEntry, PersonEntry


def compare_person(
    draft: Draft, home: HouseholdEntry, person: PersonEntry, known: KnownPerson
) -> bool:
    """Draft the differences of a known person; true if anything changed."""
    changes = [
        _compare_identity(draft, person, known),
        _compare_membership(draft, home, person, known),
        _compare_extras(draft, person, known),
    ]
    if any(changes):
        draft.touched_people.add(known.id)
        words = tokens_of(person.name, person.number, person.phone)
        draft.reindexing.append((known.id, known.area, words))
    return any(changes)


def _compare_identity(draft: Draft, person: PersonEntry, known: KnownPerson) -> bool:
    token = crypto.blind("identity.number", person.number) if person.number else None
    verified = any(state == IdentityState.VERIFIED for *_, state, _t in known.identities)
    for _pk, _lineage, name, sex, born, state, held in known.identities:
        same_number = held == token and state == person.state
        nothing_new = token is None and verified and person.state == IdentityState.UNVERIFIED
        if (
            name == person.name
            and (same_number or nothing_new)
            and person.sex in (0, sex)
            and (person.born_on in (None, born) or person.born_precision != "day")
        ):
            return False
    for pk, lineage, name, _sex, _born, state, held in known.identities:
        corrected = lineage == draft.roster.source.lineage
        weaker = state == IdentityState.VERIFIED and person.state != IdentityState.VERIFIED
        if corrected and not weaker and (held is None or held == token or name == person.name):
            draft.closing[Identity].append(pk)
    draft.identity(person, known.id, known.area, holds=known.holds)
    return True


def _compare_membership(
    draft: Draft, home: HouseholdEntry, person: PersonEntry, known: KnownPerson
) -> bool:
    target = draft.ids[home.uuid]
    if known.membership is None:
        draft.membership(home, person, known.id, known.area)
        draft.touched_homes.add(target)
        return True
    pk, lineage, current, relation = known.membership
    if current != target:
        raise ValueError(f"row {person.row}: the person is a member of another household")
    if person.relation in ("", relation) or lineage != draft.roster.source.lineage:
        return False
    draft.closing[Membership].append(pk)
    draft.membership(home, person, known.id, known.area)
    draft.touched_homes.add(target)
    return True


def _compare_extras(draft: Draft, person: PersonEntry, known: KnownPerson) -> bool:
    """Draft telephone, account, disability and schooling where they say something new."""
    lineage = draft.roster.source.lineage
    fresh = replace(
        person,
        phone="" if _told("phone.number", person.phone, known.phones) else person.phone,
        bank_account=""
        if _told("account.number", person.bank_account, known.accounts)
        else person.bank_account,
    )
    pair = (person.disability_kind, person.disability_grade)
    if pair == (None, None) or any((k, g) == pair for _, _, k, g in known.disabilities):
        fresh.disability_kind = fresh.disability_grade = None
        fresh.certificate = ""
    if any(stage == person.stage for _, _, stage in known.stages):
        fresh.stage = ""
    if fresh.phone:
        draft.closing[Phone] += _same_lineage(known.phones.values(), lineage)
    if fresh.bank_account:
        draft.closing[BankAccount] += _same_lineage(known.accounts.values(), lineage)
    if fresh.disability_kind or fresh.disability_grade:
        draft.closing[Disability] += _same_lineage(known.disabilities, lineage)
    if fresh.stage:
        draft.closing[Schooling] += _same_lineage(known.stages, lineage)
    draft.person_extras(fresh, known.id, known.area)
    return bool(
        fresh.phone
        or fresh.bank_account
        or fresh.disability_kind
        or fresh.disability_grade
        or fresh.stage
    )


def _told(kind: str, text: str, known: dict[bytes, tuple[int, str]]) -> bool:
    return not text or crypto.blind(kind, text) in known


def _same_lineage(facts: object, lineage: str) -> list[int]:
    return [fact[0] for fact in facts if fact[1] == lineage]  # type: ignore[attr-defined]


def compare_household(draft: Draft, home: HouseholdEntry, known: KnownHousehold) -> None:
    """Draft the differences of a known household.

    Another lineage does not change the category: a household found on two lists keeps the
    first, and the roster's room asks.
    """
    lineage = draft.roster.source.lineage
    row = home.row
    if not home.category:
        return
    if known.category is None:
        draft.add(Category, draft.area, row, known.id, home.category, home.monthly_fen, "", "")
        draft.touched_homes.add(known.id)
    else:
        pk, told, code, money = known.category
        same = code == home.category and home.monthly_fen in (None, money)
        if told == lineage and not same:
            draft.closing[Category].append(pk)
            draft.add(Category, draft.area, row, known.id, home.category, home.monthly_fen, "", "")
            draft.touched_homes.add(known.id)
    _compare_cause(draft, home, known, lineage)
    token = crypto.blind("address.text", home.address) if home.address else None
    if token is not None and token not in known.addresses:
        draft.closing[Address] += _same_lineage(known.addresses.values(), lineage)
        draft.address(home, known.id)


def _compare_cause(draft: Draft, home: HouseholdEntry, known: KnownHousehold, lineage: str) -> None:
    code = cause_code(home.cause_text)
    if not code or any(cause == code for _, _, cause in known.causes):
        return
    mine = _same_lineage(known.causes, lineage)
    if known.causes and not mine:
        return
    draft.closing[Cause] += mine
    draft.add(Cause, draft.area, home.row, known.id, code, home.cause_text[:40], 1)
    draft.touched_homes.add(known.id)
