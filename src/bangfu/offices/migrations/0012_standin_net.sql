-- What a stand-in promises beyond checks, who writes one, and what it lends.

alter table offices_standin
  add constraint offices_standin_one_at_a_time exclude using gist (
    int8range(for_user_id, for_user_id, '[]') with &&,
    daterange(valid_from, valid_until, '[]') with &&
  ) where (ended_at is null),
  add constraint offices_standin_has_an_end check (valid_until - valid_from <= 183);

-- Nobody stands in for somebody who stands in, and an administrator neither lends nor borrows.
-- Two may be entered at once, each fine by itself: so both accounts are locked first.
create function offices_standin_promises() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  days daterange;
begin
  if new.ended_at is not null or new.valid_until < new.valid_from then
    return new;
  end if;
  days := daterange(new.valid_from, new.valid_until, '[]');
  perform 1 from offices_user where id in (new.user_id, new.for_user_id)
    order by id for no key update;
  if exists (
    select 1 from offices_standin s
    where s.id is distinct from new.id and s.ended_at is null
      and (s.for_user_id = new.user_id or s.user_id = new.for_user_id)
      and daterange(s.valid_from, s.valid_until, '[]') && days
  ) then
    raise exception 'who is away stands in for nobody'
      using errcode = 'check_violation', constraint = 'offices_standin_no_chain';
  end if;
  if exists (
    select 1 from offices_post p
    where p.user_id in (new.user_id, new.for_user_id)
      and p.role in ('system_admin', 'security_admin', 'auditor')
      and daterange(p.valid_from, p.valid_until, '[]') && days
  ) then
    raise exception 'an administrator neither stands in nor is stood in for'
      using errcode = 'check_violation', constraint = 'offices_standin_no_administrator';
  end if;
  return new;
end $$;
create trigger offices_standin_promises before insert or update on offices_standin
  for each row execute function offices_standin_promises();

-- The same from the other side: who stands in becomes no administrator on those days.
create function offices_post_lends_nothing() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform 1 from offices_user where id = new.user_id for no key update;
  if new.valid_until >= new.valid_from is not false and exists (
    select 1 from offices_standin s
    where new.user_id in (s.user_id, s.for_user_id) and s.ended_at is null
      and daterange(s.valid_from, s.valid_until, '[]')
        && daterange(new.valid_from, new.valid_until, '[]')
  ) then
    raise exception 'an administrator neither stands in nor is stood in for'
      using errcode = 'check_violation', constraint = 'offices_standin_no_administrator';
  end if;
  return new;
end $$;
create trigger offices_post_lends_nothing before insert or update on offices_post
  for each row when (new.role in ('system_admin', 'security_admin', 'auditor'))
  execute function offices_post_lends_nothing();

-- The posts of the principal today: his own, and those lent to him for these days by who is away.
-- The roles that are lent are `access.LENT`.
create function offices_posts_today() returns table (role text, lo bigint, hi bigint)
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select p.role, a.lo, a.hi
    from offices_user u
    join offices_post p on p.user_id = u.id or (
      p.role in ('village_worker', 'social_worker', 'clerk', 'reviewer', 'approver')
      and p.user_id in (
        select s.for_user_id from offices_standin s join offices_user f on f.id = s.for_user_id
        where s.user_id = u.id and s.ended_at is null and f.is_active
          and offices_today() between s.valid_from and s.valid_until
      )
    )
    join offices_area a on a.lo = p.area
    where u.uuid = offices_principal() and u.is_active
      and p.valid_from <= offices_today()
      and (p.valid_until is null or p.valid_until >= offices_today())
  $$;

create or replace function offices_may(roles text[], place bigint) returns boolean
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select offices_is_operator() or exists (
      select 1 from offices_posts_today() p
      where p.role = any(roles) and place between p.lo and p.hi
    )
  $$;

-- Who stands in for whom carries no case data: who is signed in may read it. The system
-- administrator writes it, in his own name and never in his own cause.
alter table offices_standin enable row level security;
create policy offices_standin_read on offices_standin for select
  using ((select offices_principal()) is not null);
create policy offices_standin_add on offices_standin for insert with check (
  given_by = (select offices_principal())
  and (select offices_own_account()) is distinct from user_id
  and (select offices_own_account()) is distinct from for_user_id
  and area = offices_place_of_account(for_user_id)
  and offices_may('{system_admin}', area)
);
create policy offices_standin_end on offices_standin for update
  using (offices_may('{system_admin}', area)) with check (offices_may('{system_admin}', area));
revoke update, delete on offices_standin from bangfu_app;
grant update (ended_at, ended_by) on offices_standin to bangfu_app;

revoke execute on function offices_standin_promises(), offices_post_lends_nothing(),
  offices_posts_today() from public;
grant execute on function offices_posts_today() to bangfu_app;
