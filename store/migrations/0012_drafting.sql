-- From need to approval: what a community puts together about a project, the
-- two committees' study, the tiers' opinions, versions sent up, and pauses.

-- +goose Up

-- What the community says about a project besides its title, place and money.
CREATE TABLE applications (
    project      INTEGER PRIMARY KEY REFERENCES projects (id),
    purpose      TEXT NOT NULL DEFAULT '',
    whom         TEXT NOT NULL DEFAULT '',
    begins       INTEGER,
    ends         INTEGER,
    declared     INTEGER,                         -- when the negative list was gone through
    declared_of  TEXT NOT NULL DEFAULT '',        -- the item the project was then
    negative     TEXT NOT NULL DEFAULT '[]',
    negative_why TEXT NOT NULL DEFAULT '',
    interest     TEXT NOT NULL DEFAULT '' CHECK (interest IN ('', 'none', 'some')),
    interest_of  TEXT NOT NULL DEFAULT '',
    chosen       INTEGER NOT NULL DEFAULT 0,      -- the quote taken, 0 for none
    chosen_why   TEXT NOT NULL DEFAULT '',
    split_with   TEXT NOT NULL DEFAULT '[]',
    split_why    TEXT NOT NULL DEFAULT '',
    CHECK ((begins IS NULL) = (ends IS NULL) AND ends >= begins)
) STRICT;

CREATE TABLE quotes (
    project INTEGER NOT NULL REFERENCES projects (id),
    n       INTEGER NOT NULL CHECK (n > 0),
    vendor  TEXT NOT NULL,
    amount  INTEGER NOT NULL CHECK (amount > 0),  -- fen
    photos  TEXT NOT NULL DEFAULT '[]',
    PRIMARY KEY (project, n)
) STRICT, WITHOUT ROWID;

-- The two committees' study; a new one is a new row.
CREATE TABLE studies (
    id              INTEGER PRIMARY KEY,
    project         INTEGER NOT NULL REFERENCES projects (id),
    held            INTEGER NOT NULL,
    branch          INTEGER NOT NULL CHECK (branch IN (0, 1)),    -- 1: for it
    branch_words    TEXT NOT NULL DEFAULT '',
    committee       INTEGER NOT NULL CHECK (committee IN (0, 1)),
    committee_words TEXT NOT NULL DEFAULT '',
    item            TEXT NOT NULL,
    cost            INTEGER NOT NULL CHECK (cost > 0),
    by              INTEGER REFERENCES people (id),
    at              INTEGER NOT NULL
) STRICT;
CREATE INDEX studies_project ON studies (project);

-- What a bureau of the leading group thinks of a project under review; the
-- latest of each bureau counts. A review that was given up keeps its opinions.
CREATE TABLE opinions (
    id       INTEGER PRIMARY KEY,
    approval INTEGER NOT NULL,
    project  INTEGER NOT NULL REFERENCES projects (id),
    bureau   TEXT NOT NULL,
    view     TEXT NOT NULL CHECK (view IN ('agree', 'conditions', 'object')),
    words    TEXT NOT NULL DEFAULT '',
    by       INTEGER NOT NULL REFERENCES people (id),
    at       INTEGER NOT NULL,
    CHECK (view = 'agree' OR words <> '')
) STRICT;
CREATE INDEX opinions_approval ON opinions (approval);
CREATE INDEX opinions_by ON opinions (by);

-- A project as it was each time it was sent up. Title and place may be blanked
-- when whoever wrote them is forgotten; nothing else ever changes.
CREATE TABLE versions (
    id      INTEGER PRIMARY KEY,
    project INTEGER NOT NULL REFERENCES projects (id),
    n       INTEGER NOT NULL CHECK (n > 0),
    title   TEXT NOT NULL,
    place   TEXT NOT NULL,
    data    TEXT NOT NULL,                        -- the rest, as JSON
    by      INTEGER REFERENCES people (id),
    at      INTEGER NOT NULL,
    UNIQUE (project, n)
) STRICT;

-- A review's clock standing still.
CREATE TABLE pauses (
    id       INTEGER PRIMARY KEY,
    approval INTEGER NOT NULL,
    project  INTEGER NOT NULL REFERENCES projects (id),
    ground   TEXT NOT NULL,
    words    TEXT NOT NULL DEFAULT '',
    by       INTEGER NOT NULL REFERENCES people (id),
    since    INTEGER NOT NULL,
    until    INTEGER NOT NULL,                    -- when it ends by itself
    days     INTEGER NOT NULL CHECK (days >= 0),  -- working days that were left
    ended    INTEGER,
    ended_by INTEGER REFERENCES people (id),
    CHECK (until > since AND (ended IS NULL OR ended >= since))
) STRICT;
CREATE INDEX pauses_approval ON pauses (approval);
CREATE UNIQUE INDEX pauses_open ON pauses (approval) WHERE ended IS NULL;

-- +goose StatementBegin
CREATE TRIGGER studies_no_update BEFORE UPDATE ON studies BEGIN SELECT RAISE(ABORT, 'a study stays as it was recorded'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER studies_no_delete BEFORE DELETE ON studies BEGIN SELECT RAISE(ABORT, 'a study stays as it was recorded'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER opinions_no_update BEFORE UPDATE ON opinions BEGIN SELECT RAISE(ABORT, 'an opinion is followed by another, never changed'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER opinions_no_delete BEFORE DELETE ON opinions BEGIN SELECT RAISE(ABORT, 'an opinion is followed by another, never changed'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER versions_no_update BEFORE UPDATE ON versions
WHEN NEW.id IS NOT OLD.id OR NEW.project IS NOT OLD.project OR NEW.n IS NOT OLD.n OR NEW.data IS NOT OLD.data
    OR NEW.by IS NOT OLD.by OR NEW.at IS NOT OLD.at OR NEW.title NOT IN (OLD.title, '') OR NEW.place NOT IN (OLD.place, '')
BEGIN SELECT RAISE(ABORT, 'a version stays as it was sent'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER versions_no_delete BEFORE DELETE ON versions BEGIN SELECT RAISE(ABORT, 'a version stays as it was sent'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER pauses_no_delete BEFORE DELETE ON pauses BEGIN SELECT RAISE(ABORT, 'a pause stays as it was recorded'); END;
-- +goose StatementEnd
