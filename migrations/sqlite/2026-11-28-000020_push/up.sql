-- Where a browser wants to hear that there is news about a signal. The address is sealed; nothing in a row ties it to
-- another signal of the same device.
CREATE TABLE push_subscriptions (
    authority_id BLOB NOT NULL,
    id BLOB NOT NULL,
    signal_id BLOB NOT NULL,
    data_key BLOB NOT NULL,
    endpoint_sealed BLOB NOT NULL,
    endpoint_index BLOB NOT NULL,
    renewed_on DATE NOT NULL,
    PRIMARY KEY (authority_id, id),
    UNIQUE (authority_id, signal_id, endpoint_index),
    FOREIGN KEY (authority_id, signal_id) REFERENCES signals (authority_id, id)
);
CREATE INDEX push_subscriptions_by_renewed_on ON push_subscriptions (authority_id, renewed_on);
