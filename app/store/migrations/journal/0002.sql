-- Who took a call that was answered elsewhere, as the exchange names them.
ALTER TABLE call ADD COLUMN answered_by TEXT NOT NULL DEFAULT '';
ALTER TABLE interaction ADD COLUMN answered_by TEXT NOT NULL DEFAULT '';
