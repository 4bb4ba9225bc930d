package office

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"huimin/fund"
	"huimin/store"
)

// secretBudget is a secret budget ballot on three projects, and the papers of the
// six who are there.
func (w *world) secretBudget() (b fund.Ballot, list []fund.Project, codes []fund.PaperCode) {
	w.t.Helper()
	w.byChance()
	m, list := w.atBudget(60_000, 5_000, 9_000)
	n := NewQuestion{ItemVote: ItemVote{Item: 1, Secret: true, Length: 15 * time.Minute}, Kind: fund.BallotBudget, Pot: fund.Yuan(70_000)}
	for _, p := range list {
		n.Projects = append(n.Projects, p.ID)
	}
	w.must(w.staff, func(a Act) (err error) {
		b, err = w.office.OpenQuestion(a, m.ID, n)
		return err
	})
	for _, rep := range w.reps[:6] {
		codes = append(codes, w.paper(rep, b))
	}
	return b, list, codes
}

func (w *world) markPaper(b fund.Ballot, code fund.PaperCode, n int) func(Act) error {
	return func(a Act) error {
		_, _, _, err := w.office.MarkPaper(a, b.ID, code, n)
		return err
	}
}

// fill has the representatives in their order mark these numbers on their papers.
func (w *world) fill(b fund.Ballot, codes []fund.PaperCode, papers ...[]int) {
	w.t.Helper()
	for i, paper := range papers {
		for _, n := range paper {
			w.must(w.reps[i], w.markPaper(b, codes[i], n))
		}
	}
}

// TestSecretBudget shares a sum out in secret: it is counted as an open one is,
// and everybody counts the papers again with the same outcome.
func TestSecretBudget(t *testing.T) {
	w := newWorld(t)
	b, list, codes := w.secretBudget()
	w.fill(b, codes, []int{1, 2}, []int{1, 3}, []int{1, 2}, []int{3, 3}) // the last takes their mark off again
	w.refuse(w.reps[0], ErrSecret, w.markIn(b, 1))
	w.refuse(w.reps[0], ErrBallotKind, w.tryPaper(b, codes[0], fund.ChoiceFor))
	w.refuse(w.reps[0], ErrNoOption, w.markPaper(b, codes[0], 4))
	w.refuse(w.reps[4], ErrPaperSpoilt, w.markPaper(b, codes[0], 3)) // another's
	w.refuse(w.reps[0], ErrOtherPaper, w.markPaper(b, codes[4], 3))
	if v := w.ballot(b.ID); v.Voted != 4 || v.Asked.Options[0].Votes != 0 {
		t.Errorf("while it is open: %+v", v)
	}
	w.sound()
	w.now = b.Closes
	w.refuse(w.reps[0], fund.ErrClosed, w.markPaper(b, codes[0], 3))
	w.closeDue()

	v := w.ballot(b.ID)
	if want := (fund.Tally{Members: 9, For: 3, Present: 6}); v.Ballot.Tally != want || v.Ballot.Outcome != fund.OutcomeCarried || v.Papers != 4 {
		t.Errorf("%s of %+v, %d papers", v.Ballot.Outcome, v.Ballot.Tally, v.Papers)
	}
	if have := w.project(list[1].ID).Status; have != fund.ProjectApproved {
		t.Errorf("the one with two votes is %s", have)
	}
	want := map[fund.PaperCode]fund.Choice{codes[0]: "1 2", codes[1]: "1 3", codes[2]: "1 2", codes[3]: "blank"}
	papers := w.papers(b)
	for _, p := range papers {
		if want[p.Code] != p.Choice {
			t.Errorf("on %s stands %q, want %q", p.Code, p.Choice, want[p.Code])
		}
	}
	if again, err := v.Asked.Award(v.Asked.Unfold(papers)); err != nil || len(papers) != 4 || !again.Placings[1].Funded || again.Placings[2].Funded {
		t.Errorf("counted again from %d papers: %+v, %v", len(papers), again, err)
	}
	w.must(fund.Person{}, func(a Act) error {
		c, err := w.office.Count(a, b.ID)
		if err == nil && (c.Election.Voters() != 3 || !c.Award.Placings[0].Funded) {
			t.Errorf("explained by %+v", c.Election)
		}
		return err
	})
	w.sound()
}

