package office

import (
	"fmt"
	"strings"
	"time"

	"huimin/fund"
	"huimin/store"
)

// Pauses reads a review's pauses, the oldest first.
func (o *Office) Pauses(tx *store.Tx, approval int64) ([]fund.Pause, error) {
	list, err := tx.PausesOf(approval)
	return each(list, o.localPause), err
}

func (o *Office) localPause(p fund.Pause) fund.Pause {
	p.Since, p.Until, p.Ended = o.local(p.Since), o.local(p.Until), o.local(p.Ended)
	return p
}

// Pause stops the clock of a review that the act's person could decide: see
// fund.Programme.PauseReview. The community's staff are told why.
func (o *Office) Pause(a Act, approval int64, ground fund.PauseGround, words string) (fund.Pause, error) {
	r, p, err := o.reviewFor(a, approval, "pause")
	if err != nil {
		return fund.Pause{}, err
	}
	rules := o.Rules(r.Arrived)
	if words = strings.TrimSpace(words); words != "" {
		if err := rules.Requests.CheckNote(words); err != nil {
			return fund.Pause{}, fmt.Errorf("pause review %d: %w", approval, err)
		}
	}
	if err := o.endPause(a, approval, a.Now, 0, true); err != nil { // one that is over by itself
		return fund.Pause{}, err
	}
	before, err := a.Tx.PausesOf(approval)
	if err != nil {
		return fund.Pause{}, err
	}
	pause, due, provisional, err := rules.PauseReview(r, before, ground, a.Now)
	if err != nil {
		return fund.Pause{}, fmt.Errorf("pause review %d: %w", approval, err)
	}
	pause.Words, pause.By = words, a.By.ID
	if pause.ID, err = a.Tx.AddPause(pause); err != nil {
		return pause, err
	}
	p.Due, p.DueProvisional = due, provisional
	return o.localPause(pause), o.moveDue(a, recordPaused, p, r, pause)
}

// MayPause says why the clock of a review cannot be stopped now on any ground
// that the programme names, nil when it can: see [Office.Pause], which asks
// again.
func (o *Office) MayPause(a Act, approval int64) error {
	r, _, err := o.reviewFor(a, approval, "pause")
	if err != nil {
		return err
	}
	before, err := a.Tx.PausesOf(approval)
	if err != nil {
		return err
	}
	rules := o.Rules(r.Arrived)
	for _, ground := range rules.Draft.Grounds {
		_, _, _, err := rules.PauseReview(r, before, ground, a.Now)
		return err
	}
	return &fund.PauseError{Why: fund.PauseNoGround}
}

// Unpause lets a review's clock run again, because what it waited for is
// there: an act of the office that has the review, or of the community.
func (o *Office) Unpause(a Act, approval int64) (fund.Project, error) {
	r, err := a.Tx.Approval(approval)
	if err != nil {
		return fund.Project{}, fmt.Errorf("unpause: %w", err)
	}
	p, err := o.projectFor(a, fund.ActUnpause, r.Project)
	if err != nil {
		return fund.Project{}, fmt.Errorf("unpause: %w", err)
	}
	pause, open, err := o.openPause(a.Tx, approval)
	if err == nil && (!open || !pause.Open(a.Now)) {
		err = &fund.PauseError{Why: fund.PauseRuns}
	}
	if err != nil {
		return p, fmt.Errorf("unpause review %d: %w", approval, err)
	}
	if err := a.Tx.EndPause(pause.ID, a.Now, a.By.ID); err != nil {
		return p, err
	}
	pause.Ended, pause.EndedBy = a.Now, a.By.ID
	p.Due, p.DueProvisional = o.Rules(r.Arrived).ResumedDue(pause, a.Now)
	return o.localProject(p), o.moveDue(a, recordUnpaused, p, r, pause)
}

// afterPauses moves the day on which a review's clock, which began at from, runs
// out, by the pauses there were since: those of an earlier tier too, where it
// had the same clock.
func (o *Office) afterPauses(
	tx *store.Tx, r fund.Approval, from time.Time, prog fund.Programme, due time.Time, provisional bool,
) (time.Time, bool, error) {
	reviews, err := tx.Approvals(r.Project)
	if err != nil {
		return due, provisional, err
	}
	for _, earlier := range reviews {
		if earlier.Arrived.Before(from) || earlier.ID > r.ID {
			continue
		}
		pauses, err := o.Pauses(tx, earlier.ID)
		if err != nil {
			return due, provisional, err
		}
		for _, p := range pauses {
			p.Days = max(prog.Calendar.Left(p.Since, due), 0)
			runs := p.Ended
			if runs.IsZero() {
				runs = p.Until
			}
			moved, unsure := prog.ResumedDue(p, runs)
			due, provisional = moved, provisional || unsure
		}
	}
	return due, provisional, nil
}

// EndPauses ends the pauses whose days are over; what they moved stays moved.
func (o *Office) EndPauses(a Act) error {
	list, err := a.Tx.Pauses()
	if err != nil {
		return err
	}
	for _, p := range list {
		if p.Ended.IsZero() && !a.Now.Before(p.Until) {
			if err := o.endPause(a, p.Approval, a.Now, 0, true); err != nil {
				return err
			}
		}
	}
	return nil
}

