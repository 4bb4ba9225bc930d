package office

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"huimin/fund"
	"huimin/store"
)

var (
	// ErrNoRepresentatives reports that a community has nobody who could vote.
	ErrNoRepresentatives = errors.New("the community has no representatives")
	// ErrNoResidents reports that nobody has chosen the community, where
	// residents vote.
	ErrNoResidents = errors.New("the community has no residents")
	// ErrNotOnRoster reports a vote by somebody who came after the ballot was
	// opened: who may vote is fixed then.
	ErrNotOnRoster = errors.New("not a member of this ballot")
)

// NoGroupError says that no chat is bound to Place for Purpose.
type NoGroupError struct {
	Place   fund.PlaceID
	Purpose store.Purpose
}

// Error names the place and the purpose.
func (e *NoGroupError) Error() string {
	return fmt.Sprintf("no chat is bound to place %d as %s", e.Place, e.Purpose)
}

// BallotHourError says that a ballot cannot close at Closes: it must be after
// Earliest and not after Latest. Notice tells that Earliest is how long it must
// stay open for everybody to hear of it.
type BallotHourError struct {
	Closes, Earliest, Latest time.Time
	Notice                   bool
}

// Error names the three hours.
func (e *BallotHourError) Error() string {
	return fmt.Sprintf("a ballot cannot close at %s: only after %s and by %s",
		e.Closes.Format(time.RFC3339), e.Earliest.Format(time.RFC3339), e.Latest.Format(time.RFC3339))
}

// latestBallot is when a vote that begins now has to close: within the longest
// time there is, and within the year whose money it is about.
func (o *Office) latestBallot(now time.Time, p fund.Project) time.Time {
	rules := o.Rules(now)
	latest, end := now.Add(rules.LongestBallot()), rules.LastMoment(p.Year)
	if end.Before(latest) {
		return end
	}
	return latest
}

// LatestBallot is when a vote on a project that begins now has to close.
func (o *Office) LatestBallot(now time.Time, p fund.Project) time.Time {
	return o.local(o.latestBallot(now, p))
}

// OpenBallot puts a drafted project to the vote of its community's
// representatives, or of its residents where the programme says so, until a moment, which is cut to its minute. Who they are is
// fixed now. It refuses a community without representatives
// ([ErrNoRepresentatives], [ErrNoResidents]) or without a group of theirs (*[NoGroupError]), and
// an hour that has passed or is too far away (*[BallotHourError]); and a project
// that lacks what the programme asks for (*[NotReadyError]).
func (o *Office) OpenBallot(a Act, project fund.ProjectID, closes time.Time) (fund.Ballot, error) {
	p, err := o.projectFor(a, fund.ActOpenBallot, project)
	if err != nil {
		return fund.Ballot{}, fmt.Errorf("open ballot: %w", err)
	}
	if err := p.OpenBallot(a.Now); err != nil {
		return fund.Ballot{}, err
	}
	closes = closes.Truncate(time.Minute)
	if err := o.checkProjectBar(a, p); err != nil {
		return fund.Ballot{}, fmt.Errorf("open ballot on project %d: %w", project, err)
	}
	rules := o.Rules(a.Now)
	earliest, latest := a.Now.Add(rules.BallotNotice), o.latestBallot(a.Now, p)
	if !closes.After(a.Now) || closes.Before(earliest.Truncate(time.Minute)) || closes.After(latest) {
		return fund.Ballot{}, fmt.Errorf("open ballot on project %d: %w", project,
			&BallotHourError{o.local(closes), o.local(earliest), o.local(latest), rules.BallotNotice > 0 && closes.Before(earliest)})
	}
	voters := rules.Voters
	members, err := o.roster(a, voters, p.Community)
	if err == nil {
		err = needChat(a.Tx, p.Community, ballotGroup(voters))
	}
	b := fund.Ballot{
		Kind: fund.BallotMotion, Project: p.ID, Community: p.Community, Opened: a.Now, Closes: closes, OpenedBy: a.By.ID,
		Status: fund.BallotOpen, Tally: fund.Tally{Members: len(members)},
	}
	if err == nil {
		b, err = o.putToVote(a, b, members)
	}
	if err != nil {
		return fund.Ballot{}, fmt.Errorf("open ballot on project %d: %w", project, err)
	}
	return o.localBallot(b), nil
}

// putToVote opens a ballot on a project that has all that a vote asks for:
// *fund.StateError, *[NotReadyError], what the bar and the money say, and
// *fund.NotAllowed.
func (o *Office) putToVote(a Act, b fund.Ballot, members []fund.PersonID) (fund.Ballot, error) {
	p, err := a.Tx.Project(b.Project)
	if err == nil {
		err = errors.Join(o.checkProjectBar(a, p), o.notInBudget(a.Tx, p), p.OpenBallot(a.Now))
	}
	if err == nil {
		drafted := p
		drafted.Status = fund.ProjectDrafted
		err = o.Ready(a, drafted)
	}
	if err == nil {
		err = o.checkFree(a.Tx, p)
	}
	if err == nil {
		b.ID, err = a.Tx.AddBallot(b, members)
	}
	var facts *BallotFacts
	if err == nil {
		facts, err = sealedBallot(a, b)
	}
	if err == nil {
		err = o.saveProject(a, recordOpened, p, ProjectEntry{Ballot: facts, Members: members})
	}
	if err == nil {
		err = o.showBallot(a, b, 0)
	}
	if err == nil {
		err = o.tellProjectFollowers(a, p, RequestChanged{What: ChangeVoting})
	}
	if err == nil {
		err = o.editProject(a, p)
	}
	return b, err
}

