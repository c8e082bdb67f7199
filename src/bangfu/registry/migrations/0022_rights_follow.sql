-- What somebody asked about his data, a hold and a proposed erasure go with the family: they are the
-- new village's to answer, and nothing of them stays readable in the old one. By a trigger, so that
-- every act that moves somebody does it, and its undoing as well.
create function registry_rights_follow() returns trigger language plpgsql
  security definer set search_path = public, pg_temp as $$
begin
  update privacy_request set area = new.area where subject = new.uuid and area <> new.area;
  update privacy_hold set area = new.area where subject = new.uuid and area <> new.area;
  update privacy_erasure set area = new.area
   where subject = new.uuid and area <> new.area and state = 'proposed';
  return null;
end $$;
create trigger registry_household_rights_follow after update of area on registry_household
  for each row when (new.area <> old.area) execute function registry_rights_follow();
create trigger registry_person_rights_follow after update of area on registry_person
  for each row when (new.area <> old.area) execute function registry_rights_follow();
revoke all on function registry_rights_follow() from public;
