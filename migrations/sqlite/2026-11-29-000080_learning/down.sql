DROP INDEX signals_by_model;
DROP TABLE shown_likes;
DROP TABLE shown_suggestions;
