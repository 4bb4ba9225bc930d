-- +goose Up

-- How works go on, who looked at them, who complained, who accepted them, and
-- how satisfied people are.

CREATE TABLE milestones (
    id      INTEGER PRIMARY KEY,
    project INTEGER NOT NULL REFERENCES projects (id),
    at      INTEGER NOT NULL,
    by      INTEGER REFERENCES people (id),
    percent INTEGER NOT NULL CHECK (percent BETWEEN 0 AND 100),
    text    TEXT NOT NULL DEFAULT '',
    photos  TEXT NOT NULL DEFAULT '[]'
) STRICT;
CREATE INDEX milestones_project ON milestones (project);

CREATE TABLE work_changes (
    id        INTEGER PRIMARY KEY,
    project   INTEGER NOT NULL REFERENCES projects (id),
    at        INTEGER NOT NULL,
    by        INTEGER REFERENCES people (id),
    was_fund  INTEGER NOT NULL, was_sponsor INTEGER NOT NULL, was_residents INTEGER NOT NULL,
    is_fund   INTEGER NOT NULL, is_sponsor  INTEGER NOT NULL, is_residents  INTEGER NOT NULL,
    reason    TEXT NOT NULL,
    beyond    TEXT NOT NULL CHECK (beyond IN ('', 'cost', 'fund', 'tier')),
    outcome   TEXT NOT NULL CHECK (outcome IN ('done', 'pending', 'approved', 'off')),
    settled   INTEGER,
    CHECK ((outcome = 'pending') = (settled IS NULL)),
    CHECK ((outcome = 'done') = (beyond = ''))
) STRICT;
CREATE INDEX work_changes_project ON work_changes (project);
CREATE UNIQUE INDEX work_changes_pending ON work_changes (project) WHERE outcome = 'pending';

