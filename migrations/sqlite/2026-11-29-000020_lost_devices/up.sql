-- Somebody says that a device is lost: it is told to forget everything when it next comes with its cookie.
ALTER TABLE logins ADD COLUMN wipe_asked_at BIGINT;
ALTER TABLE logins ADD COLUMN wiped_at BIGINT;
