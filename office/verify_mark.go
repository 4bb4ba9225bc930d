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
func (s *sayings) hearMark(e MarkEntry) {
	if b, known := s.ballots[e.Ballot]; known {
		b.marks[e.Person] = e
	}
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
	marks, err := v.tx.Marks(b.ID)
	if err != nil {
		return err
	}
	v.Votes += len(marks)
	v.marks(b.ID, marks, said.marks)
	if b.Status != fund.BallotClosed {
		return nil
	}
	var entries []fund.Mark
	for _, e := range said.marks {
		entries = append(entries, fund.Mark{Ballot: e.Ballot, Person: e.Person, N: e.Marks})
	}
	return v.recount(b, q, members, marks, said, entries)
}

// recount counts a closed ballot once more from the marks in the books, and
// from those in the record.
func (v *verifier) recount(b fund.Ballot, q fund.Question, members []fund.PersonID, marks []fund.Mark, said ballotSaid, entries []fund.Mark) error {
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
	count := func(members []fund.PersonID, marks []fund.Mark, present int) (string, error) {
		q, t, outcome, err := rules.Settle(b.Kind, q, members, marks, present)
		return settledWords(q, t, outcome), err
	}
	books, err := count(members, marks, len(present))
	if err != nil {
		return err
	}
	record, err := count(said.members, entries, len(said.present))
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

// marks compares what everybody marked.
func (v *verifier) marks(ballot fund.BallotID, marks []fund.Mark, said map[fund.PersonID]MarkEntry) {
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
}
