-- Call lists. choice and script are JSON; file is the name of the one it came from.
CREATE TABLE call_list (
    id      BLOB PRIMARY KEY,
    name    TEXT NOT NULL,
    purpose TEXT NOT NULL,
    live    INTEGER NOT NULL,
    choice  TEXT NOT NULL,
    script  TEXT NOT NULL,
    file    TEXT NOT NULL,
    author  TEXT NOT NULL,
    made    INTEGER NOT NULL,
    closed  INTEGER,
    paused  TEXT NOT NULL
) WITHOUT ROWID;

-- numbers is a JSON list as phone.Number is; why is JSON. holder, token and until
-- are the lease: it is taken and given back without a change of the state.
CREATE TABLE list_entry (
    id       BLOB PRIMARY KEY,
    list     BLOB NOT NULL REFERENCES call_list (id),
    client   BLOB,
    name     TEXT NOT NULL,
    numbers  TEXT NOT NULL,
    phone    INTEGER NOT NULL,
    portion  TEXT NOT NULL,
    place    INTEGER NOT NULL,
    why      TEXT NOT NULL,
    state    TEXT NOT NULL,
    cause    TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    faults   INTEGER NOT NULL,
    heard    TEXT NOT NULL,
    before   TEXT NOT NULL,
    last     INTEGER,
    next     INTEGER,
    owner    TEXT NOT NULL,
    result   TEXT NOT NULL,
    reason   TEXT NOT NULL,
    call     BLOB,
    holder   TEXT NOT NULL,
    token    BLOB,
    until    INTEGER
) WITHOUT ROWID;
CREATE INDEX list_entry_place ON list_entry (list, place);
CREATE INDEX list_entry_waits ON list_entry (list, state, next, place);
CREATE INDEX list_entry_client ON list_entry (client) WHERE client IS NOT NULL;
CREATE INDEX list_entry_call ON list_entry (call) WHERE call IS NOT NULL;
CREATE INDEX list_entry_held ON list_entry (holder, until) WHERE token IS NOT NULL;

-- Each call of an entry. A call's row has its id.
CREATE TABLE list_attempt (
    call    BLOB PRIMARY KEY,
    entry   BLOB NOT NULL REFERENCES list_entry (id),
    list    BLOB NOT NULL,
    client  BLOB,
    e164    INTEGER,
    number  TEXT NOT NULL,
    manager TEXT NOT NULL,
    at      INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    counted INTEGER NOT NULL,
    seconds INTEGER NOT NULL,
    result  TEXT NOT NULL,
    reason  TEXT NOT NULL,
    answers TEXT NOT NULL,
    wrapup  INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX list_attempt_list ON list_attempt (list, at);
CREATE INDEX list_attempt_entry ON list_attempt (entry, at);
CREATE INDEX list_attempt_client ON list_attempt (client, at) WHERE client IS NOT NULL;
CREATE INDEX list_attempt_number ON list_attempt (e164, at) WHERE e164 IS NOT NULL;

CREATE TABLE list_skip (
    entry   BLOB NOT NULL,
    at      INTEGER NOT NULL,
    list    BLOB NOT NULL,
    manager TEXT NOT NULL,
    reason  TEXT NOT NULL,
    PRIMARY KEY (entry, at)
) WITHOUT ROWID;
-- Breaks of managers in a list: till is NULL while it lasts, and ends by hand.
CREATE TABLE list_break (
    list    BLOB NOT NULL,
    manager TEXT NOT NULL,
    since   INTEGER NOT NULL,
    till    INTEGER,
    cause   TEXT NOT NULL,
    text    TEXT NOT NULL,
    PRIMARY KEY (list, manager, since)
) WITHOUT ROWID;

CREATE INDEX list_skip_list ON list_skip (list, at);

-- What a person has said of the hours of a client: zone is as crm.ParseZone reads it,
-- opens and closes are minutes of its day.
CREATE TABLE client_hours (
    client BLOB PRIMARY KEY,
    zone   TEXT NOT NULL,
    opens  INTEGER,
    closes INTEGER,
    author TEXT NOT NULL,
    at     INTEGER NOT NULL
) WITHOUT ROWID;

-- Choices kept under a name.
CREATE TABLE saved_choice (
    id     BLOB PRIMARY KEY,
    name   TEXT NOT NULL,
    choice TEXT NOT NULL,
    author TEXT NOT NULL,
    at     INTEGER NOT NULL
) WITHOUT ROWID;
