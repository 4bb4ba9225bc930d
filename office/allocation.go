package office

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"huimin/fund"
	"huimin/store"
)

// ErrNoHalf says that what came in is of neither the city nor the district.
var ErrNoHalf = errors.New("an allocation comes from the city or the district")

// ErrYearOpen says that a year cannot be settled before it is over.
var ErrYearOpen = errors.New("the year is not over")

// OpenProjectsError says that a year cannot be settled while Numbers are open.
type OpenProjectsError struct {
	Year    int
	Numbers []string
}

// Error names the projects.
func (e *OpenProjectsError) Error() string {
	return fmt.Sprintf("%d projects of %d are open: %v", len(e.Numbers), e.Year, e.Numbers)
}

// AllocationError says that a part of an allocation would be Have, when it can
// be Max at most, or must be Min at least: of Planned, Received has come in
// and Reserved is what projects have.
type AllocationError struct {
	Source                      fund.Source
	Year                        int
	Have, Min, Max              fund.Money
	Planned, Received, Reserved fund.Money
}

// Error gives the amounts.
func (e *AllocationError) Error() string {
	return fmt.Sprintf("allocation of %d: %s, from %s to %s", e.Year, e.Have.Decimal(), e.Min.Decimal(), e.Max.Decimal())
}

// AllocationEntry is the record's account of what was decided for a year.
type AllocationEntry struct {
	Community fund.PlaceID  `json:"community"`
	Year      int           `json:"year"`
	City      fund.Money    `json:"city"`
	District  fund.Money    `json:"district"`
	By        fund.PersonID `json:"by"`
	At        int64         `json:"at"`
	Reason    string        `json:"reason"` // sealed
}

func allocationFacts(d store.DecidedAllotment) AllocationEntry {
	return AllocationEntry{
		Community: d.Community, Year: d.Year, City: d.City, District: d.District, By: d.By, At: unix(d.At),
	}
}

// Allotment gives what a community gets in a year: as the district decided, or
// by the rule.
func (o *Office) Allotment(tx *store.Tx, community fund.PlaceID, year int) (fund.Allotment, error) {
	a, err := tx.Allotment(community, year)
	if errors.Is(err, store.ErrNotFound) {
		rules := o.yearRules(year)
		return rules.SplitAllocation(community, year, rules.Allocation(year)), nil
	}
	return a, err
}

// yearRules are the rules in force when a year began.
func (o *Office) yearRules(year int) fund.Programme {
	return o.Rules(time.Date(year, time.January, 1, 0, 0, 0, 0, o.Zone()))
}

// AllocationWarnings tells where a community's allocation of a year stays
// behind a rule.
func (o *Office) AllocationWarnings(tx *store.Tx, community fund.PlaceID, year int) ([]fund.AllocationWarning, error) {
	a, err := o.Allotment(tx, community, year)
	if err != nil {
		return nil, err
	}
	return o.warn(tx, a)
}

func (o *Office) warn(tx *store.Tx, a fund.Allotment) ([]fund.AllocationWarning, error) {
	var failed error
	list := o.yearRules(a.Year).CheckAllocation(a, func(year int) fund.Money {
		before, err := o.Allotment(tx, a.Community, year)
		failed = errors.Join(failed, err)
		return before.Total()
	})
	return list, failed
}

// TryAllocation tells what a community would get in a year by a decision, and
// where that would stay behind a rule.
func (o *Office) TryAllocation(
	tx *store.Tx, community fund.PlaceID, year int, total fund.Money,
) (fund.Allotment, []fund.AllocationWarning, error) {
	a := o.yearRules(year).SplitAllocation(community, year, total)
	list, err := o.warn(tx, a)
	return a, list, err
}

// DecideAllocation sets what a community gets in a year, with a reason, in the
// programme's shares of city and district. It warns where that stays behind a
// rule, and refuses by *[AllocationError] less than has come in, or than
// projects have already.
func (o *Office) DecideAllocation(
	a Act, community fund.PlaceID, year int, total fund.Money, reason string,
) (fund.Allotment, []fund.AllocationWarning, error) {
	if err := o.allow(a, fund.ActAllocate, community); err != nil {
		return fund.Allotment{}, nil, fmt.Errorf("decide allocation: %w", err)
	}
	if err := o.Rules(a.Now).Requests.CheckReason(reason); err != nil {
		return fund.Allotment{}, nil, fmt.Errorf("decide allocation: %w", err)
	}
	if total < 0 || total > fund.MaxMoney {
		return fund.Allotment{}, nil, fmt.Errorf("decide allocation: %w",
			&fund.FundingError{Why: fund.FundingTooLarge, Have: total, Max: fund.MaxMoney})
	}
	m, err := o.CommunityMoney(a.Tx, community, year)
	if err != nil {
		return fund.Allotment{}, nil, err
	}
	next := o.yearRules(year).SplitAllocation(community, year, total)
	next.Decided = true
	for _, s := range []fund.Source{fund.SourceCity, fund.SourceDistrict} {
		if have := m.Sources[s].Received; next.Of(s) < have {
			return next, nil, fmt.Errorf("decide allocation: %w",
				&AllocationError{Source: s, Year: year, Have: next.Of(s), Min: have, Max: fund.MaxMoney, Planned: m.Planned.Of(s), Received: have})
		}
	}
	if short := total - m.Planned.Total(); m.Free()+short < min(m.Free(), 0) {
		return next, nil, fmt.Errorf("decide allocation: %w", &AllocationError{
			Year: year, Have: total, Min: m.Planned.Total() - m.Free(), Max: fund.MaxMoney, Planned: m.Planned.Total(), Reserved: m.Reserved,
		})
	}
	d := store.DecidedAllotment{Allotment: next, By: a.By.ID, At: a.Now}
	facts := allocationFacts(d)
	if facts.Reason, err = a.seal(reason, a.By.ID); err != nil {
		return next, nil, err
	}
	if err := a.Tx.SetAllotment(next, reason, a.By.ID, a.Now); err != nil {
		return next, nil, err
	}
	warnings, err := o.warn(a.Tx, next)
	if err != nil {
		return next, nil, err
	}
	return next, warnings, a.record(recordAllocated, facts)
}

