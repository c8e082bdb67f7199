"""Scopes and the request's transaction: what is set, what comes back, what is not written."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.db.utils import InternalError
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import reverse

from bangfu.offices import gate
from bangfu.offices.middleware import ScopeMiddleware
from bangfu.offices.models import Area, Organisation
from bangfu.offices.scope import Scope, at_door, operator_scope, scope_for, scoped

from .town import ON, Place, signed_in


def _settings() -> tuple[str, ...]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select coalesce(current_setting('bangfu.principal', true), ''),"
            " coalesce(current_setting('bangfu.areas', true), ''),"
            " coalesce(current_setting('bangfu.today', true), ''),"
            " coalesce(current_setting('bangfu.at_door', true), '')"
        )
        row: tuple[str, ...] = cursor.fetchone()
        return row


def test_a_scope_ends_with_its_transaction(real_home: Place) -> None:
    with scoped(operator_scope(), on=ON):
        assert Area.objects.exists()
    assert _settings() == ("", "", "", "")
    assert not Area.objects.exists()


def test_the_outer_scope_comes_back_after_an_inner_one(home: Place) -> None:
    clerk, worker = home["clerk"], home["village_worker"]
    with scoped(scope_for(clerk, on=ON), on=ON):
        before = _settings()
        with scoped(scope_for(worker, on=ON), on=ON, read_only=True):
            assert _settings()[0] == str(worker.uuid)
        assert _settings() == before
        with at_door("clerk"):
            assert _settings() == ("", "", "", "clerk")
        assert _settings() == before
        with pytest.raises(ZeroDivisionError), scoped(operator_scope(), on=ON):
            _ = 1 / 0
        assert _settings() == before


def test_a_read_only_scope_cannot_write_and_the_outer_one_still_can(home: Place) -> None:
    with scoped(operator_scope(), on=ON):
        with (
            pytest.raises(InternalError, match="read-only"),
            scoped(operator_scope(), on=ON, read_only=True),
        ):
            Organisation.objects.update(short_name="x")
        assert Organisation.objects.update(short_name="x")


def test_a_scope_knows_what_it_covers(home: Place) -> None:
    scope = scope_for(home["village_worker"], on=ON)
    assert scope.covers(home.village)
    assert scope.covers(home.village + 999)
    assert not scope.covers(home.next_village)
    assert scope.as_multirange() == f"{{[{home.village},{home.village + 999}]}}"
    assert Scope(scope.principal).as_multirange() == "{}"


# --- the middleware --------------------------------------------------------------------------


def _request(home: Place, method: str, view: Any) -> HttpResponse:
    """Send a request of the town's clerk through the middleware and to this view."""
    client = signed_in(home["clerk"])
    request = getattr(RequestFactory(), method)("/households/")
    request.session = client.session
    middleware = ScopeMiddleware(lambda request: _answered(middleware, request, view))
    answer = middleware(request)
    assert isinstance(answer, HttpResponse)
    return answer


def _answered(middleware: ScopeMiddleware, request: HttpRequest, view: Any) -> HttpResponse:
    """What Django's handler does around a view."""
    try:
        answer: HttpResponse = view(request)
    except Exception as error:
        middleware.process_exception(request, error)
        answer = HttpResponse(status=500)
    return answer


def _note(home: Place) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into offices_grant (uuid, principal, subject, subject_kind, area, purpose,"
            " valid_from, given_by, given_at) values (gen_random_uuid(), gen_random_uuid(),"
            " gen_random_uuid(), 'household', %s, 'paired', '2012-01-01', %s, now())",
            [home.village, home["clerk"].uuid],
        )


def _notes() -> int:
    with transaction.atomic("owner"), connections["owner"].cursor() as cursor:
        cursor.execute("select count(*) from offices_grant")
        (count,) = cursor.fetchone()
        return int(count)


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_looking_cannot_write(real_home: Place, method: str) -> None:
    def view(request: HttpRequest) -> HttpResponse:
        _note(real_home)
        return HttpResponse()

    assert _request(real_home, method, view).status_code == 500
    assert _notes() == 0


def test_an_act_is_kept(real_home: Place) -> None:
    def view(request: HttpRequest) -> HttpResponse:
        assert _settings()[0] == str(real_home["clerk"].uuid)
        _note(real_home)
        return HttpResponse()

    assert _request(real_home, "post", view).status_code == 200
    assert _notes() == 1
    assert _settings() == ("", "", "", "")


@pytest.mark.parametrize("failure", [ValueError("a bug"), gate.PermissionDenied("not you")])
def test_an_act_that_fails_half_way_leaves_nothing(real_home: Place, failure: Exception) -> None:
    def view(request: HttpRequest) -> HttpResponse:
        _note(real_home)
        raise failure

    assert _request(real_home, "post", view).status_code == 500
    assert _notes() == 0


def _refusals() -> list[Any]:
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "select actor, subject, detail ->> 'route' from audit_entry"
            " where verb = 'offices.gate.refuse' order by id"
        )
        return cursor.fetchall()


def test_a_refusal_is_recorded_though_the_page_may_not_write(real_home: Place) -> None:
    clerk = real_home["clerk"]
    answer = signed_in(clerk).get(reverse("offices:accounts"))
    assert answer.status_code == 403
    assert "不能打开" in answer.content.decode()
    admin = signed_in(real_home["system_admin"])
    missing = "00000000-0000-4000-8000-000000000000"
    assert admin.get(reverse("offices:account", kwargs={"uuid": missing})).status_code == 404
    assert [(str(who), str(what), route) for who, what, route in _refusals()] == [
        (str(clerk.uuid), "None", "offices:accounts"),
        (str(real_home["system_admin"].uuid), missing, "offices:account"),
    ]


def test_a_misspelt_right_does_not_pass_unnoticed() -> None:
    with pytest.raises(ValueError):
        gate.needs("register.reed")
    with pytest.raises(ValueError):
        gate.needs()
