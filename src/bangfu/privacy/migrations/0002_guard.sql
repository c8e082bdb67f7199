-- A wrapped key is useless without the key file, but an application that is talked into foreign
-- SQL shall neither spoil keys nor read them outside a request of somebody.

REVOKE ALL ON privacy_subjectkey FROM PUBLIC, bangfu_app, bangfu_trace;
GRANT SELECT, INSERT ON privacy_subjectkey TO bangfu_app;

ALTER TABLE privacy_subjectkey ENABLE ROW LEVEL SECURITY;
CREATE POLICY privacy_subjectkey_reads ON privacy_subjectkey FOR SELECT TO bangfu_app
    USING (
        (SELECT nullif(current_setting('bangfu.principal', true), '')) IS NOT NULL
    );
CREATE POLICY privacy_subjectkey_makes ON privacy_subjectkey FOR INSERT TO bangfu_app
    WITH CHECK (wrapped IS NOT NULL AND destroyed_at IS NULL);

-- Holds for the owner too: a destroyed key never comes back, a row never goes or changes its
-- subject; re-wrapping under another master key is all that may happen to a living one.
CREATE FUNCTION privacy_key_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'privacy: the row of a key is never removed'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF OLD.wrapped IS NULL THEN
        RAISE EXCEPTION 'privacy: a destroyed key cannot come back'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF (NEW.subject, NEW.created_at) IS DISTINCT FROM (OLD.subject, OLD.created_at) THEN
        RAISE EXCEPTION 'privacy: a key does not change its subject'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER privacy_subjectkey_kept BEFORE UPDATE OR DELETE ON privacy_subjectkey
    FOR EACH ROW EXECUTE FUNCTION privacy_key_changes();

-- The one change the application may make, through a narrow door.
CREATE FUNCTION privacy_destroy_key(which uuid, at_moment timestamptz) RETURNS boolean
    LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH gone AS (
        UPDATE privacy_subjectkey SET wrapped = NULL, destroyed_at = at_moment
        WHERE subject = which AND wrapped IS NOT NULL
          AND nullif(current_setting('bangfu.principal', true), '') IS NOT NULL
        RETURNING 1
    )
    SELECT EXISTS (SELECT FROM gone)
$$;

-- Asked before a key file is made: a new one beside old keys would hide that the old one is lost.
CREATE FUNCTION privacy_has_keys() RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT FROM privacy_subjectkey WHERE wrapped IS NOT NULL)
$$;

REVOKE ALL ON FUNCTION privacy_destroy_key(uuid, timestamptz), privacy_has_keys(),
    privacy_key_changes() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION privacy_destroy_key(uuid, timestamptz), privacy_has_keys()
    TO bangfu_app;
