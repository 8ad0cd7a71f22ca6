-- Signals that tell of the same thing, as a run found them and people corrected them. Where a cluster is about shows in
-- words that several of its signals have, and in ids of signals: no text is copied.
CREATE TABLE clusters (
    authority_id BLOB NOT NULL,
    id BLOB NOT NULL,
    name TEXT,
    locked_at BIGINT,
    words TEXT NOT NULL,
    facts TEXT NOT NULL,
    model TEXT NOT NULL,
    born_at BIGINT NOT NULL,
    split_from BLOB,
    gone_at BIGINT,
    merged_into BLOB,
    issue_id BLOB,
    version BIGINT NOT NULL,
    PRIMARY KEY (authority_id, id),
    FOREIGN KEY (authority_id, issue_id) REFERENCES issues (authority_id, id)
);

-- Which signals are in a cluster, or proposed for one that is locked.
CREATE TABLE cluster_members (
    authority_id BLOB NOT NULL,
    signal_id BLOB NOT NULL,
    cluster_id BLOB NOT NULL,
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
    authority_id BLOB NOT NULL,
    id BLOB NOT NULL,
    kind TEXT NOT NULL,
    cluster_id BLOB NOT NULL,
    membership_id BLOB,
    at BIGINT NOT NULL,
    PRIMARY KEY (authority_id, id),
    FOREIGN KEY (authority_id, cluster_id) REFERENCES clusters (authority_id, id)
);
CREATE INDEX cluster_edits_by_cluster_id ON cluster_edits (authority_id, cluster_id);

-- The signals of a decision; of two that stay apart, on which side.
CREATE TABLE cluster_edit_signals (
    authority_id BLOB NOT NULL,
    edit_id BLOB NOT NULL,
    signal_id BLOB NOT NULL,
    side INTEGER NOT NULL,
    PRIMARY KEY (authority_id, edit_id, signal_id),
    FOREIGN KEY (authority_id, edit_id) REFERENCES cluster_edits (authority_id, id),
    FOREIGN KEY (authority_id, signal_id) REFERENCES signals (authority_id, id)
);
CREATE INDEX cluster_edit_signals_by_signal_id ON cluster_edit_signals (authority_id, signal_id);

-- Runs, with what each changed.
CREATE TABLE cluster_runs (
    authority_id BLOB NOT NULL,
    id BLOB NOT NULL,
    at BIGINT NOT NULL,
    model TEXT NOT NULL,
    signals INTEGER NOT NULL,
    loose INTEGER NOT NULL,
    resolution INTEGER NOT NULL,
    changes TEXT NOT NULL,
    PRIMARY KEY (authority_id, id)
);
