-- A hold says that somebody is in a lawsuit, a term how long a town keeps: the clerk who proposes an
-- erasure and the approver who confirms it read and write them, not everybody who serves the area.
create policy privacy_hold_by_role on privacy_hold as restrictive
  using (offices_may('{clerk,approver}', area)) with check (offices_may('{clerk,approver}', area));
create policy privacy_term_by_role on privacy_term as restrictive
  using (offices_may('{clerk,approver}', area)) with check (offices_may('{clerk,approver}', area));

-- Who took a post over sees what was open until it is his: done, the leaver's work is his own affair.
create or replace function offices_sees_work(account uuid) returns boolean
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select coalesce(account = offices_principal(), false) or exists (
      select 1 from offices_user u where u.uuid = account and (
        offices_may('{system_admin,security_admin}', offices_place_of_account(u.id))
        or exists (
          select 1 from offices_handover h
          where h.leaver_id = u.id and h.taker_id = offices_own_account()
            and h.withdrawn_at is null and h.done_at is null
        )
      )
    )
  $$;
