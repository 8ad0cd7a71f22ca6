DROP TABLE published_months;
ALTER TABLE authorities DROP COLUMN page_languages;
