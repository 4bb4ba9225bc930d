package fund_test

import (
	"errors"
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"huimin/fund"
)

func pledge(s fund.Source, amount, received, returned fund.Money) fund.Pledge {
	return fund.Pledge{ID: 1, Source: s, Amount: amount, Received: received, Returned: returned, Status: fund.PledgeStanding}
}

func TestHowMuchMayBePledged(t *testing.T) {
	plan := fund.Funding{Fund: 10_000, Sponsor: 11_000, Residents: 3_000, SponsorName: "柳州机车车辆厂"}
	firm := func(sum fund.Money) fund.Pledge { return pledge(fund.SourceSponsor, sum, 0, 0) }
	neighbour := func(sum fund.Money) fund.Pledge { return pledge(fund.SourceResidents, sum, 0, 0) }
	for name, c := range map[string]struct {
		status             fund.ProjectStatus
		pledges            []fund.Pledge
		sponsor, residents fund.Money // open
	}{
		"nothing pledged":             {fund.ProjectApproved, nil, 21_000, 3_000},
		"a sponsor by the plan":       {fund.ProjectApproved, []fund.Pledge{firm(11_000)}, 10_000, 3_000},
		"a sponsor of all the fund's": {fund.ProjectApproved, []fund.Pledge{firm(21_000)}, 0, 3_000},
		"neighbours but a fen":        {fund.ProjectStarted, []fund.Pledge{neighbour(2_999)}, 21_000, 1},
		"neighbours in full":          {fund.ProjectStarted, []fund.Pledge{neighbour(3_000)}, 21_000, 0},
		"while they vote":             {fund.ProjectVoting, []fund.Pledge{firm(4_000)}, 7_000, 3_000},
		"while the street reviews":    {fund.ProjectStreet, []fund.Pledge{firm(11_000)}, 0, 3_000},
		"given up":                    {fund.ProjectDropped, nil, 0, 0},
		"accepted":                    {fund.ProjectAccepted, nil, 0, 0},
		"withdrawn counts no more":    {fund.ProjectApproved, []fund.Pledge{{Source: fund.SourceResidents, Amount: 3_000, Status: fund.PledgeWithdrawn}}, 21_000, 3_000},
		"withdrawn, but some came in": {fund.ProjectApproved, []fund.Pledge{{
			Source: fund.SourceResidents, Amount: 3_000, Received: 1_000, Status: fund.PledgeWithdrawn,
		}}, 21_000, 2_000},
	} {
		p := fund.Project{ID: 7, Status: c.status, Funding: plan}
		if got := p.PledgeOpen(fund.SourceSponsor, c.pledges); got != c.sponsor {
			t.Errorf("%s: %d open for sponsors, want %d", name, got, c.sponsor)
		}
		if got := p.PledgeOpen(fund.SourceResidents, c.pledges); got != c.residents {
			t.Errorf("%s: %d open for residents, want %d", name, got, c.residents)
		}
		var over *fund.PledgeError
		if err := p.CheckPledge(fund.SourceResidents, c.residents+1, c.pledges); !errors.As(err, &over) || over.Open != c.residents {
			t.Errorf("%s: a fen more than open: %v", name, err)
		}
		if c.residents > 0 {
			if err := p.CheckPledge(fund.SourceResidents, c.residents, c.pledges); err != nil {
				t.Errorf("%s: what is open: %v", name, err)
			}
		}
		if err := p.CheckPledge(fund.SourceSponsor, 0, c.pledges); err == nil {
			t.Errorf("%s: a pledge of nothing", name)
		}
	}
}

// TestWhatASponsorAddsTheFundSaves: what is pledged beyond the plan lowers the
// fund's part, so that a project is never given more than it costs.
func TestWhatASponsorAddsTheFundSaves(t *testing.T) {
	for name, c := range map[string]struct {
		pledged, sponsor, fund fund.Money
		changed                bool
	}{
		"by the plan": {11_000, 11_000, 10_000, false}, "a fen more": {11_001, 11_001, 9_999, true},
		"all of it": {21_000, 21_000, 0, true}, "less": {5_000, 11_000, 10_000, false},
	} {
		p := fund.Project{Status: fund.ProjectApproved, Funding: fund.Funding{Fund: 10_000, Sponsor: 11_000}}
		changed := p.Replan([]fund.Pledge{pledge(fund.SourceSponsor, c.pledged, 0, 0)}, noon)
		if changed != c.changed || p.Funding.Sponsor != c.sponsor || p.Funding.Fund != c.fund {
			t.Errorf("%s: %v, %+v", name, changed, p.Funding)
		}
	}
	p := fund.Project{Status: fund.ProjectApproved, Funding: fund.Funding{Fund: 10_000, Sponsor: 11_000, Residents: 3_000}}
	short := []fund.Pledge{pledge(fund.SourceSponsor, 8_000, 0, 0), pledge(fund.SourceResidents, 3_000, 0, 0)}
	if got, want := p.ToppedUp(short), (fund.Funding{Fund: 13_000, Sponsor: 8_000, Residents: 3_000}); got != want {
		t.Errorf("topped up to %+v, want %+v", got, want)
	}
}

