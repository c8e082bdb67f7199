"""What is said of a person beyond who he is: labour, schooling, illness, whose certificate."""

from __future__ import annotations

from collections.abc import Iterable

from bangfu.privacy import crypto

from ..models import Identity, Illness, Person, Schooling, Trait
from ..states import TraitField


def traits_now(person: Person) -> dict[str, list[str]]:
    """Return the codes that hold today by field; two where sources differ."""
    found: dict[str, list[str]] = {}
    now = Trait.objects.filter(person=person, superseded_at=None, valid_until=None)
    for field, code in now.order_by("id").values_list("field", "code"):
        codes = found.setdefault(field, [])
        if code not in codes:
            codes.append(code)
    return found


def labour_of(people: Iterable[int]) -> dict[int, str]:
    """Return the newest code of labour ability of each person who has one."""
    now = Trait.objects.filter(
        person_id__in=list(people), field=TraitField.LABOUR, superseded_at=None, valid_until=None
    )
    return dict(now.order_by("valid_from", "id").values_list("person_id", "code"))


def list_schooling(person: Person) -> list[Schooling]:
    """Return what is said of each school year, the latest first; no year stands last."""
    told = Schooling.objects.filter(person=person, superseded_at=None)
    return sorted(told, key=lambda one: (one.school_year or 0, one.valid_from), reverse=True)


def list_illness(person: Person) -> list[Illness]:
    """Return the costs of each year, the latest first; the disease stays sealed."""
    return list(Illness.objects.filter(person=person, superseded_at=None).order_by("-year"))


def is_number_of(person: Person, number: str) -> bool:
    """Return whether a valid identity number is one that the register has for this person."""
    token = crypto.blind("identity.number", number)
    return Identity.objects.filter(person=person, superseded_at=None, number_token=token).exists()


def has_number(person: Person) -> bool:
    """Return whether the register has any valid identity number of this person."""
    return Identity.objects.filter(
        person=person, superseded_at=None, number_token__isnull=False
    ).exists()
