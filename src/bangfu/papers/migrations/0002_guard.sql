-- A paper is seen in its area, or by who handed it in. What may be read of it is asked again by
-- the room that owns it (a batch, a case): this is the net beneath.

REVOKE ALL ON papers_paper FROM PUBLIC, bangfu_app, bangfu_trace;
GRANT SELECT, INSERT ON papers_paper TO bangfu_app;

ALTER TABLE papers_paper ENABLE ROW LEVEL SECURITY;
CREATE POLICY papers_paper_reads ON papers_paper FOR SELECT TO bangfu_app
    USING (
        area <@ (SELECT nullif(current_setting('bangfu.areas', true), '')::int8multirange)
        OR kept_by = (SELECT nullif(current_setting('bangfu.principal', true), '')::uuid)
    );
CREATE POLICY papers_paper_keeps ON papers_paper FOR INSERT TO bangfu_app
    WITH CHECK (
        wrapped IS NOT NULL
        AND kept_by = (SELECT nullif(current_setting('bangfu.principal', true), '')::uuid)
        AND (
            area IS NULL
            OR area <@ (SELECT nullif(current_setting('bangfu.areas', true), '')::int8multirange)
        )
    );

-- Asked before a key file is made: a new one beside kept papers would hide that theirs is lost.
CREATE FUNCTION papers_any_kept() RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT FROM papers_paper WHERE wrapped IS NOT NULL)
$$;

-- The sweep asks which of these files a paper names, whoever may see that paper.
CREATE FUNCTION papers_known(asked uuid[]) RETURNS SETOF uuid
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT uuid FROM papers_paper WHERE uuid = ANY(asked) AND wrapped IS NOT NULL
$$;

REVOKE ALL ON FUNCTION papers_any_kept(), papers_known(uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION papers_any_kept(), papers_known(uuid[]) TO bangfu_app;
