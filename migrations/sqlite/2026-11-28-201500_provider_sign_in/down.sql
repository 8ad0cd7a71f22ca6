DROP TABLE sign_in_links;
ALTER TABLE logins DROP COLUMN rights;
