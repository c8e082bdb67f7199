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
