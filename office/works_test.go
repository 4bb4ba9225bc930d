package office

import (
	"errors"
	"slices"
	"testing"
	"time"

	"huimin/fund"
	"huimin/store"
)

// started makes a project of this cost whose works go on.
func (w *world) started(cost fund.Money) fund.Project {
	w.t.Helper()
	p := w.carried(cost)
	w.must(w.staff, func(a Act) error {
		_, err := w.office.Start(a, p.ID)
		return err
	})
	return w.project(p.ID)
}

// done makes a project of this cost whose works are reported done.
func (w *world) done(cost fund.Money) fund.Project {
	w.t.Helper()
	p := w.started(cost)
	w.must(w.staff, func(a Act) error {
		_, err := w.office.Finish(a, p.ID, "", []fund.Photo{{FileID: "after", UniqueID: "a"}})
		return err
	})
	return w.project(p.ID)
}

// settle does what the days bring, as the clock does.
func (w *world) settle() {
	w.t.Helper()
	w.must(fund.Person{}, w.office.SettleWorks)
}

// named names a team of one of the committee and two representatives.
func (w *world) named(p fund.Project) (n fund.Acceptance) {
	w.t.Helper()
	w.must(w.staff, func(a Act) (err error) {
		n, err = w.office.NameTeam(a, p.ID, []fund.PersonID{w.staff.ID, w.reps[0].ID, w.reps[1].ID})
		return err
	})
	return n
}

func (w *world) signs(n fund.Acceptance, by fund.Person, s fund.Signature) {
	w.t.Helper()
	w.must(by, func(a Act) error {
		_, err := w.office.Sign(a, n.ID, s, "扶手松动", 0)
		return err
	})
}

// passed makes a project whose acceptance passed at this moment.
func (w *world) passed(cost fund.Money) fund.Project {
	w.t.Helper()
	p := w.done(cost)
	n := w.named(p)
	for _, by := range []fund.Person{w.staff, w.reps[0], w.reps[1]} {
		w.signs(n, by, fund.SignPass)
	}
	return w.project(p.ID)
}

func TestAPassStandsAfterItsDaysAndNotBefore(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	p := w.passed(fund.Yuan(20_000))
	if p.Status != fund.ProjectFinished {
		t.Fatalf("on the day it passed it is %s", p.Status)
	}
	var last fund.Acceptance
	w.read(func(tx *store.Tx) error {
		list, err := w.office.Acceptances(tx, p.ID)
		last = list[0]
		return err
	})
	w.now = last.Until
	w.settle()
	if p := w.project(p.ID); p.Status != fund.ProjectFinished {
		t.Errorf("in the last second it is %s", p.Status)
	}
	w.now = last.Until.Add(time.Second)
	w.settle()
	if p := w.project(p.ID); p.Status != fund.ProjectAccepted || !p.AcceptedAt.Equal(w.now) || !p.Ended() {
		t.Errorf("a second later it is %s", p.Status)
	}
	w.sound()
}

func TestAFailIsMendedAndAcceptedAnew(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	p := w.done(fund.Yuan(20_000))
	n := w.named(p)
	w.signs(n, w.staff, fund.SignPass)
	w.signs(n, w.reps[0], fund.SignFail)
	if p := w.project(p.ID); p.Status != fund.ProjectFinished {
		t.Fatalf("with a signature missing it is %s", p.Status)
	}
	w.signs(n, w.reps[1], fund.SignPass)
	p = w.project(p.ID)
	if p.Status != fund.ProjectMending || p.Due.IsZero() || p.Reason != "扶手松动" {
		t.Fatalf("failed it is %s due %v for %q", p.Status, p.Due, p.Reason)
	}
	w.refuse(w.staff, fund.ErrWrongState, func(a Act) error {
		_, err := w.office.Sign(a, n.ID, fund.SignPass, "", 0)
		return err
	})
	w.must(w.staff, func(a Act) error {
		_, err := w.office.Finish(a, p.ID, "", nil)
		return err
	})
	again := w.named(p)
	if again.Round != 2 {
		t.Errorf("round %d", again.Round)
	}
	w.sound()
}

