-- What lists show of the people and households that are there already: as actions/project.py does
-- it for the few that an act touches.
update registry_person p
   set relation = coalesce((
         select m.relation from registry_membership m
          where m.person_id = p.id and m.superseded_at is null and m.valid_until is null
          limit 1), ''),
       category = coalesce((
         select h.category from registry_membership m
           join registry_household h on h.id = m.household_id
          where m.person_id = p.id and m.superseded_at is null and m.valid_until is null
          limit 1), ''),
       disability = coalesce((
         select coalesce(d.kind, 0) || '/' || coalesce(d.grade, 0) from registry_disability d
          where d.person_id = p.id and d.superseded_at is null and d.valid_until is null
          order by d.valid_from desc, d.id desc limit 1), ''),
       stage = coalesce((
         select s.stage from registry_schooling s
          where s.person_id = p.id and s.superseded_at is null and s.valid_until is null
          order by s.valid_from desc, s.id desc limit 1), '');

update registry_household h
   set changed_at = greatest(h.entered_at, (
         select max(greatest(c.done_at, c.undone_at)) from registry_change c
          where c.household_id = h.id or c.other_id = h.id)),
       place = coalesce((
         select a.place from registry_address a
          where a.household_id = h.id and a.superseded_at is null and a.valid_until is null
            and a.place <> '' order by a.id desc limit 1), ''),
       entered_on = (
         select max(c.valid_from) from registry_category c
          where c.household_id = h.id and c.superseded_at is null and c.code <> ''
            and not exists (
              select 1 from registry_category b
               where b.household_id = h.id and b.superseded_at is null and b.code <> ''
                 and b.valid_until = c.valid_from - 1)),
       disabled = f.disabled, in_school = f.in_school, unverified = f.unverified,
       eldest_on = f.eldest_on
  from (
    select i.id, coalesce(bool_or(p.disability <> ''), false) as disabled,
           coalesce(bool_or(p.stage <> ''), false) as in_school,
           coalesce(bool_or(p.identity_state <> 'verified'), false) as unverified,
           min(p.born_on) as eldest_on
      from registry_household i
      left join registry_membership m
        on m.household_id = i.id and m.superseded_at is null and m.valid_until is null
      left join registry_person p on p.id = m.person_id and p.withdrawn_at is null
     group by i.id) f
 where h.id = f.id;
