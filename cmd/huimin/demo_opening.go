package main

import (
	"context"
	"errors"
	"slices"
	"time"

	"huimin/fund"
	"huimin/office"
	"huimin/store"
)

// openingEntry is how the demo's people begin a new year. Doors are those at
// which the staff of In call, two on a working day.
type openingEntry struct {
	In        string
	Title     string // of a round of visits
	Goal      int
	Days      int
	Doors     []string
	Condition string // of an inspection that finds something
}

// opening lists how the city's people begin a year: on the first morning at
// work the committees take up again what lapsed with the old year and put it
// to the vote, the representatives pass again what they had
// passed, so that it goes up, and the district decides the inspection of the
// community that gets more than the rest. Then come the other inspections, what
// is to be given back, and the old year's money.
func (h *history) opening(year int) []event {
	e, last := h.city.file.Opening, year-1
	at := func(workday, minute int) time.Time { return h.workday(year, workday, minute) }
	events := []event{
		{at: at(0, 9*60+10), by: h.city.deciders("LN")[0], do: h.inspect(last, e.Condition, raisedAt)},
		{at: at(0, 9*60+30), by: h.city.holders(fund.RoleStaff, e.In)[0], do: h.callOn(e)},
		{at: at(13, 16*60), by: h.city.holders(fund.RoleStaff, e.In)[0], do: h.inRound(e, func(a office.Act, c fund.Campaign) error {
			_, err := h.parts.office.CloseCampaign(a, c.ID)
			return err
		})},
	}
	for i, door := range e.Doors { // two on a day
		events = append(events, event{
			at: at(1+i/2, 10*60+43*(i%2)), by: h.city.holders(fund.RoleStaff, e.In)[0], small: true, do: h.knock(e, door, i),
		})
	}
	for i, place := range h.city.file.Places {
		if place.Kind != fund.PlaceCommunity {
			continue
		}
		events = append(events, event{at: at(8, 9*60+i), by: h.payer(place), do: h.settle(place.Code, last)})
		if staff := h.city.holders(fund.RoleStaff, place.Code); len(staff) > 0 {
			events = append(events, h.again(place.Code, staff[0], year)...)
			events = append(events, event{at: at(3, 10*60+i), by: staff[0], do: h.giveBackOf(place.Code, last)})
		}
		if within(h.city.file.Places, place, "LN") && place.Code != raisedAt {
			events = append(events, event{at: at(5, 10*60+i), by: h.city.deciders("LN")[1], do: h.inspect(last, e.Condition, place.Code)})
		}
	}
	slices.SortStableFunc(events, func(a, b event) int { return a.at.Compare(b.at) })
	return events
}

// workday gives a minute of one of a year's working days, counted from 0.
func (h *history) workday(year, n, minute int) time.Time {
	calendar := h.parts.office.Rules(h.now).Calendar
	day, _ := calendar.Add(time.Date(year-1, time.December, 31, 12, 0, 0, 0, h.now.Location()), n+1)
	return time.Date(day.Year(), day.Month(), day.Day(), 0, minute, 0, 0, h.now.Location())
}

// within tells whether a place lies below the one with a code.
func within(places []placeEntry, p placeEntry, code string) bool {
	for p.In != "" && p.In != code {
		i := slices.IndexFunc(places, func(up placeEntry) bool { return up.Code == p.In })
		p = places[i]
	}
	return p.In == code
}

// inspect decides a community's inspection that nobody has decided: the full
// allocation, with a condition where something was found.
func (h *history) inspect(year int, condition, code string) func(*history, office.Act) error {
	return func(h *history, a office.Act) error {
		place, err := h.parts.office.PlaceByCode(a.Tx, code)
		if err != nil {
			return err
		}
		v, err := h.parts.office.Inspection(a, place.ID, year)
		if err != nil || v.Preview() || v.Opinion != "" {
			return err
		}
		kind, words := fund.OpinionFull, ""
		if v.Draft != fund.OpinionFull {
			kind, words = fund.OpinionConditions, condition
		}
		_, err = h.parts.office.Inspect(a, v.ID, kind, 0, words)
		return err
	}
}

// callOn opens the new year's round of visits.
func (h *history) callOn(e openingEntry) func(*history, office.Act) error {
	return func(h *history, a office.Act) error {
		place, err := h.parts.office.PlaceByCode(a.Tx, e.In)
		if err != nil {
			return err
		}
		_, err = h.parts.office.OpenCampaign(a, office.NewCampaign{
			Community: place.ID, Kind: fund.CampaignVisit, Title: e.Title, Goal: e.Goal, Unit: fund.GoalHouseholds,
			From: a.Now, Until: a.Now.AddDate(0, 0, e.Days),
		})
		return err
	}
}

