-- +goose Up

CREATE TABLE reschedulings (                     -- when and where a meeting was to be, until it was moved
    meeting INTEGER NOT NULL REFERENCES meetings (id),
    n       INTEGER NOT NULL CHECK (n > 0),
    starts  INTEGER NOT NULL,
    place   TEXT NOT NULL CHECK (place <> ''),
    haste   TEXT NOT NULL,
    by      INTEGER REFERENCES people (id),
    at      INTEGER NOT NULL,
    PRIMARY KEY (meeting, n)
) STRICT, WITHOUT ROWID;

ALTER TABLE meeting_replies ADD COLUMN old INTEGER NOT NULL DEFAULT 0 CHECK (old IN (0, 1)); -- for an earlier hour
