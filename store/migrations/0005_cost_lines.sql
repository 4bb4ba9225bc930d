-- What a project pays for, line by line. Lines are replaced while the project
-- is prepared; the record keeps what they were.

-- +goose Up

CREATE TABLE cost_lines (
    project INTEGER NOT NULL REFERENCES projects (id),
    n       INTEGER NOT NULL CHECK (n BETWEEN 1 AND 20),
    label   TEXT NOT NULL,
    amount  INTEGER NOT NULL CHECK (amount > 0), -- fen
    PRIMARY KEY (project, n)
) STRICT, WITHOUT ROWID;
