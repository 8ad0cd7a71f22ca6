DROP TABLE cluster_runs;
DROP TABLE cluster_edit_signals;
DROP TABLE cluster_edits;
DROP TABLE cluster_members;
DROP TABLE clusters;
