package fund

import (
	"fmt"
	"slices"
)

// Flow is what entries of one kind did to one account, corrections taken off.
type Flow struct {
	Kind    EntryKind
	Account Account
	Amount  Money
}

// SourceMoney is what became of one source's money. What is planned, pledged,
// received, committed, paid and returned are six different things. Moved and
// Carried are what came by transfer or from the year before, less what went.
type SourceMoney struct {
	Planned   Money // by the plan or the allocation
	Pledged   Money // promised, come in or not
	Received  Money
	Moved     Money
	Carried   Money
	Committed Money // of approved projects that go on; of others what they paid
	Paid      Money
	Returned  Money
}

// Held is what is there.
func (m SourceMoney) Held() Money { return m.Received + m.Moved + m.Carried - m.Paid - m.Returned }

func (m SourceMoney) plus(n SourceMoney) SourceMoney {
	return SourceMoney{
		Planned: m.Planned + n.Planned, Pledged: m.Pledged + n.Pledged, Received: m.Received + n.Received,
		Moved: m.Moved + n.Moved, Carried: m.Carried + n.Carried, Committed: m.Committed + n.Committed,
		Paid: m.Paid + n.Paid, Returned: m.Returned + n.Returned,
	}
}

// take adds a flow.
func (m *SourceMoney) take(f Flow) {
	switch f.Kind {
	case EntryReceived:
		if f.Account.Book == BookHeld {
			m.Received += f.Amount
		}
	case EntryPaid:
		if f.Account.Book == BookPaid {
			m.Paid += f.Amount
		}
	case EntryReturned:
		if f.Account.Book == BookBack {
			m.Returned += f.Amount
		}
	case EntryMoved:
		m.Moved += f.Amount
	case EntryCarried:
		m.Carried += f.Amount
	case EntryCorrected: // taken off the kind it corrects
	}
}

// ProjectMoney is a project's money. Of the fund, Received is what it gave to
// the project, which is what it paid: its money is the community's until then.
type ProjectMoney struct {
	Cost                     Money
	Fund, Sponsor, Residents SourceMoney
}

// Total adds up the sources.
func (m ProjectMoney) Total() SourceMoney { return m.Fund.plus(m.Sponsor).plus(m.Residents) }

// Left is what of the cost has not been paid.
func (m ProjectMoney) Left() Money { return m.Cost - m.Total().Paid }

// MoneyOf adds up a project's money from its plan, its pledges and the flows
// of its accounts.
func MoneyOf(p Project, pledges []Pledge, flows []Flow) ProjectMoney {
	m := ProjectMoney{Cost: p.Cost()}
	m.Fund.Planned, m.Sponsor.Planned, m.Residents.Planned = p.Funding.Fund, p.Funding.Sponsor, p.Funding.Residents
	m.Sponsor.Pledged, m.Residents.Pledged = Promised(pledges, SourceSponsor), Promised(pledges, SourceResidents)
	for _, f := range flows {
		if f.Account.Project != p.ID {
			continue
		}
		m.of(f.Account.Source).take(f)
	}
	m.Fund.Received = m.Fund.Paid
	for part, planned := range map[*SourceMoney]Money{
		&m.Fund: p.MaySpend().Fund, &m.Sponsor: p.MaySpend().Sponsor, &m.Residents: p.MaySpend().Residents,
	} {
		part.Committed = part.Paid
		if !p.Ended() {
			part.Committed = max(planned, part.Paid)
		}
	}
	return m
}

func (m *ProjectMoney) of(s Source) *SourceMoney {
	switch s {
	case SourceSponsor:
		return &m.Sponsor
	case SourceResidents:
		return &m.Residents
	case SourceCity, SourceDistrict, SourceTransfer:
	}
	return &m.Fund
}

// Reserved is what the fund keeps for the project: its part from the moment it
// is put to the vote until it ends; what it has paid after that. While a change
// is drafted it keeps what was approved. spent is what the fund has paid for it.
func (p Project) Reserved(spent Money) Money {
	switch {
	case p.Ended():
		return spent
	case p.Status == ProjectDrafted:
		return max(p.MaySpend().Fund, spent)
	}
	return max(p.Funding.Fund, p.MaySpend().Fund, spent)
}

