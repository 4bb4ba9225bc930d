package fund_test

import (
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"

	"huimin/fund"
)

func TestTiers(t *testing.T) {
	prog := liuzhou(t)
	for text, want := range map[string]fund.Tier{
		"0.01": fund.TierCommunity, "21000": fund.TierCommunity, "49999.99": fund.TierCommunity,
		"50000": fund.TierCommunity, "50000.01": fund.TierDistrict, "50001": fund.TierDistrict,
		"1000000": fund.TierDistrict,
	} {
		cost, err := fund.ParseMoney(text)
		if err != nil {
			t.Fatal(err)
		}
		if got := prog.TierFor(cost); got != want {
			t.Errorf("%s yuan: %s, want %s", text, got, want)
		}
	}
}

func TestMoreMoneyNeverNeedsALowerTier(t *testing.T) {
	prog := liuzhou(t)
	rapid.Check(t, func(t *rapid.T) {
		a, b := anyMoney().Draw(t, "a"), anyMoney().Draw(t, "b")
		if a > b {
			a, b = b, a
		}
		if prog.TierFor(a).Rank() > prog.TierFor(b).Rank() {
			t.Fatalf("%s needs more than %s", a.Decimal(), b.Decimal())
		}
	})
}

func TestTiersRankUpwards(t *testing.T) {
	for i, tier := range allTiers() {
		if tier.Rank() != i+1 {
			t.Errorf("%s: %d", tier, tier.Rank())
		}
	}
	if fund.Tier("moon").Rank() != 0 {
		t.Error("the moon has a rank")
	}
}

func TestFunding(t *testing.T) {
	prog := liuzhou(t)
	for name, c := range map[string]struct {
		funding fund.Funding
		want    fund.FundingWhy
	}{
		"the corridor: 11,000 from the works, 10,000 from the fund": {
			fund.Funding{Fund: fund.Yuan(10_000), Sponsor: fund.Yuan(11_000), SponsorName: "柳州机车车辆厂"}, "",
		},
		"one fen":                   {fund.Funding{Fund: 1}, ""},
		"residents alone":           {fund.Funding{Residents: 1}, ""},
		"nothing":                   {fund.Funding{}, fund.FundingNothing},
		"a name without money":      {fund.Funding{Fund: 1, SponsorName: "works"}, ""},
		"the most":                  {fund.Funding{Fund: prog.MaxCost}, ""},
		"a fen above":               {fund.Funding{Fund: prog.MaxCost + 1}, fund.FundingTooLarge},
		"a fen above, in parts":     {fund.Funding{Fund: prog.MaxCost, Residents: 1}, fund.FundingTooLarge},
		"so large that it wraps":    {fund.Funding{Fund: 1 << 62, Residents: 1 << 62}, fund.FundingTooLarge},
		"the fund below zero":       {fund.Funding{Fund: -1, Residents: 5}, fund.FundingNegative},
		"residents below zero":      {fund.Funding{Fund: 5, Residents: -1}, fund.FundingNegative},
		"a sponsor below zero":      {fund.Funding{Fund: 5, Sponsor: -1}, fund.FundingNegative},
		"a sponsor without a name":  {fund.Funding{Sponsor: 1}, fund.FundingNoSponsor},
		"a sponsor named by spaces": {fund.Funding{Sponsor: 1, SponsorName: " \t"}, fund.FundingNoSponsor},
	} {
		err := fund.CheckFunding(c.funding, prog)
		var funding *fund.FundingError
		switch {
		case c.want == "" && err != nil:
			t.Errorf("%s: %v", name, err)
		case c.want != "" && (!errors.As(err, &funding) || funding.Why != c.want):
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
	}
}

func TestLiuzhou(t *testing.T) {
	p := liuzhou(t)
	if p.CommunityLimit != fund.Yuan(50_000) || p.ReviewDays != 5 || !p.JointClock {
		t.Errorf("%s, %d days, joint %v", p.CommunityLimit.Decimal(), p.ReviewDays, p.JointClock)
	}
	for year, want := range map[int]fund.Money{
		2013: 0, 2014: fund.Yuan(100_000), 2015: fund.Yuan(100_000), 2016: fund.Yuan(200_000),
		2020: fund.Yuan(200_000), 2021: fund.Yuan(220_000), 2026: fund.Yuan(220_000),
	} {
		if got := p.Allocation(year); got != want {
			t.Errorf("%d: %s, want %s", year, got.Decimal(), want.Decimal())
		}
	}
	if p.LongestBallot() != 168*time.Hour {
		t.Errorf("the longest ballot: %v", p.LongestBallot())
	}
	summer := time.Date(2026, 7, 1, 0, 0, 0, 0, time.UTC).In(p.Zone)
	if summer.Hour() != 8 || p.Zone.String() != "Asia/Shanghai" {
		t.Errorf("%v", summer)
	}
}
