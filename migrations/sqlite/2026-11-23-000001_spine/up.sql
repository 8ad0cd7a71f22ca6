-- The spine: authorities, people, signals, issues, actions, feedback, audit, jobs.
-- Keys of authority tables lead with authority_id (architecture.md, storage), so that they can be sharded on it.

CREATE TABLE authorities (
    id BLOB NOT NULL,
    slug TEXT NOT NULL,
    name TEXT NOT NULL,
    level TEXT NOT NULL,
    nis_code TEXT,
    languages TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    answer_term_days INTEGER NOT NULL,
    work_mode TEXT NOT NULL,
    places TEXT NOT NULL,
    referrals TEXT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (slug)
);

CREATE TABLE authority_successors (
    authority_id BLOB NOT NULL,
    successor_id BLOB NOT NULL,
    PRIMARY KEY (authority_id, successor_id)
);

CREATE TABLE taxonomies (
    authority_id BLOB NOT NULL,
    revision INTEGER NOT NULL,
    content TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (authority_id, revision)
);

CREATE TABLE users (
    id BLOB NOT NULL,
    email_index BLOB NOT NULL,
    data_key BLOB NOT NULL,
    name_sealed BLOB NOT NULL,
    email_sealed BLOB NOT NULL,
    locale TEXT NOT NULL,
    password_hash TEXT,
    totp_sealed BLOB,
    totp_step BIGINT,
    attempts_in_window INTEGER NOT NULL,
    window_began_at BIGINT,
    attempted_at BIGINT,
    attempt_delays INTEGER NOT NULL,
    wait_until BIGINT,
    created_at BIGINT NOT NULL,
    last_signed_in_on DATE,
    disabled_at BIGINT,
    PRIMARY KEY (id),
    UNIQUE (email_index)
);

CREATE TABLE logins (
    id BLOB NOT NULL,
    user_id BLOB NOT NULL,
    created_at BIGINT NOT NULL,
    last_used_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    current_hash BLOB NOT NULL,
    previous_hash BLOB,
    previous_salt BLOB,
    replaced_at BIGINT,
    revoked_at BIGINT,
    PRIMARY KEY (id),
    UNIQUE (current_hash)
);
CREATE INDEX logins_by_user_id ON logins (user_id);

CREATE TABLE revocations (
    id BLOB NOT NULL,
    login_id BLOB,
    user_id BLOB,
    at BIGINT NOT NULL,
    PRIMARY KEY (id)
);
CREATE INDEX revocations_by_at ON revocations (at);

CREATE TABLE organisations (
    authority_id BLOB NOT NULL,
    id BLOB NOT NULL,
    name TEXT NOT NULL,
    sector TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    ended_at BIGINT,
    PRIMARY KEY (authority_id, id)
);

CREATE TABLE memberships (
    authority_id BLOB NOT NULL,
    id BLOB NOT NULL,
    user_id BLOB NOT NULL,
    organisation_id BLOB,
    roles TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    ended_at BIGINT,
    version BIGINT NOT NULL,
    PRIMARY KEY (authority_id, id),
    UNIQUE (authority_id, user_id)
);
CREATE INDEX memberships_by_user_id ON memberships (user_id);

CREATE TABLE invitations (
    authority_id BLOB NOT NULL,
    id BLOB NOT NULL,
    code_hash BLOB NOT NULL,
    email_index BLOB NOT NULL,
    data_key BLOB NOT NULL,
    name_sealed BLOB NOT NULL,
    email_sealed BLOB NOT NULL,
    code_sealed BLOB,
    totp_sealed BLOB NOT NULL,
    roles TEXT NOT NULL,
    user_id BLOB,
    organisation_id BLOB,
    locale TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    accepted_at BIGINT,
    revoked_at BIGINT,
    PRIMARY KEY (authority_id, id),
    UNIQUE (authority_id, code_hash)
);

CREATE TABLE entry_links (
    authority_id BLOB NOT NULL,
    id BLOB NOT NULL,
    token TEXT NOT NULL,
    name TEXT NOT NULL,
    sector TEXT,
    organisation_id BLOB,
    created_at BIGINT NOT NULL,
    expires_on DATE,
    revoked_at BIGINT,
    PRIMARY KEY (authority_id, id),
    UNIQUE (authority_id, token)
);

