package office

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"huimin/fund"
	"huimin/store"
)

// The names of entries about polls.
const (
	recordPollOpened    = "poll_opened"
	recordPollClosed    = "poll_closed"
	recordPollRecounted = "poll_recounted" // a last count arrived after the poll was closed
)

var (
	// ErrNoGroup says that the community has no neighbourhood's group that can
	// be asked.
	ErrNoGroup = errors.New("no neighbourhood group")
	// ErrPollOpen says that the neighbourhood is being asked something already.
	ErrPollOpen = errors.New("a poll is open already")
)

// NewPoll is a question for a neighbourhood. An option is typed, or a request
// whose words it takes; Length is how long it stays open.
type NewPoll struct {
	Community fund.PlaceID
	Question  string
	Multiple  bool
	Requests  []fund.RequestID
	Typed     []string
	Length    time.Duration
}

// PollEntry is what the record keeps of a poll opened, closed or counted anew;
// Counts by the options' numbers.
type PollEntry struct {
	Poll      fund.PollID      `json:"poll"`
	Community fund.PlaceID     `json:"community"`
	Question  string           `json:"question_sealed,omitempty"`
	Requests  []fund.RequestID `json:"requests,omitempty"` // of the options in their order, 0 for typed ones
	Closes    int64            `json:"closes"`
	Voters    int              `json:"voters,omitempty"`
	Counts    []int            `json:"counts,omitempty"`
}

// PollHeard is how one of Telegram's polls stands, by its own account.
type PollHeard struct {
	Telegram string
	Question string
	Options  []string
	Counts   []int
	Voters   int
	Closed   bool
}

// CheckPoll says whether a poll could be opened as it is, and gives it with its
// options dealt out: *fund.PollError, *fund.StateError, [ErrOtherCommunity].
func (o *Office) CheckPoll(tx *store.Tx, now time.Time, n NewPoll) (fund.Poll, error) {
	p := fund.Poll{
		Community: n.Community, Question: strings.TrimSpace(n.Question), Multiple: n.Multiple,
		Status: fund.PollOpen, Opened: now, Closes: now.Add(n.Length),
	}
	if n.Length >= 24*time.Hour { // on the hour: people remember that
		p.Closes = p.Closes.Truncate(time.Hour)
	}
	for _, id := range n.Requests {
		r, err := tx.Request(id)
		if err == nil && r.Community != n.Community {
			err = ErrOtherCommunity
		}
		if err == nil {
			err = isOpen(r)
		}
		if err != nil {
			return p, err
		}
		p.Options = append(p.Options, fund.PollOption{Request: id, Text: fund.OptionText(r)})
	}
	for _, text := range n.Typed {
		p.Options = append(p.Options, fund.PollOption{Text: strings.TrimSpace(text)})
	}
	p.Deal()
	return p, o.Rules(now).Polls.Check(p, now)
}

// OpenPoll asks a neighbourhood by Telegram's own polls, by the staff: what
// comes of it is advice. *fund.NotAllowed, *fund.PollError, [ErrNoGroup],
// [ErrPollOpen], and what [Office.CheckPoll] refuses.
func (o *Office) OpenPoll(a Act, n NewPoll) (fund.Poll, error) {
	p, err := o.openPoll(a, n)
	if err != nil {
		return p, fmt.Errorf("open poll: %w", err)
	}
	return o.localPoll(p), nil
}

func (o *Office) openPoll(a Act, n NewPoll) (p fund.Poll, err error) {
	groups, err := o.MayAsk(a, n.Community)
	if err != nil {
		return p, err
	}
	if p, err = o.CheckPoll(a.Tx, a.Now, n); err != nil {
		return p, err
	}
	p.OpenedBy = a.By.ID
	if p.ID, err = a.Tx.AddPoll(p); err != nil {
		return p, err
	}
	entry, err := pollEntry(a, p)
	if err == nil {
		err = a.record(recordPollOpened, entry)
	}
	if err != nil {
		return p, err
	}
	for part := range p.Parts() {
		for _, c := range groups {
			if err := o.ask(a, p, part, c.ID); err != nil {
				return p, err
			}
		}
	}
	return p, nil
}

// MayAsk says whether the act's person may open a poll in a community now, and
// gives the groups that would be asked: *fund.NotAllowed, [ErrNoGroup],
// [ErrPollOpen].
func (o *Office) MayAsk(a Act, community fund.PlaceID) ([]store.Chat, error) {
	if err := o.allow(a, fund.ActPoll, community); err != nil {
		return nil, err
	}
	groups, err := a.Tx.BoundChats(community, store.PurposeNeighbourhood)
	if err != nil {
		return nil, err
	}
	groups = slices.DeleteFunc(groups, func(c store.Chat) bool { return c.Blocked })
	if len(groups) == 0 {
		return nil, ErrNoGroup
	}
	list, err := a.Tx.Polls(community)
	if err == nil && slices.ContainsFunc(list, func(p fund.Poll) bool { return p.Status == fund.PollOpen }) {
		err = ErrPollOpen
	}
	return groups, err
}

