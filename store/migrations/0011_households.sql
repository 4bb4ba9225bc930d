-- +goose Up

-- How many households live where: no names, no numbers of people.
CREATE TABLE households (
    id         INTEGER PRIMARY KEY,
    community  INTEGER NOT NULL REFERENCES places (id),
    building   TEXT NOT NULL CHECK (building <> ''),
    doorway    TEXT NOT NULL DEFAULT '',
    households INTEGER NOT NULL CHECK (households >= 0),
    changed    INTEGER NOT NULL,
    UNIQUE (community, building, doorway)
) STRICT;
