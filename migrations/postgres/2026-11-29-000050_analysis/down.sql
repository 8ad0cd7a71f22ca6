DROP TABLE signal_differences;
DROP TABLE signal_likes;
DROP TABLE tag_suggestions;
DROP TABLE signal_vectors;
DROP INDEX signals_unanalysed;
ALTER TABLE signals DROP COLUMN analysed_by;
