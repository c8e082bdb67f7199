"""The columns a list can show, and the ones that an account has chosen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bangfu.offices import queries as offices
from bangfu.offices.models import User

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise


@dataclass(frozen=True)
class Column:
    """One column: its key, its words, by which order it sorts (None: by none), if it is a number.

    ``short`` stands before the value on a phone, where no head of the table says what it is.
    """

    key: str
    label: StrPromise
    order: str | None = None
    is_number: bool = False
    short: StrPromise | str = ""


@dataclass(frozen=True)
class ListKind:
    """A list: its name in addresses and preferences, its columns, and those shown at first."""

    name: str
    columns: tuple[Column, ...]
    default: tuple[str, ...]

    @property
    def columns_key(self) -> str:
        return f"desk.{self.name}.columns"

    @property
    def views_key(self) -> str:
        return f"desk.{self.name}.views"

    def pick(self, keys: Any) -> list[Column]:
        """Return the columns of these keys, the first always; what is no column is left out."""
        known = {column.key: column for column in self.columns}
        first = self.columns[0]
        wanted = keys if isinstance(keys, list) else list(self.default)
        chosen = [known[key] for key in dict.fromkeys(map(str, wanted)) if key in known]
        return [first, *(column for column in chosen if column is not first)]


HOUSEHOLDS = ListKind(
    "households",
    (
        Column("head", _("户主")),
        Column("category", _("类别")),
        Column("place", _("村组"), order=""),
        Column("size", _("人数"), is_number=True),
        Column("cause", _("主要致困原因")),
        Column("changed", _("最近变动"), order="changed", short=_("变动")),
        Column("number", _("家庭编号"), short=_("编号")),
        Column("entered", _("纳入日期"), order="entered", short=pgettext_lazy("column", "纳入")),
        Column("marks", _("家中有")),
    ),
    ("head", "category", "place", "size", "cause", "changed", "number", "entered"),
)
PEOPLE = ListKind(
    "people",
    (
        Column("name", _("姓名")),
        Column("sex", _("性别")),
        Column("place", _("村组"), order=""),
        Column("age", _("年龄"), is_number=True),
        Column("relation", _("与户主关系")),
        Column("home", _("户主"), short=_("户主")),
        Column("disability", _("残疾"), short=_("残疾")),
        Column("stage", _("学段"), short=_("就读")),
        Column("category", _("类别")),
        Column("state", _("号码状态"), short=_("号码")),
    ),
    ("name", "sex", "place", "age", "relation", "home", "disability", "stage", "state"),
)
KINDS = {kind.name: kind for kind in (HOUSEHOLDS, PEOPLE)}


def columns_of(user: User, kind: ListKind) -> list[Column]:
    """Return the columns that the account sees, in its order."""
    return kind.pick(offices.find_preference(user, kind.columns_key))


def move(keys: list[str], key: str, step: int) -> list[str]:
    """Return the keys with one of them a step earlier or later; the first stays first."""
    moved = list(keys)
    if key not in moved[1:]:
        return moved
    at = moved.index(key)
    to = min(max(at + step, 1), len(moved) - 1)
    moved.insert(to, moved.pop(at))
    return moved
