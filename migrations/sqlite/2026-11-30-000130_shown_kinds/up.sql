-- The kind of problem that a model proposed for an issue when a person told it for the first time; what became of it stands
-- in issues.kind.
CREATE TABLE shown_kinds (
    authority_id BLOB NOT NULL,
    issue_id BLOB NOT NULL,
    model TEXT NOT NULL,
    kind TEXT NOT NULL,
    confidence INTEGER NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (authority_id, issue_id),
    FOREIGN KEY (authority_id, issue_id) REFERENCES issues (authority_id, id)
);
