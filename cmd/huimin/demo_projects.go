package main

import (
	"errors"
	"slices"
	"time"

	"huimin/fund"
	"huimin/office"
)

// project lists what became of a request that the committee took up.
func (s *story) project(p projectEntry) {
	p = s.withinYear(p)
	s.step(s.adopted(p), s.staff(), func(h *history, a office.Act) error {
		var made fund.Project
		err := another(h, a, func() (err error) {
			made, err = h.parts.office.Adopt(a, h.requests[s.key()], office.NewProject{
				Title: p.Title, Item: p.Item, Funding: p.funding(p.Fund),
			})
			return err
		})
		h.projects[s.key()] = made.ID
		return err
	})
	s.pledge(p)
	if p.Drop != 0 && p.Start == 0 {
		s.step(s.office(p.Drop), s.staff(), s.on(func(h *history, a office.Act, id fund.ProjectID) error {
			_, err := h.parts.office.Drop(a, id, p.Reason)
			return err
		}))
	}
	if p.Idle != 0 {
		s.vote(s.office(p.Idle), s.closing(p.Idle-2), projectEntry{Yes: 2})
	}
	if p.Vote == 0 && p.Due == 0 {
		return
	}
	opens, closes := s.hours(p)
	s.vote(opens, closes, p)
	s.review(p)
	s.watch(p)
	if p.Start != 0 {
		s.step(s.office(p.Start), s.staff(), s.on(func(h *history, a office.Act, id fund.ProjectID) error {
			_, err := h.parts.office.Start(a, id)
			return err
		}))
	}
	if p.Report != 0 {
		s.step(s.office(p.Report), s.staff(), s.on(func(h *history, a office.Act, id fund.ProjectID) error {
			_, err := h.parts.office.Report(a, id, p.Percent, "", nil)
			return err
		}))
	}
	s.pay(p)
	s.stop(p)
	if p.Finish != 0 {
		s.step(s.office(p.Finish), s.staff(), s.on(func(h *history, a office.Act, id fund.ProjectID) error {
			var after []fund.Photo
			if s.entry.Picture != "" {
				after = h.photo(h.city.users[s.staff()], s.entry.In, s.entry.Picture+" after")
			}
			_, err := h.parts.office.Finish(a, id, p.Note, after)
			return err
		}))
		s.accept(p)
	}
}

func (p projectEntry) funding(own int64) fund.Funding {
	return fund.Funding{
		Fund: fund.Yuan(own), Sponsor: fund.Yuan(p.Sponsor), SponsorName: p.SponsorName, Residents: fund.Yuan(p.Residents),
	}
}

// another does something about a request that may look like a project that has
// failed: in this city nobody asks for the same in other words, and the staff
// say so.
func another(h *history, a office.Act, do func() error) error {
	err := do()
	var doubt *fund.BarDoubt
	if !errors.As(err, &doubt) {
		return err
	}
	if err := h.parts.office.AnswerBar(a, doubt.Request, doubt.Bar.Project, false, "位置和内容都不同，是另一件事。"); err != nil {
		return err
	}
	return another(h, a, do)
}

// on is a step of the story's project. There is none once its year has ended
// it: that happens where the demo's day leaves no room for it in the new one.
func (s *story) on(do func(*history, office.Act, fund.ProjectID) error) func(*history, office.Act) error {
	return func(h *history, a office.Act) error {
		p, err := h.parts.office.Project(a.Tx, h.projects[s.key()])
		if err != nil {
			return err
		}
		if p.Status == fund.ProjectFailed || p.Status == fund.ProjectLapsed {
			return nil
		}
		return do(h, a, p.ID)
	}
}

