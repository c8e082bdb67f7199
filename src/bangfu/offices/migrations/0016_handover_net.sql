-- Handing a post over: who reads and writes a proposal, who may see what is open in somebody's
-- hands, and the one act that the taker's confirmation sets off.

-- Somebody's open work is seen by himself, by who answers for his account, and by the one who is
-- to take it over.  Ids, kinds, dates and counts: no case data.
create function offices_sees_work(account uuid) returns boolean
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select coalesce(account = offices_principal(), false) or exists (
      select 1 from offices_user u where u.uuid = account and (
        offices_may('{system_admin,security_admin}', offices_place_of_account(u.id))
        or exists (
          select 1 from offices_handover h
          where h.leaver_id = u.id and h.taker_id = offices_own_account()
            and h.withdrawn_at is null
        )
      )
    )
  $$;

-- Families that somebody looks after by grant, and whom he stands in for; an inspector's sample is
-- his commission's.
create function offices_open_work(account uuid)
  returns table (kind text, uuid uuid, area bigint, since date, until date)
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select 'grant_' || g.purpose, g.uuid, g.area, g.valid_from, g.valid_until
    from offices_grant g
    where offices_sees_work(account) and g.principal = account and g.purpose <> 'inspection'
      and (g.valid_until is null or g.valid_until >= offices_today())
    union all
    select 'stand_in', s.uuid, s.area, s.valid_from, s.valid_until
    from offices_standin s join offices_user u on u.id = s.user_id
    where offices_sees_work(account) and u.uuid = account and s.ended_at is null
      and s.valid_until >= offices_today()
  $$;

alter table offices_handover enable row level security;
create policy offices_handover_read on offices_handover for select using (
  (select offices_own_account()) in (leaver_id, taker_id) or offices_may('{system_admin}', area)
);
create policy offices_handover_add on offices_handover for insert with check (
  proposed_by = (select offices_principal()) and done_at is null
  and (select offices_own_account()) is distinct from taker_id
  and exists (
    select 1 from offices_post p
    where p.id = post_id and p.user_id = leaver_id and p.area = offices_handover.area
      and p.role not in ('system_admin', 'security_admin', 'auditor', 'inspector')
  )
  and (leaver_id = (select offices_own_account()) or offices_may('{system_admin}', area))
);
create policy offices_handover_change on offices_handover for update
  using (
    (select offices_own_account()) in (leaver_id, taker_id) or offices_may('{system_admin}', area)
  )
  with check (
    (select offices_own_account()) in (leaver_id, taker_id) or offices_may('{system_admin}', area)
  );
revoke update, delete on offices_handover from bangfu_app;
grant update (mark, leaver_confirmed_by, leaver_confirmed_at, withdrawn_by, withdrawn_at)
  on offices_handover to bangfu_app;

-- The leaver's side is confirmed by the leaver or the administrator, never by the taker.
create function offices_handover_promises() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if new.leaver_confirmed_at is not null
    and (tg_op = 'INSERT' or new.leaver_confirmed_at is distinct from old.leaver_confirmed_at
      or new.mark is distinct from old.mark)
    and offices_own_account() = new.taker_id then
    raise exception 'the taker does not confirm for the leaver'
      using errcode = 'check_violation', constraint = 'offices_handover_leaver_confirms';
  end if;
  if tg_op = 'UPDATE' and (old.done_at is not null or old.withdrawn_at is not null) then
    raise exception 'a hand-over that is over stays as it is'
      using errcode = 'check_violation', constraint = 'offices_handover_over_is_over';
  end if;
  return new;
end $$;
create trigger offices_handover_promises before insert or update on offices_handover
  for each row execute function offices_handover_promises();

-- Whether a hand-over is being done by the principal, in this transaction and on record.
create function offices_is_taking_over(handover uuid) returns boolean
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select exists (
      select 1 from offices_handover h
      where h.uuid = handover and h.taker_id = offices_own_account()
        and h.leaver_confirmed_at is not null and h.withdrawn_at is null
        and exists (
          select 1 from audit_entry e
          where e.txid = pg_current_xact_id()::text::bigint
            and e.verb = 'offices.handover.take_over' and e.subject = handover
            and e.actor = offices_principal()
        )
    )
  $$;