// TestSecretMarksJoinNobody looks for a person beside what is marked, in the
// books and in the record.
func TestSecretMarksJoinNobody(t *testing.T) {
	w := newWorld(t)
	b, _, codes := w.secretBudget()
	w.fill(b, codes, []int{1, 2}, []int{3}, []int{2})
	if rows := w.column("SELECT person FROM marks"); len(rows) != 0 {
		t.Errorf("persons beside marks: %v", rows)
	}
	if rows := w.column("SELECT data FROM record WHERE what IN ('marked', 'ballot_papers')"); len(rows) != 0 {
		t.Errorf("the record tells before the end: %v", rows)
	}
	w.now = b.Closes
	w.closeDue()
	if rows := w.column("SELECT data FROM record WHERE what = 'ballot_papers'"); len(rows) != 1 {
		t.Errorf("the papers entered the record %d times", len(rows))
	}
	w.must(w.reps[0], func(a Act) error {
		e, err := w.office.Export(a)
		if err == nil && (len(e.Marks) != 0 || !slices.Equal(e.VotedIn, []fund.BallotID{b.ID})) {
			t.Errorf("kept of a voter: %+v, %v", e.Marks, e.VotedIn)
		}
		return err
	})
}

// TestChangedSecretMarksAreFound changes papers behind everybody's back, while the
// ballot is open and after it.
func TestChangedSecretMarksAreFound(t *testing.T) {
	last := "(SELECT max(code) FROM papers)"
	for edit, c := range map[string]struct {
		open bool
		want []FaultKind
	}{
		"UPDATE papers SET choice = '3' WHERE code = " + last:                {false, []FaultKind{FaultDiffers, FaultTally}},
		"DELETE FROM papers WHERE code = " + last:                            {false, []FaultKind{FaultTally, FaultMissing}},
		"INSERT INTO papers VALUES (1, 'ZZZZZZZZ', '3')":                     {false, []FaultKind{FaultTally, FaultUnknown}},
		"INSERT INTO papers VALUES (1, 'ZZZZZZZZ', '2')":                     {true, []FaultKind{FaultTally}},
		"DELETE FROM voters WHERE person = (SELECT max(person) FROM voters)": {true, []FaultKind{FaultDiffers, FaultTally}},
	} {
		t.Run(edit, func(t *testing.T) {
			w := newWorld(t)
			b, _, codes := w.secretBudget()
			w.fill(b, codes, []int{1}, []int{1}, []int{1})
			if !c.open {
				w.now = b.Closes
				w.closeDue()
			}
			w.edit(w.tamper(), edit)
			kinds := []FaultKind{}
			faults := w.verified().Faults
			for _, f := range faults {
				if !slices.Contains(kinds, f.Kind) {
					kinds = append(kinds, f.Kind)
				}
			}
			if fmt.Sprint(kinds) != fmt.Sprint(c.want) {
				t.Errorf("found %v, want %v: %+v", kinds, c.want, faults)
			}
		})
	}
}

// TestNothingIsSharedOutByLostPapers closes a ballot of which a paper was lost.
func TestNothingIsSharedOutByLostPapers(t *testing.T) {
	w := newWorld(t)
	b, list, codes := w.secretBudget()
	w.fill(b, codes, []int{1}, []int{1}, []int{1, 2})
	w.edit(w.tamper(), "DELETE FROM papers WHERE code = (SELECT max(code) FROM papers)")
	w.now = b.Closes
	w.closeDue()
	v := w.ballot(b.ID)
	if v.Ballot.Outcome != fund.OutcomeNoQuorum || v.Papers != 2 || v.Voted != 3 || v.Asked.Options[0].Won {
		t.Errorf("%s by %d papers of %d: %+v", v.Ballot.Outcome, v.Papers, v.Voted, v.Asked.Options)
	}
	if have := w.project(list[0].ID).Status; have != fund.ProjectDrafted {
		t.Errorf("the project is %s", have)
	}
}

// TestSecretChoice takes one of several in secret, and keeps the vote secret when
// it is called anew.
func TestSecretChoice(t *testing.T) {
	w := newWorld(t)
	w.byChance()
	m, _ := w.atBudget()
	n := NewQuestion{ItemVote: ItemVote{Item: 1, Secret: true}, Kind: fund.BallotChoice, Options: []string{"Nine", "Ten"}}
	w.must(w.staff, w.tryQuestion(m, n))
	last := func() (b fund.Ballot) {
		w.read(func(tx *store.Tx) error {
			list, err := tx.MeetingBallots(m.ID)
			b = list[len(list)-1]
			return err
		})
		return b
	}
	b := last()
	for i, n := range []int{2, 2, 1, 2, 2} {
		code := w.paper(w.reps[i], b)
		w.must(w.reps[i], w.markPaper(b, code, 3-n))
		w.must(w.reps[i], w.markPaper(b, code, n)) // in the place of the other
	}
	w.must(w.staff, func(a Act) error { _, err := w.office.CloseBallot(a, b.ID); return err })
	v := w.ballot(b.ID)
	if o := v.Asked.Options[1]; !o.Won || o.Votes != 4 || v.Ballot.Tally.Against != 1 {
		t.Errorf("%+v of %+v", v.Asked.Options, v.Ballot.Tally)
	}
	n.Secret, n.Reason = false, "Some came late"
	w.must(w.staff, w.tryQuestion(m, n))
	if !last().Secret {
		t.Error("what was voted on in secret is voted on openly")
	}
	w.sound()
}