CREATE TABLE provider_contacts (
    authority_id BLOB NOT NULL,
    id BLOB NOT NULL,
    provider_ref BLOB NOT NULL,
    data_key BLOB NOT NULL,
    email_sealed BLOB NOT NULL,
    email_index BLOB NOT NULL,
    locale TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    undeliverable_at BIGINT,
    PRIMARY KEY (authority_id, id)
);
CREATE INDEX provider_contacts_by_provider_ref ON provider_contacts (authority_id, provider_ref);

CREATE TABLE signals (
    authority_id BLOB NOT NULL,
    id BLOB NOT NULL,
    public_id BLOB NOT NULL,
    client_key BLOB NOT NULL,
    client_body BLOB,
    receipt_index BLOB NOT NULL,
    state TEXT NOT NULL,
    source TEXT NOT NULL,
    received_at BIGINT NOT NULL,
    received_on DATE NOT NULL,
    promised_on DATE NOT NULL,
    last_activity_on DATE NOT NULL,
    language TEXT,
    locale TEXT NOT NULL,
    sector TEXT,
    profession TEXT,
    organisation_id BLOB,
    entry_link_id BLOB,
    frequency TEXT,
    people TEXT,
    kind TEXT,
    place TEXT,
    contact TEXT NOT NULL,
    contact_id BLOB,
    provider_ref BLOB NOT NULL,
    duplicate_of BLOB,
    links INTEGER NOT NULL,
    first_linked_at BIGINT,
    first_response_at BIGINT,
    ended_at BIGINT,
    version BIGINT NOT NULL,
    PRIMARY KEY (authority_id, id),
    UNIQUE (authority_id, public_id),
    UNIQUE (authority_id, client_key),
    UNIQUE (authority_id, receipt_index)
);
-- Lists come in the order of these indexes; what waits for a first answer has a short one of its own.
CREATE INDEX signals_by_received_on_public_id ON signals (authority_id, received_on DESC, public_id);
CREATE INDEX signals_by_state_received_on_public_id ON signals (authority_id, state, received_on DESC, public_id);
CREATE INDEX signals_unanswered ON signals (authority_id, received_on DESC, public_id, promised_on) WHERE first_response_at IS NULL AND ended_at IS NULL;
CREATE INDEX signals_by_sector_provider_ref ON signals (authority_id, sector, provider_ref) WHERE sector IS NOT NULL;
CREATE INDEX signals_by_provider_ref ON signals (authority_id, provider_ref);

CREATE TABLE signal_texts (
    authority_id BLOB NOT NULL,
    signal_id BLOB NOT NULL,
    search_row BIGINT NOT NULL,
    text TEXT,
    tried TEXT,
    wish TEXT,
    search_terms TEXT NOT NULL,
    erased_at BIGINT,
    PRIMARY KEY (authority_id, signal_id),
    UNIQUE (authority_id, search_row),
    FOREIGN KEY (authority_id, signal_id) REFERENCES signals (authority_id, id)
);

CREATE TABLE signal_tags (
    authority_id BLOB NOT NULL,
    signal_id BLOB NOT NULL,
    scheme TEXT NOT NULL,
    code TEXT NOT NULL,
    origin TEXT NOT NULL,
    status TEXT NOT NULL,
    membership_id BLOB,
    at BIGINT NOT NULL,
    PRIMARY KEY (authority_id, signal_id, scheme, code),
    FOREIGN KEY (authority_id, signal_id) REFERENCES signals (authority_id, id)
);
CREATE INDEX signal_tags_by_scheme_code_status ON signal_tags (authority_id, scheme, code, status);

