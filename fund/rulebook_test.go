package fund_test

import (
	"errors"
	"testing"
	"time"

	"huimin/fund"
)

// stricter is a rulebook that changes on 1 January 2027: a limit of 80,000 in
// place of 50,000, three days in place of five, three quarters as quorum.
func stricter(t *testing.T) (book fund.Rulebook, from time.Time) {
	t.Helper()
	before, after := liuzhou(t), liuzhou(t)
	from = moment("2027-01-01 00:00:00")
	after.CommunityLimit, after.ReviewDays, after.Quorum = fund.Yuan(80_000), 3, fund.Share{Num: 3, Den: 4}
	after.BulletinDay, after.Hours.From = 25, 8*60
	book, err := fund.NewRulebook(before, fund.Edition{From: from, Programme: after})
	if err != nil {
		t.Fatal(err)
	}
	return book, from
}

func TestRulesHoldFromTheirDate(t *testing.T) {
	book, from := stricter(t)
	for at, want := range map[time.Time]fund.Money{
		{}:                                fund.Yuan(50_000),
		moment("2014-01-01 00:00:00"):     fund.Yuan(50_000),
		from.Add(-time.Nanosecond):        fund.Yuan(50_000),
		from:                              fund.Yuan(80_000),
		from.UTC():                        fund.Yuan(80_000),
		from.Add(time.Nanosecond):         fund.Yuan(80_000),
		moment("2099-12-31 00:00:00"):     fund.Yuan(80_000),
		from.Add(-8 * time.Hour).UTC():    fund.Yuan(50_000), // midnight in London is not yet it
		from.Add(24 * time.Hour):          fund.Yuan(80_000),
		from.Add(-24 * time.Hour).Local(): fund.Yuan(50_000),
	} {
		if got := book.At(at).CommunityLimit; got != want {
			t.Errorf("%v: %s, want %s", at, got.Decimal(), want.Decimal())
		}
	}
	if next, ok := book.Next(from.Add(-1)); !ok || !next.From.Equal(from) {
		t.Errorf("the next change: %v, %v", next.From, ok)
	}
	if next, ok := book.Next(from); ok {
		t.Errorf("a change after the last: %v", next.From)
	}
	if e := book.EditionAt(from.Add(-1)); !e.From.IsZero() {
		t.Errorf("the first rules begin at %v", e.From)
	}
	if len(book.Editions()) != 2 || book.Zone().String() != "Asia/Shanghai" {
		t.Errorf("%d editions in %s", len(book.Editions()), book.Zone())
	}
}

func TestARulebookIsInOrderAndOfOneZone(t *testing.T) {
	p, abroad := liuzhou(t), liuzhou(t)
	abroad.Zone = time.UTC
	day := moment("2027-01-01 00:00:00")
	for name, c := range map[string]struct {
		changes []fund.Edition
		want    error
	}{
		"none":                {nil, nil},
		"two in order":        {[]fund.Edition{{day, p}, {day.Add(1), p}}, nil},
		"two on the same day": {[]fund.Edition{{day, p}, {day, p}}, fund.ErrEditionOrder},
		"backwards":           {[]fund.Edition{{day, p}, {day.Add(-1), p}}, fund.ErrEditionOrder},
		"without a date":      {[]fund.Edition{{time.Time{}, p}}, fund.ErrEditionOrder},
		"elsewhere":           {[]fund.Edition{{day, abroad}}, fund.ErrEditionZone},
	} {
		if _, err := fund.NewRulebook(p, c.changes...); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

func TestAProjectKeepsTheRulesOfItsVote(t *testing.T) {
	book, from := stricter(t)
	before, after := from.Add(-time.Hour), from.Add(time.Hour)
	old, anew := fund.Yuan(50_000), fund.Yuan(80_000)
	for name, c := range map[string]struct {
		project     fund.Project
		opened, now time.Time
		want        fund.Money
	}{
		"a draft from last year":                {fund.Project{Status: fund.ProjectDrafted, Created: before}, time.Time{}, after, anew},
		"a draft of today":                      {fund.Project{Status: fund.ProjectDrafted}, time.Time{}, before, old},
		"a vote over the new year":              {fund.Project{Status: fund.ProjectVoting}, before, after, old},
		"a vote opened on the moment":           {fund.Project{Status: fund.ProjectVoting}, from, after, anew},
		"decided after it, opened before it":    {fund.Project{Status: fund.ProjectStreet, DecidedAt: after}, before, after, old},
		"decided under the old rules, long ago": {fund.Project{Status: fund.ProjectReturned, DecidedAt: before}, before, after.AddDate(1, 0, 0), old},
		"the vote was without a quorum":         {fund.Project{Status: fund.ProjectDrafted}, before, after, anew},
		"an amendment undid the vote":           {fund.Project{Status: fund.ProjectDrafted}, before, after, anew},
		"decided, and no ballot is known":       {fund.Project{Status: fund.ProjectApproved, DecidedAt: before}, time.Time{}, after, old},
	} {
		if got := book.RulesOf(c.project, c.opened, c.now).CommunityLimit; got != c.want {
			t.Errorf("%s: %s, want %s", name, got.Decimal(), c.want.Decimal())
		}
	}
}

func TestAReviewHasTheClockOfItsArrival(t *testing.T) {
	book, from := stricter(t)
	both := book.At(from.Add(-1)).WithClock(book.At(from))
	if both.ReviewDays != 3 || both.CommunityLimit != fund.Yuan(50_000) || both.Quorum != (fund.Share{Num: 2, Den: 3}) {
		t.Errorf("%d days, %s, quorum %v", both.ReviewDays, both.CommunityLimit.Decimal(), both.Quorum)
	}
}

func TestTheClockOfTheOfficeFollowsTheRulesOfTheDay(t *testing.T) {
	book, _ := stricter(t)
	for after, want := range map[string]string{
		"2026-12-31 08:59:59": "2026-12-31 09:00:00",
		"2026-12-31 09:00:00": "2027-01-01 08:00:00",
		"2027-01-01 07:59:59": "2027-01-01 08:00:00",
		"2027-01-01 08:00:00": "2027-01-02 08:00:00",
	} {
		if got := book.NextOpening(moment(after)); !got.Equal(moment(want)) {
			t.Errorf("after %s work begins at %v, want %s", after, got, want)
		}
	}
	for after, want := range map[string]string{
		"2026-09-30 00:00:00": "2026-10-20 09:00:00",
		"2026-10-20 09:00:00": "2027-01-25 09:00:00", // published under the new rules
		"2027-01-25 09:00:00": "2027-04-25 09:00:00",
	} {
		if got := book.NextBulletin(moment(after)); !got.Equal(moment(want)) {
			t.Errorf("after %s the next bulletin is at %v, want %s", after, got, want)
		}
	}
}
