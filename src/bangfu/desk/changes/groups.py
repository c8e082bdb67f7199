"""What may be told of one person, a form for each group; and which facts a group is about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from bangfu.registry.states import TraitField

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise


@dataclass(frozen=True)
class Group:
    """Facts that are told together: the address of the form, its words, the kinds of facts."""

    slug: str
    label: StrPromise
    about: StrPromise
    kinds: tuple[str, ...]


GROUPS = (
    Group("work", _("劳动能力与就业"), _("能不能劳动，现在做什么。"),
          (TraitField.LABOUR, TraitField.OCCUPATION)),
    Group("school", _("就读"), _("一个学年登记一次，往年的都留着。"), ("schooling",)),
    Group("disability", _("残疾证"), _("新办、换证、等级变了，或已注销。"), ("disability",)),
    Group("illness", _("大病费用"), _("按年度登记总费用、报销和自付。"), ("illness",)),
    Group("about", _("婚姻、文化、民族、健康"), _("原来没填的补上，变了的更新。"),
          (TraitField.MARITAL, TraitField.EDUCATION, TraitField.ETHNIC, TraitField.HEALTH)),
)  # fmt: skip
