-- What the weeks of a theme, a place or an issue were, and what they should have been. Counts of distinct providers; `weeks`
-- weeks are judged together. A share of chance is told in millionths, an expected count in thousandths.
CREATE TABLE trends (
    authority_id BLOB NOT NULL,
    series_id BLOB NOT NULL,
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
    growth TEXT,
    words TEXT,
    PRIMARY KEY (authority_id, series_id, week)
);
CREATE INDEX trends_by_week ON trends (authority_id, week);

-- When the weeks of an authority were last looked at, and how many there are.
CREATE TABLE trend_runs (
    authority_id BLOB NOT NULL,
    week DATE,
    weeks INTEGER NOT NULL,
    ran_at BIGINT NOT NULL,
    PRIMARY KEY (authority_id)
);

-- Whom a rise of a theme, of a place, or of a theme in a place is told.
CREATE TABLE trend_subscriptions (
    authority_id BLOB NOT NULL,
    id BLOB NOT NULL,
    membership_id BLOB NOT NULL,
    theme TEXT,
    place TEXT,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (authority_id, id),
    FOREIGN KEY (authority_id, membership_id) REFERENCES memberships (authority_id, id)
);
CREATE INDEX trend_subscriptions_by_membership_id ON trend_subscriptions (authority_id, membership_id);
