package store

import (
	"database/sql"
	"fmt"
	"time"

	"huimin/fund"
)

// Comment is a question or remark about a request. Office is true for an
// answer by the committee. Text is empty once its author was erased.
type Comment struct {
	ID      int64
	Request fund.RequestID
	Person  fund.PersonID
	Office  bool
	Text    string
	At      time.Time
}

const commentColumns = "id, request, person, office, text, at"

func scanComment(s scanner) (c Comment, err error) {
	var at sql.NullInt64
	err = s.Scan(&c.ID, &c.Request, &c.Person, &c.Office, &c.Text, &at)
	c.At = moment(at)
	return c, err
}

// AddComment keeps a comment and gives its number; c.ID is ignored.
func (tx *Tx) AddComment(c Comment) (int64, error) {
	id, err := tx.insert("INSERT INTO comments (request, person, office, text, at) VALUES (?, ?, ?, ?, ?)",
		c.Request, c.Person, c.Office, c.Text, seconds(c.At))
	if err != nil {
		return 0, fmt.Errorf("add comment to request %d: %w", c.Request, err)
	}
	return id, nil
}

// Comment gives one comment, or [ErrNotFound].
func (tx *Tx) Comment(id int64) (Comment, error) {
	c, err := one(tx, scanComment, "SELECT "+commentColumns+" FROM comments WHERE id = ?", id)
	if err != nil {
		return c, fmt.Errorf("comment %d: %w", id, err)
	}
	return c, nil
}

// Comments gives a request's comments, the oldest first.
func (tx *Tx) Comments(request fund.RequestID) ([]Comment, error) {
	list, err := all(tx, scanComment, "SELECT "+commentColumns+" FROM comments WHERE request = ? ORDER BY id", request)
	if err != nil {
		return nil, fmt.Errorf("comments of request %d: %w", request, err)
	}
	return list, nil
}

// CommentsBy gives somebody's comments, the oldest first.
func (tx *Tx) CommentsBy(person fund.PersonID) ([]Comment, error) {
	list, err := all(tx, scanComment, "SELECT "+commentColumns+" FROM comments WHERE person = ? ORDER BY id", person)
	if err != nil {
		return nil, fmt.Errorf("comments of person %d: %w", person, err)
	}
	return list, nil
}

// CountComments tells how many comments somebody made after a moment.
func (tx *Tx) CountComments(person fund.PersonID, after time.Time) (int, error) {
	n, err := one(tx, scalar[int], "SELECT count(*) FROM comments WHERE person = ? AND at > ?", person, seconds(after))
	if err != nil {
		return 0, fmt.Errorf("count comments of person %d: %w", person, err)
	}
	return n, nil
}

// BlankComments takes the words out of somebody's comments, except the
// answers given for the office.
func (tx *Tx) BlankComments(person fund.PersonID) error {
	if err := tx.exec("UPDATE comments SET text = '' WHERE person = ? AND office = 0", person); err != nil {
		return fmt.Errorf("blank comments of person %d: %w", person, err)
	}
	return nil
}
