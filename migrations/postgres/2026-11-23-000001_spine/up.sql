-- The spine: authorities, people, signals, issues, actions, feedback, audit, jobs.
-- Keys of authority tables lead with authority_id (architecture.md, storage), so that they can be sharded on it.

CREATE TABLE authorities (
    id UUID NOT NULL,
    slug TEXT NOT NULL,
    name TEXT NOT NULL,
    level TEXT NOT NULL,
    nis_code TEXT,
    languages TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    answer_term_days INTEGER NOT NULL,
    work_mode TEXT NOT NULL,
    places JSONB NOT NULL,
    referrals JSONB NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    created_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (slug)
);

CREATE TABLE authority_successors (
    authority_id UUID NOT NULL,
    successor_id UUID NOT NULL,
    PRIMARY KEY (authority_id, successor_id)
);

CREATE TABLE taxonomies (
    authority_id UUID NOT NULL,
    revision INTEGER NOT NULL,
    content JSONB NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (authority_id, revision)
);

CREATE TABLE users (
    id UUID NOT NULL,
    email_index BYTEA NOT NULL,
    data_key BYTEA NOT NULL,
    name_sealed BYTEA NOT NULL,
    email_sealed BYTEA NOT NULL,
    locale TEXT NOT NULL,
    password_hash TEXT,
    totp_sealed BYTEA,
    totp_step BIGINT,
    attempts_in_window INTEGER NOT NULL,
    window_began_at TIMESTAMPTZ,
    attempted_at TIMESTAMPTZ,
    attempt_delays INTEGER NOT NULL,
    wait_until TIMESTAMPTZ,
    created_at TIMESTAMPTZ NOT NULL,
    last_signed_in_on DATE,
    disabled_at TIMESTAMPTZ,
    PRIMARY KEY (id),
    UNIQUE (email_index)
);

CREATE TABLE logins (
    id UUID NOT NULL,
    user_id UUID NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    last_used_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    current_hash BYTEA NOT NULL,
    previous_hash BYTEA,
    previous_salt BYTEA,
    replaced_at TIMESTAMPTZ,
    revoked_at TIMESTAMPTZ,
    PRIMARY KEY (id),
    UNIQUE (current_hash)
);
CREATE INDEX logins_by_user_id ON logins (user_id);

CREATE TABLE revocations (
    id UUID NOT NULL,
    login_id UUID,
    user_id UUID,
    at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (id)
);
CREATE INDEX revocations_by_at ON revocations (at);

CREATE TABLE organisations (
    authority_id UUID NOT NULL,
    id UUID NOT NULL,
    name TEXT NOT NULL,
    sector TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    ended_at TIMESTAMPTZ,
    PRIMARY KEY (authority_id, id)
);

CREATE TABLE memberships (
    authority_id UUID NOT NULL,
    id UUID NOT NULL,
    user_id UUID NOT NULL,
    organisation_id UUID,
    roles TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    ended_at TIMESTAMPTZ,
    version BIGINT NOT NULL,
    PRIMARY KEY (authority_id, id),
    UNIQUE (authority_id, user_id)
);
CREATE INDEX memberships_by_user_id ON memberships (user_id);

CREATE TABLE invitations (
    authority_id UUID NOT NULL,
    id UUID NOT NULL,
    code_hash BYTEA NOT NULL,
    email_index BYTEA NOT NULL,
    data_key BYTEA NOT NULL,
    name_sealed BYTEA NOT NULL,
    email_sealed BYTEA NOT NULL,
    code_sealed BYTEA,
    totp_sealed BYTEA NOT NULL,
    roles TEXT NOT NULL,
    user_id UUID,
    organisation_id UUID,
    locale TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    accepted_at TIMESTAMPTZ,
    revoked_at TIMESTAMPTZ,
    PRIMARY KEY (authority_id, id),
    UNIQUE (authority_id, code_hash)
);

CREATE TABLE entry_links (
    authority_id UUID NOT NULL,
    id UUID NOT NULL,
    token TEXT NOT NULL,
    name TEXT NOT NULL,
    sector TEXT,
    organisation_id UUID,
    created_at TIMESTAMPTZ NOT NULL,
    expires_on DATE,
    revoked_at TIMESTAMPTZ,
    PRIMARY KEY (authority_id, id),
    UNIQUE (authority_id, token)
);

