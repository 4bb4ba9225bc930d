package office

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"huimin/fund"
	"huimin/store"
)

// tasks lists the tasks said since, as "person stage overdue escalated due".
func (w *world) tasks(since int64) (list []string) {
	w.t.Helper()
	names := map[string]string{
		"900": "admin", "901": "district", "902": "street", "903": "other street", "904": "staff",
	}
	for _, line := range w.rows("SELECT chat, due, data FROM outbox WHERE kind = ? AND id > ? ORDER BY id", KindTask, since) {
		parts := strings.SplitN(line, " ", 3)
		var due int64
		if _, err := fmt.Sscan(parts[1], &due); err != nil {
			w.t.Fatal(err)
		}
		var t Task
		if err := json.Unmarshal([]byte(parts[2]), &t); err != nil {
			w.t.Fatal(err)
		}
		text := fmt.Sprintf("%s %s %s", time.Unix(due, 0).In(w.office.Zone()).Format("01-02 15:04"), names[parts[0]], t.Stage)
		if t.OverdueBy > 0 {
			text += fmt.Sprintf(" %d", t.OverdueBy)
		}
		if t.Escalated {
			text += " escalated"
		}
		list = append(list, text)
	}
	return list
}

func (w *world) remind() {
	w.t.Helper()
	w.must(fund.Person{}, w.office.Remind)
}

// days runs the reminders of each day at nine, twice, and gives what was said.
func (w *world) days(from, to string) []string {
	w.t.Helper()
	since := w.lastOutbox()
	w.at(to + " 09:00")
	end := w.now
	for w.at(from + " 09:00"); !w.now.After(end); w.now = w.now.Add(24 * time.Hour) {
		w.remind()
		w.remind()
	}
	return w.tasks(since)
}

func (w *world) want(what string, have []string, want ...string) {
	w.t.Helper()
	if !slices.Equal(have, want) {
		w.t.Errorf("%s:\n  %s\nwant\n  %s", what, strings.Join(have, "\n  "), strings.Join(want, "\n  "))
	}
}

// 2026-04-17 to 20 is 三月三 with its weekend.
func TestRemindersOverAHoliday(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	w.at("2026-04-14 20:00") // after hours: the arrival is told in the morning
	since := w.lastOutbox()
	p := w.carried(fund.Yuan(60_000))
	w.want("on arrival", w.tasks(since), "04-15 09:00 street arrival")
	w.want("while there is time", w.days("2026-04-15", "2026-04-21"))
	w.want("to the end", w.days("2026-04-22", "2026-04-27"),
		"04-22 09:00 street day_before",
		"04-23 09:00 street today",
		"04-24 09:00 street overdue 1", "04-24 09:00 district overdue 1 escalated",
		"04-27 09:00 street overdue 2", "04-27 09:00 district overdue 2 escalated")

	w.at("2026-04-27 16:00")
	since = w.lastOutbox()
	p = w.approve(w.officer, p)
	w.want("at the district", w.tasks(since), "04-27 16:00 district arrival")
	w.want("late at the district", w.days("2026-04-28", "2026-04-28"),
		"04-28 09:00 district overdue 3", "04-28 09:00 admin overdue 3 escalated")
	w.at("2026-04-28 10:00")
	w.approve(w.reviewer, p)
	w.want("once it is decided", w.days("2026-04-29", "2026-05-08"))
}

func TestNobodyHoldsTheReview(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	w.must(w.officer, func(a Act) error {
		_, err := w.office.Leave(a, w.grant(w.officer, fund.RoleStreet))
		return err
	})
	w.at("2026-04-14 10:00")
	since := w.lastOutbox()
	w.carried(fund.Yuan(60_000))
	w.want("on arrival", w.tasks(since), "04-14 10:00 district arrival escalated", "04-14 10:00 admin arrival escalated")
	w.want("before the day", w.days("2026-04-22", "2026-04-22"),
		"04-22 09:00 district day_before escalated", "04-22 09:00 admin day_before escalated")
}

func TestWhoHoldsBothLevelsHearsItOnce(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	w.hold(w.officer, w.admin, fund.RoleDistrict, w.district)
	w.at("2026-04-14 10:00")
	w.carried(fund.Yuan(60_000))
	w.want("overdue", w.days("2026-04-24", "2026-04-24"),
		"04-24 09:00 street overdue 1", "04-24 09:00 district overdue 1 escalated")
}

func TestRemindersKeepHours(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	w.at("2026-04-14 10:00")
	w.carried(fund.Yuan(60_000))
	for _, c := range []struct{ now, said string }{
		{"2026-04-22 20:00", "04-23 09:00 street today"}, // the day was missed: said when hours begin, in that day's words
		{"2026-04-22 23:00", ""},
		{"2026-04-23 08:59", ""},
		{"2026-04-23 09:00", ""},
	} {
		w.at(c.now)
		since := w.lastOutbox()
		w.remind()
		var want []string
		if c.said != "" {
			want = []string{c.said}
		}
		w.want(c.now, w.tasks(since), want...)
	}
}

