-- What each criterion counts for an authority. Null: each as much as any other.
CREATE TABLE priority_weights (
    authority_id BLOB NOT NULL,
    weights TEXT,
    version BIGINT NOT NULL,
    PRIMARY KEY (authority_id)
);

-- What each person scored on an issue that has no place yet. Who scored what is forgotten when it gets one: then the scores
-- stand in issues.scores, sorted, without anybody.
CREATE TABLE issue_scores (
    authority_id BLOB NOT NULL,
    issue_id BLOB NOT NULL,
    membership_id BLOB NOT NULL,
    scores TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (authority_id, issue_id, membership_id),
    FOREIGN KEY (authority_id, issue_id) REFERENCES issues (authority_id, id),
    FOREIGN KEY (authority_id, membership_id) REFERENCES memberships (authority_id, id)
);
CREATE INDEX issue_scores_by_membership_id ON issue_scores (authority_id, membership_id);

-- Issues whose scores everybody may see, also who scored nothing.
CREATE TABLE opened_scores (
    authority_id BLOB NOT NULL,
    issue_id BLOB NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (authority_id, issue_id),
    FOREIGN KEY (authority_id, issue_id) REFERENCES issues (authority_id, id)
);

-- The place that an issue was given, among how many, the one that followed from scores and weights alone, and these weights.
ALTER TABLE issues ADD COLUMN priority_place INTEGER;
ALTER TABLE issues ADD COLUMN priority_of INTEGER;
ALTER TABLE issues ADD COLUMN calculated_place INTEGER;
ALTER TABLE issues ADD COLUMN priority_weights TEXT;
