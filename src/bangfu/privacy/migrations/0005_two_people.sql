-- The rights of people: who sees and writes their rows, and the erasure that takes two.

-- Columns are named: what was asked, held or proposed is never rewritten.
revoke all on privacy_request, privacy_hold, privacy_erasure, privacy_term
  from public, bangfu_app, bangfu_trace;
grant select, insert on privacy_request, privacy_hold, privacy_erasure, privacy_term to bangfu_app;
grant update (handler, state, refusal, act, decided_by, decided_at, printed_at)
  on privacy_request to bangfu_app;
grant update (lifted_by, lifted_at) on privacy_hold to bangfu_app;
grant update (state, decided_by, decided_at) on privacy_erasure to bangfu_app;
grant update (years, clause, set_by, set_at) on privacy_term to bangfu_app;
grant delete on privacy_term to bangfu_app;

do $$
declare
  t text;
begin
  foreach t in array array['request', 'hold', 'erasure', 'term'] loop
    execute format('alter table privacy_%1$s enable row level security', t);
    execute format(
      'create policy privacy_%1$s_scope on privacy_%1$s
         using (area <@ (select nullif(current_setting(''bangfu.areas'', true), '''')::int8multirange))
         with check (area <@ (select nullif(current_setting(''bangfu.areas'', true), '''')::int8multirange))',
      t);
  end loop;
end $$;

-- Proposed by who acts, decided once by who acts; carried out only by another, on record, and
-- while nothing holds it. It holds for the owner too.
create function privacy_erasure_steps() returns trigger language plpgsql
  security definer set search_path = public, pg_temp as $$
declare
  who uuid := nullif(current_setting('bangfu.principal', true), '')::uuid;
begin
  if tg_op = 'DELETE' then
    raise exception 'privacy: the record of an erasure stays' using errcode = 'insufficient_privilege';
  end if;
  if tg_op = 'INSERT' then
    if new.state <> 'proposed' or new.proposed_by is distinct from who or new.txid is not null then
      raise exception 'privacy: an erasure begins with a proposal of who acts'
        using errcode = 'insufficient_privilege';
    end if;
    return new;
  end if;
  if old.state <> 'proposed'
     or to_jsonb(new) - 'state' - 'decided_by' - 'decided_at'
        is distinct from to_jsonb(old) - 'state' - 'decided_by' - 'decided_at' then
    raise exception 'privacy: an erasure is decided once, never rewritten'
      using errcode = 'integrity_constraint_violation';
  end if;
  if new.state <> 'done' then
    return new;
  end if;
  if new.decided_by is distinct from who or new.decided_by = new.proposed_by then
    raise exception 'privacy: an erasure takes two people'
      using errcode = 'check_violation', constraint = 'privacy_erasure_takes_two';
  end if;
  if exists (select from privacy_hold h
              where (h.subject = new.subject or h.subject = any(new.people))
                and h.lifted_at is null and h.until >= (new.decided_at at time zone 'Asia/Shanghai')::date)
  then
    raise exception 'privacy: what is held is not erased'
      using errcode = 'check_violation', constraint = 'privacy_erasure_not_while_held';
  end if;
  if not exists (select from audit_entry e
                  where e.txid = pg_current_xact_id()::text::bigint
                    and e.verb = 'privacy.erasure.confirm' and e.subject = new.subject
                    and e.actor = who) then
    raise exception 'privacy: nothing is erased that is not on record'
      using errcode = 'check_violation', constraint = 'privacy_erasure_on_record';
  end if;
  new.txid := pg_current_xact_id()::text::bigint;
  return new;
end $$;
create trigger privacy_erasure_steps before insert or update or delete on privacy_erasure
  for each row execute function privacy_erasure_steps();

-- The one door to a key's end: the row above. No role of the application may call anything.
create function privacy_erasure_destroys() returns trigger language plpgsql
  security definer set search_path = public, pg_temp as $$
begin
  update privacy_subjectkey set wrapped = null, destroyed_at = new.decided_at
   where subject = any(new.people || new.subject) and wrapped is not null;
  update privacy_request set text = null where subject = any(new.people || new.subject);
  return null;
end $$;
create trigger privacy_erasure_destroys after update on privacy_erasure
  for each row when (new.state = 'done') execute function privacy_erasure_destroys();
drop function privacy_destroy_key(uuid, timestamptz);

-- Whether this statement is part of an erasure: run by the owner's functions, in the transaction
-- that an erasure was confirmed in. The rooms above ask before they let a kept row be rewritten.
create function privacy_erasing() returns boolean language sql stable
  set search_path = public, pg_temp as $$
  select current_user <> 'bangfu_app' and exists (
    select from privacy_erasure e
     where e.state = 'done' and e.txid = pg_current_xact_id_if_assigned()::text::bigint)
$$;

revoke all on function privacy_erasure_steps(), privacy_erasure_destroys() from public;
