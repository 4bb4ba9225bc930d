-- +goose Up

-- Visits and surveys --------------------------------------------------------

CREATE TABLE campaigns (
    id        INTEGER PRIMARY KEY,
    community INTEGER NOT NULL REFERENCES places (id),
    kind      TEXT NOT NULL CHECK (kind IN ('visit', 'survey')),
    title     TEXT NOT NULL CHECK (title <> ''),
    goal      INTEGER NOT NULL CHECK (goal > 0),
    unit      TEXT NOT NULL CHECK (unit IN ('households', 'buildings')),
    from_at   INTEGER NOT NULL,
    until_at  INTEGER NOT NULL,
    status    TEXT NOT NULL CHECK (status IN ('open', 'closed')),
    opened    INTEGER NOT NULL,
    opened_by INTEGER REFERENCES people (id),
    closed    INTEGER,
    closed_by INTEGER REFERENCES people (id),
    CHECK (until_at > from_at),
    CHECK ((status = 'closed') = (closed IS NOT NULL))
) STRICT;
CREATE INDEX campaigns_community ON campaigns (community, status);

CREATE TABLE doors (                             -- no names: a door's number, which is never published
    id        INTEGER PRIMARY KEY,
    community INTEGER NOT NULL REFERENCES places (id),
    key       TEXT,                              -- the same however it is written; NULL once forgotten
    label     TEXT NOT NULL DEFAULT '',
    building  TEXT NOT NULL DEFAULT '',
    UNIQUE (community, key)
) STRICT;

CREATE TABLE visits (
    id       INTEGER PRIMARY KEY,
    campaign INTEGER NOT NULL REFERENCES campaigns (id),
    door     INTEGER NOT NULL REFERENCES doors (id),
    outcome  TEXT NOT NULL CHECK (outcome IN ('need', 'support', 'none', 'nobody')),
    request  INTEGER REFERENCES requests (id),
    by       INTEGER NOT NULL REFERENCES people (id),
    at       INTEGER NOT NULL,
    undone   INTEGER,                            -- when it was taken back
    CHECK ((outcome IN ('need', 'support')) = (request IS NOT NULL))
) STRICT;
CREATE INDEX visits_campaign ON visits (campaign);
CREATE INDEX visits_request ON visits (request);

-- +goose StatementBegin
CREATE TRIGGER visits_no_update BEFORE UPDATE ON visits
WHEN OLD.undone IS NOT NULL OR NEW.undone IS NULL OR NEW.id <> OLD.id OR NEW.campaign <> OLD.campaign OR NEW.door <> OLD.door
    OR NEW.outcome <> OLD.outcome OR NEW.request IS NOT OLD.request OR NEW.by <> OLD.by OR NEW.at <> OLD.at
BEGIN SELECT RAISE(ABORT, 'a visit can only be taken back'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER visits_no_delete BEFORE DELETE ON visits
BEGIN SELECT RAISE(ABORT, 'a visit can only be taken back'); END;
-- +goose StatementEnd

CREATE TABLE household_supports (
    request INTEGER NOT NULL REFERENCES requests (id),
    door    INTEGER NOT NULL REFERENCES doors (id),
    at      INTEGER NOT NULL,
    PRIMARY KEY (request, door)
) STRICT, WITHOUT ROWID;

-- Polls ---------------------------------------------------------------------

CREATE TABLE polls (
    id        INTEGER PRIMARY KEY,
    community INTEGER NOT NULL REFERENCES places (id),
    question  TEXT NOT NULL DEFAULT '',
    multiple  INTEGER NOT NULL CHECK (multiple IN (0, 1)),
    status    TEXT NOT NULL CHECK (status IN ('open', 'closing', 'closed')),
    opened    INTEGER NOT NULL,
    opened_by INTEGER REFERENCES people (id),
    closes    INTEGER NOT NULL,
    closed    INTEGER,
    closed_by INTEGER REFERENCES people (id),
    voters    INTEGER NOT NULL DEFAULT 0 CHECK (voters >= 0),
    CHECK (closes > opened),
    CHECK ((status = 'open') = (closed IS NULL))
) STRICT;
CREATE INDEX polls_community ON polls (community, status);

CREATE TABLE poll_options (
    poll    INTEGER NOT NULL REFERENCES polls (id),
    n       INTEGER NOT NULL CHECK (n > 0),
    part    INTEGER NOT NULL CHECK (part >= 0),
    place   INTEGER NOT NULL CHECK (place >= 0),
    text    TEXT NOT NULL,
    request INTEGER REFERENCES requests (id),
    count   INTEGER NOT NULL DEFAULT 0 CHECK (count >= 0),
    PRIMARY KEY (poll, n),
    UNIQUE (poll, part, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX poll_options_request ON poll_options (request);

CREATE TABLE poll_posts (                        -- Telegram's own polls that a poll is asked by
    poll     INTEGER NOT NULL REFERENCES polls (id),
    part     INTEGER NOT NULL,
    chat     INTEGER NOT NULL,
    telegram TEXT UNIQUE,                        -- Telegram's id of it; NULL until it was sent
    counts   TEXT NOT NULL DEFAULT '[]',         -- by place
    voters   INTEGER NOT NULL DEFAULT 0,
    final    INTEGER NOT NULL DEFAULT 0 CHECK (final IN (0, 1)),
    PRIMARY KEY (poll, part, chat)
) STRICT, WITHOUT ROWID;

-- The choice among a year's needs -------------------------------------------

CREATE TABLE selections (
    id        INTEGER PRIMARY KEY,
    community INTEGER NOT NULL REFERENCES places (id),
    year      INTEGER NOT NULL,
    status    TEXT NOT NULL CHECK (status IN ('open', 'closed')),
    opened    INTEGER NOT NULL,
    opened_by INTEGER REFERENCES people (id),
    closed    INTEGER,
    closed_by INTEGER REFERENCES people (id),
    CHECK ((status = 'closed') = (closed IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX selections_open ON selections (community) WHERE status = 'open';

CREATE TABLE needs (
    selection  INTEGER NOT NULL REFERENCES selections (id),
    request    INTEGER NOT NULL REFERENCES requests (id),
    rank       INTEGER NOT NULL CHECK (rank > 0),
    neighbours INTEGER NOT NULL,
    households INTEGER NOT NULL,
    fate       TEXT NOT NULL DEFAULT 'waiting' CHECK (fate IN ('waiting', 'adopted', 'kept', 'declined', 'gone')),
    reason     TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (selection, request)
) STRICT, WITHOUT ROWID;
CREATE INDEX needs_request ON needs (request);
