-- What the manager says of himself: free, a break, not to be disturbed. Each row holds
-- until the next one of its day.
CREATE TABLE presence (
    at     INTEGER PRIMARY KEY,
    kind   TEXT NOT NULL,
    reason TEXT NOT NULL,
    author TEXT NOT NULL
);
