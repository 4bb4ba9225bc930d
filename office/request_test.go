package office

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"huimin/fund"
	"huimin/store"
)

func TestARequestIsNumberedPostedAndRecordedWithoutItsWords(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	since := w.lastOutbox()
	var r fund.Request
	w.must(w.ann, func(a Act) (err error) {
		r, err = w.office.FileRequest(a, NewRequest{
			Text: "  楼道路灯坏了，晚上看不清。  ", Where: "3栋2单元", At: &fund.Point{Lat: 24.3, Lon: 109.4},
			Photos: []fund.Photo{{FileID: "f1", UniqueID: "u1"}}, Item: w.office.Rules(w.now).Catalogue.In(fund.CategoryWorks)[0].Code,
		})
		return err
	})
	if r.Number != "CD-26-0001" || r.Text != "楼道路灯坏了，晚上看不清。" || r.Filed.Location() != w.now.Location() {
		t.Errorf("filed %+v", r)
	}
	if next := w.ask(w.bob, "Please mend the bench by the gate"); next.Number != "CD-26-0002" {
		t.Errorf("the next number is %s", next.Number)
	}
	kept := w.request(r.ID)
	if kept.At == nil || *kept.At != *r.At || len(kept.Photos) != 1 || kept.Photos[0].UniqueID != "u1" ||
		kept.Author != w.ann.ID || !kept.Filed.Equal(w.now) {
		t.Errorf("kept %+v", kept)
	}
	want := fmt.Sprintf(`request_post %d {"Request":%d}`, groupNeighbours, r.ID)
	if got := w.said(since); len(got) != 2 || got[0] != want {
		t.Errorf("said %q, want %q first", got, want)
	}
	for _, line := range w.rows("SELECT data FROM record") {
		for _, word := range []string{"路灯", "3栋", "bench", "王", "Bob", "24.3", "Full Name"} {
			if strings.Contains(line, word) {
				t.Errorf("the record says %q: %s", word, line)
			}
		}
	}
	w.read(func(tx *store.Tx) error { _, err := tx.CheckRecord(); return err })
}

func TestNumbersStartAgainWithTheYearOfTheZone(t *testing.T) {
	w := newWorld(t)
	w.now = time.Date(2026, 12, 31, 23, 59, 0, 0, w.now.Location())
	w.ask(w.ann, "the lamp is broken")
	w.now = w.now.Add(2 * time.Minute) // still 2026 in UTC
	if r := w.ask(w.ann, "the bench is broken"); r.Number != "CD-27-0001" {
		t.Errorf("the first number of the year is %s", r.Number)
	}
}

func TestRequestsThatAreRefused(t *testing.T) {
	w := newWorld(t)
	file := func(n NewRequest) func(Act) error {
		return func(a Act) error { _, err := w.office.FileRequest(a, n); return err }
	}
	w.refuse(fund.Person{}, ErrNoConsent, file(NewRequest{Text: "the lamp is broken"}))
	w.refuse(w.stray, ErrNoCommunity, file(NewRequest{Text: "the lamp is broken"}))
	w.refuse(w.ann, ErrNoItem, file(NewRequest{Text: "the lamp is broken", Item: "XX99"}))
	for what, n := range map[fund.What]NewRequest{
		fund.WhatText:   {Text: "!!!!!!"},
		fund.WhatWhere:  {Text: "the lamp is broken", Where: strings.Repeat("x", 201)},
		fund.WhatPhotos: {Text: "the lamp is broken", Photos: make([]fund.Photo, 11)},
	} {
		var length *fund.LengthError
		if err := w.try(w.ann, file(n)); !errors.As(err, &length) || length.What != what {
			t.Errorf("%s: %v", what, err)
		}
	}
}

func TestPaceProtectsTheStaff(t *testing.T) {
	w := newWorld(t)
	pace := func(want fund.What) {
		t.Helper()
		var e *fund.PaceError
		err := w.try(w.ann, func(a Act) error {
			_, err := w.office.FileRequest(a, NewRequest{Text: "one more thing"})
			return err
		})
		if !errors.As(err, &e) || e.What != want {
			t.Errorf("%v, want pace of %s", err, want)
		}
	}
	for range 5 {
		w.ask(w.ann, "the lamp is broken")
	}
	pace(fund.WhatDay)
	w.now = w.now.Add(24 * time.Hour)
	for range 5 {
		w.ask(w.ann, "the lamp is broken")
	}
	w.now = w.now.Add(24 * time.Hour)
	pace(fund.WhatOpen)
	w.ask(w.bob, "others are not held up")
}

