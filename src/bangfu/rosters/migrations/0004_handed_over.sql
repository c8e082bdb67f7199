-- What somebody has still in hand, for who hands it over or takes it over; no file name, no row.
-- A batch is in the hands of who handed the file in, until it is handed over (`held_by`).
create function rosters_open_work(account uuid)
  returns table (uuid uuid, kind text, category text, state text, area bigint, since timestamptz,
    waiting integer, ready integer)
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select b.uuid, b.kind, b.category, b.state, b.area, b.read_at, b.waiting, b.ready
    from rosters_batch b
    where offices_sees_work(account) and coalesce(b.held_by, b.read_by) = account
      and (b.state in ('reading', 'staged', 'taking') or (b.state = 'taken' and b.waiting > 0))
    order by b.read_at, b.id
  $$;

-- The batches of the post's area go to the taker, in the transaction that takes the post over.
create function rosters_take_over(handover uuid) returns integer
  language sql security definer set search_path = public, pg_temp
  as $$
    with moved as (
      update rosters_batch b set held_by = t.uuid
      from offices_handover h
      join offices_user l on l.id = h.leaver_id
      join offices_user t on t.id = h.taker_id
      join offices_area a on a.lo = h.area
      where h.uuid = handover and offices_is_taking_over(handover)
        and coalesce(b.held_by, b.read_by) = l.uuid and b.area between a.lo and a.hi
        and (b.state in ('reading', 'staged', 'taking') or (b.state = 'taken' and b.waiting > 0))
      returning 1
    )
    select count(*)::integer from moved
  $$;
revoke execute on function rosters_open_work(uuid), rosters_take_over(uuid) from public;
grant execute on function rosters_open_work(uuid), rosters_take_over(uuid) to bangfu_app;
