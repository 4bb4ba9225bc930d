package fund_test

import (
	"errors"
	"fmt"
	"testing"

	"huimin/fund"
)

// TestHalfFromTheCity is the article, 4 and 5: 1:1, 100,000 from 2014, 200,000
// from 2016.
func TestHalfFromTheCity(t *testing.T) {
	prog := liuzhou(t)
	for name, c := range map[string]struct{ total, city, district fund.Money }{
		"2014":       {prog.Allocation(2014), fund.Yuan(50_000), fund.Yuan(50_000)},
		"2016":       {prog.Allocation(2016), fund.Yuan(100_000), fund.Yuan(100_000)},
		"an odd fen": {101, 51, 50}, "a fen": {1, 1, 0}, "nothing": {0, 0, 0},
	} {
		if a := prog.SplitAllocation(1, 2016, c.total); a.City != c.city || a.District != c.district || a.Total() != c.total {
			t.Errorf("%s: %+v", name, a)
		}
	}
	prog.Money.CityShare = fund.Share{Num: 1, Den: 3}
	if a := prog.SplitAllocation(1, 2016, 100); a.City != 34 || a.District != 66 {
		t.Errorf("a third: %+v", a)
	}
}

func TestAllocationsBehindARule(t *testing.T) {
	prog := liuzhou(t)
	steady := func(each int64) func(int) fund.Money {
		return func(int) fund.Money { return fund.Yuan(each) }
	}
	for name, c := range map[string]struct {
		year   int
		total  fund.Money
		before func(int) fund.Money
		want   string
	}{
		"before the fund":               {2013, 0, steady(0), "[]"},
		"the first floor":               {2014, fund.Yuan(100_000), steady(0), "[]"},
		"a fen below it":                {2014, fund.Yuan(100_000) - 1, steady(0), "[floor]"},
		"2015 still has the first":      {2015, fund.Yuan(100_000), steady(0), "[]"},
		"the second floor":              {2016, fund.Yuan(200_000), steady(100_000), "[]"},
		"a fen below the second":        {2016, fund.Yuan(200_000) - 1, steady(100_000), "[floor]"},
		"2020 asks for no growth":       {2020, fund.Yuan(200_000), steady(200_000), "[]"},
		"2021, a tenth more":            {2021, fund.Yuan(220_000), steady(200_000), "[]"},
		"2021, not grown yet":           {2021, fund.Yuan(200_000), steady(200_000), "[]"},
		"2024, not grown yet":           {2024, fund.Yuan(200_000), steady(200_000), "[]"},
		"2024, less than at the start":  {2024, fund.Yuan(200_000) - 1, steady(200_000), "[floor growth]"},
		"2023, two steps are enough":    {2023, fund.Yuan(280_000), steady(300_000), "[]"},
		"2023, a fen below that":        {2023, fund.Yuan(270_000) - 1, steady(300_000), "[growth]"},
		"2023, just two steps away":     {2023, fund.Yuan(270_000), steady(300_000), "[]"},
		"2025, a fen less than a tenth": {2025, fund.Yuan(220_000) - 1, steady(200_000), "[growth]"},
		"2025, by the period's end":     {2025, fund.Yuan(220_000), steady(200_000), "[]"},
		"2025, not grown":               {2025, fund.Yuan(200_000), steady(200_000), "[growth]"},
		"2026 begins the next period":   {2026, fund.Yuan(220_000), steady(220_000), "[]"},
		"2030 ends it":                  {2030, fund.Yuan(220_000), steady(220_000), "[growth]"},
		"2026, grown again":             {2026, fund.Yuan(242_000), steady(220_000), "[]"},
		"nothing is known of before":    {2021, fund.Yuan(200_000), steady(0), "[]"},
		"below both":                    {2025, fund.Yuan(150_000), steady(200_000), "[floor growth]"},
		"2021, below the floor alone":   {2021, fund.Yuan(150_000), steady(200_000), "[floor]"},
	} {
		var got []fund.AllocationRule
		for _, w := range prog.CheckAllocation(prog.SplitAllocation(1, c.year, c.total), c.before) {
			got = append(got, w.Rule)
		}
		if fmt.Sprint(got) != c.want {
			t.Errorf("%s: %v, want %s", name, got, c.want)
		}
	}
	uneven := fund.Allotment{Community: 1, Year: 2020, City: fund.Yuan(150_000), District: fund.Yuan(50_000)}
	if list := prog.CheckAllocation(uneven, steady(200_000)); len(list) != 1 || list[0].Rule != fund.RuleHalves {
		t.Errorf("not half and half: %v", list)
	}
}

func TestNothingIsReservedBeyondWhatIsFree(t *testing.T) {
	m := func(reserved fund.Money, moved fund.Money) fund.CommunityMoney {
		return fund.CommunityMoney{
			Planned:  fund.Allotment{City: 110, District: 110},
			Sources:  map[fund.Source]fund.SourceMoney{fund.SourceTransfer: {Moved: moved}},
			Reserved: reserved,
		}
	}
	for name, c := range map[string]struct {
		money     fund.CommunityMoney
		need, own fund.Money
		ok        bool
	}{
		"all of it": {m(0, 0), 220, 0, true}, "a fen more": {m(0, 0), 221, 0, false},
		"the rest": {m(200, 0), 20, 0, true}, "a fen more than the rest": {m(200, 0), 21, 0, false},
		"with what came by transfer": {m(200, 30), 50, 0, true}, "a fen beyond that": {m(200, 30), 51, 0, false},
		"after handing some over": {m(200, -20), 1, 0, false}, "nothing is always free": {m(300, 0), 0, 0, true},
		"its own again": {m(220, 0), 100, 100, true}, "its own and a fen": {m(220, 0), 101, 100, false},
	} {
		err := c.money.CheckFree(c.need, c.own)
		var short *fund.NotFreeError
		if (err == nil) != c.ok || err != nil && !errors.As(err, &short) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestWhatAProjectKeeps(t *testing.T) {
	for name, c := range map[string]struct {
		project fund.Project
		spent   fund.Money
		want    fund.Money
	}{
		"a draft":         {fund.Project{Status: fund.ProjectDrafted}, 0, 0},
		"put to the vote": {fund.Project{Status: fund.ProjectVoting}, 0, 100},
		"reviewed":        {fund.Project{Status: fund.ProjectDistrict}, 0, 100},
		"returned":        {fund.Project{Status: fund.ProjectReturned}, 0, 100},
		"approved":        {fund.Project{Status: fund.ProjectApproved}, 0, 100},
		"half paid":       {fund.Project{Status: fund.ProjectStarted}, 50, 100},
		"to be accepted":  {fund.Project{Status: fund.ProjectFinished}, 90, 100},
		"lost":            {fund.Project{Status: fund.ProjectLost}, 0, 0},
		"accepted":        {fund.Project{Status: fund.ProjectAccepted}, 90, 90},
		"given up":        {fund.Project{Status: fund.ProjectDropped}, 30, 30},
		"a change drafted": {fund.Project{
			Status: fund.ProjectDrafted, Standing: &fund.Standing{Funding: fund.Funding{Fund: 80}},
		}, 30, 80},
		"a change voted on": {fund.Project{
			Status: fund.ProjectVoting, Standing: &fund.Standing{Funding: fund.Funding{Fund: 80}},
		}, 30, 100},
	} {
		c.project.Funding.Fund = 100
		if got := c.project.Reserved(c.spent); got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
}
