package office

import (
	"errors"
	"fmt"
	"slices"

	"huimin/fund"
	"huimin/store"
)

// The names of entries about secret ballots. While one is open, the record
// tells who voted and nothing of the papers; these enter it when it closes.
const (
	recordVoter  = "ballot_voter"
	recordPapers = "ballot_papers"
)

var (
	// ErrSecret says that a vote in a secret ballot would be given openly.
	ErrSecret = errors.New("the ballot is secret")
	// ErrNotSecret says that a ballot has no papers: it is open.
	ErrNotSecret = errors.New("the ballot is not secret")
	// ErrOtherPaper says that somebody has voted with another paper than this
	// one.
	ErrOtherPaper = errors.New("voted with another paper")
	// ErrPaperSpoilt says that a paper cannot be used, because its code is
	// none or is taken.
	ErrPaperSpoilt = errors.New("the paper cannot be used")
)

// VoterEntry is the record's account of somebody's having voted in a secret
// ballot.
type VoterEntry struct {
	Ballot fund.BallotID `json:"ballot"`
	Person fund.PersonID `json:"person"`
}

// PapersEntry is the record's account of the papers in a secret ballot that is
// closed, in the order of their codes.
type PapersEntry struct {
	Ballot fund.BallotID      `json:"ballot"`
	Papers []fund.SecretPaper `json:"papers"`
}

// NewPaper gives a fresh check code to the act's person, who may vote in a
// secret ballot and has not yet. Nothing is kept of it: whoever hands the paper
// out must be able to tell later that it was given to them. [ErrNotSecret],
// [ErrOtherPaper], and what [Office.CastVote] refuses.
func (o *Office) NewPaper(a Act, ballot fund.BallotID) (fund.PaperCode, error) {
	b, voted, err := o.secretFor(a, ballot)
	if err == nil && voted {
		err = ErrOtherPaper
	}
	var chance [fund.PaperRandom]byte
	if err == nil {
		err = o.rand(chance[:])
	}
	if err != nil {
		return "", fmt.Errorf("paper for ballot %d: %w", b.ID, err)
	}
	return fund.NewPaperCode(chance), nil
}

// secretFor reads a secret ballot in which the act's person may vote now, and
// tells whether they have.
func (o *Office) secretFor(a Act, ballot fund.BallotID) (b fund.Ballot, voted bool, err error) {
	b, err = a.Tx.Ballot(ballot)
	if err == nil && !b.Secret {
		err = ErrNotSecret
	}
	if err == nil {
		err = o.mayVote(a, b)
	}
	if err == nil {
		voted, err = a.Tx.HasVoted(ballot, a.By.ID)
	}
	return b, voted, err
}

// CastPaper puts a paper into a secret ballot, or changes the choice on it, for
// the act's person: the caller answers for its being the paper that was given
// to them, which the books do not know. changed is false for the choice that
// was on it already, and previous is "" for a first vote. [ErrNotSecret],
// [ErrOtherPaper], [ErrPaperSpoilt], and what [Office.CastVote] refuses.
func (o *Office) CastPaper(a Act, ballot fund.BallotID, p fund.SecretPaper) (changed bool, previous fund.Choice, err error) {
	changed, previous, err = o.castPaper(a, ballot, p)
	if err != nil {
		return false, "", fmt.Errorf("paper in ballot %d: %w", ballot, err)
	}
	return changed, previous, nil
}

func (o *Office) castPaper(a Act, ballot fund.BallotID, p fund.SecretPaper) (changed bool, previous fund.Choice, err error) {
	if !p.Code.Valid() || !slices.Contains(fund.Choices(), p.Choice) {
		return false, "", ErrPaperSpoilt
	}
	b, voted, err := o.secretFor(a, ballot)
	if err != nil {
		return false, "", err
	}
	old, err := a.Tx.Paper(ballot, p.Code)
	there := err == nil
	switch {
	case err != nil && !errors.Is(err, store.ErrNotFound):
		return false, "", err
	case voted && !there:
		return false, "", ErrOtherPaper
	case there && !voted:
		return false, "", ErrPaperSpoilt
	case there && old.Choice == p.Choice:
		return false, old.Choice, nil
	case there:
		return true, old.Choice, a.Tx.ChangePaper(ballot, p)
	}
	if err := a.Tx.CastPaper(ballot, a.By.ID, p); err != nil {
		return false, "", err
	}
	if err := a.record(recordVoter, VoterEntry{ballot, a.By.ID}); err != nil {
		return false, "", err
	}
	return true, "", o.showBallot(a, b, coalesce)
}

// Papers gives the papers of a secret ballot that is closed, in the order of
// their codes: *fund.StateError while it is open, [ErrNotSecret].
func (o *Office) Papers(tx *store.Tx, ballot fund.BallotID) ([]fund.SecretPaper, error) {
	b, err := tx.Ballot(ballot)
	switch {
	case err != nil:
	case !b.Secret:
		err = ErrNotSecret
	case b.Status != fund.BallotClosed:
		err = &fund.StateError{Noun: "ballot", ID: int64(ballot), Have: string(b.Status), Want: []string{string(fund.BallotClosed)}}
	}
	if err != nil {
		return nil, fmt.Errorf("papers of ballot %d: %w", ballot, err)
	}
	return tx.Papers(ballot)
}

// countVotes counts what was voted in a ballot by its members, and gives who
// voted, by number.
func countVotes(tx *store.Tx, b fund.Ballot, members []fund.PersonID) (t fund.Tally, voters []fund.PersonID, err error) {
	if b.Secret {
		papers, err := tx.Papers(b.ID)
		if err != nil {
			return t, nil, err
		}
		t = fund.CountPapers(papers)
		t.Members = len(members)
		voters, err = tx.Voters(b.ID)
		return t, voters, err
	}
	if b.Kind != fund.BallotMotion {
		return countMarks(tx, b, members)
	}
	votes, err := tx.Votes(b.ID)
	if err != nil {
		return t, nil, err
	}
	for _, v := range votes {
		voters = append(voters, v.Person)
	}
	t, inRoom, err := withRoom(tx, b.ID, fund.Count(members, votes))
	voters = append(voters, inRoom...)
	slices.Sort(voters)
	return t, voters, err
}

// checkPapers lets a secret ballot decide nothing whose papers are not as many
// as its voters: no count of them could be trusted.
func checkPapers(tx *store.Tx, b *fund.Ballot) error {
	if !b.Secret {
		return nil
	}
	voters, err := tx.Voters(b.ID)
	if err == nil && len(voters) != b.Tally.Voted() {
		b.Outcome = fund.OutcomeNoQuorum
	}
	return err
}

// closePapers puts the papers of a secret ballot that has closed into the
// record.
func closePapers(a Act, b fund.Ballot) error {
	if !b.Secret {
		return nil
	}
	papers, err := a.Tx.Papers(b.ID)
	if err != nil {
		return err
	}
	return a.record(recordPapers, PapersEntry{b.ID, papers})
}
