"""What two sources say differently, in words, with where it is decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from bangfu.frame.templatetags.frame import comma
from bangfu.privacy.states import Clearance
from bangfu.registry import queries as registry
from bangfu.registry.models import Household, Person

from .templatetags import desk as words


@dataclass(frozen=True)
class OneSays:
    """What one source says, its words, and the source's."""

    fact: Any
    words: str
    source: str


@dataclass(frozen=True)
class Question:
    """A matter of which the sources differ; ``name`` is whose it is, empty for the household."""

    kind: str
    subject: UUID
    name: str
    said: tuple[OneSays, ...]
    url: str

    @property
    def label(self) -> str:
        """The matter, in words."""
        return {
            "identity": _("姓名、号码、性别、出生"),
            "disability": _("残疾"),
            "address": _("住址"),
        }[self.kind]


def questions_of(
    home: Household,
    people: Sequence[Person],
    *,
    clearance: Clearance,
    house: bool = True,
    known: Mapping[str, list[Any]] | None = None,
) -> list[Question]:
    """Return what is said differently of a household and of these of its members.

    ``known`` as `registry.list_differences` takes it.
    """
    found = registry.list_differences(
        home if house else None, people, clearance=clearance, known=known
    )
    return [_question(home, one) for one in found]


def find(home: Household, people: Sequence[UUID], subject: UUID, kind: str) -> Question | None:
    """Return one question about a member or the household itself, for who may decide it."""
    members = list(Person.objects.filter(uuid__in=people).order_by("id")) if people else []
    asked = questions_of(home, members, clearance=Clearance.STAFF)
    return next((one for one in asked if one.subject == subject and one.kind == kind), None)


def _question(home: Household, found: registry.Disagreement) -> Question:
    steps = {"uuid": home.uuid, "subject": found.subject, "kind": found.kind}
    return Question(
        kind=found.kind,
        subject=found.subject,
        name=found.name,
        said=tuple(_one(found.kind, said) for said in found.said),
        url=reverse("changes:settle", kwargs=steps),
    )


def _one(kind: str, said: registry.Said) -> OneSays:
    fact = said.fact
    if kind == "identity":
        parts = [
            fact.name, words.sex(fact.sex), words.birth(fact.born_on, fact.born_precision),
            said.masked,
        ]  # fmt: skip
    elif kind == "disability":
        parts = [words.disability(f"{fact.kind or 0}/{fact.grade or 0}"), said.masked]
    else:
        parts = [said.masked or fact.place]
    return OneSays(fact, comma().join(part for part in parts if part), words.origin(fact))
