package office

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"huimin/fund"
	"huimin/store"
)

// What the record says about the end of a year.
const (
	recordUnfinished = "project_unfinished" // its year ended, and with it the project has failed
	recordLapsed     = "project_lapsed"     // its year ended before it was approved
	recordReopened   = "request_reopened"
	recordYearClosed = "year_closed"
)

// yearJob begins the names under which closed years are kept.
const yearJob = "closed "

// endedStates are those in which nothing more happens to a project.
func endedStates() []fund.ProjectStatus {
	return []fund.ProjectStatus{
		fund.ProjectLost, fund.ProjectRefused, fund.ProjectAccepted, fund.ProjectFailed, fund.ProjectLapsed, fund.ProjectDropped,
	}
}

// NextYearEnd gives when the oldest year that is not closed is to be; it lies
// in the past when that is overdue.
func (o *Office) NextYearEnd(tx *store.Tx, now time.Time) (time.Time, error) {
	closed, err := o.ClosedYears(tx)
	if err != nil {
		return time.Time{}, err
	}
	if len(closed) > 0 {
		year := closed[0] + 1
		return o.Rules(now).YearEnd(year), nil
	}
	began, err := tx.FirstEntry()
	if errors.Is(err, store.ErrNotFound) {
		began, err = now, nil
	}
	return o.Rules(now).NextYearEnd(began), err
}

// ClosedYears gives the years that were closed, the newest first.
func (o *Office) ClosedYears(tx *store.Tx) ([]int, error) {
	names, err := tx.JobNames(yearJob)
	if err != nil {
		return nil, fmt.Errorf("closed years: %w", err)
	}
	var list []int
	for _, name := range slices.Backward(names) {
		year, err := strconv.Atoi(name[len(yearJob):])
		if err != nil {
			return nil, fmt.Errorf("closed years: %w", err)
		}
		list = append(list, year)
	}
	return list, nil
}

// EndDueYear ends the oldest year that is over and not closed yet, however late
// that is, as of its last moment: votes still open close with it; what was
// approved and is not accepted has failed (the article, 21) and is barred, what
// was not approved lapses, and the requests of both are open again; each
// community's figures are fixed, its inspection is drafted; and everybody whom
// it concerns is told once. It does nothing while something waits to be handled
// that came before the year's end. done tells whether a year was closed.
func (o *Office) EndDueYear(a Act) (done bool, err error) {
	end, err := o.NextYearEnd(a.Tx, a.Now)
	if err != nil || a.Now.Before(end) {
		return false, err
	}
	if unheard, err := a.Tx.WaitsSince(end); err != nil || unheard {
		return false, err
	}
	year := o.Rules(end).EndedYear(end)
	if err := o.endYear(a, year, end); err != nil {
		return false, fmt.Errorf("end year %d: %w", year, err)
	}
	return true, nil
}

func (o *Office) endYear(a Act, year int, end time.Time) error {
	if err := o.endBallots(a, year, end); err != nil {
		return err
	}
	left, err := a.Tx.OpenProjects(year, endedStates()...)
	if err != nil {
		return err
	}
	for _, p := range left {
		if passed, err := o.passedBy(a.Tx, p, end); err != nil {
			return err
		} else if passed {
			continue
		}
		if err := o.endProject(a, p, end.Add(-time.Second)); err != nil {
			return fmt.Errorf("project %d: %w", p.ID, err)
		}
	}
	communities, err := a.Tx.PlacesOf(fund.PlaceCommunity)
	if err != nil {
		return err
	}
	for _, c := range communities {
		if err := o.closeBooks(a, c, year, end); err != nil {
			return fmt.Errorf("community %s: %w", c.Code, err)
		}
	}
	if err := a.Tx.SetJobRan(yearJob+strconv.Itoa(year), end); err != nil {
		return err
	}
	return o.tellNewYear(a, year, communities)
}

// endBallots closes what is still voted on: a vote about a year's money ends
// with the year.
func (o *Office) endBallots(a Act, year int, end time.Time) error {
	budgets, err := a.Tx.OpenBudgets(year)
	if err != nil {
		return err
	}
	for _, b := range budgets { // none closes after the year's last moment
		if _, err := o.closeBallot(a, b, 0, b.Closes); err != nil {
			return err
		}
	}
	list, err := a.Tx.OpenProjects(year, slices.Concat(endedStates(), []fund.ProjectStatus{
		fund.ProjectDrafted, fund.ProjectStreet, fund.ProjectDistrict, fund.ProjectReturned, fund.ProjectApproved,
		fund.ProjectStarted, fund.ProjectFinished, fund.ProjectMending,
	})...)
	if err != nil {
		return err
	}
	for _, p := range list {
		b, err := a.Tx.LastBallot(p.ID)
		if err != nil {
			return err
		}
		if b.Status != fund.BallotOpen {
			continue
		}
		at := end.Add(-time.Second)
		if b.Closes.Before(at) {
			at = b.Closes
		}
		if _, err := o.closeBallot(a, b, 0, at); err != nil {
			return err
		}
	}
	return nil
}

