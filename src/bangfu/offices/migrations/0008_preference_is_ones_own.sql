-- What somebody likes is his alone: saved views and chosen columns may name a village or a cause,
-- and no administrator has to know them.
alter table offices_preference enable row level security;
create policy offices_preference_own on offices_preference for all
  using (user_id = (select offices_own_account()))
  with check (user_id = (select offices_own_account()));

-- No place to keep a roster in.
alter table offices_preference add constraint offices_preference_value_is_small
  check (length(value::text) <= 40000);
