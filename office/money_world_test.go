package office

import (
	"testing"

	"huimin/fund"
)

// bill is the picture of a paper.
func bill() []fund.Photo { return []fund.Photo{{FileID: "bill", UniqueID: "b"}} }

// allot lets both halves of a community's year come in.
func (w *world) allot(community fund.Place, year int) {
	w.t.Helper()
	for _, s := range []fund.Source{fund.SourceCity, fund.SourceDistrict} {
		w.must(w.admin, func(a Act) error {
			planned, err := w.office.Allotment(a.Tx, community.ID, year)
			if err != nil {
				return err
			}
			_, err = w.office.ReceiveAllocation(a, community.ID, year, s, planned.Of(s), nil)
			return err
		})
	}
}

// pay pays an invoice of a project.
func (w *world) pay(p fund.Project, sum fund.Money) {
	w.t.Helper()
	w.must(w.staff, func(a Act) error {
		_, err := w.office.Pay(a, p.ID, NewPayment{Payee: "Light & Wire Ltd", Sum: sum, Photos: bill()})
		return err
	})
}

// money gives a project's money.
func (w *world) money(p fund.Project) (m fund.ProjectMoney) {
	w.t.Helper()
	w.must(w.staff, func(a Act) (err error) {
		m, err = w.office.ProjectMoney(a.Tx, p.ID)
		return err
	})
	return m
}

// purse gives a community's money of a year.
func (w *world) purse(community fund.Place, year int) (m fund.CommunityMoney) {
	w.t.Helper()
	w.must(w.staff, func(a Act) (err error) {
		m, err = w.office.CommunityMoney(a.Tx, community.ID, year)
		return err
	})
	return m
}

// sponsored takes down what a firm promises.
func (w *world) sponsored(p fund.Project, name string, sum fund.Money) (g fund.Pledge) {
	w.t.Helper()
	w.must(w.staff, func(a Act) (err error) {
		g, err = w.office.PledgeSponsor(a, p.ID, name, "Ms Wei", true, sum)
		return err
	})
	return g
}

// promised is a resident's pledge.
func (w *world) promised(by fund.Person, p fund.Project, sum fund.Money) (g fund.Pledge) {
	w.t.Helper()
	w.must(by, func(a Act) (err error) {
		g, err = w.office.Pledge(a, p.ID, sum)
		return err
	})
	return g
}

// came confirms that money of a pledge came in.
func (w *world) came(g fund.Pledge, sum fund.Money) {
	w.t.Helper()
	w.must(w.staff, func(a Act) error {
		_, err := w.office.ReceivePledge(a, g.ID, sum, bill())
		return err
	})
}

// coFinanced makes a project of several payers that the representatives
// carried.
func (w *world) coFinanced(f fund.Funding) fund.Project {
	w.t.Helper()
	if f.Sponsor > 0 {
		f.SponsorName = "Carriage Works"
	}
	r := w.ask(w.ann, "The roof of the corridor leaks when it rains")
	var p fund.Project
	w.must(w.staff, func(a Act) (err error) {
		p, err = w.office.Adopt(a, r.ID, NewProject{Item: lampItem, Where: "Corridor", Funding: f})
		return err
	})
	b := w.opened(p, 3600e9)
	w.votes(b, "fff")
	w.must(w.staff, func(a Act) error {
		_, err := w.office.CloseBallot(a, b.ID)
		return err
	})
	return w.project(p.ID)
}

func TestNothingIsPaidBeyondWhatWasApproved(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	w.allot(w.works, 2026)
	p := w.carried(fund.Yuan(1_000))
	w.must(w.staff, func(a Act) error { _, err := w.office.Start(a, p.ID); return err })
	pay := func(sum fund.Money) func(Act) error {
		return func(a Act) error {
			_, err := w.office.Pay(a, p.ID, NewPayment{Payee: "Light & Wire Ltd", Sum: sum, Photos: bill()})
			return err
		}
	}
	w.refuse(w.staff, fund.ErrOverdrawn, pay(fund.Yuan(1_000)+1))
	w.must(w.staff, pay(fund.Yuan(400)))
	w.refuse(w.staff, fund.ErrOverdrawn, pay(fund.Yuan(600)+1))
	w.must(w.staff, pay(fund.Yuan(600)))
	w.refuse(w.staff, fund.ErrOverdrawn, pay(1))
	if p = w.project(p.ID); p.Spent != fund.Yuan(1_000) {
		t.Errorf("spent %s", p.Spent.Decimal())
	}
	w.sound()
}
