package office

import (
	"errors"
	"testing"
	"time"

	"huimin/fund"
)

// changing makes the rules change on 1 December 2026: the representatives may
// decide on 80,000 in place of 50,000, all three of them must vote in place of
// two, and an office has three days in place of five.
func (w *world) changing() {
	w.t.Helper()
	before := w.office.Rules(w.now)
	after := before
	after.CommunityLimit, after.Quorum, after.ReviewDays = fund.Yuan(80_000), fund.Share{Num: 3, Den: 4}, 3
	book, err := fund.NewRulebook(before, fund.Edition{
		From: time.Date(2026, 12, 1, 0, 0, 0, 0, w.office.Zone()), Programme: after,
	})
	if err != nil {
		w.t.Fatal(err)
	}
	w.office.rules = book
}

func TestWhatWasDecidedUnderAnOldRuleStaysSo(t *testing.T) {
	w := newWorld(t)
	w.changing()
	w.bindAll()

	w.at("2026-11-30 15:00")
	over := w.adopted(fund.Yuan(60_000)) // put to the vote under the old rules
	b := w.opened(over, 24*time.Hour)
	w.votes(b, "ff-")
	waits := w.adopted(fund.Yuan(60_000)) // still a draft when they change

	w.at("2026-12-01 15:00")
	if v := w.ballot(b.ID); v.Needed != 2 || !v.Quorum {
		t.Errorf("the old ballot now needs %d", v.Needed)
	}
	w.closeDue()
	over = w.project(over.ID)
	if over.Status != fund.ProjectStreet || over.Tier != fund.TierDistrict {
		t.Errorf("60,000 decided under a limit of 50,000: %s, %s", over.Status, over.Tier)
	}
	if want := time.Date(2026, 12, 4, 23, 59, 59, 0, w.office.Zone()); !over.Due.Equal(want) {
		t.Errorf("the review that began in December is due %v, want %v: three days of the new rules", over.Due, want)
	}

	b = w.opened(waits, 24*time.Hour)
	w.votes(b, "ff-")
	if v := w.ballot(b.ID); v.Needed != 3 || v.Quorum {
		t.Errorf("the new ballot needs %d", v.Needed)
	}
	w.votes(b, "fff")
	w.at("2026-12-02 15:00")
	w.closeDue()
	if waits = w.project(waits.ID); waits.Status != fund.ProjectApproved {
		t.Errorf("60,000 decided under a limit of 80,000: %s", waits.Status)
	}

	// Returned and sent up again, the old project keeps its limit and its vote,
	// and gets the days of the rules in force.
	r := w.waiting(over)
	w.must(w.officer, func(a Act) error {
		_, err := w.office.Return(a, r.ID, "please add a second quote")
		return err
	})
	w.must(w.staff, func(a Act) error {
		_, err := w.office.Resubmit(a, over.ID)
		return err
	})
	if over = w.project(over.ID); over.Status != fund.ProjectStreet {
		t.Errorf("sent up again: %s", over.Status)
	}
	w.sound()
}

func TestAVoteStaysOpenForItsNotice(t *testing.T) {
	w := newWorld(t)
	prog := w.office.Rules(w.now)
	prog.BallotNotice = 48 * time.Hour
	w.office.rules = fund.Always(prog)
	w.bindAll()
	p := w.adopted(fund.Yuan(1_000))
	open := func(length time.Duration) error {
		return w.try(w.staff, func(a Act) error {
			_, err := w.office.OpenBallot(a, p.ID, a.Now.Add(length))
			return err
		})
	}
	var hour *BallotHourError
	if err := open(48*time.Hour - time.Minute); !errors.As(err, &hour) || !hour.Notice {
		t.Errorf("a minute short of it: %v", err)
	}
	if closes := prog.BallotCloses(w.now, 24*time.Hour); closes.Before(w.now.Add(48*time.Hour)) || closes.Sub(w.now) > 72*time.Hour {
		t.Errorf("a day is offered as %v", closes)
	}
	b := w.opened(p, 48*time.Hour)
	closeNow := func(a Act) error {
		_, err := w.office.CloseBallot(a, b.ID)
		return err
	}
	w.now = b.Closes.Add(-time.Minute)
	if err := w.try(w.staff, closeNow); !errors.As(err, &hour) || !hour.Notice || !hour.Earliest.Equal(b.Closes) {
		t.Errorf("closed before its notice is over: %v", err)
	}
	w.now = b.Closes
	w.must(w.staff, closeNow)
}
