package office

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	"huimin/fund"
	"huimin/store"
)

// TestTheCorridor is the article's example (8): the carriage works give 11,000,
// the fund tops up 10,000, and the corridor costs 21,000.
func TestTheCorridor(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	p := w.coFinanced(fund.Funding{Fund: fund.Yuan(10_000), Sponsor: fund.Yuan(11_000)})
	pay := func(sum fund.Money, photos []fund.Photo) func(Act) error {
		return func(a Act) error {
			_, err := w.office.Pay(a, p.ID, NewPayment{Payee: "Roof & Paint", Sum: sum, Photos: photos})
			return err
		}
	}
	w.refuse(w.staff, fund.ErrOverdrawn, pay(1, bill())) // nothing has come in
	g := w.sponsored(p, "Carriage Works", fund.Yuan(11_000))
	w.refuse(w.staff, fund.ErrOverdrawn, pay(1, bill())) // a promise is no money
	w.came(g, fund.Yuan(11_000))
	w.refuse(w.staff, fund.ErrOverdrawn, pay(fund.Yuan(11_000)+1, bill()))
	w.allot(w.works, 2026)
	w.refuse(w.staff, ErrNoPicture, pay(fund.Yuan(21_000), nil))
	w.refuse(w.staff, fund.ErrOverdrawn, pay(fund.Yuan(21_000)+1, bill()))
	w.must(w.staff, pay(fund.Yuan(21_000), bill()))
	m := w.money(p)
	if m.Total().Paid != fund.Yuan(21_000) || m.Sponsor.Paid != fund.Yuan(11_000) || m.Fund.Paid != fund.Yuan(10_000) || m.Left() != 0 {
		t.Errorf("%+v", m)
	}
	c := w.purse(w.works, 2026)
	if c.Sources[fund.SourceCity].Paid != fund.Yuan(5_000) || c.Sources[fund.SourceDistrict].Paid != fund.Yuan(5_000) ||
		c.Free() != fund.Yuan(210_000) || c.Fund().Held() != fund.Yuan(210_000) {
		t.Errorf("%+v", c)
	}
	w.sound()
}

func TestNothingIsPutToTheVoteBeyondWhatIsFree(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	open := func(cost fund.Money) (fund.Project, func(Act) error) {
		p := w.adopted(cost)
		w.ready(p)
		return p, func(a Act) error {
			_, err := w.office.OpenBallot(a, p.ID, w.now.Add(3600e9))
			return err
		}
	}
	_, all := open(fund.Yuan(220_000) + 1)
	var short *fund.NotFreeError
	if err := w.try(w.staff, all); !errors.As(err, &short) || short.Free != fund.Yuan(220_000) {
		t.Errorf("a fen more than the year: %v", err)
	}
	_, most := open(fund.Yuan(200_000))
	w.must(w.staff, most)
	_, rest := open(fund.Yuan(20_000) + 1)
	if err := w.try(w.staff, rest); !errors.As(err, &short) || short.Reserved != fund.Yuan(200_000) || short.Free != fund.Yuan(20_000) {
		t.Errorf("a fen more than the rest: %v", err)
	}
	_, exact := open(fund.Yuan(20_000))
	w.must(w.staff, exact)
	if free := w.purse(w.works, 2026).Free(); free != 0 {
		t.Errorf("%s is free", free.Decimal())
	}
}

