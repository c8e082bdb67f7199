-- Sheets that somebody asked for and that are not made yet, for who sees his open work: an account
-- is not closed under a job that works in its name.  No filter, no file.
create function rosters_sheets_being_made(account uuid)
  returns table (uuid uuid, name text, area bigint, asked_at timestamptz, young boolean)
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select h.uuid, h.name::text, h.area, h.asked_at,
      clock_timestamp() - h.asked_at <= interval '3 minutes'
    from rosters_handout h
    where offices_sees_work(account) and h.asked_by = account and h.state = 'waiting'
    order by h.asked_at, h.id
  $$;
revoke execute on function rosters_sheets_being_made(uuid) from public;
grant execute on function rosters_sheets_being_made(uuid) to bangfu_app;
