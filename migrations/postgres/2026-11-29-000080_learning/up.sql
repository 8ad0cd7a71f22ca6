-- Every proposal that was shown, by the model that made it; what became of it stands in signal_tags. It stays when another
-- model looks at the signal, and goes with the text it was about.
CREATE TABLE shown_suggestions (
    authority_id UUID NOT NULL,
    signal_id UUID NOT NULL,
    scheme TEXT NOT NULL,
    code TEXT NOT NULL,
    model TEXT NOT NULL,
    confidence INTEGER NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (authority_id, signal_id, scheme, code, model),
    FOREIGN KEY (authority_id, signal_id) REFERENCES signals (authority_id, id)
);

-- The same of signals that were shown as alike; what became of it stands in issue_signals, signals and signal_differences.
CREATE TABLE shown_likes (
    authority_id UUID NOT NULL,
    signal_id UUID NOT NULL,
    other_id UUID NOT NULL,
    model TEXT NOT NULL,
    score INTEGER NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (authority_id, signal_id, other_id, model),
    FOREIGN KEY (authority_id, signal_id) REFERENCES signals (authority_id, id),
    FOREIGN KEY (authority_id, other_id) REFERENCES signals (authority_id, id)
);
CREATE INDEX shown_likes_by_other_id ON shown_likes (authority_id, other_id);

-- How many signals each model looked at is counted without reading them.
CREATE INDEX signals_by_model ON signals (authority_id, analysed_by, state);

ALTER TABLE shown_suggestions ENABLE ROW LEVEL SECURITY;
ALTER TABLE shown_suggestions FORCE ROW LEVEL SECURITY;
CREATE POLICY shown_suggestions_within_scope ON shown_suggestions
    USING (authority_id = ANY ((SELECT nullif(current_setting('app.authorities', true), '')::uuid[])::uuid[]))
    WITH CHECK (authority_id = nullif(current_setting('app.authority', true), '')::uuid);
ALTER TABLE shown_likes ENABLE ROW LEVEL SECURITY;
ALTER TABLE shown_likes FORCE ROW LEVEL SECURITY;
CREATE POLICY shown_likes_within_scope ON shown_likes
    USING (authority_id = ANY ((SELECT nullif(current_setting('app.authorities', true), '')::uuid[])::uuid[]))
    WITH CHECK (authority_id = nullif(current_setting('app.authority', true), '')::uuid);

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'ls_app') THEN
        GRANT SELECT, INSERT, UPDATE, DELETE ON shown_suggestions, shown_likes TO ls_app;
    END IF;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'ls_read') THEN
        GRANT SELECT ON shown_suggestions, shown_likes TO ls_read;
    END IF;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'ls_maintenance') THEN
        GRANT SELECT, INSERT, UPDATE, DELETE ON shown_suggestions, shown_likes TO ls_maintenance;
    END IF;
END
$$;
