ALTER TABLE logins DROP COLUMN wiped_at;
ALTER TABLE logins DROP COLUMN wipe_asked_at;
