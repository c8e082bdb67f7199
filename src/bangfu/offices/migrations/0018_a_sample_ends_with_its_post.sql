-- A sample is looked at by an inspector: where his post ends, his leave to see the families ends
-- with it, whatever day his commission named.
create function offices_post_ends_sample() returns trigger language plpgsql
  security definer set search_path = public, pg_temp as $$
begin
  update offices_grant g
     set valid_until = new.valid_until, valid_from = least(g.valid_from, new.valid_until)
    from offices_user u, offices_area a
   where u.id = new.user_id and a.lo = new.area and g.principal = u.uuid
     and g.purpose = 'inspection' and g.area between a.lo and a.hi
     and (g.valid_until is null or g.valid_until > new.valid_until)
     and not exists (
       select 1 from offices_post p join offices_area b on b.lo = p.area
        where p.user_id = new.user_id and p.role = 'inspector' and p.id <> new.id
          and g.area between b.lo and b.hi
          and (p.valid_until is null or p.valid_until > new.valid_until)
     );
  return null;
end $$;
create trigger offices_post_ends_sample after update of valid_until on offices_post
  for each row when (new.role = 'inspector' and new.valid_until is not null)
  execute function offices_post_ends_sample();

-- Nobody lets a sample last longer by hand: its end comes nearer, never moves away.
create function offices_sample_only_sooner() returns trigger language plpgsql as $$
begin
  if new.valid_until is null or new.valid_until > old.valid_until then
    raise exception 'a sample is made shorter, never longer'
      using errcode = 'check_violation', constraint = 'offices_grant_sample_only_sooner';
  end if;
  return new;
end $$;
create trigger offices_sample_only_sooner before update on offices_grant
  for each row when (old.purpose = 'inspection') execute function offices_sample_only_sooner();
revoke all on function offices_post_ends_sample(), offices_sample_only_sooner() from public;