// ReceiveAllocation records that a part of a community's allocation came in
// from the city or the district: all of its half or some of it, never more
// (*[AllocationError]).
func (o *Office) ReceiveAllocation(
	a Act, community fund.PlaceID, year int, source fund.Source, sum fund.Money, photos []fund.Photo,
) (store.LedgerRow, error) {
	if err := o.allow(a, fund.ActAllocate, community); err != nil {
		return store.LedgerRow{}, fmt.Errorf("receive allocation: %w", err)
	}
	if source != fund.SourceCity && source != fund.SourceDistrict {
		return store.LedgerRow{}, fmt.Errorf("receive allocation of %s: %w", source, ErrNoHalf)
	}
	if sum <= 0 {
		return store.LedgerRow{}, fmt.Errorf("receive allocation: %w", &fund.FundingError{Why: fund.FundingNothing})
	}
	if err := o.Rules(a.Now).Requests.CheckPhotos(len(photos)); err != nil {
		return store.LedgerRow{}, fmt.Errorf("receive allocation: %w", err)
	}
	m, err := o.CommunityMoney(a.Tx, community, year)
	if err != nil {
		return store.LedgerRow{}, err
	}
	part := m.Sources[source]
	if open := part.Planned - part.Received; sum > open {
		return store.LedgerRow{}, fmt.Errorf("receive allocation: %w", &AllocationError{
			Source: source, Year: year, Have: sum, Max: open, Planned: part.Planned, Received: part.Received,
		})
	}
	return o.enter(a, store.LedgerRow{
		Entry:     fund.Receive(fund.Account{Community: community, Year: year, Source: source}, sum),
		Community: community, Year: year, Photos: photos,
	})
}

// SettleYear does with the fund's money that a year left what the programme
// says: carried over for the same community and purpose, or returned to city
// and district. It is refused before the year is over ([ErrYearOpen]), and
// while projects of the year are open (*[OpenProjectsError]). Nothing left is
// no entry: the row's ID is 0 then.
func (o *Office) SettleYear(a Act, community fund.PlaceID, year int) (store.LedgerRow, error) {
	if err := o.allow(a, fund.ActAllocate, community); err != nil {
		return store.LedgerRow{}, fmt.Errorf("settle %d: %w", year, err)
	}
	if year >= o.local(a.Now).Year() {
		return store.LedgerRow{}, fmt.Errorf("settle %d: %w", year, ErrYearOpen)
	}
	projects, err := a.Tx.ProjectsUnder(community)
	if err != nil {
		return store.LedgerRow{}, err
	}
	open := &OpenProjectsError{Year: year}
	for _, p := range projects {
		if p.Year == year && !p.Ended() {
			open.Numbers = append(open.Numbers, p.Number)
		}
	}
	if len(open.Numbers) > 0 {
		return store.LedgerRow{}, fmt.Errorf("settle %d: %w", year, open)
	}
	left, err := fundHeld(a.Tx, community, year)
	if err != nil || len(left) == 0 {
		return store.LedgerRow{}, err
	}
	r := store.LedgerRow{Entry: fund.CarryOver(left...), Community: community, Year: year}
	if o.Rules(a.Now).Money.LeftOver == fund.LeftReturned {
		r.Entry = fund.GiveBack(left...)
	}
	return o.enter(a, r)
}

// fundHeld is what of the fund's money a community's year holds, by source.
func fundHeld(tx *store.Tx, community fund.PlaceID, year int) ([]fund.Posting, error) {
	list, err := tx.Balances(community, year)
	return slices.DeleteFunc(list, func(b fund.Posting) bool {
		return b.Account.Book != fund.BookHeld || !b.Account.Source.OfFund() || b.Amount <= 0
	}), err
}
