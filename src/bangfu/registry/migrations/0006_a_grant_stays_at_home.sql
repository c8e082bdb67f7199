-- A grant is given by who covers its area. That the family lives there only this room can know.
-- Afterwards, not before: the policies have spoken by then, so that a stranger who guesses an area
-- learns nothing from the answer.
create function registry_grant_stays_at_home() returns trigger language plpgsql
  security definer set search_path = public, pg_temp as $$
begin
  if exists (select 1 from registry_household h where h.uuid = new.subject and h.area <> new.area)
     or exists (select 1 from registry_person p where p.uuid = new.subject and p.area <> new.area)
  then
    raise exception 'offices: a grant names the area its family lives in'
      using errcode = 'check_violation', table = 'offices_grant',
            constraint = 'offices_grant_stays_at_home';
  end if;
  return new;
end $$;
revoke all on function registry_grant_stays_at_home() from public;
create trigger registry_grant_stays_at_home after insert or update of subject, area
  on offices_grant for each row execute function registry_grant_stays_at_home();
