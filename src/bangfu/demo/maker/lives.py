"""What happened to the people of the made town: certificates, schools, illnesses, deaths."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from bangfu.demo.maker import numbers
from bangfu.demo.maker.places import share_out
from bangfu.demo.maker.truth import Disability, Illness, Person, Truth

# Order and digits of the certificate's classes: 1 视力 … 7 多重; shares of the town in per cent.
DISABILITY_KINDS = {
    "视力": 11,
    "听力": 9,
    "言语": 2,
    "肢体": 50,
    "智力": 11,
    "精神": 13,
    "多重": 4,
}
DISABILITY_LEVELS = {"1": 22, "2": 33, "3": 27, "4": 18}
# Of 2,398 dual-low people, as the demo town states them.
_PEOPLE, _DISABLED, _PUPILS, _SENIORS, _STUDENTS, _PATIENTS, _DEAD = 2398, 400, 345, 125, 80, 25, 17
ILLNESS_LINE = 30_000_00


def live(rng: Random, truth: Truth, on: date, *, reissued: float) -> None:
    """This function will give the registered people their lives at the demo town's rates.

    ``on`` is the day of the rosters; ``reissued`` the share of certificates of 22 signs.
    """
    people = list(truth.registered())
    share = len(people) / _PEOPLE
    _disable(rng, people, round(_DISABLED * share), reissued)
    _school(rng, people, on, share)
    _fall_ill(rng, people, max(3, round(_PATIENTS * share)))
    _die(rng, people, on, max(3, round(_DEAD * share)))
    for stranger in (p for h in truth.households if h.category is None for p in h.members):
        if rng.random() < 0.3:
            stranger.medical = _bill(rng, rng.randrange(31_000_00, 90_000_00))


def _disable(rng: Random, people: Sequence[Person], count: int, reissued: float) -> None:
    kinds = share_out(DISABILITY_KINDS, count)
    levels = share_out(DISABILITY_LEVELS, count)
    rng.shuffle(kinds)
    rng.shuffle(levels)
    for person, kind, level in zip(rng.sample(people, count), kinds, levels, strict=True):
        digit = list(DISABILITY_KINDS).index(str(kind)) + 1
        number = numbers.certificate(
            rng, person.ident, digit, int(level), reissued=rng.random() < reissued
        )
        person.disability = Disability(str(kind), int(level), number)


def age_on(person: Person, on: date) -> int:
    """This function will return the person's age in whole years on the day."""
    before = (on.month, on.day) < (person.born.month, person.born.day)
    return on.year - person.born.year - before


def _school(rng: Random, people: Sequence[Person], on: date, share: float) -> None:
    by_age: dict[str, list[Person]] = {"pupil": [], "senior": [], "student": []}
    for person in people:
        age = age_on(person, on)
        if 3 <= age <= 5:
            person.stage = "学前" if rng.random() < 0.7 else None
        elif 6 <= age <= 15:
            by_age["pupil"].append(person)
        elif 16 <= age <= 18:
            by_age["senior"].append(person)
        elif 19 <= age <= 22:
            by_age["student"].append(person)
    for kind, wanted in (("pupil", _PUPILS), ("senior", _SENIORS), ("student", _STUDENTS)):
        group = by_age[kind]
        for person in rng.sample(group, min(len(group), round(wanted * share))):
            if kind == "pupil":
                person.stage = "小学" if age_on(person, on) < 12 else "初中"
            else:
                person.stage = "高中" if kind == "senior" else "大学"


def _bill(rng: Random, self_paid: int) -> Illness:
    total = round(self_paid / rng.uniform(0.35, 0.8))
    return Illness(total, total - self_paid)


def _fall_ill(rng: Random, people: Sequence[Person], patients: int) -> None:
    """One pays exactly the line, one a fen less, a few some hundreds less, the rest more."""
    exact = [ILLNESS_LINE, ILLNESS_LINE - 1]
    below = [rng.randrange(28_000_00, ILLNESS_LINE - 1) for _ in range(max(1, patients // 4))]
    above = [rng.randrange(ILLNESS_LINE, 140_000_00) for _ in range(patients - 1)]
    bills = exact + below + above
    for person, self_paid in zip(rng.sample(people, len(bills)), bills, strict=True):
        person.medical = _bill(rng, self_paid)


def _die(rng: Random, people: Sequence[Person], on: date, count: int) -> None:
    old = [person for person in people if age_on(person, on) >= 60]
    young = [person for person in people if 20 <= age_on(person, on) < 60]
    start = date(on.year, 1, 1)
    for _ in range(count):
        group = young if young and rng.random() < 0.25 else (old or young)
        person = rng.choice(group)
        person.dead = start + timedelta(days=rng.randrange(300))
