-- +goose NO TRANSACTION
-- +goose Up

-- Ballots that belong to a meeting, are about a free item, or are secret. What
-- a column requires cannot be changed, so the table is made anew; what refers
-- to it must not notice. SQLite takes the pragma only outside a transaction.

PRAGMA foreign_keys = OFF;
BEGIN IMMEDIATE;

-- Meetings ------------------------------------------------------------------

CREATE TABLE meetings (
    id        INTEGER PRIMARY KEY,
    community INTEGER NOT NULL REFERENCES places (id),
    kind      TEXT NOT NULL CHECK (kind IN ('representatives', 'residents')),
    basis     TEXT NOT NULL CHECK (basis IN ('committee', 'representatives', 'residents')),
    petition  INTEGER REFERENCES petitions (id),
    status    TEXT NOT NULL CHECK (status IN ('called', 'open', 'ended', 'cancelled')),
    title     TEXT NOT NULL CHECK (title <> ''),
    place     TEXT NOT NULL CHECK (place <> ''),
    starts    INTEGER NOT NULL,
    remote    INTEGER NOT NULL CHECK (remote IN (0, 1)),
    haste     TEXT NOT NULL DEFAULT '',          -- why the notice is shorter than the rule
    chair     INTEGER REFERENCES people (id),
    recorder  INTEGER REFERENCES people (id),
    called    INTEGER NOT NULL,
    called_by INTEGER REFERENCES people (id),
    opened    INTEGER,
    opened_by INTEGER REFERENCES people (id),
    ended     INTEGER,
    ended_by  INTEGER REFERENCES people (id),
    reason    TEXT NOT NULL DEFAULT '',          -- why it was cancelled
    secret    BLOB NOT NULL,                     -- the chair's code is made of it
    CHECK (status = 'called' OR status = 'cancelled' OR opened IS NOT NULL),
    CHECK ((status IN ('ended', 'cancelled')) = (ended IS NOT NULL))
) STRICT;
CREATE INDEX meetings_community ON meetings (community, status);

CREATE TABLE agenda (
    meeting INTEGER NOT NULL REFERENCES meetings (id),
    n       INTEGER NOT NULL CHECK (n > 0),
    project INTEGER REFERENCES projects (id),
    title   TEXT NOT NULL DEFAULT '',
    text    TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (meeting, n),
    CHECK ((project IS NULL) = (title <> ''))
) STRICT, WITHOUT ROWID;
CREATE INDEX agenda_project ON agenda (project);

CREATE TABLE meeting_replies (
    meeting INTEGER NOT NULL REFERENCES meetings (id),
    person  INTEGER NOT NULL REFERENCES people (id),
    reply   TEXT NOT NULL CHECK (reply IN ('coming', 'not', 'perhaps')),
    at      INTEGER NOT NULL,
    PRIMARY KEY (meeting, person)
) STRICT, WITHOUT ROWID;

CREATE TABLE meeting_members (                   -- fixed when the meeting opens
    meeting INTEGER NOT NULL REFERENCES meetings (id),
    person  INTEGER NOT NULL REFERENCES people (id),
    PRIMARY KEY (meeting, person)
) STRICT, WITHOUT ROWID;

CREATE TABLE movements (
    id      INTEGER PRIMARY KEY,
    meeting INTEGER NOT NULL REFERENCES meetings (id),
    person  INTEGER NOT NULL REFERENCES people (id),
    here    INTEGER NOT NULL CHECK (here IN (0, 1)),
    way     TEXT NOT NULL CHECK (way IN ('code', 'chair', 'remote')),
    by      INTEGER REFERENCES people (id),
    at      INTEGER NOT NULL,
    FOREIGN KEY (meeting, person) REFERENCES meeting_members (meeting, person)
) STRICT;
CREATE INDEX movements_meeting ON movements (meeting);

-- Demands for a meeting -----------------------------------------------------

CREATE TABLE petitions (
    id        INTEGER PRIMARY KEY,
    community INTEGER NOT NULL REFERENCES places (id),
    kind      TEXT NOT NULL CHECK (kind IN ('representatives', 'residents')),
    subject   TEXT NOT NULL CHECK (subject <> ''),
    status    TEXT NOT NULL CHECK (status IN ('open', 'reached', 'answered', 'withdrawn')),
    opened    INTEGER NOT NULL,
    opened_by INTEGER NOT NULL REFERENCES people (id),
    reached   INTEGER,
    ended     INTEGER
) STRICT;
CREATE UNIQUE INDEX petitions_open ON petitions (community, kind) WHERE status IN ('open', 'reached');

CREATE TABLE signatures (
    petition INTEGER NOT NULL REFERENCES petitions (id),
    person   INTEGER NOT NULL REFERENCES people (id),
    at       INTEGER NOT NULL,
    PRIMARY KEY (petition, person)
) STRICT, WITHOUT ROWID;

-- In the room ---------------------------------------------------------------

