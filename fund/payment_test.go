package fund_test

import (
	"errors"
	"testing"

	"pgregory.net/rapid"

	"huimin/fund"
)

// purse is what an account of a source holds, of what it received.
func purse(s fund.Source, pledge fund.PledgeID, received, paid fund.Money) fund.Purse {
	a := fund.Account{Book: fund.BookHeld, Community: 1, Year: 2026, Source: s, Pledge: pledge}
	if !s.OfFund() {
		a.Project = 7
	}
	return fund.Purse{Account: a, Received: received, Paid: paid, Held: received - paid}
}

// under gives an approved project of the sources.
func approvedFor(t *testing.T, f fund.Funding) fund.Project {
	t.Helper()
	if f.Sponsor > 0 {
		f.SponsorName = "柳州机车车辆厂"
	}
	p := at(t, fund.ProjectStarted, f)
	p.ID = 7
	return p
}

// TestTheFundTopsUp is the article's example (8): a sponsor's 11,000 and the
// fund's 10,000 pay for the corridor's 21,000.
func TestTheFundTopsUp(t *testing.T) {
	p := approvedFor(t, fund.Funding{Fund: fund.Yuan(10_000), Sponsor: fund.Yuan(11_000)})
	rules := liuzhou(t).Money
	firm := purse(fund.SourceSponsor, 3, fund.Yuan(11_000), 0)
	city, district := purse(fund.SourceCity, 0, fund.Yuan(110_000), 0), purse(fund.SourceDistrict, 0, fund.Yuan(110_000), 0)
	have := fund.Purses{Others: []fund.Purse{firm}, Fund: []fund.Purse{city, district}}
	parts, err := rules.PlanPayment(p, fund.Yuan(21_000), have)
	if err != nil {
		t.Fatal(err)
	}
	got := map[fund.Source]fund.Money{}
	for _, part := range parts {
		got[part.Account.Source] += part.Amount
	}
	want := map[fund.Source]fund.Money{
		fund.SourceSponsor: fund.Yuan(11_000), fund.SourceCity: fund.Yuan(5_000), fund.SourceDistrict: fund.Yuan(5_000),
	}
	for s, sum := range want {
		if got[s] != sum {
			t.Errorf("%s pays %s, want %s", s, got[s].Decimal(), sum.Decimal())
		}
	}
	if _, err := rules.PlanPayment(p, fund.Yuan(21_000)+1, have); !errors.Is(err, fund.ErrOverdrawn) {
		t.Errorf("a fen more than it costs: %v", err)
	}
}

func TestWhatMayBePaid(t *testing.T) {
	const yuan = 100
	for name, c := range map[string]struct {
		sponsor, city, district fund.Money // received
		others, ofFund          fund.Money // paid already
		sum                     fund.Money
		why                     fund.PayWhy
		max                     fund.Money
	}{
		"all of the cost":                 {11_000 * yuan, 5_000 * yuan, 5_000 * yuan, 0, 0, 21_000 * yuan, "", 0},
		"a fen more than the cost":        {11_000 * yuan, 110_000 * yuan, 110_000 * yuan, 0, 0, 21_000*yuan + 1, fund.PayBeyondCost, 21_000 * yuan},
		"the last fen":                    {11_000 * yuan, 110_000 * yuan, 0, 11_000 * yuan, 10_000*yuan - 1, 1, "", 0},
		"a fen after the last":            {11_000 * yuan, 110_000 * yuan, 0, 11_000 * yuan, 10_000 * yuan, 1, fund.PayBeyondCost, 0},
		"the fund's part alone":           {0, 110_000 * yuan, 0, 0, 0, 10_000 * yuan, "", 0},
		"a fen of the sponsor's part":     {0, 110_000 * yuan, 0, 0, 0, 10_000*yuan + 1, fund.PayBeyondPlan, 10_000 * yuan},
		"the sponsor's money alone":       {11_000 * yuan, 0, 0, 0, 0, 11_000 * yuan, "", 0},
		"a fen that has not come in":      {11_000 * yuan, 0, 0, 0, 0, 11_000*yuan + 1, fund.PayNothingThere, 11_000 * yuan},
		"what came in of the district":    {11_000 * yuan, 0, 2_000 * yuan, 0, 0, 13_000 * yuan, "", 0},
		"a fen more than came in of it":   {11_000 * yuan, 0, 2_000 * yuan, 0, 0, 13_000*yuan + 1, fund.PayNothingThere, 13_000 * yuan},
		"nothing":                         {11_000 * yuan, 0, 0, 0, 0, 0, "nothing", 0},
		"less than nothing":               {11_000 * yuan, 0, 0, 0, 0, -1, "nothing", 0},
		"before anything came in":         {0, 0, 0, 0, 0, 1, fund.PayNothingThere, 0},
		"the rest, in two different ways": {11_000 * yuan, 3_000 * yuan, 7_000 * yuan, 4_000 * yuan, 0, 17_000 * yuan, "", 0},
	} {
		p := approvedFor(t, fund.Funding{Fund: 10_000 * yuan, Sponsor: 11_000 * yuan})
		firm := purse(fund.SourceSponsor, 3, c.sponsor, c.others)
		city, district := purse(fund.SourceCity, 0, c.city, 0), purse(fund.SourceDistrict, 0, c.district, 0)
		city.Paid = c.ofFund
		city.Held = c.city - min(c.ofFund, c.city)
		have := fund.Purses{Others: []fund.Purse{firm}, Fund: []fund.Purse{city, district}}
		parts, err := liuzhou(t).Money.PlanPayment(p, c.sum, have)
		var wrong *fund.PaymentError
		var nothing *fund.FundingError
		switch {
		case c.why == "nothing":
			if !errors.As(err, &nothing) {
				t.Errorf("%s: %v", name, err)
			}
		case c.why == "":
			var all fund.Money
			for _, part := range parts {
				all += part.Amount
			}
			if err != nil || all != c.sum {
				t.Errorf("%s: %v, pays %d of %d", name, err, all, c.sum)
			}
		case !errors.As(err, &wrong) || wrong.Why != c.why || wrong.Max != c.max:
			t.Errorf("%s: %v, want %s, at most %d", name, err, c.why, c.max)
		}
	}
}

