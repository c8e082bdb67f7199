"""What a change would do: asked on a page, answered for everybody, kept to be compared."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from bangfu.audit import actions as audit
from bangfu.frame import clock
from bangfu.offices.gate import needs, not_found
from bangfu.rules import StandardError
from bangfu.rules.proposing import Proposal, propose
from bangfu.rules.whatif import affordable

from .. import actions, queries
from ..forms import BudgetForm, ChangeForm, WordsForm, written
from ..models import WhatIf
from ..queries.plain import chinese, fund_words
from .ground import area_of, choices_of, names_of, reader, rights_of, values_of

MOST_NAMES = 500
WIDEST = 200
"""Length of the longest bar of a chart, in the units of its picture."""


@needs("policy.try")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for one value that might be another, and try it out (POST)."""
    user, _scope = reader(request)
    on = clock.today()
    held = queries.standards()
    values = values_of(held, area_of(user))
    chosen = request.GET.get("what", "")
    first = {"since": on, "what": chosen if chosen in values else ""}
    form = ChangeForm(request.POST or None, choices=choices_of(held, values), initial=first)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        _file, name, series = values[asked["what"]]
        label = series.words.zh if chinese() else series.words.en
        try:
            to = written(series, asked["to"])
            words = json.dumps(f"{label}：{asked['to']}"[:120], ensure_ascii=False)
            text = "\n".join(
                [
                    f"what_if: {words}",
                    f"on: {max(on, asked['since']).isoformat()}",
                    "changes:",
                    f"  - {{standard: {asked['what'].split('.')[0]}, value: {name}, to: {to},"
                    f" from: {asked['since'].isoformat()}}}",
                ]
            )
            return _tried(request, text)
        except ValidationError as error:
            form.add_error("to", error)
        except StandardError as error:
            form.add_error(None, [_said(fault) for fault in error.faults])
        except actions.CannotTry as refusal:
            form.add_error(None, str(refusal))
    return _asking(request, form=form)


def _asking(request: HttpRequest, **more: Any) -> HttpResponse:
    user, _scope = reader(request)
    held, area = queries.standards(), area_of(user)
    money = choices_of(held, values_of(held, area, money=True))
    context = {
        "form": ChangeForm(
            choices=choices_of(held, values_of(held, area)), initial={"since": clock.today()}
        ),
        "budget_form": BudgetForm(choices=money),
        "words_form": WordsForm(),
        **more,
    }
    return render(request, "policies/what_if.html", context)


def _said(fault: Any) -> str:
    words: str = fault.zh if chinese() else fault.en
    return f"{fault.line}: {words}" if fault.line else words


def _tried(request: HttpRequest, text: str) -> HttpResponse:
    user, scope = reader(request)
    on = clock.today()
    proposal = propose(queries.texts(), text, file="", on=on)
    made, _trial = actions.keep_whatif(
        proposal=proposal, text=text, by=user, scope=scope, on=on, at=clock.now()
    )
    return redirect("policies:result", made.uuid)


@needs("policy.try")
@never_cache
@require_http_methods(["POST"])
def ask_in_words(request: HttpRequest) -> HttpResponse:
    """Try out a change that is written as text (POST)."""
    form = WordsForm(request.POST)
    if form.is_valid():
        try:
            return _tried(request, form.cleaned_data["text"].replace("\r\n", "\n"))
        except StandardError as error:
            form.add_error("text", [_said(fault) for fault in error.faults])
        except actions.CannotTry as refusal:
            form.add_error(None, str(refusal))
    return _asking(request, words_form=form, open_words=True)


@needs("policy.try")
@never_cache
@require_http_methods(["POST"])
def budget(request: HttpRequest) -> HttpResponse:
    """Say what a budget could pay (POST); nothing is kept."""
    user, scope = reader(request)
    on = clock.today()
    held = queries.standards()
    values = values_of(held, area_of(user), money=True)
    form = BudgetForm(request.POST, choices=choices_of(held, values))
    context: dict[str, Any] = {"budget_form": form}
    if form.is_valid() and scope.areas:
        file, name, series = values[form.cleaned_data["what"]]
        columns = queries.columns_of(scope.areas, on=on)
        files = {n: t for n, t in queries.texts().items() if not n.endswith(".cases.yaml")}
        ident = form.cleaned_data["what"].split(".")[0]
        try:
            found = affordable(
                files, file, name, columns.register, standard=ident,
                budget_fen=int(form.cleaned_data["budget"] * 100),
            )  # fmt: skip
            context["affordable"] = found
            context["value"] = series.words.zh if chinese() else series.words.en
        except ValueError:
            form.add_error("what", _("按现在登记的情况，花多少钱和这个数没有关系。"))
    return _asking(request, **context)


