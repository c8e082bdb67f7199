"""Keeping an answer so that it can be given again, byte for byte, when the rules have changed.

What is kept is whole: the texts of the standard, the facts, the answer and their hashes. So a
replay needs nothing but the record and this code; `ENGINE` says which meaning the code had.
"""

from __future__ import annotations

import json
from typing import Final

from bangfu.rules.answers import Answer
from bangfu.rules.assess import HOUSEHOLD, answer_one
from bangfu.rules.canonical import encode
from bangfu.rules.cases import Case, from_plain
from bangfu.rules.limits import toward
from bangfu.rules.loading.folder import load_texts
from bangfu.rules.standards import Standard

ENGINE: Final = 1


def keep(standards: tuple[Standard, ...], case: Case, answer: Answer) -> bytes:
    """This function will write an answer with all it rests on, as canonical JSON.

    `standards` are those of the case's area that were asked.
    """
    standard = next(one for one in standards if one.id == answer.standard)
    return encode(
        {
            "engine": ENGINE,
            "texts": dict(standard.texts),
            "toward": sorted(toward(standards, standard.id)),
            "facts": case.plain(),
            "facts_hash": case.hash,
            "answer": answer.plain(),
        }
    )


def replay(kept: bytes) -> bytes:
    """This function will answer a kept case again and write it as `keep` did.

    The same bytes come out, or the record was changed or made by another engine.
    Raises ValueError where the record is not of this engine or cannot be read.
    """
    try:
        record = json.loads(kept)
        engine, texts = record["engine"], record["texts"]
        case, told = from_plain(record["facts"]), record["answer"]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ValueError("no kept answer") from error
    if engine != ENGINE:
        raise ValueError(f"kept by engine {engine}, this is {ENGINE}")
    area = case.facts["area"].value if "area" in case.facts else None
    (standard,) = load_texts(texts, prove=False, whole=False).of_area(str(area) if area else None)
    person = None
    if told["subject"] != HOUSEHOLD:
        person = next(one for one in case.persons or () if one.id == told["subject"])
    answer = answer_one(standard, case, person, frozenset(record["toward"]))
    return encode(
        {
            **record,
            "facts": case.plain(),
            "facts_hash": case.hash,
            "answer": answer.plain(),
        }
    )
