"""What lists show, recomputed from the current facts of a few subjects."""

from collections.abc import Collection, Sequence

from django.db import connection
from django.db.models import Case, When

from bangfu.kernel import names

from ..models import Identity, Person
from ..queries.known import chunks
from ..states import IdentityState

# Category first in force, cause of rank one, head by relation 本人/户主, else the eldest row.
HOUSEHOLDS = """
update registry_household h
   set size = (select count(*) from registry_membership m
                where m.household_id = h.id and m.superseded_at is null and m.valid_until is null),
       head_id = coalesce((
         select m.person_id from registry_membership m
          where m.household_id = h.id and m.superseded_at is null and m.valid_until is null
            and m.relation in ('01', '02') order by m.id limit 1), h.head_id),
       category = coalesce((
         select c.code from registry_category c
          where c.household_id = h.id and c.superseded_at is null and c.valid_until is null
          order by c.id limit 1), ''),
       cause = coalesce((
         select c.code from registry_cause c
          where c.household_id = h.id and c.superseded_at is null and c.valid_until is null
          order by c.rank, c.id limit 1), '')
 where h.id = any(%s)
"""
HEADS = """
update registry_household h set sort_key = p.sort_key
  from registry_person p
 where p.id = h.head_id and h.sort_key <> p.sort_key and (h.id = any(%s) or p.id = any(%s))
"""


# A person stands where he lives; somebody dead or gone stays where he lived last.
HOMES = """
update registry_person p set home = h.uuid, area = h.area
  from registry_membership m join registry_household h on h.id = m.household_id
 where m.person_id = p.id and m.superseded_at is null and m.valid_until is null
   and p.id = any(%(ids)s) and (p.home is distinct from h.uuid or p.area <> h.area)
"""
NOWHERE = """
update registry_person p set home = null
 where p.id = any(%(ids)s) and p.home is not null and not exists (
   select 1 from registry_membership m
    where m.person_id = p.id and m.superseded_at is null and m.valid_until is null)
"""


def settle(people: Collection[int]) -> None:
    """Let people stand in the household and the village of their open membership."""
    with connection.cursor() as cursor:
        for batch in chunks(people):
            cursor.execute(HOMES, {"ids": batch})
            cursor.execute(NOWHERE, {"ids": batch})


def project_people(ids: Collection[int]) -> None:
    """Show of each person the current identity: a verified one first, then the newest."""
    for batch in chunks(ids):
        seen: set[int] = set()
        verified_first = Identity.objects.filter(person_id__in=batch, superseded_at=None).order_by(
            "person_id",
            Case(When(state=IdentityState.VERIFIED, then=0), default=1),
            "-valid_from",
            "id",
        )
        for fact in verified_first:
            if fact.person_id in seen:
                continue
            seen.add(fact.person_id)
            Person.objects.filter(pk=fact.person_id).update(
                name=fact.name,
                sort_key=names.pinyin_key(fact.name)[:120],
                sex=fact.sex,
                born_on=fact.born_on,
                born_precision=fact.born_precision,
                identity_state=fact.state,
            )
    if ids:
        with connection.cursor() as cursor:
            cursor.execute(HEADS, [[], list(ids)])


def project_households(ids: Collection[int]) -> None:
    """Recount size, head, category and cause of the households."""
    for batch in chunks(ids):
        with connection.cursor() as cursor:
            cursor.execute(HOUSEHOLDS, [batch])
            cursor.execute(HEADS, [batch, []])


def reindex(rows: Sequence[tuple[int, int, str]]) -> None:
    """Add search tokens to people who are already found by others."""
    with connection.cursor() as cursor:
        for batch in chunks(rows):
            cursor.execute(
                "select registry_index(%s, %s)",
                [[row[0] for row in batch], [row[2] for row in batch]],
            )
