package office

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"huimin/fund"
	"huimin/store"
)

var secondQuarter = fund.Quarter{Year: 2026, N: 2}

func TestAQuarterIsPublishedOnceToEverybodyItConcerns(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	w.must(w.officer, func(a Act) error {
		_, err := w.office.Bind(a, -2001, store.ChatGroup, "street", w.street.ID, store.PurposeStaff, "zh")
		return err
	})
	w.at("2026-07-20 09:00")
	since := w.lastOutbox()
	publish := func() {
		w.must(fund.Person{}, func(a Act) error { return w.office.PublishBulletins(a, secondQuarter) })
	}
	publish()
	w.now = w.now.Add(time.Hour)
	once := w.dump()
	publish()
	if twice := w.dump(); twice != once {
		t.Errorf("published twice:\n%s", difference(once, twice))
	}
	have := w.rows("SELECT kind, chat, lane FROM outbox WHERE id > ?", since)
	slices.Sort(have)
	want := []string{
		"bulletin " + itoa(groupNeighbours) + " 3", "bulletin " + itoa(channelWorks) + " 3",
		"rollup -2001 3", "rollup 901 3", "rollup 902 3", "rollup 903 3",
	}
	slices.Sort(want)
	if !slices.Equal(have, want) {
		t.Errorf("published as %q, want %q", have, want)
	}
	w.read(func(tx *store.Tx) error {
		list, err := w.office.Quarters(tx)
		if len(list) != 1 || list[0] != secondQuarter {
			t.Errorf("published quarters: %v", list)
		}
		return err
	})
	w.must(fund.Person{}, func(a Act) error { return w.office.PublishBulletins(a, secondQuarter.Next()) })
	if n := len(w.heard(since, "")); n != 2*len(want) {
		t.Errorf("two quarters made %d messages", n)
	}
	w.sound()
}

func TestARollUpIsTheSumOfItsCommunities(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	w.at("2026-04-14 10:00")
	small, large := w.carried(fund.Yuan(21_000)), w.carried(fund.Yuan(60_000))
	w.at("2026-04-24 10:00")
	large = w.approve(w.officer, large) // a day late
	w.at("2026-07-20 09:00")
	view := func(place fund.Place) (v BulletinView) {
		w.must(fund.Person{}, func(a Act) (err error) {
			v, err = w.office.Bulletin(a, place.ID, secondQuarter)
			return err
		})
		return v
	}
	own, street := view(w.works), view(w.street)
	if len(own.Decided) != 2 || len(own.Approved) != 1 || own.Total != small.Cost() || own.Late != 1 || len(own.Parts) != 0 {
		t.Errorf("the community's: %+v", own.Bulletin)
	}
	if len(own.Overdue) != 1 || own.Overdue[0].Project != large.ID || own.Overdue[0].Tier != fund.TierDistrict {
		t.Errorf("overdue: %+v", own.Overdue)
	}
	if len(street.Parts) != 2 || street.Total != own.Total || street.Parts[0].Place.ID != w.works.ID ||
		street.Parts[0].Total != own.Total || street.Parts[1].Total != 0 || street.Head.Size == 0 {
		t.Errorf("the street's: %+v", street)
	}
	if len(street.Offices) != 2 || len(own.Offices) != 0 {
		t.Fatalf("the offices: %+v", street.Offices)
	}
	if d, s := street.Offices[0], street.Offices[1]; d.Place.Kind != fund.PlaceDistrict || d.Waiting != 1 || d.Overdue != 1 || d.Reviewed != 0 ||
		s.Place.ID != w.street.ID || s.Late != 1 || s.OnTime != 0 || s.Days != own.Workdays {
		t.Errorf("the offices: %+v", street.Offices)
	}
	text, err := json.Marshal(street)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range append(w.reps, w.ann, w.staff, w.officer, w.supervisor) {
		if strings.Contains(string(text), w.person(p).Name) {
			t.Errorf("the roll-up names %s", w.person(p).Name)
		}
	}
}

func TestALongBulletinIsSaidPageByPage(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	w.at("2026-04-14 10:00")
	for range fund.BulletinPageLines/3 + 1 { // each is decided, approved and under way
		w.carried(fund.Yuan(1_000))
		w.now = w.now.Add(25 * time.Hour) // nobody files more than a few a day
	}
	w.at("2026-07-20 09:00")
	since := w.lastOutbox()
	w.must(fund.Person{}, func(a Act) error { return w.office.PublishBulletins(a, secondQuarter) })
	have := w.rows("SELECT key FROM outbox WHERE id > ? AND chat = ?", since, groupNeighbours)
	want := []string{
		"bulletin:2026Q2:" + itoa(groupNeighbours) + ":1", "bulletin:2026Q2:" + itoa(groupNeighbours) + ":2",
	}
	if !slices.Equal(have, want) {
		t.Errorf("published as %q, want %q", have, want)
	}
}
