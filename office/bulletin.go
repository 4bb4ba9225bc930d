package office

import (
	"errors"
	"fmt"
	"slices"

	"huimin/fund"
	"huimin/store"
)

// BulletinView is a quarter at a place, as it may be shown to anybody: no
// person is named in it.
type BulletinView struct {
	Place fund.Place
	fund.Bulletin
	Parts []BulletinPart // the communities below, by code; none for a community
	// How the offices keep their days: of the reviews that they decided in the
	// quarter, and those that have waited since then. None for a community.
	Offices []OfficePromptness
	Head    store.Head // of the record when this was made, for every reader to keep
}

// BulletinPart is one community's share of a roll-up.
type BulletinPart struct {
	Place fund.Place
	fund.Bulletin
}

// Bulletin makes up a quarter's figures at a place from the books as they are
// now: a community's own, or everything below with each community's part. Its
// times are in the programme's zone.
func (o *Office) Bulletin(a Act, place fund.PlaceID, q fund.Quarter) (BulletinView, error) {
	v, err := o.bulletin(a, place, q)
	if err != nil {
		return BulletinView{}, fmt.Errorf("bulletin %s of place %d: %w", q, place, err)
	}
	return v, nil
}

func (o *Office) bulletin(a Act, place fund.PlaceID, q fund.Quarter) (v BulletinView, err error) {
	if v.Place, err = a.Tx.Place(place); err != nil {
		return v, err
	}
	in, err := o.bulletinInput(a, place, q)
	if err != nil {
		return v, err
	}
	zone := o.Zone()
	if in.Flows, err = a.Tx.FlowsBetween(place, q.Start(zone), q.End(zone)); err != nil {
		return v, err
	}
	now := o.local(a.Now)
	prog := o.Rules(a.Now)
	v.Bulletin = fund.MakeBulletin(q, in, prog, now)
	if v.Head, err = a.Tx.Head(); err != nil || v.Place.Kind == fund.PlaceCommunity {
		return v, err
	}
	communities, err := a.Tx.PlacesWithin(place, fund.PlaceCommunity)
	if err != nil {
		return v, err
	}
	for _, c := range communities {
		part := fund.MakeBulletin(q, ofCommunity(in, c.ID), prog, now)
		v.Parts = append(v.Parts, BulletinPart{Place: c, Bulletin: part})
	}
	v.Offices, err = o.promptnessOf(a, o.reviewsOf(in.Approvals, q))
	return v, err
}

// reviewsOf gives the reviews that a quarter's figures of the offices count:
// decided in it, or waiting since before its end.
func (o *Office) reviewsOf(list []fund.Approval, q fund.Quarter) (of []fund.Approval) {
	zone := o.Zone()
	for _, r := range list {
		waits := r.Decided.IsZero() && r.Arrived.Before(q.End(zone))
		if r.Tier != fund.TierCommunity && (waits || q.Holds(r.Decided, zone)) {
			of = append(of, r)
		}
	}
	return of
}

// bulletinInput reads everything below a place, but for the money.
func (o *Office) bulletinInput(a Act, place fund.PlaceID, q fund.Quarter) (in fund.BulletinInput, err error) {
	tx := a.Tx
	if in.Projects, err = tx.ProjectsUnder(place); err != nil {
		return in, err
	}
	if in.Approvals, err = tx.ApprovalsUnder(place); err != nil {
		return in, err
	}
	if in.Requests, err = tx.RequestsUnder(place); err != nil {
		return in, err
	}
	if in.Evaluations, err = tx.EvaluationsUnder(place); err != nil {
		return in, err
	}
	in.Projects, in.Approvals = each(in.Projects, o.localProject), each(in.Approvals, o.localApproval)
	in.Paused = make(map[int64]int)
	for _, r := range o.reviewsOf(in.Approvals, q) {
		if in.Paused[r.ID], err = o.pausedDays(tx, r, a.Now); err != nil {
			return in, err
		}
	}
	return in, nil
}

// ofCommunity takes one community's share out of what was read for more.
func ofCommunity(in fund.BulletinInput, community fund.PlaceID) (out fund.BulletinInput) {
	out.Evaluations, out.Paused = in.Evaluations, in.Paused // looked up by project and review
	own := make(map[fund.ProjectID]bool)
	for _, p := range in.Projects {
		if p.Community == community {
			own[p.ID] = true
			out.Projects = append(out.Projects, p)
		}
	}
	for _, a := range in.Approvals {
		if own[a.Project] {
			out.Approvals = append(out.Approvals, a)
		}
	}
	for _, f := range in.Flows {
		if f.Account.Community == community {
			out.Flows = append(out.Flows, f)
		}
	}
	for _, r := range in.Requests {
		if r.Community == community {
			out.Requests = append(out.Requests, r)
		}
	}
	return out
}

