package main

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"huimin/bot"
	"huimin/office"
	"huimin/sandbox"
	"huimin/store"
)

// bare is a demo without a city, whose real clock the test moves.
func bare(t *testing.T, now string) (*demo, demoTime, *time.Time) {
	t.Helper()
	real := moment(t, "2026-03-02 08:00")
	d := newDemo(t, moment(t, now), func(c *demoCommand) { c.Empty = true })
	d.out.Now = func() time.Time { return real }
	d.clock.real = d.out.Now
	if err := d.prepare(t.Context()); err != nil {
		t.Fatal(err)
	}
	d.open(t, bot.Limits{Off: true})
	return d, d.time(), &real
}

func TestTheDemosClockRunsBesideTheRealOne(t *testing.T) {
	d, clock, real := bare(t, "2026-12-30 10:00")
	shows := func(want string) {
		t.Helper()
		if got := d.clock.Now(); !got.Equal(moment(t, want)) {
			t.Errorf("it shows %s, not %s", got, want)
		}
	}
	shows("2026-12-30 10:00")
	*real = real.Add(90 * time.Minute)
	shows("2026-12-30 11:30")
	if err := clock.move(t.Context(), moment(t, "2027-01-04 09:00")); err != nil {
		t.Fatal(err)
	}
	shows("2027-01-04 09:00")
	*real = real.Add(time.Minute)
	shows("2027-01-04 09:01")
	d.clock.set(moment(t, "2027-01-01 00:00"))
	shows("2027-01-04 09:01")
}

func TestTheClockIsMovedByHTTP(t *testing.T) {
	d, clock, _ := bare(t, "2026-12-30 10:00")
	post := func(body string) (int, map[string]string) {
		t.Helper()
		w := httptest.NewRecorder()
		clock.serve().ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/demo/clock", strings.NewReader(body)))
		answer := map[string]string{}
		if err := json.NewDecoder(w.Body).Decode(&answer); err != nil {
			t.Fatal(err)
		}
		return w.Code, answer
	}
	for _, c := range []struct {
		body string
		code int
		now  string
		says string
	}{
		{`{"advance":"24h"}`, 200, "2026-12-31T10:00:00+08:00", ""},
		{`{"now":"2026-12-31T12:00:00+08:00"}`, 200, "2026-12-31T12:00:00+08:00", ""},
		{`{"now":"2026-12-31T04:30:00Z"}`, 200, "2026-12-31T12:30:00+08:00", ""},
		{`{"now":"2026-12-31T12:00:00+08:00"}`, 400, "2026-12-31T12:30:00+08:00", "forward only"},
		{`{"advance":"-1h"}`, 400, "2026-12-31T12:30:00+08:00", "forward only"},
		{`{"advance":"0s"}`, 400, "2026-12-31T12:30:00+08:00", "forward only"},
		{`{"advance":"40000h"}`, 400, "2026-12-31T12:30:00+08:00", "three years"},
		{`{"advance":"a day"}`, 400, "2026-12-31T12:30:00+08:00", "invalid duration"},
		{`{"now":"tomorrow"}`, 400, "2026-12-31T12:30:00+08:00", "parsing time"},
		{`{}`, 400, "2026-12-31T12:30:00+08:00", "either"},
		{`{"advance":"1h","now":"2027-01-01T00:00:00Z"}`, 400, "2026-12-31T12:30:00+08:00", "either"},
		{`{"forward":"1h"}`, 400, "2026-12-31T12:30:00+08:00", "send"},
		{`now`, 400, "2026-12-31T12:30:00+08:00", "send"},
	} {
		code, answer := post(c.body)
		if code != c.code || answer["now"] != c.now || !strings.Contains(answer["error"], c.says) {
			t.Errorf("%s: %d %v", c.body, code, answer)
		}
	}
	if got := d.clock.Now().Format(time.RFC3339); got != "2026-12-31T12:30:00+08:00" {
		t.Errorf("in the end it is %s", got)
	}
}

func TestAMoveStopsAtEverythingThatIsDue(t *testing.T) {
	d := newDemo(t, moment(t, "2026-11-24 10:00"))
	if err := d.prepare(t.Context()); err != nil {
		t.Fatal(err)
	}
	d.open(t, bot.Limits{})
	d.telegram.SetLimits(sandbox.Limits{})
	street, reps := d.city.users["emily"].Private(), d.city.groups[3]
	heard, seen := len(street.History()), len(reps.History())
	clock := d.time()
	if err := clock.move(t.Context(), moment(t, "2026-11-30 20:00")); err != nil {
		t.Fatal(err)
	}
	var times []string
	for _, m := range street.History()[heard:] {
		times = append(times, m.Date.In(d.clock.zone).Format("2006-01-02 15:04"))
	}
	// Due on Thursday the 26th: the day before, on the day, and each working day after.
	want := "2026-11-25 09:00, 2026-11-26 09:00, 2026-11-27 09:00, 2026-11-30 09:00"
	if got := strings.Join(times, ", "); got != want {
		t.Errorf("the street was reminded at %s", got)
	}
	closed := false
	for _, m := range reps.History()[seen:] {
		closed = closed || m.Date.In(d.clock.zone).Format("2006-01-02 15:04") == "2026-11-26 18:00"
	}
	if !closed {
		t.Error("the vote did not close at its hour")
	}
	d.checkSaid(t)
	d.checkBooks(t)
	err := d.parts.db.Read(t.Context(), func(tx *store.Tx) error {
		next, err := d.parts.office.NextBallotClose(tx)
		if err == nil && !next.IsZero() && !next.After(d.clock.Now()) {
			t.Errorf("a vote should have closed at %s", next)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
	d.checkStops(t)
}

// checkStops makes sure that the page offers moments to come, in order.
func (d *demo) checkStops(t *testing.T) {
	t.Helper()
	last := d.clock.Now()
	labels := map[string]bool{}
	for _, s := range d.stops() {
		if !s.At.After(d.clock.Now()) || !s.At.After(last) || s.Label["zh"] == "" || s.Label["en"] == "" {
			t.Errorf("stop at %s: %v", s.At, s.Label)
		}
		last = s.At
		labels[s.Label["en"]] = true
	}
	for _, want := range []string{"The next reminder to an office", "The next quarter's summary", "The end of the year"} {
		if !labels[want] {
			t.Errorf("no stop %q among %v", want, labels)
		}
	}
}

func TestTheClockDoesNotWaitForEverForWhatCannotBeSaid(t *testing.T) {
	d, clock, _ := bare(t, "2026-12-30 10:00")
	err := d.parts.act(t.Context(), func(a office.Act) error {
		return a.Tx.Send(store.Outgoing{Kind: "nobody words this", Chat: 5, Data: []byte("{}")}, a.Now)
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := clock.move(t.Context(), moment(t, "2026-12-30 11:00")); err != nil {
		t.Fatal(err)
	}
}