// knock calls at a door, where one of the needs that most neighbours have is
// theirs too, or nothing is needed.
func (h *history) knock(e openingEntry, door string, n int) func(*history, office.Act) error {
	return h.inRound(e, func(a office.Act, c fund.Campaign) error {
		needs, err := h.parts.office.Needs(a.Tx, a.Now, c.Community, office.NeedFilter{})
		if err != nil {
			return err
		}
		visit := office.NewVisit{Campaign: c.ID, Door: door, Outcome: fund.VisitNone}
		if n%4 != 3 && len(needs) > 0 {
			visit.Outcome, visit.Request = fund.VisitSupport, needs[n%min(len(needs), 3)].Request.ID
		}
		_, err = h.parts.office.RecordVisit(a, visit)
		return err
	})
}

// inRound does something with the new year's round of visits, while it goes on.
func (h *history) inRound(e openingEntry, do func(office.Act, fund.Campaign) error) func(*history, office.Act) error {
	return func(h *history, a office.Act) error {
		place, err := h.parts.office.PlaceByCode(a.Tx, e.In)
		if err != nil {
			return err
		}
		rounds, err := h.parts.office.Campaigns(a.Tx, place.ID)
		if err != nil {
			return err
		}
		for _, c := range rounds {
			if c.Status == fund.CampaignOpen && c.Title == e.Title {
				return do(a, c)
			}
		}
		return nil
	}
}

// settle takes what a community's year left into the next one, unless a project
// of that year is still open.
func (h *history) settle(code string, year int) func(*history, office.Act) error {
	return func(h *history, a office.Act) error {
		place, err := h.parts.office.PlaceByCode(a.Tx, code)
		if err != nil {
			return err
		}
		_, err = h.parts.office.SettleYear(a, place.ID, year)
		var open *office.OpenProjectsError
		if errors.As(err, &open) {
			return nil
		}
		return err
	}
}

// giveBackOf gives back what is due to those who gave to a year's projects.
func (h *history) giveBackOf(code string, year int) func(*history, office.Act) error {
	return h.each(code, year, func(a office.Act, p fund.Project) error {
		if !p.Ended() {
			return nil
		}
		return giveBackAll(h, a, p.ID)
	})
}

// each does something with every project of a community's year.
func (h *history) each(code string, year int, do func(office.Act, fund.Project) error) func(*history, office.Act) error {
	return func(h *history, a office.Act) error {
		place, err := h.parts.office.PlaceByCode(a.Tx, code)
		if err != nil {
			return err
		}
		list, err := h.parts.office.Projects(a.Tx, place.ID)
		if err != nil {
			return err
		}
		for _, p := range list {
			if p.Year != year {
				continue
			}
			if err := do(a, p); err != nil {
				return err
			}
		}
		return nil
	}
}

// again lists how a community goes on in a new year with what lapsed at the end
// of the old one.
func (h *history) again(code, staff string, year int) []event {
	at := func(workday, minute int) time.Time { return h.workday(year, workday, minute) }
	closes := h.workday(year, 3, 18*60)
	events := []event{
		{at: at(0, 8*60+10), by: staff, do: h.each(code, year-1, h.takeUp)},
		{at: at(0, 8*60+20), by: staff, do: h.askAgain(code, year, closes)},
		{at: at(0, 9*60+5), by: staff, do: h.each(code, year, h.before(fund.ProjectVoting, func(a office.Act, p, old fund.Project) error {
			b, err := h.parts.office.LastBallot(a.Tx, p.ID)
			if err != nil || old.DecidedAt.IsZero() {
				return err
			}
			_, err = h.parts.office.CloseBallot(a, b.Ballot.ID)
			return err
		}))},
		{at: at(1, 9*60+30), by: h.city.holders(fund.RoleStreet, "ES")[0], do: h.each(code, year, h.before(fund.ProjectStreet, h.passOn))},
	}
	for i, rep := range h.city.holders(fund.RoleRepresentative, code)[1:] {
		vote := h.before(fund.ProjectVoting, func(a office.Act, p, old fund.Project) error {
			b, err := h.parts.office.LastBallot(a.Tx, p.ID)
			if err != nil || old.DecidedAt.IsZero() {
				return err
			}
			_, _, err = h.parts.office.CastVote(a, b.Ballot.ID, fund.ChoiceFor)
			return err
		})
		events = append(events, event{at: at(0, 8*60+28+7*i), by: rep, small: true, do: h.each(code, year, vote)})
	}
	return events
}

// takeUp takes up again what a lapsed project was for.
func (h *history) takeUp(a office.Act, old fund.Project) error {
	if old.Status != fund.ProjectLapsed {
		return nil
	}
	origins, err := a.Tx.OriginsUnder(old.Community)
	if err != nil {
		return err
	}
	for _, from := range origins {
		r, err := a.Tx.Request(from.Request)
		if err != nil {
			return err
		}
		if from.Project != old.ID || r.Status != fund.RequestOpen {
			continue
		}
		return another(h, a, func() error {
			_, err := h.parts.office.Adopt(a, r.ID, office.NewProject{
				Title: old.Title, Item: old.Item, Where: old.Where, At: old.At, Funding: old.Funding,
			})
			return err
		})
	}
	return nil
}

