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

// The names of entries about votes on free items; those on projects are
// entries about these.
const (
	recordItemOpened = "item_opened"
	recordItemClosed = "item_closed"
)

var (
	// ErrNoAgendaItem says that a meeting's agenda has no such point.
	ErrNoAgendaItem = errors.New("no such item")
	// ErrVotedAlready says that an item was decided on in this meeting: it can
	// only be voted on anew, with a reason.
	ErrVotedAlready = errors.New("the item was voted on already")
)

// ItemVote is a vote to be opened on an item of an open meeting. It closes
// after Length at the latest. Secret keeps who voted apart from how. Reason is
// why an item is voted on anew.
type ItemVote struct {
	Item   int
	Secret bool
	Length time.Duration
	Reason string
}

// ItemEntry is the record's account of a vote on a free item, or of one in which
// options are marked.
type ItemEntry struct {
	Ballot  *BallotFacts    `json:"ballot"`
	Members []fund.PersonID `json:"members,omitempty"`
	Present []fund.PersonID `json:"present,omitempty"` // who took part, once it is closed
	Asked   *QuestionFacts  `json:"asked,omitempty"`   // what it asks, where options are marked
}

// OpenItem opens the vote on an item of an open meeting, for whoever presides:
// *fund.NotAllowed, *fund.StateError, [ErrNoAgendaItem], *[QuorumError],
// [ErrVotedAlready], *[BallotHourError], and for a project what
// [Office.OpenBallot] refuses.
func (o *Office) OpenItem(a Act, meeting fund.MeetingID, n ItemVote) (fund.Ballot, error) {
	b, err := o.openItem(a, meeting, n)
	if err == nil {
		err = o.askHolders(a, b)
	}
	if err != nil {
		return fund.Ballot{}, fmt.Errorf("open item %d of meeting %d: %w", n.Item, meeting, err)
	}
	return o.localBallot(b), nil
}

func (o *Office) openItem(a Act, meeting fund.MeetingID, n ItemVote) (b fund.Ballot, err error) {
	b, members, err := o.itemBallot(a, meeting, n)
	if err != nil {
		return b, err
	}
	if b.Project != 0 {
		return o.putToVote(a, b, members)
	}
	if b.ID, err = a.Tx.AddBallot(b, members); err != nil {
		return b, err
	}
	facts, err := sealedBallot(a, b)
	if err == nil {
		err = a.record(recordItemOpened, ItemEntry{Ballot: facts, Members: members})
	}
	if err != nil {
		return b, err
	}
	return b, o.showBallot(a, b, 0)
}

// itemBallot is the ballot that would be opened on an item as a motion, and who
// may vote in it.
func (o *Office) itemBallot(a Act, meeting fund.MeetingID, n ItemVote) (b fund.Ballot, members []fund.PersonID, err error) {
	m, err := o.meetingFor(a, meeting)
	if err == nil {
		err = m.In(fund.MeetingOpen)
	}
	if err != nil {
		return b, nil, err
	}
	item, ok := m.Item(n.Item)
	if !ok {
		return b, nil, ErrNoAgendaItem
	}
	if err := errors.Join(quorum(a.Tx, m.ID, o.meetingRules(m)), o.checkAnew(a, m, &n), o.checkItemLength(a.Now, m, n.Length)); err != nil {
		return b, nil, err
	}
	members, err = a.Tx.MeetingMembers(m.ID)
	return fund.Ballot{
		Kind: fund.BallotMotion, Project: item.Project, Community: m.Community, Meeting: m.ID, Item: item.N, Secret: n.Secret, Reason: n.Reason,
		Opened: a.Now, Closes: a.Now.Add(n.Length), OpenedBy: a.By.ID, Status: fund.BallotOpen,
		Tally: fund.Tally{Members: len(members)},
	}, members, err
}

// checkAnew says whether an item may be voted on: once, and then only with a
// reason, while it is not being voted on. What was voted on in secret stays so.
func (o *Office) checkAnew(a Act, m fund.Meeting, n *ItemVote) error {
	n.Reason = strings.TrimSpace(n.Reason)
	list, err := a.Tx.MeetingBallots(m.ID)
	if err != nil {
		return err
	}
	list = slices.DeleteFunc(list, func(b fund.Ballot) bool { return b.Item != n.Item })
	if len(list) == 0 {
		n.Reason = ""
		return nil
	}
	if last := list[len(list)-1]; last.Status == fund.BallotOpen {
		return &fund.StateError{Noun: "ballot", ID: int64(last.ID), Have: string(last.Status), Want: []string{string(fund.BallotClosed)}}
	}
	if n.Reason == "" {
		return ErrVotedAlready
	}
	n.Secret = n.Secret || list[len(list)-1].Secret
	return o.Rules(a.Now).Requests.CheckReason(n.Reason)
}

func (o *Office) checkItemLength(now time.Time, m fund.Meeting, length time.Duration) error {
	lengths := o.meetingRules(m).Meetings.VoteLengths
	if length > 0 && length <= slices.Max(lengths) {
		return nil
	}
	return &BallotHourError{Closes: o.local(now.Add(length)), Earliest: o.local(now), Latest: o.local(now.Add(slices.Max(lengths)))}
}

// attending gives who takes part in a meeting's vote that closes now: those
// who are there, at its hour at the latest, and those who voted and have left
// since.
func (o *Office) attending(tx *store.Tx, b fund.Ballot, voters []fund.PersonID) ([]fund.PersonID, error) {
	members, err := tx.MeetingMembers(b.Meeting)
	if err != nil {
		return nil, err
	}
	moves, err := tx.Movements(b.Meeting)
	moves = slices.DeleteFunc(moves, func(m fund.Movement) bool { return !m.At.Before(b.Closes) })
	here := append(fund.Present(members, moves), voters...)
	slices.Sort(here)
	return slices.Compact(here), err
}
