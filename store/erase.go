package store

import (
	"encoding/json"
	"fmt"
	"slices"

	"huimin/fund"
)

// quoted is a column in which an office may have written down what somebody
// else had said: in the rows that Where names, or in all. In JSON, as text of
// its own kind.
type quoted struct {
	table, column, where string
	json                 bool
}

// elected are the roles of residents whom residents chose: what they write is
// their own.
const elected = "('representative', 'supervisor')"

// quotedColumns are all of them; a test holds every other text column of the
// schema to a reason.
func quotedColumns() []quoted {
	return []quoted{
		{table: "requests", column: "text", where: "author IS NULL"}, // taken down at the counter
		{table: "requests", column: "place", where: "author IS NULL"},
		{table: "requests", column: "reason"},
		{table: "comments", column: "text", where: "office = 1"},
		{table: "projects", column: "title"},
		{table: "projects", column: "place"},
		{table: "projects", column: "reason"},
		{table: "approvals", column: "reason"},
		{table: "ballots", column: "reason"},
		{table: "ballot_options", column: "text"},
		{table: "meetings", column: "title"},
		{table: "meetings", column: "place"},
		{table: "meetings", column: "haste"},
		{table: "meetings", column: "reason"},
		{table: "reschedulings", column: "place"},
		{table: "reschedulings", column: "haste"},
		{table: "agenda", column: "title"},
		{table: "agenda", column: "text"},
		{table: "allotments", column: "reason"},
		{table: "transfers", column: "reason"},
		{table: "transfers", column: "answer"},
		{table: "cost_lines", column: "label"},
		{table: "standing_lines", column: "label"},
		{table: "campaigns", column: "title"},
		{table: "polls", column: "question"},
		{table: "poll_options", column: "text"},
		{table: "needs", column: "reason"},
		{table: "kinships", column: "reason"},
		{table: "appeals", column: "reason"},
		{table: "appeals", column: "answer"},
		{table: "site_visits", column: "text"},
		{table: "inspections", column: "reason"},
		{table: "applications", column: "purpose"},
		{table: "applications", column: "whom"},
		{table: "applications", column: "negative_why"},
		{table: "applications", column: "chosen_why"},
		{table: "applications", column: "split_why"},
		{table: "studies", column: "branch_words"},
		{table: "studies", column: "committee_words"},
		{table: "opinions", column: "words"},
		{table: "pauses", column: "words"},
		{table: "versions", column: "title"},
		{table: "versions", column: "place"},
		{table: "versions", column: "data", json: true},
		{table: "milestones", column: "text"},
		{table: "work_changes", column: "reason"},
		{table: "oversight_notes", column: "text", where: "role NOT IN " + elected},
		{table: "oversight_notes", column: "answer"},
		{table: "complaints", column: "answer"},
		{table: "complaints", column: "ruling"},
		{table: "corrections", column: "text"},
		{table: "acceptance_members", column: "reason", where: "role NOT IN " + elected},
		{table: "disputes", column: "ruling"},
		{table: "sessions", column: "data", json: true}, // others' unfinished forms
		{table: "outbox", column: "data", where: "status <> 'sending'", json: true},
	}
}

// blank stands where words were taken out.
const blank = "…"

// rows selects those of a quoted column that hold ?1.
func (q quoted) rows() string {
	where := fmt.Sprintf("instr(%s, ?1)", q.column)
	if q.where != "" {
		where += " AND " + q.where
	}
	return where
}

// as writes a piece as it stands in the column.
func (q quoted) as(piece string) (string, error) {
	if !q.json {
		return piece, nil
	}
	return Escaped(piece)
}

// Escaped writes a text as it stands within JSON.
func Escaped(text string) (string, error) {
	raw, err := json.Marshal(text)
	if err != nil {
		return "", fmt.Errorf("escape: %w", err)
	}
	return string(raw[1 : len(raw)-1]), nil
}

