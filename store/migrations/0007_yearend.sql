-- +goose NO TRANSACTION
-- +goose Up

-- The end of a year: what lapses with it, what failed and is barred, what the
-- year came to, and its inspection.

-- A project may lapse. Allowing one more word in a CHECK changes no row, and is
-- done as SQLite's documentation of ALTER TABLE describes for that case.
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, '''dropped''', '''dropped'', ''lapsed''') WHERE type = 'table' AND name = 'projects';
PRAGMA writable_schema = RESET;

-- Which requests a project came of, kept when a request is open again.
CREATE TABLE origins (
    project INTEGER NOT NULL REFERENCES projects (id),
    request INTEGER NOT NULL REFERENCES requests (id),
    PRIMARY KEY (project, request)
) STRICT, WITHOUT ROWID;
CREATE INDEX origins_request ON origins (request);

CREATE TABLE bars (
    project   INTEGER PRIMARY KEY REFERENCES projects (id),
    community INTEGER NOT NULL REFERENCES places (id),
    year      INTEGER NOT NULL,
    since     INTEGER NOT NULL,
    until     INTEGER NOT NULL,
    lifted    INTEGER,
    CHECK (until > since)
) STRICT;
CREATE INDEX bars_community ON bars (community);

-- What the staff said about a request that looked like a barred project.
CREATE TABLE kinships (
    request INTEGER NOT NULL REFERENCES requests (id),
    project INTEGER NOT NULL REFERENCES projects (id),
    same    INTEGER NOT NULL CHECK (same IN (0, 1)),
    reason  TEXT NOT NULL DEFAULT '',
    by      INTEGER REFERENCES people (id),
    at      INTEGER NOT NULL,
    PRIMARY KEY (request, project)
) STRICT, WITHOUT ROWID;

CREATE TABLE appeals (
    id          INTEGER PRIMARY KEY,
    project     INTEGER NOT NULL UNIQUE REFERENCES bars (project),
    by          INTEGER REFERENCES people (id),
    reason      TEXT NOT NULL,
    photos      TEXT NOT NULL DEFAULT '[]',
    filed       INTEGER NOT NULL,
    due         INTEGER NOT NULL,
    provisional INTEGER NOT NULL DEFAULT 0 CHECK (provisional IN (0, 1)),
    decided     INTEGER,
    granted     INTEGER NOT NULL DEFAULT 0 CHECK (granted IN (0, 1)),
    decided_by  INTEGER REFERENCES people (id),
    answer      TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX appeals_waiting ON appeals (due) WHERE decided IS NULL;

CREATE TABLE yearbooks (
    community INTEGER NOT NULL REFERENCES places (id),
    year      INTEGER NOT NULL,
    figures   TEXT NOT NULL,
    closed    INTEGER NOT NULL,
    PRIMARY KEY (community, year)
) STRICT, WITHOUT ROWID;

CREATE TABLE site_visits (
    id        INTEGER PRIMARY KEY,
    community INTEGER NOT NULL REFERENCES places (id),
    year      INTEGER NOT NULL,
    project   INTEGER REFERENCES projects (id),
    by        INTEGER NOT NULL REFERENCES people (id),
    at        INTEGER NOT NULL,
    severity  TEXT NOT NULL CHECK (severity IN ('', 'note', 'serious', 'grave')),
    text      TEXT NOT NULL,
    photos    TEXT NOT NULL DEFAULT '[]'
) STRICT;
CREATE INDEX site_visits_community ON site_visits (community, year);

CREATE TABLE inspections (
    id           INTEGER PRIMARY KEY,
    community    INTEGER NOT NULL REFERENCES places (id),
    year         INTEGER NOT NULL,
    opened       INTEGER NOT NULL,
    due          INTEGER NOT NULL,
    provisional  INTEGER NOT NULL DEFAULT 0 CHECK (provisional IN (0, 1)),
    base         INTEGER NOT NULL CHECK (base >= 0),
    draft        TEXT NOT NULL CHECK (draft IN ('full', 'conditions', 'reduced', 'withheld')),
    draft_amount INTEGER NOT NULL CHECK (draft_amount BETWEEN 0 AND base),
    findings     TEXT NOT NULL,
    opinion      TEXT CHECK (opinion IN ('full', 'conditions', 'reduced', 'withheld')),
    amount       INTEGER NOT NULL DEFAULT 0 CHECK (amount BETWEEN 0 AND base),
    reason       TEXT NOT NULL DEFAULT '',
    decided      INTEGER,
    by           INTEGER REFERENCES people (id),
    UNIQUE (community, year),
    CHECK ((opinion IS NULL) = (decided IS NULL))
) STRICT;
CREATE INDEX inspections_open ON inspections (due) WHERE opinion IS NULL;

-- +goose StatementBegin
CREATE TRIGGER yearbooks_no_update BEFORE UPDATE ON yearbooks BEGIN SELECT RAISE(ABORT, 'a closed year stays as it is'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER yearbooks_no_delete BEFORE DELETE ON yearbooks BEGIN SELECT RAISE(ABORT, 'a closed year stays as it is'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER bars_no_delete BEFORE DELETE ON bars BEGIN SELECT RAISE(ABORT, 'a bar is lifted, never removed'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER inspections_decided BEFORE UPDATE ON inspections WHEN OLD.opinion IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'an opinion that is decided stays'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER inspections_no_delete BEFORE DELETE ON inspections BEGIN SELECT RAISE(ABORT, 'an inspection is not removed'); END;
-- +goose StatementEnd
