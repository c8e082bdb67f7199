-- What an erasure does to the register: everything that names or describes somebody goes from facts
-- and projections; ids, codes, dates and amounts stay, so that counts and totals stay.

-- Facts and acts are kept as they were said, but for an erasure.
create or replace function registry_fact_is_kept() returns trigger language plpgsql
  set search_path = public, pg_temp as $$
begin
  if to_jsonb(new) - 'superseded_at' - 'superseded_by' - 'valid_until' - 'area'
     is distinct from to_jsonb(old) - 'superseded_at' - 'superseded_by' - 'valid_until' - 'area'
     and not privacy_erasing() then
    raise exception 'registry: a fact is closed and replaced, never rewritten'
      using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create or replace function registry_change_is_kept() returns trigger language plpgsql
  set search_path = public, pg_temp as $$
begin
  if privacy_erasing() then
    return new;
  end if;
  if to_jsonb(new) - 'undone_at' - 'undone_by' - 'area' - 'person_id'
     is distinct from to_jsonb(old) - 'undone_at' - 'undone_by' - 'area' - 'person_id'
     or (old.person_id is not null and new.person_id is distinct from old.person_id)
     or old.undone_at is not null then
    raise exception 'registry: an act is undone, never rewritten'
      using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;

-- Every fact about a person or a household, found by what makes a fact, and what each column
-- becomes. A new table of facts, or a new column, is in it the day it lands; what stays is said
-- here: ids, numbers, dates that are no birth, and codes.
create function registry_erasable() returns table (place text, whose text, col text, becomes text)
  language sql stable set search_path = public, pg_temp as $$
  with facts as (
    select c.oid, c.relname::text as place,
           case when exists (select from pg_attribute a where a.attrelid = c.oid
                               and a.attname = 'person_id' and not a.attisdropped)
                then 'person' else 'household' end as whose
      from pg_class c
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
       and 3 = (select count(*) from pg_attribute a where a.attrelid = c.oid and not a.attisdropped
                  and a.attname in ('superseded_by', 'valid_from', 'entry'))
       and exists (select from pg_attribute a where a.attrelid = c.oid and not a.attisdropped
                     and a.attname in ('person_id', 'household_id'))
  )
  select f.place, f.whose, a.attname::text,
    case
      when a.attname = 'name' then quote_literal('已依法删除')
      when a.attname = 'state' and f.place = 'registry_identity' then quote_literal('unverified')
      when a.attname = 'row' then 'null'
      when t.typname = 'bytea' then case when a.attnotnull then '''''::bytea' else 'null' end
      when t.typname in ('text', 'varchar', 'bpchar') then
        case when a.attname in ('code', 'kind', 'state', 'stage', 'relation', 'reason_out', 'level', 'tenure', 'within',
                                'grade', 'status', 'type')
          then format('case when %1$I ~ ''^[a-z0-9_]{1,24}$'' then %1$I else '''' end', a.attname)
          else case when a.attnotnull then '''''' else 'null' end end
      when t.typname in ('json', 'jsonb') then
        case when a.attnotnull then '''{}''' else 'null' end
      when t.typname in ('_text', '_varchar') then '''{}'''
      else 'null'
    end
    from facts f
    join pg_attribute a on a.attrelid = f.oid and a.attnum > 0 and not a.attisdropped
    join pg_type t on t.oid = a.atttypid
   where t.typname in ('bytea', 'text', 'varchar', 'bpchar', 'json', 'jsonb', '_text', '_varchar')
      or a.attname = 'row' or a.attname like 'born%' and t.typname in ('date', 'int4', 'int2')
$$;

-- Who belongs to a household that is to be forgotten: who lives there, and who lived there last
-- and lives nowhere now, with the entries merged into them. Of a person: himself and those.
create function registry_people_of(asked uuid, kind text) returns setof uuid
  language sql stable set search_path = public, pg_temp as $$
  with own as (
    select p.id, p.uuid from registry_person p
     where kind = 'person' and p.uuid = asked and p.canonical_id is null and p.withdrawn_at is null
    union
    select p.id, p.uuid
      from registry_household h
      join registry_membership m on m.household_id = h.id and m.superseded_at is null
      join registry_person p on p.id = m.person_id
     where kind = 'household' and h.uuid = asked
       and p.canonical_id is null and p.withdrawn_at is null
       and (p.home = h.uuid or p.home is null and m.id = (
         select l.id from registry_membership l
          where l.person_id = p.id and l.superseded_at is null
          order by l.valid_until desc nulls first, l.id desc limit 1))
  )
  select uuid from own
  union
  select p.uuid from registry_person p join own on p.canonical_id = own.id
