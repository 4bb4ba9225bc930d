package office

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"huimin/fund"
)

// toldOf gives what was said of a kind since, as "chat date hour".
func (w *world) toldOf(kind string, since int64) (list []string) {
	w.t.Helper()
	for _, line := range w.rows("SELECT chat, due FROM outbox WHERE kind = ? AND id > ? ORDER BY id", kind, since) {
		var chat, due int64
		if _, err := fmt.Sscan(line, &chat, &due); err != nil {
			w.t.Fatal(err)
		}
		list = append(list, fmt.Sprintf("%d %s", chat, time.Unix(due, 0).In(w.office.Zone()).Format("01-02 15:04")))
	}
	return list
}

// TestABureauIsRemindedOnceBeforeTheDay: the bureaus that have not spoken, two
// working days before the review is due, once, and when offices are open.
func TestABureauIsRemindedOnceBeforeTheDay(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	finance := w.bureau(970, fund.BureauFinance)
	w.bureau(971, fund.BureauAudit)
	w.bureau(972, fund.BureauHousing) // the programme does not wait for it
	p := w.approve(w.officer, w.carried(fund.Yuan(60_000)))
	r := w.waiting(p)
	w.must(finance, func(a Act) error { _, err := w.office.Opine(a, r.ID, fund.ViewAgree, ""); return err })
	calendar := w.office.Rules(w.now).Calendar
	since := w.lastOutbox()
	var first time.Time
	for w.now = time.Date(w.now.Year(), w.now.Month(), w.now.Day(), 7, 0, 0, 0, w.office.Zone()); w.now.Before(r.Due.AddDate(0, 0, 3)); w.now = w.now.Add(24 * time.Hour) {
		if first.IsZero() && calendar.Left(w.now, r.Due) == 2 {
			first = w.now.Add(90 * time.Minute)
		}
		w.remind()
		w.remind()
	}
	open := w.office.Rules(first).Hours.From
	want := fmt.Sprintf("971 %s %02d:%02d", first.Format("01-02"), open/60, open%60)
	w.want("reminded of its opinion", w.toldOf(KindOpinion, since), want)
}

// TestMoneyThatGoesBackIsToldOnce: a plan that became cheaper owes a sponsor
// something; what happens to the project after that does not say it again, and
// another return does.
func TestMoneyThatGoesBackIsToldOnce(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	w.allot(w.works, 2026)
	p := w.coFinanced(fund.Funding{Fund: fund.Yuan(10_000), Sponsor: fund.Yuan(5_000)})
	g := w.sponsored(p, "Carriage Works", fund.Yuan(5_000))
	w.came(g, fund.Yuan(5_000))
	since := w.lastOutbox()
	change := func(sponsor int64) {
		w.must(w.staff, func(a Act) error {
			f := fund.Funding{Fund: fund.Yuan(10_000), Sponsor: fund.Yuan(sponsor), SponsorName: "Carriage Works"}
			_, _, err := w.office.Change(a, p.ID, f, "材料便宜了", nil)
			return err
		})
	}
	change(4_000)
	w.must(w.staff, func(a Act) error { _, err := w.office.Start(a, p.ID); return err })
	w.must(w.staff, func(a Act) error { _, err := w.office.Finish(a, p.ID, "", nil); return err })
	n := w.named(p)
	w.signs(n, w.staff, fund.SignFail)
	w.signs(n, w.reps[0], fund.SignPass)
	w.signs(n, w.reps[1], fund.SignPass)
	if told := w.toldOf(KindMoneyBack, since); len(told) != 1 {
		t.Errorf("one return is told of %d times: %q", len(told), told)
	}
	w.must(w.staff, func(a Act) error { _, err := w.office.GiveBack(a, g.ID, bill()); return err })
	w.must(w.staff, func(a Act) error { _, err := w.office.Finish(a, p.ID, "", nil); return err })
	n = w.named(p)
	for _, by := range []fund.Person{w.staff, w.reps[0], w.reps[1]} {
		w.must(by, func(a Act) error {
			_, err := w.office.Sign(a, n.ID, fund.SignFail, "扶手断了", fund.NoMending)
			return err
		})
	}
	if told := w.toldOf(KindMoneyBack, since); len(told) != 2 {
		t.Errorf("two returns are told of %d times: %q", len(told), told)
	}
	w.sound()
}