CREATE TABLE provider_contacts (
    authority_id UUID NOT NULL,
    id UUID NOT NULL,
    provider_ref UUID NOT NULL,
    data_key BYTEA NOT NULL,
    email_sealed BYTEA NOT NULL,
    email_index BYTEA NOT NULL,
    locale TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    undeliverable_at TIMESTAMPTZ,
    PRIMARY KEY (authority_id, id)
);
CREATE INDEX provider_contacts_by_provider_ref ON provider_contacts (authority_id, provider_ref);

CREATE TABLE signals (
    authority_id UUID NOT NULL,
    id UUID NOT NULL,
    public_id UUID NOT NULL,
    client_key UUID NOT NULL,
    client_body BYTEA,
    receipt_index BYTEA NOT NULL,
    state TEXT NOT NULL,
    source TEXT NOT NULL,
    received_at TIMESTAMPTZ NOT NULL,
    received_on DATE NOT NULL,
    promised_on DATE NOT NULL,
    last_activity_on DATE NOT NULL,
    language TEXT,
    locale TEXT NOT NULL,
    sector TEXT,
    profession TEXT,
    organisation_id UUID,
    entry_link_id UUID,
    frequency TEXT,
    people TEXT,
    kind TEXT,
    place TEXT,
    contact TEXT NOT NULL,
    contact_id UUID,
    provider_ref UUID NOT NULL,
    duplicate_of UUID,
    links INTEGER NOT NULL,
    first_linked_at TIMESTAMPTZ,
    first_response_at TIMESTAMPTZ,
    ended_at TIMESTAMPTZ,
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
    authority_id UUID NOT NULL,
    signal_id UUID NOT NULL,
    search_row BIGINT NOT NULL,
    text TEXT,
    tried TEXT,
    wish TEXT,
    search_terms TEXT NOT NULL,
    words TSVECTOR NOT NULL GENERATED ALWAYS AS (to_tsvector('simple', search_terms)) STORED,
    erased_at TIMESTAMPTZ,
    PRIMARY KEY (authority_id, signal_id),
    UNIQUE (authority_id, search_row),
    FOREIGN KEY (authority_id, signal_id) REFERENCES signals (authority_id, id)
);

CREATE TABLE signal_tags (
    authority_id UUID NOT NULL,
    signal_id UUID NOT NULL,
    scheme TEXT NOT NULL,
    code TEXT NOT NULL,
    origin TEXT NOT NULL,
    status TEXT NOT NULL,
    membership_id UUID,
    at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (authority_id, signal_id, scheme, code),
    FOREIGN KEY (authority_id, signal_id) REFERENCES signals (authority_id, id)
);
CREATE INDEX signal_tags_by_scheme_code_status ON signal_tags (authority_id, scheme, code, status);

CREATE TABLE signal_events (
    authority_id UUID NOT NULL,
    id UUID NOT NULL,
    signal_id UUID NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    event TEXT NOT NULL,
    from_state TEXT,
    to_state TEXT NOT NULL,
    membership_id UUID,
    role TEXT,
    reason TEXT,
    note_id UUID,
    issue_id UUID,
    PRIMARY KEY (authority_id, id),
    FOREIGN KEY (authority_id, signal_id) REFERENCES signals (authority_id, id)
);
CREATE INDEX signal_events_by_signal_id_at ON signal_events (authority_id, signal_id, at);

CREATE TABLE notes (
    authority_id UUID NOT NULL,
    id UUID NOT NULL,
    signal_id UUID,
    issue_id UUID,
    text TEXT,
    erased_at TIMESTAMPTZ,
    PRIMARY KEY (authority_id, id)
);
CREATE INDEX notes_by_signal_id ON notes (authority_id, signal_id);
CREATE INDEX notes_by_issue_id ON notes (authority_id, issue_id);

