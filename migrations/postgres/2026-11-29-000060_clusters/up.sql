-- Signals that tell of the same thing, as a run found them and people corrected them. Where a cluster is about shows in
-- words that several of its signals have, and in ids of signals: no text is copied.
CREATE TABLE clusters (
    authority_id UUID NOT NULL,
    id UUID NOT NULL,
    name TEXT,
    locked_at TIMESTAMPTZ,
    words JSONB NOT NULL,
    facts JSONB NOT NULL,
    model TEXT NOT NULL,
    born_at TIMESTAMPTZ NOT NULL,
    split_from UUID,
    gone_at TIMESTAMPTZ,
    merged_into UUID,
    issue_id UUID,
    version BIGINT NOT NULL,
    PRIMARY KEY (authority_id, id),
    FOREIGN KEY (authority_id, issue_id) REFERENCES issues (authority_id, id)
);

-- Which signals are in a cluster, or proposed for one that is locked.
CREATE TABLE cluster_members (
    authority_id UUID NOT NULL,
    signal_id UUID NOT NULL,
    cluster_id UUID NOT NULL,
    status TEXT NOT NULL,
    fit INTEGER NOT NULL,
    part INTEGER NOT NULL,
    PRIMARY KEY (authority_id, signal_id),
    FOREIGN KEY (authority_id, signal_id) REFERENCES signals (authority_id, id),
    FOREIGN KEY (authority_id, cluster_id) REFERENCES clusters (authority_id, id)
);
CREATE INDEX cluster_members_by_cluster_id ON cluster_members (authority_id, cluster_id);

-- What people decided about clusters: signals that stay together, or apart. Every later run keeps to it.
CREATE TABLE cluster_edits (
    authority_id UUID NOT NULL,
    id UUID NOT NULL,
    kind TEXT NOT NULL,
    cluster_id UUID NOT NULL,
    membership_id UUID,
    at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (authority_id, id),
    FOREIGN KEY (authority_id, cluster_id) REFERENCES clusters (authority_id, id)
);
CREATE INDEX cluster_edits_by_cluster_id ON cluster_edits (authority_id, cluster_id);

-- The signals of a decision; of two that stay apart, on which side.
CREATE TABLE cluster_edit_signals (
    authority_id UUID NOT NULL,
    edit_id UUID NOT NULL,
    signal_id UUID NOT NULL,
    side INTEGER NOT NULL,
    PRIMARY KEY (authority_id, edit_id, signal_id),
    FOREIGN KEY (authority_id, edit_id) REFERENCES cluster_edits (authority_id, id),
    FOREIGN KEY (authority_id, signal_id) REFERENCES signals (authority_id, id)
);
CREATE INDEX cluster_edit_signals_by_signal_id ON cluster_edit_signals (authority_id, signal_id);

-- Runs, with what each changed.
CREATE TABLE cluster_runs (
    authority_id UUID NOT NULL,
    id UUID NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    model TEXT NOT NULL,
    signals INTEGER NOT NULL,
    loose INTEGER NOT NULL,
    resolution INTEGER NOT NULL,
    changes JSONB NOT NULL,
    PRIMARY KEY (authority_id, id)
);
ALTER TABLE clusters ENABLE ROW LEVEL SECURITY;
ALTER TABLE clusters FORCE ROW LEVEL SECURITY;
CREATE POLICY clusters_within_scope ON clusters
    USING (authority_id = ANY ((SELECT nullif(current_setting('app.authorities', true), '')::uuid[])::uuid[]))
    WITH CHECK (authority_id = nullif(current_setting('app.authority', true), '')::uuid);
ALTER TABLE cluster_members ENABLE ROW LEVEL SECURITY;
ALTER TABLE cluster_members FORCE ROW LEVEL SECURITY;
CREATE POLICY cluster_members_within_scope ON cluster_members
    USING (authority_id = ANY ((SELECT nullif(current_setting('app.authorities', true), '')::uuid[])::uuid[]))
    WITH CHECK (authority_id = nullif(current_setting('app.authority', true), '')::uuid);
ALTER TABLE cluster_edits ENABLE ROW LEVEL SECURITY;
ALTER TABLE cluster_edits FORCE ROW LEVEL SECURITY;
CREATE POLICY cluster_edits_within_scope ON cluster_edits
    USING (authority_id = ANY ((SELECT nullif(current_setting('app.authorities', true), '')::uuid[])::uuid[]))
    WITH CHECK (authority_id = nullif(current_setting('app.authority', true), '')::uuid);
ALTER TABLE cluster_edit_signals ENABLE ROW LEVEL SECURITY;
ALTER TABLE cluster_edit_signals FORCE ROW LEVEL SECURITY;
CREATE POLICY cluster_edit_signals_within_scope ON cluster_edit_signals
    USING (authority_id = ANY ((SELECT nullif(current_setting('app.authorities', true), '')::uuid[])::uuid[]))
    WITH CHECK (authority_id = nullif(current_setting('app.authority', true), '')::uuid);
ALTER TABLE cluster_runs ENABLE ROW LEVEL SECURITY;
ALTER TABLE cluster_runs FORCE ROW LEVEL SECURITY;
CREATE POLICY cluster_runs_within_scope ON cluster_runs
    USING (authority_id = ANY ((SELECT nullif(current_setting('app.authorities', true), '')::uuid[])::uuid[]))
    WITH CHECK (authority_id = nullif(current_setting('app.authority', true), '')::uuid);

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'ls_app') THEN
        GRANT SELECT, INSERT, UPDATE, DELETE ON clusters, cluster_members, cluster_edits, cluster_edit_signals, cluster_runs TO ls_app;
    END IF;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'ls_read') THEN
        GRANT SELECT ON clusters, cluster_members, cluster_edits, cluster_edit_signals, cluster_runs TO ls_read;
    END IF;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'ls_maintenance') THEN
        GRANT SELECT, INSERT, UPDATE, DELETE ON clusters, cluster_members, cluster_edits, cluster_edit_signals, cluster_runs TO ls_maintenance;
    END IF;
END
$$;
