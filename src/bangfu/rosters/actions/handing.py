"""A list is handed out as a sheet: masked for the group, or whole for the office, for a reason."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import translation
from django.utils.translation import gettext as _

from bangfu.audit import actions as audit
from bangfu.frame.clock import ZONE
from bangfu.offices import access as offices_access
from bangfu.offices import queries as offices
from bangfu.offices.models import User
from bangfu.offices.scope import Scope
from bangfu.privacy import crypto, keys
from bangfu.privacy.states import Reason
from bangfu.registry import queries as registry
from bangfu.registry.queries import HandedRow, HouseholdFilter, PersonFilter

from .. import access
from ..models import Handout, Layout
from ..queries.batches import place_of, town_of
from ..queries.handouts import KEPT_FOR, SEALED_AS
from ..queries.progress import is_stuck
from ..states import HandoutState
from ..writing import Book, Chosen, Heading, cell_of, default_for, read_chosen, write_book
from ..writing.columns import HOUSEHOLDS, PEOPLE
from ..writing.values import Cell

MANY = 3000
"""Rows from which on a sheet is made by a job."""
MOST = 200_000
"""Rows of one sheet; more are asked for village by village."""
_VERBS = {HOUSEHOLDS: "registry.households.export", PEOPLE: "registry.people.export"}
_FILTERS: dict[str, type[HouseholdFilter] | type[PersonFilter]] = {
    HOUSEHOLDS: HouseholdFilter,
    PEOPLE: PersonFilter,
}


class CannotHandOut(Exception):
    """No right to the sheet, no reason given, or too many rows; worded for the person."""


@dataclass(frozen=True)
class Order:
    """What is asked for: the list and its filter, the version, the reason, the receiver's layout.

    ``words`` say the filter as the screen does; ``whole`` asks for a ``reason`` of the list.
    """

    name: str
    asked: HouseholdFilter | PersonFilter
    words: str = ""
    order: str = ""
    whole: bool = False
    reason: str = ""
    layout: Layout | None = None

    @property
    def columns(self) -> list[Chosen]:
        """The columns of the sheet; the receiver's stay, also where they have to be empty."""
        if self.layout is not None:
            return read_chosen(self.layout.columns, self.name)
        every = default_for(self.name)
        return [one for one in every if self.whole or not (one.kind and one.kind.private)]


def hand_out(
    order: Order,
    path: Path,
    *,
    by: User,
    scope: Scope,
    on: date,
    at: datetime,
    via: str = "web",
    rows: Iterable[HandedRow] | None = None,
) -> Book:
    """Write the sheet to a file and put it on record: how many, which fields, the file's digest.

    ``rows`` are the list's own where nobody paces them. Raises CannotHandOut.
    """
    scope = refuse(order, by=by, scope=scope, on=on)
    with translation.override("zh-hans"):
        columns = order.columns
        heading = _heading(order, columns, by=by, scope=scope, on=on, at=at)
        found = rows if rows is not None else rows_of(order, scope, on=on)
        book = write_book(path, columns, _cells(order, columns, found), heading)
    audit.record(
        verb=_VERBS[order.name],
        by=by.uuid,
        at=at,
        area=place_of(scope),
        fields=[f"sheet.{one.key}" for one in columns if one.key],
        reason=order.reason,
        detail={
            "rows": book.rows,
            "sheet": "whole" if order.whole else "masked",
            "sha256": book.digest,
            **({"layout": str(order.layout.uuid)} if order.layout else {}),
        },
        via=via,
    )
    return book


def refuse(order: Order, *, by: User, scope: Scope, on: date) -> Scope:
    """Return the places of which the account may have the sheet.

    Raises CannotHandOut where there is none, or where it gave no reason for it.
    """
    found = access.handed(by, scope, whole=order.whole, on=on)
    if not found.areas:
        raise CannotHandOut(_("您的岗位不能导出这份名单。"))
    if order.whole and order.reason not in Reason.values:
        raise CannotHandOut(_("内部版要选一个理由。"))
    return found


def rows_of(order: Order, scope: Scope, *, on: date) -> Iterator[HandedRow]:
    """Return the rows of the sheet; what is sealed is opened only where a column shows it."""
    sealed = {
        one.kind.sealed for one in order.columns if order.whole and one.kind and one.kind.sealed
    }
    if isinstance(order.asked, HouseholdFilter):
        return registry.households_handed(
            scope, order.asked, on=on, order=order.order, sealed=sealed
        )
    return registry.people_handed(scope, order.asked, on=on, sealed=sealed)


def begin_handout(
    order: Order, *, by: User, scope: Scope, on: date, at: datetime, of_rows: int
) -> Handout:
    """Note that a large sheet is asked for; a job makes it.  Raises CannotHandOut."""
    scope = refuse(order, by=by, scope=scope, on=on)
    if of_rows > MOST:
        raise CannotHandOut(_("超过20万行，请先筛选，再分几次导出。"))
    _forget_old(by, at)
    return Handout.objects.create(
        area=place_of(scope),
        name=order.name,
        asked=asdict(order.asked),
        words=order.words[:200],
        order=order.order,
        whole=order.whole,
        reason=order.reason,
        layout=order.layout,
        state=HandoutState.WAITING,
        of_rows=of_rows,
        asked_by=by.uuid,
        asked_at=at,
    )


