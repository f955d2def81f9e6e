-- What Pult owns. Nothing here can be had again.

CREATE TABLE call (
    id          BLOB PRIMARY KEY,
    sip_call_id TEXT NOT NULL,
    account     TEXT NOT NULL,
    direction   TEXT NOT NULL,
    e164        INTEGER,
    short       TEXT NOT NULL,
    ext         TEXT NOT NULL,
    raw         TEXT NOT NULL,
    display     TEXT NOT NULL,
    called      TEXT NOT NULL,
    client      BLOB,
    contact     BLOB,
    rang_at     INTEGER,
    answered_at INTEGER,
    ended_at    INTEGER,
    outcome     TEXT NOT NULL,
    note        TEXT NOT NULL,
    author      TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX call_open ON call (rang_at) WHERE ended_at IS NULL;

-- The timeline. A call's line and a promise's line carry the id of the call and
-- of the promise.
CREATE TABLE interaction (
    id        BLOB PRIMARY KEY,
    kind      TEXT NOT NULL,
    at        INTEGER NOT NULL,
    client    BLOB,
    contact   BLOB,
    direction TEXT NOT NULL,
    e164      INTEGER,
    short     TEXT NOT NULL,
    ext       TEXT NOT NULL,
    raw       TEXT NOT NULL,
    outcome   TEXT NOT NULL,
    seconds   INTEGER NOT NULL,
    text      TEXT NOT NULL,
    author    TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX interaction_at ON interaction (at, id);
CREATE INDEX interaction_client ON interaction (client, at, id) WHERE client IS NOT NULL;
CREATE INDEX interaction_number ON interaction (e164, at, id) WHERE e164 IS NOT NULL;

CREATE TABLE promise (
    id     BLOB PRIMARY KEY REFERENCES interaction (id),
    client BLOB NOT NULL,
    call   BLOB,
    given  INTEGER NOT NULL,
    due    INTEGER,
    amount INTEGER NOT NULL,
    author TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX promise_client ON promise (client, given, id);

-- Facts on their way to 1C. leased_until keeps a fact with the one who took it;
-- sent_revision is what 1C has, 0 when it has nothing.
CREATE TABLE outbox (
    id            BLOB PRIMARY KEY REFERENCES call (id),
    kind          TEXT NOT NULL,
    state         TEXT NOT NULL,
    client        BLOB,
    created       INTEGER NOT NULL,
    attempts      INTEGER NOT NULL,
    next          INTEGER NOT NULL,
    leased_until  INTEGER NOT NULL,
    reason        TEXT NOT NULL,
    revision      INTEGER NOT NULL,
    sent_revision INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX outbox_unsent ON outbox (created, id) WHERE state <> 'sent';
CREATE INDEX outbox_client ON outbox (client, created, id) WHERE state = 'waiting';
