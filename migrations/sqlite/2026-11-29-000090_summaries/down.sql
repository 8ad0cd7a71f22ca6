DROP TABLE summary_drafts;
DROP TABLE language_models;