def order_of(handout: Handout) -> Order:
    """Return what was asked for."""
    return Order(
        name=handout.name,
        asked=_FILTERS[handout.name](**handout.asked),
        words=handout.words,
        order=handout.order,
        whole=handout.whole,
        reason=handout.reason,
        layout=handout.layout,
    )


def finish_handout(
    *,
    handout: Handout,
    by: User,
    scope: Scope,
    on: date,
    at: datetime,
    rows: Iterable[HandedRow],
) -> Handout:
    """Make the file and let it wait, sealed, for whoever asked for it.  Raises CannotHandOut.

    A sheet that was meanwhile given up, or is made already, is not made: a job may run twice.
    """
    if _locked(handout).state != HandoutState.WAITING:
        raise CannotHandOut(_("这份名单已经另外做了。"))
    with tempfile.TemporaryDirectory(prefix="bangfu-", dir=settings.FILE_UPLOAD_TEMP_DIR) as place:
        path = Path(place) / "sheet.xlsx"
        book = hand_out(
            order_of(handout), path, by=by, scope=scope, on=on, at=at, via="task", rows=rows
        )
        key = keys.create([handout.uuid])[handout.uuid]
        handout.content = crypto.seal(key, SEALED_AS, path.read_bytes().decode("latin-1"))
    handout.state, handout.digest, handout.rows = HandoutState.DONE, book.digest, book.rows
    handout.done_at = at
    handout.save(update_fields=["state", "digest", "rows", "content", "done_at"])
    return handout


def fail_handout(*, handout: Handout) -> None:
    """Say that nothing came of it: the asker sees it and may ask again."""
    if _locked(handout).state == HandoutState.WAITING:
        handout.state = HandoutState.FAILED
        handout.save(update_fields=["state"])


def make_again(*, handout: Handout, by: User, scope: Scope, on: date, at: datetime) -> Handout:
    """Give up a sheet of which nothing came and note that the same is asked for anew.

    Raises CannotHandOut where its job is still at it, or where the right to it is gone.
    """
    found = _locked(handout)
    if found.state != HandoutState.FAILED and not is_stuck(found, at=at):
        raise CannotHandOut(_("这份名单还在做，或已经做好。"))
    fail_handout(handout=found)
    return begin_handout(order_of(found), by=by, scope=scope, on=on, at=at, of_rows=found.of_rows)


def _locked(handout: Handout) -> Handout:
    return Handout.objects.select_for_update(of=("self",)).get(pk=handout.pk)


def forget_old(*, at: datetime) -> int:
    """Empty every sheet that waited long enough, whoever asked; return how many."""
    with connection.cursor() as cursor:
        cursor.execute("select rosters_handouts_forget(%s)", [at - KEPT_FOR])
        return int(cursor.fetchone()[0])


def _forget_old(by: User, at: datetime) -> None:
    """What waited long enough is no longer there: files with whole numbers do not pile up."""
    old = Handout.objects.filter(asked_by=by.uuid, asked_at__lt=at - KEPT_FOR)
    old.exclude(content=None).update(content=None, state=HandoutState.GONE)


def _cells(
    order: Order, columns: Sequence[Chosen], rows: Iterable[HandedRow]
) -> Iterator[list[Cell]]:
    beside = any(one.key in ("age", "born") for one in columns)
    for serial, row in enumerate(rows, start=1):
        if serial > MOST:
            raise CannotHandOut(_("超过20万行，请先筛选，再分几次导出。"))
        yield [
            cell_of(one, row, serial=serial, whole=order.whole, beside=beside) for one in columns
        ]


def _heading(
    order: Order,
    columns: Sequence[Chosen],
    *,
    by: User,
    scope: Scope,
    on: date,
    at: datetime,
) -> Heading:
    town = offices.find_town_setting(town_of(scope) or None)
    place = town.name if town else ""
    version = _("内部版") if order.whole else _("群发版（脱敏）")
    purpose = str(Reason(order.reason).label) if order.reason else _("对外发送")
    if order.layout is not None:
        purpose = _("%(purpose)s，给%(receiver)s") % {
            "purpose": purpose,
            "receiver": order.layout.receiver,
        }
    moment = f"{at.astimezone(ZONE):%Y-%m-%d %H:%M}"
    who = by.display_name
    if by.uuid != offices_access.OPERATOR:
        who = _("%(name)s（%(account)s）") % {"name": who, "account": by.username}
    mark = _("%(place)s %(version)s 导出：%(who)s %(at)s 用途：%(purpose)s") % {
        "place": place,
        "version": version,
        "who": who,
        "at": moment,
        "purpose": purpose,
    }
    hidden = [one.header for one in columns if one.kind and one.kind.private and not order.whole]
    empty = [one.header for one in columns if not one.key]
    title = _("救助对象花名册") if order.name == HOUSEHOLDS else _("救助对象人员名册")
    return Heading(
        title=f"{place}{title}",
        under=_("填报单位：%(place)s    数据日期：%(on)s    %(version)s")
        % {"place": place, "on": f"{on.year}年{on.month}月{on.day}日", "version": version},
        mark=mark,
        notes=[
            (_("导出人"), who),
            (_("导出时间"), moment),
            (_("版本"), version),
            (_("用途"), purpose),
            (_("筛选"), order.words or _("全部在册")),
            (_("因脱敏留空的列"), "、".join(hidden) or _("没有")),
            (_("台账里没有的列"), "、".join(empty) or _("没有")),
            (_("说明"), _("名册含个人信息，只用于上面的用途，用完请删除，不得转发。")),
        ],
    )
