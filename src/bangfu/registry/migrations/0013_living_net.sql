-- What the facts of how a family lives add to the net, like every other fact.
do $$
declare
  t text;
  whose text;
begin
  foreach t in array array['need', 'housing', 'assets', 'income'] loop
    whose := case when t = 'income' then 'person' else 'household' end;
    execute format(
      'alter table registry_%1$s add constraint registry_%1$s_%2$s_area
         foreign key (%2$s_id, area) references registry_%2$s (id, area) on update cascade',
      t, whose);
    execute format(
      'create trigger registry_%1$s_is_kept before update on registry_%1$s
         for each row execute function registry_fact_is_kept()', t);
    execute format('revoke delete, truncate on registry_%1$s from bangfu_app', t);
    execute format('alter table registry_%1$s enable row level security', t);
    execute format(
      'create policy registry_%1$s_scope on registry_%1$s
         using (area <@ (select nullif(current_setting(''bangfu.areas'', true), '''')::int8multirange)
                or exists (select 1 from registry_%2$s s where s.id = registry_%1$s.%2$s_id))
         with check (area <@ (select nullif(current_setting(''bangfu.areas'', true), '''')::int8multirange))',
      t, whose);
    -- One house, one sum of assets, one income of a person at a time; needs are many.
    if t <> 'need' then
      execute format(
        'alter table registry_%1$s add constraint registry_%1$s_one_at_a_time
           exclude using gist (
             int8range(%2$s_id, %2$s_id, ''[]'') with &&,
             daterange(valid_from, valid_until, ''[]'') with &&
           ) where (superseded_at is null)', t, whose);
    end if;
  end loop;
end $$;
