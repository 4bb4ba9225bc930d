package office

import (
	"errors"
	"fmt"
	"slices"

	"huimin/fund"
	"huimin/store"
)

// hearPapers takes in an entry about secret ballots; known is false for
// others.
func (s *sayings) hearPapers(e store.Entry) (known bool, err error) {
	in := func(id fund.BallotID, change func(*ballotSaid)) error {
		b, ok := s.ballots[id]
		if !ok {
			return fmt.Errorf("papers of ballot %d: %w", id, store.ErrNotFound)
		}
		change(&b)
		s.ballots[id] = b
		return nil
	}
	switch e.What {
	case recordVoter:
		said, err := heard[VoterEntry](e)
		if err != nil {
			return true, err
		}
		return true, errors.Join(s.votesFor(e, said.Person),
			in(said.Ballot, func(b *ballotSaid) { b.voters = append(b.voters, said.Person) }))
	case recordPapers:
		said, err := heard[PapersEntry](e)
		if err != nil {
			return true, err
		}
		return true, in(said.Ballot, func(b *ballotSaid) {
			b.papers = said.Papers
			b.room.tell(said.Room)
		})
	}
	return false, nil
}

// count counts a ballot by what the record says.
func (b ballotSaid) count() fund.Tally {
	t := fund.CountPapers(b.papers)
	t.Members = len(b.members)
	if !b.facts.Secret {
		votes := make([]fund.Vote, 0, len(b.votes))
		for _, e := range b.votes {
			votes = append(votes, fund.Vote{Ballot: e.Ballot, Person: e.Person, Choice: e.Choice})
		}
		t = fund.Count(b.members, votes)
	}
	return t.WithRoom(len(b.room.voters), b.room.tellings)
}

// papers compares who voted in a secret ballot, and, once it is closed, paper
// by paper what they voted. While it is open the record has no papers: there
// must be as many as voters.
func (v *verifier) papers(b fund.Ballot, said ballotSaid) error {
	voters, err := v.tx.Voters(b.ID)
	if err != nil {
		return err
	}
	papers, err := v.tx.Papers(b.ID)
	if err != nil {
		return err
	}
	v.Votes += len(papers)
	told := slices.Clone(said.voters)
	slices.Sort(told)
	if !slices.Equal(voters, told) {
		v.fault(Fault{
			Kind: FaultDiffers, Noun: "ballot", ID: int64(b.ID), Field: "voters", Books: fmt.Sprint(voters), Record: fmt.Sprint(told),
		})
	}
	if len(papers) != len(voters) {
		v.fault(Fault{
			Kind: FaultTally, Noun: "ballot", ID: int64(b.ID), Field: "papers",
			Books: fmt.Sprintf("%d papers of %d voters", len(papers), len(voters)), Record: fmt.Sprintf("%d voters", len(told)),
		})
	}
	if b.Status == fund.BallotClosed {
		v.eachPaper(b.ID, papers, said.papers)
	}
	return nil
}

// eachPaper finds the papers that were changed, lost or added since the ballot
// closed.
func (v *verifier) eachPaper(id fund.BallotID, books, record []fund.SecretPaper) {
	left := make(map[fund.PaperCode]fund.Choice, len(record))
	for _, p := range record {
		left[p.Code] = p.Choice
	}
	for _, p := range books {
		f := Fault{Noun: "paper", ID: int64(id), Field: p.Code.String(), Books: string(p.Choice)}
		choice, known := left[p.Code]
		delete(left, p.Code)
		switch {
		case !known:
			f.Kind = FaultUnknown
			v.fault(f)
		case choice != p.Choice:
			f.Kind, f.Record = FaultDiffers, string(choice)
			v.fault(f)
		}
	}
	for _, p := range record {
		if choice, lost := left[p.Code]; lost {
			v.fault(Fault{Kind: FaultMissing, Noun: "paper", ID: int64(id), Field: p.Code.String(), Record: string(choice)})
		}
	}
}
