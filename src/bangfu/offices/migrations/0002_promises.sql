-- What the tables promise beyond checks and unique keys.  Only range types under GiST: the
-- embedded server carries no extension that would index equality beside them.

alter table offices_area
  add constraint offices_area_siblings_apart exclude using gist (
    int8range(coalesce(parent_id, 0), coalesce(parent_id, 0), '[]') with &&,
    int8range(lo, hi, '[]') with &&,
    daterange(valid_from, valid_until, '[]') with &&
  );

-- A child lies inside its parent: a range that stuck out would give its people to a neighbour.
create function offices_area_inside_parent() returns trigger language plpgsql as $$
begin
  if new.parent_id is not null and not exists (
    select 1 from offices_area p
    where p.lo = new.parent_id and new.lo > p.lo and new.hi <= p.hi
  ) then
    raise exception 'area % lies outside its parent %', new.lo, new.parent_id
      using errcode = 'check_violation', constraint = 'offices_area_inside_parent';
  end if;
  if tg_op = 'UPDATE' and (new.lo <> old.lo or new.hi <> old.hi) then
    raise exception 'area % may not be renumbered', old.lo
      using errcode = 'check_violation', constraint = 'offices_area_never_renumbered';
  end if;
  return new;
end $$;

create trigger offices_area_inside_parent before insert or update on offices_area
  for each row execute function offices_area_inside_parent();

-- The hash stands in for equality of roles, which GiST cannot index without an extension.
alter table offices_post
  add constraint offices_post_no_overlap exclude using gist (
    int8range(user_id, user_id, '[]') with &&,
    int8range(organisation_id, organisation_id, '[]') with &&,
    int8range(area, area, '[]') with &&,
    int8range(hashtextextended(role, 0), hashtextextended(role, 0), '[]') with &&,
    daterange(valid_from, valid_until, '[]') with &&
  );

-- An administrator's post spans everything, any other post only its own id: so an administrator's
-- post overlaps every post of that account at those dates, and two other posts never overlap.
alter table offices_post
  add constraint offices_post_admins_apart exclude using gist (
    int8range(user_id, user_id, '[]') with &&,
    (case when role in ('system_admin', 'security_admin', 'auditor')
       then int8range(null, null) else int8range(id, id, '[]') end) with &&,
    daterange(valid_from, valid_until, '[]') with &&
  );