// endPause ends a review's pause where there is one: one that is over by
// itself at its own hour, and any when the review ends.
func (o *Office) endPause(a Act, approval int64, at time.Time, by fund.PersonID, overOnly bool) error {
	pause, open, err := o.openPause(a.Tx, approval)
	if err != nil || !open || overOnly && at.Before(pause.Until) {
		return err
	}
	if !at.Before(pause.Until) {
		at, by = pause.Until, 0
	}
	if err := a.Tx.EndPause(pause.ID, at, by); err != nil {
		return err
	}
	pause.Ended, pause.EndedBy = at, by
	return o.recordPause(a, recordPauseOver, pause)
}

// openPause gives the pause of a review that has not been ended.
func (o *Office) openPause(tx *store.Tx, approval int64) (fund.Pause, bool, error) {
	list, err := tx.PausesOf(approval)
	for _, p := range list {
		if p.Ended.IsZero() {
			return p, true, err
		}
	}
	return fund.Pause{}, false, err
}

// reviewFor reads a review that waits and that the act's person could decide.
func (o *Office) reviewFor(a Act, approval int64, what string) (fund.Approval, fund.Project, error) {
	r, err := a.Tx.Approval(approval)
	if err != nil {
		return r, fund.Project{}, fmt.Errorf("%s: %w", what, err)
	}
	p, err := o.projectFor(a, reviewAction(r.Tier), r.Project)
	if err == nil && a.By.ID == 0 {
		role, _ := reviewerOf(r.Tier)
		err = &fund.NotAllowed{Action: reviewAction(r.Tier), Needs: []fund.Role{role}}
	}
	if err == nil && !r.Decided.IsZero() {
		err = &fund.StateError{Noun: "approval", ID: approval, Have: string(r.Verdict), Want: []string{"waiting"}}
	}
	if err != nil {
		return r, p, fmt.Errorf("%s: %w", what, err)
	}
	return r, p, nil
}

// moveDue keeps another due day of a review and its project, and tells those
// whom it concerns.
func (o *Office) moveDue(a Act, what string, p fund.Project, r fund.Approval, pause fund.Pause) error {
	r.Due, p.Changed = p.Due, a.Now
	if err := a.Tx.SetApprovalDue(r.ID, r.Due); err != nil {
		return err
	}
	if err := o.recordPause(a, what, pause); err != nil {
		return err
	}
	if err := o.saveProject(a, recordClock, p, ProjectEntry{Arrived: approvalFacts(r)}); err != nil {
		return err
	}
	if err := o.showProject(a, p); err != nil {
		return err
	}
	if err := o.refreshTasks(a, r); err != nil {
		return err
	}
	return o.tellPause(a, p, r, pause)
}

// refreshTasks brings what was said about a review up to date.
func (o *Office) refreshTasks(a Act, r fund.Approval) error { return o.closeTasks(a, r) }

// tellPause tells the staff and the reviewers, but not whoever did it, that a
// clock stands still or runs again.
func (o *Office) tellPause(a Act, p fund.Project, r fund.Approval, pause fund.Pause) error {
	staff, err := a.Tx.Holders(p.Community, fund.RoleStaff)
	if err != nil {
		return err
	}
	own, _, err := o.reviewersOf(a, p, r.Tier)
	if err != nil {
		return err
	}
	for _, g := range staff {
		if g.Active(a.Now) {
			own = append(own, g.Person)
		}
	}
	told := map[fund.PersonID]bool{a.By.ID: true}
	for _, person := range own {
		if told[person] {
			continue
		}
		told[person] = true
		n := Notice{
			Kind: KindPause, Data: PauseNews{Pause: pause.ID, Runs: !pause.Ended.IsZero()}, Lane: store.LaneNotice, Due: o.workMoment(a.Now),
		}
		if err := o.tell(a, person, n); err != nil {
			return err
		}
	}
	return nil
}

// KindPause tells that a review's clock stands still, or runs again: PauseNews.
const KindPause = "pause"

// PauseNews points at a pause that began, or that was ended.
type PauseNews struct {
	Pause int64
	Runs  bool
}

// What the record says of clocks.
const (
	recordPaused    = "review_paused"
	recordUnpaused  = "review_unpaused"
	recordPauseOver = "review_pause_over"
	recordClock     = "review_due_moved" // a project's entry
)

// PauseEntry is the record's account of a pause; times in Unix seconds, its
// words sealed.
type PauseEntry struct {
	ID       int64            `json:"id"`
	Approval int64            `json:"approval"`
	Project  fund.ProjectID   `json:"project"`
	Ground   fund.PauseGround `json:"ground"`
	By       fund.PersonID    `json:"by"`
	Since    int64            `json:"since"`
	Until    int64            `json:"until"`
	Days     int              `json:"days"`
	Ended    int64            `json:"ended"`
	EndedBy  fund.PersonID    `json:"ended_by"`
	Words    string           `json:"words"`
}

func pauseEntry(p fund.Pause) PauseEntry {
	return PauseEntry{
		ID: p.ID, Approval: p.Approval, Project: p.Project, Ground: p.Ground, By: p.By, Since: unix(p.Since), Until: unix(p.Until),
		Days: p.Days, Ended: unix(p.Ended), EndedBy: p.EndedBy,
	}
}

func (o *Office) recordPause(a Act, what string, p fund.Pause) error {
	e := pauseEntry(p)
	var err error
	if e.Words, err = a.seal(p.Words, p.By); err != nil {
		return err
	}
	return a.record(what, e)
}
