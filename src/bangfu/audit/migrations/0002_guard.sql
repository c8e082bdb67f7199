-- Who may do what with the trail. The table privileges that every new table gives to the
-- application role by default are taken back first.

-- The writing transaction. Not xid8: its operators are not leakproof, so under a policy no index
-- would serve them, and the sealer would read the whole trail once a second.
ALTER TABLE audit_entry ADD COLUMN txid bigint NOT NULL
    DEFAULT (pg_current_xact_id()::text::bigint);
-- The sealer reads in this order, from the last sealed place on.
CREATE INDEX audit_entry_txid ON audit_entry (txid, id);

REVOKE ALL ON audit_entry, audit_seal FROM PUBLIC, bangfu_app, bangfu_trace;

-- Columns are named: nobody may choose an id, a transaction or the moment of recording.
GRANT INSERT (at, kind, actor, verb, subject, subject_kind, area, fields, reason, detail, via)
    ON audit_entry TO bangfu_app, bangfu_trace;
GRANT SELECT ON audit_entry, audit_seal TO bangfu_app, bangfu_trace;
GRANT INSERT ON audit_seal TO bangfu_trace;

ALTER TABLE audit_entry ENABLE ROW LEVEL SECURITY;

-- The application writes what was done; what was looked at comes by the other door, because the
-- request that looks is read only.
CREATE POLICY audit_entry_app_writes ON audit_entry FOR INSERT TO bangfu_app
    WITH CHECK (kind IN ('act', 'login'));
CREATE POLICY audit_entry_trace_writes ON audit_entry FOR INSERT TO bangfu_trace
    WITH CHECK (kind = 'look');

-- An auditor (set for one transaction by audit.access, after the right was checked) reads all;
-- everybody else what he did himself.
CREATE POLICY audit_entry_app_reads ON audit_entry FOR SELECT TO bangfu_app
    USING (
        (SELECT current_setting('bangfu.audit', true)) = 'read'
        OR actor = (SELECT nullif(current_setting('bangfu.principal', true), '')::uuid)
    );
-- The sealer: no request can come by this role with this setting.
CREATE POLICY audit_entry_trace_seals ON audit_entry FOR SELECT TO bangfu_trace
    USING ((SELECT current_setting('bangfu.audit', true)) = 'seal');

ALTER TABLE audit_seal ENABLE ROW LEVEL SECURITY;
-- The chain holds digests only: whoever may connect may check it.
CREATE POLICY audit_seal_reads ON audit_seal FOR SELECT TO bangfu_app, bangfu_trace USING (true);
CREATE POLICY audit_seal_writes ON audit_seal FOR INSERT TO bangfu_trace
    WITH CHECK ((SELECT current_setting('bangfu.audit', true)) = 'seal');

-- Stamped whatever the statement said, so that a moment or a place in the order is never chosen.
CREATE FUNCTION audit_stamp() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.recorded_at := clock_timestamp();
    NEW.txid := pg_current_xact_id()::text::bigint;
    RETURN NEW;
END $$;
CREATE TRIGGER audit_entry_stamped BEFORE INSERT ON audit_entry
    FOR EACH ROW EXECUTE FUNCTION audit_stamp();

-- The owner's privileges cannot be taken away; this makes changing the trail a deliberate act.
CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit: % on % is refused, the trail is only ever added to',
        TG_OP, TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER audit_entry_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_seal_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_seal
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();

REVOKE ALL ON FUNCTION audit_stamp(), audit_refuse() FROM PUBLIC;
