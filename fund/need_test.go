package fund

import (
	"errors"
	"testing"
	"time"
)

func TestFateOf(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		noted     Fate
		status    RequestStatus
		now, ends Fate
	}{
		"nothing noted":                 {FateWaiting, RequestOpen, FateWaiting, FateKept},
		"noted as kept":                 {FateKept, RequestOpen, FateKept, FateKept},
		"noted as declined":             {FateDeclined, RequestOpen, FateDeclined, FateDeclined},
		"adopted":                       {FateWaiting, RequestAdopted, FateAdopted, FateAdopted},
		"adopted after it was declined": {FateDeclined, RequestAdopted, FateAdopted, FateAdopted},
		"adopted after it was kept":     {FateKept, RequestAdopted, FateAdopted, FateAdopted},
		"declined at the desk":          {FateWaiting, RequestDeclined, FateDeclined, FateDeclined},
		"merged":                        {FateWaiting, RequestMerged, FateGone, FateGone},
		"withdrawn":                     {FateKept, RequestWithdrawn, FateGone, FateGone},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			n, r := Need{Fate: c.noted}, Request{Status: c.status}
			if now, ends := n.Now(r), n.FateOf(r); now != c.now || ends != c.ends {
				t.Errorf("it is %s and ends %s, want %s and %s", now, ends, c.now, c.ends)
			}
		})
	}
}

func TestSelectionYear(t *testing.T) {
	t.Parallel()
	for day, want := range map[string]int{"2026-01-01": 2026, "2026-09-30": 2026, "2026-10-01": 2027, "2026-12-31": 2027} {
		at, err := time.Parse(time.DateOnly, day)
		if err != nil {
			t.Fatal(err)
		}
		if got := defaultNeeds().Year(at); got != want {
			t.Errorf("on %s the needs of %d are chosen among, want %d", day, got, want)
		}
	}
}

func TestCampaignCheck(t *testing.T) {
	t.Parallel()
	day := func(n int) time.Time { return time.Date(2026, 1, n, 0, 0, 0, 0, time.UTC) }
	now := day(12).Add(10 * time.Hour)
	for name, c := range map[string]struct {
		from, until int
		goal        int
		want        CampaignFault
	}{
		"from today for a week":         {12, 19, 60, ""},
		"today alone":                   {12, 13, 60, ""},
		"began before, ends today":      {1, 13, 60, ""},
		"over since midnight":           {1, 12, 60, CampaignPast},
		"ends before it begins":         {20, 20, 60, CampaignBackward},
		"as long as it may last":        {12, 132, 60, ""},
		"a day longer":                  {12, 133, 60, CampaignLong},
		"one door":                      {12, 19, 1, ""},
		"no door":                       {12, 19, 0, CampaignGoal},
		"as many doors as there may be": {12, 19, 20_000, ""},
		"one more":                      {12, 19, 20_001, CampaignGoal},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := defaultCampaigns().Check(Campaign{Title: "Visits", Goal: c.goal, From: day(c.from), Until: day(c.until)}, now)
			var fault *CampaignError
			if ok := errors.As(err, &fault); c.want == "" && err != nil || c.want != "" && (!ok || fault.Fault != c.want) {
				t.Errorf("%v, want %q", err, c.want)
			}
		})
	}
}
