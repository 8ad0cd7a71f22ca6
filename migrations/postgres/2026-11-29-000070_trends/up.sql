-- What the weeks of a theme, a place or an issue were, and what they should have been. Counts of distinct providers; `weeks`
-- weeks are judged together. A share of chance is told in millionths, an expected count in thousandths.
CREATE TABLE trends (
    authority_id UUID NOT NULL,
    series_id UUID NOT NULL,
    week DATE NOT NULL,
    kind TEXT NOT NULL,
    code TEXT NOT NULL,
    providers INTEGER NOT NULL,
    signals INTEGER NOT NULL,
    weeks INTEGER NOT NULL,
    observed INTEGER NOT NULL,
    expected_thousandths INTEGER NOT NULL,
    lower INTEGER NOT NULL,
    upper INTEGER NOT NULL,
    q_millionths INTEGER,
    model TEXT NOT NULL,
    rise_began_on DATE,
    growth JSONB,
    words JSONB,
    PRIMARY KEY (authority_id, series_id, week)
);
CREATE INDEX trends_by_week ON trends (authority_id, week);

-- When the weeks of an authority were last looked at, and how many there are.
CREATE TABLE trend_runs (
    authority_id UUID NOT NULL,
    week DATE,
    weeks INTEGER NOT NULL,
    ran_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (authority_id)
);

-- Whom a rise of a theme, of a place, or of a theme in a place is told.
CREATE TABLE trend_subscriptions (
    authority_id UUID NOT NULL,
    id UUID NOT NULL,
    membership_id UUID NOT NULL,
    theme TEXT,
    place TEXT,
    created_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (authority_id, id),
    FOREIGN KEY (authority_id, membership_id) REFERENCES memberships (authority_id, id)
);
CREATE INDEX trend_subscriptions_by_membership_id ON trend_subscriptions (authority_id, membership_id);
ALTER TABLE trends ENABLE ROW LEVEL SECURITY;
ALTER TABLE trends FORCE ROW LEVEL SECURITY;
CREATE POLICY trends_within_scope ON trends
    USING (authority_id = ANY ((SELECT nullif(current_setting('app.authorities', true), '')::uuid[])::uuid[]))
    WITH CHECK (authority_id = nullif(current_setting('app.authority', true), '')::uuid);
ALTER TABLE trend_runs ENABLE ROW LEVEL SECURITY;
ALTER TABLE trend_runs FORCE ROW LEVEL SECURITY;
CREATE POLICY trend_runs_within_scope ON trend_runs
    USING (authority_id = ANY ((SELECT nullif(current_setting('app.authorities', true), '')::uuid[])::uuid[]))
    WITH CHECK (authority_id = nullif(current_setting('app.authority', true), '')::uuid);
ALTER TABLE trend_subscriptions ENABLE ROW LEVEL SECURITY;
ALTER TABLE trend_subscriptions FORCE ROW LEVEL SECURITY;
CREATE POLICY trend_subscriptions_within_scope ON trend_subscriptions
    USING (authority_id = ANY ((SELECT nullif(current_setting('app.authorities', true), '')::uuid[])::uuid[]))
    WITH CHECK (authority_id = nullif(current_setting('app.authority', true), '')::uuid);

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'ls_app') THEN
        GRANT SELECT, INSERT, UPDATE, DELETE ON trends, trend_runs, trend_subscriptions TO ls_app;
    END IF;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'ls_read') THEN
        GRANT SELECT ON trends, trend_runs, trend_subscriptions TO ls_read;
    END IF;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'ls_maintenance') THEN
        GRANT SELECT, INSERT, UPDATE, DELETE ON trends, trend_runs, trend_subscriptions TO ls_maintenance;
    END IF;
END
$$;
