package bot

import (
	"encoding/json"

	"huimin/fund"
	"huimin/locales"
	"huimin/office"
	"huimin/report"
)

// yearNotices is what people are told about the end of a year.
func (c *staff) yearNotices(r *router) {
	r.notice(office.KindYearWarning, c.yearWarning)
	r.notice(office.KindYearClosed, c.yearClosed)
	r.notice(office.KindYearDigest, c.yearDigest)
}

// Most that one message lists, and that has a button.
const (
	yearLines   = 25
	yearButtons = 6
)

// yearWarning lists everything that somebody has to do with and that is not
// finished, in one message; nothing when there is nothing.
func (c *staff) yearWarning(v *view, data json.RawMessage) (screen, error) {
	n, err := read[office.YearNews](data)
	if err != nil {
		return screen{}, err
	}
	person, err := v.tx.PersonByTelegram(v.chat)
	if err != nil {
		return screen{}, err
	}
	left, err := c.office.Unfinished(office.Act{Tx: v.tx, Now: v.now, By: person}, n.Year)
	if err != nil {
		return screen{}, err
	}
	count := 0
	var lines []locales.Message
	var keys [][]key
	for _, u := range left {
		if len(left) > 1 || !u.Own {
			lines = append(lines, locales.YearWarningPlace(placeName(u.Place), len(u.Projects)))
		}
		for _, p := range u.Projects {
			if count++; count <= yearLines {
				lines = append(lines, locales.YearWarningLine(p.Number, p.Title, report.StatusName(p.Status)))
			}
			if count <= yearButtons && u.Own {
				keys = append(keys, []key{v.key(locales.YearProjectButton(p.Number), projectButton{p.ID})})
			}
		}
	}
	if count == 0 {
		return screen{}, errNothing
	}
	if count > yearLines {
		lines = append(lines, locales.YearWarningMore(count-yearLines))
	}
	rules := c.office.Rules(v.now)
	rule := locales.YearWarningRule(backIn(rules, n.Year))
	return screen{Text: locales.YearWarning(count, rules.DaysLeft(n.Year, v.now), n.Year, rule, lines), Keys: keys}, nil
}

// backIn is the year in which what fails in a year may come back; 0 where
// nothing is barred.
func backIn(rules fund.Programme, year int) int {
	if rules.Year.BarYears <= 0 {
		return 0
	}
	return year + rules.Year.BarYears + 1
}

// closedYear reads a closed year and the projects in it.
func (c *staff) closedYear(v *view, data json.RawMessage) (office.InspectionView, error) {
	n, err := read[office.YearNews](data)
	if err != nil {
		return office.InspectionView{}, err
	}
	return c.office.InspectionReport(office.Act{Tx: v.tx, Now: v.now}, n.Community, n.Year)
}

// yearClosed tells the committee what its year came to and what is new.
func (c *staff) yearClosed(v *view, data json.RawMessage) (screen, error) {
	y, err := c.closedYear(v, data)
	if err != nil {
		return screen{}, err
	}
	f := y.Figures
	rules := c.office.Rules(v.now)
	parts := []locales.Message{
		locales.YearClosed(placeName(y.Place), f.Year),
		locales.Lines(
			locales.YearClosedProjects(f.Projects, f.Accepted, f.Failed, f.Lapsed, f.Waiting, f.Lost+f.Refused+f.Dropped),
			locales.YearClosedMoney(int64(f.Planned), int64(f.Paid.Fund), int64(f.Planned-f.Paid.Fund)),
		),
	}
	var failed, lapsed []locales.Message
	var keys [][]key
	for _, p := range y.Projects {
		line := locales.YearClosedLine(p.Number, p.Title)
		switch p.Status { //nolint:exhaustive // the others are counted above
		case fund.ProjectFailed:
			failed = append(failed, line)
			if len(keys) < yearButtons {
				keys = append(keys, []key{v.key(locales.YearProjectButton(p.Number), projectButton{p.ID})})
			}
		case fund.ProjectLapsed:
			lapsed = append(lapsed, line)
		}
	}
	if len(failed) > 0 {
		parts = append(parts, locales.YearClosedFailed(backIn(rules, f.Year), rules.Year.AppealDays, atMost(failed)))
	}
	if len(lapsed) > 0 {
		parts = append(parts, locales.YearClosedLapsed(atMost(lapsed)))
	}
	parts = append(parts, locales.YearClosedNew(f.Year+1, int64(y.Planned)))
	return screen{Text: locales.Paragraphs(parts...), Keys: keys}, nil
}

// atMost cuts a list to what one message holds, and says how many more there
// are.
func atMost(lines []locales.Message) []locales.Message {
	if len(lines) <= yearLines {
		return lines
	}
	return append(lines[:yearLines:yearLines], locales.YearWarningMore(len(lines)-yearLines))
}

// yearDigest is a neighbourhood's year in one post, from the figures as they
// were closed: what was asked, what was done, where the money went, how
// satisfied people are.
func (c *staff) yearDigest(v *view, data json.RawMessage) (screen, error) {
	y, err := c.closedYear(v, data)
	if err != nil {
		return screen{}, err
	}
	f := y.Figures
	parts := []locales.Message{
		locales.YearDigest(placeName(y.Place), f.Year),
		locales.YearDigestAsked(f.Asked, f.Supports, f.Adopted, f.Declined, f.Merged, f.Withdrawn, f.Open),
		digestProjects(y),
	}
	parts = append(parts, digestMoney(f)...)
	if n := f.Answers(); n > 0 {
		parts = append(parts, locales.YearDigestSatisfied(f.Rate(), n, f.Satisfied, f.Fairly, f.Unsatisfied))
	}
	head := report.Head(y.Head)
	parts = append(parts, locales.YearDigestNew(f.Year+1, int64(y.Planned)), locales.BulletinRecord(int(head.Size), head.Short()))
	return screen{Text: locales.Paragraphs(parts...)}, nil
}

func digestProjects(y office.InspectionView) locales.Message {
	f := y.Figures
	var done, paid []locales.Message
	for _, p := range y.Projects {
		line := locales.YearDigestLine(p.Number, p.Title, int64(p.Spent))
		switch {
		case p.Status == fund.ProjectAccepted:
			done = append(done, line)
		case p.Spent > 0:
			paid = append(paid, line)
		}
	}
	text := locales.YearDigestNone()
	if len(done) > 0 {
		text = locales.YearDigestDone(len(done), atMost(done))
	}
	if len(paid) > 0 {
		text = locales.Lines(text, locales.YearDigestPaid(atMost(paid)))
	}
	if others := f.Lost + f.Refused + f.Dropped; f.Failed+f.Lapsed+f.Waiting+others > 0 {
		text = locales.Lines(text, locales.YearDigestNot(f.Failed, f.Lapsed, others, f.Waiting))
	}
	return text
}

func digestMoney(f fund.Yearbook) (parts []locales.Message) {
	if f.Paid.Total() > 0 {
		parts = append(parts, locales.YearDigestMoney(
			int64(f.Paid.Fund), int64(f.Paid.Sponsor), int64(f.Paid.Residents), int64(f.Paid.Total())))
	}
	return append(parts, locales.YearDigestPlanned(int64(f.Planned), int64(f.Paid.Fund), int64(f.Planned-f.Paid.Fund)))
}
