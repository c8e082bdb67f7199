"""What the villages are asked, on paper, and what they wrote on it, typed back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from bangfu.audit import actions as audit
from bangfu.frame import clock
from bangfu.offices import access
from bangfu.offices.gate import needs, not_found

from .. import actions, queries
from ..forms import ReplyForm
from ..queries.worklist import Question, Worklist
from ..states import CannotDo
from .ground import reader

Line = tuple[Question, ReplyForm]


@needs("rosters.read")
@never_cache
@require_GET
def worklist(request: HttpRequest) -> HttpResponse:
    """Show what the villages are asked, a village at a time or all for the printer."""
    user, _scope = reader(request)
    context = _asked(request, request.GET) | {
        "can_reply": access.has_right(user, "rosters.take_in", on=clock.today())
    }
    return render(request, "rosters/worklist.html", context)


@needs("rosters.take_in")
@never_cache
@require_http_methods(["GET", "POST"])
def replies(request: HttpRequest) -> HttpResponse:
    """Type back what a village wrote: each line that is filled is worked in, the others stay."""
    context = _asked(request, request.GET)
    lines = list(_lines(context["list"], request.POST if request.method == "POST" else None))
    if request.method != "POST":
        return render(request, "rosters/replies.html", context | {"lines": lines})
    known = {question.key for question, _form in lines}
    gone = [key for key in request.POST.getlist("key") if key not in known and _typed(request, key)]
    wrong = [line for line in lines if line[1].is_filled and not _worked_in(request, line)]
    done = sum(form.is_filled for _question, form in lines) - len(wrong)
    left = sum(not form.is_filled for _question, form in lines)
    _say(request, done, left, len(gone))
    if not wrong:
        return redirect(f"{reverse('rosters:replies')}?{request.GET.urlencode()}")
    context |= {"lines": wrong, "left": left}
    return render(request, "rosters/replies.html", context, status=422)


def _asked(request: HttpRequest, said: Any) -> dict[str, Any]:
    """The list, of one batch where one is meant; looking at it is on record."""
    user, scope = reader(request)
    asked = said.get("batch", "")
    try:
        only = UUID(asked) if asked else None
    except ValueError:
        not_found(request)
    chosen = queries.to_ask_about(queries.list_batches(scope), only)
    audit.look(
        by=user.uuid, at=clock.now(), subject=user.uuid, subject_kind="rosters.worklist",
        fields=["rows"], reason="verify", via="web",
    )  # fmt: skip
    return {
        "list": queries.worklist(chosen, said.get("village", "")),
        "only": chosen[0] if only and chosen else None,
        "today": clock.today(),
        "user_name": user.display_name,
    }


def _lines(found: Worklist, data: Any) -> Iterator[Line]:
    for village in found.shown:
        for question in village.lines:
            yield question, ReplyForm(question, data)


def _typed(request: HttpRequest, key: str) -> bool:
    return any(request.POST.get(f"{key}-{name}", "").strip() for name in ("text", "answer"))


def _worked_in(request: HttpRequest, line: Line) -> bool:
    """Work a line in, or say at it why not; what was typed stays."""
    question, form = line
    if not form.is_valid():
        return False
    user, _scope = reader(request)
    reply = actions.Reply(
        question.asked, form.cleaned_data.get("text", ""), form.cleaned_data.get("answer", "")
    )
    try:
        actions.take_reply(reply=reply, by=user.uuid, at=clock.now(), today=clock.today())
    except CannotDo as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _say(request: HttpRequest, done: int, left: int, gone: int) -> None:
    if done:
        words = ngettext("办好%(n)d条。", "办好%(n)d条。", done) % {"n": done}
        messages.success(request, words)
    if left:
        words = ngettext("%(n)d条没有填，还在清单上。", "%(n)d条没有填，还在清单上。", left) % {
            "n": left
        }
        messages.info(request, words)
    if gone:
        words = ngettext(
            "%(n)d条已经有人办了，没有改动。", "%(n)d条已经有人办了，没有改动。", gone
        ) % {"n": gone}
        messages.warning(request, words)
    if not done and not left and not gone:
        messages.info(request, _("没有填任何一条。"))
