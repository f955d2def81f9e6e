-- Whose an address of letters is, as a person has said. Without a client it is of several.
CREATE TABLE mail_holder (
    address TEXT PRIMARY KEY,
    client  BLOB,
    at      INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX mail_holder_client ON mail_holder (client) WHERE client IS NOT NULL;
