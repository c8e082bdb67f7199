"""What one account likes: kept for it alone, small, and nothing of it in the trail."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, connections, transaction

from bangfu.audit.models import Entry
from bangfu.offices import access, actions, queries
from bangfu.offices.models import Preference
from bangfu.offices.scope import Scope, scope_for, scoped

from .town import AT, ON, Place

KEY = "desk.households.columns"


def _own(place: Place, who: str) -> Scope:
    return scope_for(place[who], on=ON)


def test_what_is_liked_is_kept_and_kept_anew(home: Place) -> None:
    clerk = home["clerk"]
    with scoped(_own(home, "clerk"), on=ON):
        assert queries.find_preference(clerk, KEY, ["head"]) == ["head"]
        actions.prefer(by=clerk, key=KEY, value=["head", "size"], at=AT)
        actions.prefer(by=clerk, key=KEY, value=["size"], at=AT + timedelta(hours=1))
        actions.prefer(by=clerk, key="frame.letters", value="large", at=AT)
        assert queries.find_preference(clerk, KEY) == ["size"]
        assert queries.find_preferences(clerk, KEY, "frame.letters", "other") == {
            KEY: ["size"],
            "frame.letters": "large",
        }
        assert Preference.objects.filter(user=clerk, key=KEY).count() == 1


def test_it_can_be_given_up_and_giving_up_nothing_leaves_no_entry(real_home: Place) -> None:
    clerk = real_home["clerk"]
    with scoped(_own(real_home, "clerk"), on=ON):
        actions.prefer(by=clerk, key=KEY, value=1, at=AT)
        actions.forget_preference(by=clerk, key=KEY, at=AT)
        actions.forget_preference(by=clerk, key=KEY, at=AT)
        assert queries.find_preference(clerk, KEY) is None
    assert Entry.objects.using("owner").filter(verb="offices.preference.forget").count() == 1


def test_the_trail_names_the_key_and_not_the_value(real_home: Place) -> None:
    clerk = real_home["clerk"]
    with scoped(_own(real_home, "clerk"), on=ON):
        actions.prefer(by=clerk, key=KEY, value="高田村", at=AT)
    entry = Entry.objects.using("owner").get(verb="offices.preference.set")
    assert (entry.actor, entry.subject, entry.fields) == (clerk.uuid, clerk.uuid, [KEY])
    assert "高田村" not in str(vars(entry))


@pytest.mark.parametrize(
    "who", ["neighbour", "reviewer", "system_admin", "security_admin", "auditor", "nobody"]
)
def test_nobody_else_sees_changes_or_drops_it(home: Place, who: str) -> None:
    clerk = home["clerk"]
    with scoped(_own(home, "clerk"), on=ON):
        actions.prefer(by=clerk, key=KEY, value=["head"], at=AT)
    with scoped(_own(home, who), on=ON):
        assert queries.find_preference(clerk, KEY) is None
        assert Preference.objects.count() == 0
        assert Preference.objects.update(value=1) == 0
        assert Preference.objects.all().delete()[0] == 0
        with pytest.raises(Exception, match="row-level security"), transaction.atomic():
            actions.prefer(by=clerk, key="other", value=1, at=AT)
    with scoped(_own(home, "clerk"), on=ON):
        assert queries.find_preference(clerk, KEY) == ["head"]


def test_the_command_line_has_none(home: Place) -> None:
    with pytest.raises(actions.CannotPrefer, match="命令行"):
        actions.prefer(by=access.operator(), key=KEY, value=1, at=AT)


@pytest.mark.parametrize("key", ["", "Desk", "a b", "a..b", "x" * 81, "张三"])
def test_a_key_is_a_name(home: Place, key: str) -> None:
    with pytest.raises(ValueError, match="not the key"):
        actions.prefer(by=home["clerk"], key=key, value=1, at=AT)


def test_it_is_no_place_to_keep_a_roster_in(home: Place) -> None:
    with (
        scoped(_own(home, "clerk"), on=ON),
        pytest.raises(actions.CannotPrefer, match="内容太多"),
    ):
        actions.prefer(by=home["clerk"], key=KEY, value=["某" * 20_001], at=AT)


@pytest.mark.parametrize(
    ("constraint", "key", "value"),
    [
        ("offices_preference_one_value", KEY, "2"),
        ("offices_preference_key_is_a_name", "No Key", "2"),
        ("offices_preference_value_is_small", "other", '"' + "x" * 40_001 + '"'),
    ],
)
def test_the_database_promises_it_too(home: Place, constraint: str, key: str, value: str) -> None:
    statement = (
        "insert into offices_preference (user_id, key, value, changed_at) values (%s, %s, %s, %s)"
    )
    clerk = home["clerk"]
    with scoped(_own(home, "clerk"), on=ON):
        actions.prefer(by=clerk, key=KEY, value=1, at=AT)
        with (
            pytest.raises(IntegrityError, match=constraint),
            transaction.atomic(),
            connections["default"].cursor() as cursor,
        ):
            cursor.execute(statement, [clerk.pk, key, value, AT])
