"""The one way to a paper that an act rests on."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from bangfu.audit import actions as audit
from bangfu.frame import clock
from bangfu.offices import access
from bangfu.offices.gate import needs, not_found, refuse
from bangfu.offices.models import User
from bangfu.offices.scope import scope_for
from bangfu.registry import queries as registry
from bangfu.registry.models import ActPaper

from ..forms import OpenPaperForm

_ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "application/pdf": "pdf"}


@needs("register.unmask")
@never_cache
@require_POST
def open_paper(request: HttpRequest, uuid: UUID, paper: UUID) -> HttpResponse:
    """Give a paper of an act, after the look is on record (POST)."""
    user, on = request.user, clock.today()
    assert isinstance(user, User)
    found = registry.find_act_paper(scope_for(user, on=on), uuid, paper, on=on)
    if found is None or not _in_his_periods(user, found):
        not_found(request, subject=uuid, kind="change")
    home = found.household
    if not access.can_unmask(user, home=home.uuid, area=home.area, on=on):
        refuse(request, "register.unmask")
    form = OpenPaperForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("请先选为什么看，再打开材料。"))
        return redirect("desk:household", uuid=home.uuid)
    why = form.cleaned_data["reason"]
    audit.look(
        by=user.uuid, at=clock.now(), subject=home.uuid, subject_kind="household",
        verb="registry.paper.look", fields=["paper"], reason=why,
        area=home.area, via="web",
    )  # fmt: skip
    try:
        content = registry.read_act_paper(found)
    except registry.CannotOpen:
        messages.error(request, _("这份材料打不开：文件丢失、损坏，或已依法删除。请找管理员。"))
        return redirect("desk:household", uuid=home.uuid)
    return _given(found, content)


def _in_his_periods(user: User, found: ActPaper) -> bool:
    """An inspector sees the acts of the periods he was sent for, and their papers."""
    periods = access.periods_of(user, found.household.area, on=clock.today())
    return periods is None or any(lo <= found.change.on <= hi for lo, hi in periods)


def _given(found: ActPaper, content: bytes) -> HttpResponse:
    """A file to be saved, never shown as a page; its own name may hold people's names."""
    answer = HttpResponse(content, content_type=found.media_type)
    name = f"paper-{found.change.on.isoformat()}-{found.pk}.{_ENDINGS[found.media_type]}"
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return answer
