-- +goose Up

-- Spreadsheets that were sent in the chat and wait to be agreed to.
CREATE TABLE uploads (
    id     INTEGER PRIMARY KEY,
    person INTEGER NOT NULL REFERENCES people (id),
    name   TEXT NOT NULL,
    body   BLOB NOT NULL,
    plan   BLOB NOT NULL, -- digest of what was shown that it would change
    at     INTEGER NOT NULL
) STRICT;
CREATE INDEX uploads_person ON uploads (person);
