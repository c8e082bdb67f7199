-- Leave to see a family follows it to another village: nobody changes a grant's area by hand. The
-- caller must cover the place, and that the family stands there a trigger of the register asks.
create function offices_grants_follow(subjects uuid[], places bigint[])
  returns table (subject uuid, subject_kind varchar, area bigint, principal uuid, purpose varchar)
  language sql security definer set search_path = public, pg_temp
  as $$
    update offices_grant g set area = s.place
      from unnest(subjects, places) s (whom, place)
     where offices_principal() is not null and offices_today() is not null
       and g.subject = s.whom and g.area <> s.place and s.place <@ offices_areas()
    returning g.subject, g.subject_kind, g.area, g.principal, g.purpose
  $$;
revoke execute on function offices_grants_follow(uuid[], bigint[]) from public;
grant execute on function offices_grants_follow(uuid[], bigint[]) to bangfu_app;
