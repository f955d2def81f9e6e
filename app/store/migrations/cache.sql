-- A copy of 1C. A change of this file needs a new cacheVersion in cache.go;
-- files of other versions are thrown away and read from 1C again.

CREATE TABLE round (last INTEGER NOT NULL);
INSERT INTO round VALUES (0);

-- How far reading has come, kind by kind. full_at is when the kind was last as
-- in 1C, compared when all of it was compared, full_rows how much that was.
CREATE TABLE checkpoint (
    kind      TEXT PRIMARY KEY,
    round     INTEGER NOT NULL,
    rows      INTEGER NOT NULL,
    at        INTEGER,
    place     TEXT NOT NULL,
    done      INTEGER NOT NULL,
    full_at   INTEGER,
    full_rows INTEGER NOT NULL DEFAULT 0,
    compared  INTEGER
) WITHOUT ROWID;

-- Rounds of reading that are over. kinds is JSON: what became of each kind.
CREATE TABLE round_log (
    at      INTEGER PRIMARY KEY,
    took    INTEGER NOT NULL,
    stopped INTEGER NOT NULL,
    kinds   TEXT NOT NULL
);

-- Records of 1C that could not be read, why, and what people know them by. ref is
-- as 1C gave it.
CREATE TABLE set_aside (
    kind   TEXT NOT NULL,
    ref    TEXT NOT NULL,
    code   TEXT NOT NULL,
    field  TEXT NOT NULL,
    value  TEXT NOT NULL,
    name   TEXT NOT NULL,
    number TEXT NOT NULL,
    at     INTEGER,
    client BLOB,
    round  INTEGER NOT NULL,
    PRIMARY KEY (kind, ref)
) WITHOUT ROWID;

CREATE TABLE user (
    ref     BLOB PRIMARY KEY,
    name    TEXT NOT NULL,
    version TEXT NOT NULL,
    round   INTEGER NOT NULL
) WITHOUT ROWID;

-- state: 0 known only because something refers to it, 1 in sight, 2 deleted.
-- The local id stands for the GUID in all other tables of this file.
CREATE TABLE client (
    id        INTEGER PRIMARY KEY,
    ref       BLOB NOT NULL UNIQUE,
    state     INTEGER NOT NULL DEFAULT 0,
    talked    INTEGER NOT NULL DEFAULT 0,
    sum       INTEGER NOT NULL DEFAULT 0,
    round     INTEGER NOT NULL DEFAULT 0,
    version   TEXT NOT NULL DEFAULT '',
    name      TEXT NOT NULL DEFAULT '',
    full_name TEXT NOT NULL DEFAULT '',
    inn       TEXT NOT NULL DEFAULT '',
    kpp       TEXT NOT NULL DEFAULT '',
    manager   BLOB,
    prices    BLOB,
    comment   TEXT NOT NULL DEFAULT '',
    phones    TEXT NOT NULL DEFAULT '',
    emails    TEXT NOT NULL DEFAULT '',
    more      TEXT NOT NULL DEFAULT '' -- properties the firm has added
);

-- Clients that a file of the firm brought, projected from the journal. Rounds of
-- 1C pass them by: it knows nothing of them. Their people and debts are theirs
-- alone, and users of version 'import' are managers such files name.
CREATE TABLE imported (
    client INTEGER PRIMARY KEY,
    as_of  INTEGER
);

-- Imports of the journal this cache has taken in.
CREATE TABLE import_taken (id BLOB PRIMARY KEY) WITHOUT ROWID;

CREATE TABLE counterparty (
    id        INTEGER PRIMARY KEY,
    ref       BLOB NOT NULL UNIQUE,
    client    INTEGER NOT NULL,
    deleted   INTEGER NOT NULL,
    sum       INTEGER NOT NULL,
    round     INTEGER NOT NULL,
    version   TEXT NOT NULL,
    name      TEXT NOT NULL,
    full_name TEXT NOT NULL,
    inn       TEXT NOT NULL,
    kpp       TEXT NOT NULL,
    phones    TEXT NOT NULL,
    emails    TEXT NOT NULL
);
CREATE INDEX counterparty_client ON counterparty (client);

CREATE TABLE contact (
    id       INTEGER PRIMARY KEY,
    ref      BLOB NOT NULL UNIQUE,
    whole    BLOB, -- the person, when this is one of several clients they are with
    client   INTEGER NOT NULL,
    deleted  INTEGER NOT NULL,
    sum      INTEGER NOT NULL,
    round    INTEGER NOT NULL,
    version  TEXT NOT NULL,
    name     TEXT NOT NULL,
    position TEXT NOT NULL,
    phones   TEXT NOT NULL,
    emails   TEXT NOT NULL
);
CREATE INDEX contact_client ON contact (client);
CREATE INDEX contact_whole ON contact (whole) WHERE whole IS NOT NULL;

-- The index of whole numbers. number holds the digits of E.164; kind says whose
-- row owner is the id of: 0 the client's, 1 a counterparty's, 2 a person's.
-- tail holds the last ten digits reversed, so that "ends in 6789" is a range.
CREATE TABLE phone (
    number INTEGER NOT NULL,
    client INTEGER NOT NULL,
    kind   INTEGER NOT NULL,
    owner  INTEGER NOT NULL,
    tail   INTEGER NOT NULL,
    PRIMARY KEY (number, client, kind, owner)
) WITHOUT ROWID;
CREATE INDEX phone_tail ON phone (tail);

