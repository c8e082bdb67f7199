-- What a change adds to the net: its own rows, and departures like every other fact.
alter table registry_departure add constraint registry_departure_person_area
  foreign key (person_id, area) references registry_person (id, area) on update cascade;
create unique index registry_departure_once on registry_departure (person_id)
  where superseded_at is null;
create trigger registry_departure_is_kept before update on registry_departure
  for each row execute function registry_fact_is_kept();
revoke delete, truncate on registry_departure, registry_change from bangfu_app;

alter table registry_departure enable row level security;
create policy registry_departure_scope on registry_departure
  using (area <@ (select nullif(current_setting('bangfu.areas', true), '')::int8multirange)
         or exists (select 1 from registry_person p where p.id = registry_departure.person_id))
  with check (area <@ (select nullif(current_setting('bangfu.areas', true), '')::int8multirange));

alter table registry_change enable row level security;
create policy registry_change_scope on registry_change
  using (area <@ (select nullif(current_setting('bangfu.areas', true), '')::int8multirange)
         or exists (select 1 from registry_household h
                     where h.id in (registry_change.household_id, registry_change.other_id)))
  with check (area <@ (select nullif(current_setting('bangfu.areas', true), '')::int8multirange));

-- An act is undone, never rewritten.
create function registry_change_is_kept() returns trigger language plpgsql
  set search_path = public, pg_temp as $$
begin
  if to_jsonb(new) - 'undone_at' - 'undone_by' - 'area' - 'person_id'
     is distinct from to_jsonb(old) - 'undone_at' - 'undone_by' - 'area' - 'person_id'
     or (old.person_id is not null and new.person_id is distinct from old.person_id)
     or old.undone_at is not null then
    raise exception 'registry: an act is undone, never rewritten'
      using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger registry_change_is_kept before update on registry_change
  for each row execute function registry_change_is_kept();