func TestAllocationsComeInByHalves(t *testing.T) {
	w := newWorld(t)
	half := func(s fund.Source, sum fund.Money) func(Act) error {
		return func(a Act) error {
			_, err := w.office.ReceiveAllocation(a, w.works.ID, 2026, s, sum, nil)
			return err
		}
	}
	w.must(w.reviewer, half(fund.SourceCity, fund.Yuan(100_000)))
	var most *AllocationError
	if err := w.try(w.reviewer, half(fund.SourceCity, fund.Yuan(10_000)+1)); !errors.As(err, &most) || most.Max != fund.Yuan(10_000) {
		t.Errorf("a fen more than the half: %v", err)
	}
	w.must(w.admin, half(fund.SourceCity, fund.Yuan(10_000)))
	w.refuse(w.reviewer, ErrNoHalf, half(fund.SourceSponsor, 1))
	for name, who := range map[string]fund.Person{"staff": w.staff, "the street": w.officer, "a resident": w.ann, "a supervisor": w.supervisor} {
		if err := w.try(who, half(fund.SourceDistrict, 1)); !errors.Is(err, fund.ErrNotAllowed) {
			t.Errorf("%s recorded an allocation: %v", name, err)
		}
	}
	decide := func(total fund.Money) (warnings []fund.AllocationWarning, err error) {
		err = w.try(w.reviewer, func(a Act) (err error) {
			_, warnings, err = w.office.DecideAllocation(a, w.works.ID, 2026, total, "老旧小区多，需要增加")
			return err
		})
		return warnings, err
	}
	if _, err := decide(fund.Yuan(219_999)); !errors.As(err, &most) || most.Min != fund.Yuan(110_000) {
		t.Errorf("less than has come in: %v", err)
	}
	if warnings, err := decide(fund.Yuan(240_000)); err != nil || len(warnings) != 0 {
		t.Errorf("in the first year of a period: %v, %v", warnings, err)
	}
	if warnings, err := decide(fund.Yuan(242_000)); err != nil || len(warnings) != 0 {
		t.Errorf("grown by a tenth: %v, %v", warnings, err)
	}
	w.must(w.reviewer, half(fund.SourceDistrict, fund.Yuan(121_000)))
	w.sound()
}

func TestWhatStopsGoesBackToWhoGaveIt(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	w.allot(w.works, 2026)
	p := w.coFinanced(fund.Funding{Fund: fund.Yuan(1_000), Residents: 300_00})
	one, two := w.promised(w.ann, p, 100_00), w.promised(w.bob, p, 200_00)
	w.refuse(w.cat, nil, func(a Act) error {
		if _, err := w.office.Pledge(a, p.ID, 1); err == nil {
			return fmt.Errorf("pledged more than is open")
		}
		return nil
	})
	w.refuse(w.dan, fund.ErrNotAllowed, func(a Act) error { _, err := w.office.Pledge(a, p.ID, 1); return err })
	w.refuse(w.bob, ErrNotYours, func(a Act) error { _, err := w.office.WithdrawPledge(a, one.ID); return err })
	w.came(one, 100_00)
	w.refuse(w.ann, fund.ErrPledgeOver, func(a Act) error { _, err := w.office.WithdrawPledge(a, one.ID); return err })
	w.came(two, 50_00)
	w.pay(p, 75_00)
	w.must(w.staff, func(a Act) error { _, err := w.office.Drop(a, p.ID, "厂家停业，做不了了"); return err })
	back := func(g fund.Pledge) func(Act) error {
		return func(a Act) error { _, err := w.office.GiveBack(a, g.ID, bill()); return err }
	}
	w.refuse(w.staff, fund.ErrOverdrawn, func(a Act) error {
		_, err := w.office.Pay(a, p.ID, NewPayment{Payee: "Late & Co", Sum: 1, Photos: bill()})
		return err
	})
	w.must(w.staff, back(one))
	w.refuse(w.staff, ErrNotGiven, back(one))
	w.must(w.staff, back(two))
	m := w.money(p)
	if m.Residents.Returned != 75_00 || m.Residents.Held() != 0 || m.Residents.Paid != 75_00 {
		t.Errorf("%+v", m.Residents)
	}
	w.read(func(tx *store.Tx) error {
		list, err := tx.Pledges(p.ID)
		if err == nil && (list[0].Returned != 50_00 || list[1].Returned != 25_00) {
			t.Errorf("given back: %d and %d", list[0].Returned, list[1].Returned)
		}
		return err
	})
	w.sound()
}

