package store

import (
	"database/sql"
	"fmt"
	"time"

	"huimin/fund"
)

// Merge is a proposal to merge Request into Into because they ask for the
// same. By is the staff member who asked; Answered is zero while the author
// has not answered.
type Merge struct {
	ID       int64
	Request  fund.RequestID
	Into     fund.RequestID
	By       fund.PersonID
	Asked    time.Time
	Answered time.Time
	Agreed   bool
}

const mergeColumns = "id, request, into_id, by, asked, answered, coalesce(agreed, 0)"

func scanMerge(s scanner) (m Merge, err error) {
	var asked, answered sql.NullInt64
	err = s.Scan(&m.ID, &m.Request, &m.Into, &m.By, &asked, &answered, &m.Agreed)
	m.Asked, m.Answered = moment(asked), moment(answered)
	return m, err
}

// AddMerge keeps a proposal that waits for an answer and gives its number. A
// request has one at a time: the schema refuses a second.
func (tx *Tx) AddMerge(m Merge) (int64, error) {
	id, err := tx.insert("INSERT INTO merges (request, into_id, by, asked) VALUES (?, ?, ?, ?)",
		m.Request, m.Into, m.By, seconds(m.Asked))
	if err != nil {
		return 0, fmt.Errorf("propose to merge request %d: %w", m.Request, err)
	}
	return id, nil
}

// AnswerMerge keeps the answer to a proposal that waits for one, or gives
// [ErrNotFound].
func (tx *Tx) AnswerMerge(id int64, agreed bool, at time.Time) error {
	n, err := tx.change("UPDATE merges SET answered = ?, agreed = ? WHERE id = ? AND answered IS NULL",
		seconds(at), agreed, id)
	if err == nil && n == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("answer merge %d: %w", id, err)
	}
	return nil
}

// Merge gives one proposal, answered or not, or [ErrNotFound].
func (tx *Tx) Merge(id int64) (Merge, error) {
	m, err := one(tx, scanMerge, "SELECT "+mergeColumns+" FROM merges WHERE id = ?", id)
	if err != nil {
		return m, fmt.Errorf("merge %d: %w", id, err)
	}
	return m, nil
}

// PendingMerge gives the proposal about a request that waits for its author's
// answer, or [ErrNotFound].
func (tx *Tx) PendingMerge(request fund.RequestID) (Merge, error) {
	m, err := one(tx, scanMerge, "SELECT "+mergeColumns+" FROM merges WHERE request = ? AND answered IS NULL", request)
	if err != nil {
		return m, fmt.Errorf("pending merge of request %d: %w", request, err)
	}
	return m, nil
}

// PendingMergesOf gives the proposals that wait for somebody's answer, the
// oldest first.
func (tx *Tx) PendingMergesOf(author fund.PersonID) ([]Merge, error) {
	list, err := all(tx, scanMerge, "SELECT "+mergeColumns+` FROM merges
		WHERE answered IS NULL AND request IN (SELECT id FROM requests WHERE author = ? AND status = 'open')
		ORDER BY id`, author)
	if err != nil {
		return nil, fmt.Errorf("pending merges of person %d: %w", author, err)
	}
	return list, nil
}

// MergesBy gives the proposals somebody made, the oldest first.
func (tx *Tx) MergesBy(person fund.PersonID) ([]Merge, error) {
	list, err := all(tx, scanMerge, "SELECT "+mergeColumns+" FROM merges WHERE by = ? ORDER BY id", person)
	if err != nil {
		return nil, fmt.Errorf("merges by person %d: %w", person, err)
	}
	return list, nil
}
