-- A sheet that waits may name somebody who was erased: which, it is too late to know, for it is
-- sealed. So an erasure empties every sheet of its town that is still there; they can be asked for
-- again.
create or replace function rosters_erasure_forgets() returns trigger language plpgsql
  security definer set search_path = public, pg_temp as $$
begin
  update rosters_stagedrow set sealed = '', people = '{}', block = ''
   where people && new.people;
  update rosters_handout set content = null, state = 'gone'
   where content is not null and area / 1000000 = new.area / 1000000;
  return null;
end $$;

-- The day's work of the platform itself: what waited too long is emptied, whoever asked for it.
create function rosters_handouts_forget(before timestamptz) returns bigint
  language sql security definer set search_path = public, pg_temp
  as $$
    with gone as (
      update rosters_handout set content = null, state = 'gone'
      where offices_is_operator() and content is not null and asked_at < before
      returning 1
    )
    select count(*) from gone
  $$;
revoke execute on function rosters_handouts_forget(timestamptz) from public;
grant execute on function rosters_handouts_forget(timestamptz) to bangfu_app;
