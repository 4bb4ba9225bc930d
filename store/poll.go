package store

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"huimin/fund"
)

const pollColumns = "id, community, question, multiple, status, opened, opened_by, closes, closed, closed_by, voters"

func scanPoll(s scanner) (p fund.Poll, err error) {
	var opened, openedBy, closes, closed, closedBy sql.NullInt64
	err = s.Scan(&p.ID, &p.Community, &p.Question, &p.Multiple, &p.Status, &opened, &openedBy, &closes, &closed, &closedBy, &p.Voters)
	p.Opened, p.Closes, p.Closed = moment(opened), moment(closes), moment(closed)
	p.OpenedBy, p.ClosedBy = fund.PersonID(openedBy.Int64), fund.PersonID(closedBy.Int64)
	return p, err
}

// AddPoll keeps a new poll with its options and gives its number.
func (tx *Tx) AddPoll(p fund.Poll) (fund.PollID, error) {
	id, err := tx.insert(`INSERT INTO polls (community, question, multiple, status, opened, opened_by, closes) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		p.Community, p.Question, p.Multiple, p.Status, seconds(p.Opened), ref(p.OpenedBy), seconds(p.Closes))
	for _, o := range p.Options {
		if err == nil {
			err = tx.exec("INSERT INTO poll_options (poll, n, part, place, text, request) VALUES (?, ?, ?, ?, ?, ?)",
				id, o.N, o.Part, o.Place, o.Text, ref(o.Request))
		}
	}
	if err != nil {
		return 0, fmt.Errorf("add poll: %w", err)
	}
	return fund.PollID(id), nil
}

// SavePoll keeps a poll's state, and its counts, or gives [ErrNotFound].
func (tx *Tx) SavePoll(p fund.Poll) error {
	n, err := tx.change("UPDATE polls SET status = ?, closed = ?, closed_by = ?, voters = ? WHERE id = ?",
		p.Status, seconds(p.Closed), ref(p.ClosedBy), p.Voters, p.ID)
	if err == nil && n == 0 {
		err = ErrNotFound
	}
	for _, o := range p.Options {
		if err == nil {
			err = tx.exec("UPDATE poll_options SET count = ? WHERE poll = ? AND n = ?", o.Count, p.ID, o.N)
		}
	}
	if err != nil {
		return fmt.Errorf("save poll %d: %w", p.ID, err)
	}
	return nil
}

// Poll gives one poll with its options as they were listed, or [ErrNotFound].
func (tx *Tx) Poll(id fund.PollID) (fund.Poll, error) {
	p, err := one(tx, scanPoll, "SELECT "+pollColumns+" FROM polls WHERE id = ?", id)
	if err == nil {
		p.Options, err = tx.pollOptions(id)
	}
	if err != nil {
		return p, fmt.Errorf("poll %d: %w", id, err)
	}
	return p, nil
}

func (tx *Tx) pollOptions(id fund.PollID) ([]fund.PollOption, error) {
	return all(tx, func(s scanner) (o fund.PollOption, err error) {
		var request sql.NullInt64
		err = s.Scan(&o.N, &o.Part, &o.Place, &o.Text, &request, &o.Count)
		o.Request = fund.RequestID(request.Int64)
		return o, err
	}, "SELECT n, part, place, text, request, count FROM poll_options WHERE poll = ? ORDER BY n", id)
}

// pollsWhere gives polls with their options.
func (tx *Tx) pollsWhere(where string, args ...any) ([]fund.Poll, error) {
	list, err := all(tx, scanPoll, "SELECT "+pollColumns+" FROM polls "+where, args...)
	for i := range list {
		if err == nil {
			list[i].Options, err = tx.pollOptions(list[i].ID)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("polls: %w", err)
	}
	return list, nil
}

// Polls gives a community's polls, the newest first.
func (tx *Tx) Polls(community fund.PlaceID) ([]fund.Poll, error) {
	return tx.pollsWhere("WHERE community = ? ORDER BY id DESC", community)
}

// AllPolls gives every poll, the oldest first.
func (tx *Tx) AllPolls() ([]fund.Poll, error) { return tx.pollsWhere("ORDER BY id") }

// UnfinishedPolls gives every poll that is not closed, the one that closes
// first first.
func (tx *Tx) UnfinishedPolls() ([]fund.Poll, error) {
	return tx.pollsWhere("WHERE status <> 'closed' ORDER BY closes, id")
}

// PollsBy gives the polls somebody opened, the oldest first.
func (tx *Tx) PollsBy(person fund.PersonID) ([]fund.Poll, error) {
	return tx.pollsWhere("WHERE opened_by = ? ORDER BY id", person)
}

// BlankOptions takes the words of a request out of the polls that it is an
// answer in, and gives these polls.
func (tx *Tx) BlankOptions(request fund.RequestID) ([]fund.PollID, error) {
	list, err := all(tx, scalar[fund.PollID], "SELECT poll FROM poll_options WHERE request = ? AND text <> '' ORDER BY poll", request)
	if err == nil {
		err = tx.exec("UPDATE poll_options SET text = '' WHERE request = ?", request)
	}
	if err != nil {
		return nil, fmt.Errorf("blank request %d in polls: %w", request, err)
	}
	return list, nil
}

// PolledFor gives how many chose a request in the newest closed poll that it is
// an answer in, or [ErrNotFound].
func (tx *Tx) PolledFor(request fund.RequestID) (int, error) {
	n, err := one(tx, scalar[int], `SELECT o.count FROM poll_options o JOIN polls p ON p.id = o.poll
		WHERE o.request = ? AND p.status = 'closed' ORDER BY p.id DESC LIMIT 1`, request)
	if err != nil {
		return 0, fmt.Errorf("poll of request %d: %w", request, err)
	}
	return n, nil
}

// PollPost is one of Telegram's polls that a part of a poll is asked by in a
// chat. Counts are by the options' places; Final says that they will not
// change any more.
type PollPost struct {
	Poll     fund.PollID
	Part     int
	Chat     int64
	Telegram string // Telegram's id of it; "" until it was sent
	Counts   []int
	Voters   int
	Final    bool
}

const pollPostColumns = "poll, part, chat, telegram, counts, voters, final"

func scanPollPost(s scanner) (p PollPost, err error) {
	var telegram sql.NullString
	var counts []byte
	if err = s.Scan(&p.Poll, &p.Part, &p.Chat, &telegram, &counts, &p.Voters, &p.Final); err != nil {
		return p, err
	}
	p.Telegram = telegram.String
	return p, json.Unmarshal(counts, &p.Counts)
}

// SavePollPost keeps a part of a poll in a chat, in place of what was kept of
// it before.
func (tx *Tx) SavePollPost(p PollPost) error {
	counts, err := json.Marshal(append([]int{}, p.Counts...))
	if err == nil {
		err = tx.exec(`INSERT INTO poll_posts (`+pollPostColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT (poll, part, chat) DO UPDATE SET
				telegram = excluded.telegram, counts = excluded.counts, voters = excluded.voters, final = excluded.final`,
			p.Poll, p.Part, p.Chat, text(p.Telegram), string(counts), p.Voters, p.Final)
	}
	if err != nil {
		return fmt.Errorf("save part %d of poll %d: %w", p.Part, p.Poll, err)
	}
	return nil
}

