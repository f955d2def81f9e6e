-- Letters of clients. A letter that lies in two mailboxes is one row with two
-- copies; each client it belongs to has a line of history of its own.
CREATE TABLE letter (
    seq        INTEGER PRIMARY KEY,
    id         BLOB NOT NULL UNIQUE,
    key        TEXT NOT NULL,
    digest     TEXT NOT NULL,
    direction  TEXT NOT NULL,
    at         INTEGER NOT NULL,
    sender     TEXT NOT NULL,
    subject    TEXT NOT NULL,
    preview    TEXT NOT NULL,
    body       TEXT NOT NULL,
    message_id TEXT NOT NULL,
    thread     TEXT NOT NULL,
    file       TEXT NOT NULL,
    spoilt     INTEGER NOT NULL,
    private    INTEGER NOT NULL,
    answered   INTEGER,
    data       TEXT NOT NULL
);
CREATE INDEX letter_key ON letter (key);
CREATE INDEX letter_message ON letter (message_id) WHERE message_id <> '';
CREATE INDEX letter_thread ON letter (thread) WHERE thread <> '';

CREATE TABLE letter_client (
    letter  BLOB NOT NULL REFERENCES letter (id),
    client  BLOB NOT NULL,
    contact BLOB,
    reason  TEXT NOT NULL,
    address TEXT NOT NULL,
    sure    INTEGER NOT NULL,
    line    BLOB,
    PRIMARY KEY (letter, client)
) WITHOUT ROWID;
CREATE INDEX letter_client_line ON letter_client (line) WHERE line IS NOT NULL;

CREATE TABLE letter_copy (
    account  TEXT NOT NULL,
    folder   TEXT NOT NULL,
    validity INTEGER NOT NULL,
    uid      INTEGER NOT NULL,
    letter   BLOB NOT NULL,
    PRIMARY KEY (account, folder, validity, uid)
) WITHOUT ROWID;
CREATE INDEX letter_copy_letter ON letter_copy (letter);

CREATE VIRTUAL TABLE letter_word USING fts5 (
    words, content = '', contentless_delete = 1, detail = none, prefix = '2 3 4', tokenize = 'unicode61 remove_diacritics 0'
);

CREATE TABLE mail_place (
    account  TEXT NOT NULL,
    folder   TEXT NOT NULL,
    validity INTEGER NOT NULL,
    last     INTEGER NOT NULL,
    modseq   INTEGER NOT NULL,
    PRIMARY KEY (account, folder)
) WITHOUT ROWID;

-- What keeps letters out of the history.
CREATE TABLE mail_rule (
    kind  TEXT NOT NULL,
    value TEXT NOT NULL,
    at    INTEGER NOT NULL,
    PRIMARY KEY (kind, value)
) WITHOUT ROWID;
