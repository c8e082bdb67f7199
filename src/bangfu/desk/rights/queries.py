"""What the pages about people's rights show, put together from the rooms below."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from bangfu.audit import queries as trail
from bangfu.offices import queries as offices
from bangfu.offices.models import Post
from bangfu.offices.scope import Scope
from bangfu.privacy import queries as privacy
from bangfu.privacy.models import Erasure, Hold, Request
from bangfu.privacy.states import SubjectKind
from bangfu.registry import queries as registry
from bangfu.registry.models import Change, Household, Person
from bangfu.registry.queries.files import Member
from bangfu.registry.queries.retention import clock_of_household, clock_of_person
from bangfu.registry.queries.scoped import area_names

from ..auditing.details import fields_of, reason_of
from ..auditing.words import words_of

EXPORTS = ("registry.households.export", "registry.people.export")
_TOWN = 10**6


@dataclass(frozen=True)
class Seen:
    """One look as its page shows it: ``office`` and ``post`` for the family, ``name`` for staff."""

    at: datetime
    whose: str
    name: str
    office: str
    post: str
    what: str
    reason: str
    rows: int | None


@dataclass(frozen=True)
class Family:
    """A household in scope with its people."""

    home: Household
    village: str
    members: list[Member]

    @property
    def subjects(self) -> dict[UUID, str]:
        """Whose looks are the family's: the household and everybody in it, by name."""
        return {self.home.uuid: "", **{member.uuid: member.name for member in self.members}}


def find_family(scope: Scope, uuid: UUID, *, on: date) -> Family | None:
    """Return a household in scope with who lives there, or None."""
    home = registry.find_household(scope, uuid, on=on)
    if home is None:
        return None
    return Family(home, area_names({home.area})[home.area], registry.list_members(home, on=on))


def looks_at(family: Family) -> list[Seen]:
    """Return who looked at a family, newest first, exports of its town among them."""
    town = family.home.area // _TOWN * _TOWN
    looks = trail.looks_at(
        list(family.subjects), town=(town, town + _TOWN - 1), exports=EXPORTS,
        since=family.home.entered_at,
    )  # fmt: skip
    actors = {look.actor for look in looks}
    names, posts = offices.names_of(list(actors)), _posts(actors)
    return [
        _seen(look, family, names.get(look.actor, ""), _post_then(posts, look)) for look in looks
    ]


def _seen(look: trail.Look, family: Family, name: str, post: Post | None) -> Seen:
    return Seen(
        at=look.at,
        whose=family.subjects.get(look.subject, "") if look.subject else "",
        name=name,
        office=post.organisation.name if post else "",
        post=str(post.get_role_display()) if post else "",
        what=fields_of(look.fields) or words_of(look.verb),
        reason=reason_of(look.reason) if look.reason else "",
        rows=look.rows,
    )


def _posts(actors: set[UUID]) -> dict[UUID, list[Post]]:
    found: dict[UUID, list[Post]] = {}
    held = Post.objects.filter(user__uuid__in=actors).select_related("user", "organisation")
    for post in held.order_by("-valid_from"):
        found.setdefault(post.user.uuid, []).append(post)
    return found


def _post_then(posts: dict[UUID, list[Post]], look: trail.Look) -> Post | None:
    """The post that somebody held on the day of the look."""
    day = look.at.date()
    held = posts.get(look.actor, [])
    return next(
        (p for p in held if p.valid_from <= day and (not p.valid_until or day <= p.valid_until)),
        None,
    )


@dataclass(frozen=True)
class Line:
    """An erasure or a due family with what stands in its way."""

    erasure: Erasure
    name: str
    village: str
    by: str
    decided_by: str


def erasure_lines(erasures: list[Erasure]) -> list[Line]:
    """Return erasures with the family's name while it has one, and who proposed and decided."""
    names = _names_of([one.subject for one in erasures])
    villages = area_names({one.area for one in erasures})
    people = offices.names_of(
        [who for one in erasures for who in (one.proposed_by, one.decided_by) if who]
    )
    return [
        Line(
            one, names.get(one.subject, ""), villages[one.area], people.get(one.proposed_by, ""),
            people.get(one.decided_by, "") if one.decided_by else "",
        )
        for one in erasures
    ]  # fmt: skip


