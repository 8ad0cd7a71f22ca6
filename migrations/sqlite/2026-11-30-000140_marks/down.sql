DROP INDEX signal_vectors_by_model;
DROP INDEX signal_tags_decided;
