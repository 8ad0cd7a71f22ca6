-- Whether an authority lets a language model read what its signals say, personal data hidden. No row: it does not.
CREATE TABLE language_models (
    authority_id BLOB NOT NULL,
    allowed_at BIGINT,
    version BIGINT NOT NULL,
    PRIMARY KEY (authority_id)
);

-- What a language model wrote about the signals of an issue, once it was measured against them; or why there is nothing.
CREATE TABLE summary_drafts (
    authority_id BLOB NOT NULL,
    issue_id BLOB NOT NULL,
    state TEXT NOT NULL,
    cause TEXT,
    model TEXT NOT NULL,
    host TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    content TEXT,
    asked_at BIGINT NOT NULL,
    made_at BIGINT,
    approved_at BIGINT,
    version BIGINT NOT NULL,
    PRIMARY KEY (authority_id, issue_id),
    FOREIGN KEY (authority_id, issue_id) REFERENCES issues (authority_id, id)
);
