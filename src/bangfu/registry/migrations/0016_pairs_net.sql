-- A pair is seen by who sees both of its people, and moves with them.
alter table registry_pair add constraint registry_pair_one_area
  foreign key (one_id, area) references registry_person (id, area) on update cascade;
alter table registry_pair add constraint registry_pair_two_area
  foreign key (two_id, other_area) references registry_person (id, area) on update cascade;
revoke delete, truncate on registry_pair from bangfu_app;

alter table registry_pair enable row level security;
create policy registry_pair_scope on registry_pair
  using (
    area <@ (select nullif(current_setting('bangfu.areas', true), '')::int8multirange)
    and other_area <@ (select nullif(current_setting('bangfu.areas', true), '')::int8multirange)
  )
  with check (
    area <@ (select nullif(current_setting('bangfu.areas', true), '')::int8multirange)
    and other_area <@ (select nullif(current_setting('bangfu.areas', true), '')::int8multirange)
  );

-- Which two, and who saw it first, is never rewritten; what was decided may be taken back.
create function registry_pair_is_kept() returns trigger language plpgsql
  set search_path = public, pg_temp as $$
begin
  if (new.uuid, new.one_id, new.two_id, new.found_at, new.found_by)
     is distinct from (old.uuid, old.one_id, old.two_id, old.found_at, old.found_by) then
    raise exception 'registry: a pair is decided about, never rewritten'
      using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger registry_pair_is_kept before update on registry_pair
  for each row execute function registry_pair_is_kept();
