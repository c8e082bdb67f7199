-- The sample of an inspection, drawn once, by the rule and the seed that its commission fixed before:
-- of the families of its villages that stood on the register on some day of its period, ordered by
-- SHA-256 of "seed:id", the first percent (rounded up), at least so many. Whoever has the list of ids
-- and the seed draws the same ones. Works as the owner, since the security administrator, who sends
-- inspectors, sees no family; it tells him ids for the trail and nothing of what stands behind them.
create function registry_draw_sample(which uuid, at timestamptz)
  returns table (subject uuid, area bigint)
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    declare sent offices_commission; total integer; wanted integer; mark text;
    begin
      select * into sent from offices_commission c where c.uuid = which for update;
      if sent.id is null or not offices_may('{security_admin}', sent.area)
         or offices_principal() is null then
        raise exception 'registry: no such commission' using errcode = 'insufficient_privilege';
      end if;
      if sent.drawn_at is not null then
        raise exception 'registry: a sample is drawn once'
          using errcode = 'check_violation', constraint = 'registry_sample_drawn_once';
      end if;
      create temporary table registry_frame on commit drop as
        select h.uuid, h.area from registry_household h
        where exists (select 1 from unnest(sent.villages) v where h.area between v and v + 999)
          and exists (
            select 1 from registry_category c
            where c.household_id = h.id and c.superseded_at is null
              and c.valid_from <= sent.covers_until
              and (c.valid_until is null or c.valid_until >= sent.covers_from)
          );
      select count(*), encode(sha256(convert_to(
          coalesce(string_agg(f.uuid::text, e'\n' order by f.uuid), ''), 'UTF8')), 'hex')
        into total, mark from registry_frame f;
      if total = 0 then
        raise exception 'registry: nothing to draw from'
          using errcode = 'check_violation', constraint = 'registry_sample_has_a_frame';
      end if;
      wanted := least(total, greatest(sent.least, (total * sent.percent + 99) / 100));
      update offices_commission set frame = total, frame_digest = mark, drawn_at = at,
          frame_ids = (select array_agg(f.uuid order by f.uuid) from registry_frame f)
        where id = sent.id;
      return query
        insert into offices_grant (uuid, principal, subject, subject_kind, area, purpose,
          valid_from, valid_until, given_by, given_at, ended_reason, commission_id)
        select gen_random_uuid(), u.uuid, f.uuid, 'household', f.area, 'inspection',
          sent.valid_from, sent.valid_until, offices_principal(), at, '', sent.id
        from registry_frame f cross join offices_user u
        where u.id = sent.inspector_id
        order by sha256(convert_to(sent.seed || ':' || f.uuid::text, 'UTF8')), f.uuid
        limit wanted
        returning offices_grant.subject, offices_grant.area;
      drop table registry_frame;
    end
  $$;
revoke execute on function registry_draw_sample(uuid, timestamptz) from public;
grant execute on function registry_draw_sample(uuid, timestamptz) to bangfu_app;
