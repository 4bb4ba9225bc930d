-- +goose Up

-- People and places ---------------------------------------------------------

CREATE TABLE places (
    id      INTEGER PRIMARY KEY,
    kind    TEXT NOT NULL CHECK (kind IN ('city', 'district', 'street', 'community')),
    parent  INTEGER REFERENCES places (id),
    code    TEXT NOT NULL UNIQUE CHECK (length(code) BETWEEN 2 AND 6),
    name    TEXT NOT NULL CHECK (name <> ''),
    name_en TEXT NOT NULL DEFAULT '',
    CHECK ((kind = 'city') = (parent IS NULL))
) STRICT;
CREATE INDEX places_parent ON places (parent);

CREATE TABLE people (
    id         INTEGER PRIMARY KEY,
    telegram   INTEGER UNIQUE,          -- NULL once erased
    name       TEXT NOT NULL,           -- masked for residents, as given for office holders
    lang       TEXT NOT NULL,
    community  INTEGER REFERENCES places (id),
    consent    INTEGER NOT NULL DEFAULT 0,
    consent_at INTEGER,
    created    INTEGER NOT NULL,
    erased     INTEGER NOT NULL DEFAULT 0 CHECK (erased IN (0, 1))
) STRICT;
CREATE INDEX people_community ON people (community);

CREATE TABLE grants (
    id         INTEGER PRIMARY KEY,
    person     INTEGER NOT NULL REFERENCES people (id),
    role       TEXT NOT NULL CHECK (role IN ('representative', 'staff', 'supervisor', 'street', 'district', 'admin')),
    place      INTEGER NOT NULL REFERENCES places (id),
    since      INTEGER NOT NULL,
    until      INTEGER,
    granted_by INTEGER REFERENCES people (id)
) STRICT;
CREATE INDEX grants_person ON grants (person);
CREATE INDEX grants_place ON grants (place, role);
CREATE UNIQUE INDEX grants_once ON grants (person, role, place) WHERE until IS NULL;

CREATE TABLE invites (
    id       INTEGER PRIMARY KEY,
    hash     BLOB NOT NULL UNIQUE,      -- SHA-256 of the link's token; the token itself is never kept
    role     TEXT NOT NULL,
    place    INTEGER NOT NULL REFERENCES places (id),
    by       INTEGER REFERENCES people (id), -- NULL: the command line
    created  INTEGER NOT NULL,
    expires  INTEGER NOT NULL,
    used_by  INTEGER REFERENCES people (id),
    used_at  INTEGER
) STRICT;

CREATE TABLE chats (
    id        INTEGER PRIMARY KEY,      -- Telegram's chat id
    kind      TEXT NOT NULL CHECK (kind IN ('private', 'group', 'supergroup', 'channel')),
    title     TEXT NOT NULL DEFAULT '',
    lang      TEXT NOT NULL DEFAULT '',
    place     INTEGER REFERENCES places (id),
    purpose   TEXT CHECK (purpose IN ('neighbourhood', 'representatives', 'staff', 'channel')),
    bound_by  INTEGER REFERENCES people (id),
    bound_at  INTEGER,
    blocked   INTEGER NOT NULL DEFAULT 0 CHECK (blocked IN (0, 1)),
    CHECK ((place IS NULL) = (purpose IS NULL))
) STRICT;
CREATE INDEX chats_place ON chats (place, purpose);

-- Requests ------------------------------------------------------------------

