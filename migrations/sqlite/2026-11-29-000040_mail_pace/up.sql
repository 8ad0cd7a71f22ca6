-- How often an address is written to, and up to when what its owner was told of counts as told. What is the same address
-- is known by its keyed index, as before: no row names another one.
ALTER TABLE provider_contacts ADD COLUMN pace TEXT NOT NULL DEFAULT 'atOnce';
ALTER TABLE provider_contacts ADD COLUMN told_until BIGINT;
CREATE INDEX provider_contacts_by_email_index ON provider_contacts (authority_id, email_index);
CREATE INDEX signals_by_contact ON signals (authority_id, contact_id) WHERE contact_id IS NOT NULL;
