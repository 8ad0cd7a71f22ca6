-- Whether an authority lets a language model read what its signals say, personal data hidden. No row: it does not.
CREATE TABLE language_models (
    authority_id UUID NOT NULL,
    allowed_at TIMESTAMPTZ,
    version BIGINT NOT NULL,
    PRIMARY KEY (authority_id)
);

-- What a language model wrote about the signals of an issue, once it was measured against them; or why there is nothing.
CREATE TABLE summary_drafts (
    authority_id UUID NOT NULL,
    issue_id UUID NOT NULL,
    state TEXT NOT NULL,
    cause TEXT,
    model TEXT NOT NULL,
    host TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    content JSONB,
    asked_at TIMESTAMPTZ NOT NULL,
    made_at TIMESTAMPTZ,
    approved_at TIMESTAMPTZ,
    version BIGINT NOT NULL,
    PRIMARY KEY (authority_id, issue_id),
    FOREIGN KEY (authority_id, issue_id) REFERENCES issues (authority_id, id)
);
ALTER TABLE language_models ENABLE ROW LEVEL SECURITY;
ALTER TABLE language_models FORCE ROW LEVEL SECURITY;
CREATE POLICY language_models_within_scope ON language_models
    USING (authority_id = ANY ((SELECT nullif(current_setting('app.authorities', true), '')::uuid[])::uuid[]))
    WITH CHECK (authority_id = nullif(current_setting('app.authority', true), '')::uuid);
ALTER TABLE summary_drafts ENABLE ROW LEVEL SECURITY;
ALTER TABLE summary_drafts FORCE ROW LEVEL SECURITY;
CREATE POLICY summary_drafts_within_scope ON summary_drafts
    USING (authority_id = ANY ((SELECT nullif(current_setting('app.authorities', true), '')::uuid[])::uuid[]))
    WITH CHECK (authority_id = nullif(current_setting('app.authority', true), '')::uuid);

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'ls_app') THEN
        GRANT SELECT, INSERT, UPDATE, DELETE ON language_models, summary_drafts TO ls_app;
    END IF;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'ls_read') THEN
        GRANT SELECT ON language_models, summary_drafts TO ls_read;
    END IF;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'ls_maintenance') THEN
        GRANT SELECT, INSERT, UPDATE, DELETE ON language_models, summary_drafts TO ls_maintenance;
    END IF;
END
$$;
