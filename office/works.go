package office

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"huimin/fund"
	"huimin/store"
)

// Start begins the works of an approved project. Where nobody has shown yet
// how it looks now, photos do; they are added to those from before.
func (o *Office) Start(a Act, id fund.ProjectID, photos ...fund.Photo) (fund.Project, error) {
	p, err := o.projectFor(a, fund.ActStart, id)
	if err != nil {
		return fund.Project{}, fmt.Errorf("start: %w", err)
	}
	if err := o.Rules(a.Now).Requests.CheckPhotos(len(p.Before) + len(photos)); err != nil {
		return fund.Project{}, fmt.Errorf("start project %d: %w", id, err)
	}
	if err := p.Start(a.Now); err != nil {
		return fund.Project{}, err
	}
	p.Before = append(p.Before, photos...)
	return o.localProject(p), o.move(a, recordStarted, p, ProjectEntry{}, RequestChanged{What: ChangeStarted})
}

// Finish reports the works done, or mended: a note for the neighbours that may
// be empty and becomes the project's Reason, and photos from after the works.
// What was spent is what the ledger has paid: see [Office.Pay].
func (o *Office) Finish(a Act, id fund.ProjectID, note string, photos []fund.Photo) (fund.Project, error) {
	p, err := o.projectFor(a, fund.ActFinish, id)
	if err != nil {
		return fund.Project{}, fmt.Errorf("finish: %w", err)
	}
	if note = strings.TrimSpace(note); note != "" {
		if err := o.Rules(a.Now).Requests.CheckNote(note); err != nil {
			return fund.Project{}, fmt.Errorf("finish project %d: %w", id, err)
		}
	}
	if err := o.Rules(a.Now).Requests.CheckPhotos(len(photos)); err != nil {
		return fund.Project{}, fmt.Errorf("finish project %d: %w", id, err)
	}
	if err := p.Finish(a.Now); err != nil {
		return fund.Project{}, err
	}
	p.Reason = note
	if len(photos) > 0 || p.After == nil { // after mending, the old ones do where there are no new ones
		p.After = photos
	}
	change := RequestChanged{What: ChangeFinished, Reason: note}
	return o.localProject(p), o.move(a, recordFinished, p, ProjectEntry{}, change)
}

// Change gives approved works another cost, with a reason: at once up to the
// programme's share beyond what was approved, and else by a new vote and the
// approvals it needs; beyond says why. What was approved holds until then. Where
// the project has cost lines, lines replace them; without, what it costs more
// becomes a line of its own, and what it costs less is a *fund.CostLineError.
// *fund.NotFreeError when the fund has not so much left.
func (o *Office) Change(
	a Act, id fund.ProjectID, f fund.Funding, reason string, lines []fund.CostLine,
) (p fund.Project, beyond fund.Over, err error) {
	if p, err = o.projectFor(a, fund.ActChange, id); err != nil {
		return fund.Project{}, "", fmt.Errorf("change: %w", err)
	}
	prog := o.Rules(a.Now)
	if err := prog.Requests.CheckReason(reason); err != nil {
		return fund.Project{}, "", fmt.Errorf("change project %d: %w", id, err)
	}
	was := p.Funding
	raised := p
	if raised.Funding = f; f.Fund > was.Fund {
		if err := o.checkFree(a.Tx, raised); err != nil {
			return fund.Project{}, "", fmt.Errorf("change project %d: %w", id, err)
		}
	}
	if beyond, err = p.Change(f, reason, prog, a.Now); err != nil {
		return fund.Project{}, "", err
	}
	if err := o.changeLines(a, p, lines, was.Total(), beyond != ""); err != nil {
		return fund.Project{}, "", err
	}
	c := store.WorkChange{
		Project: id, At: a.Now, By: a.By.ID, Was: was, Is: p.Funding, Reason: p.Reason, Beyond: beyond,
		Outcome: store.ChangeDone, Settled: a.Now,
	}
	what := ChangeAltered
	if beyond != "" {
		c.Outcome, c.Settled, what = store.ChangePending, time.Time{}, ChangeReconsidered
	}
	if c.ID, err = a.Tx.AddWorkChange(c); err != nil {
		return fund.Project{}, "", err
	}
	if err := o.recordChange(a, c); err != nil {
		return fund.Project{}, "", err
	}
	return o.localProject(p), beyond, o.move(a, recordChanged, p, ProjectEntry{}, RequestChanged{What: what, Reason: p.Reason})
}

