-- +goose Up

-- What the district decided that a community gets in a year, beside the rule.
CREATE TABLE allotments (
    community INTEGER NOT NULL REFERENCES places (id),
    year      INTEGER NOT NULL,
    city      INTEGER NOT NULL CHECK (city >= 0),
    district  INTEGER NOT NULL CHECK (district >= 0),
    reason    TEXT NOT NULL,
    by        INTEGER REFERENCES people (id),
    at        INTEGER NOT NULL,
    PRIMARY KEY (community, year)
) STRICT, WITHOUT ROWID;

CREATE TABLE pledges (
    id      INTEGER PRIMARY KEY,
    project INTEGER NOT NULL REFERENCES projects (id),
    source  TEXT NOT NULL CHECK (source IN ('sponsor', 'residents')),
    person  INTEGER REFERENCES people (id),      -- the resident
    name    TEXT NOT NULL DEFAULT '',            -- the organisation
    contact TEXT NOT NULL DEFAULT '',
    amount  INTEGER NOT NULL CHECK (amount > 0),
    status  TEXT NOT NULL CHECK (status IN ('standing', 'withdrawn')),
    by      INTEGER REFERENCES people (id),
    created INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    CHECK ((source = 'residents') = (person IS NOT NULL))
) STRICT;
CREATE INDEX pledges_project ON pledges (project);
CREATE INDEX pledges_person ON pledges (person) WHERE person IS NOT NULL;

CREATE TABLE transfers (
    id           INTEGER PRIMARY KEY,
    from_place   INTEGER NOT NULL REFERENCES places (id),
    to_place     INTEGER NOT NULL REFERENCES places (id),
    from_project INTEGER REFERENCES projects (id),
    to_project   INTEGER REFERENCES projects (id),
    year         INTEGER NOT NULL,
    amount       INTEGER NOT NULL CHECK (amount > 0),
    reason       TEXT NOT NULL,
    status       TEXT NOT NULL CHECK (status IN ('proposed', 'consented', 'approved', 'refused', 'withdrawn')),
    tier         TEXT NOT NULL CHECK (tier IN ('street', 'district')),
    side         INTEGER NOT NULL REFERENCES places (id), -- that proposed
    by           INTEGER REFERENCES people (id),
    proposed     INTEGER NOT NULL,
    agreed_by    INTEGER REFERENCES people (id),
    agreed       INTEGER,
    decided_by   INTEGER REFERENCES people (id),
    decided      INTEGER,
    answer       TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX transfers_from ON transfers (from_place, year);
CREATE INDEX transfers_to ON transfers (to_place, year);
CREATE INDEX transfers_open ON transfers (status) WHERE status IN ('proposed', 'consented');

-- The ledger: an entry is a row here and its postings, which add up to nothing.
-- Rows are evidence and stay as they are; a mistake is undone by an entry of
-- its own. What people wrote and showed about one stands in vouchers.
CREATE TABLE ledger (
    id        INTEGER PRIMARY KEY,
    kind      TEXT NOT NULL CHECK (kind IN ('received', 'paid', 'returned', 'moved', 'carried', 'corrected')),
    at        INTEGER NOT NULL,
    by        INTEGER NOT NULL,                  -- person's internal number, 0 the clock
    community INTEGER NOT NULL REFERENCES places (id),
    year      INTEGER NOT NULL,
    project   INTEGER REFERENCES projects (id),
    pledge    INTEGER REFERENCES pledges (id),   -- received of, or returned to
    transfer  INTEGER REFERENCES transfers (id),
    line      INTEGER NOT NULL DEFAULT 0,        -- the cost line paid, 0 for none
    corrects  INTEGER UNIQUE REFERENCES ledger (id),
    CHECK ((kind = 'corrected') = (corrects IS NOT NULL))
) STRICT;
CREATE INDEX ledger_community ON ledger (community, year);
CREATE INDEX ledger_project ON ledger (project) WHERE project IS NOT NULL;
CREATE INDEX ledger_pledge ON ledger (pledge) WHERE pledge IS NOT NULL;

CREATE TABLE postings (
    entry     INTEGER NOT NULL REFERENCES ledger (id),
    n         INTEGER NOT NULL,
    book      TEXT NOT NULL CHECK (book IN ('given', 'held', 'paid', 'back')),
    community INTEGER NOT NULL REFERENCES places (id),
    year      INTEGER NOT NULL,
    source    TEXT NOT NULL CHECK (source IN ('city', 'district', 'transfer', 'sponsor', 'residents')),
    pledge    INTEGER NOT NULL DEFAULT 0,        -- the sponsor's, 0 for none
    project   INTEGER NOT NULL DEFAULT 0,        -- 0 for the community's own money
    amount    INTEGER NOT NULL CHECK (amount <> 0),
    PRIMARY KEY (entry, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX postings_community ON postings (community, year);
CREATE INDEX postings_project ON postings (project) WHERE project <> 0;

CREATE TABLE vouchers (
    entry  INTEGER PRIMARY KEY REFERENCES ledger (id),
    payee  TEXT NOT NULL DEFAULT '',
    note   TEXT NOT NULL DEFAULT '',
    photos TEXT NOT NULL DEFAULT '[]'
) STRICT;

-- +goose StatementBegin
CREATE TRIGGER ledger_no_update BEFORE UPDATE ON ledger BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER ledger_no_delete BEFORE DELETE ON ledger BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER postings_no_update BEFORE UPDATE ON postings BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER postings_no_delete BEFORE DELETE ON postings BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
-- +goose StatementEnd
