"""One box: a name or a part of it, pinyin, initials, last digits, the end of a telephone."""

import re
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

from bangfu.kernel import text as words
from bangfu.offices.scope import Scope

from ..models import Household, Person
from .scoped import area_names, households, people
from .tokens import number_token

LATIN = re.compile(r"^[a-zA-Züv' ]+$")
DIGITS = re.compile(r"^[0-9Xx-]+$")


@dataclass(frozen=True, slots=True)
class Hit:
    """A person or household found; what a list may show of it."""

    person: UUID | None
    household: UUID | None
    name: str
    sex: int
    born_on: date | None
    village: str
    category: str


def find_people(scope: Scope, typed: str, *, on: date, limit: int = 10) -> list[Hit]:
    """Return at most ``limit`` people, whole-name matches first.

    Whole or part of a name, pinyin or initials (from the first letters), the last four or six
    or all characters of an identity number, all or the last four digits of a telephone, a
    household number. Nothing shorter than one character; digits not in those lengths find nobody.
    """
    typed = words.squeeze(words.to_half_width(typed))
    if not typed:
        return []
    if re.fullmatch(r"\d{16,24}", typed) and len(typed) != 18:
        return _by_household_number(scope, typed, on)
    query = _query(typed)
    if not query:
        return []
    with connection.cursor() as cursor:
        cursor.execute("select person_id from registry_find(%s::tsquery, %s)", [query, limit * 4])
        ids = [row[0] for row in cursor.fetchall()]
    # Who was merged is found under his old name and number too, as the one he is.
    merged = Person.objects.filter(pk__in=ids, canonical__isnull=False)
    ids += merged.values_list("canonical_id", flat=True)
    found = list(people(scope, on=on).filter(pk__in=ids).order_by("sort_key", "id"))
    found.sort(key=lambda person: person.name != typed)
    return _hits(found[:limit])


def _query(typed: str) -> str:
    """Return a tsquery of tokens that hold no operator, so nothing typed can be one."""
    if DIGITS.match(typed):
        return _digits_query(typed.replace("-", "").upper())
    if LATIN.match(typed):
        letters = re.sub(r"[^a-z]", "", typed.lower().replace("ü", "v"))
        return f"'p{letters}':* | 'i{letters}':*" if letters else ""
    plain = re.sub(r"[^\w]", "", typed).replace("_", "")
    if not plain:
        return ""
    if len(plain) == 1:
        return f"'z{plain}'"
    return " & ".join(f"'b{plain[i : i + 2]}'" for i in range(len(plain) - 1))


def _digits_query(digits: str) -> str:
    tokens = []
    if len(digits) in (4, 6, 18):
        tokens.append(number_token("n", digits))
    if len(digits) == 4 or 7 <= len(digits) <= 12:
        tokens.append(number_token("t", digits))
    return " | ".join(f"'{token}'" for token in tokens)


def _by_household_number(scope: Scope, number: str, on: date) -> list[Hit]:
    rows = households(scope, on=on).filter(number=number).select_related("head")
    return _hits([row.head for row in rows if row.head is not None])


def _hits(found: list[Person]) -> list[Hit]:
    homes = {
        home.uuid: home.category
        for home in Household.objects.filter(uuid__in={p.home for p in found if p.home})
    }
    villages = area_names({person.area for person in found})
    return [
        Hit(
            person=person.uuid,
            household=person.home,
            name=person.name,
            sex=person.sex,
            born_on=person.born_on,
            village=villages[person.area],
            category=homes.get(person.home, "") if person.home else "",
        )
        for person in found
    ]