func TestWhatGoesBack(t *testing.T) {
	neighbours := func(received ...fund.Money) (list []fund.Pledge) {
		for _, sum := range received {
			list = append(list, pledge(fund.SourceResidents, sum, sum, 0))
		}
		return list
	}
	back := func(list []fund.Pledge, i int, sum fund.Money) []fund.Pledge {
		list[i].Returned = sum
		return list
	}
	firm := func(id fund.PledgeID, received fund.Money) fund.Pledge {
		g := pledge(fund.SourceSponsor, received, received, 0)
		g.ID = id
		return g
	}
	for name, c := range map[string]struct {
		status  fund.ProjectStatus
		plan    fund.Funding
		pledges []fund.Pledge
		held    map[fund.PledgeID]fund.Money // 0: the residents'
		want    []fund.Money
	}{
		"nothing was spent":      {fund.ProjectDropped, fund.Funding{Residents: 300}, neighbours(100, 200), map[fund.PledgeID]fund.Money{0: 300}, []fund.Money{100, 200}},
		"half was":               {fund.ProjectFailed, fund.Funding{Residents: 300}, neighbours(100, 200), map[fund.PledgeID]fund.Money{0: 150}, []fund.Money{50, 100}},
		"the odd fen":            {fund.ProjectFailed, fund.Funding{Residents: 300}, neighbours(100, 100, 100), map[fund.PledgeID]fund.Money{0: 100}, []fund.Money{34, 33, 33}},
		"all of it":              {fund.ProjectAccepted, fund.Funding{Residents: 300}, neighbours(100, 200), map[fund.PledgeID]fund.Money{}, []fund.Money{0, 0}},
		"one has theirs already": {fund.ProjectFailed, fund.Funding{Residents: 300}, back(neighbours(100, 100, 100), 0, 34), map[fund.PledgeID]fund.Money{0: 66}, []fund.Money{0, 33, 33}},
		"works go on":            {fund.ProjectStarted, fund.Funding{Residents: 300}, neighbours(100, 200), map[fund.PledgeID]fund.Money{0: 300}, []fund.Money{0, 0}},
		"a cheaper plan":         {fund.ProjectStarted, fund.Funding{Residents: 210}, neighbours(100, 200), map[fund.PledgeID]fund.Money{0: 300}, []fund.Money{30, 60}},
		"a cheaper plan, but it is spent": {
			fund.ProjectStarted, fund.Funding{Residents: 210}, neighbours(100, 200), map[fund.PledgeID]fund.Money{0: 30}, []fund.Money{10, 20},
		},
		"two firms": {
			fund.ProjectDropped,
			fund.Funding{Sponsor: 900},
			[]fund.Pledge{firm(5, 600), firm(6, 300)},
			map[fund.PledgeID]fund.Money{5: 400, 6: 200},
			[]fund.Money{400, 200},
		},
		"two firms and a cheaper plan": {
			fund.ProjectApproved,
			fund.Funding{Sponsor: 600},
			[]fund.Pledge{firm(5, 600), firm(6, 300)},
			map[fund.PledgeID]fund.Money{5: 600, 6: 300},
			[]fund.Money{200, 100},
		},
	} {
		p := fund.Project{Status: c.status, Funding: c.plan}
		got := p.DueBack(c.pledges, func(_ fund.Source, id fund.PledgeID) fund.Money { return c.held[id] })
		if fmt.Sprint(got) != fmt.Sprint(c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

// TestNobodyGetsBackMoreThanTheyGave gives back in any order, pledge by pledge:
// in the end all that was held is gone, and nobody got more than they gave.
func TestNobodyGetsBackMoreThanTheyGave(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var pledges []fund.Pledge
		var all fund.Money
		for range rapid.IntRange(1, 8).Draw(t, "pledges") {
			sum := fund.Money(rapid.Int64Range(1, 100_000).Draw(t, "received"))
			pledges = append(pledges, pledge(fund.SourceResidents, sum, sum, 0))
			all += sum
		}
		rest := fund.Money(rapid.Int64Range(0, int64(all)).Draw(t, "rest"))
		p := fund.Project{Status: fund.ProjectDropped, Funding: fund.Funding{Residents: all}}
		for _, i := range rapid.Permutation(indexes(len(pledges))).Draw(t, "order") {
			due := p.DueBack(pledges, func(fund.Source, fund.PledgeID) fund.Money { return rest })
			pledges[i].Returned += due[i]
			rest -= due[i]
			if rest < 0 || pledges[i].Returned > pledges[i].Received {
				t.Fatalf("%d given back of %d; %d left", pledges[i].Returned, pledges[i].Received, rest)
			}
		}
		if rest != 0 {
			t.Fatalf("%d is nobody's", rest)
		}
	})
}

func indexes(n int) []int {
	list := make([]int, n)
	for i := range list {
		list[i] = i
	}
	return list
}
