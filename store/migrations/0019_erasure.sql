-- +goose Up

-- A sponsor's contact person is kept by name only as long as they agree: when
-- that was said, and which member of staff said it.
ALTER TABLE pledges ADD COLUMN agreed INTEGER;
ALTER TABLE pledges ADD COLUMN agreed_by INTEGER REFERENCES people (id);

-- Words of somebody who is forgotten are taken out of what an office wrote; an
-- ellipsis stands in their place, and nothing else may change.
DROP TRIGGER studies_no_update;
DROP TRIGGER opinions_no_update;
DROP TRIGGER versions_no_update;
DROP TRIGGER inspections_decided;
-- +goose StatementBegin
CREATE TRIGGER studies_no_update BEFORE UPDATE ON studies
WHEN NEW.id IS NOT OLD.id OR NEW.project IS NOT OLD.project OR NEW.held IS NOT OLD.held OR NEW.branch IS NOT OLD.branch
    OR NEW.committee IS NOT OLD.committee OR NEW.item IS NOT OLD.item OR NEW.cost IS NOT OLD.cost OR NEW.by IS NOT OLD.by OR NEW.at IS NOT OLD.at
    OR NEW.branch_words IS NOT OLD.branch_words AND NOT instr(NEW.branch_words, '…')
    OR NEW.committee_words IS NOT OLD.committee_words AND NOT instr(NEW.committee_words, '…')
BEGIN SELECT RAISE(ABORT, 'a study stays as it was recorded'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER opinions_no_update BEFORE UPDATE ON opinions
WHEN NEW.id IS NOT OLD.id OR NEW.approval IS NOT OLD.approval OR NEW.project IS NOT OLD.project OR NEW.bureau IS NOT OLD.bureau
    OR NEW.view IS NOT OLD.view OR NEW.by IS NOT OLD.by OR NEW.at IS NOT OLD.at OR NEW.words IS NOT OLD.words AND NOT instr(NEW.words, '…')
BEGIN SELECT RAISE(ABORT, 'an opinion is followed by another, never changed'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER versions_no_update BEFORE UPDATE ON versions
WHEN NEW.id IS NOT OLD.id OR NEW.project IS NOT OLD.project OR NEW.n IS NOT OLD.n OR NEW.by IS NOT OLD.by OR NEW.at IS NOT OLD.at
    OR NEW.data IS NOT OLD.data AND NOT instr(NEW.data, '…')
    OR NEW.title NOT IN (OLD.title, '') AND NOT instr(NEW.title, '…') OR NEW.place NOT IN (OLD.place, '') AND NOT instr(NEW.place, '…')
BEGIN SELECT RAISE(ABORT, 'a version stays as it was sent'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER inspections_decided BEFORE UPDATE ON inspections
WHEN OLD.opinion IS NOT NULL AND (NEW.id IS NOT OLD.id OR NEW.community IS NOT OLD.community OR NEW.year IS NOT OLD.year
    OR NEW.opened IS NOT OLD.opened OR NEW.due IS NOT OLD.due OR NEW.provisional IS NOT OLD.provisional OR NEW.base IS NOT OLD.base
    OR NEW.draft IS NOT OLD.draft OR NEW.draft_amount IS NOT OLD.draft_amount OR NEW.findings IS NOT OLD.findings
    OR NEW.opinion IS NOT OLD.opinion OR NEW.amount IS NOT OLD.amount OR NEW.decided IS NOT OLD.decided OR NEW.by IS NOT OLD.by
    OR NEW.reason IS NOT OLD.reason AND NOT instr(NEW.reason, '…'))
BEGIN SELECT RAISE(ABORT, 'an opinion that is decided stays'); END;
-- +goose StatementEnd
