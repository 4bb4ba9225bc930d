package bot

import (
	"encoding/json"
	"strings"
	"time"

	"github.com/go-telegram/bot/models"

	"huimin/office"
	"huimin/store"
)

// methodStop ends a poll; the answer is the poll with its last counts.
const methodStop = "stopPoll"

// polling gives the call that asks a poll, or that stops the one that a message
// is. An open one is left as it is: Telegram lets nothing in it be edited.
func (c composer) polling(a asked, message int) ([]part, error) {
	base := params{ChatID: c.chat}
	switch {
	case a.Stop && message == 0, !a.Stop && message != 0:
		return nil, errNothing
	case a.Stop:
		base.MessageID = message
		return []part{{method: methodStop, params: base, edit: true}}, nil
	}
	base.Question, base.Anonymous, base.Multiple = a.Question, ptr(true), a.Multiple
	base.CloseDate, base.HideResults = a.CloseDate, true
	for _, text := range a.Options {
		base.Options = append(base.Options, pollOption{text})
	}
	return []part{{method: "sendPoll", params: base}}, nil
}

// stopped tells from Telegram's words that a poll cannot be stopped because it
// is closed, or gone.
func stopped(why string) bool {
	for _, words := range []string{"already been closed", "poll to stop not found", "is not a poll", "can't be stopped"} {
		if strings.Contains(why, words) {
			return true
		}
	}
	return false
}

// pollOption is one answer of a poll that is asked.
type pollOption struct {
	Text string `json:"text"`
}

// sent is Telegram's answer to a message: its number, and the poll that it is.
type sent struct {
	Message messageID
	Poll    *models.Poll
}

// UnmarshalJSON reads a message, a list of messages, a poll, or true.
func (s *sent) UnmarshalJSON(data []byte) error {
	if err := json.Unmarshal(data, &s.Message); err != nil || len(data) == 0 || data[0] != '{' {
		return err
	}
	var m struct {
		Poll *models.Poll `json:"poll"`
	}
	if err := json.Unmarshal(data, &m); err != nil {
		return err
	}
	if s.Poll = m.Poll; s.Poll != nil || s.Message != 0 {
		return nil
	}
	s.Poll = &models.Poll{}
	return json.Unmarshal(data, s.Poll)
}

// heardPoll is how a poll stands, for the office.
func heardPoll(p *models.Poll) office.PollHeard {
	h := office.PollHeard{Telegram: p.ID, Question: p.Question, Voters: p.TotalVoterCount, Closed: p.IsClosed}
	for _, o := range p.Options {
		h.Options, h.Counts = append(h.Options, o.Text), append(h.Counts, o.VoterCount)
	}
	return h
}

// pollEars are who hears of polls: of how one stands, of a part that was sent,
// and of a group that goes by another id now.
type pollEars struct {
	heard func(office.Act, office.PollHeard) error
	sent  func(office.Act, office.PollPart, int64, office.PollHeard) error
	moved func(office.Act, int64) error
}

// polled registers who hears of polls.
func (r *router) polled(ears pollEars) {
	if r.ears.heard != nil {
		r.wrong("two flows hear of polls")
	}
	r.ears = ears
}

// notePoll keeps what Telegram said of a poll that was asked or stopped.
func (s *sender) notePoll(tx *store.Tx, o outcome) error {
	ears := s.b.router.ears
	if o.poll == nil || ears.sent == nil {
		return nil
	}
	return ears.sent(office.Act{Tx: tx, Now: s.b.now()}, *o.asked, o.it.chat, heardPoll(o.poll))
}

// hearPoll takes in an update about a poll.
func (b *Bot) hearPoll(tx *store.Tx, p *models.Poll, now time.Time) error {
	if b.router.ears.heard == nil {
		return nil
	}
	return b.router.ears.heard(office.Act{Tx: tx, Now: now}, heardPoll(p))
}

// askAgain puts open polls into a group that has moved.
func (r *router) askAgain(tx *store.Tx, chat int64, now time.Time) error {
	if r.ears.moved == nil {
		return nil
	}
	return r.ears.moved(office.Act{Tx: tx, Now: now}, chat)
}
