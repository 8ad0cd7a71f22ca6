ALTER TABLE signal_vectors DROP COLUMN kind_confidence;
ALTER TABLE signal_vectors DROP COLUMN kind;