CREATE TABLE questions (
    authority_id UUID NOT NULL,
    id UUID NOT NULL,
    signal_id UUID NOT NULL,
    membership_id UUID,
    text TEXT,
    asked_at TIMESTAMPTZ NOT NULL,
    answer TEXT,
    answered_at TIMESTAMPTZ,
    seen_at TIMESTAMPTZ,
    cancelled_at TIMESTAMPTZ,
    PRIMARY KEY (authority_id, id),
    FOREIGN KEY (authority_id, signal_id) REFERENCES signals (authority_id, id)
);
CREATE INDEX questions_by_signal_id ON questions (authority_id, signal_id);

CREATE TABLE issue_counters (
    authority_id UUID NOT NULL,
    next_number INTEGER NOT NULL,
    PRIMARY KEY (authority_id)
);

CREATE TABLE issues (
    authority_id UUID NOT NULL,
    id UUID NOT NULL,
    public_id UUID NOT NULL,
    number INTEGER NOT NULL,
    state TEXT NOT NULL,
    title TEXT NOT NULL,
    search_terms TEXT NOT NULL,
    description TEXT,
    kind TEXT,
    governance_level TEXT,
    themes JSONB NOT NULL,
    criteria TEXT NOT NULL,
    scores JSONB NOT NULL,
    voters INTEGER NOT NULL,
    priority_method TEXT,
    decision TEXT,
    motivation TEXT,
    owner_organisation_id UUID,
    owner_membership_id UUID,
    outcome TEXT,
    parked_from TEXT,
    review_on DATE,
    merged_into UUID,
    merged_from TEXT,
    signal_count INTEGER NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    changed_at TIMESTAMPTZ NOT NULL,
    analysed_at TIMESTAMPTZ,
    validated_at TIMESTAMPTZ,
    prioritised_at TIMESTAMPTZ,
    decided_at TIMESTAMPTZ,
    started_at TIMESTAMPTZ,
    resolved_at TIMESTAMPTZ,
    closed_at TIMESTAMPTZ,
    published_at TIMESTAMPTZ,
    version BIGINT NOT NULL,
    PRIMARY KEY (authority_id, id),
    UNIQUE (authority_id, public_id),
    UNIQUE (authority_id, number)
);
CREATE INDEX issues_by_state_changed_at ON issues (authority_id, state, changed_at);

CREATE TABLE issue_signals (
    authority_id UUID NOT NULL,
    issue_id UUID NOT NULL,
    signal_id UUID NOT NULL,
    linked_at TIMESTAMPTZ NOT NULL,
    membership_id UUID,
    unlinked_at TIMESTAMPTZ,
    PRIMARY KEY (authority_id, issue_id, signal_id),
    FOREIGN KEY (authority_id, signal_id) REFERENCES signals (authority_id, id),
    FOREIGN KEY (authority_id, issue_id) REFERENCES issues (authority_id, id)
);
CREATE INDEX issue_signals_by_signal_id ON issue_signals (authority_id, signal_id);

CREATE TABLE issue_events (
    authority_id UUID NOT NULL,
    id UUID NOT NULL,
    issue_id UUID NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    event TEXT NOT NULL,
    from_state TEXT,
    to_state TEXT NOT NULL,
    membership_id UUID,
    role TEXT,
    reason TEXT,
    note_id UUID,
    PRIMARY KEY (authority_id, id),
    FOREIGN KEY (authority_id, issue_id) REFERENCES issues (authority_id, id)
);
CREATE INDEX issue_events_by_issue_id_at ON issue_events (authority_id, issue_id, at);

CREATE TABLE recognitions (
    authority_id UUID NOT NULL,
    issue_id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    membership_id UUID,
    comment TEXT,
    PRIMARY KEY (authority_id, issue_id, organisation_id),
    FOREIGN KEY (authority_id, issue_id) REFERENCES issues (authority_id, id),
    FOREIGN KEY (authority_id, organisation_id) REFERENCES organisations (authority_id, id)
);