// PollPosts gives what a poll is asked by, part by part.
func (tx *Tx) PollPosts(poll fund.PollID) ([]PollPost, error) {
	list, err := all(tx, scanPollPost, "SELECT "+pollPostColumns+" FROM poll_posts WHERE poll = ? ORDER BY part, chat", poll)
	if err != nil {
		return nil, fmt.Errorf("parts of poll %d: %w", poll, err)
	}
	return list, nil
}

// PollPost gives a part of a poll in a chat, or [ErrNotFound].
func (tx *Tx) PollPost(poll fund.PollID, part int, chat int64) (PollPost, error) {
	p, err := one(tx, scanPollPost, "SELECT "+pollPostColumns+" FROM poll_posts WHERE poll = ? AND part = ? AND chat = ?", poll, part, chat)
	if err != nil {
		return p, fmt.Errorf("part %d of poll %d: %w", part, poll, err)
	}
	return p, nil
}

// PollPostByTelegram gives the part with Telegram's id, or [ErrNotFound].
func (tx *Tx) PollPostByTelegram(id string) (PollPost, error) {
	p, err := one(tx, scanPollPost, "SELECT "+pollPostColumns+" FROM poll_posts WHERE telegram = ?", id)
	if err != nil {
		return p, fmt.Errorf("poll by Telegram's id: %w", err)
	}
	return p, nil
}

// migratePolls moves the parts of polls that a group is asked to where it goes
// on. What was answered in the old group stays counted there only when the
// poll is over: in the new one it is asked anew, and nobody counts twice.
func (tx *Tx) migratePolls(from, to int64) error {
	return errors.Join(
		tx.exec(`UPDATE OR IGNORE poll_posts SET chat = ?2, telegram = NULL, counts = '[]', voters = 0
			WHERE chat = ?1 AND final = 0 AND poll IN (SELECT id FROM polls WHERE status = 'open')`, from, to),
		tx.exec("UPDATE OR IGNORE poll_posts SET chat = ?2 WHERE chat = ?1", from, to),
		tx.exec("DELETE FROM poll_posts WHERE chat = ?1", from),
	)
}
