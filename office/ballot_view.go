package office

import (
	"errors"
	"fmt"

	"huimin/fund"
	"huimin/store"
)

// count counts a ballot's votes as they stand, and gives who takes part in it,
// in a meeting.
func (o *Office) count(tx *store.Tx, b fund.Ballot) (t fund.Tally, present []fund.PersonID, err error) {
	members, err := tx.BallotMembers(b.ID)
	if err != nil {
		return t, nil, err
	}
	t, voters, err := countVotes(tx, b, members)
	if err != nil {
		return t, nil, err
	}
	switch {
	case b.Meeting == 0:
	case b.Status == fund.BallotClosed:
		present, err = tx.BallotPresent(b.ID)
	default:
		present, err = o.attending(tx, b, voters)
	}
	t.Present = len(present)
	return t, present, err
}

// BallotView is a ballot as it may be shown at this moment.
type BallotView struct {
	Ballot  fund.Ballot // while it is open, its tally holds the members alone
	Project fund.Project
	Item    fund.AgendaItem // of a meeting's agenda; with the title of its project where options are marked
	Asked   fund.Question   // where options are marked; votes and what won only once it is closed
	Rules   fund.Programme  // by which it is judged
	Voted   int             // how many have voted, never how while it is open
	// Uncounted is how many vote in the room and are not counted yet: they are
	// not among those who have voted.
	Uncounted int
	Room      fund.RoomCount // of those votes, what tellers counted in the room, once it is closed
	Papers    int            // of a secret ballot that is closed: as many as voted, or nothing is decided
	Here      int            // how many take part: those who voted, in a meeting those present as well
	Needed    int            // how many make the quorum
	Quorum    bool
}

// Ballot reads a ballot as it may be shown: how many have voted and whether
// that is a quorum, and how they voted only once it is closed.
func (o *Office) Ballot(tx *store.Tx, id fund.BallotID) (BallotView, error) {
	b, err := tx.Ballot(id)
	if err != nil {
		return BallotView{}, err
	}
	v := BallotView{Ballot: o.localBallot(b)}
	if b.Project != 0 {
		v.Project, err = o.Project(tx, b.Project)
	}
	if err == nil && b.Meeting != 0 {
		var m fund.Meeting
		m, err = tx.Meeting(b.Meeting)
		v.Item, _ = m.Item(b.Item)
	}
	if err == nil && b.Kind != fund.BallotMotion {
		if v.Asked, err = tx.Question(id); err == nil && v.Item.Project != 0 {
			var p fund.Project
			p, err = tx.Project(v.Item.Project)
			v.Item.Title = p.Title
		}
	}
	if err == nil {
		v.Rules, err = o.ballotRules(tx, b)
	}
	if err != nil {
		return BallotView{}, err
	}
	tally, _, err := o.count(tx, b)
	if err != nil {
		return BallotView{}, fmt.Errorf("ballot %d: %w", id, err)
	}
	if b.Kind == fund.BallotChoice && b.Status == fund.BallotClosed {
		tally = b.Tally // of those who marked, for what won and for the others
	}
	v.Voted, v.Uncounted, v.Here = tally.Voted(), tally.Uncounted, tally.Attending()
	if b.Secret {
		var voters []fund.PersonID
		if voters, err = tx.Voters(b.ID); err != nil {
			return BallotView{}, fmt.Errorf("ballot %d: %w", id, err)
		}
		v.Voted, v.Papers = len(voters)+tally.Room, tally.Voted()-tally.Room
		if b.Kind != fund.BallotMotion { // one on which nothing is marked is a paper too
			papers, err := tx.Papers(id)
			if err != nil {
				return BallotView{}, fmt.Errorf("ballot %d: %w", id, err)
			}
			v.Papers = len(papers)
		}
	}
	v.Needed, v.Quorum = v.Rules.QuorumNeeds(tally.Members), v.Rules.Quorate(tally)
	v.Room, err = roomCount(tx, b)
	return v, err
}

// LastBallot reads a project's newest ballot, as [Office.Ballot] does:
// [store.ErrNotFound] when there was none.
func (o *Office) LastBallot(tx *store.Tx, project fund.ProjectID) (BallotView, error) {
	b, err := tx.LastBallot(project)
	if err != nil {
		return BallotView{}, err
	}
	return o.Ballot(tx, b.ID)
}

// MyVote reads what a person chose in a ballot; "" for nothing yet.
func (o *Office) MyVote(tx *store.Tx, id fund.BallotID, person fund.PersonID) (fund.Choice, error) {
	v, err := tx.Vote(id, person)
	if errors.Is(err, store.ErrNotFound) {
		return "", nil
	}
	return v.Choice, err
}

// HasVoted tells whether somebody has voted in a ballot, of whatever kind.
func (o *Office) HasVoted(tx *store.Tx, b fund.Ballot, person fund.PersonID) (bool, error) {
	switch {
	case b.Secret:
		return tx.HasVoted(b.ID, person)
	case b.Kind != fund.BallotMotion:
		m, err := tx.MarkOf(b.ID, person)
		return len(m.N) > 0, err
	}
	choice, err := o.MyVote(tx, b.ID, person)
	return choice != "", err
}

func (o *Office) localBallot(b fund.Ballot) fund.Ballot {
	b.Opened, b.Closes, b.ClosedAt = o.local(b.Opened), o.local(b.Closes), o.local(b.ClosedAt)
	return b
}