def _found(request: HttpRequest, uuid: UUID) -> WhatIf:
    found = queries.find_whatif(uuid)
    if found is None:
        not_found(request, subject=uuid, kind="policies.whatif")
    return found


@needs("policy.try", "figures.read")
@never_cache
@require_GET
def result(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show what a change would do, beside another one where that is asked for."""
    user, _scope = reader(request)
    found = _found(request, uuid)
    figures, exact = queries.figures_of(found)
    others = [one for one in queries.list_whatifs(area_of(user)) if one.uuid != found.uuid]
    other = next((one for one in others if str(one.uuid) == request.GET.get("with")), None)
    context = {
        "it": found,
        "exact": exact,
        "standards": [_drawn(one) for one in figures["standards"]],
        "others": others[:20],
        "other": other,
        "beside": _beside(other),
        "names": names_of(found.made_by),
        "may_name": exact and "policy.try" in rights_of(user),
    }
    return render(request, "policies/result.html", context)


def _beside(other: WhatIf | None) -> list[dict[str, Any]]:
    if other is None:
        return []
    figures, _exact = queries.figures_of(other)
    return [_drawn(one) for one in figures["standards"]]


def _drawn(one: dict[str, Any]) -> dict[str, Any]:
    """The figures of a standard with what its charts need: lengths of bars, words of funds."""
    before, after = one["before"], one["after"]
    most = max(before["fen"], after["fen"], 1) if before and after else 1
    return {
        **one,
        "name": one["zh"] if chinese() else one["en"],
        "bars": [
            (label, side["fen"], max(1, side["fen"] * WIDEST // most) if side["fen"] else 0)
            for label, side in ((_("现在"), before), (_("改了以后"), after))
        ]
        if before and after
        else [],
        "changed": any(one["effects"].values()),
        "difference": after["fen"] - before["fen"] if before and after else None,
        "funds": [{**fund, "name": fund_words(fund["fund"])} for fund in one["funds"]],
        "villages": [
            {**place, "difference": place["after_fen"] - place["before_fen"]}
            if "after_fen" in place
            else place
            for place in one["villages"]
        ],
    }


@needs("policy.try")
@never_cache
@require_GET
def names(request: HttpRequest, uuid: UUID, ident: str) -> HttpResponse:
    """Name whom a change touches, answered again on today's register; the look is on record."""
    user, scope = reader(request)
    found = _found(request, uuid)
    if not queries.figures_of(found)[1]:
        not_found(request, subject=uuid, kind="policies.whatif")
    audit.look(
        by=user.uuid, at=clock.now(), subject=uuid, subject_kind="policies.whatif",
        fields=["names"], reason="verify", area=found.place, via="web",
    )  # fmt: skip
    rows, total = _touched(found, scope.areas, ident, request.GET.get("effect", ""))
    context = {"it": found, "ident": ident, "rows": rows, "total": total, "most": MOST_NAMES}
    return render(request, "policies/names.html", context)


def _touched(found: WhatIf, areas: Any, ident: str, only: str) -> tuple[list[dict[str, Any]], int]:
    try:
        proposal: Proposal = propose(queries.texts(), found.text, file="", on=found.on)
    except StandardError:
        # What was changed then is not there any more to be changed.
        return [], 0
    trial = queries.try_out(proposal, areas, before=queries.standards())
    effect = next((one for one in trial.effects if one.standard == ident), None)
    if effect is None:
        return [], 0
    rows = queries.whom(trial, effect)
    if only:
        rows = rows.filter(effect=only)
    villages = trial.villages
    shown = [
        {**row, "village": villages.get(row["village"], "")}
        for row in rows.head(MOST_NAMES).to_dicts()
    ]
    return shown, rows.height
