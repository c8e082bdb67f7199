"""The same three standards in openfisca-core, for `rules.py`; run in a place of its own.

    fisca.py REGISTER.npz

Reads the arrays that `rules.py` wrote, builds the simulation, computes, and prints JSON: seconds of
building, of computing, and the sum in fen, as the doubles of its own numbers (float32) add up.
"""

from __future__ import annotations

import json
import sys
import time

import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.periods import MONTH, YEAR  # noqa: F401 - MONTH keeps the import explicit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

Person = build_entity(key="person", plural="persons", label="", is_person=True)
Household = build_entity(
    key="household", plural="households", label="", roles=[{"key": "member", "plural": "members"}]
)
PERIOD = "2012"


class category(Variable):
    value_type, entity, definition_period = int, Household, YEAR


class stage(Variable):
    value_type, entity, definition_period = int, Person, YEAR


class full_time(Variable):
    value_type, entity, definition_period = bool, Person, YEAR


class own_paid(Variable):
    value_type, entity, definition_period = float, Person, YEAR


def _dual(persons, period):
    return np.isin(persons.household("category", period), CODES["dual"])


class education(Variable):
    value_type, entity, definition_period = float, Person, YEAR

    def formula(persons, period):
        at = persons("stage", period)
        tertiary = np.isin(at, CODES["tertiary"])
        studies = _dual(persons, period) & (~tertiary | persons("full_time", period))
        return np.where(studies, np.array(CODES["grants"], dtype=np.float32)[at], 0)


class goods(Variable):
    value_type, entity, definition_period = float, Person, YEAR

    def formula(persons, period):
        return np.where(persons.household("category", period) != CODES["none"], 900.0, 0)


class illness(Variable):
    value_type, entity, definition_period = float, Person, YEAR

    def formula(persons, period):
        paid = persons("own_paid", period)
        bands = np.array([0, 5000, 10000, 20000], dtype=np.float32)
        level = np.searchsorted([30000, 50000, 100000], paid, "right")
        return np.where(_dual(persons, period), bands[level], 0)


CODES: dict = {}


def main(place: str) -> None:
    held = np.load(place, allow_pickle=False)
    CODES.update(json.loads(str(held["codes"])))
    begun = time.perf_counter()
    system = TaxBenefitSystem([Person, Household])
    for variable in (category, stage, full_time, own_paid, education, goods, illness):
        system.add_variable(variable)
    builder = SimulationBuilder()
    builder.create_entities(system)
    people, homes = len(held["stage"]), len(held["category"])
    builder.declare_person_entity("person", np.arange(people))
    home = builder.declare_entity("household", np.arange(homes))
    builder.join_with_persons(home, held["household"], np.full(people, "member"))
    simulation = builder.build(system)
    for name in ("category", "stage", "full_time"):
        simulation.set_input(name, PERIOD, held[name])
    simulation.set_input("own_paid", PERIOD, held["paid"] / 100)
    built = time.perf_counter() - begun
    begun = time.perf_counter()
    sums = [
        simulation.calculate(name, PERIOD).astype(np.float32).sum()
        for name in ("education", "goods", "illness")
    ]
    computed = time.perf_counter() - begun
    print(json.dumps({"built": built, "computed": computed, "fen": round(float(sum(sums)) * 100)}))


if __name__ == "__main__":
    main(sys.argv[1])
