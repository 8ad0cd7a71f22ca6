DROP TABLE shown_kinds;
