-- A lost second factor.  The table's policies know its owner alone; these two functions let in who
-- answers for the security of the account's place by a post of today, for anybody but himself, and
-- a connection of the database's owner: the command line, for when no administrator gets in.  The
-- principal of the command line is no way in: its name is known to whoever speaks SQL.
create function offices_answers_for_factor(account uuid) returns boolean
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select pg_has_role(session_user, current_user, 'member') or exists (
      select 1 from offices_user u
      where u.uuid = account and u.uuid is distinct from offices_principal()
        and not offices_is_operator()
        and offices_may('{security_admin}', offices_place_of_account(u.id))
    )
  $$;

create function offices_has_second_factor(account uuid) returns boolean
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select offices_answers_for_factor(account) and exists (
      select 1 from mfa_authenticator m join offices_user u on u.id = m.user_id
      where u.uuid = account and m.type = 'totp'
    )
  $$;

-- Only in the transaction that has put the act on record, by the principal whose it is.
create function offices_reset_second_factor(account uuid) returns boolean
  language sql security definer set search_path = public, pg_temp
  as $$
    with gone as (
      delete from mfa_authenticator m using offices_user u
      where u.uuid = account and m.user_id = u.id and offices_answers_for_factor(account)
        and exists (
          select 1 from audit_entry e
          where e.txid = pg_current_xact_id()::text::bigint
            and e.verb = 'offices.account.reset_second_factor' and e.subject = account
            and e.actor = offices_principal()
        )
      returning 1
    )
    select exists (select 1 from gone)
  $$;

revoke execute on function offices_answers_for_factor(uuid), offices_has_second_factor(uuid),
  offices_reset_second_factor(uuid) from public;
grant execute on function offices_has_second_factor(uuid), offices_reset_second_factor(uuid)
  to bangfu_app;