// withinYear moves a project that would begin before a new year and end after
// it to after the holidays of the new year: it is of one year, as every project
// of the fund.
func (s *story) withinYear(p projectEntry) projectEntry {
	if p.Due != 0 {
		return p
	}
	days := []*int{&p.Adopt, &p.Idle, &p.Vote, &p.Closes, &p.Start, &p.Report, &p.Finish, &p.Drop}
	open := 0
	if p.Stays {
		open = 1
	}
	fit := s.fit(append(days, &open))
	p.Complaint, p.Look = slices.Clone(p.Complaint), slices.Clone(p.Look)
	for i := range p.Complaint {
		days = append(days, &p.Complaint[i].Day, &p.Complaint[i].Answered, &p.Complaint[i].Settled)
	}
	for i := range p.Look {
		days = append(days, &p.Look[i].Day, &p.Look[i].Answered)
	}
	for _, day := range days {
		*day = fit(*day)
	}
	return p
}

// fit gives how some days, of which 0 is none, are moved so that all of them
// are in the year of the last one: later by as many as it takes, or, where the
// new year has not so many, closer together. Where there is no room for that
// either they stay, and end with their year.
func (h *history) fit(days []*int) func(day int) int {
	first, last := 0, 0
	for _, day := range days {
		if *day == 0 {
			continue
		}
		first = max(first, *day)
		if last == 0 || *day < last {
			last = *day
		}
	}
	stay := func(day int) int { return day }
	year := dayBefore(h.now, last, 0).Year()
	if first == 0 || dayBefore(h.now, first, 0).Year() == year {
		return stay
	}
	begins := time.Date(year, time.January, newYearBegins, 0, 0, 0, 0, h.now.Location())
	room := int(dayBefore(h.now, 0, 0).Sub(begins).Hours() / 24)
	switch late := first - room; {
	case last-late >= 1:
		return func(day int) int {
			if day == 0 {
				return 0
			}
			return day - late
		}
	case room >= leastRoom:
		return func(day int) int {
			if day <= 0 {
				return day
			}
			return max(day*room/first, 1)
		}
	}
	return stay
}

// newYearBegins is the day in January on which the first projects of a year are
// taken up: the money has come in by then.
const newYearBegins = 7

// leastRoom is how many days a project needs to come about.
const leastRoom = 8

// adopted is when the committee takes the request up.
func (s *story) adopted(p projectEntry) time.Time {
	if p.Due != 0 {
		opens, _ := s.hours(p)
		return opens.Add(-23 * time.Hour)
	}
	return s.office(p.Adopt)
}

// hours gives when the vote opens and closes.
func (s *story) hours(p projectEntry) (opens, closes time.Time) {
	switch {
	case p.Due != 0:
		closes = s.closedFor(p.Due)
		return closes.Add(-80 * time.Hour), closes
	case p.Closes != 0:
		return s.office(p.Vote), s.closing(p.Closes)
	}
	opens = s.office(p.Vote)
	return opens, time.Date(opens.Year(), opens.Month(), opens.Day()+3, 18, 0, 0, 0, opens.Location())
}

// closing is the hour at which votes close on a day.
func (s *story) closing(day int) time.Time { return dayBefore(s.now, day, 18*60) }

// closedFor gives the closing hour after which the review is due in some
// working days from now.
func (s *story) closedFor(due int) time.Time {
	prog := s.parts.office.Rules(s.now)
	for day := 1; ; day++ {
		closes := s.closing(day)
		end, _ := prog.Calendar.Add(closes, prog.ReviewDays)
		if prog.Calendar.Left(s.now, end) <= due {
			return closes
		}
	}
}

