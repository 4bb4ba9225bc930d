-- +goose Up

-- Terms, bureaus and deputies of those who hold an office.
ALTER TABLE grants ADD COLUMN bureau TEXT NOT NULL DEFAULT ''
    CHECK (bureau IN ('', 'organisation', 'civil', 'finance', 'audit', 'housing') AND (bureau = '' OR role = 'district'));
ALTER TABLE grants ADD COLUMN term INTEGER;                              -- the term ends then, by itself; NULL: open
ALTER TABLE grants ADD COLUMN deputy_of INTEGER REFERENCES grants (id);  -- acts for whoever holds that grant
ALTER TABLE grants ADD COLUMN declared INTEGER NOT NULL DEFAULT 0 CHECK (declared IN (0, 1)); -- no near relative on the committee
CREATE INDEX grants_deputy_of ON grants (deputy_of) WHERE deputy_of IS NOT NULL;

ALTER TABLE invites ADD COLUMN bureau TEXT NOT NULL DEFAULT '';
ALTER TABLE invites ADD COLUMN since INTEGER;                            -- the term begins then; NULL: on accepting
ALTER TABLE invites ADD COLUMN term INTEGER;                             -- and ends then; NULL: open
ALTER TABLE invites ADD COLUMN name TEXT NOT NULL DEFAULT '';            -- whom it is for; '' for whoever uses it first
ALTER TABLE invites ADD COLUMN deputy_of INTEGER REFERENCES grants (id);
ALTER TABLE invites ADD COLUMN hands_over INTEGER REFERENCES people (id); -- whoever accepts takes over their desk

-- Firms and other organisations that pay for a part of projects.
CREATE TABLE sponsors (
    id       INTEGER PRIMARY KEY,
    place    INTEGER NOT NULL REFERENCES places (id), -- offered there and at every place below
    name     TEXT NOT NULL CHECK (name <> ''),
    contact  TEXT NOT NULL DEFAULT '',                -- a person's name, and how to reach them, kept only as long
    reach    TEXT NOT NULL DEFAULT '',                -- as they agree
    consent  INTEGER,                                 -- when they agreed
    added_by INTEGER REFERENCES people (id),
    added    INTEGER NOT NULL,
    changed  INTEGER NOT NULL,
    retired  INTEGER,                                 -- not offered any more
    CHECK (consent IS NOT NULL OR (contact = '' AND reach = ''))
) STRICT;
CREATE INDEX sponsors_place ON sponsors (place);
CREATE UNIQUE INDEX sponsors_name ON sponsors (place, name) WHERE retired IS NULL;
