-- What no page can break: who reads exact figures, who moves a change on, and that what was
-- published, tried out or kept stays as it was.

revoke update, delete, truncate on policies_whatif, policies_whatifresult from bangfu_app;
revoke delete, truncate on policies_revision from bangfu_app;
revoke update, delete, truncate on policies_assessment from bangfu_app;

-- A what-if names nobody; its exact figures are for those who see the families.
alter table policies_whatif enable row level security;
create policy policies_whatif_reads on policies_whatif for select using (true);
create policy policies_whatif_makes on policies_whatif for insert
  with check (made_by = (select nullif(current_setting('bangfu.principal', true), '')::uuid));
alter table policies_whatifresult enable row level security;
create policy policies_whatifresult_reads on policies_whatifresult for select
  using (area <@ (select nullif(current_setting('bangfu.areas', true), '')::int8multirange));
create policy policies_whatifresult_makes on policies_whatifresult for insert
  with check (area <@ (select nullif(current_setting('bangfu.areas', true), '')::int8multirange));

-- A change of a standard names nobody either: everybody may read how a rule came to be.
alter table policies_revision enable row level security;
create policy policies_revision_reads on policies_revision for select using (true);
create policy policies_revision_drafts on policies_revision for insert
  with check (
    drafted_by = (select nullif(current_setting('bangfu.principal', true), '')::uuid)
    and state = 'draft'
  );
create policy policies_revision_moves on policies_revision for update using (true);

create function policies_revision_moves() returns trigger language plpgsql
  set search_path = public, pg_temp as $$
declare
  who uuid := nullif(current_setting('bangfu.principal', true), '')::uuid;
begin
  if (new.uuid, new.place, new.file, new.standard, new.drafted_by, new.drafted_at)
     is distinct from (old.uuid, old.place, old.file, old.standard, old.drafted_by, old.drafted_at)
  then
    raise exception 'policies: a change stays what it was drafted for'
      using errcode = 'integrity_constraint_violation';
  end if;
  if old.state not in ('draft', 'returned')
     and (new.text, new.cases, new.base, new.because, new.whatif_id)
         is distinct from (old.text, old.cases, old.base, old.because, old.whatif_id) then
    raise exception 'policies: what is under review or published is not rewritten'
      using errcode = 'integrity_constraint_violation';
  end if;
  if new.state <> old.state and (old.state, new.state) not in (
       ('draft', 'submitted'), ('returned', 'submitted'), ('submitted', 'agreed'),
       ('submitted', 'returned'), ('agreed', 'returned'), ('agreed', 'published'),
       ('draft', 'dropped'), ('returned', 'dropped')) then
    raise exception 'policies: a change does not go from % to %', old.state, new.state
      using errcode = 'integrity_constraint_violation';
  end if;
  if old.state = 'published' or old.state = 'dropped' then
    raise exception 'policies: what is done with stays'
      using errcode = 'integrity_constraint_violation';
  end if;
  if (new.state = 'submitted' and old.state <> 'submitted' and who is distinct from new.drafted_by)
     or (new.state = 'agreed' and old.state <> 'agreed' and who is distinct from new.reviewed_by)
     or (new.state = 'published' and who is distinct from new.published_by) then
    raise exception 'policies: a change is moved on by whom it names'
      using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger policies_revision_moves before update on policies_revision
  for each row execute function policies_revision_moves();

-- A kept answer stands where its family stands, and is the staff's of that place.
alter table policies_assessment add constraint policies_assessment_household_area
  foreign key (household_id, area) references registry_household (id, area) on update cascade;
alter table policies_assessment enable row level security;
create policy policies_assessment_reads on policies_assessment for select
  using (area <@ (select nullif(current_setting('bangfu.areas', true), '')::int8multirange));
create policy policies_assessment_keeps on policies_assessment for insert
  with check (
    area <@ (select nullif(current_setting('bangfu.areas', true), '')::int8multirange)
    and kept_by = (select nullif(current_setting('bangfu.principal', true), '')::uuid)
  );

-- What a person or a family was, had and got is in the answer: an erasure empties it. The facts of
-- every member lie in each answer of the household, so a member's erasure empties those too.
create function policies_erasure_forgets() returns trigger language plpgsql
  security definer set search_path = public, pg_temp as $$
begin
  update policies_assessment a set kept = ''
   where exists (select from registry_household h where h.id = a.household_id and h.uuid = new.subject)
      or exists (select from registry_membership m join registry_person p on p.id = m.person_id
                  where m.household_id = a.household_id and p.uuid = new.subject);
  update policies_assessment a set standard = '', answer = '', amount_fen = null, person = null
   where a.person = new.subject
      or exists (select from registry_household h where h.id = a.household_id and h.uuid = new.subject);
  return null;
end $$;
revoke all on function policies_erasure_forgets() from public;
create trigger policies_erasure_forgets after update on privacy_erasure
  for each row when (new.state = 'done') execute function policies_erasure_forgets();
