"""What an account keeps of its lists: views with a name, the columns it wants to see."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from bangfu.frame.fields import has_control
from bangfu.offices import actions as offices
from bangfu.offices.models import User

from .columns import ListKind
from .queries import KeptView, views_of

MOST = 20
LONGEST = 20


class CannotKeep(ValueError):
    """The view has no name, its name is taken, or there are too many; worded for the person."""


def keep(
    user: User, kind: ListKind, name: str, asked: list[tuple[str, str]], *, at: datetime
) -> KeptView:
    """Keep a view under a new name.  Raises CannotKeep."""
    views = views_of(user, kind)
    if len(views) >= MOST:
        raise CannotKeep(_("最多保存20个视图，请先删去一些。"))
    made = KeptView(_named(name, views), tuple(asked))
    _store(user, kind, [*views, made], at)
    return made


def rename(user: User, kind: ListKind, order: int, name: str, *, at: datetime) -> None:
    """Give a view another name.  Raises CannotKeep."""
    views = views_of(user, kind)
    if 0 <= order < len(views):
        others = [view for at_, view in enumerate(views) if at_ != order]
        old = views[order]
        views[order] = KeptView(_named(name, others), old.asked, old.is_default)
        _store(user, kind, views, at)


def open_with(user: User, kind: ListKind, order: int | None, *, at: datetime) -> None:
    """Let the list open with this view, or with none."""
    views = [
        KeptView(view.name, view.asked, order == place)
        for place, view in enumerate(views_of(user, kind))
    ]
    _store(user, kind, views, at)


def remove(user: User, kind: ListKind, order: int, *, at: datetime) -> None:
    """Forget a view."""
    views = [view for place, view in enumerate(views_of(user, kind)) if place != order]
    _store(user, kind, views, at)


def _named(name: str, others: list[KeptView]) -> str:
    name = " ".join(name.split())
    if not name:
        raise CannotKeep(_("请给视图起个名字。"))
    if has_control(name):
        raise CannotKeep(_("名字里有看不见的字符，请删掉后重新输入。"))
    if len(name) > LONGEST:
        raise CannotKeep(_("名字最多20个字。"))
    if any(view.name == name for view in others):
        raise CannotKeep(_("已有同名的视图，请换个名字。"))
    return name


def _store(user: User, kind: ListKind, views: list[KeptView], at: datetime) -> None:
    value = [
        {"name": view.name, "asked": [list(one) for one in view.asked], "default": view.is_default}
        for view in views
    ]
    offices.prefer(by=user, key=kind.views_key, value=value, at=at)


def show_columns(user: User, kind: ListKind, keys: list[str], *, at: datetime) -> None:
    """Show these columns of a list from now on, in this order."""
    chosen = [column.key for column in kind.pick(keys)]
    offices.prefer(by=user, key=kind.columns_key, value=chosen, at=at)


def show_default_columns(user: User, kind: ListKind, *, at: datetime) -> None:
    """Show the columns that everybody gets at first."""
    offices.forget_preference(by=user, key=kind.columns_key, at=at)
