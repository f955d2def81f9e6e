-- Clients a firm brought in from its own files. They are ours: the cache holds
-- them only as long as it lives, and takes them from here again.

-- state: writing until all rows are in, then done, then perhaps undone.
CREATE TABLE import (
    id       BLOB PRIMARY KEY,
    state    TEXT NOT NULL,
    file     TEXT NOT NULL,
    at       INTEGER NOT NULL,
    as_of    INTEGER,
    counts   TEXT NOT NULL,
    undone   INTEGER
) WITHOUT ROWID;

-- What an import said of one client.
CREATE TABLE import_party (
    client BLOB NOT NULL,
    import BLOB NOT NULL REFERENCES import (id),
    data   TEXT NOT NULL,
    PRIMARY KEY (client, import)
) WITHOUT ROWID;
CREATE INDEX import_party_import ON import_party (import);

-- Which column is what, as a person set it right for files with these headings.
CREATE TABLE import_mapping (
    headings TEXT PRIMARY KEY,
    mapping  TEXT NOT NULL
) WITHOUT ROWID;