func TestMoneyGoesToTheNextCommunity(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	propose := func(to fund.Place, sum fund.Money) (one fund.Transfer, err error) {
		err = w.try(w.staff, func(a Act) error {
			one, err = w.office.ProposeTransfer(a, fund.Transfer{
				From: w.works.ID, To: to.ID, Side: w.works.ID, Amount: sum, Reason: "湖畔社区坡道缺钱",
			})
			return err
		})
		return one, err
	}
	if _, err := propose(w.mill, 1); !errors.Is(err, fund.ErrTransferFar) {
		t.Errorf("to another district: %v", err)
	}
	var short *fund.NotFreeError
	if _, err := propose(w.lake, fund.Yuan(220_000)+1); !errors.As(err, &short) {
		t.Errorf("a fen more than is free: %v", err)
	}
	one, err := propose(w.lake, fund.Yuan(30_000))
	if err != nil {
		t.Fatal(err)
	}
	agree := func(a Act) error { _, err := w.office.AgreeTransfer(a, one.ID); return err }
	approve := func(a Act) error { _, err := w.office.ApproveTransfer(a, one.ID); return err }
	w.refuse(w.officer, fund.ErrWrongState, approve)
	w.refuse(w.staff, fund.ErrNotAllowed, agree)
	w.must(w.staff2, agree)
	w.refuse(w.admin, fund.ErrNotAllowed, approve) // an administrator decides for nobody
	w.refuse(w.reviewer, fund.ErrNotAllowed, approve)
	var cash *CashError
	if err := w.try(w.officer, approve); !errors.As(err, &cash) || cash.Have != 0 {
		t.Errorf("before anything came in: %v", err)
	}
	w.allot(w.works, 2026)
	since := w.lastOutbox()
	w.must(w.officer, approve)
	w.refuse(w.officer, fund.ErrWrongState, approve)
	if posts := w.heard(since, KindTransferPost); len(posts) != 2 {
		t.Errorf("made public %d times: %q", len(posts), posts)
	}
	from, to := w.purse(w.works, 2026), w.purse(w.lake, 2026)
	if from.Free() != fund.Yuan(190_000) || to.Free() != fund.Yuan(250_000) || to.Fund().Held() != fund.Yuan(30_000) ||
		from.Sources[fund.SourceCity].Held() != fund.Yuan(95_000) {
		t.Errorf("free %s and %s", from.Free().Decimal(), to.Free().Decimal())
	}
	w.sound()
}

func TestAYearIsSettledByTheRule(t *testing.T) {
	for rule, want := range map[fund.LeftOver]struct{ returned, carried, next fund.Money }{
		fund.LeftCarried:  {0, -fund.Yuan(219_000), fund.Yuan(219_000)},
		fund.LeftReturned: {fund.Yuan(219_000), 0, 0},
	} {
		w := newWorld(t)
		prog := w.office.Rules(w.now)
		prog.Money.LeftOver = rule
		w.office.rules = fund.Always(prog)
		w.bindAll()
		w.allot(w.works, 2026)
		p := w.carried(fund.Yuan(1_000))
		w.pay(p, fund.Yuan(1_000))
		settle := func(a Act) error { _, err := w.office.SettleYear(a, w.works.ID, 2026); return err }
		w.refuse(w.reviewer, ErrYearOpen, settle)
		w.at("2027-01-04 10:00")
		var open *OpenProjectsError
		if err := w.try(w.reviewer, settle); !errors.As(err, &open) || len(open.Numbers) != 1 {
			t.Errorf("%s with an open project: %v", rule, err)
		}
		w.endYear()                // what is unfinished has failed, and the year is settled
		w.must(w.reviewer, settle) // nothing is left: no second entry
		then, now := w.purse(w.works, 2026).Fund(), w.purse(w.works, 2027).Fund()
		if then.Returned != want.returned || then.Carried != want.carried || then.Held() != 0 || now.Carried != want.next {
			t.Errorf("%s: %+v, %+v", rule, then, now)
		}
		w.sound()
	}
}

func TestWhatAResidentGaveStaysAsAFigure(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	p := w.coFinanced(fund.Funding{Fund: fund.Yuan(100), Residents: 300_00})
	g := w.promised(w.ann, p, 100_00)
	w.came(g, 40_00)
	var kept Personal
	w.must(w.ann, func(a Act) (err error) { kept, err = w.office.Export(a); return err })
	if len(kept.Pledges) != 1 || kept.Pledges[0].Received != 40_00 {
		t.Errorf("exported %+v", kept.Pledges)
	}
	w.must(w.ann, w.office.Erase)
	m := w.money(p)
	if m.Residents.Received != 40_00 || m.Residents.Pledged != 40_00 {
		t.Errorf("%+v", m.Residents)
	}
	if papers := w.rows("SELECT photos FROM vouchers"); len(papers) != 1 || papers[0] != "[]" {
		t.Errorf("the receipt still shows %q", papers)
	}
	w.sound()
}

func TestAnEntryChangedBehindTheOfficesBackIsFound(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	w.allot(w.works, 2026)
	p := w.carried(fund.Yuan(1_000))
	w.pay(p, fund.Yuan(400))
	w.sound()
	db := w.tamper()
	w.edit(db, "UPDATE postings SET amount = amount * 2 WHERE entry = 3")
	v := w.verified()
	if !strings.Contains(fmt.Sprint(v.Faults), "postings") || !strings.Contains(fmt.Sprint(v.Faults), "spent") {
		t.Errorf("found %v", v.Faults)
	}
}

