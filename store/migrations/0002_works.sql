-- +goose NO TRANSACTION
-- +goose Up

-- The states after the works: mended, accepted, failed. A CHECK cannot be
-- changed, so the table is made anew; what refers to it must not notice.
-- SQLite takes the pragma only outside a transaction.

PRAGMA foreign_keys = OFF;
BEGIN IMMEDIATE;

CREATE TABLE projects_new (
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
                                                    'refused', 'approved', 'started', 'finished', 'mending', 'accepted',
                                                    'failed', 'dropped')),
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
    after_photos    TEXT NOT NULL DEFAULT '[]',
    accepted        INTEGER,
    allowed_fund      INTEGER NOT NULL DEFAULT 0 CHECK (allowed_fund >= 0),      -- what was last approved
    allowed_sponsor   INTEGER NOT NULL DEFAULT 0 CHECK (allowed_sponsor >= 0),
    allowed_residents INTEGER NOT NULL DEFAULT 0 CHECK (allowed_residents >= 0),
    standing        TEXT NOT NULL DEFAULT '' -- JSON: what is approved while a change of it is decided on
) STRICT;

INSERT INTO projects_new (id, number, community, title, item, place, lat, lon, from_fund, from_sponsor, from_residents, sponsor_name, lead,
    status, tier, voted_cost, year, held_since, due, due_provisional, spent, decided, approved, started, finished,
    created, changed, reason, before_photos, after_photos)
SELECT id, number, community, title, item, place, lat, lon, from_fund, from_sponsor, from_residents, sponsor_name, lead,
    status, tier, voted_cost, year, held_since, due, due_provisional, spent, decided, approved, started, finished,
    created, changed, reason, before_photos, after_photos
FROM projects;

DROP TABLE projects;
ALTER TABLE projects_new RENAME TO projects;
CREATE INDEX projects_community ON projects (community, status);

PRAGMA foreign_key_check;
COMMIT;
PRAGMA foreign_keys = ON;