CREATE TABLE requests (
    id          INTEGER PRIMARY KEY,
    number      TEXT NOT NULL UNIQUE,
    community   INTEGER NOT NULL REFERENCES places (id),
    author      INTEGER REFERENCES people (id),
    entered_by  INTEGER REFERENCES people (id),
    source      TEXT NOT NULL CHECK (source IN ('self', 'counter', 'call', 'visit', 'paper')),
    text        TEXT NOT NULL,
    place       TEXT NOT NULL DEFAULT '',
    lat         REAL,
    lon         REAL,
    photos      TEXT NOT NULL DEFAULT '[]',
    item        TEXT NOT NULL DEFAULT '',
    status      TEXT NOT NULL CHECK (status IN ('open', 'adopted', 'declined', 'merged', 'withdrawn')),
    project     INTEGER REFERENCES projects (id),
    merged_into INTEGER REFERENCES requests (id),
    reason      TEXT NOT NULL DEFAULT '',
    filed       INTEGER NOT NULL,
    changed     INTEGER NOT NULL,
    CHECK ((status = 'adopted') <= (project IS NOT NULL)),
    CHECK ((status = 'merged') = (merged_into IS NOT NULL)),
    CHECK (source = 'self' OR entered_by IS NOT NULL)
) STRICT;
CREATE INDEX requests_community ON requests (community, status, filed);
CREATE INDEX requests_author ON requests (author);

CREATE TABLE supports (
    request INTEGER NOT NULL REFERENCES requests (id),
    person  INTEGER NOT NULL REFERENCES people (id),
    at      INTEGER NOT NULL,
    PRIMARY KEY (request, person)
) STRICT, WITHOUT ROWID;
CREATE INDEX supports_person ON supports (person);

CREATE TABLE comments (
    id      INTEGER PRIMARY KEY,
    request INTEGER NOT NULL REFERENCES requests (id),
    person  INTEGER NOT NULL REFERENCES people (id),
    office  INTEGER NOT NULL DEFAULT 0 CHECK (office IN (0, 1)), -- 1: an answer by the committee
    text    TEXT NOT NULL,
    at      INTEGER NOT NULL
) STRICT;
CREATE INDEX comments_request ON comments (request);

CREATE TABLE merges (
    id       INTEGER PRIMARY KEY,
    request  INTEGER NOT NULL REFERENCES requests (id),
    into_id  INTEGER NOT NULL REFERENCES requests (id),
    by       INTEGER NOT NULL REFERENCES people (id),
    asked    INTEGER NOT NULL,
    answered INTEGER,
    agreed   INTEGER CHECK (agreed IN (0, 1)),
    CHECK (request <> into_id)
) STRICT;
CREATE UNIQUE INDEX merges_pending ON merges (request) WHERE answered IS NULL;

-- Projects ------------------------------------------------------------------

CREATE TABLE projects (
    id              INTEGER PRIMARY KEY,
    number          TEXT NOT NULL UNIQUE,
    community       INTEGER NOT NULL REFERENCES places (id),
    title           TEXT NOT NULL,
    item            TEXT NOT NULL,
    place           TEXT NOT NULL DEFAULT '',
    lat             REAL,
    lon             REAL,
    from_fund       INTEGER NOT NULL CHECK (from_fund >= 0),
    from_sponsor    INTEGER NOT NULL DEFAULT 0 CHECK (from_sponsor >= 0),
    from_residents  INTEGER NOT NULL DEFAULT 0 CHECK (from_residents >= 0),
    sponsor_name    TEXT NOT NULL DEFAULT '',
    lead            INTEGER REFERENCES requests (id),
    status          TEXT NOT NULL CHECK (status IN ('drafted', 'voting', 'lost', 'street', 'district', 'returned',
                                                    'refused', 'approved', 'started', 'finished', 'dropped')),
    tier            TEXT NOT NULL CHECK (tier IN ('community', 'street', 'district')),
    voted_cost      INTEGER NOT NULL DEFAULT 0 CHECK (voted_cost >= 0),
    year            INTEGER NOT NULL,
    held_since      INTEGER NOT NULL,
    due             INTEGER,
    due_provisional INTEGER NOT NULL DEFAULT 0 CHECK (due_provisional IN (0, 1)),
    spent           INTEGER NOT NULL DEFAULT 0 CHECK (spent BETWEEN 0 AND from_fund + from_sponsor + from_residents),
    decided         INTEGER,
    approved        INTEGER,
    started         INTEGER,
    finished        INTEGER,
    created         INTEGER NOT NULL,
    changed         INTEGER NOT NULL,
    reason          TEXT NOT NULL DEFAULT '',
    before_photos   TEXT NOT NULL DEFAULT '[]',
    after_photos    TEXT NOT NULL DEFAULT '[]'
) STRICT;
CREATE INDEX projects_community ON projects (community, status);

