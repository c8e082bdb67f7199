-- What Django's models cannot say: subjects and their areas, periods that may not overlap,
-- row-level policies, and the search table.

-- A fact stands in the area of its subject; a move carries the facts along.
do $$
declare
  t text;
begin
  foreach t in array array['identity', 'membership', 'disability', 'schooling', 'phone',
                           'bankaccount', 'sighting', 'holder'] loop
    execute format(
      'alter table registry_%1$s add constraint registry_%1$s_person_area
         foreign key (person_id, area) references registry_person (id, area)
         on update cascade', t);
  end loop;
  foreach t in array array['category', 'cause', 'address'] loop
    execute format(
      'alter table registry_%1$s add constraint registry_%1$s_household_area
         foreign key (household_id, area) references registry_household (id, area)
         on update cascade', t);
  end loop;
end $$;

-- Two periods of one thing may not overlap, as far as the register now knows. Ranges of one
-- number stand for equality: the embedded database has no btree_gist.
alter table registry_membership add constraint registry_membership_one_home_at_a_time
  exclude using gist (
    int8range(person_id, person_id, '[]') with &&,
    daterange(valid_from, valid_until, '[]') with &&
  ) where (superseded_at is null);
alter table registry_category add constraint registry_category_one_at_a_time
  exclude using gist (
    int8range(household_id, household_id, '[]') with &&,
    daterange(valid_from, valid_until, '[]') with &&
  ) where (superseded_at is null);

-- Facts are added and closed, never rewritten: an update may touch these columns only.
create function registry_fact_is_kept() returns trigger language plpgsql
  set search_path = public, pg_temp as $$
begin
  if to_jsonb(new) - 'superseded_at' - 'superseded_by' - 'valid_until' - 'area'
     is distinct from to_jsonb(old) - 'superseded_at' - 'superseded_by' - 'valid_until' - 'area' then
    raise exception 'registry: a fact is closed and replaced, never rewritten'
      using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
do $$
declare
  t text;
begin
  foreach t in array array['identity', 'membership', 'disability', 'schooling', 'phone',
                           'bankaccount', 'category', 'cause', 'address'] loop
    execute format(
      'create trigger registry_%1$s_is_kept before update on registry_%1$s
         for each row execute function registry_fact_is_kept()', t);
    execute format('revoke delete, truncate on registry_%1$s from bangfu_app', t);
  end loop;
end $$;
revoke delete, truncate on registry_person, registry_household, registry_source,
  registry_sighting, registry_numbering from bangfu_app;

-- Row-level policies: the net. Each query states its own scope too.
alter table registry_household enable row level security;
create policy registry_household_scope on registry_household
  using (
    area <@ (select nullif(current_setting('bangfu.areas', true), '')::int8multirange)
    or exists (
      select 1 from offices_grant g
       where g.principal = (select nullif(current_setting('bangfu.principal', true), '')::uuid)
         and g.subject = registry_household.uuid
         and g.valid_from <= (select nullif(current_setting('bangfu.today', true), '')::date)
         and (g.valid_until is null
              or g.valid_until >= (select nullif(current_setting('bangfu.today', true), '')::date))
    )
  )
  with check (
    area <@ (select nullif(current_setting('bangfu.areas', true), '')::int8multirange)
  );
alter table registry_person enable row level security;
create policy registry_person_scope on registry_person
  using (
    area <@ (select nullif(current_setting('bangfu.areas', true), '')::int8multirange)
    or exists (
      select 1 from offices_grant g
       where g.principal = (select nullif(current_setting('bangfu.principal', true), '')::uuid)
         and g.subject in (registry_person.home, registry_person.uuid)
         and g.valid_from <= (select nullif(current_setting('bangfu.today', true), '')::date)
         and (g.valid_until is null
              or g.valid_until >= (select nullif(current_setting('bangfu.today', true), '')::date))
    )
  )
  with check (
    area <@ (select nullif(current_setting('bangfu.areas', true), '')::int8multirange)
  );
-- A fact is seen with its subject: the policy of the subject's table decides about grants.
do $$
declare
  t text;
begin
  foreach t in array array['identity', 'membership', 'disability', 'schooling', 'phone',
                           'bankaccount', 'sighting', 'holder'] loop
    execute format('alter table registry_%1$s enable row level security', t);
    execute format(
      'create policy registry_%1$s_scope on registry_%1$s
         using (area <@ (select nullif(current_setting(''bangfu.areas'', true), '''')::int8multirange)
                or exists (select 1 from registry_person p where p.id = registry_%1$s.person_id))
         with check (area <@ (select nullif(current_setting(''bangfu.areas'', true), '''')::int8multirange))',
      t);
  end loop;
  foreach t in array array['category', 'cause', 'address'] loop
    execute format('alter table registry_%1$s enable row level security', t);
    execute format(
      'create policy registry_%1$s_scope on registry_%1$s
         using (area <@ (select nullif(current_setting(''bangfu.areas'', true), '''')::int8multirange)
                or exists (select 1 from registry_household h where h.id = registry_%1$s.household_id))
         with check (area <@ (select nullif(current_setting(''bangfu.areas'', true), '''')::int8multirange))',
      t);
  end loop;
end $$;
alter table registry_numbering enable row level security;
create policy registry_numbering_scope on registry_numbering
  using (area <@ (select nullif(current_setting('bangfu.areas', true), '')::int8multirange));
-- A source names a list, not a person: whoever works here may know which lists there are.
alter table registry_source enable row level security;
create policy registry_source_scope on registry_source
  using (nullif(current_setting('bangfu.principal', true), '') is not null);

-- Search. `@@` is not leakproof, so a policy would switch its index off: the application may not
-- read the tokens at all and asks a function, which applies the scope itself.
create table registry_search (
  person_id bigint primary key,
  area bigint not null,
  tokens tsvector not null,
  constraint registry_search_person_area foreign key (person_id, area)
    references registry_person (id, area) on update cascade
);
create index registry_search_tokens on registry_search using gin (tokens);
alter table registry_search enable row level security;
create policy registry_search_scope on registry_search
  using (area <@ (select nullif(current_setting('bangfu.areas', true), '')::int8multirange))
  with check (area <@ (select nullif(current_setting('bangfu.areas', true), '')::int8multirange));
revoke all on registry_search from bangfu_app;
grant insert, delete on registry_search to bangfu_app;
grant select (person_id, area) on registry_search to bangfu_app;

create function registry_find(asked tsquery, most integer) returns table (person_id bigint)
  language sql stable security definer set search_path = public, pg_temp as $$
  select s.person_id
    from registry_search s
   where s.tokens @@ asked
     and (
       s.area <@ (select nullif(current_setting('bangfu.areas', true), '')::int8multirange)
       or exists (
         select 1
           from registry_person p
           join offices_grant g on g.subject in (p.home, p.uuid)
          where p.id = s.person_id
            and g.principal = (select nullif(current_setting('bangfu.principal', true), '')::uuid)
            and g.valid_from <= (select nullif(current_setting('bangfu.today', true), '')::date)
            and (g.valid_until is null
                 or g.valid_until >= (select nullif(current_setting('bangfu.today', true), '')::date))
       )
     )
   limit least(most, 1000)
$$;
revoke all on function registry_find(tsquery, integer) from public;
grant execute on function registry_find(tsquery, integer) to bangfu_app;

-- Adds words to people who are indexed already; tokens are parted by spaces.
create function registry_index(people bigint[], words text[]) returns void
  language sql security definer set search_path = public, pg_temp as $$
  insert into registry_search (person_id, area, tokens)
  select p.id, p.area, array_to_tsvector(string_to_array(string_agg(w.word, ' '), ' '))
    from unnest(people, words) as w (person, word)
    join registry_person p on p.id = w.person
   where p.area <@ (select nullif(current_setting('bangfu.areas', true), '')::int8multirange)
   group by p.id, p.area
  on conflict (person_id) do update set tokens = registry_search.tokens || excluded.tokens
$$;
revoke all on function registry_index(bigint[], text[]) from public;
grant execute on function registry_index(bigint[], text[]) to bangfu_app;

-- Figures for those who lead: counts of the areas of their own posts, no rows.
create function registry_figures()
  returns table (area bigint, category text, households bigint, people bigint)
  language sql stable security definer set search_path = public, pg_temp as $$
  select h.area - h.area % 1000, h.category, count(*), sum(h.size)
    from registry_household h
   where h.withdrawn_at is null
     and exists (
       select 1
         from offices_post o
         join offices_user u on u.id = o.user_id
         join offices_area a on a.lo = o.area
        where u.uuid = (select nullif(current_setting('bangfu.principal', true), '')::uuid)
          and o.role in ('leader', 'clerk', 'reviewer', 'approver')
          and o.valid_from <= (select nullif(current_setting('bangfu.today', true), '')::date)
          and (o.valid_until is null
               or o.valid_until >= (select nullif(current_setting('bangfu.today', true), '')::date))
          and h.area between a.lo and a.hi
     )
   group by 1, 2 order by 1, 2
$$;
revoke all on function registry_figures() from public;
grant execute on function registry_figures() to bangfu_app;
