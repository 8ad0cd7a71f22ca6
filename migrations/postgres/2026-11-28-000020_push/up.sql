-- Where a browser wants to hear that there is news about a signal. The address is sealed; nothing in a row ties it to
-- another signal of the same device.
CREATE TABLE push_subscriptions (
    authority_id UUID NOT NULL,
    id UUID NOT NULL,
    signal_id UUID NOT NULL,
    data_key BYTEA NOT NULL,
    endpoint_sealed BYTEA NOT NULL,
    endpoint_index BYTEA NOT NULL,
    renewed_on DATE NOT NULL,
    PRIMARY KEY (authority_id, id),
    UNIQUE (authority_id, signal_id, endpoint_index),
    FOREIGN KEY (authority_id, signal_id) REFERENCES signals (authority_id, id)
);
CREATE INDEX push_subscriptions_by_renewed_on ON push_subscriptions (authority_id, renewed_on);
ALTER TABLE push_subscriptions SET (autovacuum_vacuum_threshold = 0, autovacuum_vacuum_scale_factor = 0);
ALTER TABLE push_subscriptions ENABLE ROW LEVEL SECURITY;
ALTER TABLE push_subscriptions FORCE ROW LEVEL SECURITY;
CREATE POLICY push_subscriptions_within_scope ON push_subscriptions
    USING (authority_id = ANY ((SELECT nullif(current_setting('app.authorities', true), '')::uuid[])::uuid[]))
    WITH CHECK (authority_id = nullif(current_setting('app.authority', true), '')::uuid);

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'ls_app') THEN
        GRANT SELECT, INSERT, UPDATE, DELETE ON push_subscriptions TO ls_app;
    END IF;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'ls_read') THEN
        GRANT SELECT ON push_subscriptions TO ls_read;
    END IF;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'ls_maintenance') THEN
        GRANT SELECT, INSERT, UPDATE, DELETE ON push_subscriptions TO ls_maintenance;
    END IF;
END
$$;
