"""Lawful erasure: two people, on record, and nothing left that names the family."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from django.db import IntegrityError, ProgrammingError, connections, models, transaction

from bangfu.audit import queries as trail
from bangfu.kernel import names
from bangfu.offices.models import User
from bangfu.offices.scope import operator_scope, scope_for, scoped
from bangfu.privacy import crypto, keys
from bangfu.privacy import queries as privacy
from bangfu.privacy.actions import CannotErase, place
from bangfu.privacy.models import Erasure
from bangfu.registry import queries
from bangfu.registry.actions import changes
from bangfu.registry.actions.erase import (
    confirm_erasure,
    people_of,
    propose_erasure,
    refuse_erasure,
    withdraw_erasure,
)
from bangfu.registry.models import Category, Household, Person
from bangfu.registry.models.facts import HouseholdFact, PersonFact
from bangfu.registry.queries.search import find_people
from bangfu.registry.queries.tokens import number_token, tokens_of

from ..offices.town import FAR, Place, found
from .building import enter, household, person

SINCE = date(2012, 1, 1)
LEFT = date(2012, 3, 1)
LATER = date(2022, 3, 2)
AT = datetime(2022, 3, 2, 2, tzinfo=UTC)
NAME, NUMBER, PHONE = "温婉仪", "44209919500712011X", "1390000876"
CHILD, ADDRESS, ACCOUNT = "温小满", "高平村3组旧街2巷37号", "6217000000012593"


@dataclass
class Family:
    place: Place
    household: UUID
    head: UUID
    child: UUID
    area: int


@pytest.fixture
def family(db: None) -> Family:
    """A family that left the register ten years ago, with something sealed in every field."""
    return _family()


@pytest.fixture
def committed(real_db: Any) -> Family:
    """The same, really committed, so that the owner sees it."""
    return _family()


def _family() -> Family:
    place_ = found()
    made = Family(place_, uuid4(), uuid4(), uuid4(), place_.village)
    head = person(
        NAME, NUMBER, uuid=made.head, born_on=date(1950, 7, 12), born_precision="day",
        phone=PHONE, bank_account=ACCOUNT, disability_kind=4, disability_grade=2,
        certificate=f"{NUMBER}42", stage="小学",
    )  # fmt: skip
    child = person(CHILD, None, uuid=made.child, number_raw="4420991950", is_head=False,
                   relation="20", relation_text="儿子", row=6)  # fmt: skip
    with scoped(operator_scope(), on=SINCE):
        enter(
            household(head, child, uuid=made.household, area=made.area, address=ADDRESS),
            on=SINCE, at=datetime(2012, 1, 1, tzinfo=UTC),
        )  # fmt: skip
        told = changes.Told(
            on=LEFT, by=operator_scope().principal, at=datetime(2012, 3, 1, tzinfo=UTC), today=LEFT,
            reason="income", basis="told", note=f"{NAME}说不用了",
        )  # fmt: skip
        changes.leave(home=made.household, told=told)
    return made


@contextmanager
def acting(user: User, on: date = LATER) -> Iterator[User]:
    with scoped(scope_for(user, on=on), on=on):
        yield user


def propose(family: Family, who: str = "clerk", on: date = LATER, **more: Any) -> Erasure:
    with acting(family.place[who], on) as user:
        return propose_erasure(
            **{"subject": family.household, "kind": "household", "ground": "household_left",
               "by": user, "at": AT, "on": on, **more}
        )  # fmt: skip


def confirm(family: Family, made: Erasure, who: str = "approver") -> Erasure:
    with acting(family.place[who]) as user:
        return confirm_erasure(erasure=made.uuid, by=user, at=AT, on=LATER)


def whole_database() -> str:
    """Every row of every table as the owner reads it, with bytes in hexadecimal."""
    rows = []
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "select quote_ident(relname) from pg_class"
            " where relnamespace = 'public'::regnamespace and relkind = 'r'"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(f"select to_jsonb(t)::text from {table} t")
            rows += [f"{table} {row}" for (row,) in cursor.fetchall()]
    return "\n".join(rows)


def traces() -> dict[str, str]:
    """What could lead back to the family: words, and blind indexes of what is sealed."""
    key = names.pinyin_key(NAME)
    found = {
        "name": NAME,
        "child": CHILD,
        "sort key": key,
        "place": "高平村3组",
        "born": "1950-07-12",
    }
    blinds = {
        "number": ("identity.number", NUMBER),
        "phone": ("phone.number", PHONE),
        "account": ("account.number", ACCOUNT),
        "home": ("address.text", ADDRESS),
    }
    for name, (kind, text) in blinds.items():
        found[f"index of {name}"] = crypto.blind(kind, text).hex()
    for size in (18, 6, 4):
        found[f"token of {size}"] = number_token("n", NUMBER[-size:])
    found["token of phone"] = number_token("t", PHONE)
    found["token of name"] = max(tokens_of(NAME, None, "").split(), key=len)
    return found


def test_nothing_of_an_erased_family_is_found_in_the_whole_database(committed: Family) -> None:
    before = whole_database()
    missing = [what for what, text in traces().items() if text not in before]
    assert missing == [], "the search itself must find them while they are there"
    confirm(committed, propose(committed))
    after = whole_database()
    assert [what for what, text in traces().items() if text in after] == []


def test_the_keys_of_an_erased_family_are_gone_and_stay_gone(family: Family) -> None:
    confirm(family, propose(family))
    subjects = [family.household, family.head, family.child]
    with acting(family.place["clerk"]):
        assert keys.open_many(subjects) == {}
        with pytest.raises(IntegrityError), transaction.atomic():
            keys.create([family.head])


def test_counts_amounts_and_days_stay(family: Family) -> None:
    confirm(family, propose(family))
    with acting(family.place["clerk"]):
        home = Household.objects.get(uuid=family.household)
        assert (home.size, home.erased_at) == (2, AT)
        (kept,) = Category.objects.filter(household=home, superseded_at=None)
        assert (kept.code, kept.monthly_fen, kept.reason_out) == ("dibao", 25000, "income")
        assert {p.name for p in Person.objects.filter(home=home.uuid)} == {"已依法删除"}
        assert privacy.erasure_of(family.head).clause


def test_an_erased_person_is_in_no_list_search_or_export(family: Family) -> None:
    confirm(family, propose(family))
    with acting(family.place["clerk"]) as clerk:
        scope = scope_for(clerk, on=LATER)
        left = queries.HouseholdFilter(standing="left")
        assert queries.list_households(scope, left, on=LATER).rows == []
        assert queries.count_households(scope, left, on=LATER) == 0
        assert find_people(scope, NAME, on=LATER) == []
    with scoped(operator_scope(), on=LATER):
        assert list(queries.person_lines(operator_scope(), on=LATER)) == []
        assert list(queries.household_lines(operator_scope(), on=LATER)) == []


def test_the_trail_keeps_the_act_with_ids_alone(family: Family) -> None:
    confirm(family, propose(family))
    verbs = [line.verb for line in trail.list_entries(subject=family.household)]
    assert verbs[:2] == ["privacy.erasure.confirm", "privacy.erasure.propose"]


def test_before_it_is_confirmed_a_proposal_is_taken_back_and_nothing_changed(
    committed: Family,
) -> None:
    before = {line for line in whole_database().splitlines() if line.startswith("registry_")}
    made = propose(committed)
    with acting(committed.place["clerk"]) as clerk:
        withdraw_erasure(erasure=made.uuid, by=clerk, at=AT, on=LATER)
    after = {line for line in whole_database().splitlines() if line.startswith("registry_")}
    assert before == after
    with pytest.raises(CannotErase, match="已经有人办过"):
        confirm(committed, made)
    confirm(committed, propose(committed))


def test_a_refused_proposal_changes_nothing_and_may_come_again(committed: Family) -> None:
    made = propose(committed)
    with acting(committed.place["approver"]) as approver:
        refuse_erasure(erasure=made.uuid, by=approver, at=AT, on=LATER)
    assert NAME in whole_database()
    assert propose(committed).uuid != made.uuid


@pytest.mark.parametrize("who", ["village_worker", "reviewer", "approver", "inspector", "nobody"])
def test_only_a_clerk_proposes(family: Family, who: str) -> None:
    with pytest.raises(CannotErase):
        propose(family, who)


@pytest.mark.parametrize(
    "who", ["clerk", "village_worker", "reviewer", "security_admin", "auditor", "nobody"]
)
def test_only_an_approver_confirms(committed: Family, who: str) -> None:
    made = propose(committed)
    with pytest.raises(CannotErase):
        confirm(committed, made, who)
    assert NAME in whole_database()


def test_neither_clerk_nor_approver_of_another_town_reaches_it(family: Family) -> None:
    far = Family(found(FAR, "柳岸镇", "far"), family.household, family.head, family.child, 0)
    with pytest.raises(CannotErase):
        propose(far)
    made = propose(family)
    with pytest.raises(CannotErase):
        confirm(far, made)


def test_two_at_once_propose_once_and_confirm_once(family: Family) -> None:
    made = propose(family)
    with pytest.raises(CannotErase, match="已经提出"):
        propose(family)
    confirm(family, made)
    with pytest.raises(CannotErase, match="已经有人办过"):
        confirm(family, made)
    with pytest.raises(CannotErase, match="没有这一户"):
        propose(family)


def test_of_two_who_confirm_at_one_moment_the_second_is_told(committed: Family) -> None:
    made, told = propose(committed), []

    def one() -> None:
        try:
            confirm(committed, made)
            told.append("done")
        except CannotErase as refused:
            told.append(str(refused))
        finally:
            connections.close_all()

    both = [threading.Thread(target=one) for _ in range(2)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert sorted(told)[0] == "done"
    assert sorted(told)[1] in ("这一件已经有人办过了。", "没有这一户，或不归您管。")


def test_a_family_on_the_register_or_before_its_term_is_not_proposed(family: Family) -> None:
    with pytest.raises(CannotErase, match="期限还没有到"):
        propose(family, on=date(2022, 2, 28))
    with pytest.raises(CannotErase, match="写明依据"):
        propose(family, ground="unlawful")
    with acting(family.place["clerk"]) as clerk:
        told = changes.Told(on=LATER, by=clerk.uuid, at=AT, today=LATER)
        changes.enter(home=family.household, standing=changes.Standing("dibao"), told=told)
    for ground in ("household_left", "unlawful"):
        with pytest.raises(CannotErase, match="还在册"):
            propose(family, ground=ground, clause="个人信息保护法第四十七条")


def test_a_family_that_changed_since_is_not_erased(committed: Family) -> None:
    made = propose(committed)
    with acting(committed.place["clerk"]) as clerk:
        told = changes.Told(on=LATER, by=clerk.uuid, at=AT, today=LATER)
        changes.join(home=committed.household, who=changes.Newcomer("温新来", "20"), told=told)
    with pytest.raises(CannotErase, match="有变化"):
        confirm(committed, made)
    assert NAME in whole_database()


def test_what_is_held_is_neither_proposed_nor_erased(family: Family) -> None:
    made = propose(family)
    with acting(family.place["clerk"]) as clerk:
        place(
            subject=family.household, area=family.area, reason="lawsuit", until=date(2023, 1, 1),
            by=clerk.uuid, at=AT, on=LATER,
        )  # fmt: skip
    with pytest.raises(CannotErase, match="暂不删除"):
        confirm(family, made)
    with acting(family.place["clerk"]) as clerk:
        withdraw_erasure(erasure=made.uuid, by=clerk, at=AT, on=LATER)
    with pytest.raises(CannotErase, match="留到"):
        propose(family)


def test_one_who_died_is_erased_while_his_family_stays(committed: Family) -> None:
    with acting(committed.place["clerk"], LEFT) as clerk:
        told = changes.Told(on=LEFT, by=clerk.uuid, at=AT, today=LEFT)
        changes.record_death(person=committed.child, told=told)
    with acting(committed.place["clerk"]) as clerk:
        told = changes.Told(on=LEFT, by=clerk.uuid, at=AT, today=LATER)
        changes.enter(home=committed.household, standing=changes.Standing("dibao"), told=told)
        scope = scope_for(clerk, on=LATER)
        due = queries.list_due(scope, privacy.terms_of(committed.area), on=LATER)
        assert [(one.subject, one.ground) for one in due] == [(committed.child, "person_gone")]
    confirm(
        committed, propose(committed, subject=committed.child, kind="person", ground="person_gone")
    )
    after = whole_database()
    assert CHILD not in after
    assert NAME in after


def test_a_family_that_left_is_listed_when_its_term_is_over(family: Family) -> None:
    with acting(family.place["clerk"]) as clerk:
        scope, terms = scope_for(clerk, on=LATER), privacy.terms_of(family.area)
        (due,) = queries.list_due(scope, terms, on=date(2022, 3, 1))
        assert (due.subject, due.clock_on, due.due_on) == (
            family.household, LEFT, date(2022, 3, 1),
        )  # fmt: skip
        assert queries.list_due(scope, terms, on=date(2022, 2, 28)) == []
    with acting(family.place["neighbour"]) as other:
        assert queries.list_due(scope_for(other, on=LATER), terms, on=LATER) == []


def test_a_merged_entry_goes_with_the_person_it_is(committed: Family) -> None:
    with acting(committed.place["clerk"]) as clerk:
        told = changes.Told(on=LEFT, by=clerk.uuid, at=AT, today=LATER)
        joined = changes.join(
            home=committed.household, who=changes.Newcomer("温双生", "20"), told=told
        ).person
        assert joined is not None
        again = changes.Told(on=LATER, by=clerk.uuid, at=AT, today=LATER)
        changes.merge(keep=committed.child, gone=joined.uuid, told=again)
        assert joined.uuid in people_of(committed.household, "household")
    confirm(committed, propose(committed))
    assert "温双生" not in whole_database()


# --- what the database itself keeps -------------------------------------------------------------


def raw(user: User | None, *statements: str) -> None:
    """Raw SQL of the application role under somebody's settings."""
    scope = scope_for(user, on=LATER) if user else operator_scope()
    with scoped(scope, on=LATER), connections["default"].cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def test_no_role_of_the_application_destroys_a_key_by_itself(committed: Family) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute("select count(*) from pg_proc where proname = 'privacy_destroy_key'")
        assert cursor.fetchone() == (0,)
    for function in ("privacy_erasure_destroys()", "registry_erasure_forgets()"):
        with pytest.raises(ProgrammingError, match="permission denied"):
            raw(committed.place["approver"], f"select {function}")


