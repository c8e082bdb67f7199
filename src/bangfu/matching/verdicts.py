"""How far each number can be trusted, once the whole roster is read."""

from __future__ import annotations

from .ledger import Ledger, Somebody
from .values import Level, Note, PersonPlan, State


def state_of(ledger: Ledger, somebody: Somebody) -> State:
    """This function will give the state of somebody's number.

    Verified: he alone claims it and nothing speaks against it. Whoever the register had verified
    keeps it, and who claims it under another name is unverified. Where the register knew nobody,
    or only by another roster of the same drawer, all claimants are disputed: which of them is
    wrong is not for a machine to say, nor for the order of the files. So is he whose number
    somebody in another town claims, who may be himself.
    """
    number = somebody.number
    if number is None:
        return State.UNVERIFIED
    if somebody.trusted:
        return State.VERIFIED
    rivals = [rival for rival in ledger.claims[number] if rival is not somebody]
    if somebody.weak or any(rival.trusted for rival in rivals):
        return State.UNVERIFIED
    if number in ledger.elsewhere or any(not rival.weak for rival in rivals):
        return State.DISPUTED
    if somebody.doubtful:
        return State.UNVERIFIED
    if somebody.seen or number != somebody.number_before:
        return State.VERIFIED
    # Nobody contests it (any more), and the roster says nothing new about him.
    return State.UNVERIFIED if somebody.before is State.UNVERIFIED else State.VERIFIED


def note_on_number(ledger: Ledger, somebody: Somebody, state: State) -> Note | None:
    """This function will give the question his number raises, with the rows that raise it too."""
    if somebody.number is None or state is State.VERIFIED:
        return None
    rivals = [rival for rival in ledger.claims[somebody.number] if rival is not somebody]
    refs = tuple(ref for rival in rivals for ref in rival.seen[:1])
    if somebody.number in ledger.elsewhere and not rivals:
        return Note("number_held_elsewhere", Level.QUESTION)
    if state is State.DISPUTED:
        return Note("number_disputed", Level.QUESTION, refs)
    if any(rival.trusted for rival in rivals):
        return Note("number_held_by_other", Level.QUESTION, refs)
    if somebody.weak:
        return Note("perhaps_shortened", Level.QUESTION)
    if somebody.doubtful:
        return Note("number_contradicts_row", Level.QUESTION)
    return None


def person_plans(ledger: Ledger) -> list[PersonPlan]:
    """This function will list everybody the roster tells of, and every known person whose number
    stands otherwise because of it."""
    touched: dict[Somebody, None] = {}
    for somebody in ledger.people.values():
        if somebody.seen or not somebody.known:
            touched[somebody] = None
    for number in ledger.touched:
        for somebody in ledger.claims[number]:
            touched[somebody] = None
    plans = []
    for somebody in touched:
        state = state_of(ledger, somebody)
        changed = somebody.known and (
            state is not somebody.before or somebody.number != somebody.number_before
        )
        if not somebody.seen and not changed:
            continue
        plans.append(
            PersonPlan(
                somebody.uuid,
                somebody.known,
                somebody.home.uuid if somebody.home else None,
                state,
                somebody.number,
                tuple(somebody.names),
                changed,
            )
        )
    return plans
