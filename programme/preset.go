package programme

import (
	"fmt"
	"strings"
	"time"

	"huimin/fund"
)

// The presets.
const (
	// Liuzhou's rules as far as they are known; what a file begins with.
	Liuzhou = "liuzhou"
	// Generic is a participatory budget: every community has a pot of its own a
	// year, residents propose, and all of them vote on each project. Several
	// projects are not ranked against each other.
	Generic = "generic"
	// Initiative is in the style of Uzbekistan's Ташаббусли бюджет: residents
	// propose and vote, and a project of whose cost residents and sponsors bring
	// in half needs no vote (aktualno.uz 16342).
	Initiative = "initiative"
)

// Presets lists the programmes inside the program.
func Presets() []string { return []string{Liuzhou, Generic, Initiative} }

// Preset gives a programme inside the program.
func Preset(name string) (fund.Programme, error) {
	p, err := fund.Liuzhou()
	if err != nil {
		return fund.Programme{}, err
	}
	switch name {
	case Liuzhou:
		return p, nil
	case Generic:
		return generic(p)
	case Initiative:
		return initiative(p)
	}
	return fund.Programme{}, fmt.Errorf("no preset %q: there are %s", name, strings.Join(Presets(), ", "))
}

// weekend is what most places rest.
func weekend() []time.Weekday { return []time.Weekday{time.Saturday, time.Sunday} }

// generic changes what a participatory budget has otherwise. All sums, shares
// and lengths are defaults of this project.
func generic(p fund.Programme) (fund.Programme, error) {
	calendar, err := fund.NewCalendar(fund.CalendarPlan{Region: fund.RegionNone, Weekend: weekend()})
	if err != nil {
		return fund.Programme{}, err
	}
	p.Name, p.Zone, p.Currency = Generic, time.UTC, fund.Currency{Code: "EUR", Name: "€"}
	p.Calendar = calendar
	p.CommunityLimit, p.MaxCost = fund.Yuan(50_000), fund.Yuan(50_000) // the vote is the last word
	residentsVote(&p, fund.Share{Num: 10, Den: 100})
	p.Allocations = []fund.Allocation{{From: 2020, Each: fund.Yuan(100_000)}}
	p.Money.CityShare, p.Money.Floors, p.Money.LeftOver = fund.Share{Num: 1, Den: 1}, nil, fund.LeftReturned
	p.Money.Growth = fund.Growth{Years: 1, Least: fund.Share{Num: 0, Den: 1}}
	return p, nil
}

// initiative changes what Uzbekistan's budget of initiatives has otherwise: up
// to 1.5 billion soum a project, half of it brought in decides. The rest are
// defaults of this project. The two days of Hayit follow the moon and are
// announced, so that no year is listed to its end.
func initiative(p fund.Programme) (fund.Programme, error) {
	calendar, err := fund.NewCalendar(fund.CalendarPlan{
		Region: fund.RegionNone, Weekend: weekend(), ListedTo: 2025,
		Yearly: []string{"01-01", "03-08", "03-21", "05-09", "09-01", "10-01", "12-08"},
	})
	if err != nil {
		return fund.Programme{}, err
	}
	// Uzbekistan keeps one hour all year.
	p.Name, p.Zone, p.Currency = Initiative, time.FixedZone("Asia/Tashkent", 5*60*60), fund.Currency{Code: "UZS", Name: "so'm"}
	p.Calendar, p.Hours = calendar, fund.WorkHours{From: 9 * 60, To: 18 * 60}
	p.CommunityLimit, p.MaxCost = fund.Yuan(1_500_000_000), fund.Yuan(1_500_000_000)
	residentsVote(&p, fund.Share{Num: 5, Den: 100})
	p.LocalWin = fund.Share{Num: 50, Den: 100}
	p.Allocations = []fund.Allocation{{From: 2021, Each: fund.Yuan(3_000_000_000)}}
	p.Money.CityShare, p.Money.Floors, p.Money.LeftOver = fund.Share{Num: 1, Den: 1}, nil, fund.LeftReturned
	p.Money.Growth = fund.Growth{Years: 1, Least: fund.Share{Num: 0, Den: 1}}
	return p, nil
}

// residentsVote lets residents vote, a share of them at least, over one to two
// weeks.
func residentsVote(p *fund.Programme, quorum fund.Share) {
	p.Draft = fund.DraftRules{SplitAlike: p.Draft.SplitAlike} // the study, the quotes and the list are how Chinese communities prepare a meeting
	p.Voters, p.Quorum = fund.VotersResidents, quorum
	p.BallotLengths = []time.Duration{72 * time.Hour, 168 * time.Hour, 336 * time.Hour}
}
