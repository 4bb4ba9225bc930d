package fund

import (
	"fmt"
	"time"
)

// YearRules are the rules for the end of a year.
type YearRules struct {
	// WarnFrom is the month on whose first day those with unfinished works are
	// warned for the first time, then monthly; from WeeklyFrom on every week.
	WarnFrom, WeeklyFrom time.Month
	// BarYears is for how many years after its own a failed project may not come
	// back; 0 for none.
	BarYears int
	// AppealDays is how many working days the district has for an appeal.
	AppealDays int
	// InspectDays is how many working days of the new year the district has to
	// decide the inspections of the old one.
	InspectDays int
	Inspection  InspectionRules
}

// defaultYear: that what is unfinished at the year's end has failed and is not
// accepted the next year is the article's (21), as is the inspection (20). The
// days of the warnings and of the clocks are defaults of this project.
func defaultYear() YearRules {
	return YearRules{
		WarnFrom: time.October, WeeklyFrom: time.December,
		BarYears: 1, AppealDays: 10, InspectDays: 20,
		Inspection: defaultInspection(),
	}
}

// YearEnd is the first moment after a year, in the programme's zone. What
// happened before it belongs to the year.
func (p Programme) YearEnd(year int) time.Time {
	return time.Date(year+1, time.January, 1, 0, 0, 0, 0, p.Zone)
}

// LastMoment is the last second of a year: what ends with the year ends then.
func (p Programme) LastMoment(year int) time.Time { return p.YearEnd(year).Add(-time.Second) }

// NextYearEnd is the first end of a year after a moment.
func (p Programme) NextYearEnd(after time.Time) time.Time {
	return p.YearEnd(after.In(p.Zone).Year())
}

// EndedYear is the last year that is over at a moment.
func (p Programme) EndedYear(now time.Time) int { return now.In(p.Zone).Year() - 1 }

// DaysLeft counts the days from the day of now to the last day of a year: 0 on
// 31 December, negative once it is over.
func (p Programme) DaysLeft(year int, now time.Time) int {
	today := now.In(p.Zone)
	from := time.Date(today.Year(), today.Month(), today.Day(), 0, 0, 0, 0, time.UTC)
	to := time.Date(year, time.December, 31, 0, 0, 0, 0, time.UTC)
	return int(to.Sub(from).Hours() / 24)
}

// Warnings gives the hours at which those with unfinished works are warned in
// a year: when offices open, on the first of each month from WarnFrom on, and
// every week from the first of WeeklyFrom.
func (p Programme) Warnings(year int) (list []time.Time) {
	at := func(m time.Month, day int) time.Time {
		return time.Date(year, m, day, 0, p.Hours.From, 0, 0, p.Zone)
	}
	r := p.Year
	for m := r.WarnFrom; m >= time.January && m <= time.December && m < r.WeeklyFrom; m++ {
		list = append(list, at(m, 1))
	}
	if r.WarnFrom < time.January || r.WarnFrom > time.December {
		return nil
	}
	for t := at(max(r.WarnFrom, r.WeeklyFrom), 1); t.Before(p.YearEnd(year)); t = t.AddDate(0, 0, 7) {
		list = append(list, t)
	}
	return list
}

// NextWarning is the first hour of a warning after a moment; the zero time
// where nobody is warned.
func (p Programme) NextWarning(after time.Time) time.Time {
	for year := after.In(p.Zone).Year(); year <= after.In(p.Zone).Year()+1; year++ {
		for _, t := range p.Warnings(year) {
			if t.After(after) {
				return t
			}
		}
	}
	return time.Time{}
}

// Ending is what the end of its year makes of a project.
type Ending string

// The endings.
const (
	EndingFails  Ending = "fails"  // it was approved and is not accepted (the article, 21)
	EndingLapses Ending = "lapses" // it was not approved: it ends, but has not failed
	EndingNone   Ending = "none"   // it had ended before
)

// Ending tells what the end of its year makes of the project. Money is allowed
// for a year: what was approved and is not accepted by its end has failed, also
// where a change of works that had begun waits for a decision. What was not yet
// approved cannot have failed; it lapses, and its request is open again.
func (p Project) Ending() Ending {
	switch p.Status {
	case ProjectApproved, ProjectStarted, ProjectFinished, ProjectMending:
		return EndingFails
	case ProjectDrafted, ProjectVoting, ProjectStreet, ProjectDistrict, ProjectReturned:
		if p.Standing != nil || !p.StartedAt.IsZero() {
			return EndingFails
		}
		return EndingLapses
	case ProjectLost, ProjectRefused, ProjectAccepted, ProjectFailed, ProjectLapsed, ProjectDropped:
		return EndingNone
	}
	return EndingNone
}

// EndYear ends what is left of the project with its year, at the year's last
// second however late it is done, and tells how. A vote that is going on is
// closed before.
func (p *Project) EndYear(prog Programme) (Ending, error) { return p.EndAt(prog.LastMoment(p.Year)) }

// EndAt is EndYear for what was left open because its acceptance had passed,
// and has lost that since: it ends then.
func (p *Project) EndAt(at time.Time) (Ending, error) {
	if p.Status == ProjectVoting {
		return "", fmt.Errorf("end the year of project %d: %w", p.ID, ErrWrongState)
	}
	ending := p.Ending()
	switch ending {
	case EndingNone:
		return ending, nil
	case EndingFails:
		if p.Standing != nil { // the change falls, what was approved is what failed
			p.stand(at)
		}
		p.Reason = ""
		p.to(ProjectFailed, at)
	case EndingLapses:
		p.Reason = ""
		p.to(ProjectLapsed, at)
	}
	return ending, nil
}

// NextWarning is the first hour of a warning after a moment, by the rules in
// force at that moment.
func (b Rulebook) NextWarning(after time.Time) time.Time { return b.At(after).NextWarning(after) }
