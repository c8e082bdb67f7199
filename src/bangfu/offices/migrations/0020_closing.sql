-- What waits for somebody beside families and stand-ins: what people asked and he has in hand,
-- erasures he proposed, his commissions as an inspector, hand-overs that are not done.  Ids, kinds
-- and dates, for whoever sees his open work.
create function offices_waits_for(account uuid)
  returns table (kind text, uuid uuid, area bigint, since date, what text, due date)
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select 'request', r.uuid, r.area, (r.recorded_at at time zone 'Asia/Shanghai')::date,
      r.kind::text, r.due_on
    from privacy_request r
    where offices_sees_work(account) and r.handler = account and r.state = 'open'
    union all
    select 'erasure', e.uuid, e.area, (e.proposed_at at time zone 'Asia/Shanghai')::date,
      e.ground::text, null
    from privacy_erasure e
    where offices_sees_work(account) and e.proposed_by = account and e.state = 'proposed'
    union all
    select 'commission', c.uuid, c.area, c.valid_from, c.errand::text, c.valid_until
    from offices_commission c join offices_user u on u.id = c.inspector_id
    where offices_sees_work(account) and u.uuid = account and c.ended_by is null
      and c.valid_until >= offices_today()
    union all
    select 'handover', h.uuid, h.area, (h.proposed_at at time zone 'Asia/Shanghai')::date,
      case when h.leaver_id = u.id then 'leaver' else 'taker' end, h.begins_on
    from offices_handover h join offices_user u on u.id in (h.leaver_id, h.taker_id)
    where offices_sees_work(account) and u.uuid = account and h.done_at is null
      and h.withdrawn_at is null
    order by 4, 2
  $$;

-- What people asked goes to the taker, in the transaction that takes the post over.
create function offices_take_over_requests(handover uuid) returns integer
  language sql security definer set search_path = public, pg_temp
  as $$
    with moved as (
      update privacy_request r set handler = t.uuid
      from offices_handover h
      join offices_user l on l.id = h.leaver_id
      join offices_user t on t.id = h.taker_id
      join offices_area a on a.lo = h.area
      where h.uuid = handover and offices_is_taking_over(handover)
        and r.handler = l.uuid and r.state = 'open' and r.area between a.lo and a.hi
      returning 1
    )
    select count(*)::integer from moved
  $$;

-- A closed account comes back on record, and with no post: what it may do is given anew.
create function offices_account_reopens() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not exists (
    select 1 from audit_entry e
    where e.txid = pg_current_xact_id()::text::bigint and e.verb = 'offices.account.reopen'
      and e.subject = new.uuid and e.actor = offices_principal()
  ) then
    raise exception 'an account is reopened on record only'
      using errcode = 'check_violation', constraint = 'offices_account_reopens_on_record';
  end if;
  if exists (
    select 1 from offices_post p
    where p.user_id = new.id and (p.valid_until is null or p.valid_until > offices_today())
  ) then
    raise exception 'a reopened account has no post'
      using errcode = 'check_violation', constraint = 'offices_account_reopens_without_posts';
  end if;
  return new;
end $$;
create trigger offices_account_reopens before update of is_active on offices_user
  for each row when (new.is_active and not old.is_active)
  execute function offices_account_reopens();

revoke execute on function offices_waits_for(uuid), offices_take_over_requests(uuid),
  offices_account_reopens() from public;
grant execute on function offices_waits_for(uuid), offices_take_over_requests(uuid) to bangfu_app;
