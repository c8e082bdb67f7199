"""Who looked at a family."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from bangfu.audit import actions as trail
from bangfu.frame import clock
from bangfu.offices.gate import needs

from .. import queries
from .reach import family_of, reached


@needs("privacy.answer")
@never_cache
@require_GET
def looks(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show who looked at a family; on paper for the family, without names of staff."""
    family = family_of(request, uuid)
    user = reached(request, "privacy.answer", family.home.area)
    trail.look(
        by=user.uuid, at=clock.now(), subject=uuid, subject_kind="audit.subject", fields=[],
        reason="", area=family.home.area, via="web",
    )  # fmt: skip
    context = {"family": family, "seen": queries.looks_at(family), "today": clock.today()}
    return render(request, "desk/rights/looks.html", context)
