-- Who may give an account a password holds it. So the account of an administrator, of today or of a
-- day to come, is changed by a security administrator, never by the system administrator.
create function offices_administers(account bigint) returns boolean
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select exists (
      select 1 from offices_post p
       where p.user_id = account
         and p.role in ('system_admin', 'security_admin', 'auditor')
         and (p.valid_until is null or p.valid_until >= offices_today())
    )
  $$;
revoke execute on function offices_administers(bigint) from public;
grant execute on function offices_administers(bigint) to bangfu_app;

alter policy offices_user_change on offices_user
  using (
    uuid = (select offices_principal())
    or username = (select offices_at_door())
    or offices_may(
      case when offices_administers(id) then '{security_admin}'::text[]
      else '{system_admin,security_admin}'::text[] end, offices_place_of_account(id))
  )
  with check (
    uuid = (select offices_principal())
    or username = (select offices_at_door())
    or offices_may(
      case when offices_administers(id) then '{security_admin}'::text[]
      else '{system_admin,security_admin}'::text[] end,
      (select o.area from offices_organisation o where o.id = organisation_id))
  );