CREATE TABLE signal_events (
    authority_id BLOB NOT NULL,
    id BLOB NOT NULL,
    signal_id BLOB NOT NULL,
    at BIGINT NOT NULL,
    event TEXT NOT NULL,
    from_state TEXT,
    to_state TEXT NOT NULL,
    membership_id BLOB,
    role TEXT,
    reason TEXT,
    note_id BLOB,
    issue_id BLOB,
    PRIMARY KEY (authority_id, id),
    FOREIGN KEY (authority_id, signal_id) REFERENCES signals (authority_id, id)
);
CREATE INDEX signal_events_by_signal_id_at ON signal_events (authority_id, signal_id, at);

CREATE TABLE notes (
    authority_id BLOB NOT NULL,
    id BLOB NOT NULL,
    signal_id BLOB,
    issue_id BLOB,
    text TEXT,
    erased_at BIGINT,
    PRIMARY KEY (authority_id, id)
);
CREATE INDEX notes_by_signal_id ON notes (authority_id, signal_id);
CREATE INDEX notes_by_issue_id ON notes (authority_id, issue_id);

CREATE TABLE questions (
    authority_id BLOB NOT NULL,
    id BLOB NOT NULL,
    signal_id BLOB NOT NULL,
    membership_id BLOB,
    text TEXT,
    asked_at BIGINT NOT NULL,
    answer TEXT,
    answered_at BIGINT,
    seen_at BIGINT,
    cancelled_at BIGINT,
    PRIMARY KEY (authority_id, id),
    FOREIGN KEY (authority_id, signal_id) REFERENCES signals (authority_id, id)
);
CREATE INDEX questions_by_signal_id ON questions (authority_id, signal_id);

CREATE TABLE issue_counters (
    authority_id BLOB NOT NULL,
    next_number INTEGER NOT NULL,
    PRIMARY KEY (authority_id)
);

CREATE TABLE issues (
    authority_id BLOB NOT NULL,
    id BLOB NOT NULL,
    public_id BLOB NOT NULL,
    number INTEGER NOT NULL,
    state TEXT NOT NULL,
    title TEXT NOT NULL,
    search_terms TEXT NOT NULL,
    description TEXT,
    kind TEXT,
    governance_level TEXT,
    themes TEXT NOT NULL,
    criteria TEXT NOT NULL,
    scores TEXT NOT NULL,
    voters INTEGER NOT NULL,
    priority_method TEXT,
    decision TEXT,
    motivation TEXT,
    owner_organisation_id BLOB,
    owner_membership_id BLOB,
    outcome TEXT,
    parked_from TEXT,
    review_on DATE,
    merged_into BLOB,
    merged_from TEXT,
    signal_count INTEGER NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    analysed_at BIGINT,
    validated_at BIGINT,
    prioritised_at BIGINT,
    decided_at BIGINT,
    started_at BIGINT,
    resolved_at BIGINT,
    closed_at BIGINT,
    published_at BIGINT,
    version BIGINT NOT NULL,
    PRIMARY KEY (authority_id, id),
    UNIQUE (authority_id, public_id),
    UNIQUE (authority_id, number)
);
CREATE INDEX issues_by_state_changed_at ON issues (authority_id, state, changed_at);

CREATE TABLE issue_signals (
    authority_id BLOB NOT NULL,
    issue_id BLOB NOT NULL,
    signal_id BLOB NOT NULL,
    linked_at BIGINT NOT NULL,
    membership_id BLOB,
    unlinked_at BIGINT,
    PRIMARY KEY (authority_id, issue_id, signal_id),
    FOREIGN KEY (authority_id, signal_id) REFERENCES signals (authority_id, id),
    FOREIGN KEY (authority_id, issue_id) REFERENCES issues (authority_id, id)
);
CREATE INDEX issue_signals_by_signal_id ON issue_signals (authority_id, signal_id);

CREATE TABLE issue_events (
    authority_id BLOB NOT NULL,
    id BLOB NOT NULL,
    issue_id BLOB NOT NULL,
    at BIGINT NOT NULL,
    event TEXT NOT NULL,
    from_state TEXT,
    to_state TEXT NOT NULL,
    membership_id BLOB,
    role TEXT,
    reason TEXT,
    note_id BLOB,
    PRIMARY KEY (authority_id, id),
    FOREIGN KEY (authority_id, issue_id) REFERENCES issues (authority_id, id)
);
CREATE INDEX issue_events_by_issue_id_at ON issue_events (authority_id, issue_id, at);