def test_privacy_erasure_on_record(family: Family) -> None:
    made = propose(family)
    approver = family.place["approver"]
    done = (
        f"update privacy_erasure set state = 'done', decided_at = now(),"
        f" decided_by = '{approver.uuid}' where id = {made.pk}"
    )
    with pytest.raises(IntegrityError, match="not on record"):
        raw(approver, done)


def test_privacy_erasure_takes_two_and_begins_proposed(committed: Family) -> None:
    made = propose(committed)
    clerk = committed.place["clerk"]
    with pytest.raises(IntegrityError, match="takes two people"):
        raw(
            clerk,
            f"update privacy_erasure set state = 'done', decided_at = now(),"
            f" decided_by = '{clerk.uuid}' where id = {made.pk}",
        )
    with connections["owner"].cursor() as cursor:
        cursor.execute("alter table privacy_erasure disable trigger user")
        with pytest.raises(IntegrityError, match="privacy_erasure_takes_two"):
            cursor.execute(
                "update privacy_erasure set state = 'done', decided_at = now(),"
                " decided_by = proposed_by"
            )
        cursor.execute("alter table privacy_erasure enable trigger user")
    columns = "uuid, area, subject, subject_kind, people, ground, clause, clock_on, state"
    with pytest.raises(ProgrammingError, match="begins with a proposal"):
        raw(
            clerk,
            f"insert into privacy_erasure ({columns}, proposed_by, proposed_at, decided_by,"
            f" decided_at) select gen_random_uuid(), area, '{committed.head}', 'person', people,"
            f" ground, clause, clock_on, 'done', '{committed.place['approver'].uuid}', now(),"
            f" '{clerk.uuid}', now() from privacy_erasure",
        )


