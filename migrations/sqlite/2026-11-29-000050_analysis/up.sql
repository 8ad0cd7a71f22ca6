-- Which model a signal was analysed with; what nobody analysed yet is found by the index.
ALTER TABLE signals ADD COLUMN analysed_by TEXT;
CREATE INDEX signals_unanalysed ON signals (authority_id, id) WHERE analysed_by IS NULL;

-- What a text is about, as numbers of one model.
CREATE TABLE signal_vectors (
    authority_id BLOB NOT NULL,
    signal_id BLOB NOT NULL,
    model TEXT NOT NULL,
    vector BLOB NOT NULL,
    PRIMARY KEY (authority_id, signal_id),
    FOREIGN KEY (authority_id, signal_id) REFERENCES signals (authority_id, id)
);

-- What a model proposed and why: places in the text, never words of it. What became of it stands in signal_tags.
CREATE TABLE tag_suggestions (
    authority_id BLOB NOT NULL,
    signal_id BLOB NOT NULL,
    scheme TEXT NOT NULL,
    code TEXT NOT NULL,
    model TEXT NOT NULL,
    confidence INTEGER NOT NULL,
    reasons TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (authority_id, signal_id, scheme, code),
    FOREIGN KEY (authority_id, signal_id) REFERENCES signals (authority_id, id)
);

-- Signals that were alike when the later one of the two was analysed.
CREATE TABLE signal_likes (
    authority_id BLOB NOT NULL,
    signal_id BLOB NOT NULL,
    other_id BLOB NOT NULL,
    likeness TEXT NOT NULL,
    score INTEGER NOT NULL,
    PRIMARY KEY (authority_id, signal_id, other_id),
    FOREIGN KEY (authority_id, signal_id) REFERENCES signals (authority_id, id),
    FOREIGN KEY (authority_id, other_id) REFERENCES signals (authority_id, id)
);
CREATE INDEX signal_likes_by_other_id ON signal_likes (authority_id, other_id);

-- Two signals of which a person said that they are not the same; the lesser id first.
CREATE TABLE signal_differences (
    authority_id BLOB NOT NULL,
    signal_id BLOB NOT NULL,
    other_id BLOB NOT NULL,
    membership_id BLOB,
    at BIGINT NOT NULL,
    PRIMARY KEY (authority_id, signal_id, other_id),
    FOREIGN KEY (authority_id, signal_id) REFERENCES signals (authority_id, id),
    FOREIGN KEY (authority_id, other_id) REFERENCES signals (authority_id, id)
);
CREATE INDEX signal_differences_by_other_id ON signal_differences (authority_id, other_id);
