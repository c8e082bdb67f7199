"""Papers that an act rests on: checked whole, kept sealed, and named by the act for good."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from bangfu.audit import actions as audit
from bangfu.papers import actions as papers
from bangfu.papers.states import MediaType, kind_of

from ..models import ActPaper
from ..models.act_paper import LARGEST
from .act import Act, CannotChange

MOST = 5


class CannotAttach(CannotChange):
    """A paper is not what may be attached, or there are too many."""


@dataclass(frozen=True, slots=True)
class Handed:
    """One file as it was handed in; of one that is too large the first bytes over do."""

    content: bytes
    file_name: str


def check_papers(handed: Sequence[Handed]) -> list[MediaType]:
    """Return of each paper what it is.

    Raises CannotAttach for more than five, an empty or a large one, and any other kind of file.
    """
    if len(handed) > MOST:
        raise CannotAttach(_("一次最多附%(n)d份材料。") % {"n": MOST})
    kinds = []
    for one in handed:
        name = {"name": one.file_name}
        if not one.content:
            raise CannotAttach(_("“%(name)s”是空的，请换一个。") % name)
        if len(one.content) > LARGEST:
            raise CannotAttach(_("“%(name)s”超过10MB，请拍小一点或分开附。") % name)
        kind = kind_of(one.content)
        if kind is None:
            raise CannotAttach(_("“%(name)s”不是照片或PDF，请换成JPEG、PNG或PDF。") % name)
        kinds.append(kind)
    return kinds


def attach(doing: Act, handed: Sequence[Handed]) -> None:
    """Keep the papers sealed and let the act name them; the same one twice is one.

    Raises CannotAttach; the transaction of the act is then rolled back.
    """
    change, told = doing.change, doing.told
    named = set()
    for one, kind in zip(handed, check_papers(handed), strict=True):
        # Without an area: who may read it follows the family, by the link.
        paper = papers.keep(
            content=one.content, file_name=one.file_name, media_type=kind.value,
            by=told.by, at=told.at,
        )  # fmt: skip
        if paper.uuid in named:
            continue
        named.add(paper.uuid)
        ActPaper.objects.create(
            area=change.household.area, change=change, household=change.household,
            paper=paper.uuid, media_type=kind.value, size=len(one.content),
        )  # fmt: skip
        audit.record(
            verb="registry.paper.attach", by=told.by, at=told.at,
            subject=change.household.uuid, subject_kind="household",
            area=change.household.area,
            detail={"act": str(change.uuid), "paper": str(paper.uuid)},
        )  # fmt: skip
