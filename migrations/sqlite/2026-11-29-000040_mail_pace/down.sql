DROP INDEX signals_by_contact;
DROP INDEX provider_contacts_by_email_index;
ALTER TABLE provider_contacts DROP COLUMN told_until;
ALTER TABLE provider_contacts DROP COLUMN pace;