def _names_of(subjects: list[UUID]) -> dict[UUID, str]:
    """The name of each person, of each household its head's."""
    names = dict(Person.objects.filter(uuid__in=subjects).values_list("uuid", "name"))
    homes = Household.objects.filter(uuid__in=subjects).values_list("uuid", "head__name")
    return names | {uuid: name or "" for uuid, name in homes}


def hold_of(subject: UUID, *, on: date) -> Hold | None:
    """Return the hold on a household or person in force on a day, or None."""
    return privacy.live_hold([subject], on=on)


@dataclass(frozen=True)
class Asked:
    """A request with whose it is, where, in whose hands, and the working days left."""

    request: Request
    name: str
    home: UUID | None
    village: str
    handler: str
    left: int


def asked_lines(requests: list[Request], *, on: date) -> list[Asked]:
    """Return requests as a list shows them."""
    subjects = [one.subject for one in requests]
    people = {p.uuid: p for p in Person.objects.filter(uuid__in=subjects)}
    homes = {h.uuid: h for h in Household.objects.filter(uuid__in=subjects).select_related("head")}
    villages = area_names({one.area for one in requests})
    names = offices.names_of([one.handler for one in requests if one.handler])
    lines = []
    for one in requests:
        person, home = people.get(one.subject), homes.get(one.subject)
        head = home.head.name if home and home.head else ""
        lines.append(
            Asked(
                request=one,
                name=person.name if person else head,
                home=home.uuid if home else (person.home if person else None),
                village=villages[one.area],
                handler=names.get(one.handler, "") if one.handler else "",
                left=offices.calendar_of(one.area).count(on, one.due_on).days,
            )
        )
    return lines


@dataclass(frozen=True)
class Held:
    """A hold with whose it is, where, and who placed and lifted it."""

    hold: Hold
    name: str
    village: str
    placed_by: str
    lifted_by: str


def hold_lines(holds: list[Hold]) -> list[Held]:
    """Return holds as a list shows them."""
    names = _names_of([one.subject for one in holds])
    villages = area_names({one.area for one in holds})
    people = offices.names_of(
        [who for one in holds for who in (one.placed_by, one.lifted_by) if who]
    )
    return [
        Held(
            one, names.get(one.subject, ""), villages[one.area], people.get(one.placed_by, ""),
            people.get(one.lifted_by, "") if one.lifted_by else "",
        )
        for one in holds
    ]  # fmt: skip


@dataclass(frozen=True)
class Erasable:
    """A household or person of whom an erasure may be proposed once he is off the register."""

    uuid: UUID
    kind: str
    name: str
    village: str
    area: int
    people: int
    off: bool


def find_erasable(scope: Scope, kind: str, uuid: UUID, *, on: date) -> Erasable | None:
    """Return a household or person in scope, and whether the register has let go of it."""
    if kind == SubjectKind.HOUSEHOLD:
        home = registry.find_household(scope, uuid, on=on)
        if home is None:
            return None
        name, off = home.head.name if home.head else "", clock_of_household(home) is not None
        area, size = home.area, home.size
    else:
        person = registry.find_person(scope, uuid, on=on)
        if person is None:
            return None
        name, off = person.name, clock_of_person(person) is not None
        area, size = person.area, 1
    return Erasable(uuid, kind, name, area_names({area})[area], area, size, off)


def acts_for(request: Request) -> list[tuple[str, str]]:
    """Return the acts of the register that may have met a request, the latest first.

    Only what was done since it was asked, to that household or person, and stands.
    """
    return [(str(act.uuid), act_words(act)) for act in registry.list_acts_since(
        request.subject, request.subject_kind, since=request.asked_on
    )]  # fmt: skip


def act_of(request: Request) -> str:
    """Return in words the act that met a request, or nothing."""
    act = Change.objects.filter(uuid=request.act).first() if request.act else None
    return act_words(act) if act is not None else ""


def act_words(act: Change) -> str:
    """Word an act by kind and day: 更正信息，2012-12-03起."""
    return _("%(what)s，%(on)s起") % {"what": act.get_kind_display(), "on": act.on.isoformat()}