// TestWorksThatFailForGood end as a year's end ends them: nothing more is paid,
// what is left is free again, the bar holds next year, the request is open.
func TestWorksThatFailForGood(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	p := w.done(fund.Yuan(20_000))
	n := w.named(p)
	committed := w.purse(w.works, 2026).Committed
	final := func(by fund.Person, reason string) {
		w.must(by, func(a Act) error {
			_, err := w.office.Sign(a, n.ID, fund.SignFail, reason, fund.NoMending)
			return err
		})
	}
	w.signs(n, w.staff, fund.SignPass)
	final(w.reps[0], "扶手断了")
	if p := w.project(p.ID); p.Status != fund.ProjectFinished {
		t.Fatalf("with a signature missing it is %s", p.Status)
	}
	final(w.reps[1], "基础沉了")
	p = w.project(p.ID)
	if p.Status != fund.ProjectFailed || p.Reason != "扶手断了 / 基础沉了" || !p.Changed.Equal(w.now) {
		t.Fatalf("failed for good it is %s for %q", p.Status, p.Reason)
	}
	if now := w.purse(w.works, 2026).Committed; committed != p.Cost() || now != p.Spent {
		t.Errorf("committed %s, before %s", now.Decimal(), committed.Decimal())
	}
	w.must(w.staff, func(a Act) error {
		v, err := w.office.Bar(a, p.ID)
		if !v.Holds || v.BackIn != 2028 {
			t.Errorf("barred: %+v", v)
		}
		r, err2 := a.Tx.Request(p.Lead)
		if r.Status != fund.RequestOpen {
			t.Errorf("its request is %s", r.Status)
		}
		return errors.Join(err, err2)
	})
	w.refuse(w.staff, fund.ErrBarred, func(a Act) error {
		_, err := w.office.Adopt(a, p.Lead, NewProject{Title: "Another name", Item: p.Item, Funding: p.Funding})
		return err
	})
	w.refuse(w.staff, fund.ErrWrongState, func(a Act) error {
		_, err := w.office.NameTeam(a, p.ID, []fund.PersonID{w.staff.ID, w.reps[0].ID, w.reps[1].ID})
		return err
	})
	w.sound()
}

func TestWhoIsNotNamedDoesNotSign(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	p := w.done(fund.Yuan(20_000))
	for name, people := range map[string][]fund.PersonID{
		"two":                 {w.staff.ID, w.reps[0].ID},
		"one of them twice":   {w.staff.ID, w.reps[0].ID, w.reps[0].ID},
		"a resident and more": {w.staff.ID, w.reps[0].ID, w.ann.ID},
	} {
		err := w.try(w.staff, func(a Act) error {
			_, err := w.office.NameTeam(a, p.ID, people)
			return err
		})
		if !errors.As(err, new(*fund.TeamError)) && !errors.Is(err, ErrNoCandidate) {
			t.Errorf("%s: %v", name, err)
		}
	}
	n := w.named(p)
	sign := func(a Act) error {
		_, err := w.office.Sign(a, n.ID, fund.SignPass, "", 0)
		return err
	}
	w.refuse(w.reps[2], fund.ErrNotInTeam, sign)
	w.refuse(w.ann, fund.ErrNotAllowed, sign)
	w.refuse(fund.Person{}, fund.ErrNotAllowed, sign)
	w.must(w.staff, func(a Act) error { // another team: the first signs no more
		_, err := w.office.NameTeam(a, p.ID, []fund.PersonID{w.reps[0].ID, w.reps[1].ID, w.reps[2].ID})
		return err
	})
	w.refuse(w.staff, fund.ErrWrongState, sign)
	w.sound()
}

func TestADisputeHoldsTheAcceptanceUntilTheStreetDecides(t *testing.T) {
	for name, upheld := range map[string]bool{"upheld": true, "rejected": false} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.bindAll()
			p := w.passed(fund.Yuan(20_000))
			var d fund.Dispute
			dispute := func(a Act) (err error) {
				d, err = w.office.Dispute(a, p.ID, "长廊还漏雨")
				return err
			}
			w.must(w.ann, dispute)
			id := d.ID
			w.refuse(w.ann, ErrDisputed, dispute)
			w.refuse(w.staff, fund.ErrNotAllowed, func(a Act) error {
				_, err := w.office.RuleDispute(a, id, upheld, "看过现场了", 0)
				return err
			})
			w.now = w.now.AddDate(0, 0, 20)
			w.settle()
			if p := w.project(p.ID); p.Status != fund.ProjectFinished {
				t.Errorf("while it is disputed it is %s", p.Status)
			}
			w.must(w.officer, func(a Act) error {
				_, err := w.office.RuleDispute(a, id, upheld, "看过现场了", 0)
				return err
			})
			w.settle()
			want := fund.ProjectAccepted
			if upheld {
				want = fund.ProjectMending
			}
			if p := w.project(p.ID); p.Status != want {
				t.Errorf("decided it is %s", p.Status)
			}
			w.sound()
		})
	}
}

