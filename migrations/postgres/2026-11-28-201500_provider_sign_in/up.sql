-- Providers sign in by a link from their mail; such a login never has the rights of staff.
ALTER TABLE logins ADD COLUMN rights TEXT NOT NULL DEFAULT 'staff';

CREATE TABLE sign_in_links (
    id UUID NOT NULL,
    authority_id UUID NOT NULL,
    token_hash BYTEA NOT NULL,
    browser_hash BYTEA NOT NULL,
    email_index BYTEA NOT NULL,
    data_key BYTEA NOT NULL,
    email_sealed BYTEA NOT NULL,
    token_sealed BYTEA NOT NULL,
    locale TEXT NOT NULL,
    joins INTEGER NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    shown_at TIMESTAMPTZ,
    tries INTEGER NOT NULL,
    used_at TIMESTAMPTZ,
    PRIMARY KEY (id),
    UNIQUE (token_hash)
);
CREATE INDEX sign_in_links_by_browser_hash ON sign_in_links (browser_hash);
CREATE INDEX sign_in_links_by_email_index ON sign_in_links (email_index, created_at);
CREATE INDEX sign_in_links_by_created_at ON sign_in_links (created_at);

-- Grants, where the roles exist.
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'ls_app') THEN
        GRANT SELECT, INSERT, UPDATE, DELETE ON sign_in_links TO ls_app;
    END IF;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'ls_read') THEN
        GRANT SELECT ON sign_in_links TO ls_read;
    END IF;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'ls_maintenance') THEN
        GRANT SELECT, INSERT, UPDATE, DELETE ON sign_in_links TO ls_maintenance;
    END IF;
END
$$;
