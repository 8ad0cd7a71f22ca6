-- The languages of an authority's public page, the first one first. NULL: those that its municipality owes.
ALTER TABLE authorities ADD COLUMN page_languages TEXT;

-- What was published of a closed month: numbers by theme, none where one stays hidden; and behind which signals they stand, by
-- which a later night tells how much changed. Numbers are frozen until enough did.
CREATE TABLE published_months (
    authority_id UUID NOT NULL,
    month DATE NOT NULL,
    total INTEGER,
    cells JSONB NOT NULL,
    records JSONB NOT NULL,
    released_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (authority_id, month)
);
ALTER TABLE published_months ENABLE ROW LEVEL SECURITY;
ALTER TABLE published_months FORCE ROW LEVEL SECURITY;
CREATE POLICY published_months_within_scope ON published_months
    USING (authority_id = ANY ((SELECT nullif(current_setting('app.authorities', true), '')::uuid[])::uuid[]))
    WITH CHECK (authority_id = nullif(current_setting('app.authority', true), '')::uuid);

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'ls_app') THEN
        GRANT SELECT, INSERT, UPDATE, DELETE ON published_months TO ls_app;
    END IF;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'ls_read') THEN
        GRANT SELECT ON published_months TO ls_read;
    END IF;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'ls_maintenance') THEN
        GRANT SELECT, INSERT, UPDATE, DELETE ON published_months TO ls_maintenance;
    END IF;
END
$$;
