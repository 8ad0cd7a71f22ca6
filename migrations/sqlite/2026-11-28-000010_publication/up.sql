-- An issue may be shown to everybody and taken back (decisions.md 27); a sender may have said "I see this too";
-- how much a signal tells (product.md, indicator depth).
ALTER TABLE issues ADD COLUMN withdrawn_at BIGINT;
ALTER TABLE signals ADD COLUMN seen_issue_id BLOB;
ALTER TABLE signals ADD COLUMN depth INTEGER;
