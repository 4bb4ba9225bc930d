package sandbox

import (
	"errors"
	"fmt"
	"slices"
	"time"
)

// ErrNoVote says why a vote in a poll does not count.
var ErrNoVote = errors.New("the poll does not take this vote")

// livePoll is what the server knows of a poll: who chose what.
type livePoll struct {
	id    string
	chat  *Chat
	msg   int
	votes map[int64][]int
}

// polls are the polls there are.
type polls struct {
	byID map[string]*livePoll
	open []*livePoll // those that close by the clock
}

func newPolls() polls { return polls{byID: map[string]*livePoll{}} }

// Vote chooses options of a poll by their numbers from 0; no options take the
// vote back. The error says why the poll does not take it.
func (u *User) Vote(m *Message, options ...int) error {
	var err error
	u.s.do(func() { err = u.vote(m, options) })
	return err
}

func (u *User) vote(m *Message, options []int) error {
	now := m.Chat.message(m.ID)
	if now == nil || now.Poll == nil || !m.Chat.has(u) {
		return fmt.Errorf("vote: %w: %w", ErrNoVote, ErrNotThere)
	}
	p := u.s.polls.byID[now.Poll.ID]
	before := p.votes[u.profile.ID]
	switch {
	case now.Poll.Closed:
		return fmt.Errorf("vote: %w: it is closed", ErrNoVote)
	case len(options) > 1 && !now.Poll.Multiple:
		return fmt.Errorf("vote: %w: one option only", ErrNoVote)
	case before != nil && !now.Poll.Revoting:
		return fmt.Errorf("vote: %w: a vote cannot be changed", ErrNoVote)
	case before == nil && len(options) == 0:
		return fmt.Errorf("vote: %w: nothing to take back", ErrNoVote)
	}
	chosen := slices.Clone(options)
	slices.Sort(chosen)
	chosen = slices.Compact(chosen)
	for _, o := range chosen {
		if o < 0 || o >= len(now.Poll.Options) {
			return fmt.Errorf("vote: %w: no option %d", ErrNoVote, o)
		}
	}
	if len(chosen) == 0 {
		delete(p.votes, u.profile.ID)
	} else {
		p.votes[u.profile.ID] = chosen
	}
	next := u.s.recount(p, now)
	if now.From.ID == u.s.bot.ID { // a bot hears how its own polls stand, whoever votes
		u.s.push("poll", pollLane(p.id), updateLife, next.Poll.wire())
	}
	if !now.Poll.Anonymous {
		u.tellVote(next, chosen)
	}
	return nil
}

// recount stores a version of the poll's message with the present counts.
func (s *Server) recount(p *livePoll, m *Message) *Message {
	next := m.version()
	poll := *m.Poll
	poll.Options = slices.Clone(poll.Options)
	poll.Total = len(p.votes)
	for i := range poll.Options {
		poll.Options[i].Voters = 0
	}
	for _, chosen := range p.votes {
		for _, o := range chosen {
			poll.Options[o].Voters++
		}
	}
	next.Poll = &poll
	p.chat.replace(next, EventPoll)
	return next
}

func (u *User) tellVote(m *Message, chosen []int) {
	answer := wirePollAnswer{PollID: m.Poll.ID, OptionIDs: append([]int{}, chosen...), OptionPID: []string{}}
	for _, o := range chosen {
		answer.OptionPID = append(answer.OptionPID, m.Poll.Options[o].ID)
	}
	if m.Chat.hidden[u.profile.ID] {
		answer.VoterChat = m.Chat.wire()
	} else {
		user := u.profile.wire()
		answer.User = &user
	}
	u.s.push("poll_answer", pollLane(m.Poll.ID), updateLife, answer)
}

// addPoll starts to watch the poll of a message just sent.
func (s *Server) addPoll(m *Message) {
	p := &livePoll{id: m.Poll.ID, chat: m.Chat, msg: m.ID, votes: map[int64][]int{}}
	s.polls.byID[p.id] = p
	if !m.Poll.CloseDate.IsZero() && !m.Poll.Closed {
		s.polls.open = append(s.polls.open, p)
	}
}

// closePolls closes the polls whose time is over.
func (s *Server) closePolls(now time.Time) {
	s.polls.open = slices.DeleteFunc(s.polls.open, func(p *livePoll) bool {
		m := p.chat.message(p.msg)
		if m == nil || m.Poll.Closed {
			return true
		}
		if now.Before(m.Poll.CloseDate) {
			return false
		}
		s.closePoll(p, m)
		return true
	})
}

// closePoll stores the closed version and tells the bot the result.
func (s *Server) closePoll(p *livePoll, m *Message) *Message {
	next := m.version()
	poll := *m.Poll
	poll.Closed = true
	next.Poll = &poll
	p.chat.replace(next, EventPoll)
	s.push("poll", pollLane(p.id), updateLife, poll.wire())
	return next
}