@pytest.mark.parametrize(
    ("promise", "broken"),
    [
        ("privacy_erasure_decided_is_signed", "update privacy_erasure set decided_at = now()"),
        ("privacy_erasure_names_its_clause", "update privacy_erasure set clause = ''"),
        (
            "privacy_erasure_once",
            "insert into privacy_erasure (uuid, area, subject, subject_kind, people, ground,"
            " clause, clock_on, state, proposed_by, proposed_at) select gen_random_uuid(), area,"
            " subject, subject_kind, people, ground, clause, clock_on, state, proposed_by,"
            " proposed_at from privacy_erasure",
        ),
    ],
)
def test_the_record_of_an_erasure_keeps_its_promises(
    committed: Family, promise: str, broken: str
) -> None:
    """Below the triggers, which would refuse before."""
    propose(committed)
    with connections["owner"].cursor() as cursor:
        cursor.execute("alter table privacy_erasure disable trigger user")
        with pytest.raises(IntegrityError, match=promise):
            cursor.execute(broken)
        cursor.execute("alter table privacy_erasure enable trigger user")


def test_an_erasure_is_decided_once_and_its_record_stays(committed: Family) -> None:
    made = propose(committed)
    confirm(committed, made)
    with (
        pytest.raises(IntegrityError, match="decided once"),
        transaction.atomic(using="owner"),
        connections["owner"].cursor() as cursor,
    ):
        cursor.execute("update privacy_erasure set state = 'withdrawn'")
    with (
        pytest.raises(ProgrammingError, match="record of an erasure stays"),
        transaction.atomic(using="owner"),
        connections["owner"].cursor() as cursor,
    ):
        cursor.execute("delete from privacy_erasure")


