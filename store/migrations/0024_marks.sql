-- +goose Up

-- Ballots in which options are marked: one of several, or as many projects as
-- one approves of within a pot.

CREATE TABLE ballot_options (
    ballot  INTEGER NOT NULL REFERENCES ballots (id),
    n       INTEGER NOT NULL CHECK (n > 0),
    project INTEGER REFERENCES projects (id),
    text    TEXT NOT NULL DEFAULT '',
    cost    INTEGER NOT NULL DEFAULT 0 CHECK (cost >= 0),  -- fen, from the pot
    votes   INTEGER NOT NULL DEFAULT 0,                    -- when it closed
    won     INTEGER NOT NULL DEFAULT 0 CHECK (won IN (0, 1)),
    PRIMARY KEY (ballot, n),
    CHECK ((project IS NULL) = (text <> ''))
) STRICT, WITHOUT ROWID;
CREATE INDEX ballot_options_project ON ballot_options (project);

CREATE TABLE ballot_pots (
    ballot INTEGER PRIMARY KEY REFERENCES ballots (id),
    year   INTEGER NOT NULL,
    pot    INTEGER NOT NULL CHECK (pot > 0),               -- fen
    free   INTEGER NOT NULL DEFAULT 0 CHECK (free >= 0),   -- of it free when the ballot closed
    rule   TEXT NOT NULL CHECK (rule IN ('votes', 'equal_shares')),
    ties   TEXT NOT NULL CHECK (ties IN ('cheaper', 'listed'))
) STRICT;

CREATE TABLE marks (
    ballot INTEGER NOT NULL,
    person INTEGER NOT NULL,
    n      INTEGER NOT NULL,
    at     INTEGER NOT NULL,
    PRIMARY KEY (ballot, person, n),
    FOREIGN KEY (ballot, person) REFERENCES ballot_members (ballot, person),
    FOREIGN KEY (ballot, n) REFERENCES ballot_options (ballot, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX marks_person ON marks (person);

-- +goose StatementBegin
CREATE TRIGGER marks_closed_insert BEFORE INSERT ON marks
WHEN (SELECT status FROM ballots WHERE id = NEW.ballot) <> 'open'
BEGIN SELECT RAISE(ABORT, 'the ballot is closed'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER marks_closed_update BEFORE UPDATE ON marks
WHEN (SELECT status FROM ballots WHERE id = OLD.ballot) <> 'open'
BEGIN SELECT RAISE(ABORT, 'the ballot is closed'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER marks_closed_delete BEFORE DELETE ON marks
WHEN (SELECT status FROM ballots WHERE id = OLD.ballot) <> 'open'
BEGIN SELECT RAISE(ABORT, 'the ballot is closed'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER ballot_options_closed BEFORE UPDATE OF ballot, n, project, cost, votes, won ON ballot_options
WHEN (SELECT status FROM ballots WHERE id = OLD.ballot) <> 'open'
BEGIN SELECT RAISE(ABORT, 'the ballot is closed'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER ballot_options_no_delete BEFORE DELETE ON ballot_options
BEGIN SELECT RAISE(ABORT, 'an option stays as it was voted on'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER ballot_pots_closed BEFORE UPDATE ON ballot_pots
WHEN (SELECT status FROM ballots WHERE id = OLD.ballot) <> 'open'
BEGIN SELECT RAISE(ABORT, 'the ballot is closed'); END;
-- +goose StatementEnd
