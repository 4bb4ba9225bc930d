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

// PapersEntry is the record's account of a secret ballot that is closed: the
// papers in the order of their codes, and what each teller has counted in the
// room.
type PapersEntry struct {
	Ballot fund.BallotID      `json:"ballot"`
	Papers []fund.SecretPaper `json:"papers"`
	Room   []RoomEntry        `json:"room,omitempty"`
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
// [ErrOtherPaper], [ErrPaperSpoilt], [ErrBallotKind], and what [Office.CastVote]
// refuses.
func (o *Office) CastPaper(a Act, ballot fund.BallotID, p fund.SecretPaper) (changed bool, previous fund.Choice, err error) {
	if !slices.Contains(fund.Choices(), p.Choice) {
		return false, "", fmt.Errorf("paper in ballot %d: %w", ballot, ErrPaperSpoilt)
	}
	now, previous, err := o.castPaper(a, ballot, p.Code, func(b fund.Ballot, _ fund.SecretPaper) (fund.Choice, error) {
		if b.Kind != fund.BallotMotion {
			return "", ErrBallotKind
		}
		return p.Choice, nil
	})
	return err == nil && now != previous, previous, err
}

// MarkPaper marks an option on a paper of a secret ballot, as [Office.Mark] does
// where it is open, and takes papers as [Office.CastPaper] does. It gives what is
// marked now; first tells that this put the paper in, and changed that something
// else is on it than before.
func (o *Office) MarkPaper(a Act, ballot fund.BallotID, code fund.PaperCode, n int) (marks []int, first, changed bool, err error) {
	now, previous, err := o.castPaper(a, ballot, code, func(b fund.Ballot, old fund.SecretPaper) (fund.Choice, error) {
		if b.Kind == fund.BallotMotion {
			return "", ErrBallotKind
		}
		q, err := a.Tx.Question(ballot)
		if err != nil {
			return "", err
		}
		if _, ok := q.Option(n); !ok {
			return "", ErrNoOption
		}
		marked, _ := old.Marks()
		return fund.MarksChoice(b.Kind.Toggle(marked, n)), nil
	})
	if err != nil {
		return nil, false, false, err
	}
	marks, _ = fund.SecretPaper{Choice: now}.Marks()
	return marks, previous == "", now != previous, nil
}

// MarksOn gives what is marked on a paper that the act's person may put in or
// change, with the errors of [Office.MarkPaper]; nothing on one that is not in.
func (o *Office) MarksOn(a Act, ballot fund.BallotID, code fund.PaperCode) ([]int, error) {
	p, _, err := o.paperFor(a, ballot, code)
	if err != nil {
		return nil, fmt.Errorf("paper in ballot %d: %w", ballot, err)
	}
	marks, _ := p.Marks()
	return marks, nil
}

// castPaper puts a paper in with what choose gives for what is on it, and gives
// both; before is "" for a paper that was not in.
func (o *Office) castPaper(
	a Act, ballot fund.BallotID, code fund.PaperCode, choose func(fund.Ballot, fund.SecretPaper) (fund.Choice, error),
) (now, before fund.Choice, err error) {
	old, b, err := o.paperFor(a, ballot, code)
	if err == nil {
		now, err = choose(b, old)
	}
	p := fund.SecretPaper{Code: code, Choice: now}
	switch {
	case err != nil || now == old.Choice:
	case old.Choice != "":
		err = a.Tx.ChangePaper(ballot, p)
	default:
		if err = a.Tx.CastPaper(ballot, a.By.ID, p); err == nil {
			err = a.record(recordVoter, VoterEntry{ballot, a.By.ID})
		}
		if err == nil {
			err = o.showBallot(a, b, coalesce)
		}
	}
	if err != nil {
		return "", "", fmt.Errorf("paper in ballot %d: %w", ballot, err)
	}
	return now, old.Choice, nil
}

// paperFor reads a paper that the act's person may put in, or change: empty
// when it is not in yet.
func (o *Office) paperFor(a Act, ballot fund.BallotID, code fund.PaperCode) (p fund.SecretPaper, b fund.Ballot, err error) {
	if !code.Valid() {
		return p, b, ErrPaperSpoilt
	}
	b, voted, err := o.secretFor(a, ballot)
	if err != nil {
		return p, b, err
	}
	p, err = a.Tx.Paper(ballot, code)
	there := err == nil
	switch {
	case err != nil && !errors.Is(err, store.ErrNotFound):
		return p, b, err
	case voted && !there:
		return p, b, ErrOtherPaper
	case there && !voted:
		return p, b, ErrPaperSpoilt
	}
	return p, b, nil
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
	if b.Kind != fund.BallotMotion {
		return countMarks(tx, b, members)
	}
	if b.Secret {
		var papers []fund.SecretPaper
		if papers, err = tx.Papers(b.ID); err == nil {
			voters, err = tx.Voters(b.ID)
		}
		t = fund.CountPapers(papers)
		t.Members = len(members)
	} else {
		var votes []fund.Vote
		votes, err = tx.Votes(b.ID)
		for _, v := range votes {
			voters = append(voters, v.Person)
		}
		t = fund.Count(members, votes)
	}
	if err != nil {
		return t, nil, err
	}
	t, inRoom, err := withRoom(tx, b.ID, t)
	voters = append(voters, inRoom...)
	slices.Sort(voters)
	return t, voters, err
}

// checkPapers lets a secret ballot decide nothing whose papers, so many, are not
// as many as its voters: no count of them could be trusted.
func checkPapers(tx *store.Tx, b *fund.Ballot, papers int) error {
	if !b.Secret {
		return nil
	}
	voters, err := tx.Voters(b.ID)
	if err == nil && len(voters) != papers {
		b.Outcome = fund.OutcomeNoQuorum
	}
	return err
}

// closePapers puts the papers of a secret ballot that has closed into the
// record, and what was counted in the room.
func closePapers(a Act, b fund.Ballot) error {
	if !b.Secret {
		return nil
	}
	papers, err := a.Tx.Papers(b.ID)
	if err != nil {
		return err
	}
	list, err := a.Tx.Tellings(b.ID)
	if err != nil {
		return err
	}
	e := PapersEntry{Ballot: b.ID, Papers: papers}
	for _, t := range list {
		if !t.At.IsZero() {
			e.Room = append(e.Room, RoomEntry{Ballot: b.ID, Teller: t.Teller, Count: t.Count})
		}
	}
	return a.record(recordPapers, e)
}