CREATE TABLE lineage (
    authority_id UUID NOT NULL,
    id UUID NOT NULL,
    kind TEXT NOT NULL,
    from_issue_id UUID NOT NULL,
    into_issue_id UUID NOT NULL,
    from_title TEXT NOT NULL,
    into_title TEXT NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    membership_id UUID,
    undone_at TIMESTAMPTZ,
    PRIMARY KEY (authority_id, id)
);
CREATE INDEX lineage_by_from_issue_id ON lineage (authority_id, from_issue_id);
CREATE INDEX lineage_by_into_issue_id ON lineage (authority_id, into_issue_id);

CREATE TABLE lineage_signals (
    authority_id UUID NOT NULL,
    lineage_id UUID NOT NULL,
    signal_id UUID NOT NULL,
    was_linked INTEGER NOT NULL,
    PRIMARY KEY (authority_id, lineage_id, signal_id),
    FOREIGN KEY (authority_id, lineage_id) REFERENCES lineage (authority_id, id)
);

CREATE TABLE actions (
    authority_id UUID NOT NULL,
    id UUID NOT NULL,
    issue_id UUID NOT NULL,
    title TEXT NOT NULL,
    owner_organisation_id UUID NOT NULL,
    owner_membership_id UUID,
    due_on DATE NOT NULL,
    state TEXT NOT NULL,
    note TEXT,
    created_at TIMESTAMPTZ NOT NULL,
    started_at TIMESTAMPTZ,
    ended_at TIMESTAMPTZ,
    reminded_on DATE,
    version BIGINT NOT NULL,
    PRIMARY KEY (authority_id, id),
    FOREIGN KEY (authority_id, issue_id) REFERENCES issues (authority_id, id),
    FOREIGN KEY (authority_id, owner_organisation_id) REFERENCES organisations (authority_id, id)
);
CREATE INDEX actions_by_issue_id ON actions (authority_id, issue_id);
CREATE INDEX actions_by_state_due_on ON actions (authority_id, state, due_on);

CREATE TABLE feedback_texts (
    authority_id UUID NOT NULL,
    id UUID NOT NULL,
    issue_id UUID,
    signal_id UUID,
    moment TEXT NOT NULL,
    text TEXT,
    membership_id UUID,
    created_at TIMESTAMPTZ NOT NULL,
    sent_at TIMESTAMPTZ,
    version BIGINT NOT NULL,
    PRIMARY KEY (authority_id, id)
);
-- One draft for a batch, whoever writes at the same time.
CREATE UNIQUE INDEX feedback_texts_one_draft_by_issue_id_moment ON feedback_texts (authority_id, issue_id, moment) WHERE sent_at IS NULL;
CREATE UNIQUE INDEX feedback_texts_one_draft_by_signal_id_moment ON feedback_texts (authority_id, signal_id, moment) WHERE sent_at IS NULL;
CREATE INDEX feedback_texts_by_issue_id_moment ON feedback_texts (authority_id, issue_id, moment);
CREATE INDEX feedback_texts_by_signal_id_moment ON feedback_texts (authority_id, signal_id, moment);

CREATE TABLE feedback (
    authority_id UUID NOT NULL,
    id UUID NOT NULL,
    signal_id UUID NOT NULL,
    issue_id UUID,
    moment TEXT NOT NULL,
    state TEXT NOT NULL,
    due_on DATE NOT NULL,
    text_id UUID,
    created_at TIMESTAMPTZ NOT NULL,
    sent_at TIMESTAMPTZ,
    read_at TIMESTAMPTZ,
    rated_at TIMESTAMPTZ,
    useful INTEGER,
    undeliverable_at TIMESTAMPTZ,
    PRIMARY KEY (authority_id, id),
    FOREIGN KEY (authority_id, signal_id) REFERENCES signals (authority_id, id)
);
CREATE INDEX feedback_by_signal_id ON feedback (authority_id, signal_id);
CREATE INDEX feedback_by_state_due_on ON feedback (authority_id, state, due_on);
CREATE INDEX feedback_by_issue_id_moment_state ON feedback (authority_id, issue_id, moment, state);

