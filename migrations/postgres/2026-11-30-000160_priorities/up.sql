-- What each criterion counts for an authority. Null: each as much as any other.
CREATE TABLE priority_weights (
    authority_id UUID NOT NULL,
    weights JSONB,
    version BIGINT NOT NULL,
    PRIMARY KEY (authority_id)
);

-- What each person scored on an issue that has no place yet. Who scored what is forgotten when it gets one: then the scores
-- stand in issues.scores, sorted, without anybody.
CREATE TABLE issue_scores (
    authority_id UUID NOT NULL,
    issue_id UUID NOT NULL,
    membership_id UUID NOT NULL,
    scores JSONB NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (authority_id, issue_id, membership_id),
    FOREIGN KEY (authority_id, issue_id) REFERENCES issues (authority_id, id),
    FOREIGN KEY (authority_id, membership_id) REFERENCES memberships (authority_id, id)
);
CREATE INDEX issue_scores_by_membership_id ON issue_scores (authority_id, membership_id);

-- Issues whose scores everybody may see, also who scored nothing.
CREATE TABLE opened_scores (
    authority_id UUID NOT NULL,
    issue_id UUID NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (authority_id, issue_id),
    FOREIGN KEY (authority_id, issue_id) REFERENCES issues (authority_id, id)
);

-- The place that an issue was given, among how many, the one that followed from scores and weights alone, and these weights.
ALTER TABLE issues ADD COLUMN priority_place INTEGER;
ALTER TABLE issues ADD COLUMN priority_of INTEGER;
ALTER TABLE issues ADD COLUMN calculated_place INTEGER;
ALTER TABLE issues ADD COLUMN priority_weights JSONB;

ALTER TABLE priority_weights ENABLE ROW LEVEL SECURITY;
ALTER TABLE priority_weights FORCE ROW LEVEL SECURITY;
CREATE POLICY priority_weights_within_scope ON priority_weights
    USING (authority_id = ANY ((SELECT nullif(current_setting('app.authorities', true), '')::uuid[])::uuid[]))
    WITH CHECK (authority_id = nullif(current_setting('app.authority', true), '')::uuid);
ALTER TABLE issue_scores ENABLE ROW LEVEL SECURITY;
ALTER TABLE issue_scores FORCE ROW LEVEL SECURITY;
CREATE POLICY issue_scores_within_scope ON issue_scores
    USING (authority_id = ANY ((SELECT nullif(current_setting('app.authorities', true), '')::uuid[])::uuid[]))
    WITH CHECK (authority_id = nullif(current_setting('app.authority', true), '')::uuid);
ALTER TABLE opened_scores ENABLE ROW LEVEL SECURITY;
ALTER TABLE opened_scores FORCE ROW LEVEL SECURITY;
CREATE POLICY opened_scores_within_scope ON opened_scores
    USING (authority_id = ANY ((SELECT nullif(current_setting('app.authorities', true), '')::uuid[])::uuid[]))
    WITH CHECK (authority_id = nullif(current_setting('app.authority', true), '')::uuid);

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'ls_app') THEN
        GRANT SELECT, INSERT, UPDATE, DELETE ON priority_weights, issue_scores, opened_scores TO ls_app;
    END IF;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'ls_read') THEN
        GRANT SELECT ON priority_weights, issue_scores, opened_scores TO ls_read;
    END IF;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'ls_maintenance') THEN
        GRANT SELECT, INSERT, UPDATE, DELETE ON priority_weights, issue_scores, opened_scores TO ls_maintenance;
    END IF;
END
$$;
