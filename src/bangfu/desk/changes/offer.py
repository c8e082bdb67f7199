"""The acts on offer for one household, in the words of the office, each with its form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bangfu.kernel.relations import HEAD_CODES
from bangfu.offices.models import User
from bangfu.registry.actions import changes
from bangfu.registry.models import Change
from bangfu.registry.states import ChangeKind

from . import forms
from .access import can_do
from .queries import Family

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise


@dataclass(frozen=True)
class Offer:
    """One act: its address, its words, its form, what is called, and for which families."""

    slug: str
    kind: ChangeKind
    label: StrPromise
    about: StrPromise
    form: type[forms.ChangeForm]
    do: Callable[..., Change]
    fits: Callable[[Family], bool]


def _somebody(family: Family) -> bool:
    return bool(family.members)


def _others(family: Family) -> bool:
    return any(member.relation not in HEAD_CODES for member in family.members)


def _parts(family: Family) -> bool:
    return _others(family) and bool(family.heads)


def _on_register(family: Family) -> bool:
    return bool(family.home.category)


def _off_register(family: Family) -> bool:
    return not family.home.category and _somebody(family)


def _in_need(family: Family) -> bool:
    return bool(family.needs)


def _always(family: Family) -> bool:
    return True


K = ChangeKind
OFFERS = (
    Offer("join", K.JOIN, _("添人"), _("嫁入、接来同住、漏登的人。"),
          forms.JoinForm, changes.join, _always),
    Offer("birth", K.BIRTH, _("出生"), _("孩子出生，从出生那天算。"),
          forms.BirthForm, changes.join, _always),
    Offer("death", K.DEATH, _("去世"), _("有人去世。别人的待遇不会自动停。"),
          forms.DeathForm, changes.record_death, _somebody),
    Offer("move-out", K.MOVE_OUT, _("迁出"), _("有人搬离本镇，不再归这里管。"),
          forms.MoveOutForm, changes.move_out, _somebody),
    Offer("move", K.MOVE, _("转到另一户"), _("有人转到台账里的另一户。"),
          forms.MoveForm, changes.move, _somebody),
    Offer("split", K.SPLIT, _("分户"), _("一部分人分出去另立一户，类别另定。"),
          forms.SplitForm, changes.split, _parts),
    Offer("relocate", K.RELOCATE, _("搬到另一村居"), _("一家人都搬走，家庭编号不变。"),
          forms.RelocateForm, changes.relocate, _somebody),
    Offer("head", K.HEAD, _("变更户主"), _("换一位成员做户主，关系重新填。"),
          forms.HeadForm, changes.change_head, _others),
    Offer("leave", K.LEAVE, pgettext_lazy("household", "退出"), _("这一户不再困难。资料都留着。"),
          forms.LeaveForm, changes.leave, _on_register),
    Offer("enter", K.ENTER, _("纳入"), _("这一户新纳入，或再次困难。"),
          forms.EnterForm, changes.enter, _off_register),
    Offer("category", K.CATEGORY, _("变更类别"), _("换类别，或调整月保障金额。"),
          forms.CategoryForm, changes.change_category, _on_register),
    Offer("phone", K.UPDATE, _("换电话"), _("谁的电话变了，或不用了。"),
          forms.PhoneForm, changes.set_phone, _somebody),
    Offer("address", K.CORRECT, _("更正住址"), _("村内住址记错了，或在村里搬了家。"),
          forms.AddressForm, changes.set_address, _always),
    Offer("causes", K.CORRECT, _("更正致困原因"), _("主要原因，再加最多两个。"),
          forms.CausesForm, changes.set_causes, _always),
    Offer("need", K.NEED, _("需求"), _("这一户有什么要帮的。"),
          forms.NeedForm, changes.raise_need, _somebody),
    Offer("need-done", K.NEED, _("需求办结"), _("要帮的已经解决，或不再需要。"),
          forms.NeedDoneForm, changes.close_need, _in_need),
    Offer("housing", K.HOUSING, _("住房"), _("住的房子：谁的、多大、安不安全。"),
          forms.HousingForm, changes.set_housing, _somebody),
    Offer("income", K.INCOME, _("收入"), _("某人每月的收入，人均自动算。"),
          forms.IncomeForm, changes.set_income, _somebody),
    Offer("assets", K.ASSETS, _("财产"), _("存款、车辆、别的房产，符不符合规定。"),
          forms.AssetsForm, changes.set_assets, _somebody),
)  # fmt: skip


@dataclass(frozen=True)
class Part:
    """Acts that are looked for in one place: its heading, and their addresses."""

    label: StrPromise
    slugs: tuple[str, ...]


# What happens most often stands first.
PARTS = (
    Part(_("家里的人"), ("death", "birth", "join", "move-out", "move", "split", "head")),
    Part(_("这一户"), ("phone", "category", "leave", "enter", "relocate")),
    Part(pgettext_lazy("household", "情况"), ("need", "need-done", "income", "housing", "assets")),
    Part(_("更正"), ("address", "causes")),
)


def find_offer(slug: str) -> Offer | None:
    """Return the act at this address, or None."""
    return next((offer for offer in OFFERS if offer.slug == slug), None)


def offers_for(user: User, family: Family, *, on: date) -> list[Offer]:
    """Return the acts that fit the family and that the account may do on it."""
    return [
        offer
        for offer in OFFERS
        if offer.fits(family) and can_do(user, offer.kind, family.home.area, on=on)
    ]


def in_parts(offers: list[Offer]) -> list[tuple[Part, list[Offer]]]:
    """Return these acts under their headings; a heading without an act is left out."""
    known = {offer.slug: offer for offer in offers}
    parts = [(part, [known[slug] for slug in part.slugs if slug in known]) for part in PARTS]
    return [(part, found) for part, found in parts if found]