CREATE TABLE imports (
    authority_id UUID NOT NULL,
    id UUID NOT NULL,
    membership_id UUID,
    state TEXT NOT NULL,
    headers JSONB NOT NULL,
    mapping JSONB,
    file BYTEA,
    file_kind TEXT NOT NULL,
    rows INTEGER NOT NULL,
    rows_read INTEGER NOT NULL,
    created INTEGER NOT NULL,
    held INTEGER NOT NULL,
    known INTEGER NOT NULL,
    errors JSONB NOT NULL,
    started_at TIMESTAMPTZ NOT NULL,
    finished_at TIMESTAMPTZ,
    PRIMARY KEY (authority_id, id)
);

CREATE TABLE audit (
    authority_id UUID NOT NULL,
    id UUID NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    actor_ref UUID,
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
    authority_id UUID NOT NULL,
    audit_id UUID NOT NULL,
    seal_no BIGINT NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (authority_id, audit_id),
    UNIQUE (authority_id, seal_no, position)
);

CREATE TABLE audit_seals (
    authority_id UUID NOT NULL,
    seal_no BIGINT NOT NULL,
    sealed_at TIMESTAMPTZ NOT NULL,
    rows_count INTEGER NOT NULL,
    rows_hash BYTEA NOT NULL,
    prev_hash BYTEA NOT NULL,
    hash BYTEA NOT NULL,
    signature BYTEA,
    PRIMARY KEY (authority_id, seal_no)
);

CREATE TABLE idempotency (
    authority_id UUID NOT NULL,
    caller BYTEA NOT NULL,
    operation TEXT NOT NULL,
    key UUID NOT NULL,
    body_hmac BYTEA,
    status INTEGER NOT NULL,
    object_id TEXT,
    created_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (authority_id, caller, operation, key)
);
CREATE INDEX idempotency_by_created_at ON idempotency (created_at);

CREATE TABLE erasure_log (
    authority_id UUID NOT NULL,
    id UUID NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    subject_type TEXT NOT NULL,
    subject_id UUID NOT NULL,
    PRIMARY KEY (authority_id, id)
);

CREATE TABLE jobs (
    id UUID NOT NULL,
    authority_id UUID,
    kind TEXT NOT NULL,
    payload JSONB NOT NULL,
    state TEXT NOT NULL,
    run_at TIMESTAMPTZ NOT NULL,
    attempts INTEGER NOT NULL,
    lease_until TIMESTAMPTZ,
    lease_owner UUID,
    last_error TEXT,
    created_at TIMESTAMPTZ NOT NULL,
    finished_at TIMESTAMPTZ,
    PRIMARY KEY (id)
);
CREATE INDEX jobs_by_state_run_at ON jobs (state, run_at);

-- No index of words: row-level security keeps PostgreSQL from using one, since @@ is not leakproof. A search walks the
-- texts of one authority in the order of the list instead and looks at `words`, made ready beside them (docs/adr/0008).
-- Texts are erased by overwriting them: old versions are to leave the disk soon, not when a fifth of a table is dead.
ALTER TABLE signal_texts SET (autovacuum_vacuum_threshold = 0, autovacuum_vacuum_scale_factor = 0);
ALTER TABLE notes SET (autovacuum_vacuum_threshold = 0, autovacuum_vacuum_scale_factor = 0);
ALTER TABLE questions SET (autovacuum_vacuum_threshold = 0, autovacuum_vacuum_scale_factor = 0);
ALTER TABLE provider_contacts SET (autovacuum_vacuum_threshold = 0, autovacuum_vacuum_scale_factor = 0);
ALTER TABLE imports SET (autovacuum_vacuum_threshold = 0, autovacuum_vacuum_scale_factor = 0,
    toast.autovacuum_vacuum_threshold = 0, toast.autovacuum_vacuum_scale_factor = 0);

-- Row-level security, the second wall behind Scope: unset means no rows. Reading is a set of authorities, writing exactly one.
-- Each setting is read in a subquery, so once per statement and not once per row.
ALTER TABLE taxonomies ENABLE ROW LEVEL SECURITY;
ALTER TABLE taxonomies FORCE ROW LEVEL SECURITY;
CREATE POLICY taxonomies_within_scope ON taxonomies
    USING (authority_id = ANY ((SELECT nullif(current_setting('app.authorities', true), '')::uuid[])::uuid[]))
    WITH CHECK (authority_id = nullif(current_setting('app.authority', true), '')::uuid);