// changeLines puts a project's cost lines right after a change from what it
// cost, and sets aside those that hold while it is decided on.
func (o *Office) changeLines(a Act, p fund.Project, lines []fund.CostLine, was fund.Money, pending bool) error {
	before, err := a.Tx.CostLines(p.ID)
	if err != nil || len(before) == 0 && lines == nil {
		return err
	}
	if pending {
		if err := a.Tx.KeepLines(p.ID, before); err != nil {
			return err
		}
	}
	if lines == nil {
		lines = before
		if more := p.Cost() - was; more > 0 {
			lines = append(lines, fund.CostLine{Label: fund.ShortLabel(p.Reason), Amount: more})
		}
	}
	return o.setCostLines(a, p, lines)
}

// Keep gives up a change that is being decided on: the works go on as they were
// approved.
func (o *Office) Keep(a Act, id fund.ProjectID) (fund.Project, error) {
	p, err := o.projectFor(a, fund.ActChange, id)
	if err != nil {
		return fund.Project{}, fmt.Errorf("keep: %w", err)
	}
	if err := p.Keep(a.Now); err != nil {
		return fund.Project{}, err
	}
	entry := ProjectEntry{}
	if entry.Removed, err = o.withdrawReview(a, id); err != nil {
		return fund.Project{}, err
	}
	return o.localProject(p), o.move(a, recordKept, p, entry, RequestChanged{What: ChangeKept})
}

// settleChange keeps what became of a change that was decided on: the project
// has been approved with it, or stands as it was.
func (o *Office) settleChange(a Act, p fund.Project) error {
	if p.Standing != nil {
		return nil
	}
	c, err := a.Tx.PendingChange(p.ID)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	lines, err := a.Tx.TakeLines(p.ID)
	if err != nil {
		return err
	}
	c.Outcome, c.Settled = store.ChangeOff, a.Now
	switch {
	case p.ApprovedAt.After(c.At):
		c.Outcome, c.Is = store.ChangeApproved, p.Funding
	case len(lines) > 0:
		if err := o.setCostLines(a, p, lines); err != nil {
			return err
		}
	}
	if err := a.Tx.SettleChange(c); err != nil {
		return err
	}
	return o.recordChange(a, c)
}

// DecidingBallot gives the ballot by which a project stands: not the one by
// which a change of it was voted down since. [store.ErrNotFound] when there is
// none.
func (o *Office) DecidingBallot(tx *store.Tx, p fund.Project) (BallotView, error) {
	last, err := o.LastBallot(tx, p.ID)
	if err != nil || last.Ballot.Status == fund.BallotOpen || p.DecidedAt.IsZero() || last.Ballot.ClosedAt.Equal(p.DecidedAt) {
		return last, err
	}
	b, err := tx.BallotDeciding(p.ID, p.DecidedAt)
	if err != nil {
		return BallotView{}, err
	}
	return o.Ballot(tx, b.ID)
}

// WorkChanges gives the changes of a project's works, the oldest first.
func (o *Office) WorkChanges(tx *store.Tx, id fund.ProjectID) ([]store.WorkChange, error) {
	list, err := tx.WorkChanges(id)
	for i := range list {
		list[i].At, list[i].Settled = o.local(list[i].At), o.local(list[i].Settled)
	}
	return list, err
}
