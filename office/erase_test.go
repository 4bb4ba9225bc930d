package office

import (
	"slices"
	"strings"
	"testing"
	"time"

	"huimin/fund"
	"huimin/store"
)

// arrive has everything that waits arrive, as posts where it has a topic.
func (w *world) arrive() {
	w.t.Helper()
	w.must(fund.Person{}, func(a Act) error {
		rows, err := a.Tx.WaitingOutbox(0, 1000)
		if err != nil {
			return err
		}
		for _, q := range rows {
			message := int(q.ID)
			if q.Topic != "" {
				if err := a.Tx.SetPost(store.Post{Chat: q.Chat, Topic: q.Topic, Message: message, At: a.Now}); err != nil {
					return err
				}
			}
			if _, err := a.Tx.MarkSent(q.ID, q.Rev, message, a.Now); err != nil {
				return err
			}
		}
		return nil
	})
}

func TestAProjectOutlivesItsAuthorWithoutTheirWords(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	var r fund.Request
	w.must(w.ann, func(a Act) (err error) {
		r, err = w.office.FileRequest(a, NewRequest{
			Text: "王小安家门口的灯坏了", Where: "3号楼502门口", At: &fund.Point{Lat: 24.3123, Lon: 109.4123},
			Photos: []fund.Photo{{FileID: "doorway", UniqueID: "U"}},
		})
		return err
	})
	var p fund.Project
	w.must(w.staff, func(a Act) (err error) {
		p, err = w.office.Adopt(a, r.ID, NewProject{Item: lampItem, Funding: fund.Funding{Fund: fund.Yuan(60_000)}})
		return err
	})
	b := w.opened(p, time.Hour)
	w.votes(b, "fff")
	w.now = b.Closes
	w.arrive()
	w.closeDue()
	w.arrive()
	since := w.lastOutbox()
	w.must(w.ann, w.office.Erase)

	q := w.project(p.ID)
	if q.Title != p.Number || q.Where != "" || q.At != nil || len(q.Before) != 0 || q.Status != fund.ProjectStreet {
		t.Errorf("left: %q at %q %v, %v, %s", q.Title, q.Where, q.At, q.Before, q.Status)
	}
	books := w.dump()
	for _, secret := range []string{"王小安", "3号楼502", "doorway", "24.3123"} {
		if strings.Contains(books, secret) {
			t.Errorf("%s is still in the books", secret)
		}
	}
	// The three posts that showed the photo go; what people still need stands anew.
	if got := w.heard(since, KindGone); len(got) != 4 { // the neighbours' two, the channel's, the representatives'
		t.Errorf("deleted: %q", got)
	}
	for kind, n := range map[string]int{KindRequestPost: 1, KindProjectPost: 2, KindBallotPost: 0, KindTask: 1} {
		if got := w.heard(since, kind); len(got) != n {
			t.Errorf("%s %d times, want %d: %q", kind, len(got), n, got)
		}
	}
	w.sound()
	if v := w.verified(); v.Unsealed != 0 {
		t.Errorf("%d texts cannot be compared any more: the project's could", v.Unsealed)
	}
	db := w.tamper()
	w.edit(db, "UPDATE projects SET title = 'A statue'")
	if v := w.verified(); len(v.Faults) != 1 {
		t.Errorf("a changed title: %+v", v.Faults)
	}
}

func TestWhatTheOfficeWroteItselfStays(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	r := w.ask(w.ann, "the lamp at my door is broken")
	at := &fund.Point{Lat: 1, Lon: 2}
	var p fund.Project
	w.must(w.staff, func(a Act) (err error) {
		p, err = w.office.Adopt(a, r.ID, NewProject{
			Title: "Lamps of building 3", Where: "Building 3", At: at, Item: lampItem, Funding: fund.Funding{Fund: fund.Yuan(1_000)},
		})
		return err
	})
	before := w.rows("SELECT count(*) FROM record")
	w.must(w.ann, w.office.Erase)
	q := w.project(p.ID)
	if q.Title != p.Title || q.Where != p.Where || q.At == nil || *q.At != *at {
		t.Errorf("left: %q at %q %v", q.Title, q.Where, q.At)
	}
	if slices.Contains(w.rows("SELECT what FROM record"), recordBlanked) {
		t.Errorf("nothing was taken out, and yet recorded (%q entries before)", before)
	}
	w.sound()
}
