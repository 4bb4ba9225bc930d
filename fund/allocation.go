package fund

import (
	"fmt"
	"math/big"
)

// MoneyRules are how a programme deals with money beyond what it gives.
type MoneyRules struct {
	CityShare Share    // of the allocation; the district pays the rest (the article, 4)
	Floors    []Floor  // what a community should get at least, ascending by year
	Growth    Growth   // how it should grow
	PayOrder  PayOrder // who pays an invoice first
	LeftOver  LeftOver // what becomes of the fund's money that a year leaves
}

// defaultMoney gives the rules of money: halves (the article, 4), the floors
// (5) and the growth (6). Who pays first and what is left over are defaults of
// this project.
func defaultMoney() MoneyRules {
	return MoneyRules{
		CityShare: Share{Num: 1, Den: 2},
		Floors:    []Floor{{From: 2014, Least: Yuan(100_000)}, {From: 2016, Least: Yuan(200_000)}},
		Growth:    Growth{From: 2021, Years: 5, Least: Share{Num: 1, Den: 10}},
		PayOrder:  PayOthersFirst,
		LeftOver:  LeftCarried,
	}
}

// Floor is the least that a community should get a year, from a year on.
type Floor struct {
	From  int
	Least Money
}

// Growth is by which share the allocation should have grown at the end of each
// period of Years from From on. The article, 6, does not say whether the whole
// step is due at once or by the period's end: this asks for it at its end, and
// never raises anything by itself. It is judged in the period's last year, and
// before that once it is out of reach: by equal steps in the years that are
// left, none larger than the whole growth that the period asks for.
type Growth struct {
	From, Years int
	Least       Share
}

// LeftOver is what becomes of the fund's money that a year leaves. The article
// does not say; the default is this project's.
type LeftOver string

// The ways.
const (
	LeftCarried  LeftOver = "carry"  // into the next year, for the same community and purpose
	LeftReturned LeftOver = "return" // to city and district, each what it gave and is left
)

// PayOrder is who pays an invoice first.
type PayOrder string

// The orders. The fund tops up what others give (惠民补差; the article, 8): it
// pays last, and saves first when the works cost less.
const (
	PayOthersFirst PayOrder = "others_first"
	PayByPlan      PayOrder = "by_plan" // everybody in proportion to the plan
)

// Allotment is what a community gets in a year, by who pays. Decided is false
// where it follows from the rule alone.
type Allotment struct {
	Community      PlaceID
	Year           int
	City, District Money
	Decided        bool
}

// Total is both parts together.
func (a Allotment) Total() Money { return a.City + a.District }

// Of gives the part of a source, 0 for one that gives no part.
func (a Allotment) Of(s Source) Money {
	switch s {
	case SourceCity:
		return a.City
	case SourceDistrict:
		return a.District
	case SourceTransfer, SourceSponsor, SourceResidents:
		return 0
	}
	return 0
}

// SplitAllocation divides what a community gets between city and district: by
// the rule a half each, and the odd fen from the city.
func (p Programme) SplitAllocation(community PlaceID, year int, total Money) Allotment {
	share := p.Money.CityShare
	if share.Den == 0 {
		share = Share{Num: 1, Den: 2}
	}
	city := roundUp(total, share)
	return Allotment{Community: community, Year: year, City: city, District: total - city}
}

// roundUp gives a share of m, a part of a fen counting as a whole one.
func roundUp(m Money, s Share) Money {
	n := new(big.Int).Mul(big.NewInt(int64(m)), big.NewInt(int64(s.Num)))
	q, r := n.QuoRem(n, big.NewInt(int64(s.Den)), new(big.Int))
	if r.Sign() > 0 {
		return Money(q.Int64()) + 1
	}
	return Money(q.Int64())
}

// AllocationRule names a rule that an allocation should keep.
type AllocationRule string

// The rules (the article, 4 to 6).
const (
	RuleFloor  AllocationRule = "floor"  // the least a year
	RuleGrowth AllocationRule = "growth" // the growth in each period
	RuleHalves AllocationRule = "halves" // city and district in their shares
)

// AllocationWarning says that an allocation keeps less than a rule asks: Have
// where Want was to be. Since is the year from which the rule holds; for
// RuleGrowth, Base is what the period began from, and By its last year.
type AllocationWarning struct {
	Rule       AllocationRule
	Year       int
	Since, By  int
	Have, Want Money
	Base       Money
}

// Error names the rule and the figures, for logs: nothing is refused by it.
func (w AllocationWarning) Error() string {
	return fmt.Sprintf("allocation of %d: %s %s below %s", w.Year, w.Rule, w.Have.Decimal(), w.Want.Decimal())
}

// CheckAllocation warns where an allocation stays behind a rule. before gives
// what the community got in an earlier year, 0 for nothing known. Nothing is
// raised by itself and nothing refused: people decide.
func (p Programme) CheckAllocation(a Allotment, before func(year int) Money) []AllocationWarning {
	var list []AllocationWarning
	var floor Floor
	for _, f := range p.Money.Floors {
		if f.From <= a.Year {
			floor = f
		}
	}
	if a.Total() < floor.Least {
		list = append(list, AllocationWarning{
			Rule: RuleFloor, Year: a.Year, Since: floor.From, Have: a.Total(), Want: floor.Least,
		})
	}
	if w, late := p.checkGrowth(a, before); late {
		list = append(list, w)
	}
	if want := p.SplitAllocation(a.Community, a.Year, a.Total()); want.City != a.City {
		list = append(list, AllocationWarning{Rule: RuleHalves, Year: a.Year, Have: a.City, Want: want.City})
	}
	return list
}

// checkGrowth warns where the allocation has not grown by what its period asks,
// as soon as that can be judged; see [Growth].
func (p Programme) checkGrowth(a Allotment, before func(year int) Money) (AllocationWarning, bool) {
	g := p.Money.Growth
	if g.Years <= 0 || g.Least.Den == 0 || a.Year < g.From {
		return AllocationWarning{}, false
	}
	start := g.From + (a.Year-g.From)/g.Years*g.Years // of the period that the year lies in
	end := start + g.Years - 1
	base := before(start - 1)
	want := base + roundUp(base, g.Least)
	reach := a.Total() + Money(end-a.Year)*(want-base)
	if base == 0 || reach >= want {
		return AllocationWarning{}, false
	}
	return AllocationWarning{
		Rule: RuleGrowth, Year: a.Year, Since: start, By: end, Have: a.Total(), Want: want, Base: base,
	}, true
}
