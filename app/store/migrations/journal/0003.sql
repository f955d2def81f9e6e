-- Letters and meetings have more to say than a call.
ALTER TABLE interaction ADD COLUMN subject TEXT NOT NULL DEFAULT '';
ALTER TABLE interaction ADD COLUMN address TEXT NOT NULL DEFAULT '';
ALTER TABLE interaction ADD COLUMN message TEXT NOT NULL DEFAULT '';

-- Confirmed leads. client is what 1C knows them as: the id itself until 1C has
-- given another reference.
CREATE TABLE lead (
    id      BLOB PRIMARY KEY,
    client  BLOB NOT NULL,
    name    TEXT NOT NULL,
    company TEXT NOT NULL,
    inn     TEXT NOT NULL,
    phone   TEXT NOT NULL,
    email   TEXT NOT NULL,
    contact TEXT NOT NULL,
    author  TEXT NOT NULL,
    at      INTEGER NOT NULL
) WITHOUT ROWID;

-- Facts of all kinds on their way to 1C: of calls, of other lines of history, of
-- leads. seq is the order they were accepted in, whatever the clock said.
-- leased_until keeps a fact with the one who took it; sent_revision is what 1C
-- has, 0 when it has nothing.
CREATE TABLE fact (
    seq           INTEGER PRIMARY KEY,
    id            BLOB NOT NULL UNIQUE,
    kind          TEXT NOT NULL,
    state         TEXT NOT NULL,
    client        BLOB,
    created       INTEGER NOT NULL,
    attempts      INTEGER NOT NULL,
    next          INTEGER NOT NULL,
    leased_until  INTEGER NOT NULL,
    reason        TEXT NOT NULL,
    subject       TEXT NOT NULL,
    trouble       TEXT NOT NULL,
    revision      INTEGER NOT NULL,
    sent_revision INTEGER NOT NULL
);
INSERT INTO fact (id, kind, state, client, created, attempts, next, leased_until, reason, subject, trouble, revision, sent_revision)
    SELECT id, kind, state, client, created, attempts, next, leased_until, reason, '', '', revision, sent_revision
    FROM outbox ORDER BY created, id;
DROP TABLE outbox;
ALTER TABLE fact RENAME TO outbox;
CREATE INDEX outbox_unsent ON outbox (state, seq) WHERE state <> 'sent';
CREATE INDEX outbox_due ON outbox (seq) WHERE state = 'waiting';
CREATE INDEX outbox_client ON outbox (client, seq) WHERE state = 'waiting';
CREATE INDEX outbox_lead ON outbox (client) WHERE kind = 'clients' AND state <> 'sent';