def test_even_in_an_erasure_the_application_rewrites_no_fact(family: Family) -> None:
    made = propose(family)
    other = family.place["approver"]
    with acting(other) as user:
        confirm_erasure(erasure=made.uuid, by=user, at=AT, on=LATER)
        with (
            pytest.raises(IntegrityError, match="never rewritten"),
            transaction.atomic(),
            connections["default"].cursor() as cursor,
        ):
            cursor.execute("update registry_identity set name = 'x'")


# --- new tables and fields are covered ------------------------------------------------------------

_KEPT_TEXTS: dict[str, str] = {}
"""Fields of facts that an erasure leaves as they are although they could name somebody."""


def _facts() -> list[type[models.Model]]:
    return [m for m in apps.get_models() if issubclass(m, PersonFact | HouseholdFact)]


def test_every_field_that_seals_or_names_is_blanked_by_an_erasure(real_db: Any) -> None:
    """A new table of facts, or a new field, must be in the net that `registry_erasable` throws."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("select place, col from registry_erasable()")
        covered = set(cursor.fetchall())
    telling = (models.BinaryField, models.CharField, models.TextField, models.JSONField)
    left = [
        f"{model._meta.db_table}.{field.column}"
        for model in _facts()
        for field in model._meta.concrete_fields
        if (isinstance(field, telling) or field.name.startswith("born"))
        and (model._meta.db_table, field.column) not in covered
    ]
    assert [name for name in left if name not in _KEPT_TEXTS] == []


def test_a_code_that_may_not_be_blank_is_kept_by_an_erasure(real_db: Any) -> None:
    """Else the erasure of a family with such a fact would fail at its check constraint."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("select place, col, becomes from registry_erasable()")
        blanked = {(place_, col) for place_, col, becomes in cursor.fetchall() if becomes == "''"}
    lost = [
        f"{model._meta.db_table}.{field.column}"
        for model in _facts()
        for field in model._meta.concrete_fields
        if field.choices and not field.blank and (model._meta.db_table, field.column) in blanked
    ]
    assert lost == []


