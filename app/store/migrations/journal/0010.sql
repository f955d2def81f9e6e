-- What became of a letter of ours: when its answer is missed, when it came back, and
-- when a person has said that neither matters any more.
ALTER TABLE letter ADD COLUMN remind INTEGER;
ALTER TABLE letter ADD COLUMN failed INTEGER;
ALTER TABLE letter ADD COLUMN settled INTEGER;
CREATE INDEX letter_remind ON letter (remind) WHERE remind IS NOT NULL;
CREATE INDEX letter_failed ON letter (failed) WHERE failed IS NOT NULL;
