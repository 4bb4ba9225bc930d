package office

import (
	"fmt"
	"slices"

	"huimin/fund"
	"huimin/store"
)

// ProjectMoney reads a project's money by source: planned, pledged, received,
// committed, paid and returned.
func (o *Office) ProjectMoney(tx *store.Tx, id fund.ProjectID) (fund.ProjectMoney, error) {
	p, err := tx.Project(id)
	if err != nil {
		return fund.ProjectMoney{}, err
	}
	pledges, err := tx.Pledges(id)
	if err != nil {
		return fund.ProjectMoney{}, err
	}
	flows, err := tx.ProjectFlows(id)
	if err != nil {
		return fund.ProjectMoney{}, fmt.Errorf("money of project %d: %w", id, err)
	}
	return fund.MoneyOf(p, pledges, flows), nil
}

// CommunityMoney reads a community's money of a year.
func (o *Office) CommunityMoney(tx *store.Tx, community fund.PlaceID, year int) (fund.CommunityMoney, error) {
	list, err := o.Statement(tx, community, year)
	if err != nil {
		return fund.CommunityMoney{}, err
	}
	if len(list) != 1 {
		return fund.CommunityMoney{}, fmt.Errorf("money of place %d: %w", community, ErrPlaceKind)
	}
	return list[0].CommunityMoney, nil
}

// CommunityStatement is a community's money of a year, and which it is.
type CommunityStatement struct {
	fund.CommunityMoney

	Place fund.Place
}

// Statement reads the money of every community below a place, or of the
// community itself, in a year, by code.
func (o *Office) Statement(tx *store.Tx, place fund.PlaceID, year int) ([]CommunityStatement, error) {
	communities, err := tx.PlacesWithin(place, fund.PlaceCommunity)
	if err != nil {
		return nil, err
	}
	projects, err := tx.ProjectsUnder(place)
	if err != nil {
		return nil, err
	}
	projects = slices.DeleteFunc(projects, func(p fund.Project) bool { return p.Year != year })
	pledges, err := tx.PledgesUnder(place)
	if err != nil {
		return nil, err
	}
	flows, err := tx.Flows(place, year)
	if err != nil {
		return nil, fmt.Errorf("money of place %d: %w", place, err)
	}
	list := make([]CommunityStatement, 0, len(communities))
	for _, c := range communities {
		planned, err := o.Allotment(tx, c.ID, year)
		if err != nil {
			return nil, err
		}
		pots, err := tx.OpenPots(c.ID, year)
		if err != nil {
			return nil, err
		}
		m := fund.CommunityOf(planned, projects, pledges, flows)
		m.Reserved += pots // until the ballot closes, and what it funded has it
		list = append(list, CommunityStatement{m, c})
	}
	return list, nil
}

// MoneyYears gives the years of which a place has figures, the newest first:
// this one always.
func (o *Office) MoneyYears(a Act, place fund.PlaceID) ([]int, error) {
	years, err := a.Tx.LedgerYears(place)
	if err != nil {
		return nil, err
	}
	years = append(years, o.local(a.Now).Year())
	slices.Sort(years)
	years = slices.Compact(years)
	slices.Reverse(years)
	return years, nil
}

// checkFree says by *fund.NotFreeError whether the fund's part of a project is
// free in its community's year, beside what it has reserved already.
func (o *Office) checkFree(tx *store.Tx, p fund.Project) error {
	m, err := o.CommunityMoney(tx, p.Community, p.Year)
	if err != nil {
		return err
	}
	own, err := o.ProjectMoney(tx, p.ID)
	if err != nil {
		return err
	}
	was, err := tx.Project(p.ID)
	if err != nil {
		return err
	}
	return m.CheckFree(max(p.Reserved(own.Fund.Paid), p.Funding.Fund), was.Reserved(own.Fund.Paid))
}

// keepFree says by *fund.NotFreeError whether a change of a project would
// reserve more of the fund's money than is free, so that what is approved can
// always be paid.
func (o *Office) keepFree(tx *store.Tx, p fund.Project) error {
	was, err := tx.Project(p.ID)
	if err != nil || p.Reserved(0) <= was.Reserved(0) {
		return err
	}
	return o.checkFree(tx, p)
}