// dying is a context that is cancelled at the n-th look at it: the statement
// that runs then fails, in the middle of whatever is being done.
type dying struct {
	context.Context

	left   atomic.Int64 // several goroutines of the driver look
	cancel context.CancelFunc
}

func (d *dying) Done() <-chan struct{} {
	if d.left.Add(-1) == 0 {
		d.cancel()
	}
	return d.Context.Done()
}

// TestAFailureInTheMiddleLeavesNothing has every act about money fail at its
// n-th look at the database, for every n: nothing of it is left each time, and
// in the end it is done once.
func TestAFailureInTheMiddleLeavesNothing(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	w.allot(w.works, 2026)
	p := w.coFinanced(fund.Funding{Fund: fund.Yuan(1_000), Sponsor: fund.Yuan(500), Residents: 300_00})
	var sponsor, own fund.Pledge
	var entry store.LedgerRow
	var one fund.Transfer
	for _, act := range []struct {
		name string
		by   fund.Person
		do   func(Act) error
	}{
		{"half", w.reviewer, func(a Act) error {
			_, err := w.office.ReceiveAllocation(a, w.lake.ID, 2026, fund.SourceCity, 100, nil)
			return err
		}},
		{"sponsor", w.staff, func(a Act) (err error) {
			sponsor, err = w.office.PledgeSponsor(a, p.ID, "Carriage Works", "Ms Wei", true, fund.Yuan(600))
			return err
		}},
		{"pledge", w.ann, func(a Act) (err error) { own, err = w.office.Pledge(a, p.ID, 300_00); return err }},
		{"receipt", w.staff, func(a Act) error {
			_, err := w.office.ReceivePledge(a, sponsor.ID, fund.Yuan(600), bill())
			return err
		}},
		{"resident's receipt", w.staff, func(a Act) error { _, err := w.office.ReceivePledge(a, own.ID, 300_00, bill()); return err }},
		{"payment", w.staff, func(a Act) (err error) {
			entry, err = w.office.Pay(a, p.ID, NewPayment{Payee: "Roof & Paint", Sum: fund.Yuan(1_000), Photos: bill()})
			return err
		}},
		{"correction", w.staff, func(a Act) error { _, err := w.office.Correct(a, entry.ID, "金额打错了"); return err }},
		{"drop", w.staff, func(a Act) error { _, err := w.office.Drop(a, p.ID, "厂家停业，做不了了"); return err }},
		{"return", w.staff, func(a Act) error { _, err := w.office.GiveBack(a, own.ID, bill()); return err }},
		{"proposal", w.staff, func(a Act) (err error) {
			one, err = w.office.ProposeTransfer(a, fund.Transfer{
				From: w.works.ID, To: w.lake.ID, Side: w.works.ID, Amount: 5_000, Reason: "湖畔社区坡道缺钱",
			})
			return err
		}},
		{"consent", w.staff2, func(a Act) error { _, err := w.office.AgreeTransfer(a, one.ID); return err }},
		{"transfer", w.officer, func(a Act) error { _, err := w.office.ApproveTransfer(a, one.ID); return err }},
	} {
		failed := w.failEverywhere(act.by, act.do)
		if failed < 5 {
			t.Errorf("%s failed at %d places only", act.name, failed)
		}
	}
	w.sound()
}

// failEverywhere does something as somebody until no failure stops it, each
// time failing a little later, and tells how often it failed.
func (w *world) failEverywhere(by fund.Person, do func(Act) error) (failed int) {
	w.t.Helper()
	by = w.person(by)
	before := w.dump()
	for n := 1; ; n++ {
		inner, cancel := context.WithCancel(w.t.Context())
		life := &dying{Context: inner, cancel: cancel}
		life.left.Store(int64(n))
		err := w.db.Write(life, func(tx *store.Tx) error {
			return do(Act{Tx: tx, Now: w.now, By: by})
		})
		cancel()
		if err == nil {
			return failed
		}
		if !store.Unavailable(err) {
			w.t.Fatalf("at look %d: %v", n, err)
		}
		failed++
		if after := w.dump(); after != before {
			w.t.Fatalf("a failure at look %d left a trace:\n%s", n, difference(before, after))
		}
	}
}
