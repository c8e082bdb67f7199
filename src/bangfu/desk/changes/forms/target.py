"""Which household of the register somebody goes to: typed, then chosen from what was found."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _

from bangfu.offices.scope import Scope

from ..queries import Target, find_target, find_targets


def target_of(
    form: forms.Form,
    typed: str,
    *,
    besides: UUID,
    scope: Scope,
    on: date,
    order: Callable[[], None],
) -> UUID | None:
    """Return the household that was picked or that the whole number means; otherwise ask which
    one of those found, in a field ``target`` after ``order`` put it in its place."""
    return _chosen(form, besides, scope, on) or _found(form, typed, besides, scope, on, order)


def _chosen(form: forms.Form, besides: UUID, scope: Scope, on: date) -> UUID | None:
    """The household picked on the second rendering, if it is there for this reader."""
    uuid = uuid_of(form.data.get("target"))
    if uuid is None or uuid == besides:
        return None
    found = find_target(scope, uuid, on=on)
    return found.uuid if found is not None else None


def _found(
    form: forms.Form, typed: str, besides: UUID, scope: Scope, on: date, order: Callable[[], None]
) -> UUID | None:
    """A whole number means one household; a name is shown and asked about once more."""
    found = find_targets(scope, typed, besides=besides, on=on)
    exact = [target.uuid for target in found if target.number == typed.strip()]
    if exact:
        return exact[0]
    if not found:
        form.add_error("to", _("没有找到别的户，请改填家庭编号。"))
        return None
    choices = [(str(one.uuid), target_words(one)) for one in found]
    form.fields["target"] = forms.ChoiceField(
        label=_("是哪一户"), choices=choices, widget=forms.RadioSelect
    )
    order()
    form.add_error("target", _("请选是哪一户。"))
    return None


def target_words(one: Target) -> str:
    """Return a household as a line to choose from."""
    words = _("%(head)s户，%(village)s，%(size)d人，编号%(number)s")
    return words % {
        "head": one.head, "village": one.village, "size": one.size, "number": one.number,
    }  # fmt: skip


def uuid_of(text: Any) -> UUID | None:
    """Return what was sent as a UUID, or None."""
    try:
        return UUID(str(text or ""))
    except ValueError:
        return None
