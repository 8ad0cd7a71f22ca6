-- The kind of problem that a model sees in a signal, and how sure it is, in percent: proposed for the issue, never for the signal.
ALTER TABLE signal_vectors ADD COLUMN kind TEXT;
ALTER TABLE signal_vectors ADD COLUMN kind_confidence INTEGER;