-- Short numbers of somebody's office exchange: found by search, never matched.
CREATE TABLE short_phone (
    number TEXT NOT NULL,
    client INTEGER NOT NULL,
    kind   INTEGER NOT NULL,
    owner  INTEGER NOT NULL,
    PRIMARY KEY (number, client, kind, owner)
) WITHOUT ROWID;

-- kind: 1 order, 2 shipment, 3 payment, 4 invoice.
-- Rows lie in the order they came: in the order of references, which is that of
-- dice, every page of the table would be written anew with each page of 1C.
CREATE TABLE document (
    ref     BLOB PRIMARY KEY,
    client  INTEGER NOT NULL,
    kind    INTEGER NOT NULL,
    number  TEXT NOT NULL,
    at      INTEGER,
    amount  INTEGER NOT NULL,
    parent  BLOB,
    due     INTEGER,
    open    INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    sum     INTEGER NOT NULL,
    round   INTEGER NOT NULL,
    version TEXT NOT NULL,
    whole   BLOB, -- the document this is a part of
    lines   BLOB -- packed, see line.go: they are read by document, never by good
);
CREATE INDEX document_client ON document (client, kind, at);
CREATE INDEX document_open ON document (client, at) WHERE kind = 1 AND open = 1 AND deleted = 0;
CREATE INDEX document_whole ON document (whole) WHERE whole IS NOT NULL;
CREATE INDEX document_parent ON document (parent) WHERE parent IS NOT NULL;
-- By the digits a number ends with, see numbered.go; payments nobody asks for.
CREATE INDEX document_number ON document (CAST(substr(number, length(rtrim(number, '0123456789')) + 1) AS INTEGER))
    WHERE kind <> 3 AND deleted = 0;

CREATE TABLE debt (
    client   INTEGER NOT NULL,
    document BLOB NOT NULL,
    due      INTEGER NOT NULL,
    number   TEXT NOT NULL,
    terms    BLOB, -- contract: its days count where due is 0
    owed     INTEGER NOT NULL,
    advance  INTEGER NOT NULL,
    round    INTEGER NOT NULL,
    PRIMARY KEY (client, document, due)
) WITHOUT ROWID;

CREATE TABLE good (
    ref     BLOB PRIMARY KEY,
    name    TEXT NOT NULL,
    code    TEXT NOT NULL,
    deleted INTEGER NOT NULL,
    version TEXT NOT NULL,
    round   INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE price_type (
    ref   BLOB PRIMARY KEY,
    name  TEXT NOT NULL,
    round INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE price (
    good   BLOB NOT NULL,
    type   BLOB NOT NULL,
    amount INTEGER NOT NULL,
    round  INTEGER NOT NULL,
    PRIMARY KEY (good, type)
) WITHOUT ROWID;

CREATE TABLE stock (
    good   BLOB PRIMARY KEY,
    amount INTEGER NOT NULL,
    round  INTEGER NOT NULL
) WITHOUT ROWID;

-- What was agreed with a client: contracts and agreements.
CREATE TABLE terms (
    ref     BLOB PRIMARY KEY,
    client  INTEGER NOT NULL,
    name    TEXT NOT NULL,
    type    BLOB,
    owing   INTEGER NOT NULL, -- the most a debt may come to
    days    INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    version TEXT NOT NULL,
    round   INTEGER NOT NULL
);
CREATE INDEX terms_client ON terms (client);

-- Interactions as 1C has them. ours is the id of the fact that became one.
CREATE TABLE record (
    ref       BLOB PRIMARY KEY,
    kind      TEXT NOT NULL,
    client    INTEGER NOT NULL,
    contact   BLOB,
    direction TEXT NOT NULL,
    at        INTEGER,
    subject   TEXT NOT NULL,
    text      TEXT NOT NULL,
    author    BLOB,
    ours      BLOB,
    open      INTEGER NOT NULL, -- a complaint that is not settled
    deleted   INTEGER NOT NULL,
    sum       INTEGER NOT NULL,
    version   TEXT NOT NULL,
    round     INTEGER NOT NULL
);
CREATE INDEX record_client ON record (client, at) WHERE deleted = 0;
CREATE INDEX record_open ON record (client, at) WHERE open = 1 AND deleted = 0;

-- Search. The text is folded in Go (SQLite folds no Cyrillic), so the tokenizer
-- has only to split at spaces: ascii takes every byte above 127 for a letter. Rows
-- lie by place, see place.go: the index gives those talked to last first.
CREATE VIRTUAL TABLE word USING fts5 (
    text, content = '', columnsize = 0, detail = none, prefix = '1 2 3 4 5 6', tokenize = 'ascii'
);

-- The words of the index with the places that hold them, one a row.
CREATE VIRTUAL TABLE holder USING fts5vocab (word, instance);

-- Clients by place with the texts the index has of them.
CREATE TABLE recency (
    place  INTEGER PRIMARY KEY,
    client INTEGER NOT NULL,
    text   TEXT NOT NULL
);

-- Clients whose text is to be made anew, see stale.go.
CREATE TABLE stale (client INTEGER PRIMARY KEY);

-- What changes of documents mean to people, for a few days. Numbers are never given
-- twice: who reads on goes by them.
CREATE TABLE news (
    seq      INTEGER PRIMARY KEY AUTOINCREMENT,
    at       INTEGER NOT NULL,
    kind     TEXT NOT NULL,
    client   INTEGER NOT NULL,
    document BLOB NOT NULL
);
