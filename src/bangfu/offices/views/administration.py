"""The administrators' screens: accounts, posts, locks and sessions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bangfu.frame import clock

from .. import access, actions, forms, gate, queries
from ..gate import needs
from ..models import Post, User
from .own import mark, person

PER_PAGE = 25


def _account(request: HttpRequest, uuid: UUID) -> User:
    """The account, if the administrator answers for its place; else the page 404, recorded."""
    user = queries.find_account(person(request), uuid, on=clock.today())
    if user is None:
        gate.not_found(request, subject=uuid, kind="account")
    return user


@needs("users.manage")
@never_cache
@require_GET
def accounts(request: HttpRequest) -> HttpResponse:
    """List the accounts of one's places, narrowed by part of a name, 25 a page."""
    form = forms.FindForm(request.GET)
    text = form.cleaned_data["text"] if form.is_valid() else ""
    found = queries.list_accounts(person(request), on=clock.today(), text=text)
    total = found.count()
    page = _page_number(request)
    rows = found[(page - 1) * PER_PAGE : page * PER_PAGE]
    context = {
        "form": form,
        "text": text,
        "rows": rows,
        "total": total,
        "previous": page - 1 if page > 1 else None,
        "next": page + 1 if page * PER_PAGE < total else None,
        "today": clock.today(),
    }
    return render(request, "offices/accounts.html", context)


@needs("users.manage")
@never_cache
@require_http_methods(["GET", "POST"])
def open_account(request: HttpRequest) -> HttpResponse:
    """Open an account; its first password is on the answer, once."""
    by = person(request)
    form = forms.AccountForm(request.POST or None, by=by, on=clock.today())
    if request.method == "POST" and form.is_valid():
        try:
            opened = actions.open_account(by=by, at=clock.now(), **form.cleaned_data)
        except actions.CannotOpenAccount as error:
            form.add_error("username", str(error))
        else:
            return _first_password(request, opened.user, opened.password, is_new=True)
    return render(request, "offices/open_account.html", {"form": form})


@needs("users.manage", "security.manage")
@never_cache
@require_GET
def account(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show one account: its posts, its sessions and what may be done with it."""
    return _show(request, _account(request, uuid))


@needs("users.manage", "security.manage")
@never_cache
@require_POST
def give_post(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Give the account a post."""
    by = person(request)
    user = _account(request, uuid)
    form = forms.PostForm(request.POST, by=by, on=clock.today())
    if form.is_valid():
        try:
            actions.give_post(user=user, by=by, at=clock.now(), **form.cleaned_data)
        except actions.CannotGivePost as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("岗位已登记。"))
            return redirect("offices:account", uuid=user.uuid)
    return _show(request, user, form)


