-- Commissions: written by the security administrator of the place, in his own name; read by him, by
-- the inspector and by who serves the whole place. What was fixed when it was written stays; the
-- draw is noted by registry_draw_sample alone.
alter table offices_commission enable row level security;
create policy offices_commission_read on offices_commission for select using (
  inspector_id = (select offices_own_account())
  or area <@ (select offices_areas())
  or offices_may('{security_admin}', area)
);
create policy offices_commission_add on offices_commission for insert with check (
  offices_may('{security_admin}', area) and given_by = (select offices_principal())
  and inspector_id is distinct from (select offices_own_account())
  and drawn_at is null and ended_by is null
);
create policy offices_commission_end on offices_commission for update
  using (offices_may('{security_admin}', area)) with check (offices_may('{security_admin}', area));
revoke update, delete on offices_commission from bangfu_app;
grant update (valid_until, ended_by, ended_reason) on offices_commission to bangfu_app;

-- A last day may come nearer, never move away: a longer inspection is a new commission.
create function offices_only_sooner() returns trigger language plpgsql as $$
begin
  if new.valid_until > old.valid_until then
    raise exception 'a commission is made shorter, never longer'
      using errcode = 'check_violation', constraint = 'offices_commission_only_sooner';
  end if;
  return new;
end $$;
revoke all on function offices_only_sooner() from public;
create trigger offices_only_sooner before update on offices_commission
  for each row execute function offices_only_sooner();

-- A sample is drawn by registry_draw_sample, which works as the owner: nobody puts a family into
-- it by hand. A grant that was given stays what it is; only its end may be set.
alter policy offices_grant_add on offices_grant with check (
  area <@ (select offices_areas()) and given_by = (select offices_principal())
  and commission_id is null and purpose <> 'inspection'
);
revoke update on offices_grant from bangfu_app;
grant update (valid_from, valid_until, ended_by, ended_reason) on offices_grant to bangfu_app;

-- How many families each grant of the security administrator's places opens: numbers, no family.
create function offices_grants_counted()
  returns table (
    principal uuid, purpose varchar, valid_from date, valid_until date, given_by uuid,
    commission_id bigint, ended_by uuid, ended_reason varchar, families bigint, area bigint
  )
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select g.principal, g.purpose, g.valid_from, g.valid_until, g.given_by, g.commission_id,
      g.ended_by, g.ended_reason, count(*), min(g.area)
    from offices_grant g
    group by 1, 2, 3, 4, 5, 6, 7, 8, g.area / 1000000
    having offices_may('{security_admin}', min(g.area) / 1000000 * 1000000)
  $$;

-- Closes at once: the last day was yesterday, and a grant that begins today or later is moved before
-- it. What it had been stands in the trail. Gives ids for the trail, which holds no names.
create function offices_grants_end(
  whom uuid, what varchar, since date, until date, giver uuid, today date, why varchar
)
  returns table (subject uuid, subject_kind varchar, area bigint)
  language sql security definer set search_path = public, pg_temp
  as $$
    update offices_grant g
      set valid_until = today - 1, valid_from = least(g.valid_from, today - 1),
        ended_by = offices_principal(), ended_reason = why
    where offices_principal() is not null
      and g.principal = whom and g.purpose = what and g.valid_from = since
      and g.valid_until is not distinct from until and g.given_by = giver
      and g.commission_id is null
      and (g.valid_until is null or g.valid_until >= today)
      and offices_may('{security_admin}', g.area / 1000000 * 1000000)
    returning g.subject, g.subject_kind, g.area
  $$;

create function offices_sample_end(which bigint, today date, why varchar) returns bigint
  language sql security definer set search_path = public, pg_temp
  as $$
    with gone as (
      update offices_grant g
        set valid_until = today - 1, valid_from = least(g.valid_from, today - 1),
          ended_by = offices_principal(), ended_reason = why
      from offices_commission c
      where offices_principal() is not null and c.id = which and g.commission_id = c.id
        and c.ended_by is not null and g.valid_until >= today
        and offices_may('{security_admin}', c.area)
      returning 1
    )
    select count(*) from gone
  $$;
revoke execute on function offices_grants_counted(), offices_sample_end(bigint, date, varchar),
  offices_grants_end(uuid, varchar, date, date, uuid, date, varchar) from public;
grant execute on function offices_grants_counted(), offices_sample_end(bigint, date, varchar),
  offices_grants_end(uuid, varchar, date, date, uuid, date, varchar) to bangfu_app;
