"""Relations to a new head that are impossible or unlikely are asked about before they are kept."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from bangfu.kernel.kinship import Doubt, Kin, doubts
from bangfu.kernel.relations import HEAD_CODES

from ..models import Membership, Person
from ..states import Precision
from .act import CannotChange


class Unlikely(CannotChange):
    """Somebody's relation to the new head is odd: ``doubts`` say whose and how.

    The act is done once all ``keys`` are among the doubts that somebody stands by.
    """

    def __init__(self, found: Sequence[Doubt]) -> None:
        super().__init__(_("与新户主的关系里有不像的地方，请核对。"))
        self.doubts = tuple(found)

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(doubt.key for doubt in self.doubts)


def refuse_unlikely(
    family: Sequence[Membership],
    told: Mapping[UUID, str],
    *,
    sure: Collection[str],
    on: date,
    old: Person | None = None,
) -> None:
    """Raise Unlikely where ``told``, relations to the new head among them, leave a doubt.

    ``family`` are the memberships as they were before; ``old`` is the old head where he is not
    among them any more.
    """
    kin = [_kin(there, told.get(there.person.uuid, "")) for there in family]
    head = next(one for one in kin if one.after in HEAD_CODES)
    others = [one for one in kin if one is not head]
    before = old or next((m.person for m in family if m.relation in HEAD_CODES), None)
    found = doubts(head, others, on=on, old_sex=before.sex if before is not None else 0)
    if any(doubt.key not in sure for doubt in found):
        raise Unlikely(found)


def _kin(there: Membership, after: str) -> Kin:
    who = there.person
    return Kin(
        str(who.uuid), there.relation, after, who.sex, who.born_on,
        exact=who.born_precision == Precision.DAY,
    )  # fmt: skip
