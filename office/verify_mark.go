package office

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"huimin/fund"
	"huimin/store"
)

// hearQuestion takes in what a ballot asks, or what came of it.
func (s *sayings) hearQuestion(e ItemEntry) {
	if e.Ballot == nil || e.Asked == nil {
		return
	}
	b := s.ballots[e.Ballot.ID]
	b.asked = e.Asked
	s.ballots[e.Ballot.ID] = b
}

// hearMark takes in what somebody marked; the last word stands.
func (s *sayings) hearMark(e store.Entry) error {
	said, err := heard[MarkEntry](e)
	if err != nil {
		return err
	}
	if b, known := s.ballots[said.Ballot]; known {
		b.marks[said.Person] = said
	}
	return s.votesFor(e, said.Person)
}

// question compares a ballot in which options are marked with the record, and
// counts it again from the books and from the record.
func (v *verifier) question(b fund.Ballot, said ballotSaid) error {
	members, err := v.members(b, said)
	if err != nil {
		return err
	}
	q, err := v.tx.Question(b.ID)
	if err != nil {
		return err
	}
	if said.asked == nil {
		v.fault(Fault{Kind: FaultUnknown, Noun: "ballot", ID: int64(b.ID), Field: "options"})
		return nil
	}
	words, err := questionWords(q)
	if err == nil {
		err = v.sealed("ballot", int64(b.ID), said.asked.Words, words, 0)
	}
	if err != nil {
		return err
	}
	facts := questionFacts(q)
	facts.Words = said.asked.Words
	v.compare("ballot", int64(b.ID), facts, *said.asked)
	books, err := papersOf(v.tx, b, q, members)
	if err == nil && b.Secret {
		err = v.papers(b, said)
	} else if err == nil {
		err = v.marks(b.ID, said.marks)
	}
	if err != nil || b.Status != fund.BallotClosed {
		return err
	}
	return v.recount(b, q, books, len(members), said)
}

// marked gives what the record says was marked as papers of an election.
func (b ballotSaid) marked(q fund.Question) []fund.Paper {
	if b.facts.Secret {
		return q.Unfold(b.papers)
	}
	var marks []fund.Mark
	for _, e := range b.marks {
		marks = append(marks, fund.Mark{Ballot: e.Ballot, Person: e.Person, N: e.Marks})
	}
	return q.Papers(b.members, marks)
}

// recount counts a closed ballot once more from what is in the books, of so many
// members, and from what is in the record.
func (v *verifier) recount(b fund.Ballot, q fund.Question, papers []fund.Paper, members int, said ballotSaid) error {
	present, err := v.tx.BallotPresent(b.ID)
	if err != nil {
		return err
	}
	rules, err := v.office.ballotRules(v.tx, b)
	if err != nil && !errors.Is(err, store.ErrNotFound) { // a meeting that is not there is a fault already
		return err
	}
	if !slices.Equal(present, said.present) {
		v.fault(Fault{
			Kind: FaultTally, Noun: "ballot", ID: int64(b.ID), Field: "present", Books: fmt.Sprint(present), Record: fmt.Sprint(said.present),
		})
	}
	count := func(papers []fund.Paper, members, present int) (string, error) {
		q, t, outcome, err := rules.Settle(b.Kind, q, papers, members, present)
		return settledWords(q, t, outcome), err
	}
	books, err := count(papers, members, len(present))
	if err != nil {
		return err
	}
	record, err := count(said.marked(q), len(said.members), len(said.present))
	if err != nil {
		return err
	}
	if stands := settledWords(q, b.Tally, b.Outcome); books != stands || record != stands {
		v.fault(Fault{
			Kind: FaultTally, Noun: "ballot", ID: int64(b.ID), Field: "tally",
			Books: stands + "; its marks there give " + books, Record: record,
		})
	}
	return nil
}

// settledWords says what came of a ballot in which options are marked.
func settledWords(q fund.Question, t fund.Tally, o fund.Outcome) string {
	text := fmt.Sprintf("%s, %d of %d members", outcomeWords(o), t.Voted(), t.Members)
	for _, option := range q.Options {
		text += fmt.Sprintf(", %d: %d", option.N, option.Votes)
		if option.Won {
			text += " won"
		}
	}
	return text
}

// marks compares what everybody marked in an open ballot.
func (v *verifier) marks(ballot fund.BallotID, said map[fund.PersonID]MarkEntry) error {
	marks, err := v.tx.Marks(ballot)
	if err != nil {
		return err
	}
	v.Votes += len(marks)
	left := maps.Clone(said)
	maps.DeleteFunc(left, func(_ fund.PersonID, e MarkEntry) bool { return len(e.Marks) == 0 })
	for _, m := range marks {
		entry, ok := left[m.Person]
		delete(left, m.Person)
		f := Fault{Noun: "mark", ID: int64(ballot), Person: m.Person, Field: "marks", Books: fmt.Sprint(m.N)}
		switch {
		case !ok:
			f.Kind = FaultUnknown
			v.fault(f)
		case !slices.Equal(entry.Marks, m.N) || entry.At != unix(m.At):
			f.Kind, f.Record = FaultDiffers, fmt.Sprint(entry.Marks)
			v.fault(f)
		}
	}
	for _, person := range slices.Sorted(maps.Keys(left)) {
		v.fault(Fault{Kind: FaultMissing, Noun: "mark", ID: int64(ballot), Person: person})
	}
	return nil
}
