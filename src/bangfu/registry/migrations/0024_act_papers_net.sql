-- A paper of an act is the staff's of the place where the family lives now, and nobody's by a grant.
alter table registry_actpaper add constraint registry_actpaper_household_area
  foreign key (household_id, area) references registry_household (id, area) on update cascade;
revoke update, delete, truncate on registry_actpaper from bangfu_app;

alter table registry_actpaper enable row level security;
create policy registry_actpaper_reads on registry_actpaper for select
  using (area <@ (select nullif(current_setting('bangfu.areas', true), '')::int8multirange));
-- A definer: the policies of papers would otherwise ask this table again, and that one them.
create function registry_is_own_paper(asked uuid) returns boolean
  language sql stable security definer set search_path = public, pg_temp as $$
    select exists (select from papers_paper p
                    where p.uuid = asked and p.wrapped is not null
                      and p.kept_by = nullif(current_setting('bangfu.principal', true), '')::uuid)
$$;
revoke all on function registry_is_own_paper(uuid) from public;
grant execute on function registry_is_own_paper(uuid) to bangfu_app;
-- The link opens the paper: only who did the act makes it, to a paper that he himself handed in.
create policy registry_actpaper_attaches on registry_actpaper for insert
  with check (
    area <@ (select nullif(current_setting('bangfu.areas', true), '')::int8multirange)
    and exists (select from registry_change c
                 where c.id = registry_actpaper.change_id
                   and c.household_id = registry_actpaper.household_id
                   and c.done_by = (select nullif(current_setting('bangfu.principal', true), '')::uuid))
    and registry_is_own_paper(paper)
  );

-- The original is read by who sees the link, wherever the family has moved since.
create policy papers_paper_of_acts on papers_paper for select to bangfu_app
  using (exists (select from registry_actpaper a where a.paper = papers_paper.uuid));

-- A household that is erased takes its papers along; one that another family's act names stays.
create function registry_erasure_forgets_papers() returns trigger language plpgsql
  security definer set search_path = public, pg_temp as $$
begin
  update papers_paper p set wrapped = null, file_name = ''
   where exists (select from registry_actpaper a join registry_household h on h.id = a.household_id
                  where a.paper = p.uuid and h.uuid = new.subject)
     and not exists (select from registry_actpaper a
                       join registry_household h on h.id = a.household_id
                      where a.paper = p.uuid and h.erased_at is null);
  return null;
end $$;
revoke all on function registry_erasure_forgets_papers() from public;
-- Named so that it runs after the household is marked as erased.
create trigger registry_erasure_forgets_papers after update on privacy_erasure
  for each row when (new.state = 'done' and new.subject_kind = 'household')
  execute function registry_erasure_forgets_papers();
