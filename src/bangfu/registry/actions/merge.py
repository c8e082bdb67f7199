"""Two entries of one person become one, and may be parted again."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from ..models import Change, Identity, Membership, Pair, Person
from ..states import ChangeKind, IdentityState, PairState
from .act import CannotChange, Told, act, day_before, member_of, person_of
from .family import NewHead, after_leaving


def merge(*, keep: UUID, gone: UUID, told: Told, head: NewHead | None = None) -> Change:
    """Say that two people are one: ``gone`` points to ``keep``, its rows keep their own id.

    ``gone`` leaves his household as by a move: one that he headed needs a new head, one that he
    was alone in leaves the register.

    Raises CannotChange where both have a verified number, and the numbers differ: two valid
    numbers are never one person.
    """
    if keep == gone:
        raise CannotChange(_("请选另一个人。"))
    one, other = person_of(keep), person_of(gone)
    there, left = member_of(one), member_of(other)
    if there is None:
        raise CannotChange(
            _("%(name)s现在不在任何一户，请先办“回迁”，再合并。") % {"name": one.name}
        )
    home = left.household.uuid if left and left.household_id != there.household_id else None
    with act(ChangeKind.MERGE, there.household.uuid, told, person=gone, other=home) as doing:
        _refuse_if_changed([(one, there), (other, left)])
        _refuse_bad_merge(one, other)
        if left is not None:
            doing.end(left, day_before(told.on))
            home_left = doing.change.other or doing.change.household
            after_leaving(doing, home_left, left, head, close=True)
        Person.objects.filter(pk=other.pk).update(canonical=one)
        doing.people |= {one.pk, other.pk}
    return doing.change


def _refuse_if_changed(seen: list[tuple[Person, Membership | None]]) -> None:
    """Look again under the lock: two merges at once may have had one of the two in common."""
    for person, stood in seen:
        person.refresh_from_db()
        now = member_of(person)
        if (now.pk if now else None) != (stood.pk if stood else None):
            raise CannotChange(_("刚有人改过其中一人，请重新看过再合并。"))


def part(change: Change) -> None:
    """Take a merge back: two people again."""
    assert change.person is not None
    Person.objects.filter(pk=change.person.pk).update(canonical=None)
    open_again(Pair.objects.filter(change=change))


def open_again(pairs: QuerySet[Pair]) -> None:
    """Let pairs wait to be compared again."""
    pairs.update(state=PairState.OPEN, decided_by=None, decided_at=None, change=None)


def _refuse_bad_merge(one: Person, other: Person) -> None:
    if one.canonical_id is not None or other.canonical_id is not None:
        raise CannotChange(_("其中一人已并入别人，请先拆开。"))
    if Person.objects.filter(canonical=other).exists():
        raise CannotChange(_("已有人并入%(name)s，请反过来合并，或先拆开。") % {"name": other.name})
    numbers = [
        set(
            Identity.objects.filter(
                person=person, superseded_at=None, state=IdentityState.VERIFIED
            ).values_list("number_token", flat=True)
        )
        for person in (one, other)
    ]
    if numbers[1] and not numbers[0]:
        raise CannotChange(_("%(name)s的号码核实过，请把另一条并入他。") % {"name": other.name})
    sure = [{bytes(token) for token in found if token is not None} for found in numbers]
    if sure[0] and sure[1] and sure[0] != sure[1]:
        raise CannotChange(_("两人各有一个核实过的号码，不能合并。"))
