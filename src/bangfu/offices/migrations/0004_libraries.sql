-- Policies for the tables of libraries that hold something of an account: failures at the door,
-- second factors, sessions.  What the application role may do there at all is said in
-- config/database/privileges.py.

-- The account that is at the door, by its name or its key, and not yet signed in.
create function offices_account_at_door() returns bigint
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select id from offices_user
    where username = offices_at_door() or id::text = offices_at_door()
  $$;

-- Whether failures counted under this name are the business of who is there: one's own name, the
-- name just given at the door, or that of an account of which one of these roles answers.  A name
-- that is no account's is the business of whoever has such a role anywhere.
create function offices_may_see_failures(name text, roles text[]) returns boolean
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select coalesce(name = offices_at_door(), false)
      or offices_is_operator()
      or coalesce((
        select u.id in (offices_own_account(), offices_account_at_door())
          or offices_may(roles, offices_place_of_account(u.id))
        from offices_user u where u.username = name
      ), exists (
        select 1 from offices_post p
        where p.user_id = offices_own_account() and p.role = any(roles)
          and offices_may(roles, p.area)
      ))
  $$;

alter table axes_accessattempt enable row level security;
create policy offices_failures_read on axes_accessattempt for select
  using (offices_may_see_failures(username, '{system_admin,security_admin}'));
create policy offices_failures_add on axes_accessattempt for insert
  with check (offices_may_see_failures(username, '{}'));
create policy offices_failures_change on axes_accessattempt for update
  using (offices_may_see_failures(username, '{}'))
  with check (offices_may_see_failures(username, '{}'));
create policy offices_failures_lift on axes_accessattempt for delete
  using (offices_may_see_failures(username, '{security_admin}'));

-- axes forgets old failures only where it sees them; a name tried once would stay for ever.
create function offices_forget_failures() returns trigger
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    begin
      delete from axes_accessattempt where attempt_time < now() - interval '1 day';
      return null;
    end
  $$;
create trigger offices_forget_failures after insert on axes_accessattempt
  for each statement execute function offices_forget_failures();

-- A second factor is its owner's; at the door it is asked, and a recovery code is used up.
alter table mfa_authenticator enable row level security;
create policy offices_factor_read on mfa_authenticator for select
  using (user_id in ((select offices_own_account()), (select offices_account_at_door())));
create policy offices_factor_use on mfa_authenticator for update
  using (user_id in ((select offices_own_account()), (select offices_account_at_door())))
  with check (user_id in ((select offices_own_account()), (select offices_account_at_door())));
create policy offices_factor_add on mfa_authenticator for insert
  with check (user_id = (select offices_own_account()));
create policy offices_factor_drop on mfa_authenticator for delete
  using (user_id = (select offices_own_account()));

-- The secret of one account under another's name would let the one in as the other.
create function offices_factor_stays() returns trigger language plpgsql as $$
begin
  if (new.user_id, new.type) is distinct from (old.user_id, old.type)
    or (old.type = 'totp' and new.data is distinct from old.data) then
    raise exception 'a second factor is set up anew, never changed'
      using errcode = 'check_violation', constraint = 'offices_factor_stays';
  end if;
  return new;
end $$;
create trigger offices_factor_stays before update on mfa_authenticator
  for each row execute function offices_factor_stays();

-- Sessions: no list, no search.  A row is found by the digest of a key that only the browser
-- holds, and opens only with that key (offices/sessions.py).
create function offices_session_read(key text) returns text
  language sql stable security definer set search_path = public, pg_temp
  as $$ select session_data from django_session where session_key = key and expire_date > now() $$;

create function offices_session_write(key text, data text, until timestamptz, is_new boolean)
  returns boolean
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    begin
      if is_new then
        delete from django_session where session_key in (
          select session_key from django_session
          where expire_date < now() limit 100 for update skip locked
        );
        insert into django_session (session_key, session_data, expire_date)
          values (key, data, until) on conflict do nothing;
      else
        update django_session set session_data = data, expire_date = until
          where session_key = key;
      end if;
      return found;
    end
  $$;

create function offices_session_end(key text) returns void
  language sql security definer set search_path = public, pg_temp
  as $$ delete from django_session where session_key = key $$;

-- Those of before stand there under keys that can be read.
delete from django_session;

-- Who an account is stays; its password, its office and whether it is open may change.
revoke update on offices_user from bangfu_app;
grant update (password, must_change_password, password_changed_at, display_name, phone,
  organisation_id, is_active) on offices_user to bangfu_app;

revoke execute on function offices_account_at_door(), offices_may_see_failures(text, text[]),
  offices_forget_failures(), offices_factor_stays(), offices_session_read(text),
  offices_session_write(text, text, timestamptz, boolean), offices_session_end(text) from public;
grant execute on function offices_account_at_door(), offices_may_see_failures(text, text[]),
  offices_session_read(text), offices_session_write(text, text, timestamptz, boolean),
  offices_session_end(text) to bangfu_app;
