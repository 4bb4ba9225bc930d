-- +goose Up

-- Who is present is asked at every vote in a meeting: it is kept beside the
-- movements, of which each one's last tells it.
ALTER TABLE meeting_members ADD COLUMN here INTEGER NOT NULL DEFAULT 0 CHECK (here IN (0, 1));
UPDATE meeting_members SET here = coalesce((
    SELECT here FROM movements
    WHERE movements.meeting = meeting_members.meeting AND movements.person = meeting_members.person
    ORDER BY id DESC LIMIT 1), 0);

-- What was said and counted in the room of a vote stands once it is closed.
-- +goose StatementBegin
CREATE TRIGGER room_voters_closed_insert BEFORE INSERT ON room_voters
WHEN (SELECT status FROM ballots WHERE id = NEW.ballot) <> 'open'
BEGIN SELECT RAISE(ABORT, 'the ballot is closed'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER room_voters_closed_delete BEFORE DELETE ON room_voters
WHEN (SELECT status FROM ballots WHERE id = OLD.ballot) <> 'open'
BEGIN SELECT RAISE(ABORT, 'the ballot is closed'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER tellers_closed_insert BEFORE INSERT ON tellers
WHEN (SELECT status FROM ballots WHERE id = NEW.ballot) <> 'open'
BEGIN SELECT RAISE(ABORT, 'the ballot is closed'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER tellers_closed_update BEFORE UPDATE ON tellers
WHEN (SELECT status FROM ballots WHERE id = OLD.ballot) <> 'open'
BEGIN SELECT RAISE(ABORT, 'the ballot is closed'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER tellers_closed_delete BEFORE DELETE ON tellers
WHEN (SELECT status FROM ballots WHERE id = OLD.ballot) <> 'open'
BEGIN SELECT RAISE(ABORT, 'the ballot is closed'); END;
-- +goose StatementEnd