CREATE TABLE recognitions (
    authority_id BLOB NOT NULL,
    issue_id BLOB NOT NULL,
    organisation_id BLOB NOT NULL,
    at BIGINT NOT NULL,
    membership_id BLOB,
    comment TEXT,
    PRIMARY KEY (authority_id, issue_id, organisation_id),
    FOREIGN KEY (authority_id, issue_id) REFERENCES issues (authority_id, id),
    FOREIGN KEY (authority_id, organisation_id) REFERENCES organisations (authority_id, id)
);

CREATE TABLE lineage (
    authority_id BLOB NOT NULL,
    id BLOB NOT NULL,
    kind TEXT NOT NULL,
    from_issue_id BLOB NOT NULL,
    into_issue_id BLOB NOT NULL,
    from_title TEXT NOT NULL,
    into_title TEXT NOT NULL,
    at BIGINT NOT NULL,
    membership_id BLOB,
    undone_at BIGINT,
    PRIMARY KEY (authority_id, id)
);
CREATE INDEX lineage_by_from_issue_id ON lineage (authority_id, from_issue_id);
CREATE INDEX lineage_by_into_issue_id ON lineage (authority_id, into_issue_id);

CREATE TABLE lineage_signals (
    authority_id BLOB NOT NULL,
    lineage_id BLOB NOT NULL,
    signal_id BLOB NOT NULL,
    was_linked INTEGER NOT NULL,
    PRIMARY KEY (authority_id, lineage_id, signal_id),
    FOREIGN KEY (authority_id, lineage_id) REFERENCES lineage (authority_id, id)
);

CREATE TABLE actions (
    authority_id BLOB NOT NULL,
    id BLOB NOT NULL,
    issue_id BLOB NOT NULL,
    title TEXT NOT NULL,
    owner_organisation_id BLOB NOT NULL,
    owner_membership_id BLOB,
    due_on DATE NOT NULL,
    state TEXT NOT NULL,
    note TEXT,
    created_at BIGINT NOT NULL,
    started_at BIGINT,
    ended_at BIGINT,
    reminded_on DATE,
    version BIGINT NOT NULL,
    PRIMARY KEY (authority_id, id),
    FOREIGN KEY (authority_id, issue_id) REFERENCES issues (authority_id, id),
    FOREIGN KEY (authority_id, owner_organisation_id) REFERENCES organisations (authority_id, id)
);
CREATE INDEX actions_by_issue_id ON actions (authority_id, issue_id);
CREATE INDEX actions_by_state_due_on ON actions (authority_id, state, due_on);

CREATE TABLE feedback_texts (
    authority_id BLOB NOT NULL,
    id BLOB NOT NULL,
    issue_id BLOB,
    signal_id BLOB,
    moment TEXT NOT NULL,
    text TEXT,
    membership_id BLOB,
    created_at BIGINT NOT NULL,
    sent_at BIGINT,
    version BIGINT NOT NULL,
    PRIMARY KEY (authority_id, id)
);
-- One draft for a batch, whoever writes at the same time.
CREATE UNIQUE INDEX feedback_texts_one_draft_by_issue_id_moment ON feedback_texts (authority_id, issue_id, moment) WHERE sent_at IS NULL;
CREATE UNIQUE INDEX feedback_texts_one_draft_by_signal_id_moment ON feedback_texts (authority_id, signal_id, moment) WHERE sent_at IS NULL;
CREATE INDEX feedback_texts_by_issue_id_moment ON feedback_texts (authority_id, issue_id, moment);
CREATE INDEX feedback_texts_by_signal_id_moment ON feedback_texts (authority_id, signal_id, moment);

