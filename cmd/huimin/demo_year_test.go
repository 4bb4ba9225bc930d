package main

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"huimin/bot"
	"huimin/fund"
	"huimin/office"
	"huimin/store"
)

// checkKinds makes sure that the year has something of all that happens in one.
func (d *demo) checkKinds(t *testing.T) {
	t.Helper()
	seen := map[string]bool{}
	err := d.parts.db.Read(t.Context(), func(tx *store.Tx) error {
		city, err := tx.PlaceByCode("LZ")
		if err != nil {
			return err
		}
		for _, look := range []func(*store.Tx, fund.PlaceID, map[string]bool) error{seeNeeds, seeReviews, seeMoney, seeMeetings} {
			if err := look(tx, city.ID, seen); err != nil {
				return err
			}
		}
		return d.seeWorks(tx, city.ID, seen)
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"a round closed", "a round that goes on", "a need from a door", "a household's support", "a poll that was answered",
		"a choice ended", "a need declined in it", "a need kept in it", "a clock that stood and ran again",
		"a bureau that agrees", "a bureau with conditions", "a bureau that objects", "a transfer done",
		"a pledge received", "money given back to a sponsor", "money given back to residents",
		"a complaint settled", "an objection answered", "works looked at", "an acceptance failed", "an acceptance that stands",
		"an evaluation answered", "a visit of the street", "a meeting ahead", "minutes on the board", "a secret vote",
	} {
		if !seen[want] {
			t.Errorf("there is not %s", want)
		}
	}
}

func seeNeeds(tx *store.Tx, _ fund.PlaceID, seen map[string]bool) error {
	rounds, err := tx.AllCampaigns()
	if err != nil {
		return err
	}
	for _, r := range rounds {
		seen["a round closed"] = seen["a round closed"] || r.Status == fund.CampaignClosed
		seen["a round that goes on"] = seen["a round that goes on"] || r.Status == fund.CampaignOpen
		p, err := tx.Progress(r.ID)
		if err != nil {
			return err
		}
		seen["a need from a door"] = seen["a need from a door"] || p.Needs > 0
		seen["a household's support"] = seen["a household's support"] || p.Supports > 0
	}
	polls, err := tx.AllPolls()
	if err != nil {
		return err
	}
	for _, p := range polls {
		seen["a poll that was answered"] = p.Status == fund.PollClosed && p.Voters >= 4
	}
	choices, err := tx.Selections()
	if err != nil {
		return err
	}
	for _, c := range choices {
		seen["a choice ended"] = c.Status == fund.SelectionClosed
		needs, err := tx.Needs(c.ID)
		if err != nil {
			return err
		}
		for _, n := range needs {
			seen["a need "+string(n.Fate)+" in it"] = true
		}
	}
	return nil
}

func seeReviews(tx *store.Tx, _ fund.PlaceID, seen map[string]bool) error {
	pauses, err := tx.Pauses()
	if err != nil {
		return err
	}
	for _, p := range pauses {
		seen["a clock that stood and ran again"] = !p.Ended.IsZero() && p.EndedBy != 0
	}
	opinions, err := tx.Opinions()
	for _, o := range opinions {
		seen[map[fund.View]string{
			fund.ViewAgree: "a bureau that agrees", fund.ViewConditions: "a bureau with conditions", fund.ViewObject: "a bureau that objects",
		}[o.View]] = true
	}
	return err
}

func seeMeetings(tx *store.Tx, _ fund.PlaceID, seen map[string]bool) error {
	list, err := tx.AllMeetings()
	if err != nil {
		return err
	}
	for _, m := range list {
		seen["a meeting ahead"] = seen["a meeting ahead"] || m.Status == fund.MeetingCalled
		signed, err := tx.SignOffs(m.ID)
		if err != nil {
			return err
		}
		seen["minutes on the board"] = seen["minutes on the board"] || len(signed) == 2
		ballots, err := tx.MeetingBallots(m.ID)
		if err != nil {
			return err
		}
		for _, b := range ballots {
			seen["a secret vote"] = seen["a secret vote"] || b.Secret && b.Outcome == fund.OutcomeCarried
		}
	}
	return nil
}

func seeMoney(tx *store.Tx, city fund.PlaceID, seen map[string]bool) error {
	transfers, err := tx.TransfersUnder(city)
	if err != nil {
		return err
	}
	for _, m := range transfers {
		seen["a transfer done"] = seen["a transfer done"] || m.Status == fund.TransferApproved && m.AgreedBy != 0
	}
	pledges, err := tx.PledgesUnder(city)
	for _, g := range pledges {
		seen["a pledge received"] = seen["a pledge received"] || g.Received > 0
		if g.Returned > 0 {
			seen["money given back to "+map[fund.Source]string{fund.SourceSponsor: "a sponsor", fund.SourceResidents: "residents"}[g.Source]] = true
		}
	}
	return err
}

func (d *demo) seeWorks(tx *store.Tx, city fund.PlaceID, seen map[string]bool) error {
	settled, err := tx.ComplaintsUnder(city, fund.ComplaintSettled)
	if err != nil {
		return err
	}
	seen["a complaint settled"] = len(settled) > 0
	projects, err := tx.ProjectsUnder(city)
	if err != nil {
		return err
	}
	for _, p := range projects {
		notes, err := tx.Notes(p.ID)
		if err != nil {
			return err
		}
		for _, n := range notes {
			seen["works looked at"] = seen["works looked at"] || !n.Objection
			seen["an objection answered"] = seen["an objection answered"] || n.Objection && !n.AnsweredAt.IsZero()
		}
	}
	for status, what := range map[fund.AcceptanceStatus]string{
		fund.AcceptanceFailed: "an acceptance failed", fund.AcceptanceStands: "an acceptance that stands",
	} {
		list, err := tx.AcceptancesIn(status)
		if err != nil {
			return err
		}
		seen[what] = len(list) > 0
	}
	evaluations, err := tx.Evaluations()
	if err != nil {
		return err
	}
	for _, e := range evaluations {
		seen["an evaluation answered"] = seen["an evaluation answered"] || e.Answers() > 3
	}
	visits, err := tx.SiteVisits()
	seen["a visit of the street"] = len(visits) > 0
	return err
}

// checkDesks makes sure that somebody of every office has something to do.
func (d *demo) checkDesks(t *testing.T) {
	t.Helper()
	waits := map[string]int{}
	err := d.parts.db.Read(t.Context(), func(tx *store.Tx) error {
		for _, p := range d.city.file.People {
			if !slices.Contains([]fund.Role{fund.RoleRepresentative, fund.RoleStaff, fund.RoleStreet, fund.RoleDistrict}, p.Role) {
				continue
			}
			person, err := d.city.person(tx, p.Key)
			if err != nil {
				return err
			}
			list, err := d.parts.office.Desk(office.Act{Tx: tx, Now: d.clock.Now(), By: person})
			if err != nil {
				return err
			}
			waits[fmt.Sprintf("%s of %s", p.Role, p.At)] += len(list)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for office, n := range waits {
		if n == 0 {
			t.Errorf("nobody has anything to do: %s", office)
		}
	}
}

// TestTheCityGoesOnInTheNewYear moves the clock past New Year: the old year is
// closed, and the city's people begin the new one, by the rules and around what
// whoever plays has done already.
func TestTheCityGoesOnInTheNewYear(t *testing.T) {
	d := newDemo(t, moment(t, "2026-12-30 10:00"))
	if err := d.prepare(t.Context()); err != nil {
		t.Fatal(err)
	}
	d.open(t, bot.Limits{Off: true})
	d.checkStates(t)
	d.checkKinds(t)
	d.checkDesks(t)
	if err := d.time().move(t.Context(), moment(t, "2027-01-02 10:00")); err != nil {
		t.Fatal(err)
	}
	played := d.asHistory()
	declined := d.lapsed(t)[0]
	if err := played.act(t.Context(), d.city.holders(fund.RoleStaff, "CLD")[0], func(a office.Act) error {
		_, err := d.parts.office.Decline(a, declined, "去年没有办成，今年不再办了。")
		return err
	}); err != nil {
		t.Fatal(err)
	}
	var stop time.Time
	for _, s := range d.stops() {
		if s.Label["en"] == "The new year's work has begun" {
			stop = s.At
		}
	}
	if !stop.Equal(moment(t, "2027-01-04 10:00")) {
		t.Fatalf("work begins at %s", stop)
	}
	if err := d.time().move(t.Context(), stop); err != nil {
		t.Fatal(err)
	}
	d.checkDesks(t)
	d.checkBegun(t, declined)
	if err := d.time().move(t.Context(), moment(t, "2027-01-20 12:00")); err != nil {
		t.Fatal(err)
	}
	d.checkSaid(t)
	d.checkBooks(t)
	d.checkPaidIn(t, 2027)
}

// asHistory is the demo's city, to let its people do something.
func (d *demo) asHistory() *history { return d.time().asHistory() }

// lapsed gives the open requests of Workshop East whose projects ended with
// the year and may be taken up again.
func (d *demo) lapsed(t *testing.T) (list []fund.RequestID) {
	t.Helper()
	err := d.parts.db.Read(t.Context(), func(tx *store.Tx) error {
		place, err := tx.PlaceByCode("CLD")
		if err != nil {
			return err
		}
		origins, err := tx.OriginsUnder(place.ID)
		if err != nil {
			return err
		}
		for _, o := range origins {
			p, err := tx.Project(o.Project)
			if err != nil {
				return err
			}
			if p.Status == fund.ProjectLapsed {
				list = append(list, o.Request)
			}
		}
		return nil
	})
	if err != nil || len(list) < 3 {
		t.Fatal(list, err)
	}
	return list
}

// checkBegun makes sure that every need that lapsed is taken up again, but for
// the one that was declined.
func (d *demo) checkBegun(t *testing.T, declined fund.RequestID) {
	t.Helper()
	err := d.parts.db.Read(t.Context(), func(tx *store.Tx) error {
		for _, id := range d.lapsed(t) {
			r, err := tx.Request(id)
			if err != nil {
				return err
			}
			if want := map[bool]fund.RequestStatus{true: fund.RequestDeclined, false: fund.RequestAdopted}[id == declined]; r.Status != want {
				t.Errorf("request %s is %s, not %s", r.Number, r.Status, want)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// checkPaidIn makes sure that a year's money has come in once, and its
// inspections are decided in the district that has people.
func (d *demo) checkPaidIn(t *testing.T, year int) {
	t.Helper()
	err := d.parts.db.Read(t.Context(), func(tx *store.Tx) error {
		for _, p := range d.city.file.Places {
			if p.Kind != fund.PlaceCommunity {
				continue
			}
			place, err := tx.PlaceByCode(p.Code)
			if err != nil {
				return err
			}
			m, err := d.parts.office.CommunityMoney(tx, place.ID, year)
			if err != nil {
				return err
			}
			for _, s := range []fund.Source{fund.SourceCity, fund.SourceDistrict} {
				if part := m.Sources[s]; part.Planned == 0 || part.Received != part.Planned {
					t.Errorf("%s: %s of %s came in from the %s", p.Code, part.Received.Decimal(), part.Planned.Decimal(), s)
				}
			}
			i, err := tx.InspectionOf(place.ID, year-1)
			if err != nil {
				return err
			}
			if (i.Opinion != "") != within(d.city.file.Places, p, "LN") {
				t.Errorf("%s: its inspection says %q", p.Code, i.Opinion)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