@needs("users.manage", "security.manage")
@never_cache
@require_POST
def end_post(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Set the last day of a post."""
    post = queries.find_post(uuid)
    if post is None:
        gate.not_found(request, subject=uuid, kind="post")
    user = _account(request, post.user.uuid)
    form = forms.EndPostForm(request.POST)
    if form.is_valid():
        try:
            actions.end_post(post=post, by=person(request), at=clock.now(), **form.cleaned_data)
        except actions.CannotEndPost as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("离任日期已登记。"))
    else:
        messages.error(request, _("请填离任日期。"))
    return redirect("offices:account", uuid=user.uuid)


@needs("users.manage", "security.manage")
@never_cache
@require_POST
def reset_password(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Give the account a new first password, shown once."""
    user = _account(request, uuid)
    try:
        password = actions.reset_password(user=user, by=person(request), at=clock.now())
    except actions.CannotResetPassword as error:
        messages.error(request, str(error))
        return redirect("offices:account", uuid=user.uuid)
    return _first_password(request, user, password)


@needs("users.manage", "security.manage")
@never_cache
@require_POST
def close_account(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Close an account; what it did stays."""
    user = _account(request, uuid)
    known = request.POST.get("known") == "1"
    try:
        actions.close_account(user=user, by=person(request), at=clock.now(), known=known)
    except actions.AsksAgain as again:
        return _show(request, user, asked_again=again)
    except actions.Cannot as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("账号已停用，岗位到今天为止。"))
    return redirect("offices:account", uuid=user.uuid)


@needs("users.manage", "security.manage")
@never_cache
@require_POST
def reopen_account(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Reopen a closed account; its new first password is on the answer, once."""
    user = _account(request, uuid)
    form = forms.ReopenForm(request.POST)
    if form.is_valid():
        try:
            password = actions.reopen_account(
                user=user, by=person(request), at=clock.now(), **form.cleaned_data
            )
        except actions.Cannot as refusal:
            form.add_error(None, str(refusal))
        else:
            return _first_password(request, user, password, is_new=True)
    return _show(request, user, reopen_form=form)


@needs("users.manage", "security.manage")
@never_cache
@require_POST
def end_session(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """End a session of an account of one's places."""
    line = queries.find_sign_in(uuid)
    if line is None:
        gate.not_found(request, subject=uuid, kind="session")
    user = _account(request, line.user.uuid)
    with _said(request, _("会话已结束。")):
        actions.end_sign_in(line=line, by=person(request), at=clock.now())
    return _back(request, user)


@needs("security.manage")
@never_cache
@require_GET
def security(request: HttpRequest) -> HttpResponse:
    """Show who holds which role, which accounts are locked and who is signed in."""
    by, on = person(request), clock.today()
    context = {
        "roles": queries.holders_by_role(by, on=on),
        "locks": queries.list_locks(by, on=on, at=clock.machine_time()),
        "sessions": queries.list_open_sign_ins(
            by, on=on, at=clock.machine_time(), idle_minutes=settings.IDLE_MINUTES
        ),
    }
    return render(request, "offices/security.html", context)


@needs("security.manage")
@never_cache
@require_POST
def unlock(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Lift the lock of an account."""
    user = _account(request, uuid)
    with _said(request, _("已解锁。")):
        actions.unlock(user=user, by=person(request), at=clock.now())
    return _back(request, user)


@needs("security.manage")
@never_cache
@require_POST
def reset_second_factor(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Take off the second factor of somebody who has lost it."""
    user = _account(request, uuid)
    with _said(request, _("两步验证已关掉，他的登录也已结束。")):
        actions.reset_second_factor(user=user, by=person(request), at=clock.now())
    return redirect("offices:account", uuid=user.uuid)


@contextmanager
def _said(request: HttpRequest, done: str) -> Iterator[None]:
    """Say on the next page that the act was done, or why it was refused."""
    try:
        yield
    except actions.Cannot as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)


def _back(request: HttpRequest, user: User) -> HttpResponse:
    """To the list, if the act was done there; else to the account."""
    if request.POST.get("from") == "security":
        return redirect("offices:security")
    return redirect("offices:account", uuid=user.uuid)


@needs("users.manage")
@never_cache
@require_POST
def arrange_stand_in(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Let somebody stand in for the account between two dates."""
    by, user = person(request), _account(request, uuid)
    form = forms.StandInForm(request.POST, for_user=user, by=by, on=clock.today())
    if form.is_valid():
        try:
            actions.arrange_stand_in(for_user=user, by=by, at=clock.now(), **form.cleaned_data)
        except actions.CannotStandIn as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("代班已登记。"))
            return redirect("offices:account", uuid=user.uuid)
    return _show(request, user, stand_form=form)


@needs("users.manage")
@never_cache
@require_POST
def end_stand_in(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """End a stand-in now."""
    made = queries.find_stand_in(uuid)
    if made is None:
        gate.not_found(request, subject=uuid, kind="stand_in")
    user = _account(request, made.for_user.uuid)
    with _said(request, _("代班已结束。")):
        actions.end_stand_in(stand_in=made, by=person(request), at=clock.now())
    return redirect("offices:account", uuid=user.uuid)


def _show(
    request: HttpRequest,
    user: User,
    form: forms.PostForm | None = None,
    stand_form: forms.StandInForm | None = None,
    reopen_form: forms.ReopenForm | None = None,
    asked_again: actions.AsksAgain | None = None,
) -> HttpResponse:
    by, on = person(request), clock.today()
    rights = access.rights_of(by, on=on)
    context = {
        "account": user,
        "posts": [(post, _may_end(by, post)) for post in queries.list_posts(user)],
        "sessions": queries.sessions_of(
            user, here=mark(request), at=clock.machine_time(), idle_minutes=settings.IDLE_MINUTES
        ),
        "form": form or forms.PostForm(by=by, on=on),
        "may_reset": access.can_reset_password(by, user, on=on),
        "own": by.pk == user.pk,
        "lists": "users.manage" in rights,
        "locked": queries.locked_until(user.username, at=clock.machine_time()),
        "may_unlock": access.can_unlock(by, user, on=on),
        "guards": access.can_reset_second_factor(by, user, on=on),
        "has_factor": queries.has_second_factor(user.uuid),
        "needs_factor": access.needs_second_factor(user, on=on),
        "today": on,
        "asked_again": asked_again,
        "reopen_form": reopen_form or forms.ReopenForm(),
        "handed": {post.pk for post in queries.posts_to_hand_over(user, on=on)},
        **_standing(by, user, stand_form),
    }
    return render(request, "offices/account.html", context)


def _standing(by: User, user: User, form: forms.StandInForm | None) -> dict[str, object]:
    """Who stands in for the account or for whom it does, and the form for one more."""
    on = clock.today()
    may = user.is_active and access.can_arrange_stand_in(by, user, user, on=on)
    lent = may and queries.lends(user, on=on)
    return {
        "stand_ins": [
            (one, access.can_arrange_stand_in(by, one.for_user, one.user, on=on))
            for one in queries.list_stand_ins(user, since=on)
        ],
        "stand_form": (form or forms.StandInForm(for_user=user, by=by, on=on)) if lent else None,
    }


def _may_end(by: User, post: Post) -> bool:
    on = clock.today()
    over = post.valid_until is not None and post.valid_until < on
    return not over and access.can_give_post(by, post.user, post.role, post.area_id, on=on)


def _first_password(
    request: HttpRequest, user: User, password: str, *, is_new: bool = False
) -> HttpResponse:
    context = {
        "account": user,
        "password": password,
        "is_new": is_new,
        "locked": queries.locked_until(user.username, at=clock.machine_time()),
    }
    return render(request, "offices/first_password.html", context)


def _page_number(request: HttpRequest) -> int:
    text = request.GET.get("page", "1")
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < 7 else 1
