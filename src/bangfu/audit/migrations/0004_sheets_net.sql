-- Sheets and alerts are the auditor's: a transaction that audit.access opened reads them, one that
-- signs adds a sheet or a conclusion in its own name, the watch adds and renews what looks odd.
alter policy audit_entry_app_reads on audit_entry using (
    (select current_setting('bangfu.audit', true)) in ('read', 'sign', 'watch')
    or actor = (select nullif(current_setting('bangfu.principal', true), '')::uuid)
);

alter table audit_sheet enable row level security;
create policy audit_sheet_read on audit_sheet for select to bangfu_app
    using ((select current_setting('bangfu.audit', true)) in ('read', 'sign'));
create policy audit_sheet_sign on audit_sheet for insert to bangfu_app with check (
    (select current_setting('bangfu.audit', true)) = 'sign'
    and signed_by = (select nullif(current_setting('bangfu.principal', true), '')::uuid)
);
revoke update, delete on audit_sheet from bangfu_app;

alter table audit_alert enable row level security;
create policy audit_alert_read on audit_alert for select to bangfu_app
    using ((select current_setting('bangfu.audit', true)) in ('read', 'sign', 'watch'));
create policy audit_alert_add on audit_alert for insert to bangfu_app with check (
    (select current_setting('bangfu.audit', true)) = 'watch' and checked_by is null
);
-- A concluded alert stays as it is; nobody concludes one about himself.
create policy audit_alert_renew on audit_alert for update to bangfu_app
    using (checked_by is null and (
        (select current_setting('bangfu.audit', true)) = 'watch'
        or ((select current_setting('bangfu.audit', true)) = 'sign'
            and actor <> (select nullif(current_setting('bangfu.principal', true), '')::uuid))
    ))
    with check (
        checked_by is null
        or checked_by = (select nullif(current_setting('bangfu.principal', true), '')::uuid)
    );
revoke update, delete on audit_alert from bangfu_app;
grant update (count, "limit", entries, found_at, checked_by, checked_at, conclusion, note)
    on audit_alert to bangfu_app;

create trigger audit_sheet_only_grows before update or delete or truncate on audit_sheet
    for each statement execute function audit_refuse();
create function audit_alert_stays() returns trigger language plpgsql as $$
begin
    if old.checked_by is not null
       or (new.checked_by is not null and
           (new.count, new."limit", new.entries) is distinct from
           (old.count, old."limit", old.entries)) then
        raise exception 'audit: a conclusion stays, and changes nothing of what was found'
            using errcode = 'check_violation', constraint = 'audit_alert_stays';
    end if;
    return new;
end $$;
create trigger audit_alert_stays before update on audit_alert
    for each row execute function audit_alert_stays();
revoke all on function audit_alert_stays() from public;
