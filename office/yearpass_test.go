package office

import (
	"errors"
	"testing"
	"time"

	"huimin/fund"
)

// TestAPassBeforeMidnightIsNoFailure: what passed acceptance in its year only
// waits for the days in which that may be disputed. Nobody disputes it: it is
// accepted. Somebody does, and is right: it was not accepted in its year after
// all, and has failed.
func TestAPassBeforeMidnightIsNoFailure(t *testing.T) {
	for name, upheld := range map[string]bool{"undisputed": false, "disputed with right": true} {
		w := newWorldAt(t, time.Date(2026, 12, 29, 1, 30, 0, 0, time.UTC))
		w.bindAll()
		p := w.passed(fund.Yuan(20_000))
		w.at("2027-01-01 00:01")
		w.endYear()
		if p = w.project(p.ID); p.Status != fund.ProjectFinished {
			t.Fatalf("%s: at the year's end it is %s", name, p.Status)
		}
		var y fund.Yearbook
		w.must(w.staff, func(a Act) (err error) {
			y, _, err = w.office.Yearbook(a, w.works.ID, 2026)
			return err
		})
		if y.Waiting != 1 || y.Failed != 0 {
			t.Errorf("%s: closed with %+v", name, y)
		}
		w.at("2027-01-04 10:00")
		want := fund.ProjectAccepted
		if upheld {
			want = fund.ProjectFailed
			var d fund.Dispute
			w.must(w.ann, func(a Act) (err error) {
				d, err = w.office.Dispute(a, p.ID, "it drips already")
				return err
			})
			w.must(w.officer, func(a Act) error {
				_, err := w.office.RuleDispute(a, d.ID, true, "I have seen it drip", 0)
				return err
			})
		}
		w.at("2027-01-11 09:00")
		w.settle()
		w.remind()
		if p = w.project(p.ID); p.Status != want {
			t.Errorf("%s: in January it is %s", name, p.Status)
		}
		w.sound()
	}
}

// TestASignatureAfterMidnightIsTooLate: also in the minute before the clock has
// come to the year's end.
func TestASignatureAfterMidnightIsTooLate(t *testing.T) {
	w := newWorldAt(t, time.Date(2026, 12, 29, 1, 30, 0, 0, time.UTC))
	w.bindAll()
	p := w.done(fund.Yuan(20_000))
	n := w.named(p)
	w.signs(n, w.staff, fund.SignPass)
	w.signs(n, w.reps[0], fund.SignPass)
	w.at("2027-01-01 00:00")
	var over *YearOverError
	err := w.try(w.reps[1], func(a Act) error {
		_, err := w.office.Sign(a, n.ID, fund.SignPass, "", 0)
		return err
	})
	if !errors.As(err, &over) {
		t.Errorf("signed in the new year: %v", err)
	}
	w.endYear()
	if p = w.project(p.ID); p.Status != fund.ProjectFailed {
		t.Errorf("it is %s", p.Status)
	}
}
