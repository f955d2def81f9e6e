-- Letters that are being written. One is here from its first word until it is sent.
CREATE TABLE letter_draft (
    id      BLOB PRIMARY KEY,
    client  BLOB,
    answers BLOB,
    at      INTEGER NOT NULL,
    data    TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX letter_draft_client ON letter_draft (client) WHERE client IS NOT NULL;