def test_every_model_that_names_people_is_known_to_the_erasure() -> None:
    """Facts are found by themselves; whoever else points at people or households stands here,
    with what an erasure does to it."""
    known = {
        "registry.Person": "name, birth and sort key blanked",
        "registry.Household": "sort key blanked",
        "registry.ActPaper": "the key of the paper destroyed with its household",
        "registry.Change": "the note blanked",
        "registry.Holder": "deleted",
        "registry.Sighting": "deleted",
        "rosters.StagedRow": "emptied",
        "privacy.SubjectKey": "the key destroyed",
        "privacy.Request": "the words removed",
        "privacy.Hold": "ids alone",
        "privacy.Erasure": "ids alone",
        "policies.Assessment": "answer, amount, person and sealed facts emptied",
        "registry.Pair": "ids and codes alone",
        "offices.Grant": "ids alone",
        "audit.Entry": "ids alone",
    }
    subjects = {"subject", "people", "household", "person", "home"}
    pointing = {
        model._meta.label
        for model in apps.get_models()
        if model.__module__.startswith("bangfu.") and model not in _facts()
        for field in model._meta.concrete_fields
        if (isinstance(field, models.ForeignKey) and field.related_model in (Person, Household))
        or field.name in subjects
    }
    assert pointing - known.keys() == set()


def test_every_column_that_lists_show_is_blanked_or_kept_for_a_reason(committed: Family) -> None:
    kept = {
        "registry_person": {
            "category": "why the household was on the register",
            "disability": "kind and grade, for counts",
            "identity_state": "a code",
            "profile": "made of the others",
            "relation": "a code",
        },
        "registry_household": {
            "category": "for counts",
            "cause": "for counts",
            "number": "an id of the office, in no other list",
            "profile": "made of the others",
        },
    }
    confirm(committed, propose(committed))
    left = []
    with connections["owner"].cursor() as cursor:
        for model in (Person, Household):
            table = model._meta.db_table
            for field in model._meta.concrete_fields:
                date_of_birth = isinstance(field, models.DateField) and field.name != "entered_on"
                texts = models.CharField | models.TextField | models.GeneratedField
                if not (isinstance(field, texts) or (date_of_birth and "_at" not in field.name)):
                    continue
                cursor.execute(f"select distinct {field.column}::text from {table}")
                values = {value for (value,) in cursor.fetchall()}
                if not values <= {None, "", "~", "已依法删除"} and field.name not in kept[table]:
                    left.append(f"{table}.{field.name}: {values}")
    assert left == []
