-- A receiver's layout is the office's; a sheet that waits is for whoever asked for it, who has to
-- see the place besides: out of office, nothing is left to fetch.
alter table rosters_layout enable row level security;
create policy rosters_layout_scope on rosters_layout
  using (area <@ (select nullif(current_setting('bangfu.areas', true), '')::int8multirange))
  with check (area <@ (select nullif(current_setting('bangfu.areas', true), '')::int8multirange));

alter table rosters_handout enable row level security;
create policy rosters_handout_own on rosters_handout
  using (
    asked_by = (select nullif(current_setting('bangfu.principal', true), '')::uuid)
    and area <@ (select nullif(current_setting('bangfu.areas', true), '')::int8multirange)
  )
  with check (
    asked_by = (select nullif(current_setting('bangfu.principal', true), '')::uuid)
    and area <@ (select nullif(current_setting('bangfu.areas', true), '')::int8multirange)
  );

-- What was asked for, and for what reason, stays; a layout is no longer offered, never gone.
revoke delete, truncate on rosters_layout, rosters_handout from bangfu_app;
revoke update on rosters_handout from bangfu_app;
grant update (state, rows, digest, content, done_at) on rosters_handout to bangfu_app;
