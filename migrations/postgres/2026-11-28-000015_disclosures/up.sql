-- "The processor may know who I am" (decisions.md 11): the one thing that joins a provider to a signal, sealed under a key of
-- its own; deleting the row forgets it.
CREATE TABLE disclosures (
    authority_id UUID NOT NULL,
    id UUID NOT NULL,
    signal_id UUID NOT NULL,
    data_key BYTEA NOT NULL,
    name_sealed BYTEA NOT NULL,
    reach_sealed BYTEA,
    created_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (authority_id, id),
    UNIQUE (authority_id, signal_id),
    FOREIGN KEY (authority_id, signal_id) REFERENCES signals (authority_id, id)
);
ALTER TABLE disclosures SET (autovacuum_vacuum_threshold = 0, autovacuum_vacuum_scale_factor = 0);
ALTER TABLE disclosures ENABLE ROW LEVEL SECURITY;
ALTER TABLE disclosures FORCE ROW LEVEL SECURITY;
CREATE POLICY disclosures_within_scope ON disclosures
    USING (authority_id = ANY ((SELECT nullif(current_setting('app.authorities', true), '')::uuid[])::uuid[]))
    WITH CHECK (authority_id = nullif(current_setting('app.authority', true), '')::uuid);
-- The roles may exist already when this runs.
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'ls_app') THEN
        GRANT SELECT, INSERT, UPDATE, DELETE ON disclosures TO ls_app;
    END IF;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'ls_read') THEN
        GRANT SELECT ON disclosures TO ls_read;
    END IF;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'ls_maintenance') THEN
        GRANT SELECT, INSERT, UPDATE, DELETE ON disclosures TO ls_maintenance;
    END IF;
END
$$;
