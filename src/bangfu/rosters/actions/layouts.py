"""How a receiver wants a list: kept once for the office, used with two clicks afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from bangfu.audit import actions as audit
from bangfu.frame.fields import has_control
from bangfu.offices.models import User
from bangfu.offices.scope import Scope

from .. import access
from ..models import Layout
from ..queries.batches import place_of
from ..writing import Chosen
from ..writing.columns import MOST_COLUMNS


class CannotKeepLayout(Exception):
    """No right, no name, no column, or a receiver that is there already; worded for the person."""


def keep_layout(
    *,
    layout: Layout | None,
    name: str,
    receiver: str,
    columns: Sequence[Chosen],
    by: User,
    scope: Scope,
    on: date,
    at: datetime,
) -> Layout:
    """Keep how a receiver wants a list, anew or in place of ``layout``.

    Raises CannotKeepLayout.
    """
    town = _town(by, scope, on)
    receiver = " ".join(receiver.split())
    if not receiver:
        raise CannotKeepLayout(_("请写收表单位。"))
    if has_control(receiver) or any(has_control(one.header) for one in columns):
        raise CannotKeepLayout(_("名字里有看不见的字符，请删掉后重新输入。"))
    if len(receiver) > 40:
        raise CannotKeepLayout(_("收表单位最多40个字。"))
    if not any(one.key for one in columns):
        raise CannotKeepLayout(_("至少要有一列台账里有的内容。"))
    if len(columns) > MOST_COLUMNS:
        raise CannotKeepLayout(_("最多60列。"))
    kept = layout or Layout(area=town, name=name, made_by=by.uuid, made_at=at)
    kept.receiver = receiver
    kept.columns = [one.as_json() for one in columns]
    try:
        with transaction.atomic():
            kept.save()
    except IntegrityError as twice:
        raise CannotKeepLayout(_("已有这个收表单位的列顺序，请改它，或换个名字。")) from twice
    _note("rosters.layout.keep", kept, by, at)
    return kept


def drop_layout(*, layout: Layout, by: User, scope: Scope, on: date, at: datetime) -> None:
    """Offer a receiver's layout no longer; sheets that were made with it still name it."""
    _town(by, scope, on)
    layout.dropped_at = at
    layout.save(update_fields=["dropped_at"])
    _note("rosters.layout.drop", layout, by, at)


def _town(by: User, scope: Scope, on: date) -> int:
    found = access.handed(by, scope, whole=False, on=on)
    if not found.areas:
        raise CannotKeepLayout(_("您的岗位不能改收表单位的列顺序。"))
    return place_of(found)


def _note(verb: str, layout: Layout, by: User, at: datetime) -> None:
    audit.record(
        verb=verb,
        by=by.uuid,
        at=at,
        subject=layout.uuid,
        subject_kind="rosters.layout",
        area=layout.area,
        fields=["receiver", "columns"],
    )
