"""Tags of the roster pages: ``{% load rosters %}``."""

from uuid import UUID

from django import template
from django.forms import BoundField
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bangfu.frame.templatetags.frame import chip

from ..models import Batch
from ..queries.screen import CATEGORIES, KINDS, Doubts
from ..states import BatchState, Disposition

register = template.Library()

CHIPS = {
    BatchState.READING.value: "doing",
    BatchState.STAGED.value: "due",
    BatchState.TAKING.value: "doing",
    BatchState.TAKEN.value: "done",
    BatchState.TAKEN_BACK.value: "draft",
    BatchState.FAILED.value: "stop",
}


@register.simple_tag
def batch_chip(batch: Batch) -> SafeString:
    """Draw where a batch stands."""
    if batch.kept and batch.state in (BatchState.TAKEN, BatchState.STAGED):
        return chip("draft", str(Disposition.KEPT.label))
    return chip(CHIPS[batch.state], batch.get_state_display())


@register.simple_tag
def batch_heading(batch: Batch) -> str:
    """Name the page of a batch after where it stands."""
    headings = {
        BatchState.READING: _("正在读取"),
        BatchState.STAGED: _("核对名单"),
        BatchState.TAKING: _("正在入库"),
        BatchState.TAKEN: _("名单已入库"),
        BatchState.TAKEN_BACK: _("名单已撤回"),
        BatchState.FAILED: _("文件读不了"),
    }
    if batch.kept and batch.state in (BatchState.TAKEN, BatchState.STAGED):
        return _("名单已留存")
    return headings[BatchState(batch.state)]


@register.simple_tag
def doubts_heading(doubts: Doubts) -> str:
    """Name a page of rows after what they are."""
    n = doubts.rows
    headings = {
        "waiting": ngettext("待核实的%(n)d行", "待核实的%(n)d行", n),
        "asks": ngettext("要问村里的%(n)d行", "要问村里的%(n)d行", n),
        "ready": ngettext("可入库的%(n)d行", "可入库的%(n)d行", n),
        "taken": ngettext("已入库的%(n)d行", "已入库的%(n)d行", n),
        "kept": ngettext("留存的%(n)d行", "留存的%(n)d行", n),
        "skipped": ngettext("跳过的%(n)d行", "跳过的%(n)d行", n),
    }
    return headings[doubts.show] % {"n": n}


@register.filter
def kind_of(batch: Batch) -> str:
    """Name what a batch was recognised as."""
    kind = _(KINDS[batch.kind]) if batch.kind else ""
    category = _(CATEGORIES[batch.category]) if batch.category in CATEGORIES else ""
    return f"{kind}（{category}）" if kind and category else kind


@register.filter
def name_in(who: UUID | None, names: dict[UUID, str]) -> str:
    """Give the name of a person who acts, "" where it is not known."""
    return names.get(who, "") if who else ""


@register.filter
def plain_control(bound: BoundField) -> SafeString:
    """Draw a form control alone; its label stands beside it."""
    return bound.as_widget(attrs={"class": "form-control w-auto"})