-- All that offices itself has of it: the post ends and is given, families go on by grant, stand-ins
-- end.  Nobody but the administrator makes somebody what he is not: proposed by the leaver himself,
-- it needs a taker who holds such a post there.
create function offices_take_over(handover uuid, moment timestamptz) returns void
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  h offices_handover%rowtype;
  p offices_post%rowtype;
  a offices_area%rowtype;
begin
  if not offices_is_taking_over(handover) then
    raise exception 'no hand-over of the principal on record'
      using errcode = 'insufficient_privilege';
  end if;
  select * into strict h from offices_handover o where o.uuid = handover for update;
  if h.done_at is not null then
    raise exception 'a hand-over that is over stays as it is'
      using errcode = 'check_violation', constraint = 'offices_handover_over_is_over';
  end if;
  select * into strict p from offices_post o where o.id = h.post_id for update;
  select * into strict a from offices_area o where o.lo = p.area;
  if h.proposed_by = (select u.uuid from offices_user u where u.id = h.leaver_id)
    and not exists (
      select 1 from offices_post o join offices_area b on b.lo = o.area
      where o.user_id = h.taker_id and o.role = p.role and b.lo <= a.lo and a.hi <= b.hi
        and o.valid_from <= h.begins_on
        and (o.valid_until is null or o.valid_until >= h.begins_on)
    ) then
    raise exception 'the taker holds no such post'
      using errcode = 'check_violation', constraint = 'offices_handover_nobody_is_promoted';
  end if;
  update offices_handover set done_at = moment where id = h.id;
  update offices_post set valid_until = h.begins_on - 1, ended_by = h.proposed_by where id = p.id;
  if not exists (
    select 1 from offices_post o
    where o.user_id = h.taker_id and o.role = p.role and o.area = p.area
      and o.organisation_id = p.organisation_id
      and daterange(o.valid_from, o.valid_until, '[]')
        && daterange(h.begins_on, p.valid_until, '[]')
  ) then
    insert into offices_post (uuid, user_id, organisation_id, role, area, valid_from, valid_until,
        given_by, given_at)
      values (gen_random_uuid(), h.taker_id, p.organisation_id, p.role, p.area, h.begins_on,
        p.valid_until, h.proposed_by, moment);
  end if;
  insert into offices_grant (uuid, principal, subject, subject_kind, area, purpose, valid_from,
      valid_until, given_by, given_at)
    select gen_random_uuid(), offices_principal(), g.subject, g.subject_kind, g.area, g.purpose,
      greatest(g.valid_from, h.begins_on), g.valid_until, h.proposed_by, moment
    from offices_grant g join offices_user u on u.uuid = g.principal
    where u.id = h.leaver_id and g.area between a.lo and a.hi
      and g.purpose <> 'inspection'
      and (g.valid_until is null or g.valid_until >= h.begins_on);
  update offices_grant g
    set valid_until = greatest(g.valid_from, h.begins_on - 1), ended_by = h.proposed_by,
      ended_reason = 'left'
    from offices_user u
    where u.uuid = g.principal and u.id = h.leaver_id and g.area between a.lo and a.hi
      and g.purpose <> 'inspection'
      and (g.valid_until is null or g.valid_until >= h.begins_on);
  update offices_standin s set ended_at = moment, ended_by = h.proposed_by
    where h.leaver_id in (s.user_id, s.for_user_id) and s.ended_at is null
      and s.valid_from >= h.begins_on;
  update offices_standin s set valid_until = h.begins_on - 1, ended_by = h.proposed_by
    where h.leaver_id in (s.user_id, s.for_user_id) and s.ended_at is null
      and s.valid_until >= h.begins_on;
end $$;

revoke execute on function offices_sees_work(uuid), offices_open_work(uuid),
  offices_handover_promises(), offices_is_taking_over(uuid),
  offices_take_over(uuid, timestamptz) from public;
grant execute on function offices_sees_work(uuid), offices_open_work(uuid),
  offices_is_taking_over(uuid), offices_take_over(uuid, timestamptz) to bangfu_app;
