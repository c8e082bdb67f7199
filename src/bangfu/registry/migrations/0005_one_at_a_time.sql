-- Two periods of one thing may not overlap. An exclusion constraint says so too, but its index
-- costs five times a plain one at a take-in; so: one open period by a unique index, and the
-- rest by a look at the end of each statement.
--
-- Two at once: an open period takes a share of its subject's row (the foreign key, checked before
-- this trigger, for row triggers go first), a closed one the whole of it. So of two that
-- overlap the later waits for the earlier, and then sees it.
alter table registry_membership drop constraint registry_membership_one_home_at_a_time;
alter table registry_category drop constraint registry_category_one_at_a_time;

create unique index registry_membership_one_home_at_a_time on registry_membership (person_id)
  where superseded_at is null and valid_until is null;
create unique index registry_category_one_at_a_time on registry_category (household_id)
  where superseded_at is null and valid_until is null;
create index registry_membership_periods on registry_membership (person_id)
  where superseded_at is null and valid_until is not null;
create index registry_category_periods on registry_category (household_id)
  where superseded_at is null and valid_until is not null;

create function registry_membership_periods_apart() returns trigger language plpgsql
  security definer set search_path = public, pg_temp as $$
declare
  twice bigint;
begin
  perform from registry_person p
    where p.id in (select f.person_id from fresh f
                    where f.superseded_at is null and f.valid_until is not null)
    order by p.id for update;
  select f.person_id into twice
    from fresh f
    join registry_membership m on m.person_id = f.person_id and m.id <> f.id
   where f.superseded_at is null and m.superseded_at is null
     and daterange(f.valid_from, f.valid_until, '[]') && daterange(m.valid_from, m.valid_until, '[]')
   limit 1;
  if twice is not null then
    raise exception 'registry: a person lives in one household at a time (person %)', twice
      using errcode = 'exclusion_violation', table = 'registry_membership',
            constraint = 'registry_membership_one_home_at_a_time';
  end if;
  return null;
end $$;

create function registry_category_periods_apart() returns trigger language plpgsql
  security definer set search_path = public, pg_temp as $$
declare
  twice bigint;
begin
  perform from registry_household h
    where h.id in (select f.household_id from fresh f
                    where f.superseded_at is null and f.valid_until is not null)
    order by h.id for update;
  select f.household_id into twice
    from fresh f
    join registry_category c on c.household_id = f.household_id and c.id <> f.id
   where f.superseded_at is null and c.superseded_at is null
     and daterange(f.valid_from, f.valid_until, '[]') && daterange(c.valid_from, c.valid_until, '[]')
   limit 1;
  if twice is not null then
    raise exception 'registry: a household has one category at a time (household %)', twice
      using errcode = 'exclusion_violation', table = 'registry_category',
            constraint = 'registry_category_one_at_a_time';
  end if;
  return null;
end $$;
revoke all on function registry_membership_periods_apart(), registry_category_periods_apart()
  from public;

do $$
declare
  t text;
begin
  foreach t in array array['membership', 'category'] loop
    execute format(
      'create trigger registry_%1$s_entered after insert on registry_%1$s
         referencing new table as fresh for each statement
         execute function registry_%1$s_periods_apart()', t);
    execute format(
      'create trigger registry_%1$s_changed after update on registry_%1$s
         referencing new table as fresh for each statement
         execute function registry_%1$s_periods_apart()', t);
  end loop;
end $$;