func TestAComplaintGoesUpWhenItsDaysAreOver(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	p := w.started(fund.Yuan(20_000))
	var c fund.Complaint
	w.must(w.ann, func(a Act) (err error) {
		c, err = w.office.Complain(a, p.ID, "工地没有围挡", nil)
		return err
	})
	w.now = c.Due
	w.settle()
	w.read(func(tx *store.Tx) (err error) { c, err = w.office.Complaint(tx, c.ID); return err })
	if c.Status != fund.ComplaintOpen {
		t.Errorf("in the last second it is %s", c.Status)
	}
	w.now = c.Due.Add(time.Second)
	w.settle()
	w.read(func(tx *store.Tx) (err error) { c, err = w.office.Complaint(tx, c.ID); return err })
	if c.Status != fund.ComplaintRaised || c.Raised != fund.RaiseOverdue || c.Holder() != fund.HolderStreet {
		t.Errorf("a second later it is %s by %s", c.Status, c.Raised)
	}
	w.refuse(w.staff, fund.ErrWrongState, func(a Act) error {
		_, err := w.office.AnswerComplaint(a, c.ID, "已经装上了")
		return err
	})
	w.must(w.officer, func(a Act) error {
		_, err := w.office.RuleComplaint(a, c.ID, "已督促装上围挡")
		return err
	})
	w.sound()
}

func TestAnAnswerThatDoesNotDoGoesUp(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	p := w.started(fund.Yuan(20_000))
	var c fund.Complaint
	w.must(w.ann, func(a Act) (err error) {
		c, err = w.office.Complain(a, p.ID, "工地没有围挡", nil)
		return err
	})
	w.must(w.staff, func(a Act) (err error) {
		c, err = w.office.AnswerComplaint(a, c.ID, "下周装上")
		return err
	})
	w.refuse(w.bob, fund.ErrNotAllowed, func(a Act) error {
		_, err := w.office.ObjectToAnswer(a, c.ID, "")
		return err
	})
	w.must(w.ann, func(a Act) (err error) {
		c, err = w.office.ObjectToAnswer(a, c.ID, "下周太晚了")
		return err
	})
	if c.Status != fund.ComplaintRaised || c.Raised != fund.RaiseUnsatisfied {
		t.Errorf("it is %s by %s", c.Status, c.Raised)
	}
	w.sound()
	w.must(w.ann, w.office.Erase)
	w.sound()
	w.read(func(tx *store.Tx) (err error) { c, err = w.office.Complaint(tx, c.ID); return err })
	if c.Text != "" || c.RaiseReason != "" || c.Status != fund.ComplaintSettled || c.Answer == "" {
		t.Errorf("after its author was erased: %+v", c)
	}
}

// What is stored of an evaluation joins no person with an answer: the rows that
// name somebody are the same whatever they answered, and so is the record.
func TestNobodyCanTellWhoAnsweredWhat(t *testing.T) {
	kept := func(opinions [2]fund.Answer) (joined []string) {
		w := newWorld(t)
		w.bindAll()
		p := w.passed(fund.Yuan(20_000))
		before := w.lastOutbox()
		for i, person := range []fund.Person{w.ann, w.bob} {
			w.must(person, func(a Act) error { return w.office.Evaluate(a, p.ID, opinions[i]) })
			w.refuse(person, ErrAnswered, func(a Act) error { return w.office.Evaluate(a, p.ID, fund.AnswerNot) })
		}
		joined = w.column("SELECT project || ' ' || person FROM evaluation_people ORDER BY 1")
		joined = append(joined, w.column("SELECT what || data FROM record WHERE what = 'evaluation'")...)
		return append(joined, w.column("SELECT kind || data FROM outbox WHERE id > ? ORDER BY id", before)...)
	}
	one := kept([2]fund.Answer{fund.AnswerSatisfied, fund.AnswerNot})
	other := kept([2]fund.Answer{fund.AnswerNot, fund.AnswerSatisfied})
	if !slices.Equal(one, other) {
		t.Errorf("what is kept differs by who said what:\n%q\n%q", one, other)
	}
}

func TestTheRateIsPublishedWhenTheEvaluationCloses(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	p := w.passed(fund.Yuan(20_000))
	for i, person := range []fund.Person{w.ann, w.bob, w.cat, w.live(w.stray, w.works), w.live(w.staff2, w.works)} {
		opinion := []fund.Answer{fund.AnswerSatisfied, fund.AnswerFairly, fund.AnswerNot}[min(i, 2)%3]
		w.must(person, func(a Act) error { return w.office.Evaluate(a, p.ID, opinion) })
	}
	rate := func() (n int, told bool) {
		w.read(func(tx *store.Tx) error {
			e, err := w.office.Evaluation(tx, p.ID)
			n, told = e.Rate(w.office.Rules(w.now).Works.Evaluation)
			return err
		})
		return n, told
	}
	if _, told := rate(); told {
		t.Error("the rate is told before the end")
	}
	w.now = w.now.AddDate(0, 0, 15)
	w.settle()
	if n, told := rate(); !told || n != 4000 {
		t.Errorf("%d, told %v", n, told)
	}
	w.refuse(w.staff, fund.ErrWrongState, func(a Act) error { return w.office.Evaluate(a, p.ID, fund.AnswerFairly) })
	w.sound()
}
