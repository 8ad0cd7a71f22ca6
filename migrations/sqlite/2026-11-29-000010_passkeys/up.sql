-- Providers sign in by a passkey. Nothing here says in which authority: a person's keys are hers everywhere.
CREATE TABLE passkeys (
    id BLOB NOT NULL,
    user_id BLOB NOT NULL,
    credential_hash BLOB NOT NULL,
    passkey_sealed BLOB NOT NULL,
    name_sealed BLOB NOT NULL,
    created_on DATE NOT NULL,
    last_used_on DATE,
    PRIMARY KEY (id),
    UNIQUE (credential_hash)
);
CREATE INDEX passkeys_by_user ON passkeys (user_id);

-- What was asked of a device and not yet answered; five minutes, once.
CREATE TABLE passkey_challenges (
    id BLOB NOT NULL,
    challenge_hash BLOB NOT NULL,
    user_id BLOB,
    state_sealed BLOB NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (challenge_hash)
);
CREATE INDEX passkey_challenges_by_expires_at ON passkey_challenges (expires_at);
