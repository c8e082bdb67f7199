-- The calendar carries no case data: who is signed in reads it. Its keepers write it, in their own
-- name, and nothing of it is ever deleted.
alter table offices_workingyear enable row level security;
create policy offices_workingyear_read on offices_workingyear for select
  using ((select offices_principal()) is not null);
create policy offices_workingyear_add on offices_workingyear for insert with check (
  recorded_by = (select offices_principal()) and offices_may('{system_admin,clerk}', area)
);
create policy offices_workingyear_change on offices_workingyear for update
  using (offices_may('{system_admin,clerk}', area))
  with check (offices_may('{system_admin,clerk}', area));

alter table offices_officeday enable row level security;
create policy offices_officeday_read on offices_officeday for select
  using ((select offices_principal()) is not null);
create policy offices_officeday_add on offices_officeday for insert with check (
  recorded_by = (select offices_principal()) and offices_may('{system_admin,clerk}', area)
);
create policy offices_officeday_change on offices_officeday for update
  using (offices_may('{system_admin,clerk}', area))
  with check (offices_may('{system_admin,clerk}', area));

-- A table that was published stays as it was: only its end is written.
revoke update, delete on offices_workingyear, offices_officeday from bangfu_app;
grant update (superseded_at) on offices_workingyear to bangfu_app;
grant update (ended_at, ended_by) on offices_officeday to bangfu_app;
