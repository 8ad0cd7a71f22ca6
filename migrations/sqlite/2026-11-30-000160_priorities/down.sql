ALTER TABLE issues DROP COLUMN priority_weights;
ALTER TABLE issues DROP COLUMN calculated_place;
ALTER TABLE issues DROP COLUMN priority_of;
ALTER TABLE issues DROP COLUMN priority_place;
DROP TABLE opened_scores;
DROP TABLE issue_scores;
DROP TABLE priority_weights;
