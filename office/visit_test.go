package office

import (
	"errors"
	"strings"
	"testing"
	"time"

	"huimin/fund"
	"huimin/store"
)

// campaign opens a round of visits in the workshop community.
func (w *world) campaign() (c fund.Campaign) {
	w.t.Helper()
	w.must(w.staff, func(a Act) (err error) {
		c, err = w.office.OpenCampaign(a, NewCampaign{
			Community: w.works.ID, Kind: fund.CampaignVisit, Title: "Visits", Goal: 10, Unit: fund.GoalHouseholds,
			From: w.now, Until: w.now.AddDate(0, 0, 7),
		})
		return err
	})
	return c
}

// call records a visit.
func (w *world) call(c fund.Campaign, door string, o fund.VisitOutcome, text string, r fund.RequestID) (v store.Visit) {
	w.t.Helper()
	w.must(w.staff, func(a Act) (err error) { v, err = w.office.RecordVisit(a, visitOf(c, door, o, text, r)); return err })
	return v
}

func visitOf(c fund.Campaign, door string, o fund.VisitOutcome, text string, r fund.RequestID) NewVisit {
	return NewVisit{Campaign: c.ID, Door: door, Outcome: o, Need: NewRequest{Text: text}, Request: r}
}

func (w *world) progress(c fund.Campaign) (v CampaignView) {
	w.t.Helper()
	w.must(w.staff, func(a Act) (err error) { v, err = w.office.Campaign(a, c.ID); return err })
	return v
}

func TestAHouseholdCountsOnceForWhatItAsks(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	c := w.campaign()
	lamp := w.ask(w.ann, "the lamp is broken")
	w.support(w.bob, lamp)
	w.call(c, "5-2-301", fund.VisitSupport, "", lamp.ID)
	refuse := func(want error, door string, r fund.RequestID) {
		t.Helper()
		err := w.try(w.staff, func(a Act) error {
			_, err := w.office.RecordVisit(a, visitOf(c, door, fund.VisitSupport, "", r))
			return err
		})
		if !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", door, err, want)
		}
	}
	refuse(ErrHouseholdCounted, "5栋2单元301", lamp.ID) // the same door, written otherwise
	bench := w.call(c, "5-2-302", fund.VisitNeed, "a bench by the gate", 0).Request
	refuse(ErrHouseholdCounted, "5-2-302", bench) // it asked for it itself
	w.call(c, "5-2-301", fund.VisitSupport, "", bench)
	w.call(c, "6-101", fund.VisitNobody, "", 0)
	w.call(c, "6-101", fund.VisitNone, "", 0)
	w.call(c, "6-102", fund.VisitNobody, "", 0)
	if r := w.request(lamp.ID); r.Supporters != 1 || r.Households != 1 || r.Support() != 2 {
		t.Errorf("the lamp: %+v", r)
	}
	r := w.request(bench)
	if r.Source != fund.SourceVisit || r.Author != 0 || r.EnteredBy != w.staff.ID || r.Households != 1 {
		t.Errorf("the bench: %+v", r)
	}
	want := fund.Progress{Doors: 4, Reached: 3, Buildings: 2, Needs: 1, Supports: 2, None: 1}
	if v := w.progress(c); v.Progress != want || len(v.Requests) != 1 {
		t.Errorf("progress %+v, want %+v", v.Progress, want)
	}
	if v := w.verified(); len(v.Faults) != 0 || v.Visits != 6 {
		t.Errorf("verified: %+v", v)
	}
	for line := range strings.Lines(w.dump()) { // a door's number stands in one table alone, and not in the record
		if strings.Contains(line, "5-2-30") && !strings.HasPrefix(line, "doors ") {
			t.Errorf("a door in %q", line)
		}
	}
}

func TestWhatWasSaidAtADoorMovesWithAMerge(t *testing.T) {
	w := newWorld(t)
	c := w.campaign()
	one := w.call(c, "1-101", fund.VisitNeed, "a bench by the gate", 0).Request
	two := w.call(c, "1-102", fund.VisitNeed, "a bench by the tree", 0).Request
	w.call(c, "1-101", fund.VisitSupport, "", two) // asked for the other: no longer counts there, once merged
	w.call(c, "1-103", fund.VisitSupport, "", two)
	undo := w.call(c, "1-104", fund.VisitSupport, "", two)
	w.call(c, "1-103", fund.VisitSupport, "", one)
	w.must(w.staff, func(a Act) error { _, err := w.office.ProposeMerge(a, two, one); return err })
	if r := w.request(one); r.Households != 3 { // 102, 103, 104
		t.Errorf("%d households, want 3", r.Households)
	}
	if r := w.request(two); r.Households != 0 || r.MergedInto != one {
		t.Errorf("merged: %+v", r)
	}
	w.must(w.staff, func(a Act) error { _, err := w.office.UndoVisit(a, undo.ID); return err })
	if r := w.request(one); r.Households != 2 {
		t.Errorf("%d households after one was taken back, want 2", r.Households)
	}
	if v := w.verified(); len(v.Faults) != 0 {
		t.Errorf("verified: %+v", v.Faults)
	}
}