CREATE TABLE feedback (
    authority_id BLOB NOT NULL,
    id BLOB NOT NULL,
    signal_id BLOB NOT NULL,
    issue_id BLOB,
    moment TEXT NOT NULL,
    state TEXT NOT NULL,
    due_on DATE NOT NULL,
    text_id BLOB,
    created_at BIGINT NOT NULL,
    sent_at BIGINT,
    read_at BIGINT,
    rated_at BIGINT,
    useful INTEGER,
    undeliverable_at BIGINT,
    PRIMARY KEY (authority_id, id),
    FOREIGN KEY (authority_id, signal_id) REFERENCES signals (authority_id, id)
);
CREATE INDEX feedback_by_signal_id ON feedback (authority_id, signal_id);
CREATE INDEX feedback_by_state_due_on ON feedback (authority_id, state, due_on);
CREATE INDEX feedback_by_issue_id_moment_state ON feedback (authority_id, issue_id, moment, state);

CREATE TABLE imports (
    authority_id BLOB NOT NULL,
    id BLOB NOT NULL,
    membership_id BLOB,
    state TEXT NOT NULL,
    headers TEXT NOT NULL,
    mapping TEXT,
    file BLOB,
    file_kind TEXT NOT NULL,
    rows INTEGER NOT NULL,
    rows_read INTEGER NOT NULL,
    created INTEGER NOT NULL,
    held INTEGER NOT NULL,
    known INTEGER NOT NULL,
    errors TEXT NOT NULL,
    started_at BIGINT NOT NULL,
    finished_at BIGINT,
    PRIMARY KEY (authority_id, id)
);

CREATE TABLE audit (
    authority_id BLOB NOT NULL,
    id BLOB NOT NULL,
    at BIGINT NOT NULL,
    actor_ref BLOB,
    role TEXT,
    operation TEXT NOT NULL,
    object_type TEXT,
    object_id TEXT,
    outcome TEXT NOT NULL,
    reason_code TEXT,
    PRIMARY KEY (authority_id, id)
);
CREATE INDEX audit_by_at_id ON audit (authority_id, at, id);
CREATE INDEX audit_by_object_id ON audit (authority_id, object_id);

CREATE TABLE audit_sealed (
    authority_id BLOB NOT NULL,
    audit_id BLOB NOT NULL,
    seal_no BIGINT NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (authority_id, audit_id),
    UNIQUE (authority_id, seal_no, position)
);

CREATE TABLE audit_seals (
    authority_id BLOB NOT NULL,
    seal_no BIGINT NOT NULL,
    sealed_at BIGINT NOT NULL,
    rows_count INTEGER NOT NULL,
    rows_hash BLOB NOT NULL,
    prev_hash BLOB NOT NULL,
    hash BLOB NOT NULL,
    signature BLOB,
    PRIMARY KEY (authority_id, seal_no)
);

CREATE TABLE idempotency (
    authority_id BLOB NOT NULL,
    caller BLOB NOT NULL,
    operation TEXT NOT NULL,
    key BLOB NOT NULL,
    body_hmac BLOB,
    status INTEGER NOT NULL,
    object_id TEXT,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (authority_id, caller, operation, key)
);
CREATE INDEX idempotency_by_created_at ON idempotency (created_at);

CREATE TABLE erasure_log (
    authority_id BLOB NOT NULL,
    id BLOB NOT NULL,
    at BIGINT NOT NULL,
    subject_type TEXT NOT NULL,
    subject_id BLOB NOT NULL,
    PRIMARY KEY (authority_id, id)
);

CREATE TABLE jobs (
    id BLOB NOT NULL,
    authority_id BLOB,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    state TEXT NOT NULL,
    run_at BIGINT NOT NULL,
    attempts INTEGER NOT NULL,
    lease_until BIGINT,
    lease_owner BLOB,
    last_error TEXT,
    created_at BIGINT NOT NULL,
    finished_at BIGINT,
    PRIMARY KEY (id)
);
CREATE INDEX jobs_by_state_run_at ON jobs (state, run_at);

-- Words of readable signals, stemmed and folded by crate `text`; rowid = signal_texts.search_row.
CREATE VIRTUAL TABLE signal_search USING fts5(authority, terms, tokenize = 'unicode61 remove_diacritics 0');

-- The log only grows: pruning after five years drops these triggers for a moment, by a migration's right.
CREATE TRIGGER audit_is_append_only_on_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;
CREATE TRIGGER audit_is_append_only_on_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;
