package office

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"huimin/fund"
)

func (w *world) desk(p fund.Person) (list []string) {
	w.t.Helper()
	var items []DeskItem
	w.must(p, func(a Act) (err error) {
		items, err = w.office.Desk(a)
		return err
	})
	for _, i := range items {
		text := fmt.Sprintf("%s %s", i.Kind, i.Number)
		if !i.Due.IsZero() {
			text += fmt.Sprintf(" %d", i.DaysLeft)
		}
		if i.Overdue {
			text += " overdue"
		}
		if i.Count > 0 {
			text += fmt.Sprintf(" ×%d", i.Count)
		}
		list = append(list, text)
	}
	return list
}

func TestTheDeskShowsWhatNeedsMeSoonestFirst(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	w.at("2026-04-14 10:00")
	first := w.carried(fund.Yuan(60_000))
	w.at("2026-04-15 10:00")
	w.carried(fund.Yuan(70_000))
	b := w.opened(w.adopted(fund.Yuan(1_000)), 24*time.Hour)
	w.at("2026-04-15 11:00")
	drafted := w.adopted(fund.Yuan(1_000))
	w.at("2026-04-15 12:00")
	returned := w.waiting(first)
	plain, loved := w.ask(w.bob, "A bench under the tree"), w.ask(w.cat, "Paint the fence green")
	w.support(w.ann, loved)
	asked := w.ask(w.bob, "Where can the children play")
	w.must(w.ann, func(a Act) error {
		_, err := w.office.Comment(a, asked.ID, "And when?")
		return err
	})

	w.want("street", w.desk(w.officer), "review CD-26-P01 4", "review CD-26-P02 5")
	w.want("other street", w.desk(w.officer2))
	w.want("district", w.desk(w.reviewer))
	w.want("representative", w.desk(w.reps[0]), "vote CD-26-P03 1")
	w.votes(b, "f")
	w.want("who has voted", w.desk(w.reps[0]))
	w.want("staff", w.desk(w.staff), "drafted "+drafted.Number,
		"question "+asked.Number+" ×1", "request "+loved.Number+" ×1", "request "+plain.Number)
	w.want("staff next door", w.desk(w.staff2))
	w.must(w.staff, func(a Act) error {
		_, err := w.office.Comment(a, asked.ID, "In May.")
		return err
	})
	w.want("once it is answered", w.desk(w.staff), "drafted "+drafted.Number,
		"request "+loved.Number+" ×1", "request "+plain.Number, "request "+asked.Number)

	later := w.hold(w.consent(963, "Later", ""), w.staff, fund.RoleRepresentative, w.works)
	w.want("a representative who came later", w.desk(later))
	w.at("2026-04-16 10:00") // the ballot's hour, before anybody closed it
	w.want("too late to vote", w.desk(w.reps[1]))
	w.at("2026-04-15 13:00")
	w.must(w.officer, func(a Act) error { _, err := w.office.Return(a, returned.ID, "Quotes"); return err })
	if got := w.desk(w.staff); got[0] != "drafted "+drafted.Number || got[1] != "returned CD-26-P01" {
		t.Errorf("longest waiting first: %q", got)
	}
	w.at("2026-04-27 10:00") // the second is one working day late
	w.want("late, street", w.desk(w.officer), "review CD-26-P02 -1 overdue")
	w.want("late, district", w.desk(w.reviewer), "overdue CD-26-P02 -1 overdue")
	w.want("late, administrator", w.desk(w.admin))
	for _, p := range []fund.Person{w.ann, w.supervisor, w.stray, {}} {
		w.refuse(p, fund.ErrNotAllowed, func(a Act) error { _, err := w.office.Desk(a); return err })
	}
}

// Whoever holds several offices finds a review once, as the one who decides it.
func TestAReviewLiesOnceOnADesk(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	w.at("2026-04-13 10:00")
	both := w.hold(w.admin, w.admin, fund.RoleDistrict, w.district)
	w.hold(w.admin, w.admin, fund.RoleAdmin, w.district)
	up, low := w.carried(fund.Yuan(60_000)), w.carried(fund.Yuan(70_000))
	w.approve(w.officer, up)
	w.at("2026-05-13 10:00")
	got := w.desk(both)
	if len(got) != 2 || !strings.HasPrefix(got[0], "review "+up.Number+" ") || !strings.HasPrefix(got[1], "overdue "+low.Number+" ") {
		t.Errorf("on the desk: %q", got)
	}
}