ALTER TABLE organisations ENABLE ROW LEVEL SECURITY;
ALTER TABLE organisations FORCE ROW LEVEL SECURITY;
CREATE POLICY organisations_within_scope ON organisations
    USING (authority_id = ANY ((SELECT nullif(current_setting('app.authorities', true), '')::uuid[])::uuid[]))
    WITH CHECK (authority_id = nullif(current_setting('app.authority', true), '')::uuid);
ALTER TABLE memberships ENABLE ROW LEVEL SECURITY;
ALTER TABLE memberships FORCE ROW LEVEL SECURITY;
CREATE POLICY memberships_within_scope ON memberships
    USING (authority_id = ANY ((SELECT nullif(current_setting('app.authorities', true), '')::uuid[])::uuid[])
        OR user_id = (SELECT nullif(current_setting('app.user', true), '')::uuid))
    WITH CHECK (authority_id = nullif(current_setting('app.authority', true), '')::uuid);
ALTER TABLE invitations ENABLE ROW LEVEL SECURITY;
ALTER TABLE invitations FORCE ROW LEVEL SECURITY;
CREATE POLICY invitations_within_scope ON invitations
    USING (authority_id = ANY ((SELECT nullif(current_setting('app.authorities', true), '')::uuid[])::uuid[]))
    WITH CHECK (authority_id = nullif(current_setting('app.authority', true), '')::uuid);
ALTER TABLE entry_links ENABLE ROW LEVEL SECURITY;
ALTER TABLE entry_links FORCE ROW LEVEL SECURITY;
CREATE POLICY entry_links_within_scope ON entry_links
    USING (authority_id = ANY ((SELECT nullif(current_setting('app.authorities', true), '')::uuid[])::uuid[]))
    WITH CHECK (authority_id = nullif(current_setting('app.authority', true), '')::uuid);
ALTER TABLE provider_contacts ENABLE ROW LEVEL SECURITY;
ALTER TABLE provider_contacts FORCE ROW LEVEL SECURITY;
CREATE POLICY provider_contacts_within_scope ON provider_contacts
    USING (authority_id = ANY ((SELECT nullif(current_setting('app.authorities', true), '')::uuid[])::uuid[]))
    WITH CHECK (authority_id = nullif(current_setting('app.authority', true), '')::uuid);
ALTER TABLE signals ENABLE ROW LEVEL SECURITY;
ALTER TABLE signals FORCE ROW LEVEL SECURITY;
CREATE POLICY signals_within_scope ON signals
    USING (authority_id = ANY ((SELECT nullif(current_setting('app.authorities', true), '')::uuid[])::uuid[]))
    WITH CHECK (authority_id = nullif(current_setting('app.authority', true), '')::uuid);
ALTER TABLE signal_texts ENABLE ROW LEVEL SECURITY;
ALTER TABLE signal_texts FORCE ROW LEVEL SECURITY;
CREATE POLICY signal_texts_within_scope ON signal_texts
    USING (authority_id = ANY ((SELECT nullif(current_setting('app.authorities', true), '')::uuid[])::uuid[]))
    WITH CHECK (authority_id = nullif(current_setting('app.authority', true), '')::uuid);
ALTER TABLE signal_tags ENABLE ROW LEVEL SECURITY;
ALTER TABLE signal_tags FORCE ROW LEVEL SECURITY;
CREATE POLICY signal_tags_within_scope ON signal_tags
    USING (authority_id = ANY ((SELECT nullif(current_setting('app.authorities', true), '')::uuid[])::uuid[]))
    WITH CHECK (authority_id = nullif(current_setting('app.authority', true), '')::uuid);
ALTER TABLE signal_events ENABLE ROW LEVEL SECURITY;
ALTER TABLE signal_events FORCE ROW LEVEL SECURITY;
CREATE POLICY signal_events_within_scope ON signal_events
    USING (authority_id = ANY ((SELECT nullif(current_setting('app.authorities', true), '')::uuid[])::uuid[]))
    WITH CHECK (authority_id = nullif(current_setting('app.authority', true), '')::uuid);
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
ALTER TABLE notes FORCE ROW LEVEL SECURITY;
CREATE POLICY notes_within_scope ON notes
    USING (authority_id = ANY ((SELECT nullif(current_setting('app.authorities', true), '')::uuid[])::uuid[]))
    WITH CHECK (authority_id = nullif(current_setting('app.authority', true), '')::uuid);