func pollEntry(a Act, p fund.Poll) (e PollEntry, err error) {
	e = pollFacts(p)
	e.Question, err = a.seal(p.Question, 0) // the office's word: it outlives who gave it
	return e, err
}

// pollFacts is an entry without the words.
func pollFacts(p fund.Poll) PollEntry {
	e := PollEntry{Poll: p.ID, Community: p.Community, Closes: unix(p.Closes), Voters: p.Voters}
	for _, o := range p.Options {
		e.Requests = append(e.Requests, o.Request)
		if p.Status == fund.PollClosed {
			e.Counts = append(e.Counts, o.Count)
		}
	}
	return e
}

// ask puts one part of a poll into a chat.
func (o *Office) ask(a Act, p fund.Poll, part int, chat int64) error {
	if err := a.Tx.SavePollPost(store.PollPost{Poll: p.ID, Part: part, Chat: chat}); err != nil {
		return err
	}
	return o.showPart(a, PollPart{p.ID, part}, chat)
}

// showPart sends a part of a poll to a chat, or stops it there when it takes no
// more answers.
func (o *Office) showPart(a Act, part PollPart, chat int64) error {
	return o.post(a, chat, pollTopic(part), Notice{Kind: KindPoll, Data: part, Lane: store.LaneNotice})
}

// StopPoll stops a poll before its time, by the staff: *fund.NotAllowed,
// *fund.StateError.
func (o *Office) StopPoll(a Act, id fund.PollID) (fund.Poll, error) {
	p, err := a.Tx.Poll(id)
	if err == nil {
		err = o.permitted(a, fund.ActPoll, p.Community, func() error { return o.stopPoll(a, &p) })
	}
	if err != nil {
		return p, fmt.Errorf("stop poll: %w", err)
	}
	return o.localPoll(p), nil
}

func (o *Office) stopPoll(a Act, p *fund.Poll) error {
	if err := p.Stop(a.By.ID, a.Now); err != nil {
		return err
	}
	if err := a.Tx.SavePoll(*p); err != nil {
		return err
	}
	posts, err := a.Tx.PollPosts(p.ID)
	if err != nil {
		return err
	}
	for _, post := range posts {
		if post.Final {
			continue
		}
		if err := o.showPart(a, PollPart{p.ID, post.Part}, post.Chat); err != nil {
			return err
		}
	}
	return o.conclude(a, p, posts)
}

// NextPollMoment is when the clock has to look after a poll next: when the
// first closes, or when the last counts of one are waited for no longer. The
// zero time when there is none.
func (o *Office) NextPollMoment(tx *store.Tx) (next time.Time, err error) {
	list, err := tx.UnfinishedPolls()
	for _, p := range list {
		at := p.Closes
		if p.Status == fund.PollClosing {
			at = p.Closed.Add(o.Rules(p.Closed).Polls.Grace)
		}
		if next.IsZero() || at.Before(next) {
			next = at
		}
	}
	return o.local(next), err
}

// CloseDuePolls stops the polls whose time is over, and counts those whose last
// counts have been waited for long enough.
func (o *Office) CloseDuePolls(a Act) error {
	list, err := a.Tx.UnfinishedPolls()
	if err != nil {
		return err
	}
	for _, p := range list {
		var err error
		switch {
		case p.Status == fund.PollOpen && !a.Now.Before(p.Closes):
			err = o.stopPoll(a, &p)
		case p.Status == fund.PollClosing && !a.Now.Before(p.Closed.Add(o.Rules(p.Closed).Polls.Grace)):
			err = o.finishPoll(a, &p)
		}
		if err != nil {
			return fmt.Errorf("poll %d: %w", p.ID, err)
		}
	}
	return nil
}

// AskAgain puts the open polls of a group that goes by another id now into the
// new one: what was said in the old one is read only there.
func (o *Office) AskAgain(a Act, chat int64) error {
	list, err := a.Tx.UnfinishedPolls()
	if err != nil {
		return err
	}
	for _, p := range list {
		if p.Status != fund.PollOpen {
			continue
		}
		posts, err := a.Tx.PollPosts(p.ID)
		if err != nil {
			return err
		}
		for _, post := range posts {
			if post.Chat != chat || post.Telegram != "" {
				continue
			}
			if err := o.showPart(a, PollPart{p.ID, post.Part}, chat); err != nil {
				return err
			}
		}
	}
	return nil
}

// Poll gives one poll with times in the programme's zone, or
// [store.ErrNotFound].
func (o *Office) Poll(tx *store.Tx, id fund.PollID) (fund.Poll, error) {
	p, err := tx.Poll(id)
	return o.localPoll(p), err
}

// Polls gives a community's polls, the newest first.
func (o *Office) Polls(tx *store.Tx, community fund.PlaceID) ([]fund.Poll, error) {
	list, err := tx.Polls(community)
	return each(list, o.localPoll), err
}

func (o *Office) localPoll(p fund.Poll) fund.Poll {
	p.Opened, p.Closes, p.Closed = o.local(p.Opened), o.local(p.Closes), o.local(p.Closed)
	return p
}
