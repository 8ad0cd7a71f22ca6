-- Providers sign in by a link from their mail; such a login never has the rights of staff.
ALTER TABLE logins ADD COLUMN rights TEXT NOT NULL DEFAULT 'staff';

CREATE TABLE sign_in_links (
    id BLOB NOT NULL,
    authority_id BLOB NOT NULL,
    token_hash BLOB NOT NULL,
    browser_hash BLOB NOT NULL,
    email_index BLOB NOT NULL,
    data_key BLOB NOT NULL,
    email_sealed BLOB NOT NULL,
    token_sealed BLOB NOT NULL,
    locale TEXT NOT NULL,
    joins INTEGER NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    shown_at BIGINT,
    tries INTEGER NOT NULL,
    used_at BIGINT,
    PRIMARY KEY (id),
    UNIQUE (token_hash)
);
CREATE INDEX sign_in_links_by_browser_hash ON sign_in_links (browser_hash);
CREATE INDEX sign_in_links_by_email_index ON sign_in_links (email_index, created_at);
CREATE INDEX sign_in_links_by_created_at ON sign_in_links (created_at);
