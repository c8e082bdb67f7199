"""The standards in force, in plain words, for everybody who signs in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from bangfu.frame import clock
from bangfu.offices.gate import not_found, signed_in

from .. import access, queries
from ..queries import plain
from .ground import area_of, names_of, reader, rights_of


@signed_in
@never_cache
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """List the standards that hold here, what is being changed, what was tried out."""
    user, _scope = reader(request)
    on, area = clock.today(), area_of(user)
    held = queries.standards()
    pages = [plain.page_of(held, one.id, area, on=on) for one in held.of_area(area)]
    under_way = queries.list_open(area)
    tried = queries.list_whatifs(area)
    context = {
        "standards": sorted((one for one in pages if one), key=lambda one: one.id),
        "under_way": under_way,
        "tried": tried,
        "names": names_of(*(one.drafted_by for one in under_way), *(one.made_by for one in tried)),
        "may_try": "policy.try" in rights_of(user),
        "reads": bool({"policy.try", "figures.read"} & rights_of(user)),
    }
    return render(request, "policies/index.html", context)


@signed_in
@never_cache
@require_GET
def standard(request: HttpRequest, ident: str) -> HttpResponse:
    """Show one standard in plain words, its numbers through time, and who changed them."""
    user, _scope = reader(request)
    on, area = clock.today(), area_of(user)
    library = queries.in_force()
    page = plain.page_of(library.standards, ident, area, on=on)
    if page is None:
        not_found(request, kind="policies.standard")
    published = queries.list_published(page.files)
    context = {
        "page": page,
        "published": published,
        "texts": [(file, library.texts[file]) for file in page.files],
        "names": names_of(*(one.published_by for one in published),
                          *(one.drafted_by for one in published),
                          *(one.reviewed_by for one in published)),
        "may_change": any(
            access.can_draft(user, place, on=on) for place in _areas(ident, area)
        ),
    }  # fmt: skip
    return render(request, "policies/standard.html", context)


def _areas(ident: str, area: str) -> list[str]:
    """The areas of a standard and of its overrides here."""
    held = queries.standards()
    standard = next(one for one in held.of_area(area) if one.id == ident)
    return [standard.area, *(one.area for one in plain.overrides_of(held, standard, area))]