// needChat gives *[NoGroupError] unless a chat that can be written to is bound
// to a place for a purpose.
func needChat(tx *store.Tx, place fund.PlaceID, purpose store.Purpose) error {
	chats, err := tx.BoundChats(place, purpose)
	if err == nil && !slices.ContainsFunc(chats, func(c store.Chat) bool { return !c.Blocked }) {
		err = &NoGroupError{Place: place, Purpose: purpose}
	}
	return err
}

// CastVote records the vote of a representative, in place of an earlier one.
// changed is false when the same choice stood already; previous is what stood,
// "" for nothing. It refuses anybody who is not a representative of the
// community at this moment (*fund.NotAllowed), was none when the ballot was
// opened ([ErrNotOnRoster]), and everybody from the closing minute on, closed
// or not (fund.ErrClosed), and a secret ballot, which takes papers ([ErrSecret]). What is said of representatives holds for residents
// where they vote.
func (o *Office) CastVote(
	a Act, ballot fund.BallotID, choice fund.Choice,
) (changed bool, previous fund.Choice, err error) {
	if !slices.Contains(fund.Choices(), choice) {
		return false, "", fmt.Errorf("vote in ballot %d: no such choice %q", ballot, choice)
	}
	b, err := a.Tx.Ballot(ballot)
	switch {
	case err != nil:
	case b.Secret:
		err = ErrSecret
	case b.Kind != fund.BallotMotion:
		err = ErrBallotKind
	default:
		err = o.mayVote(a, b)
	}
	if err != nil {
		return false, "", fmt.Errorf("vote in ballot %d: %w", ballot, err)
	}
	old, err := a.Tx.Vote(ballot, a.By.ID)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return false, "", err
	}
	if old.Choice == choice {
		return false, choice, nil
	}
	v := fund.Vote{Ballot: ballot, Person: a.By.ID, Choice: choice, At: a.Now}
	if err := a.Tx.SaveVote(v); err != nil {
		return false, "", err
	}
	if err := a.record(recordVote, VoteEntry{ballot, a.By.ID, choice, unix(a.Now)}); err != nil {
		return false, "", err
	}
	return true, old.Choice, o.showBallot(a, b, coalesce)
}

// mayVote says why the act's person may not vote in b now, if they may not.
func (o *Office) mayVote(a Act, b fund.Ballot) error {
	rules, err := o.ballotRules(a.Tx, b)
	if err == nil {
		err = o.hasVote(a, b, rules)
	}
	if err == nil {
		err = b.Accepts(a.Now)
	}
	if err != nil || b.Meeting == 0 {
		return err
	}
	return o.mayVoteHere(a, b, rules)
}

// hasVote says whether the act's person is one of those who vote in b, and
// still what makes them one: nil, *fund.NotAllowed, [ErrNotOnRoster].
func (o *Office) hasVote(a Act, b fund.Ballot, rules fund.Programme) error {
	if err := o.allow(a, rules.Voters.Vote(), b.Community); err != nil {
		return err
	}
	member, err := a.Tx.IsBallotMember(b.ID, a.By.ID)
	if err == nil && !member {
		err = ErrNotOnRoster
	}
	return err
}

// mayVoteHere says why the act's person may not vote in a meeting's ballot
// now, if they may not: [ErrNotPresent], [ErrRepresented], [ErrVotesInRoom],
// *[QuorumError].
func (o *Office) mayVoteHere(a Act, b fund.Ballot, rules fund.Programme) error {
	here, err := a.Tx.IsPresent(b.Meeting, a.By.ID)
	if err == nil && !here {
		err = ErrNotPresent
	}
	if err == nil && rules.Meetings.Proxies {
		err = o.notRepresented(a, b.Meeting)
	}
	if err == nil {
		err = chatVoter(a, b.ID)
	}
	if err == nil {
		err = quorum(a.Tx, b.Meeting, rules)
	}
	return err
}

// MayVote says why the act's person may not vote in a ballot now, nil if they
// may: see [Office.CastVote], which asks again.
func (o *Office) MayVote(a Act, ballot fund.BallotID) error {
	b, err := a.Tx.Ballot(ballot)
	if err == nil {
		err = o.mayVote(a, b)
	}
	if err != nil {
		return fmt.Errorf("vote in ballot %d: %w", ballot, err)
	}
	return nil
}

// showBallot brings the post about a ballot up to date in the
// representatives' groups.
func (o *Office) showBallot(a Act, b fund.Ballot, wait time.Duration) error {
	n := Notice{Kind: KindBallotPost, Data: BallotPost{b.ID}, Lane: store.LaneNotice, Due: a.Now.Add(wait)}
	rules, err := o.ballotRules(a.Tx, b)
	if err == nil {
		_, err = o.postTo(a, b.Community, BallotTopic(b.ID), n, ballotGroup(rules.Voters))
	}
	return err
}
