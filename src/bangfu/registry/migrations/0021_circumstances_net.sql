-- What a person can do and what an illness cost, under the same net as every other fact.
do $$
declare
  t text;
begin
  foreach t in array array['trait', 'illness'] loop
    execute format(
      'alter table registry_%1$s add constraint registry_%1$s_person_area
         foreign key (person_id, area) references registry_person (id, area)
         on update cascade', t);
    execute format(
      'create trigger registry_%1$s_is_kept before update on registry_%1$s
         for each row execute function registry_fact_is_kept()', t);
    execute format('revoke delete, truncate on registry_%1$s from bangfu_app', t);
    execute format('alter table registry_%1$s enable row level security', t);
    execute format(
      'create policy registry_%1$s_scope on registry_%1$s
         using (area <@ (select nullif(current_setting(''bangfu.areas'', true), '''')::int8multirange)
                or exists (select 1 from registry_person p where p.id = registry_%1$s.person_id))
         with check (area <@ (select nullif(current_setting(''bangfu.areas'', true), '''')::int8multirange))',
      t);
  end loop;
end $$;

-- One school year is told once for each day, as far as the register now knows. A roster that
-- names no school year is outside: two of them that differ are both shown.
alter table registry_schooling add constraint registry_schooling_one_for_a_school_year
  exclude using gist (
    int8range(person_id, person_id, '[]') with &&,
    int4range(school_year, school_year, '[]') with &&,
    daterange(valid_from, valid_until, '[]') with &&
  ) where (superseded_at is null and school_year is not null);