ALTER TABLE questions ENABLE ROW LEVEL SECURITY;
ALTER TABLE questions FORCE ROW LEVEL SECURITY;
CREATE POLICY questions_within_scope ON questions
    USING (authority_id = ANY ((SELECT nullif(current_setting('app.authorities', true), '')::uuid[])::uuid[]))
    WITH CHECK (authority_id = nullif(current_setting('app.authority', true), '')::uuid);
ALTER TABLE issue_counters ENABLE ROW LEVEL SECURITY;
ALTER TABLE issue_counters FORCE ROW LEVEL SECURITY;
CREATE POLICY issue_counters_within_scope ON issue_counters
    USING (authority_id = ANY ((SELECT nullif(current_setting('app.authorities', true), '')::uuid[])::uuid[]))
    WITH CHECK (authority_id = nullif(current_setting('app.authority', true), '')::uuid);
ALTER TABLE issues ENABLE ROW LEVEL SECURITY;
ALTER TABLE issues FORCE ROW LEVEL SECURITY;
CREATE POLICY issues_within_scope ON issues
    USING (authority_id = ANY ((SELECT nullif(current_setting('app.authorities', true), '')::uuid[])::uuid[]))
    WITH CHECK (authority_id = nullif(current_setting('app.authority', true), '')::uuid);
ALTER TABLE issue_signals ENABLE ROW LEVEL SECURITY;
ALTER TABLE issue_signals FORCE ROW LEVEL SECURITY;
CREATE POLICY issue_signals_within_scope ON issue_signals
    USING (authority_id = ANY ((SELECT nullif(current_setting('app.authorities', true), '')::uuid[])::uuid[]))
    WITH CHECK (authority_id = nullif(current_setting('app.authority', true), '')::uuid);
ALTER TABLE issue_events ENABLE ROW LEVEL SECURITY;
ALTER TABLE issue_events FORCE ROW LEVEL SECURITY;
CREATE POLICY issue_events_within_scope ON issue_events
    USING (authority_id = ANY ((SELECT nullif(current_setting('app.authorities', true), '')::uuid[])::uuid[]))
    WITH CHECK (authority_id = nullif(current_setting('app.authority', true), '')::uuid);
ALTER TABLE recognitions ENABLE ROW LEVEL SECURITY;
ALTER TABLE recognitions FORCE ROW LEVEL SECURITY;
CREATE POLICY recognitions_within_scope ON recognitions
    USING (authority_id = ANY ((SELECT nullif(current_setting('app.authorities', true), '')::uuid[])::uuid[]))
    WITH CHECK (authority_id = nullif(current_setting('app.authority', true), '')::uuid);
ALTER TABLE lineage ENABLE ROW LEVEL SECURITY;
ALTER TABLE lineage FORCE ROW LEVEL SECURITY;
CREATE POLICY lineage_within_scope ON lineage
    USING (authority_id = ANY ((SELECT nullif(current_setting('app.authorities', true), '')::uuid[])::uuid[]))
    WITH CHECK (authority_id = nullif(current_setting('app.authority', true), '')::uuid);
ALTER TABLE lineage_signals ENABLE ROW LEVEL SECURITY;
ALTER TABLE lineage_signals FORCE ROW LEVEL SECURITY;
CREATE POLICY lineage_signals_within_scope ON lineage_signals
    USING (authority_id = ANY ((SELECT nullif(current_setting('app.authorities', true), '')::uuid[])::uuid[]))
    WITH CHECK (authority_id = nullif(current_setting('app.authority', true), '')::uuid);
ALTER TABLE actions ENABLE ROW LEVEL SECURITY;
ALTER TABLE actions FORCE ROW LEVEL SECURITY;
CREATE POLICY actions_within_scope ON actions
    USING (authority_id = ANY ((SELECT nullif(current_setting('app.authorities', true), '')::uuid[])::uuid[]))
    WITH CHECK (authority_id = nullif(current_setting('app.authority', true), '')::uuid);