func TestAMissedMorningIsMadeUpForInHours(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	w.at("2026-04-14 10:00")
	w.carried(fund.Yuan(60_000))
	w.at("2026-04-23 12:00") // nine was missed
	since := w.lastOutbox()
	w.remind()
	w.want("at noon", w.tasks(since), "04-23 12:00 street today")
	if got := w.rows("SELECT expires - due FROM outbox WHERE id > ?", since); got[0] != "43200" {
		t.Errorf("what is due today is worth saying for %s seconds", got)
	}
}

func TestVotersAreRemindedOnceOnTheLastDay(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	w.at("2026-04-16 15:00")
	b := w.opened(w.adopted(fund.Yuan(1_000)), 72*time.Hour) // until Sunday 15:00
	w.votes(b, "f--")
	w.must(w.staff, func(a Act) error {
		_, err := w.office.Revoke(a, w.grant(w.reps[1], fund.RoleRepresentative))
		return err
	})
	reminded := func(now string) []string {
		since := w.lastOutbox()
		w.at(now)
		w.remind()
		w.remind()
		return w.heard(since, KindBallotReminder)
	}
	for _, now := range []string{"2026-04-17 09:00", "2026-04-18 09:00"} {
		if got := reminded(now); len(got) != 0 {
			t.Errorf("%s: %q", now, got)
		}
	}
	// Only the third has not voted and still may.
	if got := reminded("2026-04-19 09:00"); len(got) != 1 || !strings.HasPrefix(got[0], "ballot_reminder 912 ") {
		t.Errorf("on the last day: %q", got)
	}
	w.at("2026-04-20 08:00")
	w.opened(w.adopted(fund.Yuan(1_000)), 24*time.Hour)
	if got := reminded("2026-04-20 09:00"); len(got) != 0 {
		t.Errorf("an hour after the opening: %q", got)
	}
}

// The process was down from nine to six: who has not voted still hears of a
// ballot that closes before the next morning, and in the morning of a later one.
func TestAMissedDayDoesNotCostAVote(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	w.at("2026-04-15 08:30")
	night := w.opened(w.adopted(fund.Yuan(1_000)), 48*time.Hour) // until the 17th, 08:30
	w.at("2026-04-15 12:00")
	w.opened(w.adopted(fund.Yuan(1_000)), 48*time.Hour) // until the 17th, 12:00
	for _, c := range []struct {
		now  string
		said int
	}{{"2026-04-16 20:00", 3}, {"2026-04-16 22:00", 0}, {"2026-04-17 08:00", 0}, {"2026-04-17 09:00", 3}} {
		since := w.lastOutbox()
		w.at(c.now)
		w.remind()
		got := w.rows("SELECT json_extract(data, '$.Ballot') FROM outbox WHERE id > ? AND kind = ?", since, KindBallotReminder)
		if len(got) != c.said || c.now == "2026-04-16 20:00" && got[0] != itoa(int64(night.ID)) {
			t.Errorf("%s: reminded of ballots %q", c.now, got)
		}
	}
}

func TestWhatWasSaidAboutAReviewIsBroughtUpToDateWhenItEnds(t *testing.T) {
	for name, end := range map[string]func(*world, fund.Project){
		"approved": func(w *world, p fund.Project) { w.approve(w.officer, p) },
		"given up": func(w *world, p fund.Project) {
			w.must(w.staff, func(a Act) error {
				_, err := w.office.Drop(a, p.ID, "Another way was found")
				return err
			})
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.bindAll()
			w.at("2026-04-14 10:00")
			first, second := w.carried(fund.Yuan(60_000)), w.carried(fund.Yuan(70_000))
			w.days("2026-04-15", "2026-04-23")
			said := w.rows("SELECT chat, topic FROM outbox WHERE kind = ? AND topic LIKE 'task:%'", KindTask)
			w.must(fund.Person{}, func(a Act) error { // they arrive
				rows, err := a.Tx.WaitingOutbox(0, 1000)
				for i, q := range rows {
					if q.Topic != "" {
						if err := a.Tx.SetPost(store.Post{Chat: q.Chat, Topic: q.Topic, Message: i + 1, At: a.Now}); err != nil {
							return err
						}
					}
					if _, err := a.Tx.MarkSent(q.ID, q.Rev, i+1, a.Now); err != nil {
						return err
					}
				}
				return err
			})
			since := w.lastOutbox()
			review := w.waiting(first)
			end(w, first)
			have := w.rows("SELECT chat, topic FROM outbox WHERE id > ? AND topic LIKE ?", since, fmt.Sprintf("task:%d:%%", review.ID))
			var want []string
			for _, line := range said {
				if strings.Contains(line, fmt.Sprintf(" task:%d:", review.ID)) {
					want = append(want, line)
				}
			}
			slices.Sort(have)
			slices.Sort(want)
			if len(want) < 3 || !slices.Equal(have, want) {
				t.Errorf("brought up to date: %q, want %q", have, want)
			}
			if other := w.waiting(second); len(w.rows("SELECT id FROM outbox WHERE id > ? AND topic LIKE ?", since, fmt.Sprintf("task:%d:%%", other.ID))) != 0 {
				t.Error("the other review was touched")
			}
		})
	}
}
