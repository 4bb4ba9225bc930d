-- +goose Up

-- Written proxies: who votes for whom in a meeting.
CREATE TABLE proxies (
    id       INTEGER PRIMARY KEY,
    meeting  INTEGER NOT NULL REFERENCES meetings (id),
    giver    INTEGER NOT NULL REFERENCES people (id),
    holder   INTEGER NOT NULL REFERENCES people (id),
    by       INTEGER NOT NULL REFERENCES people (id), -- who took it down
    given    INTEGER NOT NULL,
    ended    INTEGER,
    ended_by INTEGER REFERENCES people (id),
    CHECK (giver <> holder)
) STRICT;
CREATE UNIQUE INDEX proxies_giver ON proxies (meeting, giver) WHERE ended IS NULL;
CREATE UNIQUE INDEX proxies_holder ON proxies (meeting, holder) WHERE ended IS NULL;

-- A member may be there by proxy.
CREATE TABLE movements_new (
    id      INTEGER PRIMARY KEY,
    meeting INTEGER NOT NULL REFERENCES meetings (id),
    person  INTEGER NOT NULL REFERENCES people (id),
    here    INTEGER NOT NULL CHECK (here IN (0, 1)),
    way     TEXT NOT NULL CHECK (way IN ('code', 'chair', 'remote', 'proxy')),
    by      INTEGER REFERENCES people (id),
    at      INTEGER NOT NULL,
    FOREIGN KEY (meeting, person) REFERENCES meeting_members (meeting, person)
) STRICT;
INSERT INTO movements_new SELECT * FROM movements;
DROP TABLE movements;
ALTER TABLE movements_new RENAME TO movements;
CREATE INDEX movements_meeting ON movements (meeting);
