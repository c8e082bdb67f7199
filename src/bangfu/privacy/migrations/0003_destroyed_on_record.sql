-- A key cannot be brought back, so it is destroyed only in the transaction that has put the act
-- on record, by the principal whose transaction it is.
CREATE OR REPLACE FUNCTION privacy_destroy_key(which uuid, at_moment timestamptz) RETURNS boolean
    LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH gone AS (
        UPDATE privacy_subjectkey SET wrapped = NULL, destroyed_at = at_moment
        WHERE subject = which AND wrapped IS NOT NULL
          AND EXISTS (
            SELECT FROM audit_entry e
            WHERE e.txid = pg_current_xact_id()::text::bigint AND e.verb = 'privacy.key.destroy' AND e.subject = which
              AND e.actor = nullif(current_setting('bangfu.principal', true), '')::uuid
          )
        RETURNING 1
    )
    SELECT EXISTS (SELECT FROM gone)
$$;