// OwnTexts gives everything that is kept of what somebody wrote for
// themselves: as a resident, or chosen by residents.
func (tx *Tx) OwnTexts(person fund.PersonID) ([]string, error) {
	list, err := all(tx, scalar[string], `
		SELECT text FROM requests WHERE author = ?1 UNION SELECT place FROM requests WHERE author = ?1
		UNION SELECT text FROM comments WHERE person = ?1 AND office = 0
		UNION SELECT text FROM complaints WHERE author = ?1 UNION SELECT raise_reason FROM complaints WHERE author = ?1
		UNION SELECT reason FROM disputes WHERE author = ?1 UNION SELECT subject FROM petitions WHERE opened_by = ?1
		UNION SELECT text FROM oversight_notes WHERE by = ?1 AND role IN `+elected+`
		UNION SELECT text FROM contributions WHERE person = ?1
		UNION SELECT reason FROM acceptance_members WHERE person = ?1 AND role IN `+elected+`
		ORDER BY 1`, person)
	if err != nil {
		return nil, fmt.Errorf("texts of person %d: %w", person, err)
	}
	return slices.DeleteFunc(list, func(s string) bool { return s == "" }), nil
}

// Overseen gives the notes and acceptances with words of somebody whom residents
// chose to look after works.
func (tx *Tx) Overseen(person fund.PersonID) (notes, acceptances []int64, err error) {
	notes, err = all(tx, scalar[int64], "SELECT id FROM oversight_notes WHERE by = ? AND text <> '' AND role IN "+elected+" ORDER BY id", person)
	if err == nil {
		acceptances, err = all(tx, scalar[int64],
			"SELECT acceptance FROM acceptance_members WHERE person = ? AND reason <> '' AND role IN "+elected+" ORDER BY acceptance", person)
	}
	if err != nil {
		return nil, nil, fmt.Errorf("what person %d saw: %w", person, err)
	}
	return notes, acceptances, nil
}

// BlankOverseen forgets those words, and the pictures of the notes.
func (tx *Tx) BlankOverseen(person fund.PersonID) error {
	for _, query := range []string{
		"UPDATE oversight_notes SET text = '', photos = '[]' WHERE by = ? AND role IN " + elected,
		"UPDATE acceptance_members SET reason = '' WHERE person = ? AND role IN " + elected,
	} {
		if err := tx.exec(query, person); err != nil {
			return fmt.Errorf("blank what person %d saw: %w", person, err)
		}
	}
	return nil
}

// Quoted tells whether any piece stands in what an office wrote.
func (tx *Tx) Quoted(pieces []string) (bool, error) {
	for _, q := range quotedColumns() {
		for _, piece := range pieces {
			text, err := q.as(piece)
			if err != nil {
				return false, err
			}
			found, err := one(tx, scalar[bool], fmt.Sprintf("SELECT EXISTS (SELECT 1 FROM %s WHERE %s)", q.table, q.rows()), text)
			if err != nil || found {
				return found, wrapQuoted(q, err)
			}
		}
	}
	return false, nil
}

// BlankQuoted puts an ellipsis in the place of every piece in what an office
// wrote, the longest first, and gives the projects whose title or place that
// changed.
func (tx *Tx) BlankQuoted(pieces []string) ([]fund.ProjectID, error) {
	var shown []fund.ProjectID
	for _, piece := range pieces {
		some, err := all(tx, scalar[fund.ProjectID], "SELECT id FROM projects WHERE instr(title, ?1) OR instr(place, ?1)", piece)
		if err != nil {
			return nil, fmt.Errorf("blank quotes: %w", err)
		}
		shown = append(shown, some...)
		for _, q := range quotedColumns() {
			text, err := q.as(piece)
			if err != nil {
				return nil, err
			}
			query := fmt.Sprintf("UPDATE %s SET %s = replace(%[2]s, ?1, ?2) WHERE %s", q.table, q.column, q.rows())
			if err := tx.exec(query, text, blank); err != nil {
				return nil, wrapQuoted(q, err)
			}
		}
	}
	slices.Sort(shown)
	return slices.Compact(shown), nil
}

func wrapQuoted(q quoted, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("quotes in %s.%s: %w", q.table, q.column, err)
}

// PruneWords forgets what was written beside ratings that closed before a
// moment, in seconds: nobody knows whose it is, so that nobody can delete it.
func (tx *Tx) PruneWords(before int64) error {
	if err := tx.exec("DELETE FROM evaluation_words WHERE project IN (SELECT project FROM evaluations WHERE closed < ?)", before); err != nil {
		return fmt.Errorf("prune words: %w", err)
	}
	return nil
}