ALTER TABLE feedback_texts ENABLE ROW LEVEL SECURITY;
ALTER TABLE feedback_texts FORCE ROW LEVEL SECURITY;
CREATE POLICY feedback_texts_within_scope ON feedback_texts
    USING (authority_id = ANY ((SELECT nullif(current_setting('app.authorities', true), '')::uuid[])::uuid[]))
    WITH CHECK (authority_id = nullif(current_setting('app.authority', true), '')::uuid);
ALTER TABLE feedback ENABLE ROW LEVEL SECURITY;
ALTER TABLE feedback FORCE ROW LEVEL SECURITY;
CREATE POLICY feedback_within_scope ON feedback
    USING (authority_id = ANY ((SELECT nullif(current_setting('app.authorities', true), '')::uuid[])::uuid[]))
    WITH CHECK (authority_id = nullif(current_setting('app.authority', true), '')::uuid);
ALTER TABLE imports ENABLE ROW LEVEL SECURITY;
ALTER TABLE imports FORCE ROW LEVEL SECURITY;
CREATE POLICY imports_within_scope ON imports
    USING (authority_id = ANY ((SELECT nullif(current_setting('app.authorities', true), '')::uuid[])::uuid[]))
    WITH CHECK (authority_id = nullif(current_setting('app.authority', true), '')::uuid);
ALTER TABLE audit ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit FORCE ROW LEVEL SECURITY;
CREATE POLICY audit_within_scope ON audit
    USING (authority_id = ANY ((SELECT nullif(current_setting('app.authorities', true), '')::uuid[])::uuid[]))
    WITH CHECK (authority_id = nullif(current_setting('app.authority', true), '')::uuid);
ALTER TABLE audit_sealed ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_sealed FORCE ROW LEVEL SECURITY;
CREATE POLICY audit_sealed_within_scope ON audit_sealed
    USING (authority_id = ANY ((SELECT nullif(current_setting('app.authorities', true), '')::uuid[])::uuid[]))
    WITH CHECK (authority_id = nullif(current_setting('app.authority', true), '')::uuid);
ALTER TABLE audit_seals ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_seals FORCE ROW LEVEL SECURITY;
CREATE POLICY audit_seals_within_scope ON audit_seals
    USING (authority_id = ANY ((SELECT nullif(current_setting('app.authorities', true), '')::uuid[])::uuid[]))
    WITH CHECK (authority_id = nullif(current_setting('app.authority', true), '')::uuid);
ALTER TABLE idempotency ENABLE ROW LEVEL SECURITY;
ALTER TABLE idempotency FORCE ROW LEVEL SECURITY;
CREATE POLICY idempotency_within_scope ON idempotency
    USING (authority_id = ANY ((SELECT nullif(current_setting('app.authorities', true), '')::uuid[])::uuid[]))
    WITH CHECK (authority_id = nullif(current_setting('app.authority', true), '')::uuid);
ALTER TABLE erasure_log ENABLE ROW LEVEL SECURITY;
ALTER TABLE erasure_log FORCE ROW LEVEL SECURITY;
CREATE POLICY erasure_log_within_scope ON erasure_log
    USING (authority_id = ANY ((SELECT nullif(current_setting('app.authorities', true), '')::uuid[])::uuid[]))
    WITH CHECK (authority_id = nullif(current_setting('app.authority', true), '')::uuid);

-- Grants, where the roles exist (docs/guide/operate.md tells how to make them). ls_app owns nothing and only adds to the log.
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'ls_app') THEN
        GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ls_app;
        REVOKE UPDATE, DELETE ON audit, audit_sealed, erasure_log FROM ls_app;
        REVOKE DELETE ON audit_seals FROM ls_app;
    END IF;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'ls_read') THEN
        GRANT SELECT ON ALL TABLES IN SCHEMA public TO ls_read;
    END IF;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'ls_maintenance') THEN
        GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ls_maintenance;
    END IF;
END
$$;