CREATE TABLE approvals (
    id      INTEGER PRIMARY KEY,
    project INTEGER NOT NULL REFERENCES projects (id),
    tier    TEXT NOT NULL CHECK (tier IN ('street', 'district')),
    arrived INTEGER NOT NULL,
    due     INTEGER NOT NULL,
    decided INTEGER,
    verdict TEXT CHECK (verdict IN ('approve', 'return', 'refuse')),
    by      INTEGER REFERENCES people (id),
    reason  TEXT NOT NULL DEFAULT '',
    CHECK ((decided IS NULL) = (verdict IS NULL))
) STRICT;
CREATE INDEX approvals_project ON approvals (project);
CREATE UNIQUE INDEX approvals_pending ON approvals (project) WHERE decided IS NULL;

-- Ballots -------------------------------------------------------------------

CREATE TABLE ballots (
    id        INTEGER PRIMARY KEY,
    project   INTEGER NOT NULL REFERENCES projects (id),
    community INTEGER NOT NULL REFERENCES places (id),
    opened    INTEGER NOT NULL,
    closes    INTEGER NOT NULL,
    closed    INTEGER,
    opened_by INTEGER REFERENCES people (id),
    closed_by INTEGER REFERENCES people (id),
    status    TEXT NOT NULL CHECK (status IN ('open', 'closed')),
    votes_for     INTEGER NOT NULL DEFAULT 0,
    votes_against INTEGER NOT NULL DEFAULT 0,
    votes_abstain INTEGER NOT NULL DEFAULT 0,
    outcome   TEXT CHECK (outcome IN ('carried', 'lost', 'no_quorum')),
    CHECK (closes > opened),
    CHECK ((status = 'closed') = (closed IS NOT NULL AND outcome IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX ballots_open ON ballots (project) WHERE status = 'open';
CREATE INDEX ballots_closes ON ballots (closes) WHERE status = 'open';

CREATE TABLE ballot_members (
    ballot INTEGER NOT NULL REFERENCES ballots (id),
    person INTEGER NOT NULL REFERENCES people (id),
    PRIMARY KEY (ballot, person)
) STRICT, WITHOUT ROWID;

CREATE TABLE votes (
    ballot INTEGER NOT NULL REFERENCES ballots (id),
    person INTEGER NOT NULL REFERENCES people (id),
    choice TEXT NOT NULL CHECK (choice IN ('for', 'against', 'abstain')),
    at     INTEGER NOT NULL,
    PRIMARY KEY (ballot, person),
    FOREIGN KEY (ballot, person) REFERENCES ballot_members (ballot, person)
) STRICT, WITHOUT ROWID;

-- In and out ----------------------------------------------------------------

CREATE TABLE inbox (
    seq       INTEGER PRIMARY KEY AUTOINCREMENT, -- order of arrival: update ids restart at random after a week
    update_id INTEGER NOT NULL UNIQUE,
    body      BLOB,                              -- Telegram's JSON; dropped once done
    received  INTEGER NOT NULL,
    status    TEXT NOT NULL DEFAULT 'waiting' CHECK (status IN ('waiting', 'done', 'failed')),
    error     TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX inbox_waiting ON inbox (seq) WHERE status = 'waiting';

CREATE TABLE outbox (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    rev      INTEGER NOT NULL,                   -- counts up whenever a row comes to wait: what a sender has not yet seen
    key      TEXT UNIQUE,                        -- what carries a key is said once, ever
    chat     INTEGER NOT NULL,
    topic    TEXT,                               -- a post that is edited in place, e.g. ballot:17
    kind     TEXT NOT NULL,
    data     TEXT NOT NULL,
    lane     INTEGER NOT NULL CHECK (lane BETWEEN 0 AND 3), -- 0 answer to a tap, 1 reply, 2 notice, 3 broadcast
    created  INTEGER NOT NULL,
    due      INTEGER NOT NULL,
    expires  INTEGER,
    status   TEXT NOT NULL DEFAULT 'waiting' CHECK (status IN ('waiting', 'sending', 'sent', 'uncertain', 'arrived', 'held', 'failed', 'parked', 'expired')),
    attempts INTEGER NOT NULL DEFAULT 0,
    message  INTEGER,
    error    TEXT NOT NULL DEFAULT '',
    sent     INTEGER
) STRICT;
CREATE UNIQUE INDEX outbox_topic ON outbox (chat, topic) WHERE status = 'waiting'; -- NULLs never collide; saying NOT NULL here makes SQLite prepare every query anew
CREATE INDEX outbox_waiting ON outbox (rev) WHERE status = 'waiting';
CREATE INDEX outbox_sending ON outbox (id) WHERE status = 'sending';
CREATE INDEX outbox_open ON outbox (chat, status) WHERE status <> 'sent'; -- used by queries that say so in these words

CREATE TABLE posts (
    chat    INTEGER NOT NULL,
    topic   TEXT NOT NULL,
    message INTEGER NOT NULL,
    at      INTEGER NOT NULL,
    digest  BLOB,                                -- of what it shows, to leave an unchanged post alone
    PRIMARY KEY (chat, topic)
) STRICT, WITHOUT ROWID;
CREATE INDEX posts_message ON posts (chat, message);
CREATE INDEX posts_topic ON posts (topic);

CREATE TABLE sessions (
    chat    INTEGER NOT NULL,
    person  INTEGER NOT NULL,                    -- Telegram's user id: a conversation may precede consent
    form    TEXT NOT NULL,
    step    TEXT NOT NULL,
    data    TEXT NOT NULL,
    changed INTEGER NOT NULL,
    PRIMARY KEY (chat, person)
) STRICT, WITHOUT ROWID;

CREATE TABLE jobs (
    name TEXT PRIMARY KEY,
    last INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Record --------------------------------------------------------------------

CREATE TABLE record (
    seq  INTEGER PRIMARY KEY,                    -- from 0
    at   INTEGER NOT NULL,
    by   INTEGER NOT NULL,                       -- person's internal number, 0 the clock
    what TEXT NOT NULL,
    data TEXT NOT NULL                           -- canonical JSON; texts only as salted hashes
) STRICT;

CREATE TABLE record_hashes (                     -- the stored hashes of golang.org/x/mod/sumdb/tlog
    idx  INTEGER PRIMARY KEY,
    hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;

CREATE TABLE record_salts (                      -- deleted on erasure: the hash then says nothing more
    hash   BLOB PRIMARY KEY,
    salt   BLOB NOT NULL,
    person INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

-- +goose StatementBegin
CREATE TRIGGER record_no_update BEFORE UPDATE ON record BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER record_no_delete BEFORE DELETE ON record BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER record_hashes_no_update BEFORE UPDATE ON record_hashes BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER record_hashes_no_delete BEFORE DELETE ON record_hashes BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER votes_closed_insert BEFORE INSERT ON votes
WHEN (SELECT status FROM ballots WHERE id = NEW.ballot) <> 'open'
BEGIN SELECT RAISE(ABORT, 'the ballot is closed'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER votes_closed_update BEFORE UPDATE ON votes
WHEN (SELECT status FROM ballots WHERE id = OLD.ballot) <> 'open'
BEGIN SELECT RAISE(ABORT, 'the ballot is closed'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER votes_no_delete BEFORE DELETE ON votes
BEGIN SELECT RAISE(ABORT, 'a vote is changed, never removed'); END;
-- +goose StatementEnd
