package office

import (
	"fmt"
	"strings"
	"testing"

	"huimin/fund"
	"huimin/store"
)

// TestNoWordOfTheErasedIsLeft has a representative write in every way that there
// is, and the offices paste it wherever they write; then they delete their data.
func TestNoWordOfTheErasedIsLeft(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	rep := w.live(w.reps[0], w.works)
	n := 0
	mark := func() string {
		n++
		return fmt.Sprintf("qzmark%d the handrail \"wobbles\" & squeaks badly", n)
	}
	texts := []string{}
	say := func() string {
		s := mark()
		texts = append(texts, s)
		return s
	}
	quote := func(i int) string { return "They said: " + texts[i] + ". So it is done." }
	must := func(by fund.Person, do func(a Act) error) { t.Helper(); w.must(by, do) }

	p := w.quotedDraft(rep, say, quote)
	must(rep, func(a Act) error { // their own words on the works
		_, err1 := w.office.Complain(a, p.ID, say(), nil)
		_, err2 := w.office.Observe(a, p.ID, true, say(), []fund.Photo{{FileID: "qzmark-photo", UniqueID: "q"}})
		return firstOf(err1, err2)
	})
	must(w.staff, func(a Act) error {
		notes, err := w.office.Notes(a.Tx, p.ID)
		if err != nil {
			return err
		}
		complaints, err := w.office.ComplaintsBy(a.Tx, rep.ID)
		if err != nil {
			return err
		}
		_, err1 := w.office.AnswerNote(a, notes[0].ID, quote(1))
		_, err2 := w.office.AnswerComplaint(a, complaints[0].ID, quote(2))
		_, err3 := w.office.Report(a, p.ID, 50, quote(0), nil)
		_, err4 := w.office.Finish(a, p.ID, quote(0), []fund.Photo{{FileID: "after", UniqueID: "a"}})
		return firstOf(err1, err2, err3, err4)
	})
	team := w.named(p)
	must(rep, func(a Act) error {
		_, err := w.office.Sign(a, team.ID, fund.SignFail, say(), 5)
		return err
	})
	must(fund.Person{}, func(a Act) error { // what somebody else is filling in, and was shown
		err1 := a.Tx.SaveSession(store.Session{
			Chat: w.staff.Telegram, Person: w.staff.Telegram, Form: "adopt", Step: "cost", Changed: a.Now,
			Data: []byte(`{"open":{"draft":{"title":` + quoted(texts[0]) + `}}}`),
		})
		err2 := a.Tx.Send(store.Outgoing{Chat: w.staff.Telegram, Kind: "screen", Data: []byte(`{"text":` + quoted(quote(0)) + `}`)}, a.Now)
		return firstOf(err1, err2)
	})
	w.sound()
	if before := w.dump(); strings.Count(before, "qzmark") < 20 {
		t.Fatalf("only %d marks to be taken out", strings.Count(before, "qzmark"))
	}
	must(rep, w.office.Erase)

	for _, table := range w.column("SELECT name FROM sqlite_schema WHERE type = 'table'") {
		for _, c := range w.column("SELECT name FROM pragma_table_info(?)", table) {
			found := w.column(fmt.Sprintf(`SELECT CAST(%q AS TEXT) FROM %q WHERE instr(CAST(%[1]q AS TEXT), 'qzmark')`, c, table))
			if len(found) > 0 {
				t.Errorf("%s.%s still has %q", table, c, found)
			}
		}
	}
	w.sound()
	if got := w.column("SELECT purpose FROM applications WHERE project = " + fmt.Sprint(int64(p.ID))); len(got) != 1 || got[0] != "They said: …. So it is done." {
		t.Errorf("what the office wrote itself: %q", got)
	}
	// What is left is sealed anew: a change of it is found.
	db := w.tamper()
	w.edit(db, "UPDATE applications SET purpose = 'A statue' WHERE project = ?", p.ID)
	w.edit(db, "UPDATE oversight_notes SET answer = 'Never mind'")
	if v := w.verified(); len(v.Faults) != 2 {
		t.Errorf("two changed words: %+v", v.Faults)
	}
}

// quotedDraft is a project whose works go on, and in which the committee wrote
// down again and again what somebody had said.
func (w *world) quotedDraft(rep fund.Person, say func() string, quote func(i int) string) (p fund.Project) {
	w.t.Helper()
	r := w.ask(rep, say())
	w.comment(rep, r, say())
	other := w.ask(w.bob, "A bench for the bus stop, please")
	w.must(w.staff, func(a Act) error {
		_, err1 := w.office.Comment(a, r.ID, quote(0))
		_, err2 := w.office.Decline(a, other.ID, quote(0))
		_, err3 := w.office.OpenCampaign(a, NewCampaign{
			Community: w.works.ID, Kind: fund.CampaignVisit, Title: cutTo(quote(0), 60), Goal: 10, Unit: fund.GoalHouseholds,
			From: w.now, Until: w.now.AddDate(0, 0, 7),
		})
		return firstOf(err1, err2, err3)
	})
	w.must(w.staff, func(a Act) (err error) {
		p, err = w.office.Adopt(a, r.ID, NewProject{
			Title: "Handrails", Item: lampItem, Funding: fund.Funding{Fund: fund.Yuan(60_000)},
		})
		if err != nil {
			return err
		}
		return w.office.Describe(a, p.ID, quote(0), quote(1))
	})
	w.must(w.staff, func(a Act) error {
		words := fund.Opinion{For: true, Words: quote(0)}
		_, err := w.office.RecordStudy(a, p.ID, a.Now, words, words)
		return err
	})
	w.ready(p)
	b := w.opened(p, w.midnight(1).Sub(w.now))
	w.votes(b, "fff")
	w.now = b.Closes
	w.closeDue()
	p = w.approve(w.officer, w.project(p.ID))
	review := w.waiting(p)
	w.must(w.reviewer, func(a Act) error {
		_, err := w.office.Pause(a, review.ID, fund.GroundDocuments, quote(0))
		return err
	})
	p = w.approve(w.reviewer, p)
	w.must(w.staff, func(a Act) error { _, err := w.office.Start(a, p.ID); return err })
	return w.project(p.ID)
}

func firstOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func quoted(text string) string {
	escaped, err := store.Escaped(text)
	if err != nil {
		panic(err)
	}
	return `"` + escaped + `"`
}

func cutTo(s string, n int) string { return string([]rune(s)[:min(n, len([]rune(s)))]) }
