package bot

import (
	"encoding/json"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"huimin/fund"
	"huimin/locales"
	"huimin/office"
	"huimin/store"
)

// TestTheLongestPostFitsUnderItsPhoto has every text as long as it may be, and
// each office deciding twice.
func TestTheLongestPostFitsUnderItsPhoto(t *testing.T) {
	s := newStage(t)
	for name, about := range map[string]string{
		"chen": "陈 静, zh, resident CD, staff CD", "rosa": "Rosa Diaz, en, resident CD, representative CD",
		"lin": "林 海, zh, street YFS", "du": "杜 科, zh, district YF",
	} {
		s.enter(name, about)
	}
	s.gather("reps", "Representatives, en, representatives CD: rosa chen")
	do := func(name string, act func(a office.Act) error) {
		t.Helper()
		s.write(s.person(s.player(name)), act)
	}
	reason := strings.Repeat("为", s.office.Rules(s.now).Requests.MaxReason)
	var p fund.Project
	do("chen", func(a office.Act) error {
		r, err := s.office.EnterRequest(a, office.NewRequest{
			Text: "走廊没有灯", Source: fund.SourceVisit, Community: a.By.Community,
			Photos: []fund.Photo{{FileID: "before", UniqueID: "b"}},
		})
		if err != nil {
			return err
		}
		p, err = s.office.Adopt(a, r.ID, office.NewProject{
			Title: strings.Repeat("灯", fund.MaxTitle), Where: strings.Repeat("东", s.office.Rules(s.now).Requests.MaxWhere), Item: "GG2",
			Funding: fund.Funding{
				Fund: fund.Yuan(220_000), Sponsor: fund.Yuan(340_000), Residents: fund.Yuan(340_000), SponsorName: strings.Repeat("厂", fund.MaxTitle),
			},
		})
		if err == nil {
			err = s.ready(a, p)
		}
		if err == nil {
			_, err = s.office.OpenBallot(a, p.ID, a.Now.Add(24*time.Hour))
		}
		return err
	})
	do("rosa", func(a office.Act) error {
		v, err := s.office.LastBallot(a.Tx, p.ID)
		if err == nil {
			_, _, err = s.office.CastVote(a, v.Ballot.ID, fund.ChoiceFor)
		}
		return err
	})
	s.wait(s.now.Add(25 * time.Hour))
	verdict := func(who string, v fund.Verdict) {
		do(who, func(a office.Act) error {
			r, err := s.office.Review(a.Tx, p.ID)
			switch {
			case err != nil:
				return err
			case v == fund.VerdictApprove:
				_, err = s.office.Approve(a, r.ID)
			default:
				_, err = s.office.Return(a, r.ID, reason)
			}
			return err
		})
	}
	again := func() {
		do("chen", func(a office.Act) error {
			_, err := s.office.Resubmit(a, p.ID)
			return err
		})
	}
	verdict("lin", fund.VerdictReturn)
	again()
	verdict("lin", fund.VerdictApprove)
	verdict("du", fund.VerdictReturn)
	again()
	verdict("lin", fund.VerdictReturn)
	s.fits(p)
	again()
	verdict("lin", fund.VerdictApprove)
	verdict("du", fund.VerdictApprove)
	do("chen", func(a office.Act) error {
		_, err := s.office.Start(a, p.ID)
		if err == nil {
			_, err = s.office.Finish(a, p.ID, reason, []fund.Photo{{FileID: "after", UniqueID: "a"}})
		}
		return err
	})
	s.fits(p)
}

// fits holds a project's post to the room under a photo, in every language.
func (s *stage) fits(p fund.Project) {
	s.t.Helper()
	data, err := json.Marshal(office.ProjectPost{Project: p.ID})
	if err != nil {
		s.t.Fatal(err)
	}
	err = s.db.Read(s.t.Context(), func(tx *store.Tx) error {
		v := &view{shared: s.bot.shared, tx: tx, now: s.now, chat: -1}
		shown, err := (&decisions{office: s.office, book: s.book}).projectPost(v, data)
		if err != nil {
			return err
		}
		if len(shown.Photos) != 1 {
			s.t.Errorf("the post has %d photos", len(shown.Photos))
		}
		for _, lang := range locales.Languages() {
			text, err := s.book.Plain(lang, shown.Text)
			if n := utf8.RuneCountInString(text); err != nil || n > maxCaption {
				s.t.Errorf("%s: %d characters (%v):\n%s", lang, n, err, text)
			}
		}
		return nil
	})
	if err != nil {
		s.t.Fatal(err)
	}
}
