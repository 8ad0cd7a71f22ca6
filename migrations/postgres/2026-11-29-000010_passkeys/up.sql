-- Providers sign in by a passkey. Nothing here says in which authority: a person's keys are hers everywhere.
CREATE TABLE passkeys (
    id UUID NOT NULL,
    user_id UUID NOT NULL,
    credential_hash BYTEA NOT NULL,
    passkey_sealed BYTEA NOT NULL,
    name_sealed BYTEA NOT NULL,
    created_on DATE NOT NULL,
    last_used_on DATE,
    PRIMARY KEY (id),
    UNIQUE (credential_hash)
);
CREATE INDEX passkeys_by_user ON passkeys (user_id);

-- What was asked of a device and not yet answered; five minutes, once.
CREATE TABLE passkey_challenges (
    id UUID NOT NULL,
    challenge_hash BYTEA NOT NULL,
    user_id UUID,
    state_sealed BYTEA NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (challenge_hash)
);
CREATE INDEX passkey_challenges_by_expires_at ON passkey_challenges (expires_at);

-- Grants, where the roles exist.
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'ls_app') THEN
        GRANT SELECT, INSERT, UPDATE, DELETE ON passkeys, passkey_challenges TO ls_app;
    END IF;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'ls_read') THEN
        GRANT SELECT ON passkeys, passkey_challenges TO ls_read;
    END IF;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'ls_maintenance') THEN
        GRANT SELECT, INSERT, UPDATE, DELETE ON passkeys, passkey_challenges TO ls_maintenance;
    END IF;
END
$$;