// CommunityMoney is a community's money of a year: the fund's by its sources,
// and what others gave to its projects.
type CommunityMoney struct {
	Community PlaceID
	Year      int
	Planned   Allotment
	Sources   map[Source]SourceMoney
	Reserved  Money // the fund's part of projects put to the vote, and what ended ones paid
	Committed Money // the fund's part of approved projects, and what ended ones paid
}

// Fund adds up the fund's own sources.
func (m CommunityMoney) Fund() SourceMoney {
	var all SourceMoney
	for s, part := range m.Sources {
		if s.OfFund() {
			all = all.plus(part)
		}
	}
	return all
}

// Total adds up every source.
func (m CommunityMoney) Total() SourceMoney {
	var all SourceMoney
	for _, part := range m.Sources {
		all = all.plus(part)
	}
	return all
}

// Free is what of the year's money no project has: planned, with transfers and
// what was carried over, less what went back and what is reserved. Below zero
// where less is planned than projects need.
func (m CommunityMoney) Free() Money {
	f := m.Fund()
	return m.Planned.Total() + f.Moved + f.Carried - f.Returned - m.Reserved
}

// CommunityOf adds up a community's year from its projects, their pledges and
// the flows of its accounts.
func CommunityOf(a Allotment, projects []Project, pledges []Pledge, flows []Flow) CommunityMoney {
	m := CommunityMoney{Community: a.Community, Year: a.Year, Planned: a, Sources: map[Source]SourceMoney{}}
	spent := map[ProjectID]Money{}
	for _, s := range Sources() {
		part := SourceMoney{Planned: a.Of(s)}
		for _, f := range flows {
			if f.Account.Source != s || f.Account.Community != a.Community || f.Account.Year != a.Year {
				continue
			}
			part.take(f)
			if f.Account.Book == BookPaid && s.OfFund() {
				spent[f.Account.Project] += f.Amount
			}
		}
		m.Sources[s] = part
	}
	for _, p := range projects {
		if p.Community != a.Community || p.Year != a.Year {
			continue
		}
		m.Reserved += p.Reserved(spent[p.ID])
		m.Committed += spent[p.ID]
		if !p.Ended() {
			m.Committed += max(p.MaySpend().Fund-spent[p.ID], 0)
		}
		m.add(p, pledges)
	}
	return m
}

// add counts what a project's plan and pledges say of other sources.
func (m *CommunityMoney) add(p Project, pledges []Pledge) {
	own := slices.DeleteFunc(slices.Clone(pledges), func(g Pledge) bool { return g.Project != p.ID })
	plan := p.MaySpend()
	for s, planned := range map[Source]Money{SourceSponsor: plan.Sponsor, SourceResidents: plan.Residents} {
		part := m.Sources[s]
		part.Planned += planned
		part.Pledged += Promised(own, s)
		m.Sources[s] = part
	}
}

// NotFreeError says that the fund's part Need of a project is more than what
// its community has Free in the year; Planned is the year's money, with what
// came or went by transfer and between years, and Reserved what other projects
// have of it.
type NotFreeError struct {
	Community                     PlaceID
	Year                          int
	Need, Free, Planned, Reserved Money
}

// Error gives the amounts.
func (e *NotFreeError) Error() string {
	return fmt.Sprintf("community %d in %d: %s needed, %s free", e.Community, e.Year, e.Need.Decimal(), e.Free.Decimal())
}

// CheckFree says by *NotFreeError whether need of the fund's money is free,
// beside own, which is reserved for the same purpose already.
func (m CommunityMoney) CheckFree(need, own Money) error {
	if free := m.Free() + own; need > 0 && need > free {
		return &NotFreeError{
			Community: m.Community, Year: m.Year, Need: need, Free: free,
			Planned: m.Free() + m.Reserved, Reserved: m.Reserved - own,
		}
	}
	return nil
}

// MoneyOfSource is what became of one source's money.
type MoneyOfSource struct {
	Source Source
	SourceMoney
}

// moneyBySource adds up flows by source, in the order in which statements name
// them; sources of which nothing came and nothing went are left out.
func moneyBySource(flows []Flow) []MoneyOfSource {
	var list []MoneyOfSource
	for _, s := range Sources() {
		part := MoneyOfSource{Source: s}
		for _, f := range flows {
			if f.Account.Source == s {
				part.take(f)
			}
		}
		if part.SourceMoney != (SourceMoney{}) {
			list = append(list, part)
		}
	}
	return list
}
