-- Actions and feedback are found by their words too; issues by those of their description; and a compound by its parts.
-- What was written before waits for a job to make its words anew: by a default, since an UPDATE would see no row behind the
-- policies.
ALTER TABLE actions ADD COLUMN search_terms TEXT NOT NULL DEFAULT '';
ALTER TABLE feedback_texts ADD COLUMN search_terms TEXT NOT NULL DEFAULT '';
ALTER TABLE signal_texts ADD COLUMN words_due_at TIMESTAMPTZ DEFAULT 'epoch';
ALTER TABLE signal_texts ALTER COLUMN words_due_at DROP DEFAULT;
CREATE INDEX signal_texts_words_due ON signal_texts (authority_id, words_due_at) WHERE words_due_at IS NOT NULL;
ALTER TABLE issues ADD COLUMN words_due_at TIMESTAMPTZ DEFAULT 'epoch';
ALTER TABLE issues ALTER COLUMN words_due_at DROP DEFAULT;
CREATE INDEX issues_words_due ON issues (authority_id, words_due_at) WHERE words_due_at IS NOT NULL;
ALTER TABLE actions ADD COLUMN words_due_at TIMESTAMPTZ DEFAULT 'epoch';
ALTER TABLE actions ALTER COLUMN words_due_at DROP DEFAULT;
CREATE INDEX actions_words_due ON actions (authority_id, words_due_at) WHERE words_due_at IS NOT NULL;
ALTER TABLE feedback_texts ADD COLUMN words_due_at TIMESTAMPTZ DEFAULT 'epoch';
ALTER TABLE feedback_texts ALTER COLUMN words_due_at DROP DEFAULT;
CREATE INDEX feedback_texts_words_due ON feedback_texts (authority_id, words_due_at) WHERE words_due_at IS NOT NULL;
