package fund_test

import (
	"errors"
	"testing"
	"time"

	"huimin/fund"
)

func TestAChangeBeyondAShareGoesBack(t *testing.T) {
	prog := liuzhou(t)
	three := func(own, sponsor, residents int64) fund.Funding {
		f := fund.Funding{Fund: fund.Money(own), Sponsor: fund.Money(sponsor), Residents: fund.Money(residents)}
		if sponsor > 0 {
			f.SponsorName = "机车厂"
		}
		return f
	}
	for name, c := range map[string]struct {
		was, is fund.Funding
		want    fund.Over
	}{
		"a tenth more":                  {three(2_000_000, 0, 0), three(2_200_000, 0, 0), ""},
		"a tenth and a fen":             {three(2_000_000, 0, 0), three(2_200_001, 0, 0), fund.OverCost},
		"a tenth of an odd sum":         {three(1_000_009, 0, 0), three(1_100_009, 0, 0), ""},
		"more than a tenth of it":       {three(1_000_009, 0, 0), three(1_100_010, 0, 0), fund.OverCost},
		"less":                          {three(2_000_000, 0, 0), three(1, 0, 0), ""},
		"up to the limit":               {three(4_900_000, 0, 0), three(5_000_000, 0, 0), ""},
		"a fen above the limit":         {three(4_900_000, 0, 0), three(5_000_001, 0, 0), fund.OverTier},
		"above it already":              {three(6_000_000, 0, 0), three(6_600_000, 0, 0), ""},
		"above it already, and a fen":   {three(6_000_000, 0, 0), three(6_600_001, 0, 0), fund.OverCost},
		"the sponsor gives less":        {three(1_000_000, 1_100_000, 0), three(1_100_000, 1_000_000, 0), ""},
		"and the fund a fen too much":   {three(1_000_000, 1_100_000, 0), three(1_100_001, 999_999, 0), fund.OverFund},
		"the fund had no part, has now": {three(0, 0, 1_000_000), three(1, 0, 999_999), fund.OverFund},
	} {
		p := at(t, fund.ProjectStarted, c.was)
		later := noon.Add(time.Hour)
		why, err := p.Change(c.is, "材料涨价", prog, later)
		if err != nil || why != c.want || p.Funding != c.is {
			t.Errorf("%s: %q, %v, costs %s", name, why, err, p.Cost().Decimal())
		}
		back := p.Status == fund.ProjectDrafted && p.Standing != nil && p.MaySpend() == c.was && p.StartedAt.Equal(noon) &&
			p.VotedCost == 0 && p.ApprovedAt.IsZero()
		on := p.Status == fund.ProjectStarted && p.Standing == nil && p.MaySpend() == c.is
		if back != (c.want != "") || on != (c.want == "") || p.Tier != prog.TierFor(p.Cost()) || !p.Changed.Equal(later) {
			t.Errorf("%s: %+v", name, p)
		}
	}
}

func TestChangesInStepsAreMeasuredAsOne(t *testing.T) {
	prog := liuzhou(t)
	p := at(t, fund.ProjectStarted, cost(20_000))
	for _, c := range []struct {
		yuan int64
		want fund.Over
	}{{21_000, ""}, {22_000, ""}, {19_000, ""}, {22_001, fund.OverCost}} {
		if why, err := p.Change(cost(c.yuan), "材料涨价", prog, noon); err != nil || why != c.want {
			t.Errorf("%d: %q, %v", c.yuan, why, err)
		}
	}
	if p.MaySpend() != cost(19_000) {
		t.Errorf("while it is decided on, %s stands", p.MaySpend().Total().Decimal())
	}
	if err := errors.Join(p.OpenBallot(noon), p.Decide(fund.OutcomeCarried, prog, noon, noon)); err != nil {
		t.Fatal(err)
	}
	if p.Status != fund.ProjectStarted || p.Basis() != cost(22_001) {
		t.Errorf("approved anew it goes on: %s, measured by %s", p.Status, p.Basis().Total().Decimal())
	}
}