// vote opens a ballot and lets representatives vote, the last of them soon
// enough for one that is still open.
func (s *story) vote(opens, closes time.Time, p projectEntry) {
	s.prepare(opens)
	opens = s.step(opens, s.staff(), s.on(func(h *history, a office.Act, id fund.ProjectID) error {
		project, err := h.parts.office.Project(a.Tx, id)
		if err != nil {
			return err
		}
		if latest := h.parts.office.LatestBallot(a.Now, project); latest.Before(closes) {
			closes = latest
		}
		var b fund.Ballot
		err = another(h, a, func() (err error) {
			b, err = h.parts.office.OpenBallot(a, id, closes)
			return err
		})
		h.ballots[s.key()] = b.ID
		return err
	}))
	if !closes.After(opens.Add(24 * time.Hour)) { // the office was closed on that day
		closes = time.Date(opens.Year(), opens.Month(), opens.Day()+2, 18, 0, 0, 0, opens.Location())
	}
	who := s.city.holders(fund.RoleRepresentative, s.entry.In)
	var choices []fund.Choice
	choices = append(choices, slices.Repeat([]fund.Choice{fund.ChoiceFor}, p.Yes)...)
	choices = append(choices, slices.Repeat([]fund.Choice{fund.ChoiceAgainst}, p.No)...)
	choices = append(choices, slices.Repeat([]fund.Choice{fund.ChoiceAbstain}, p.Abstain)...)
	for i, choice := range choices {
		at := opens.Add(time.Duration(25+i*47) * time.Minute)
		s.small(at, who[(i+s.number)%len(who)], s.on(func(h *history, a office.Act, _ fund.ProjectID) error {
			_, _, err := h.parts.office.CastVote(a, h.ballots[s.key()], choice)
			return err
		}))
	}
	if closes.Before(s.now) {
		s.last = closes
	}
}

// review lists what the street and the district said.
func (s *story) review(p projectEntry) {
	street, district := s.city.holders(fund.RoleStreet, "ES"), s.city.deciders("LN")
	one, other := street[s.number%len(street)], district[s.number%len(district)]
	if p.Street == 0 {
		return
	}
	if p.Street < 0 {
		s.step(s.worked(-p.Street), one, s.verdict(fund.VerdictReturn, p.Reason))
		if p.Again == 0 {
			return
		}
		s.step(s.worked(2), s.staff(), s.on(func(h *history, a office.Act, id fund.ProjectID) error {
			funding := p.funding(p.Again)
			project, err := h.parts.office.Project(a.Tx, id)
			if err != nil {
				return err
			}
			n := office.NewProject{Title: project.Title, Item: project.Item, Where: project.Where, At: project.At, Funding: funding}
			if _, _, err := h.parts.office.Amend(a, id, n); err != nil {
				return err
			}
			if err := h.putTogether(a, id, s.entry); err != nil {
				return err
			}
			_, err = h.parts.office.Resubmit(a, id)
			return err
		}))
		return
	}
	s.pause(p, one)
	s.step(s.worked(p.Street), one, s.verdict(fund.VerdictApprove, ""))
	switch {
	case p.District == 0 && len(p.Opinion) > 0:
		s.step(s.worked(1), "", s.on(func(h *history, a office.Act, id fund.ProjectID) error {
			review, err := h.parts.office.Review(a.Tx, id)
			if err != nil {
				return err
			}
			return h.hear(a, review, p.Opinion, false)
		}))
	case p.District > 0:
		s.step(s.worked(p.District), other, s.verdict(fund.VerdictApprove, ""))
	case p.District < 0:
		s.step(s.worked(-p.District), other, s.verdict(fund.VerdictRefuse, p.Reason))
	}
}

// worked gives a moment some working days after the story's last step.
func (s *story) worked(days int) time.Time {
	end, _ := s.parts.office.Rules(s.last).Calendar.Add(s.last, days)
	return time.Date(end.Year(), end.Month(), end.Day(), 0, s.minute(9*60+20, 16*60), 0, 0, end.Location())
}

// verdict decides the review that the project waits for.
func (s *story) verdict(v fund.Verdict, reason string) func(*history, office.Act) error {
	return s.on(func(h *history, a office.Act, id fund.ProjectID) error {
		review, err := h.parts.office.Review(a.Tx, id)
		if err != nil {
			return err
		}
		if err := h.hear(a, review, s.entry.Project.Opinion, true); err != nil {
			return err
		}
		switch v {
		case fund.VerdictApprove:
			_, err = h.parts.office.Approve(a, review.ID)
		case fund.VerdictReturn:
			_, err = h.parts.office.Return(a, review.ID, reason)
		case fund.VerdictRefuse:
			_, err = h.parts.office.Refuse(a, review.ID, reason)
		}
		return err
	})
}