CREATE TABLE meeting_screens (                   -- in whose private chat the code is shown
    meeting INTEGER NOT NULL REFERENCES meetings (id),
    person  INTEGER NOT NULL REFERENCES people (id),
    due     INTEGER NOT NULL,                    -- when it changes next
    until   INTEGER NOT NULL,
    PRIMARY KEY (meeting, person)
) STRICT, WITHOUT ROWID;

CREATE TABLE wrong_codes (                       -- guesses in one half minute
    person INTEGER PRIMARY KEY REFERENCES people (id),
    step   INTEGER NOT NULL,
    n      INTEGER NOT NULL
) STRICT;

CREATE TABLE room_voters (                       -- who votes on paper or by voice, not in the chat
    ballot INTEGER NOT NULL,
    person INTEGER NOT NULL,
    PRIMARY KEY (ballot, person),
    FOREIGN KEY (ballot, person) REFERENCES ballot_members (ballot, person)
) STRICT, WITHOUT ROWID;

CREATE TABLE tellers (                           -- what each counted of these votes; NULL until then
    ballot INTEGER NOT NULL,
    person INTEGER NOT NULL REFERENCES people (id),
    votes_for     INTEGER,
    votes_against INTEGER,
    votes_abstain INTEGER,
    at     INTEGER,
    PRIMARY KEY (ballot, person),
    CHECK ((at IS NULL) = (votes_for IS NULL OR votes_against IS NULL OR votes_abstain IS NULL))
) STRICT, WITHOUT ROWID;

-- Ballots -------------------------------------------------------------------

CREATE TABLE ballots_new (
    id        INTEGER PRIMARY KEY,
    kind      TEXT NOT NULL DEFAULT 'motion' CHECK (kind IN ('motion', 'choice', 'budget')),
    project   INTEGER REFERENCES projects (id),  -- NULL for a free item
    community INTEGER NOT NULL REFERENCES places (id),
    meeting   INTEGER REFERENCES meetings (id),
    item      INTEGER NOT NULL DEFAULT 0,
    secret    INTEGER NOT NULL DEFAULT 0 CHECK (secret IN (0, 1)),
    reason    TEXT NOT NULL DEFAULT '',          -- why an item is voted on anew
    opened    INTEGER NOT NULL,
    closes    INTEGER NOT NULL,
    closed    INTEGER,
    opened_by INTEGER REFERENCES people (id),
    closed_by INTEGER REFERENCES people (id),
    status    TEXT NOT NULL CHECK (status IN ('open', 'closed')),
    votes_for     INTEGER NOT NULL DEFAULT 0,
    votes_against INTEGER NOT NULL DEFAULT 0,
    votes_abstain INTEGER NOT NULL DEFAULT 0,
    present   INTEGER NOT NULL DEFAULT 0,
    outcome   TEXT CHECK (outcome IN ('carried', 'lost', 'no_quorum')),
    CHECK (closes > opened),
    CHECK (project IS NOT NULL OR meeting IS NOT NULL),
    CHECK ((meeting IS NOT NULL) = (item > 0)),
    CHECK ((status = 'closed') = (closed IS NOT NULL AND outcome IS NOT NULL)),
    FOREIGN KEY (meeting, item) REFERENCES agenda (meeting, n)
) STRICT;

INSERT INTO ballots_new (id, project, community, opened, closes, closed, opened_by, closed_by, status,
    votes_for, votes_against, votes_abstain, outcome)
SELECT id, project, community, opened, closes, closed, opened_by, closed_by, status,
    votes_for, votes_against, votes_abstain, outcome
FROM ballots;

CREATE TABLE ballot_present (                    -- who took part in a meeting's vote that is closed
    ballot INTEGER NOT NULL REFERENCES ballots (id),
    person INTEGER NOT NULL REFERENCES people (id),
    PRIMARY KEY (ballot, person)
) STRICT, WITHOUT ROWID;

-- The triggers on votes name the table; they would stop its renaming.
DROP TRIGGER votes_closed_insert;
DROP TRIGGER votes_closed_update;
DROP TABLE ballots;
ALTER TABLE ballots_new RENAME TO ballots;
CREATE UNIQUE INDEX ballots_open ON ballots (project) WHERE status = 'open';
CREATE UNIQUE INDEX ballots_item ON ballots (meeting, item) WHERE status = 'open';
CREATE INDEX ballots_closes ON ballots (closes) WHERE status = 'open';
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

-- Secret ballots: who voted stands apart from the papers, and nothing that
-- could join them stands with either.
CREATE TABLE voters (
    ballot INTEGER NOT NULL REFERENCES ballots (id),
    person INTEGER NOT NULL REFERENCES people (id),
    PRIMARY KEY (ballot, person),
    FOREIGN KEY (ballot, person) REFERENCES ballot_members (ballot, person)
) STRICT, WITHOUT ROWID;

CREATE TABLE papers (
    ballot INTEGER NOT NULL REFERENCES ballots (id),
    code   TEXT NOT NULL CHECK (length(code) = 8),   -- drawn by lot
    choice TEXT NOT NULL CHECK (choice <> ''),
    PRIMARY KEY (ballot, code)
) STRICT, WITHOUT ROWID;