// endProject ends a project with its year and opens its requests again: the
// need is still there.
func (o *Office) endProject(a Act, p fund.Project, at time.Time) error {
	ending, err := p.EndAt(at)
	if err != nil {
		return err
	}
	entry := ProjectEntry{}
	if entry.Removed, err = o.recall(a, p.ID); err != nil {
		return err
	}
	what, change := recordLapsed, RequestChanged{What: ChangeLapsed}
	if ending == fund.EndingFails {
		what, change = recordUnfinished, RequestChanged{What: ChangeUnfinished, Count: o.backIn(p)}
	}
	if ending == fund.EndingLapses { // of a failed one, move does it
		if err := o.reopen(a, p.ID); err != nil {
			return err
		}
	}
	return o.move(a, what, p, entry, change)
}

// passedBy tells whether the works of a project passed acceptance before a
// moment, so that all that is open is whether somebody disputes that.
func (o *Office) passedBy(tx *store.Tx, p fund.Project, end time.Time) (bool, error) {
	if p.Status != fund.ProjectFinished {
		return false, nil
	}
	list, err := tx.Acceptances(p.ID)
	return slices.ContainsFunc(list, func(n fund.Acceptance) bool {
		return n.Status == fund.AcceptancePassed && n.Decided.Before(end)
	}), err
}

// endLeftOver ends what was left open at the end of a closed year because its
// acceptance had passed, and has lost that pass by a dispute since: it was not
// accepted in its year after all.
func (o *Office) endLeftOver(a Act) error {
	closed, err := o.ClosedYears(a.Tx)
	if err != nil || len(closed) == 0 {
		return err
	}
	left, err := a.Tx.OpenProjects(closed[0], endedStates()...)
	if err != nil {
		return err
	}
	for _, p := range left {
		passed, err := o.passedBy(a.Tx, p, o.Rules(a.Now).YearEnd(p.Year))
		if err != nil {
			return err
		}
		if passed || p.Status == fund.ProjectVoting {
			continue
		}
		if err := o.endProject(a, p, a.Now); err != nil {
			return err
		}
	}
	return nil
}

// failed bars a project that has just failed, for whatever reason, and opens its
// requests again: the need is still there.
func (o *Office) failed(a Act, p fund.Project) error {
	if p.Status != fund.ProjectFailed {
		return nil
	}
	if err := o.reopen(a, p.ID); err != nil {
		return err
	}
	return o.setBar(a, p)
}

// backIn is the year in which a project that has just failed may come back; 0
// for at once.
func (o *Office) backIn(p fund.Project) int {
	b, ok := fund.NewBar(p, o.Rules(p.Changed))
	if !ok {
		return 0
	}
	return b.BackIn(o.Zone())
}

// YearOverError says that the year of a project is over and is just being
// closed: nothing can be done with the project until that is done.
type YearOverError struct{ Year int }

// Error names the year.
func (e *YearOverError) Error() string {
	return fmt.Sprintf("the year %d is over and is being closed", e.Year)
}

// yearOver keeps what comes after a year's end from counting for the year, in
// the moments until it is closed.
func (o *Office) yearOver(a Act, p fund.Project) error {
	if p.Ended() || a.Now.Before(o.Rules(a.Now).YearEnd(p.Year)) {
		return nil
	}
	_, err := a.Tx.JobRan(yearJob + strconv.Itoa(p.Year))
	if errors.Is(err, store.ErrNotFound) {
		return &YearOverError{Year: p.Year}
	}
	return err
}

// recall takes back the review that a project waits for, if it waits for one,
// and gives its number.
func (o *Office) recall(a Act, id fund.ProjectID) (int64, error) {
	pending, err := a.Tx.PendingApproval(id)
	if errors.Is(err, store.ErrNotFound) {
		return 0, nil
	}
	if err == nil {
		err = a.Tx.RemoveApproval(pending.ID)
	}
	if err == nil {
		err = o.closeTasks(a, pending)
	}
	return pending.ID, err
}

// reopen opens the requests that a project came of again.
func (o *Office) reopen(a Act, id fund.ProjectID) error {
	requests, err := a.Tx.RequestsFrom(id)
	if err != nil {
		return err
	}
	for _, r := range requests {
		if err := a.Tx.AddOrigin(id, r.ID); err != nil {
			return err
		}
		if r.Status != fund.RequestAdopted {
			continue
		}
		if err := r.Reopen(a.Now); err != nil {
			return err
		}
		if err := a.Tx.SaveRequest(r); err != nil {
			return err
		}
		if err := a.record(recordReopened, requestStep{Request: r.ID}); err != nil {
			return err
		}
	}
	return nil
}