// before does something with a project in a state that goes on with one that
// lapsed the year before.
func (h *history) before(in fund.ProjectStatus, do func(a office.Act, p, old fund.Project) error) func(office.Act, fund.Project) error {
	return func(a office.Act, p fund.Project) error {
		if p.Status != in {
			return nil
		}
		list, err := h.parts.office.Projects(a.Tx, p.Community)
		if err != nil {
			return err
		}
		for _, old := range list {
			if old.Year == p.Year-1 && old.Status == fund.ProjectLapsed && old.Title == p.Title {
				return do(a, p, old)
			}
		}
		return nil
	}
}

// askAgain puts to the vote what a community has taken up again; of several the
// last one that had not been voted on stays a draft.
func (h *history) askAgain(code string, year int, closes time.Time) func(*history, office.Act) error {
	return func(h *history, a office.Act) error {
		var list, fresh []fund.ProjectID
		err := h.each(code, year, h.before(fund.ProjectDrafted, func(a office.Act, p, old fund.Project) error {
			list = append(list, p.ID)
			_, err := h.parts.office.LastBallot(a.Tx, old.ID)
			if errors.Is(err, store.ErrNotFound) {
				fresh, err = append(fresh, p.ID), nil
			}
			return err
		}))(h, a)
		if err != nil {
			return err
		}
		for _, id := range list {
			if len(list) > 1 && len(fresh) > 0 && id == fresh[len(fresh)-1] {
				continue
			}
			p, err := h.parts.office.Project(a.Tx, id)
			if err != nil {
				return err
			}
			if err := h.putTogether(a, id, requestEntry{Where: p.Where}); err != nil {
				return err
			}
			err = another(h, a, func() error {
				_, err := h.parts.office.OpenBallot(a, id, closes)
				return err
			})
			if err != nil {
				return err
			}
		}
		return nil
	}
}

// passOn approves for the street what it had approved before.
func (h *history) passOn(a office.Act, p, old fund.Project) error {
	reviews, err := a.Tx.Approvals(old.ID)
	if err != nil {
		return err
	}
	for _, r := range reviews {
		if r.Tier != fund.TierStreet || r.Verdict != fund.VerdictApprove {
			continue
		}
		review, err := h.parts.office.Review(a.Tx, p.ID)
		if err != nil {
			return err
		}
		_, err = h.parts.office.Approve(a, review.ID)
		return err
	}
	return nil
}

// begun is kept beside the jobs of the clock: until when the city's people have
// done what they do in a new year.
const begun = "demo opening"

// keepBegun keeps until when they have.
func (d demoTime) keepBegun(ctx context.Context, until time.Time) error {
	return d.parts.db.Write(ctx, func(tx *store.Tx) error { return tx.SetJobRan(begun, until) })
}

// coming lists what the city's people do next by themselves: in this new year,
// or in the one to come.
func (d demoTime) coming(ctx context.Context) ([]event, error) {
	if d.city == nil {
		return nil, nil
	}
	var since time.Time
	err := d.parts.db.Read(ctx, func(tx *store.Tx) (err error) {
		since, err = tx.JobRan(begun)
		return err
	})
	if errors.Is(err, store.ErrNotFound) { // a city that is played by other rules
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	h := d.asHistory()
	var events []event
	for year := since.In(d.zone).Year(); year <= d.Now().Year()+1; year++ {
		events = append(events, h.allocations(year, time.Time{})...)
		events = append(events, h.opening(year)...)
	}
	events = slices.DeleteFunc(events, func(e event) bool { return !e.at.After(since) })
	slices.SortStableFunc(events, func(a, b event) int { return a.at.Compare(b.at) })
	return events, nil
}

// asHistory is what events need to know.
func (d demoTime) asHistory() *history {
	return &history{city: d.city, parts: d.parts, time: d, now: d.Now()}
}

// begin lets the city's people do what is due of what they do in a new year.
// Whoever plays may have done it before them, or something else, so that the
// rules refuse it now: then it does not happen.
func (d demoTime) begin(ctx context.Context) error {
	events, err := d.coming(ctx)
	if err != nil {
		return err
	}
	for _, e := range events {
		if e.at.After(d.Now()) {
			break
		}
		h := d.asHistory()
		err := h.act(ctx, e.by, func(a office.Act) error { return e.do(h, a) })
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			d.parts.log.InfoContext(ctx, "did not happen", "by", e.by, "at", e.at, "why", err)
		}
		if err := d.keepBegun(ctx, e.at); err != nil {
			return err
		}
	}
	d.parts.bot.Wake()
	return nil
}
