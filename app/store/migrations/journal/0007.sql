-- Letters of ours on their way. The row stays after the letter was filed, without
-- its bytes, so that its copy among the sent letters is known.
CREATE TABLE posting (
    id       BLOB PRIMARY KEY,
    account  TEXT NOT NULL,
    state    TEXT NOT NULL,
    sender   TEXT NOT NULL,
    rcpt     TEXT NOT NULL,
    letter   TEXT NOT NULL,
    raw      BLOB,
    created  INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    next     INTEGER NOT NULL,
    reason   TEXT NOT NULL,
    subject  TEXT NOT NULL,
    trouble  TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX posting_open ON posting (account, state) WHERE state <> 'filed';
