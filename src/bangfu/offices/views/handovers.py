"""Handing a post and its open work over: propose, confirm from both sides, withdraw, print."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bangfu.frame import clock

from .. import access, actions, forms, gate, queries
from ..gate import signed_in
from ..models import HandOver, User
from .own import person


@signed_in
@never_cache
@require_GET
def handovers(request: HttpRequest) -> HttpResponse:
    """List the hand-overs one takes part in or answers for, and one's own posts."""
    user, on = person(request), clock.today()
    context = {
        "rows": queries.list_handovers(user, on=on)[:50],
        "posts": queries.posts_to_hand_over(user, on=on),
    }
    return render(request, "offices/handovers.html", context)


@signed_in
@never_cache
@require_http_methods(["GET", "POST"])
def propose_handover(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show what would go over with the post (GET), or propose it (POST)."""
    by, on = person(request), clock.today()
    post = queries.find_post(uuid)
    if post is None or not access.can_propose_handover(by, post, on=on):
        gate.not_found(request, subject=uuid, kind="post")
    form = forms.HandOverForm(request.POST or None, post=post, by=by, on=on)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.propose_handover(post=post, by=by, at=clock.now(), **form.cleaned_data)
        except actions.CannotHandOver as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("移交已提出，等对方确认。"))
            return redirect("offices:handover", uuid=made.uuid)
    context = {
        "post": post,
        "form": form,
        "own": post.user_id == by.pk,
        "work": queries.all_open_work(post.user.uuid, post.area),
        "barred": post.role in queries.NOT_HANDED_OVER,
    }
    return render(request, "offices/propose_handover.html", context)


@signed_in
@never_cache
@require_GET
def handover(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show one hand-over with its list, to be signed on paper and confirmed here."""
    user, on = person(request), clock.today()
    made = _handover(request, user, uuid)
    work = queries.all_open_work(made.leaver.uuid, made.area) if made.is_open else []
    signed = made.leaver_confirmed_at is not None
    changed = made.is_open and made.mark != queries.mark_of(work)
    leaving = access.can_confirm_leaving(user, made.leaver, made.area_id, on=on)
    takes = user.pk == made.taker_id
    context = {
        "made": made,
        "work": work,
        "changed": changed,
        "leaves": made.is_open and leaving and not takes and (changed or not signed),
        "instead": user.pk != made.leaver_id,
        "takes": made.is_open and takes and signed and not changed,
        "waits": made.is_open and takes and (changed or not signed),
        "may_withdraw": made.is_open and (takes or leaving),
        "last_day": made.begins_on.fromordinal(made.begins_on.toordinal() - 1),
        "today": on,
    }
    return render(request, "offices/handover.html", context)


@signed_in
@never_cache
@require_POST
def confirm_handover(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Confirm one's side of it; the taker's confirmation does it all."""
    user = person(request)
    made = _handover(request, user, uuid)
    try:
        if user.pk == made.taker_id:
            actions.take_over(handover=made, by=user, at=clock.now())
            messages.success(request, _("移交办完了。"))
        else:
            actions.confirm_handover(handover=made, by=user, at=clock.now())
            messages.success(request, _("已确认，等接手的人确认。"))
    except actions.CannotHandOver as refusal:
        messages.error(request, str(refusal))
    return redirect("offices:handover", uuid=made.uuid)


@signed_in
@never_cache
@require_POST
def withdraw_handover(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Withdraw it before it is done."""
    user = person(request)
    made = _handover(request, user, uuid)
    try:
        actions.withdraw_handover(handover=made, by=user, at=clock.now())
        messages.success(request, _("移交已撤回，什么也没有变。"))
    except actions.CannotHandOver as refusal:
        messages.error(request, str(refusal))
    return redirect("offices:handover", uuid=made.uuid)


def _handover(request: HttpRequest, user: User, uuid: UUID) -> HandOver:
    made = queries.find_handover(user, uuid, on=clock.today())
    if made is None:
        gate.not_found(request, subject=uuid, kind="handover")
    return made
