"""The pages of everybody: the door, one's own recovery codes and one's own sessions."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from allauth.account.views import LoginView
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from bangfu.frame import clock

from .. import actions, forms, gate, queries
from ..gate import signed_in
from ..models import User
from ..signin import SIGN_IN


def person(request: HttpRequest) -> User:
    """Return who is signed in."""
    user = request.user
    assert isinstance(user, User)
    return user


def mark(request: HttpRequest) -> UUID:
    """Return the mark of this session's line; the middleware has seen to it that there is one."""
    return UUID(request.session[SIGN_IN])


class Login(LoginView):
    """Name and password, the town, and whom to call when one cannot get in."""

    form_class = forms.LoginForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add whom to call, and whether the visitor comes from a session that ran out."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        town = queries.find_town_setting()
        words = [town.contact_name, town.contact_phone] if town else []
        context["administrator"] = " ".join(word for word in words if word)
        context["timed_out"] = self.request.GET.get("why") == "idle"
        return context


@signed_in
@never_cache
@require_GET
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Show one's own unused recovery codes, to who has just proved again who it is.

    In the place of allauth's page, which writes down at a GET that it was opened.
    """
    raise_if_reauthentication_required(request, app="allauth.mfa")
    codes = queries.recovery_codes_of(person(request))
    if codes is None:
        gate.not_found(request, subject=person(request).uuid, kind="recovery_codes")
    context = {"unused_codes": codes, "can_view_codes": True, "can_generate_codes": True}
    return render(request, "mfa/recovery_codes/index.html", context)


class _OnRecord:
    """What one does with one's own second factor stands on the trail; the secrets do not."""

    act: str
    request: HttpRequest

    def form_valid(self, form: Any) -> HttpResponse:
        answer: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        actions.note_second_factor(user=person(self.request), act=self.act, at=clock.now())
        return answer


class SetUpSecondFactor(_OnRecord, ActivateTOTPView):
    """Turning the second factor on; the recovery codes are shown next."""

    act = "set_up_second_factor"


class TakeOffSecondFactor(_OnRecord, DeactivateTOTPView):
    """Turning one's own second factor off."""

    act = "take_off_second_factor"


class RenewRecoveryCodes(_OnRecord, GenerateRecoveryCodesView):
    """A new set of recovery codes; the old one opens nothing from now on."""

    act = "renew_recovery_codes"


@signed_in
@never_cache
@require_GET
def sessions(request: HttpRequest) -> HttpResponse:
    """Show where one is signed in, and was lately."""
    lines = queries.sessions_of(
        person(request),
        here=mark(request),
        at=clock.machine_time(),
        idle_minutes=settings.IDLE_MINUTES,
    )
    others = any(line.is_open and not line.is_here for line in lines)
    return render(request, "offices/sessions.html", {"lines": lines, "others": others})


@signed_in
@never_cache
@require_POST
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    """End one's own sessions but this one."""
    count = actions.end_other_sign_ins(user=person(request), here=mark(request), at=clock.now())
    messages.success(request, _("已结束%(count)d个会话。") % {"count": count})
    return redirect("account_sessions")