// TestADeputyHearsOfTheYearsEnd: who stands in is warned at once, where the
// warnings of the year have begun, and then like the one who is away, of the
// same works.
func TestADeputyHearsOfTheYearsEnd(t *testing.T) {
	w := newWorldAt(t, time.Date(2026, 12, 1, 1, 30, 0, 0, time.UTC))
	w.bindAll()
	p := w.begun()
	for _, absent := range []struct {
		who    fund.Person
		role   fund.Role
		deputy fund.Person
	}{{w.staff, fund.RoleStaff, w.staff2}, {w.officer, fund.RoleStreet, w.reviewer}} {
		w.must(absent.who, func(a Act) error {
			_, err := w.office.NameDeputy(a, w.grant(absent.who, absent.role), absent.deputy.ID, w.midnight(20))
			return err
		})
	}
	told := w.toldOf(KindYearWarning, 0)
	if len(told) != 2 || !strings.HasPrefix(told[0], fmt.Sprint(w.staff2.Telegram, " ")) {
		t.Errorf("on standing in, between two warnings: %q", told)
	}
	since := w.lastOutbox()
	w.at("2026-12-08 09:30")
	w.must(fund.Person{}, func(a Act) error { return w.office.WarnYear(a, a.Now) })
	told = w.toldOf(KindYearWarning, since)
	for _, who := range []fund.Person{w.staff, w.officer, w.staff2, w.reviewer, w.supervisor} {
		if !slices.ContainsFunc(told, func(s string) bool { return strings.HasPrefix(s, fmt.Sprint(who.Telegram, " ")) }) {
			t.Errorf("%s hears nothing of the year's end: %q", who.Name, told)
		}
	}
	for _, who := range []fund.Person{w.staff2, w.reviewer} {
		w.must(who, func(a Act) error {
			list, err := w.office.Unfinished(a, 2026)
			if len(list) != 1 || len(list[0].Projects) != 1 || list[0].Projects[0].ID != p.ID {
				t.Errorf("%s is warned of %+v", who.Name, list)
			}
			return err
		})
	}
}

// TestAnotherTermIsToldToWhomItConcerns, in the hours in which offices work; its
// end is told of before it comes, as that of the first was.
func TestAnotherTermIsToldToWhomItConcerns(t *testing.T) {
	w := newWorld(t)
	head := rosterHead + "|CD,王小明,,,,"
	_, links := w.imported(w.admin, false, head+"2027-02-28")
	w.must(w.stray, func(a Act) error { _, err := w.office.AcceptInvite(a, links[0].Token, ""); return err })
	w.at("2027-01-29 09:00")
	w.must(fund.Person{}, w.office.RemindTerms)
	since := w.lastOutbox()
	w.at("2027-02-01 22:00")
	p, _ := w.imported(w.admin, false, head+"2028-02-29")
	if p.Count(StepChange) != 1 {
		t.Fatalf("planned %+v", p)
	}
	told := w.toldOf(KindTermChanged, since)
	if len(told) != 1 || !strings.HasPrefix(told[0], fmt.Sprint(w.stray.Telegram, " 02-02 ")) {
		t.Errorf("told %q", told)
	}
	for w.at("2028-01-30 09:00"); w.now.Month() < 3; w.now = w.now.Add(24 * time.Hour) {
		w.must(fund.Person{}, w.office.RemindTerms)
	}
	mine := slices.DeleteFunc(w.toldOf(KindTermEnds, 0), func(s string) bool {
		return !strings.HasPrefix(s, fmt.Sprint(w.stray.Telegram, " "))
	})
	if len(mine) != 3 {
		t.Errorf("the ends of two terms are told of by %q", mine)
	}
	w.agrees()
}

// TestALapsedDraftIsTakenOver: its cost lines, quotes and site come with the
// request when that is made a project again.
func TestALapsedDraftIsTakenOver(t *testing.T) {
	w := newWorldAt(t, time.Date(2026, 12, 1, 1, 30, 0, 0, time.UTC))
	w.bindAll()
	r := w.ask(w.ann, "The roof of the corridor leaks when it rains")
	lines := []fund.CostLine{{Label: "Tiles", Amount: fund.Yuan(30_000)}, {Label: "Wages", Amount: fund.Yuan(10_000)}}
	whole := NewProject{Title: "Roof", Item: lampItem, Where: "Behind building 3", Funding: fund.Funding{Fund: fund.Yuan(40_000)}}
	var old, made fund.Project
	w.must(w.staff, func(a Act) (err error) {
		n := whole
		n.Lines = lines
		if old, err = w.office.Adopt(a, r.ID, n); err == nil {
			_, err = w.office.AddQuote(a, fund.Quote{Project: old.ID, Vendor: "Roof & Tile", Amount: fund.Yuan(39_000), Photos: bill()})
		}
		return err
	})
	w.at("2027-01-04 10:00")
	w.endYear()
	if w.project(old.ID).Status != fund.ProjectLapsed {
		t.Fatalf("it is %s", w.project(old.ID).Status)
	}
	w.must(w.staff, func(a Act) (err error) {
		made, err = w.office.Adopt(a, r.ID, NewProject{Title: "Roof", Item: lampItem, Funding: whole.Funding})
		return err
	})
	w.must(w.staff, func(a Act) error {
		got, err := w.office.CostLines(a.Tx, made.ID)
		if !slices.Equal(got, lines) {
			t.Errorf("cost lines %+v", got)
		}
		quotes, err2 := a.Tx.Quotes(made.ID)
		if len(quotes) != 1 || quotes[0].Vendor != "Roof & Tile" || len(quotes[0].Photos) != 1 {
			t.Errorf("quotes %+v", quotes)
		}
		if err == nil {
			err = err2
		}
		return err
	})
	if made.Where != whole.Where || made.ID == old.ID || made.Year != 2027 {
		t.Errorf("made again: %+v", made)
	}
	w.sound()
}
