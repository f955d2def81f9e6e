-- What came of a talk, and why, in the manager's words. The lines of how a client
-- stands to us have their value there.
ALTER TABLE call ADD COLUMN result TEXT NOT NULL DEFAULT '';
ALTER TABLE call ADD COLUMN reason TEXT NOT NULL DEFAULT '';
ALTER TABLE interaction ADD COLUMN result TEXT NOT NULL DEFAULT '';
ALTER TABLE interaction ADD COLUMN reason TEXT NOT NULL DEFAULT '';
CREATE INDEX interaction_standing ON interaction (client, at, id)
    WHERE kind IN ('ban', 'consent', 'complaint') OR result = 'complaint';
CREATE INDEX interaction_caller ON interaction (e164, at, id) WHERE kind = 'caller';

-- Next steps. A task's line of history carries its id. day is 1 for one that may
-- be done at any time of its day.
CREATE TABLE task (
    id     BLOB PRIMARY KEY REFERENCES interaction (id),
    kind   TEXT NOT NULL,
    client BLOB,
    e164   INTEGER,
    short  TEXT NOT NULL,
    ext    TEXT NOT NULL,
    raw    TEXT NOT NULL,
    call   BLOB,
    given  INTEGER NOT NULL,
    due    INTEGER NOT NULL,
    day    INTEGER NOT NULL,
    text   TEXT NOT NULL,
    author TEXT NOT NULL,
    done   INTEGER
) WITHOUT ROWID;
CREATE INDEX task_open ON task (due, id) WHERE done IS NULL;
