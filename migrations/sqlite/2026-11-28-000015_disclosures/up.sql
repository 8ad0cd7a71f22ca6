-- "The processor may know who I am" (decisions.md 11): the one thing that joins a provider to a signal, sealed under a key of
-- its own; deleting the row forgets it.
CREATE TABLE disclosures (
    authority_id BLOB NOT NULL,
    id BLOB NOT NULL,
    signal_id BLOB NOT NULL,
    data_key BLOB NOT NULL,
    name_sealed BLOB NOT NULL,
    reach_sealed BLOB,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (authority_id, id),
    UNIQUE (authority_id, signal_id),
    FOREIGN KEY (authority_id, signal_id) REFERENCES signals (authority_id, id)
);
