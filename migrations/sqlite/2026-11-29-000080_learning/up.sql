-- Every proposal that was shown, by the model that made it; what became of it stands in signal_tags. It stays when another
-- model looks at the signal, and goes with the text it was about.
CREATE TABLE shown_suggestions (
    authority_id BLOB NOT NULL,
    signal_id BLOB NOT NULL,
    scheme TEXT NOT NULL,
    code TEXT NOT NULL,
    model TEXT NOT NULL,
    confidence INTEGER NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (authority_id, signal_id, scheme, code, model),
    FOREIGN KEY (authority_id, signal_id) REFERENCES signals (authority_id, id)
);

-- The same of signals that were shown as alike; what became of it stands in issue_signals, signals and signal_differences.
CREATE TABLE shown_likes (
    authority_id BLOB NOT NULL,
    signal_id BLOB NOT NULL,
    other_id BLOB NOT NULL,
    model TEXT NOT NULL,
    score INTEGER NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (authority_id, signal_id, other_id, model),
    FOREIGN KEY (authority_id, signal_id) REFERENCES signals (authority_id, id),
    FOREIGN KEY (authority_id, other_id) REFERENCES signals (authority_id, id)
);
CREATE INDEX shown_likes_by_other_id ON shown_likes (authority_id, other_id);

-- How many signals each model looked at is counted without reading them.
CREATE INDEX signals_by_model ON signals (authority_id, analysed_by, state);
