-- Of these numbers, which does somebody claim whom the asker's areas do not reach? Only the number
-- is given back: not who, not where. A claim that is itself unverified counts for nothing.
create function registry_held_elsewhere(asked bytea[]) returns setof bytea
  language sql stable security definer set search_path = public, pg_temp as $$
  select distinct i.number_token
    from registry_identity i
    join registry_person p on p.id = i.person_id
   where i.number_token = any (asked)
     and i.superseded_at is null
     and i.state <> 'unverified'
     and p.withdrawn_at is null
     and not coalesce(
       p.area <@ (select nullif(current_setting('bangfu.areas', true), '')::int8multirange), false)
     and nullif(current_setting('bangfu.areas', true), '') is not null
$$;
revoke all on function registry_held_elsewhere(bytea[]) from public;
grant execute on function registry_held_elsewhere(bytea[]) to bangfu_app;
