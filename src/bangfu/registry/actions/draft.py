"""The rows a take-in is going to write, gathered table by table."""

from collections import defaultdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Model

from bangfu.kernel import names
from bangfu.privacy import crypto

from ..models import (
    Address,
    BankAccount,
    Category,
    Cause,
    Disability,
    Holder,
    Household,
    Identity,
    Membership,
    Person,
    Phone,
    Schooling,
    Sighting,
)
from ..queries.tokens import tokens_of
from ..states import IdentityState, cause_code
from .entry import HouseholdEntry, Outcome, PersonEntry, RosterEntry

FACT = ("area", "row")
COLUMNS: dict[type[Model], tuple[str, ...]] = {
    Person: (
        "uuid", "area", "id", "home", "name", "sort_key", "sex", "born_on", "born_precision",
        "identity_state", "relation", "disability", "stage", "category",
    ),
    Household: (
        "uuid", "area", "id", "number", "head_id", "sort_key", "size", "category", "cause",
        "place", "disabled", "in_school", "unverified", "eldest_on", "entered_on", "changed_at",
    ),
    Identity: (
        *FACT, "person_id", "name", "sex", "born_on", "born_precision", "state", "number",
        "number_token",
    ),
    Holder: ("token", "person_id", "area"),
    Membership: (*FACT, "person_id", "household_id", "relation", "relation_text"),
    Category: (*FACT, "household_id", "code", "monthly_fen", "reason_in", "reason_out"),
    Cause: (*FACT, "household_id", "code", "text", "rank"),
    Address: (*FACT, "household_id", "place", "text", "token"),
    Phone: (*FACT, "person_id", "number", "token"),
    BankAccount: (*FACT, "person_id", "number", "token", "bank"),
    Disability: (*FACT, "person_id", "kind", "grade", "certificate"),
    Schooling: (*FACT, "person_id", "stage", "school_year", "school"),
    Sighting: ("area", "person_id", "row"),
}  # fmt: skip


class Draft:
    """Rows by table, facts to close, and what to project afterwards."""

    def __init__(self, roster: RosterEntry, source_id: int, at: datetime) -> None:
        self.roster = roster
        self.source_id = source_id
        self.at = at
        self.area = 0
        self.keys: dict[UUID, bytes] = {}
        self.ids: dict[UUID, int] = {}
        self.rows: dict[type[Model], list[tuple[Any, ...]]] = defaultdict(list)
        self.closing: dict[type[Model], list[int]] = defaultdict(list)
        self.search: list[tuple[int, int, str]] = []
        self.reindexing: list[tuple[int, int, str]] = []
        self.touched_people: set[int] = set()
        self.touched_homes: set[int] = set()
        self.outcome = Outcome()

    def add(self, model: type[Model], *values: Any) -> None:
        self.rows[model].append(values)

    def seal(self, subject: UUID, label: str, text: str) -> bytes | None:
        return crypto.seal(self.keys[subject], label, text) if text else None

    @staticmethod
    def sort_key(name: str) -> str:
        return names.pinyin_key(name)[:120]

    @staticmethod
    def cause(text: str) -> str:
        return cause_code(text)

    def saw(self, person: PersonEntry, pk: int, area: int, what: str) -> None:
        for row in (person.row, *person.also_rows):
            self.add(Sighting, area, pk, row)
            self.outcome.rows[row, person.uuid] = what
        match what:
            case "new":
                self.outcome.new_people += 1
            case "changed":
                self.outcome.changed_people += 1
            case _:
                self.outcome.same_people += 1

    def identity(self, person: PersonEntry, pk: int, area: int, *, holds: bool = False) -> None:
        token = crypto.blind("identity.number", person.number) if person.number else None
        written = person.number or person.number_raw
        self.add(
            Identity, area, person.row, pk, person.name, person.sex, person.born_on,
            person.born_precision, person.state,
            self.seal(person.uuid, "identity.number", written), token,
        )  # fmt: skip
        if person.state == IdentityState.VERIFIED and not holds:
            self.add(Holder, token, pk, area)

    def membership(self, home: HouseholdEntry, person: PersonEntry, pk: int, area: int) -> None:
        self.add(
            Membership, area, person.row, pk, self.ids[home.uuid], person.relation,
            person.relation_text[:20],
        )  # fmt: skip

    def household_facts(self, home: HouseholdEntry, pk: int) -> None:
        row = home.row
        self.add(Category, self.area, row, pk, home.category, home.monthly_fen, "", "")
        if home.cause_text:
            self.add(
                Cause, self.area, row, pk, cause_code(home.cause_text), home.cause_text[:40], 1
            )
        self.address(home, pk)

    def address(self, home: HouseholdEntry, pk: int) -> None:
        if home.address or home.place:
            self.add(
                Address, self.area, home.row, pk, home.place[:60],
                self.seal(home.uuid, "address.text", home.address),
                crypto.blind("address.text", home.address) if home.address else None,
            )  # fmt: skip

    def person_extras(self, person: PersonEntry, pk: int, area: int) -> None:
        row = person.row
        if person.phone:
            self.add(
                Phone, area, row, pk, self.seal(person.uuid, "phone.number", person.phone),
                crypto.blind("phone.number", person.phone),
            )  # fmt: skip
        if person.bank_account:
            self.add(
                BankAccount, area, row, pk,
                self.seal(person.uuid, "account.number", person.bank_account),
                crypto.blind("account.number", person.bank_account), "",
            )  # fmt: skip
        if person.disability_kind or person.disability_grade or person.certificate:
            self.add(
                Disability, area, row, pk, person.disability_kind, person.disability_grade,
                self.seal(person.uuid, "certificate.number", person.certificate),
            )  # fmt: skip
        if person.stage:
            self.add(Schooling, area, row, pk, person.stage[:16], None, "")

    def search_words(self, person: PersonEntry, pk: int, area: int) -> None:
        self.search.append((pk, area, tokens_of(person.name, person.number, person.phone)))