func TestWhoMayVisitAndWhen(t *testing.T) {
	w := newWorld(t)
	later := NewCampaign{
		Community: w.works.ID, Kind: fund.CampaignSurvey, Title: "Survey", Goal: 5, Unit: fund.GoalBuildings,
		From: w.now.AddDate(0, 0, 1), Until: w.now.AddDate(0, 0, 2),
	}
	open := func(a Act) error { _, err := w.office.OpenCampaign(a, later); return err }
	for _, p := range []fund.Person{w.ann, w.staff2, w.officer, w.supervisor, w.reps[0], w.stray, {}} {
		w.refuse(p, fund.ErrNotAllowed, open)
	}
	var c fund.Campaign
	w.must(w.admin, func(a Act) (err error) { c, err = w.office.OpenCampaign(a, later); return err }) // stands in for daily work
	visit := func(a Act) error {
		_, err := w.office.RecordVisit(a, visitOf(c, "1-101", fund.VisitNobody, "", 0))
		return err
	}
	w.refuse(w.staff, ErrCampaignBegins, visit)
	w.now = w.now.AddDate(0, 0, 1)
	w.refuse(w.staff2, fund.ErrNotAllowed, visit)
	w.refuse(w.supervisor, fund.ErrNotAllowed, visit)
	w.must(w.staff, visit)
	v := w.call(c, "1-102", fund.VisitNobody, "", 0)
	undo := func(a Act) error { _, err := w.office.UndoVisit(a, v.ID); return err }
	w.refuse(w.staff2, fund.ErrNotAllowed, undo)
	w.now = w.now.Add(24*time.Hour + time.Second)
	w.refuse(w.staff, ErrVisitKept, undo)
	w.must(w.staff, func(a Act) error { _, err := w.office.CloseCampaign(a, c.ID); return err })
	w.refuse(w.staff, fund.ErrWrongState, visit)
	w.refuse(w.staff, fund.ErrWrongState, func(a Act) error { _, err := w.office.CloseCampaign(a, c.ID); return err })
}

func TestACampaignNobodyClosesIsClosedByTheClock(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	c := w.campaign()
	var told []string
	for range 30 {
		since := w.lastOutbox()
		w.must(fund.Person{}, w.office.Remind)
		w.must(fund.Person{}, w.office.Remind) // the same day again says nothing again
		for _, line := range w.said(since) {
			if strings.HasPrefix(line, KindCampaignReminder) || strings.HasPrefix(line, KindCampaignResult) {
				told = append(told, w.now.Format("01-02")+" "+strings.Fields(line)[0])
			}
		}
		w.now = w.now.AddDate(0, 0, 1)
	}
	want := "03-02 campaign_reminder, 03-07 campaign_reminder, 03-09 campaign_reminder, 03-10 campaign_reminder, 03-24 campaign_result"
	if got := strings.Join(told, ", "); got != want {
		t.Errorf("told\n  %s\nwant\n  %s", got, want)
	}
	if v := w.progress(c); v.Campaign.Status != fund.CampaignClosed || v.Campaign.ClosedBy != 0 {
		t.Errorf("%+v", v.Campaign)
	}
	if v := w.verified(); len(v.Faults) != 0 {
		t.Errorf("verified: %+v", v.Faults)
	}
}

func TestDoorsAreForgottenAndFiguresStay(t *testing.T) {
	w := newWorld(t)
	c := w.campaign()
	lamp := w.ask(w.ann, "the lamp is broken")
	w.call(c, "5-2-301", fund.VisitSupport, "", lamp.ID)
	w.must(w.staff, func(a Act) error { _, err := w.office.CloseCampaign(a, c.ID); return err })
	w.now = w.now.Add(keepDoors - time.Hour)
	w.must(fund.Person{}, w.office.Upkeep)
	if n := len(w.rows("SELECT id FROM doors WHERE key IS NOT NULL")); n != 1 {
		t.Errorf("%d doors kept, want 1", n)
	}
	w.now = w.now.Add(2 * time.Hour)
	w.must(fund.Person{}, w.office.Upkeep)
	if n := len(w.rows("SELECT id FROM doors WHERE key IS NOT NULL OR label <> '' OR building <> ''")); n != 0 {
		t.Errorf("%d doors kept, want none", n)
	}
	w.ask(w.bob, "a bench") // the record goes on
	if r := w.request(lamp.ID); r.Households != 1 {
		t.Errorf("the figure went with the door: %+v", r)
	}
	if v := w.verified(); len(v.Faults) != 0 {
		t.Errorf("verified: %+v", v.Faults)
	}
}

func TestFiguresOfVisitsThatWereChangedAreFound(t *testing.T) {
	for name, query := range map[string]string{
		"a household that nobody heard": "INSERT INTO household_supports (request, door, at) SELECT request, 2, at FROM household_supports",
		"one that is gone":              "DELETE FROM household_supports",
		"another household":             "UPDATE household_supports SET door = 2",
		"a visit made up":               "INSERT INTO visits (campaign, door, outcome, by, at) SELECT campaign, door, 'none', by, at FROM visits LIMIT 1",
		"a visit with another end":      "UPDATE visits SET outcome = 'none' WHERE outcome = 'nobody'",
		"another goal":                  "UPDATE campaigns SET goal = goal + 1",
		"another title":                 "UPDATE campaigns SET title = 'Other'",
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			c := w.campaign()
			lamp := w.ask(w.ann, "the lamp is broken")
			w.call(c, "5-2-301", fund.VisitSupport, "", lamp.ID)
			w.call(c, "5-2-302", fund.VisitNobody, "", 0)
			w.edit(w.tamper(), query)
			if v := w.verified(); len(v.Faults) != 1 {
				t.Errorf("found %+v", v.Faults)
			}
		})
	}
}
