"""A change is tried out on the register, and what it would do is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from bangfu.audit import actions as audit
from bangfu.kernel.disclosure import K, Shown, protect
from bangfu.offices import access
from bangfu.offices.models import User
from bangfu.offices.scope import Scope
from bangfu.rules.proposing import Proposal
from bangfu.rules.standards import Standard
from bangfu.rules.whatif import CLOSES, GAINS, LOSES, OPENS, Effect

from ..models import Revision, WhatIf, WhatIfResult
from ..queries.library import digest_of_all, in_force
from ..queries.trying import Trial, try_out
from .drafting import attach

EARLIER = 20
"""How many earlier what-ifs new figures are held against; older ones are of another register."""
SIDES = ("gains", "loses")


class CannotTry(Exception):
    """No right, or nothing to try it on; worded for the person."""


def keep_whatif(
    *, proposal: Proposal, text: str, by: User, scope: Scope, on: date, at: datetime,
    revision: Revision | None = None,
) -> tuple[WhatIf, Trial]:  # fmt: skip
    """Try a change out on the families of the reader's areas and keep the figures.

    Beside ``revision``, where it is a draft's. Raises CannotTry, CannotChangeStandard.
    """
    if not access.has_right(by, "policy.try", on=on) or not scope.areas:
        raise CannotTry(_("您的岗位不能试算。"))
    trial = try_out(proposal, scope.areas, before=in_force().standards)
    figures = [_figures(effect, trial) for effect in trial.effects]
    area = min(lo for lo, _hi in scope.areas)
    with transaction.atomic():
        made = WhatIf.objects.create(
            place=area, words=_words(proposal, revision), on=proposal.on, text=text,
            base=digest_of_all(_whole(proposal)),
            households=trial.columns.register.households.height,
            persons=trial.columns.register.persons.height,
            shown={"standards": _shown(figures, area, proposal.on)},
            made_by=by.uuid, made_at=at,
        )  # fmt: skip
        WhatIfResult.objects.create(whatif=made, area=area, figures={"standards": figures})
        audit.record(
            by=by.uuid, at=at, verb="policies.whatif.keep", subject=made.uuid,
            subject_kind="policies.whatif", area=area, fields=["figures"],
        )  # fmt: skip
        if revision is not None:
            attach(revision=revision, whatif=made, by=by, on=on, at=at)
    return made, trial


def _words(proposal: Proposal, revision: Revision | None) -> str:
    """What was tried out: by its own words, a draft also by why it is changed."""
    words = proposal.words
    if revision is not None:
        words = f"{words}：{revision.because}"
    return words[:120]


def _whole(proposal: Proposal) -> dict[str, str]:
    """The texts of a proposal with the cases in force beside them, as a draft's texts are."""
    return {**in_force().texts, **proposal.files}


def _figures(effect: Effect, trial: Trial) -> dict[str, Any]:
    """The exact figures of one standard, as JSON: counts, fen, by fund and by village."""
    counts = dict(effect.changed["effect"].value_counts().iter_rows())
    names = trial.villages
    standard = _standard(effect.standard, trial)
    return {
        "standard": effect.standard,
        "zh": standard.name.zh,
        "en": standard.name.en,
        "before": vars(effect.before),
        "after": vars(effect.after),
        "effects": {name: counts.get(name, 0) for name in (GAINS, LOSES, OPENS, CLOSES)},
        "funds": [
            {"fund": fund, "before_fen": old, "after_fen": new}
            for fund, (old, new) in effect.funds.items()
        ],
        "villages": [
            {"area": area, "name": names.get(area, area), **vars(place)}
            for area, place in effect.places.items()
        ],
    }


def _standard(ident: str, trial: Trial) -> Standard:
    held = [*trial.proposal.standards.bases, *in_force().standards.bases]
    return next(one for one in held if one.id == ident)


def _shown(figures: Sequence[Mapping[str, Any]], area: int, on: date) -> list[dict[str, Any]]:
    """The figures for who sees no families: nothing in them, nor between them, is about few."""
    earlier = WhatIf.objects.filter(place=area).order_by("-id")
    before = [one.shown for one in earlier[:EARLIER]]
    return [_safe(one, _beside(before, one["standard"])) for one in figures]


def _beside(before: Sequence[Mapping[str, Any]], standard: str) -> dict[str, list[Shown]]:
    found: dict[str, list[Shown]] = {side: [] for side in SIDES}
    for kept in before:
        for one in kept["standards"]:
            if one["standard"] == standard:
                for side in SIDES:
                    cells = {place["area"]: place[side] for place in one["villages"]}
                    found[side].append(Shown(cells, one["effects"][side]))
    return found


def _safe(one: Mapping[str, Any], beside: Mapping[str, list[Shown]]) -> dict[str, Any]:
    villages = one["villages"]
    sides = {
        side: protect({place["area"]: place[side] for place in villages}, beside=beside[side])
        for side in SIDES
    }
    told = all(shown.total is not None for shown in sides.values())
    many = all(one[when]["yes"] >= K for when in ("before", "after"))
    # Money follows the counts: a sum over few tells what each of them gets.
    funds = one["funds"] if told and many else []
    return {
        "standard": one["standard"], "zh": one["zh"], "en": one["en"],
        "before": one["before"] if told and many else None,
        "after": one["after"] if told and many else None,
        "effects": {side: sides[side].total for side in SIDES},
        "funds": funds,
        "villages": [
            {"area": place["area"], "name": place["name"],
             **{side: sides[side].cells[place["area"]] for side in SIDES}}
            for place in villages
        ],
    }  # fmt: skip
