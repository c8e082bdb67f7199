-- Row-level security of offices: the net under the queries.  A transaction says who it is by
-- settings (bangfu.principal, bangfu.areas, bangfu.today); unset or empty, nothing is visible.

create function offices_principal() returns uuid language sql stable parallel safe
  as $$ select nullif(current_setting('bangfu.principal', true), '')::uuid $$;

create function offices_today() returns date language sql stable parallel safe
  as $$ select nullif(current_setting('bangfu.today', true), '')::date $$;

create function offices_areas() returns int8multirange language sql stable parallel safe
  as $$ select nullif(current_setting('bangfu.areas', true), '')::int8multirange $$;

-- The name or the key of the account that is at the door and not yet signed in.
create function offices_at_door() returns text language sql stable parallel safe
  as $$ select nullif(current_setting('bangfu.at_door', true), '') $$;

-- The command line: the principal that founds towns and opens the first accounts.
create function offices_is_operator() returns boolean language sql stable parallel safe
  as $$ select coalesce(offices_principal() = 'b4f00000-0000-4000-8000-000000000001', false) $$;

-- Whether the principal holds one of these roles today at a post that covers the place.
-- Definer: the policies of offices_user and offices_post would otherwise ask themselves.
create function offices_may(roles text[], place bigint) returns boolean
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select offices_is_operator() or exists (
      select 1
      from offices_post p
      join offices_user u on u.id = p.user_id
      join offices_area a on a.lo = p.area
      where u.uuid = offices_principal() and u.is_active and p.role = any(roles)
        and p.valid_from <= offices_today()
        and (p.valid_until is null or p.valid_until >= offices_today())
        and place between a.lo and a.hi
    )
  $$;

create function offices_place_of_account(account bigint) returns bigint
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select o.area from offices_user u join offices_organisation o on o.id = u.organisation_id
    where u.id = account
  $$;

create function offices_own_account() returns bigint
  language sql stable security definer set search_path = public, pg_temp
  as $$ select id from offices_user where uuid = offices_principal() $$;

-- Places, organisations and accounts carry no case data: who is signed in may read them.
alter table offices_area enable row level security;
create policy offices_area_read on offices_area for select
  using ((select offices_principal()) is not null);
create policy offices_area_add on offices_area for insert
  with check (offices_may('{system_admin}', lo));
create policy offices_area_change on offices_area for update
  using (offices_may('{system_admin}', lo)) with check (offices_may('{system_admin}', lo));

alter table offices_organisation enable row level security;
create policy offices_organisation_read on offices_organisation for select
  using ((select offices_principal()) is not null);
create policy offices_organisation_add on offices_organisation for insert
  with check (offices_may('{system_admin}', area));
create policy offices_organisation_change on offices_organisation for update
  using (offices_may('{system_admin}', area)) with check (offices_may('{system_admin}', area));

-- The town's name, the demo mark and whom to call stand on the page of login: open to read.
alter table offices_townsetting enable row level security;
create policy offices_townsetting_read on offices_townsetting for select using (true);
create policy offices_townsetting_add on offices_townsetting for insert
  with check (offices_may('{system_admin}', area));
create policy offices_townsetting_change on offices_townsetting for update
  using (offices_may('{system_admin}', area)) with check (offices_may('{system_admin}', area));

alter table offices_user enable row level security;
create policy offices_user_read on offices_user for select using (
  (select offices_principal()) is not null
  or username = (select offices_at_door()) or id::text = (select offices_at_door())
);
create policy offices_user_add on offices_user for insert with check (
  case when organisation_id is null then offices_is_operator()
  else offices_may('{system_admin}',
    (select o.area from offices_organisation o where o.id = organisation_id)) end
);
-- One's own password, the administrators' resets, and a hash made stronger at the door.
create policy offices_user_change on offices_user for update
  using (
    uuid = (select offices_principal())
    or username = (select offices_at_door())
    or offices_may('{system_admin,security_admin}', offices_place_of_account(id))
  )
  with check (
    uuid = (select offices_principal())
    or username = (select offices_at_door())
    or offices_may('{system_admin,security_admin}',
      (select o.area from offices_organisation o where o.id = organisation_id))
  );

-- The security administrator appoints the three administrators, the system administrator the
-- rest, and nobody appoints himself.
alter table offices_post enable row level security;
create policy offices_post_read on offices_post for select
  using ((select offices_principal()) is not null);
create policy offices_post_add on offices_post for insert with check (
  user_id is distinct from (select offices_own_account())
  and case when role in ('system_admin', 'security_admin', 'auditor')
    then offices_may('{security_admin}', area) else offices_may('{system_admin}', area) end
);
create policy offices_post_change on offices_post for update
  using (
    user_id is distinct from (select offices_own_account())
    and case when role in ('system_admin', 'security_admin', 'auditor')
      then offices_may('{security_admin}', area) else offices_may('{system_admin}', area) end
  )
  with check (
    user_id is distinct from (select offices_own_account())
    and case when role in ('system_admin', 'security_admin', 'auditor')
      then offices_may('{security_admin}', area) else offices_may('{system_admin}', area) end
  );

-- A grant shows itself to whom it is given and to the offices of its area; only they write it,
-- in their own name.
alter table offices_grant enable row level security;
create policy offices_grant_read on offices_grant for select using (
  principal = (select offices_principal()) or area <@ (select offices_areas())
);
create policy offices_grant_add on offices_grant for insert with check (
  area <@ (select offices_areas()) and given_by = (select offices_principal())
);
create policy offices_grant_change on offices_grant for update
  using (area <@ (select offices_areas())) with check (area <@ (select offices_areas()));

alter table offices_pastpassword enable row level security;
create policy offices_pastpassword_own on offices_pastpassword for all
  using (
    user_id = (select offices_own_account())
    or offices_may('{system_admin,security_admin}', offices_place_of_account(user_id))
  )
  with check (
    user_id = (select offices_own_account())
    or offices_may('{system_admin,security_admin}', offices_place_of_account(user_id))
  );

alter table offices_signin enable row level security;
create policy offices_signin_read on offices_signin for select to bangfu_app using (
  user_id = (select offices_own_account())
  or offices_may('{system_admin,security_admin}', offices_place_of_account(user_id))
);
create policy offices_signin_add on offices_signin for insert to bangfu_app
  with check (user_id = (select offices_own_account()));
create policy offices_signin_end on offices_signin for update to bangfu_app using (
  user_id = (select offices_own_account())
  or offices_may('{system_admin,security_admin}', offices_place_of_account(user_id))
);

-- The trace role moves the time a session was last heard of, and touches nothing else.
grant select (uuid, seen_at, ended_at), update (seen_at) on offices_signin to bangfu_trace;
create policy offices_signin_trace on offices_signin for select to bangfu_trace using (true);
create policy offices_signin_heard on offices_signin for update to bangfu_trace
  using (ended_at is null);

-- What happened stays: posts, grants and sessions are ended, accounts closed, places succeeded.
revoke delete on offices_area, offices_organisation, offices_townsetting, offices_user,
  offices_post, offices_grant, offices_signin from bangfu_app;
revoke update on offices_pastpassword from bangfu_app;
revoke execute on function offices_may(text[], bigint), offices_place_of_account(bigint),
  offices_own_account() from public;
grant execute on function offices_may(text[], bigint), offices_place_of_account(bigint),
  offices_own_account() to bangfu_app;