-- What a project paid for before a change that is being decided on.
CREATE TABLE standing_lines (
    project INTEGER NOT NULL REFERENCES projects (id),
    n       INTEGER NOT NULL,
    label   TEXT NOT NULL,
    amount  INTEGER NOT NULL,
    PRIMARY KEY (project, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE oversight_notes (
    id          INTEGER PRIMARY KEY,
    project     INTEGER NOT NULL REFERENCES projects (id),
    at          INTEGER NOT NULL,
    by          INTEGER REFERENCES people (id),
    role        TEXT NOT NULL CHECK (role IN ('representative', 'supervisor', 'street', 'district')),
    stage       TEXT NOT NULL CHECK (stage IN ('before', 'during', 'after')),
    objection   INTEGER NOT NULL CHECK (objection IN (0, 1)),
    text        TEXT NOT NULL,
    photos      TEXT NOT NULL DEFAULT '[]',
    answer      TEXT NOT NULL DEFAULT '',
    answered    INTEGER,
    answered_by INTEGER REFERENCES people (id)
) STRICT;
CREATE INDEX oversight_notes_project ON oversight_notes (project);
CREATE INDEX oversight_notes_open ON oversight_notes (project) WHERE objection = 1 AND answered IS NULL;

CREATE TABLE complaints (
    id           INTEGER PRIMARY KEY,
    number       TEXT NOT NULL UNIQUE,
    project      INTEGER NOT NULL REFERENCES projects (id),
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
    CHECK ((status = 'settled') = (due IS NULL)),
    CHECK ((status = 'settled') = (settled IS NOT NULL))
) STRICT;
CREATE INDEX complaints_project ON complaints (project);
CREATE INDEX complaints_author ON complaints (author);
CREATE INDEX complaints_due ON complaints (due) WHERE status <> 'settled';

CREATE TABLE acceptances (
    id          INTEGER PRIMARY KEY,
    project     INTEGER NOT NULL REFERENCES projects (id),
    round       INTEGER NOT NULL,
    status      TEXT NOT NULL CHECK (status IN ('open', 'passed', 'failed', 'stands', 'upset', 'suspended')),
    named       INTEGER NOT NULL,
    named_by    INTEGER REFERENCES people (id),
    due         INTEGER NOT NULL,
    provisional INTEGER NOT NULL DEFAULT 0 CHECK (provisional IN (0, 1)),
    cost        INTEGER NOT NULL DEFAULT 0,
    spent       INTEGER NOT NULL DEFAULT 0,
    decided     INTEGER,
    until       INTEGER,
    mend_by     INTEGER,
    ended       INTEGER,
    UNIQUE (project, round)
) STRICT;
CREATE UNIQUE INDEX acceptances_open ON acceptances (project) WHERE status = 'open';
CREATE INDEX acceptances_passed ON acceptances (until) WHERE status = 'passed';

CREATE TABLE acceptance_members (
    acceptance INTEGER NOT NULL REFERENCES acceptances (id),
    person     INTEGER NOT NULL REFERENCES people (id),
    role       TEXT NOT NULL CHECK (role IN ('representative', 'staff', 'supervisor', 'street', 'district')),
    verdict    TEXT NOT NULL DEFAULT '' CHECK (verdict IN ('', 'pass', 'fail')),
    at         INTEGER,
    reason     TEXT NOT NULL DEFAULT '',
    mend_by    INTEGER,
    PRIMARY KEY (acceptance, person)
) STRICT, WITHOUT ROWID;

CREATE TABLE disputes (
    id          INTEGER PRIMARY KEY,
    acceptance  INTEGER NOT NULL REFERENCES acceptances (id),
    project     INTEGER NOT NULL REFERENCES projects (id),
    community   INTEGER NOT NULL REFERENCES places (id),
    author      INTEGER NOT NULL REFERENCES people (id),
    reason      TEXT NOT NULL,
    filed       INTEGER NOT NULL,
    due         INTEGER NOT NULL,
    provisional INTEGER NOT NULL DEFAULT 0 CHECK (provisional IN (0, 1)),
    decided     INTEGER,
    decided_by  INTEGER REFERENCES people (id),
    upheld      INTEGER NOT NULL DEFAULT 0 CHECK (upheld IN (0, 1)),
    ruling      TEXT NOT NULL DEFAULT '',
    mend_by     INTEGER,
    UNIQUE (acceptance, author)
) STRICT;
CREATE INDEX disputes_waiting ON disputes (due) WHERE decided IS NULL;

-- The answers are numbers, and who has answered stands apart from them, without
-- a time and in the order of the people: nothing joins the two.

CREATE TABLE evaluations (
    project   INTEGER PRIMARY KEY REFERENCES projects (id),
    opened    INTEGER NOT NULL,
    closes    INTEGER NOT NULL,
    closed    INTEGER,
    satisfied INTEGER NOT NULL DEFAULT 0 CHECK (satisfied >= 0),
    fairly    INTEGER NOT NULL DEFAULT 0 CHECK (fairly >= 0),
    not_so    INTEGER NOT NULL DEFAULT 0 CHECK (not_so >= 0)
) STRICT;
CREATE INDEX evaluations_open ON evaluations (closes) WHERE closed IS NULL;

CREATE TABLE evaluation_people (
    project INTEGER NOT NULL REFERENCES evaluations (project),
    person  INTEGER NOT NULL REFERENCES people (id),
    PRIMARY KEY (project, person)
) STRICT, WITHOUT ROWID;

-- What somebody wrote beside an answer: under a random number, without a time.
CREATE TABLE evaluation_words (
    id      INTEGER PRIMARY KEY,
    project INTEGER NOT NULL REFERENCES evaluations (project),
    text    TEXT NOT NULL,
    seen    INTEGER NOT NULL DEFAULT 0 CHECK (seen IN (0, 1))
) STRICT;
CREATE INDEX evaluation_words_project ON evaluation_words (project);

-- +goose StatementBegin
CREATE TRIGGER milestones_no_delete BEFORE DELETE ON milestones
BEGIN SELECT RAISE(ABORT, 'a report stays'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER milestones_no_update BEFORE UPDATE OF id, project, at, by, percent ON milestones
BEGIN SELECT RAISE(ABORT, 'a report stays'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER acceptance_members_decided BEFORE UPDATE OF verdict, at, person, role ON acceptance_members
WHEN (SELECT status FROM acceptances WHERE id = OLD.acceptance) <> 'open'
BEGIN SELECT RAISE(ABORT, 'the acceptance is decided'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER evaluations_closed BEFORE UPDATE ON evaluations WHEN OLD.closed IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'the evaluation is closed'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER evaluation_people_no_delete BEFORE DELETE ON evaluation_people
BEGIN SELECT RAISE(ABORT, 'who has answered has answered'); END;
-- +goose StatementEnd