-- +goose StatementBegin
CREATE TRIGGER voters_closed_insert BEFORE INSERT ON voters
WHEN (SELECT status <> 'open' OR NOT secret FROM ballots WHERE id = NEW.ballot)
BEGIN SELECT RAISE(ABORT, 'no secret ballot is open'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER papers_closed_insert BEFORE INSERT ON papers
WHEN (SELECT status <> 'open' OR NOT secret FROM ballots WHERE id = NEW.ballot)
BEGIN SELECT RAISE(ABORT, 'no secret ballot is open'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER papers_closed_update BEFORE UPDATE ON papers
WHEN (SELECT status FROM ballots WHERE id = OLD.ballot) <> 'open'
BEGIN SELECT RAISE(ABORT, 'the ballot is closed'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER papers_closed_delete BEFORE DELETE ON papers
WHEN (SELECT status FROM ballots WHERE id = OLD.ballot) <> 'open'
BEGIN SELECT RAISE(ABORT, 'the ballot is closed'); END;
-- +goose StatementEnd

-- Minutes -------------------------------------------------------------------

CREATE TABLE contributions (                     -- what people put on a meeting's record
    id         INTEGER PRIMARY KEY,
    meeting    INTEGER NOT NULL REFERENCES meetings (id),
    n          INTEGER NOT NULL CHECK (n > 0),
    person     INTEGER NOT NULL REFERENCES people (id),
    speaker    TEXT NOT NULL CHECK (speaker IN ('member', 'office', 'guest')),
    by         INTEGER NOT NULL REFERENCES people (id),
    text       TEXT NOT NULL,                    -- '' once taken back, or its speaker is erased
    at         INTEGER NOT NULL,
    taken_back INTEGER,
    UNIQUE (meeting, n)
) STRICT;
CREATE INDEX contributions_person ON contributions (person);

CREATE TABLE sign_offs (                         -- under a meeting's minutes
    id       INTEGER PRIMARY KEY,
    meeting  INTEGER NOT NULL REFERENCES meetings (id),
    capacity TEXT NOT NULL CHECK (capacity IN ('chair', 'recorder')),
    person   INTEGER NOT NULL REFERENCES people (id),
    at       INTEGER NOT NULL,
    UNIQUE (meeting, capacity)
) STRICT;

CREATE TABLE corrections (
    id      INTEGER PRIMARY KEY,
    meeting INTEGER NOT NULL REFERENCES meetings (id),
    n       INTEGER NOT NULL CHECK (n > 0),
    person  INTEGER NOT NULL REFERENCES people (id),
    text    TEXT NOT NULL CHECK (text <> ''),
    at      INTEGER NOT NULL,
    UNIQUE (meeting, n)
) STRICT;

-- An objection to minutes is a complaint about a meeting instead of a project.

CREATE TABLE complaints_new (
    id           INTEGER PRIMARY KEY,
    number       TEXT NOT NULL UNIQUE,
    project      INTEGER REFERENCES projects (id),
    meeting      INTEGER REFERENCES meetings (id),
    community    INTEGER NOT NULL REFERENCES places (id),
    author       INTEGER NOT NULL REFERENCES people (id),
    text         TEXT NOT NULL,
    photos       TEXT NOT NULL DEFAULT '[]',
    filed        INTEGER NOT NULL,
    status       TEXT NOT NULL CHECK (status IN ('open', 'answered', 'raised', 'settled')),
    since        INTEGER NOT NULL,
    due          INTEGER,
    provisional  INTEGER NOT NULL DEFAULT 0 CHECK (provisional IN (0, 1)),
    answer       TEXT NOT NULL DEFAULT '',
    answered     INTEGER,
    answered_by  INTEGER REFERENCES people (id),
    raised       TEXT NOT NULL DEFAULT '' CHECK (raised IN ('', 'overdue', 'unsatisfied')),
    raised_at    INTEGER,
    raise_reason TEXT NOT NULL DEFAULT '',
    ruling       TEXT NOT NULL DEFAULT '',
    ruled        INTEGER,
    ruled_by     INTEGER REFERENCES people (id),
    settled      INTEGER,
    CHECK ((project IS NULL) = (meeting IS NOT NULL)),
    CHECK ((status = 'settled') = (due IS NULL)),
    CHECK ((status = 'settled') = (settled IS NOT NULL))
) STRICT;

INSERT INTO complaints_new (id, number, project, community, author, text, photos, filed, status, since, due, provisional,
    answer, answered, answered_by, raised, raised_at, raise_reason, ruling, ruled, ruled_by, settled)
SELECT id, number, project, community, author, text, photos, filed, status, since, due, provisional,
    answer, answered, answered_by, raised, raised_at, raise_reason, ruling, ruled, ruled_by, settled
FROM complaints;

DROP TABLE complaints;
ALTER TABLE complaints_new RENAME TO complaints;
CREATE INDEX complaints_project ON complaints (project);
CREATE INDEX complaints_meeting ON complaints (meeting);
CREATE INDEX complaints_author ON complaints (author);
CREATE INDEX complaints_due ON complaints (due) WHERE status <> 'settled';

PRAGMA foreign_key_check;
COMMIT;
PRAGMA foreign_keys = ON;
