package office

import (
	"fmt"
	"strings"
	"time"

	"huimin/fund"
	"huimin/store"
)

// CloseBallot closes a ballot before its hour and gives it with its outcome.
// When the hour has passed it is the clock that closed it, at that hour.
func (o *Office) CloseBallot(a Act, ballot fund.BallotID) (fund.Ballot, error) {
	b, err := a.Tx.Ballot(ballot)
	if err != nil {
		return fund.Ballot{}, fmt.Errorf("close ballot: %w", err)
	}
	if err := o.mayClose(a, b); err != nil {
		return fund.Ballot{}, fmt.Errorf("close ballot %d: %w", ballot, err)
	}
	if err := o.roomCounted(a, b); err != nil {
		return fund.Ballot{}, fmt.Errorf("close ballot %d: %w", ballot, err)
	}
	if !a.Now.Before(b.Closes) {
		return o.closeBallot(a, b, 0, b.Closes)
	}
	if notice := b.Opened.Add(o.Rules(b.Opened).BallotNotice); b.Meeting == 0 && a.Now.Before(notice) {
		return fund.Ballot{}, fmt.Errorf("close ballot %d: %w", ballot,
			&BallotHourError{o.local(a.Now), o.local(notice), o.local(b.Closes), true})
	}
	return o.closeBallot(a, b, a.By.ID, a.Now)
}

// mayClose says whether the act's person may close b before its hour: in a
// meeting whoever presides, else the committee. *fund.NotAllowed.
func (o *Office) mayClose(a Act, b fund.Ballot) error {
	if b.Meeting == 0 {
		return o.allow(a, fund.ActCloseBallot, b.Community)
	}
	return o.Presides(a, b.Meeting)
}

// MayClose is mayClose, to show or hide a button.
func (o *Office) MayClose(a Act, ballot fund.BallotID) error {
	b, err := a.Tx.Ballot(ballot)
	if err == nil {
		err = o.mayClose(a, b)
	}
	return err
}

// CloseDueBallots closes every ballot whose hour has come, each at its own
// hour however late it is now, and tells how many it closed. One is left open
// while anything that came before its hour waits to be handled, for a vote may
// be among it: votes count by when they came. It is closed at a later call,
// still at its own hour.
func (o *Office) CloseDueBallots(a Act) (closed int, err error) {
	list, err := a.Tx.BallotsClosingBy(a.Now)
	if err != nil {
		return 0, fmt.Errorf("close due ballots: %w", err)
	}
	for _, b := range list {
		heard, err := o.countedBy(a, b)
		if err != nil {
			return closed, fmt.Errorf("close due ballots: %w", err)
		}
		unheard, err := a.Tx.WaitsSince(heard)
		if err != nil {
			return closed, fmt.Errorf("close due ballots: %w", err)
		}
		if unheard {
			continue
		}
		if _, err := o.closeBallot(a, b, 0, b.Closes); err != nil {
			return closed, err
		}
		closed++
	}
	return closed, nil
}

// NextBallotClose gives the hour of the next ballot to close; the zero time
// when none is open.
func (o *Office) NextBallotClose(tx *store.Tx) (time.Time, error) {
	t, err := tx.NextBallotClose()
	return o.local(t), err
}

// closeBallot counts the votes, closes b at a moment, and moves the project by
// the outcome. Closed late, the ballot still ended at that moment; but whoever
// the project goes to has it from now on, and so do the days of the review.
func (o *Office) closeBallot(a Act, b fund.Ballot, by fund.PersonID, at time.Time) (fund.Ballot, error) {
	end := o.endBallot
	if b.Kind != fund.BallotMotion {
		end = o.endQuestion
	}
	b, err := end(a, b, by, at)
	if err != nil {
		return fund.Ballot{}, fmt.Errorf("close ballot %d: %w", b.ID, err)
	}
	return o.localBallot(b), nil
}

func (o *Office) endBallot(a Act, b fund.Ballot, by fund.PersonID, at time.Time) (fund.Ballot, error) {
	tally, present, err := o.count(a.Tx, b)
	if err != nil {
		return b, err
	}
	prog, err := o.ballotRules(a.Tx, b)
	if err == nil {
		err = b.Close(tally, prog, by, at)
	}
	if err == nil {
		err = checkPapers(a.Tx, &b, b.Tally.Voted()-b.Tally.Room)
	}
	if err == nil {
		err = a.Tx.CloseBallot(b, present)
	}
	if err == nil {
		err = closePapers(a, b)
	}
	if err == nil {
		err = o.announceResult(a, b)
	}
	if err != nil {
		return b, err
	}
	facts, err := sealedBallot(a, b)
	if err != nil {
		return b, err
	}
	if b.Project == 0 {
		return b, a.record(recordItemClosed, ItemEntry{Ballot: facts, Present: present})
	}
	p, err := a.Tx.Project(b.Project)
	if err == nil {
		err = p.Decide(b.Outcome, prog.WithClock(o.Rules(a.Now)), at, a.Now)
	}
	if err != nil {
		return b, err
	}
	entry := ProjectEntry{Ballot: facts, Present: present}
	return b, o.move(a, recordClosed, p, entry, RequestChanged{What: decisionOf(p, b.Outcome)})
}

// ballotRules are the rules under which a ballot is voted on: those of the day
// it was opened, as they hold in its meeting.
func (o *Office) ballotRules(tx *store.Tx, b fund.Ballot) (fund.Programme, error) {
	prog := o.Rules(b.Opened)
	if b.Meeting == 0 {
		return prog, nil
	}
	kind, called, err := tx.MeetingCalled(b.Meeting)
	return o.Rules(called).InMeeting(kind), err
}

// decisionOf is what a closed ballot means to those who follow the project.
func decisionOf(p fund.Project, o fund.Outcome) Change {
	if o == fund.OutcomeLost && p.Status != fund.ProjectLost {
		return ChangeKept // a change of it was voted down
	}
	switch p.Status {
	case fund.ProjectApproved:
		return ChangeApproved
	case fund.ProjectStarted:
		return ChangeAnew
	case fund.ProjectLost:
		return ChangeLost
	case fund.ProjectDrafted:
		return ChangeNoQuorum
	case fund.ProjectVoting, fund.ProjectStreet, fund.ProjectDistrict, fund.ProjectReturned, fund.ProjectRefused,
		fund.ProjectFinished, fund.ProjectMending, fund.ProjectAccepted, fund.ProjectFailed,
		fund.ProjectLapsed, fund.ProjectDropped:
		return ChangeDecided
	}
	return ChangeDecided
}

// announceResult puts the result into the representatives' groups and brings
// the ballot's post up to date.
func (o *Office) announceResult(a Act, b fund.Ballot) error {
	if err := o.showBallot(a, b, 0); err != nil {
		return err
	}
	rules, err := o.ballotRules(a.Tx, b)
	if err != nil {
		return err
	}
	chats, err := a.Tx.BoundChats(b.Community, ballotGroup(rules.Voters))
	if err != nil {
		return err
	}
	kinds := []string{KindBallotResult}
	if b.Secret {
		kinds = append(kinds, KindBallotPapers)
	}
	for _, c := range chats {
		for _, kind := range kinds {
			n := Notice{
				Kind: kind, Data: BallotPost{b.ID}, Lane: store.LaneNotice,
				Key: fmt.Sprintf("%s:%d:%d", strings.TrimPrefix(kind, "ballot_"), b.ID, c.ID),
			}
			if err := o.post(a, c.ID, "", n); err != nil {
				return err
			}
		}
	}
	return nil
}