func TestStaffEnterWhatTheyHear(t *testing.T) {
	w := newWorld(t)
	enter := func(by fund.Person, source fund.RequestSource, place fund.Place) (r fund.Request, err error) {
		err = w.try(by, func(a Act) (err error) {
			r, err = w.office.EnterRequest(a, NewRequest{Text: "Mrs Wei cannot get up the steps", Source: source, Community: place.ID})
			return err
		})
		return r, err
	}
	for _, source := range fund.RequestSources() {
		r, err := enter(w.staff, source, w.works)
		if source == fund.SourceSelf {
			if !errors.Is(err, ErrSource) {
				t.Errorf("self: %v", err)
			}
			continue
		}
		if err != nil || r.Author != 0 || r.EnteredBy != w.staff.ID || w.request(r.ID).Source != source {
			t.Errorf("%s: %+v, %v", source, r, err)
		}
	}
	if _, err := enter(w.staff, fund.SourceCall, w.lake); !errors.Is(err, fund.ErrNotAllowed) {
		t.Errorf("next door: %v", err)
	}
	if _, err := enter(w.ann, fund.SourceCall, w.works); !errors.Is(err, fund.ErrNotAllowed) {
		t.Errorf("a resident: %v", err)
	}
	if _, err := enter(w.admin, fund.SourceCall, w.street); !errors.Is(err, ErrPlaceKind) {
		t.Errorf("for a street: %v", err)
	}
}

func TestWithdrawingAndDeclining(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	r, s := w.ask(w.ann, "the lamp is broken"), w.ask(w.bob, "a swing for grown-ups")
	w.support(w.bob, r)
	w.support(w.cat, r)
	withdraw := func(a Act) error { _, err := w.office.Withdraw(a, r.ID); return err }
	w.refuse(w.bob, ErrNotYours, withdraw)
	w.refuse(w.staff, ErrNotYours, withdraw)
	w.refuse(fund.Person{}, ErrNotYours, withdraw)
	since := w.lastOutbox()
	w.must(w.ann, withdraw)
	w.refuse(w.ann, fund.ErrWrongState, withdraw)
	news := fmt.Sprintf(`{"Request":%d,"What":"withdrawn"}`, r.ID)
	got := w.said(since)
	if len(got) < 2 || got[0] != "request_changed 921 "+news || got[1] != "request_changed 922 "+news {
		t.Errorf("supporters heard %q", got)
	}

	decline := func(reason string) func(Act) error {
		return func(a Act) error { _, err := w.office.Decline(a, s.ID, reason); return err }
	}
	w.refuse(w.staff2, fund.ErrNotAllowed, decline("no money"))
	w.refuse(w.bob, fund.ErrNotAllowed, decline("no money"))
	var length *fund.LengthError
	if err := w.try(w.staff, decline(" ")); !errors.As(err, &length) || length.What != fund.WhatReason {
		t.Errorf("blank reason: %v", err)
	}
	since = w.lastOutbox()
	w.must(w.staff, decline("The city builds one next year."))
	want := fmt.Sprintf(`request_changed 921 {"Request":%d,"What":"declined","Reason":"The city builds one next year."}`, s.ID)
	if got := w.said(since); len(got) < 1 || got[0] != want {
		t.Errorf("the author heard %q", got)
	}
	if r := w.request(s.ID); r.Status != fund.RequestDeclined || r.Reason == "" {
		t.Errorf("kept %+v", r)
	}
}

func TestSimilarAndOpenRequests(t *testing.T) {
	w := newWorld(t)
	lamp, bench := w.ask(w.ann, "3栋楼道路灯坏了"), w.ask(w.bob, "门口的长椅断了一条腿")
	closed := w.ask(w.ann, "楼道路灯坏了好几天")
	w.must(w.ann, func(a Act) error { _, err := w.office.Withdraw(a, closed.ID); return err })
	w.support(w.cat, bench)
	w.read(func(tx *store.Tx) error {
		list, err := w.office.Similar(tx, w.works.ID, "楼道路灯不亮", 3)
		if len(list) != 1 || list[0].ID != lamp.ID {
			t.Errorf("similar: %+v", list)
		}
		next, err2 := w.office.Similar(tx, w.lake.ID, "楼道路灯不亮", 3)
		if len(next) != 0 {
			t.Errorf("similar next door: %+v", next)
		}
		open, total, err3 := w.office.OpenRequests(tx, w.works.ID, 0, 1)
		if total != 2 || len(open) != 1 || open[0].ID != bench.ID || open[0].Supporters != 1 {
			t.Errorf("most supported first: %d, %+v", total, open)
		}
		open, _, err4 := w.office.OpenRequests(tx, w.works.ID, 1, 1)
		if len(open) != 1 || open[0].ID != lamp.ID {
			t.Errorf("second page: %+v", open)
		}
		return errors.Join(err, err2, err3, err4)
	})
}
