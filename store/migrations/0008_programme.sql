-- +goose Up

-- The rules the fund has run by, each text as it was taken up: which rules
-- were in force when can be proven by the record, which has the digest.

CREATE TABLE programmes (
    id     INTEGER PRIMARY KEY,
    begun  INTEGER NOT NULL,                      -- when the program began to run by it
    digest TEXT NOT NULL CHECK (length(digest) = 64), -- SHA-256 of text
    text   TEXT NOT NULL                          -- a programme file with every rule
) STRICT;

-- +goose StatementBegin
CREATE TRIGGER programmes_no_update BEFORE UPDATE ON programmes BEGIN SELECT RAISE(ABORT, 'programmes are append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER programmes_no_delete BEFORE DELETE ON programmes BEGIN SELECT RAISE(ABORT, 'programmes are append-only'); END;
-- +goose StatementEnd