func TestAChangeThatIsNotApprovedLeavesWhatWas(t *testing.T) {
	prog := liuzhou(t)
	for name, end := range map[string][]func(*fund.Project) error{
		"voted down": {func(p *fund.Project) error { return p.Decide(fund.OutcomeLost, prog, noon, noon) }},
		"refused by the street": {
			func(p *fund.Project) error { return p.Decide(fund.OutcomeCarried, prog, noon, noon) },
			func(p *fund.Project) error { return p.Refuse(fund.TierStreet, "太贵了", noon) },
		},
		"no quorum, then given up": {
			func(p *fund.Project) error { return p.Decide(fund.OutcomeNoQuorum, prog, noon, noon) },
			func(p *fund.Project) error { return p.Keep(noon) },
		},
		"returned, then given up": {
			func(p *fund.Project) error { return p.Decide(fund.OutcomeCarried, prog, noon, noon) },
			func(p *fund.Project) error { return p.Return(fund.TierStreet, "太贵了", noon) },
			func(p *fund.Project) error { return p.Keep(noon) },
		},
	} {
		p := at(t, fund.ProjectStarted, cost(20_000))
		was := p
		if _, err := p.Change(cost(60_000), "加一段长廊", prog, noon); err != nil {
			t.Fatal(err)
		}
		if err := p.OpenBallot(noon); err != nil {
			t.Fatal(err)
		}
		for _, do := range end {
			if err := do(&p); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
		}
		p.Reason = was.Reason
		if p.Status != was.Status || p.Funding != was.Funding || p.Tier != was.Tier || p.VotedCost != was.VotedCost ||
			!p.ApprovedAt.Equal(was.ApprovedAt) || p.Standing != nil || !p.Due.IsZero() {
			t.Errorf("%s: %+v", name, p)
		}
	}
}

func TestWhatAChangeIsRefusedFor(t *testing.T) {
	prog := liuzhou(t)
	p := at(t, fund.ProjectStarted, cost(20_000))
	p.Spent = fund.Yuan(15_000)
	for name, c := range map[string]struct {
		to     fund.Funding
		reason string
		want   func(error) bool
	}{
		"nothing changes":   {cost(20_000), "材料涨价", func(err error) bool { return errors.Is(err, fund.ErrNoChange) }},
		"no reason":         {cost(21_000), "", func(err error) bool { return errors.As(err, new(*fund.LengthError)) }},
		"less than spent":   {cost(14_999), "少做一段", isFunding(fund.FundingSpent)},
		"nothing":           {cost(0), "少做一段", isFunding(fund.FundingNothing)},
		"more than anybody": {cost(1_000_001), "多做一段", isFunding(fund.FundingTooLarge)},
	} {
		before := p
		if why, err := p.Change(c.to, c.reason, prog, noon); why != "" || !c.want(err) {
			t.Errorf("%s: %q, %v", name, why, err)
		}
		if p.Funding != before.Funding || p.Status != before.Status {
			t.Errorf("%s was refused and changed it", name)
		}
	}
	if _, err := p.Change(cost(15_000), "少做一段", prog, noon); err != nil {
		t.Errorf("what was spent exactly: %v", err)
	}
}

func isFunding(why fund.FundingWhy) func(error) bool {
	return func(err error) bool {
		var e *fund.FundingError
		return errors.As(err, &e) && e.Why == why
	}
}

func TestWorksThatFailAreMendedAndAcceptedThen(t *testing.T) {
	p := at(t, fund.ProjectFinished, cost(20_000))
	until := noon.AddDate(0, 0, 10)
	if err := p.Mend("漏水", noon, noon); !errors.Is(err, fund.ErrPast) || p.Status != fund.ProjectFinished {
		t.Errorf("mended by now: %v", err)
	}
	if err := p.Mend("漏水", until, noon); err != nil {
		t.Fatal(err)
	}
	if p.Holder() != fund.HolderCommunity || !p.Due.Equal(until) || !p.FinishedAt.IsZero() || p.Ended() {
		t.Errorf("%+v", p)
	}
	later := noon.Add(48 * time.Hour)
	if err := errors.Join(p.Finish(later), p.Accept(later)); err != nil {
		t.Fatal(err)
	}
	if !p.Ended() || !p.AcceptedAt.Equal(later) || !p.FinishedAt.Equal(later) || !p.Due.IsZero() || p.MaySpend() != cost(20_000) {
		t.Errorf("%+v", p)
	}
}
