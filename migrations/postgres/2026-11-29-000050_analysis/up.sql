-- Which model a signal was analysed with; what nobody analysed yet is found by the index.
ALTER TABLE signals ADD COLUMN analysed_by TEXT;
CREATE INDEX signals_unanalysed ON signals (authority_id, id) WHERE analysed_by IS NULL;

-- What a text is about, as numbers of one model.
CREATE TABLE signal_vectors (
    authority_id UUID NOT NULL,
    signal_id UUID NOT NULL,
    model TEXT NOT NULL,
    vector BYTEA NOT NULL,
    PRIMARY KEY (authority_id, signal_id),
    FOREIGN KEY (authority_id, signal_id) REFERENCES signals (authority_id, id)
);

-- What a model proposed and why: places in the text, never words of it. What became of it stands in signal_tags.
CREATE TABLE tag_suggestions (
    authority_id UUID NOT NULL,
    signal_id UUID NOT NULL,
    scheme TEXT NOT NULL,
    code TEXT NOT NULL,
    model TEXT NOT NULL,
    confidence INTEGER NOT NULL,
    reasons JSONB NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (authority_id, signal_id, scheme, code),
    FOREIGN KEY (authority_id, signal_id) REFERENCES signals (authority_id, id)
);

-- Signals that were alike when the later one of the two was analysed.
CREATE TABLE signal_likes (
    authority_id UUID NOT NULL,
    signal_id UUID NOT NULL,
    other_id UUID NOT NULL,
    likeness TEXT NOT NULL,
    score INTEGER NOT NULL,
    PRIMARY KEY (authority_id, signal_id, other_id),
    FOREIGN KEY (authority_id, signal_id) REFERENCES signals (authority_id, id),
    FOREIGN KEY (authority_id, other_id) REFERENCES signals (authority_id, id)
);
CREATE INDEX signal_likes_by_other_id ON signal_likes (authority_id, other_id);

-- Two signals of which a person said that they are not the same; the lesser id first.
CREATE TABLE signal_differences (
    authority_id UUID NOT NULL,
    signal_id UUID NOT NULL,
    other_id UUID NOT NULL,
    membership_id UUID,
    at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (authority_id, signal_id, other_id),
    FOREIGN KEY (authority_id, signal_id) REFERENCES signals (authority_id, id),
    FOREIGN KEY (authority_id, other_id) REFERENCES signals (authority_id, id)
);
CREATE INDEX signal_differences_by_other_id ON signal_differences (authority_id, other_id);
ALTER TABLE signal_vectors SET (autovacuum_vacuum_threshold = 0, autovacuum_vacuum_scale_factor = 0);
ALTER TABLE signal_vectors ENABLE ROW LEVEL SECURITY;
ALTER TABLE signal_vectors FORCE ROW LEVEL SECURITY;
CREATE POLICY signal_vectors_within_scope ON signal_vectors
    USING (authority_id = ANY ((SELECT nullif(current_setting('app.authorities', true), '')::uuid[])::uuid[]))
    WITH CHECK (authority_id = nullif(current_setting('app.authority', true), '')::uuid);
ALTER TABLE tag_suggestions ENABLE ROW LEVEL SECURITY;
ALTER TABLE tag_suggestions FORCE ROW LEVEL SECURITY;
CREATE POLICY tag_suggestions_within_scope ON tag_suggestions
    USING (authority_id = ANY ((SELECT nullif(current_setting('app.authorities', true), '')::uuid[])::uuid[]))
    WITH CHECK (authority_id = nullif(current_setting('app.authority', true), '')::uuid);
ALTER TABLE signal_likes ENABLE ROW LEVEL SECURITY;
ALTER TABLE signal_likes FORCE ROW LEVEL SECURITY;
CREATE POLICY signal_likes_within_scope ON signal_likes
    USING (authority_id = ANY ((SELECT nullif(current_setting('app.authorities', true), '')::uuid[])::uuid[]))
    WITH CHECK (authority_id = nullif(current_setting('app.authority', true), '')::uuid);
ALTER TABLE signal_differences ENABLE ROW LEVEL SECURITY;
ALTER TABLE signal_differences FORCE ROW LEVEL SECURITY;
CREATE POLICY signal_differences_within_scope ON signal_differences
    USING (authority_id = ANY ((SELECT nullif(current_setting('app.authorities', true), '')::uuid[])::uuid[]))
    WITH CHECK (authority_id = nullif(current_setting('app.authority', true), '')::uuid);

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'ls_app') THEN
        GRANT SELECT, INSERT, UPDATE, DELETE ON signal_vectors, tag_suggestions, signal_likes, signal_differences TO ls_app;
    END IF;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'ls_read') THEN
        GRANT SELECT ON signal_vectors, tag_suggestions, signal_likes, signal_differences TO ls_read;
    END IF;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'ls_maintenance') THEN
        GRANT SELECT, INSERT, UPDATE, DELETE ON signal_vectors, tag_suggestions, signal_likes, signal_differences TO ls_maintenance;
    END IF;
END
$$;
