-- The kind of problem that a model proposed for an issue when a person told it for the first time; what became of it stands
-- in issues.kind.
CREATE TABLE shown_kinds (
    authority_id UUID NOT NULL,
    issue_id UUID NOT NULL,
    model TEXT NOT NULL,
    kind TEXT NOT NULL,
    confidence INTEGER NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (authority_id, issue_id),
    FOREIGN KEY (authority_id, issue_id) REFERENCES issues (authority_id, id)
);

ALTER TABLE shown_kinds ENABLE ROW LEVEL SECURITY;
ALTER TABLE shown_kinds FORCE ROW LEVEL SECURITY;
CREATE POLICY shown_kinds_within_scope ON shown_kinds
    USING (authority_id = ANY ((SELECT nullif(current_setting('app.authorities', true), '')::uuid[])::uuid[]))
    WITH CHECK (authority_id = nullif(current_setting('app.authority', true), '')::uuid);

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'ls_app') THEN
        GRANT SELECT, INSERT, UPDATE, DELETE ON shown_kinds TO ls_app;
    END IF;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'ls_read') THEN
        GRANT SELECT ON shown_kinds TO ls_read;
    END IF;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'ls_maintenance') THEN
        GRANT SELECT, INSERT, UPDATE, DELETE ON shown_kinds TO ls_maintenance;
    END IF;
END
$$;