$$;

-- What may be proposed and confirmed, and by whom: the room below knows neither posts nor families.
create function registry_erasure_fits() returns trigger language plpgsql
  security definer set search_path = public, pg_temp as $$
begin
  if tg_op = 'UPDATE' and new.state <> 'done' then
    return new;
  end if;
  if offices_is_operator() or not offices_may(
       case when tg_op = 'INSERT' then '{clerk}'::text[] else '{approver}'::text[] end, new.area) then
    raise exception 'registry: a clerk proposes an erasure, an approver confirms it'
      using errcode = 'insufficient_privilege';
  end if;
  if not exists (select from registry_household h
                  where new.subject_kind = 'household' and h.uuid = new.subject
                    and h.area = new.area and h.erased_at is null
                 union all
                 select from registry_person p
                  where new.subject_kind = 'person' and p.uuid = new.subject
                    and p.area = new.area and p.erased_at is null)
     or exists (select from registry_household h
                 where h.category <> '' and h.withdrawn_at is null
                   and (h.uuid = new.subject or h.uuid in (
                     select p.home from registry_person p where p.uuid = any(new.people)))) then
    raise exception 'registry: who is on the register is not erased'
      using errcode = 'check_violation', table = 'privacy_erasure',
            constraint = 'registry_erasure_off_the_register';
  end if;
  if exists (select unnest(new.people) except select registry_people_of(new.subject, new.subject_kind))
     or exists (select registry_people_of(new.subject, new.subject_kind) except select unnest(new.people))
  then
    raise exception 'registry: the family has changed since the erasure was proposed'
      using errcode = 'check_violation', table = 'privacy_erasure',
            constraint = 'registry_erasure_of_whole_family';
  end if;
  return new;
end $$;
create trigger registry_erasure_fits before insert or update on privacy_erasure
  for each row execute function registry_erasure_fits();

create function registry_erasure_forgets() returns trigger language plpgsql
  security definer set search_path = public, pg_temp as $$
declare
  people bigint[] := array(select id from registry_person where uuid = any(new.people));
  homes bigint[] := array(select id from registry_household where uuid = new.subject);
  r record;
begin
  for r in
    select place, whose, string_agg(format('%I = %s', col, becomes), ', ') as becomes
      from registry_erasable() group by place, whose
  loop
    execute format('update %I set %s where %I = any($1)', r.place, r.becomes, r.whose || '_id')
      using case r.whose when 'person' then people else homes end;
  end loop;
  update registry_change set note = ''
   where note <> '' and (person_id = any(people) or household_id = any(homes)
                         or other_id = any(homes)
                         or uuid in (select i.entry from registry_identity i
                                      where i.person_id = any(people)));
  delete from registry_search where person_id = any(people);
  delete from registry_holder where person_id = any(people);
  delete from registry_sighting where person_id = any(people);
  update registry_person
     set name = '已依法删除', sort_key = '~', born_on = null, born_precision = '',
         identity_state = 'unverified', stage = '', erased_at = new.decided_at, withdrawn_at = new.decided_at
   where id = any(people);
  update registry_household
     set sort_key = '~', place = '', eldest_on = null, erased_at = new.decided_at, withdrawn_at = new.decided_at
   where id = any(homes);
  update registry_household set sort_key = '~' where head_id = any(people);
  return null;
end $$;
create trigger registry_erasure_forgets after update on privacy_erasure
  for each row when (new.state = 'done') execute function registry_erasure_forgets();

revoke all on function registry_erasable(), registry_people_of(uuid, text),
  registry_erasure_fits(), registry_erasure_forgets() from public;
grant execute on function registry_people_of(uuid, text) to bangfu_app;
