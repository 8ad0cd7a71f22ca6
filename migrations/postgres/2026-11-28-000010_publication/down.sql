ALTER TABLE signals DROP COLUMN depth;
ALTER TABLE signals DROP COLUMN seen_issue_id;
ALTER TABLE issues DROP COLUMN withdrawn_at;
