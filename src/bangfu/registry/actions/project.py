"""What lists show, recomputed from the current facts of a few subjects."""

from collections.abc import Collection, Sequence
from datetime import datetime

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
# The rest of what a list of households shows or is narrowed by. A stay on the register may go on
# under another category: it begins where no category ended the day before.
SHOWN = """
update registry_household h
   set changed_at = %(at)s,
       place = coalesce((
         select a.place from registry_address a
          where a.household_id = h.id and a.superseded_at is null and a.valid_until is null
            and a.place <> '' order by a.id desc limit 1), ''),
       entered_on = (
         select max(c.valid_from) from registry_category c
          where c.household_id = h.id and c.superseded_at is null and c.code <> ''
            and not exists (
              select 1 from registry_category b
               where b.household_id = h.id and b.superseded_at is null and b.code <> ''
                 and b.valid_until = c.valid_from - 1)),
       disabled = f.disabled, in_school = f.in_school, unverified = f.unverified,
       eldest_on = f.eldest_on
  from (
    select i.id, coalesce(bool_or(p.disability <> ''), false) as disabled,
           coalesce(bool_or(p.stage <> ''), false) as in_school,
           coalesce(bool_or(p.identity_state <> 'verified'), false) as unverified,
           min(p.born_on) as eldest_on
      from unnest(%(ids)s::bigint[]) i (id)
      left join registry_membership m
        on m.household_id = i.id and m.superseded_at is null and m.valid_until is null
      left join registry_person p on p.id = m.person_id and p.withdrawn_at is null
     group by i.id) f
 where h.id = f.id
"""
# A person stands for aid with the household.
STANDING = """
update registry_person p set category = h.category
  from registry_membership m join registry_household h on h.id = m.household_id
 where m.person_id = p.id and m.superseded_at is null and m.valid_until is null
   and h.id = any(%s) and p.category <> h.category
"""
# Relation, disability and schooling of a person: the newest of what is true now.
PEOPLE = """
update registry_person p
   set relation = coalesce((
         select m.relation from registry_membership m
          where m.person_id = p.id and m.superseded_at is null and m.valid_until is null
          limit 1), ''),
       disability = coalesce((
         select coalesce(d.kind, 0) || '/' || coalesce(d.grade, 0) from registry_disability d
          where d.person_id = p.id and d.superseded_at is null and d.valid_until is null
          order by d.valid_from desc, d.id desc limit 1), ''),
       stage = coalesce((
         select nullif(s.stage, '非在校') from registry_schooling s
          where s.person_id = p.id and s.superseded_at is null and s.valid_until is null
          order by s.valid_from desc, s.id desc limit 1), '')
 where p.id = any(%s)
"""
FAMILIES = """
select distinct household_id from registry_membership
 where person_id = any(%s) and superseded_at is null and valid_until is null
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
LAST = """
update registry_person p set area = h.area
  from (select distinct on (m.person_id) m.person_id, m.household_id from registry_membership m
         where m.person_id = any(%(ids)s) and m.superseded_at is null
         order by m.person_id, m.valid_until desc nulls first) l
  join registry_household h on h.id = l.household_id
 where p.id = l.person_id and p.home is null and p.area <> h.area
"""


def settle(people: Collection[int]) -> None:
    """Let people stand in the household and the village of their open membership."""
    with connection.cursor() as cursor:
        for batch in chunks(people):
            cursor.execute(HOMES, {"ids": batch})
            cursor.execute(NOWHERE, {"ids": batch})
            cursor.execute(LAST, {"ids": batch})


def project_people(ids: Collection[int], *, at: datetime) -> None:
    """Show of each person the current facts, and of the families what follows from them.

    Of several identities a verified one counts, then the newest; ``at`` is when it changed.
    """
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
        with connection.cursor() as cursor:
            cursor.execute(PEOPLE, [batch])
            cursor.execute(FAMILIES, [batch])
            homes = [row[0] for row in cursor.fetchall()]
            cursor.execute(STANDING, [homes])
            cursor.execute(SHOWN, {"ids": homes, "at": at})
    if ids:
        with connection.cursor() as cursor:
            cursor.execute(HEADS, [[], list(ids)])


def project_households(ids: Collection[int], *, at: datetime) -> None:
    """Recount what lists show of the households; ``at`` is when they changed."""
    for batch in chunks(ids):
        with connection.cursor() as cursor:
            cursor.execute(HOUSEHOLDS, [batch])
            cursor.execute(HEADS, [batch, []])
            cursor.execute(STANDING, [batch])
            cursor.execute(SHOWN, {"ids": batch, "at": at})


def reindex(rows: Sequence[tuple[int, int, str]]) -> None:
    """Add search tokens to people who are already found by others."""
    with connection.cursor() as cursor:
        for batch in chunks(rows):
            cursor.execute(
                "select registry_index(%s, %s)",
                [[row[0] for row in batch], [row[2] for row in batch]],
            )
