-- Row-level policies: a batch and its rows are seen in their area. Nobody holds a grant on a
-- staged row: it is no person yet.
alter table rosters_batch enable row level security;
create policy rosters_batch_scope on rosters_batch
  using (area <@ (select nullif(current_setting('bangfu.areas', true), '')::int8multirange))
  with check (area <@ (select nullif(current_setting('bangfu.areas', true), '')::int8multirange));

alter table rosters_stagedrow enable row level security;
create policy rosters_stagedrow_scope on rosters_stagedrow
  using (area <@ (select nullif(current_setting('bangfu.areas', true), '')::int8multirange))
  with check (area <@ (select nullif(current_setting('bangfu.areas', true), '')::int8multirange));

alter table rosters_columnmemory enable row level security;
create policy rosters_columnmemory_scope on rosters_columnmemory
  using (area <@ (select nullif(current_setting('bangfu.areas', true), '')::int8multirange))
  with check (area <@ (select nullif(current_setting('bangfu.areas', true), '')::int8multirange));

-- A batch is never deleted, only taken back; its rows are replaced only by reading it again.
revoke delete, truncate on rosters_batch, rosters_columnmemory from bangfu_app;
revoke truncate on rosters_stagedrow from bangfu_app;
