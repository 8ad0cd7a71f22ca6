-- Views of the inbox that a member keeps under a name.
CREATE TABLE saved_views (
    authority_id UUID NOT NULL,
    id UUID NOT NULL,
    membership_id UUID NOT NULL,
    name TEXT NOT NULL,
    filter JSONB NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (authority_id, id),
    FOREIGN KEY (authority_id, membership_id) REFERENCES memberships (authority_id, id)
);
CREATE INDEX saved_views_by_membership_id ON saved_views (authority_id, membership_id);
ALTER TABLE saved_views ENABLE ROW LEVEL SECURITY;
ALTER TABLE saved_views FORCE ROW LEVEL SECURITY;
CREATE POLICY saved_views_within_scope ON saved_views
    USING (authority_id = ANY ((SELECT nullif(current_setting('app.authorities', true), '')::uuid[])::uuid[]))
    WITH CHECK (authority_id = nullif(current_setting('app.authority', true), '')::uuid);

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'ls_app') THEN
        GRANT SELECT, INSERT, UPDATE, DELETE ON saved_views TO ls_app;
    END IF;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'ls_read') THEN
        GRANT SELECT ON saved_views TO ls_read;
    END IF;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'ls_maintenance') THEN
        GRANT SELECT, INSERT, UPDATE, DELETE ON saved_views TO ls_maintenance;
    END IF;
END
$$;
