-- The languages of an authority's public page, the first one first. NULL: those that its municipality owes.
ALTER TABLE authorities ADD COLUMN page_languages TEXT;

-- What was published of a closed month: numbers by theme, none where one stays hidden; and behind which signals they stand, by
-- which a later night tells how much changed. Numbers are frozen until enough did.
CREATE TABLE published_months (
    authority_id BLOB NOT NULL,
    month DATE NOT NULL,
    total INTEGER,
    cells TEXT NOT NULL,
    records TEXT NOT NULL,
    released_at BIGINT NOT NULL,
    PRIMARY KEY (authority_id, month)
);
