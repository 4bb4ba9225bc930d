package office

import (
	"fmt"
	"maps"
	"slices"

	"huimin/fund"
	"huimin/store"
)

// needSayings are what the record says of visits, polls and choices.
type needSayings struct {
	campaigns  map[fund.CampaignID]CampaignEntry
	visits     map[int64]visitEntry
	undone     map[int64]bool
	households map[fund.RequestID]map[fund.DoorID]bool // that support it
	askers     map[fund.RequestID]map[fund.DoorID]bool // that asked for it
	merged     map[fund.RequestID]fund.RequestID
	polls      map[fund.PollID]PollEntry
	fates      map[fund.SelectionID]map[fund.RequestID]fund.Fate
}

func newNeedSayings() needSayings {
	return needSayings{
		campaigns: map[fund.CampaignID]CampaignEntry{}, visits: map[int64]visitEntry{}, undone: map[int64]bool{},
		households: map[fund.RequestID]map[fund.DoorID]bool{}, askers: map[fund.RequestID]map[fund.DoorID]bool{},
		merged: map[fund.RequestID]fund.RequestID{}, polls: map[fund.PollID]PollEntry{},
		fates: map[fund.SelectionID]map[fund.RequestID]fund.Fate{},
	}
}

// hearing reads an entry's data and hands it on.
func hearing[D any](e store.Entry, take func(D)) error {
	d, err := heard[D](e)
	if err == nil {
		take(d)
	}
	return err
}

// hear takes in one entry; those about other things are passed over.
func (s needSayings) hear(e store.Entry) error {
	switch e.What {
	case recordCampaignOpened, recordCampaignClosed:
		return hearing(e, func(c CampaignEntry) { s.campaigns[c.Campaign] = c })
	case recordVisit:
		return hearing(e, s.hearVisit)
	case recordVisitUndone:
		return hearing(e, s.hearUndone)
	case recordRequestMerged:
		return hearing(e, s.hearMerged)
	case recordPollOpened, recordPollClosed, recordPollRecounted:
		return hearing(e, func(p PollEntry) { s.polls[p.Poll] = p })
	case recordSelectionOpened, recordSelectionClosed:
		return hearing(e, s.hearSelection)
	case recordNeedNoted:
		return hearing(e, func(n needEntry) {
			if s.fates[n.Selection] != nil {
				s.fates[n.Selection][n.Request] = n.Fate
			}
		})
	}
	return nil
}

func (s needSayings) hearVisit(v visitEntry) {
	s.visits[v.Visit] = v
	switch v.Outcome {
	case fund.VisitNeed:
		put(s.askers, v.Request, v.Door)
	case fund.VisitSupport:
		put(s.households, v.Request, v.Door)
	case fund.VisitNone, fund.VisitNobody:
	}
}

func put(sets map[fund.RequestID]map[fund.DoorID]bool, r fund.RequestID, d fund.DoorID) {
	if sets[r] == nil {
		sets[r] = map[fund.DoorID]bool{}
	}
	sets[r][d] = true
}

func (s needSayings) hearUndone(u visitEntry) {
	s.undone[u.Visit] = true
	if v := s.visits[u.Visit]; v.Outcome == fund.VisitSupport {
		delete(s.households[s.stands(v.Request)], v.Door)
	}
}

// stands is the request that stands for one that may have been merged.
func (s needSayings) stands(r fund.RequestID) fund.RequestID {
	for range maxMerges {
		into, ok := s.merged[r]
		if !ok {
			break
		}
		r = into
	}
	return r
}

func (s needSayings) hearMerged(m requestStep) {
	s.merged[m.Request] = m.Into
	for _, from := range []map[fund.DoorID]bool{s.households[m.Request], s.askers[m.Request]} {
		for door := range from {
			if !s.askers[m.Into][door] {
				put(s.households, m.Into, door)
			}
		}
	}
	delete(s.households, m.Request)
}

func (s needSayings) hearSelection(e SelectionEntry) {
	fates := map[fund.RequestID]fund.Fate{}
	for i, r := range e.Requests {
		fates[r] = fund.FateWaiting
		if i < len(e.Fates) {
			fates[r] = e.Fates[i]
		}
	}
	s.fates[e.Selection] = fates
}

