package store

import (
	"database/sql"
	"fmt"

	"huimin/fund"
)

// saveRescheduled keeps when and where a meeting was to be before it was moved.
func (tx *Tx) saveRescheduled(m fund.Meeting) error {
	for i, b := range m.Before {
		err := tx.exec(`INSERT INTO reschedulings (meeting, n, starts, place, haste, by, at) VALUES (?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT DO NOTHING`, m.ID, i+1, seconds(b.Starts), b.Where, b.Haste, ref(b.By), seconds(b.At))
		if err != nil {
			return err
		}
	}
	return nil
}

func (tx *Tx) rescheduled(id fund.MeetingID) ([]fund.Rescheduled, error) {
	return all(tx, func(s scanner) (b fund.Rescheduled, err error) {
		var starts, by, at sql.NullInt64
		err = s.Scan(&starts, &b.Where, &b.Haste, &by, &at)
		b.Starts, b.By, b.At = moment(starts), fund.PersonID(by.Int64), moment(at)
		return b, err
	}, "SELECT starts, place, haste, by, at FROM reschedulings WHERE meeting = ? ORDER BY n", id)
}

// AgeReplies notes that whatever was answered to a call was for an hour that is
// not the meeting's any more.
func (tx *Tx) AgeReplies(id fund.MeetingID) error {
	if err := tx.exec("UPDATE meeting_replies SET old = 1 WHERE meeting = ?", id); err != nil {
		return fmt.Errorf("age replies to meeting %d: %w", id, err)
	}
	return nil
}

// OldReplies gives what those answered last who have not answered for the
// meeting's present hour.
func (tx *Tx) OldReplies(id fund.MeetingID) (map[fund.PersonID]fund.Reply, error) {
	return tx.replies(id, true)
}
