"""One act from its form: done, or the form says why not; and the way back to the household."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from bangfu.frame.templatetags.frame import minute
from bangfu.offices import queries as offices
from bangfu.offices.models import User
from bangfu.registry.actions import changes
from bangfu.registry.models import Change

from .forms import ChangeForm
from .forms.people import DepartForm


def done(form: ChangeForm, do: Callable[..., Change], user: User, *, at: datetime) -> Change | None:
    """Do the act, or say on the form why not."""
    try:
        return do(**form.asked(), told=form.told(by=user.uuid, at=at))
    except changes.Overtaken as late:
        form.add_error(None, overtaken(late.change))
        form.keep_up(late.seen)
    except (changes.NeedsHead, changes.LastMember) as asks:
        assert isinstance(form, DepartForm)
        form.add_error(None, str(asks))
        form.ask_for("head" if isinstance(asks, changes.NeedsHead) else "close")
    except changes.Unlikely as odd:
        form.ask_sure(odd)
    except changes.NotThatDay as wrong:
        form.add_error("on", str(wrong))
    except changes.AlreadyThere as known:
        form.add_error(None, str(known))
        form.known = known.person
    except changes.CannotChange as refusal:
        form.add_error(None, str(refusal))
    return None


def overtaken(change: Change) -> str:
    """Say who was faster, when, and with what."""
    by = change.undone_by or change.done_by
    words = (
        _("%(who)s在%(at)s撤回了“%(act)s”。您填的还在，请看过再办。")
        if change.undone_at
        else _("%(who)s在%(at)s办了“%(act)s”。您填的还在，请看过再办。")
    )
    return words % {
        "who": offices.names_of([by]).get(by, ""),
        "at": minute(change.undone_at or change.done_at),
        "act": change.get_kind_display(),
    }


def back_to(change: Change) -> HttpResponse:
    """Lead to the page of the household, which says what was done and offers to take it back."""
    page = reverse("desk:household", kwargs={"uuid": change.household.uuid})
    return redirect(f"{page}?{urlencode({'done': str(change.uuid)})}")
