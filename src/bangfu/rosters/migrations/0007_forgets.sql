-- What an erasure does to lists that were taken in: the rows that told of somebody erased keep
-- their place and their count, and lose what was typed.
create function rosters_erasure_forgets() returns trigger language plpgsql
  security definer set search_path = public, pg_temp as $$
begin
  update rosters_stagedrow set sealed = '', people = '{}', block = ''
   where people && new.people;
  return null;
end $$;
create trigger rosters_erasure_forgets after update on privacy_erasure
  for each row when (new.state = 'done') execute function rosters_erasure_forgets();
revoke all on function rosters_erasure_forgets() from public;
