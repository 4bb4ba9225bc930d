package office

import (
	"errors"
	"testing"
	"time"

	"huimin/fund"
	"huimin/store"
)

// ownMoney lets half of the cost, brought in by residents and sponsors, decide.
func (w *world) ownMoney() {
	w.t.Helper()
	prog := w.office.Rules(w.now)
	prog.LocalWin = fund.Share{Num: 50, Den: 100}
	w.office.rules = fund.Always(prog)
}

// brought has ann pledge what residents pay of a project, and lets a sum of it
// come in.
func (w *world) brought(p fund.Project, sum fund.Money) {
	w.t.Helper()
	var g fund.Pledge
	w.must(w.ann, func(a Act) (err error) {
		g, err = w.office.Pledge(a, p.ID, sum)
		return err
	})
	w.must(w.staff, func(a Act) error {
		_, err := w.office.ReceivePledge(a, g.ID, sum, []fund.Photo{{FileID: "receipt", UniqueID: "r"}})
		return err
	})
}

func (w *world) planned(f fund.Funding) (p fund.Project) {
	w.t.Helper()
	r := w.ask(w.ann, "The lamp at the corridor door is broken")
	w.must(w.staff, func(a Act) (err error) {
		p, err = w.office.Adopt(a, r.ID, NewProject{Item: lampItem, Where: "Corridor", Funding: f})
		return err
	})
	w.ready(p)
	return p
}

func TestLocalMoneyMakesAWinner(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	carry := func(p fund.Project) func(Act) error {
		return func(a Act) error {
			_, err := w.office.CarryByMoney(a, p.ID)
			return err
		}
	}
	half := fund.Funding{Fund: fund.Yuan(10_000), Residents: fund.Yuan(10_000)}
	p := w.planned(half)
	w.brought(p, fund.Yuan(10_000))
	err := w.try(w.staff, carry(p))
	var local *fund.LocalMoneyError
	if !errors.As(err, &local) || local.Need != 0 {
		t.Errorf("in Liuzhou money decides nothing: %v", err)
	}

	w.ownMoney()
	var lacks *NotReadyError
	bare := w.adopted(fund.Yuan(1_000))
	if err = w.try(w.staff, carry(bare)); !errors.As(err, &lacks) {
		t.Errorf("money does not stand in for what a project needs: %v", err)
	}
	p = w.planned(half)
	w.brought(p, fund.Yuan(10_000)-1)
	if err = w.try(w.staff, carry(p)); !errors.As(err, &local) || local.Have != fund.Yuan(10_000)-1 || local.Need != fund.Yuan(10_000) {
		t.Errorf("a fen is missing: %v", err)
	}
	w.brought(p, 1)
	w.refuse(w.ann, fund.ErrNotAllowed, carry(p))
	w.must(w.staff, carry(p))
	p = w.project(p.ID)
	if p.Status != fund.ProjectApproved || !p.DecidedAt.Equal(w.now) || p.VotedCost != fund.Yuan(20_000) {
		t.Errorf("half of it is in: %s, decided %v", p.Status, p.DecidedAt)
	}
	w.refuse(w.staff, fund.ErrWrongState, carry(p)) // a second tap

	// Above the community's limit the offices review it as ever.
	p = w.planned(fund.Funding{Fund: fund.Yuan(30_000), Residents: fund.Yuan(30_000)})
	w.brought(p, fund.Yuan(30_000))
	w.must(w.staff, carry(p))
	if p = w.project(p.ID); p.Status != fund.ProjectStreet || p.Due.IsZero() {
		t.Errorf("60,000: %s, due %v", p.Status, p.Due)
	}
	w.read(func(tx *store.Tx) error {
		byMoney, err := w.office.CarriedByMoney(tx, p)
		if !byMoney {
			t.Error("no ballot decided on it")
		}
		return err
	})
	if b := w.carried(fund.Yuan(1_000)); b.Status != fund.ProjectApproved {
		t.Fatal(b.Status)
	} else {
		w.read(func(tx *store.Tx) error {
			byMoney, err := w.office.CarriedByMoney(tx, b)
			if byMoney {
				t.Error("a ballot decided on it")
			}
			return err
		})
	}
	w.sound()
}

func TestResidentsVoteWhereTheRulesSaySo(t *testing.T) {
	w := newWorld(t)
	prog := w.office.Rules(w.now)
	prog.Voters, prog.Quorum = fund.VotersResidents, fund.Share{Num: 1, Den: 2}
	w.office.rules = fund.Always(prog)
	p := w.adopted(fund.Yuan(1_000))
	open := func(a Act) error {
		_, err := w.office.OpenBallot(a, p.ID, w.now.Add(24*time.Hour))
		return err
	}
	var group *NoGroupError
	if err := w.try(w.staff, open); !errors.As(err, &group) || group.Purpose != store.PurposeNeighbourhood {
		t.Errorf("without a group: %v", err)
	}
	w.bindAll()
	b := w.opened(p, 24*time.Hour)
	vote := func(a Act) error {
		_, _, err := w.office.CastVote(a, b.ID, fund.ChoiceFor)
		return err
	}
	// Whoever holds an office here lives here, by what they chose.
	members := w.column("SELECT id FROM people WHERE community = " + itoa(w.works.ID))
	if have := w.ballot(b.ID).Ballot.Tally.Members; have != len(members) || have < 3 {
		t.Errorf("%d may vote, of %d who live here", have, len(members))
	}
	w.must(w.ann, vote)
	w.refuse(w.dan, fund.ErrNotAllowed, vote)   // of another community
	w.refuse(w.stray, fund.ErrNotAllowed, vote) // of none
	w.refuse(w.officer, fund.ErrNotAllowed, vote)
	late := w.live(w.consent(990, "Late", ""), w.works)
	w.refuse(late, ErrNotOnRoster, vote)
	for _, who := range append([]fund.Person{w.bob, w.cat}, w.reps...) {
		w.must(who, vote)
	}
	w.now = w.now.Add(24 * time.Hour)
	w.closeDue()
	if p = w.project(p.ID); p.Status != fund.ProjectApproved {
		t.Errorf("enough of them for it: %s", p.Status)
	}

	w.must(w.staff, func(a Act) error {
		if _, err := w.office.roster(a, fund.VotersResidents, w.street2.ID); !errors.Is(err, ErrNoResidents) {
			t.Errorf("where nobody lives: %v", err)
		}
		return nil
	})
	w.sound()
}
