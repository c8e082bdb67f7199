"""Two entries that may be one person: a human says whether they are, and may take it back."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from bangfu.audit import actions as audit

from ..models import Change, Identity, Membership, Pair, Person
from ..states import Doubt, IdentityState, PairState, Precision
from .act import CannotChange, Told, person_of
from .family import NewHead
from .merge import merge, open_again
from .undo import undo


class Decided(CannotChange):
    """Somebody else decided about these two first: ``pair`` says who and what."""

    def __init__(self, pair: Pair) -> None:
        super().__init__(_("这一对已有人定了。"))
        self.pair = pair


class Unlike(CannotChange):
    """The two have neither name nor birth nor number in common; ``differs`` are what both say.

    They are merged once ``KEY`` is among what somebody stands by.
    """

    KEY = "unlike"

    def __init__(self, differs: tuple[str, ...]) -> None:
        super().__init__(_("两条没有一项相同，请核对。"))
        self.differs = differs


def pair_up(*, one: UUID, two: UUID, by: UUID, at: datetime) -> Pair:
    """Put two entries side by side that somebody thinks are one; a pair that is there stays.

    Raises CannotChange for somebody out of reach, merged already, or the same twice.
    """
    if one == two:
        raise CannotChange(_("请选另一个人。"))
    first, second = sorted((person_of(one), person_of(two)), key=lambda person: person.pk)
    with transaction.atomic():
        pair, new = Pair.objects.get_or_create(
            one=first, two=second,
            defaults={
                "area": first.area, "other_area": second.area, "reasons": Doubt.BY_HAND,
                "found_at": at, "found_by": by,
            },
        )  # fmt: skip
        if new:
            _record(pair, "found", by, at)
    return pair


def same(
    *, pair: UUID, told: Told, head: NewHead | None = None, sure: Collection[str] = ()
) -> Change:
    """Say that the two are one person: the one with the sure number stays (`sides`).

    Raises Decided where somebody was faster, Unlike where nothing is alike and nobody stands by it,
    and whatever `merge` raises.
    """
    with transaction.atomic():
        found = _undecided(pair)
        keep, gone = sides(found)
        change = merge(keep=keep.uuid, gone=gone.uuid, told=told, head=head)
        # Last: what no answer can mend is said before what is asked.
        if Unlike.KEY not in sure:
            _refuse_unlike(keep, gone)
        _decide(found, PairState.SAME, told.by, told.at, change)
    return change


def apart(*, pair: UUID, by: UUID, at: datetime) -> Pair:
    """Say that the two are not one person; they are not asked about again.

    Raises Decided where somebody was faster.
    """
    return _say(pair, PairState.APART, by, at)


def ask_village(*, pair: UUID, by: UUID, at: datetime) -> Pair:
    """Leave the pair until the village has said. Raises Decided where somebody was faster."""
    return _say(pair, PairState.ASKED, by, at)


def reopen(*, pair: UUID, by: UUID, at: datetime) -> Pair:
    """Take back what was decided: the two are to be compared again, and two if they were merged.

    Raises CannotChange where nothing was decided, or something later stands on the merge.
    """
    with transaction.atomic():
        found = _locked(pair)
        if found.state == PairState.OPEN:
            raise CannotChange(_("这一对还没有定。"))
        if found.change is not None:
            undo(change=found.change.uuid, by=by, at=at)  # opens the pair with it
        else:
            open_again(Pair.objects.filter(pk=found.pk))
        _record(found, "reopen", by, at)
        found.refresh_from_db()
    return found


def sides(pair: Pair) -> tuple[Person, Person]:
    """Return who stays and who is merged into him: a sure number stays, then who has others merged
    into him, who lives in a household, and the older entry."""
    people = [pair.one, pair.two]
    ids = [person.pk for person in people]
    merged = set(Person.objects.filter(canonical__in=ids).values_list("canonical_id", flat=True))
    lives = set(
        Membership.objects.filter(person__in=ids, superseded_at=None, valid_until=None).values_list(
            "person_id", flat=True
        )
    )
    keep, gone = sorted(
        people,
        key=lambda one: (
            one.identity_state != IdentityState.VERIFIED,
            one.pk not in merged,
            one.pk not in lives,
            one.pk,
        ),
    )
    return keep, gone


def _refuse_unlike(one: Person, two: Person) -> None:
    """Refuse two of whom no fact agrees; what one of them does not say is no difference."""
    said = {
        "name": (one.name == two.name, True),
        "born": _births(one, two),
        "number": _numbers(one, two),
    }
    if not any(agree for agree, _both in said.values()):
        raise Unlike(tuple(fact for fact, (_agree, both) in said.items() if both))


def _births(one: Person, two: Person) -> tuple[bool, bool]:
    """Whether two births agree as far as both are known, and whether both are."""
    if one.born_on is None or two.born_on is None:
        return False, False
    known = min(
        {Precision.YEAR: 1, Precision.MONTH: 2}.get(Precision(who.born_precision), 3)
        for who in (one, two)
    )
    parts = [(born.year, born.month, born.day)[:known] for born in (one.born_on, two.born_on)]
    return parts[0] == parts[1], True


def _numbers(one: Person, two: Person) -> tuple[bool, bool]:
    """Whether two have a number in common, and whether both have one."""
    known = Identity.objects.filter(superseded_at=None, valid_until=None)
    tokens = [
        {bytes(fact.number_token) for fact in known.filter(person=person) if fact.number_token}
        for person in (one, two)
    ]
    return bool(tokens[0] & tokens[1]), bool(tokens[0] and tokens[1])


def _say(pair: UUID, state: PairState, by: UUID, at: datetime) -> Pair:
    with transaction.atomic():
        found = _undecided(pair)
        _decide(found, state, by, at, None)
    return found


def _locked(pair: UUID) -> Pair:
    found = (
        Pair.objects.select_for_update(of=("self",))
        .select_related("one", "two", "change")
        .filter(uuid=pair)
        .first()
    )
    if found is None:
        raise CannotChange(_("没有这一对，或不归您管。"))
    return found


def _undecided(pair: UUID) -> Pair:
    """A pair that waits, locked; one the village was asked about waits too."""
    found = _locked(pair)
    if found.state in (PairState.SAME, PairState.APART):
        raise Decided(found)
    return found


def _decide(pair: Pair, state: PairState, by: UUID, at: datetime, change: Change | None) -> None:
    pair.state, pair.decided_by, pair.decided_at, pair.change = state, by, at, change
    pair.save(update_fields=["state", "decided_by", "decided_at", "change"])
    _record(pair, state, by, at)


def _record(pair: Pair, act: str, by: UUID, at: datetime) -> None:
    audit.record(
        verb=f"registry.pair.{act}", by=by, at=at, subject=pair.uuid, subject_kind="pair",
        area=pair.area, detail={"one": str(pair.one.uuid), "two": str(pair.two.uuid)},
    )  # fmt: skip
