package office

import (
	"cmp"
	"slices"
	"time"

	"huimin/fund"
	"huimin/store"
)

// OfficePromptness is how one street or district keeps its days in a year.
type OfficePromptness struct {
	Place fund.Place
	Tier  fund.Tier
	fund.Promptness
}

// Promptness gives how the streets and districts below a place, or above it,
// keep their days: of the reviews that arrived in a year, by when they were
// due, with the days left out in which a clock stood still.
func (o *Office) Promptness(a Act, place fund.PlaceID, year int) ([]OfficePromptness, error) {
	if err := o.allow(a, fund.ActOversee, place); err != nil {
		return nil, err
	}
	reviews, err := a.Tx.ApprovalsUnder(place)
	if err != nil {
		return nil, err
	}
	var of []fund.Approval
	for _, r := range reviews {
		if o.local(r.Arrived).Year() == year {
			of = append(of, r)
		}
	}
	return o.promptnessOf(a, of)
}

// promptnessOf adds reviews up by the office that has them: districts first,
// then streets.
func (o *Office) promptnessOf(a Act, reviews []fund.Approval) ([]OfficePromptness, error) {
	found := make(map[fund.PlaceID]*OfficePromptness)
	for _, r := range reviews {
		at, err := o.officeOf(a.Tx, r)
		if err != nil {
			return nil, err
		}
		if found[at.ID] == nil {
			found[at.ID] = &OfficePromptness{Place: at, Tier: r.Tier}
		}
		paused, err := o.pausedDays(a.Tx, r, a.Now)
		if err != nil {
			return nil, err
		}
		r = o.localApproval(r)
		found[at.ID].Add(r, paused, o.Rules(r.Arrived).Calendar, a.Now.After(r.Due))
	}
	var list []OfficePromptness
	for _, f := range found {
		list = append(list, *f)
	}
	slices.SortFunc(list, func(x, y OfficePromptness) int {
		return cmp.Or(y.Tier.Rank()-x.Tier.Rank(), int(x.Place.ID-y.Place.ID))
	})
	return list, nil
}

// pausedDays counts the working days in which a review's clock stood still, up
// to its decision or now.
func (o *Office) pausedDays(tx *store.Tx, r fund.Approval, now time.Time) (int, error) {
	pauses, err := o.Pauses(tx, r.ID)
	if err != nil {
		return 0, err
	}
	end := now
	if !r.Decided.IsZero() {
		end = r.Decided
	}
	return o.Rules(r.Arrived).Calendar.PausedDays(pauses, end), nil
}

// officeOf gives the street or district that has a review.
func (o *Office) officeOf(tx *store.Tx, r fund.Approval) (fund.Place, error) {
	p, err := tx.Project(r.Project)
	if err != nil {
		return fund.Place{}, err
	}
	lineage, err := tx.Lineage(p.Community)
	if err != nil {
		return fund.Place{}, err
	}
	_, kind := reviewerOf(r.Tier)
	i := slices.IndexFunc(lineage, func(p fund.Place) bool { return p.Kind == kind })
	if i < 0 {
		return fund.Place{}, store.ErrNotFound
	}
	return lineage[i], nil
}
