"""Tags of the roster pages: ``{% load rosters %}``."""

import re
from uuid import UUID

from django import template
from django.forms import BoundField
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bangfu.frame.templatetags.frame import chip

from ..models import Batch
from ..queries.cells import in_brackets
from ..queries.lines import Lines
from ..queries.progress import Progress, doing
from ..queries.screen import CATEGORIES, KINDS, Doubts
from ..queries.sum import kept_only
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
    if _is_kept(batch):
        return chip("draft", str(Disposition.KEPT.label))
    if doing(batch) == "taking_back":
        return chip("doing", _("正在撤回"))
    return chip(CHIPS[batch.state], batch.get_state_display())


def _is_kept(batch: Batch) -> bool:
    return kept_only(batch) and batch.state in (BatchState.TAKEN, BatchState.STAGED)


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
    if _is_kept(batch):
        return _("名单已留存")
    if doing(batch) == "taking_back":
        return _("正在撤回")
    return headings[BatchState(batch.state)]


@register.simple_tag
def doubts_heading(doubts: Doubts | Lines) -> str:
    """Name a page of rows after what they are."""
    n = doubts.rows
    headings = {
        "all": ngettext("读到的%(n)d行", "读到的%(n)d行", n),
        "tidied": ngettext("自动整理过的%(n)d行", "自动整理过的%(n)d行", n),
        "waiting": ngettext("待核实的%(n)d行", "待核实的%(n)d行", n),
        "asks": ngettext("要问村里的%(n)d行", "要问村里的%(n)d行", n),
        "ready": ngettext("可入库的%(n)d行", "可入库的%(n)d行", n),
        "taken": ngettext("已入库的%(n)d行", "已入库的%(n)d行", n),
        "kept": ngettext("留存的%(n)d行", "留存的%(n)d行", n),
        "skipped": ngettext("跳过的%(n)d行", "跳过的%(n)d行", n),
    }
    return headings[doubts.show] % {"n": n}


@register.simple_tag
def job_words(job: Progress) -> str:
    """Say in one sentence how far a job is."""
    if job.share is None:
        return _("正在排队…") if job.rows or job.what != "reading" else _("正在读取…")
    if not job.rows:
        return _("正在读取…")
    words = {
        "reading": ngettext("已读%(n)d行，%(stage)s中", "已读%(n)d行，%(stage)s中", job.rows),
        "taking": ngettext("正在入库%(n)d行：%(stage)s", "正在入库%(n)d行：%(stage)s", job.rows),
        "taking_back": ngettext(
            "正在撤回%(n)d行：%(stage)s", "正在撤回%(n)d行：%(stage)s", job.rows
        ),
    }
    return words[job.what] % {"n": job.rows, "stage": job.now}


_LONG = re.compile(r"[\d*]{8,}[\dXx]?|\d[\d.]*[Ee]\+\d+")


@register.filter
def whole_numbers(text: str) -> SafeString:
    """Keep every long number of a text on one line."""
    parts, end = [], 0
    for found in _LONG.finditer(text):
        parts += [escape(text[end : found.start()]), format_html(
            '<span class="keep">{}</span>', found.group()
        )]  # fmt: skip
        end = found.end()
    return mark_safe("".join([*parts, escape(text[end:])]))  # noqa: S308 (each part is escaped)


@register.filter
def kind_of(batch: Batch) -> str:
    """Name what a batch was recognised as."""
    kind = _(KINDS[batch.kind]) if batch.kind else ""
    category = _(CATEGORIES[batch.category]) if batch.category in CATEGORIES else ""
    return in_brackets(kind, category)


@register.filter
def name_in(who: UUID | None, names: dict[UUID, str]) -> str:
    """Give the name of a person who acts, "" where it is not known."""
    return names.get(who, "") if who else ""


@register.filter
def plain_control(bound: BoundField) -> SafeString:
    """Draw a form control alone; its label stands beside it."""
    return bound.as_widget(attrs={"class": "form-control w-auto"})
