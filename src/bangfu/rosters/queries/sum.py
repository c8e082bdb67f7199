"""The sum at the head of a batch: read = what of it has entered, can enter, waits, is no row."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..models import Batch
from ..states import BatchState, Disposition
from .screen import skipped


@dataclass(slots=True)
class Part:
    """One part of the sum: the rows it leads to, its words and number, and what more to say."""

    show: str
    words: str
    rows: int
    more: list[str]


def parts_of(batch: Batch) -> list[Part]:
    """Return what a batch's rows are, the whole first: the others always add up to it."""
    tables = len(batch.tables)
    whole = Part("all", _("读到"), batch.rows, [_tables(tables)])
    found = [*_entering(batch)]
    if batch.kept:
        found.append(Part(Disposition.KEPT, _("留存"), batch.kept, [_("不入住户台账，以后再办")]))
    if batch.waiting or not kept_only(batch):
        waiting = [_("留着不丢，可以后再办")] if is_here(batch) else []
        found.append(Part(Disposition.WAITING, _("待核实"), batch.waiting, waiting))
    counted = _("%(what)s%(n)d")
    why = [counted % {"what": what, "n": n} for what, n in skipped(batch)] or [_("没有")]
    found.append(Part(Disposition.SKIPPED, _("跳过"), batch.skipped, why))
    return [whole, *found]


def kept_only(batch: Batch) -> bool:
    """Say whether a batch holds nothing for the register of households: its rows are kept."""
    return bool(batch.kept) and not (batch.ready or batch.taken or batch.waiting)


def is_here(batch: Batch) -> bool:
    """Say whether a batch is still at work: neither taken back nor put aside."""
    return batch.state != BatchState.TAKEN_BACK


def _tables(count: int) -> str:
    return ngettext("%(n)d张表", "%(n)d张表", count) % {"n": count}


def _entering(batch: Batch) -> list[Part]:
    counts = batch.counts
    if not is_here(batch):
        back = _("已撤回") if batch.taken_at else _("没入库")
        # Taken back and kept for other rooms alike: nothing of it is in the register.
        return (
            [Part(Disposition.READY, back, batch.ready, [_("不在台账里")])] if batch.ready else []
        )
    found = []
    if batch.taken or (batch.taken_at and not kept_only(batch)):
        more = _("新增%(new)d，更新%(changed)d，不变%(same)d") % {
            name: counts.get(name, 0) for name in ("new", "changed", "same")
        }
        found.append(Part(Disposition.TAKEN, _("已入库"), batch.taken, [more]))
    if batch.ready or not (batch.taken_at or kept_only(batch)):
        foretold = counts.get("foretold", {})
        more = _("新增%(new)d，已有%(known)d") % {
            name: foretold.get(name, 0) for name in ("new", "known")
        }
        found.append(Part(Disposition.READY, _("可入库"), batch.ready, [more]))
    return found
