-- Actions and feedback are found by their words too; issues by those of their description; and a compound by its parts.
-- What was written before waits for a job to make its words anew.
ALTER TABLE actions ADD COLUMN search_terms TEXT NOT NULL DEFAULT '';
ALTER TABLE feedback_texts ADD COLUMN search_terms TEXT NOT NULL DEFAULT '';
ALTER TABLE signal_texts ADD COLUMN words_due_at TIMESTAMPTZ;
UPDATE signal_texts SET words_due_at = 'epoch';
CREATE INDEX signal_texts_words_due ON signal_texts (authority_id, words_due_at) WHERE words_due_at IS NOT NULL;
ALTER TABLE issues ADD COLUMN words_due_at TIMESTAMPTZ;
UPDATE issues SET words_due_at = 'epoch';
CREATE INDEX issues_words_due ON issues (authority_id, words_due_at) WHERE words_due_at IS NOT NULL;
ALTER TABLE actions ADD COLUMN words_due_at TIMESTAMPTZ;
UPDATE actions SET words_due_at = 'epoch';
CREATE INDEX actions_words_due ON actions (authority_id, words_due_at) WHERE words_due_at IS NOT NULL;
ALTER TABLE feedback_texts ADD COLUMN words_due_at TIMESTAMPTZ;
UPDATE feedback_texts SET words_due_at = 'epoch';
CREATE INDEX feedback_texts_words_due ON feedback_texts (authority_id, words_due_at) WHERE words_due_at IS NOT NULL;