func TestNothingIsPaidWithoutApproval(t *testing.T) {
	full := fund.Purses{Fund: []fund.Purse{purse(fund.SourceCity, 0, fund.Yuan(100_000), 0)}}
	for _, s := range allProjectStatuses() {
		cost := fund.Yuan(100)
		if s == fund.ProjectStreet || s == fund.ProjectDistrict || s == fund.ProjectReturned || s == fund.ProjectRefused {
			cost = fund.Yuan(60_000)
		}
		p := at(t, s, fund.Funding{Fund: cost})
		_, err := liuzhou(t).Money.PlanPayment(p, 1, full)
		if may := p.UnderWay(); (err == nil) != may {
			t.Errorf("%s: %v", s, err)
		}
	}
}

// TestPaymentsAddUp pays any invoices from any purses by both rules: what is
// paid is exactly the invoice, and no account gives more than it holds.
func TestPaymentsAddUp(t *testing.T) {
	prog := liuzhou(t)
	rapid.Check(t, func(rt *rapid.T) {
		money := func(name string) fund.Money { return fund.Money(rapid.Int64Range(0, 500_000).Draw(rt, name)) }
		f := fund.Funding{Fund: money("fund") + 1, Sponsor: money("sponsor"), Residents: money("residents"), SponsorName: "Firm"}
		p := approvedFor(t, f)
		rules := prog.Money
		rules.PayOrder = rapid.SampledFrom([]fund.PayOrder{fund.PayOthersFirst, fund.PayByPlan}).Draw(rt, "order")
		have := fund.Purses{
			Others: []fund.Purse{
				purse(fund.SourceSponsor, 3, f.Sponsor/2, 0), purse(fund.SourceSponsor, 4, min(f.Sponsor/2, money("late")), 0),
				purse(fund.SourceResidents, 0, min(f.Residents, money("given")), 0),
			},
			Fund: []fund.Purse{
				purse(fund.SourceCity, 0, money("city"), 0), purse(fund.SourceDistrict, 0, money("district"), 0),
				purse(fund.SourceTransfer, 0, money("transfer"), 0),
			},
		}
		for range 6 {
			sum := money("invoice") + 1
			parts, err := rules.PlanPayment(p, sum, have)
			if err != nil {
				var e *fund.PaymentError
				if !errors.As(err, &e) || e.Max >= sum {
					rt.Fatalf("refused %d although %v", sum, err)
				}
				continue
			}
			var all fund.Money
			for _, part := range parts {
				all += part.Amount
				take(rt, have.Others, part)
				take(rt, have.Fund, part)
			}
			if all != sum {
				rt.Fatalf("%d paid of an invoice of %d", all, sum)
			}
		}
	})
}

func take(t *rapid.T, purses []fund.Purse, part fund.Posting) {
	for i := range purses {
		if purses[i].Account == part.Account {
			purses[i].Held -= part.Amount
			purses[i].Paid += part.Amount
			if purses[i].Held < 0 {
				t.Fatalf("%+v overdrawn", part.Account)
			}
		}
	}
}

func TestACostLineHasItsMargin(t *testing.T) {
	prog := liuzhou(t) // a tenth
	for name, c := range map[string]struct {
		line, paid, sum fund.Money
		ok              bool
	}{
		"the line": {10_000, 0, 10_000, true}, "a tenth more": {10_000, 0, 11_000, true}, "a fen beyond it": {10_000, 0, 11_001, false},
		"in two": {10_000, 6_000, 5_000, true}, "in two, a fen beyond": {10_000, 6_000, 5_001, false},
		"the tenth of an odd line, rounded down": {10_009, 0, 11_009, true}, "and a fen beyond": {10_009, 0, 11_010, false},
	} {
		if err := prog.CheckLine(c.line, c.paid, c.sum); (err == nil) != c.ok {
			t.Errorf("%s: %v", name, err)
		}
	}
}