// PublishBulletins puts a quarter's bulletin into every community's groups and
// channels, and its roll-up into the staff groups and channels of streets,
// districts and cities, and privately to the reviewers of streets and
// districts. A quarter is published once, however often it is asked for.
func (o *Office) PublishBulletins(a Act, q fund.Quarter) error {
	name := bulletinJob + q.String()
	switch _, err := a.Tx.JobRan(name); {
	case err == nil:
		return nil
	case !errors.Is(err, store.ErrNotFound):
		return fmt.Errorf("publish bulletins: %w", err)
	}
	for _, kind := range fund.PlaceKinds() {
		places, err := a.Tx.PlacesOf(kind)
		if err != nil {
			return fmt.Errorf("publish bulletins: %w", err)
		}
		for _, place := range places {
			if err := o.publish(a, place, q); err != nil {
				return fmt.Errorf("publish bulletin %s of %s: %w", q, place.Code, err)
			}
		}
	}
	if err := a.Tx.SetJobRan(name, a.Now); err != nil {
		return fmt.Errorf("publish bulletins: %w", err)
	}
	return a.record(recordBulletin, BulletinEntry{Quarter: q.String()})
}

// bulletinJob begins the names under which published quarters are kept.
const bulletinJob = "bulletin "

// publish says a quarter's figures of one place where they belong.
func (o *Office) publish(a Act, place fund.Place, q fund.Quarter) error {
	kind, purposes, officers := KindRollup, []store.Purpose{store.PurposeStaff, store.PurposeChannel}, fund.Role("")
	switch place.Kind {
	case fund.PlaceCommunity:
		kind, purposes[0] = KindBulletin, store.PurposeNeighbourhood
	case fund.PlaceStreet:
		officers = fund.RoleStreet
	case fund.PlaceDistrict:
		officers = fund.RoleDistrict
	case fund.PlaceCity:
	}
	var chats []store.Chat
	for _, purpose := range purposes {
		bound, err := a.Tx.BoundChats(place.ID, purpose)
		if err != nil {
			return err
		}
		chats = append(chats, bound...)
	}
	var people []fund.PersonID
	var err error
	if officers != "" {
		if people, err = o.holdersIn(a, []fund.Place{place}, officers, place.Kind); err != nil {
			return err
		}
	}
	if len(chats)+len(people) == 0 {
		return nil
	}
	pages, err := o.bulletinPages(a, place, q)
	if err != nil {
		return err
	}
	for page := 1; page <= pages; page++ {
		news := BulletinNews{Quarter: q, Place: place.ID, Page: page}
		if err := o.sayBulletin(a, kind, news, chats, people); err != nil {
			return err
		}
	}
	return nil
}

// bulletinPages is in how many messages a quarter of a place is said. It reads
// no more than that takes: it is done for a whole city in one go.
func (o *Office) bulletinPages(a Act, place fund.Place, q fund.Quarter) (int, error) {
	var in fund.BulletinInput
	var err error
	if place.Kind != fund.PlaceCommunity {
		communities, err := a.Tx.PlacesWithin(place.ID, fund.PlaceCommunity)
		if err != nil {
			return 0, err
		}
		if in.Approvals, err = a.Tx.ApprovalsUnder(place.ID); err != nil {
			return 0, err
		}
		offices, err := o.promptnessOf(a, o.reviewsOf(in.Approvals, q))
		return fund.RollupPages(len(communities) + len(offices)), err
	}
	if in.Projects, err = a.Tx.ProjectsUnder(place.ID); err != nil {
		return 0, err
	}
	if in.Approvals, err = a.Tx.ApprovalsUnder(place.ID); err != nil {
		return 0, err
	}
	if in.Evaluations, err = a.Tx.EvaluationsUnder(place.ID); err != nil {
		return 0, err
	}
	return fund.MakeBulletin(q, in, o.Rules(a.Now), o.local(a.Now)).Pages(), nil
}

// sayBulletin says one page in chats and to people, once each.
func (o *Office) sayBulletin(
	a Act, kind string, news BulletinNews, chats []store.Chat, people []fund.PersonID,
) error {
	n := Notice{Kind: kind, Data: news, Lane: store.LaneBroadcast}
	for _, c := range chats {
		n.Key = fmt.Sprintf("%s:%s:%d:%d", kind, news.Quarter, c.ID, news.Page)
		if err := o.post(a, c.ID, "", n); err != nil {
			return err
		}
	}
	for _, person := range people {
		n.Key = fmt.Sprintf("%s:%s:%d:person:%d:%d", kind, news.Quarter, news.Place, person, news.Page)
		if err := o.tell(a, person, n); err != nil {
			return err
		}
	}
	return nil
}

// Quarters gives the quarters that were reported, the newest first.
func (o *Office) Quarters(tx *store.Tx) ([]fund.Quarter, error) {
	names, err := tx.JobNames(bulletinJob)
	if err != nil {
		return nil, fmt.Errorf("quarters: %w", err)
	}
	var list []fund.Quarter
	for _, name := range slices.Backward(names) {
		q, err := fund.ParseQuarter(name[len(bulletinJob):])
		if err != nil {
			return nil, fmt.Errorf("quarters: %w", err)
		}
		list = append(list, q)
	}
	return list, nil
}