// needs compares visits, the households they brought, polls and choices with
// what the record says of them.
func (v *verifier) needs() error {
	for _, step := range []func() error{v.campaigns, v.visits, v.doors, v.polls, v.selections} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

func (v *verifier) campaigns() error {
	seen := map[fund.CampaignID]bool{}
	list, err := v.tx.AllCampaigns()
	if err != nil {
		return err
	}
	for _, c := range list {
		seen[c.ID] = true
		said, ok := v.said.needs.campaigns[c.ID]
		if !ok {
			v.fault(Fault{Kind: FaultUnknown, Noun: "campaign", ID: int64(c.ID)})
			continue
		}
		if err := v.sealed("campaign", int64(c.ID), said.Title, c.Title, 0); err != nil {
			return err
		}
		books := CampaignEntry{
			Campaign: c.ID, Community: c.Community, Kind: c.Kind, Title: said.Title, Goal: c.Goal, Unit: c.Unit,
			From: unix(c.From), Until: unix(c.Until),
		}
		if c.Status == fund.CampaignClosed {
			p, err := v.tx.Progress(c.ID)
			if err != nil {
				return err
			}
			books.Progress = &p
			if said.Progress != nil && c.Closed.Add(keepDoors).Before(v.said.latest) { // its doors may be forgotten, and with them its buildings
				books.Progress.Buildings = said.Progress.Buildings
			}
		}
		v.compare("campaign", int64(c.ID), books, said)
	}
	missing(v, "campaign", v.said.needs.campaigns, seen)
	return nil
}

func (v *verifier) visits() error {
	list, err := v.tx.Visits()
	if err != nil {
		return err
	}
	v.Visits = len(list)
	seen := map[int64]bool{}
	for _, visit := range list {
		seen[visit.ID] = true
		said, ok := v.said.needs.visits[visit.ID]
		if !ok {
			v.fault(Fault{Kind: FaultUnknown, Noun: "visit", ID: visit.ID})
			continue
		}
		v.compare("visit", visit.ID, visitEntry{visit.ID, visit.Campaign, visit.Door, visit.Outcome, visit.Request}, said)
		if undone := v.said.needs.undone[visit.ID]; undone != !visit.Undone.IsZero() {
			v.fault(Fault{
				Kind: FaultDiffers, Noun: "visit", ID: visit.ID, Field: "undone",
				Books: fmt.Sprint(!undone), Record: fmt.Sprint(undone),
			})
		}
	}
	missing(v, "visit", v.said.needs.visits, seen)
	return nil
}

// doors makes out anew, from the record, which households support each request.
func (v *verifier) doors() error {
	books, err := v.tx.HouseholdDoors()
	if err != nil {
		return err
	}
	requests := map[fund.RequestID]bool{}
	for r := range books {
		requests[r] = true
	}
	for r := range v.said.needs.households {
		requests[r] = true
	}
	for _, r := range slices.Sorted(maps.Keys(requests)) {
		said := slices.Sorted(maps.Keys(v.said.needs.households[r]))
		if !slices.Equal(books[r], said) {
			v.fault(Fault{
				Kind: FaultDiffers, Noun: "request", ID: int64(r), Field: "households",
				Books: fmt.Sprint(books[r]), Record: fmt.Sprint(said),
			})
		}
	}
	return nil
}

func (v *verifier) polls() error {
	list, err := v.tx.AllPolls()
	if err != nil {
		return err
	}
	v.Polls = len(list)
	seen := map[fund.PollID]bool{}
	for _, p := range list {
		seen[p.ID] = true
		said, ok := v.said.needs.polls[p.ID]
		if !ok {
			v.fault(Fault{Kind: FaultUnknown, Noun: "poll", ID: int64(p.ID)})
			continue
		}
		if err := v.sealed("poll", int64(p.ID), said.Question, p.Question, 0); err != nil {
			return err
		}
		books := pollFacts(p)
		books.Question = said.Question
		v.compare("poll", int64(p.ID), books, said)
	}
	missing(v, "poll", v.said.needs.polls, seen)
	return nil
}

func (v *verifier) selections() error {
	list, err := v.tx.Selections()
	if err != nil {
		return err
	}
	seen := map[fund.SelectionID]bool{}
	for _, s := range list {
		seen[s.ID] = true
		said, ok := v.said.needs.fates[s.ID]
		if !ok {
			v.fault(Fault{Kind: FaultUnknown, Noun: "selection", ID: int64(s.ID)})
			continue
		}
		needs, err := v.tx.Needs(s.ID)
		if err != nil {
			return err
		}
		books := map[fund.RequestID]fund.Fate{}
		for _, n := range needs {
			books[n.Request] = n.Fate
		}
		if !maps.Equal(books, said) {
			v.fault(Fault{
				Kind: FaultDiffers, Noun: "selection", ID: int64(s.ID), Field: "fates",
				Books: fmt.Sprint(books), Record: fmt.Sprint(said),
			})
		}
	}
	missing(v, "selection", v.said.needs.fates, seen)
	return nil
}
