package office

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"huimin/fund"
	"huimin/store"
)

// ErrNoItem reports that a project names no item of the scope catalogue.
var ErrNoItem = errors.New("no such item in the scope catalogue")

// NewProject is what the staff say about a project. What is left empty is
// taken from the request when it is adopted.
type NewProject struct {
	Title   string
	Item    fund.ItemCode
	Where   string
	At      *fund.Point
	Funding fund.Funding
	Lines   []fund.CostLine // what it pays for, when that is said line by line
}

// Adopt makes a project of an open request. Its photos become the ones from
// before the works; its author and supporters are told. What an earlier project
// of the request had when it lapsed is taken over: see [Office.Former].
func (o *Office) Adopt(a Act, request fund.RequestID, n NewProject) (fund.Project, error) {
	r, err := a.Tx.Request(request)
	if err != nil {
		return fund.Project{}, fmt.Errorf("adopt: %w", err)
	}
	if err := o.allow(a, fund.ActAdopt, r.Community); err != nil {
		return fund.Project{}, fmt.Errorf("adopt request %d: %w", request, err)
	}
	if err := r.Adopt(0, a.Now); err != nil {
		return fund.Project{}, fmt.Errorf("adopt request %d: %w", request, err)
	}
	if err := o.CheckBar(a, request); err != nil {
		return fund.Project{}, fmt.Errorf("adopt request %d: %w", request, err)
	}
	former, err := o.Former(a.Tx, r)
	if err != nil {
		return fund.Project{}, err
	}
	n = former.fill(n)
	p, err := o.draft(a, r, n)
	if err != nil {
		return fund.Project{}, fmt.Errorf("adopt request %d: %w", request, err)
	}
	if p.ID, err = a.Tx.AddProject(p); err != nil {
		return fund.Project{}, err
	}
	r.Project = p.ID
	if err := a.Tx.SaveRequest(r); err != nil {
		return fund.Project{}, err
	}
	if err := o.recordProject(a, recordAdopted, p, ProjectEntry{Request: r.ID}); err != nil {
		return fund.Project{}, err
	}
	if len(n.Lines) > 0 {
		if err := o.setCostLines(a, p, n.Lines); err != nil {
			return fund.Project{}, err
		}
	}
	if err := o.takeOver(a, p, former); err != nil {
		return fund.Project{}, err
	}
	if err := o.tellFollowers(a, r, RequestChanged{What: ChangeAdopted, Project: p.ID}); err != nil {
		return fund.Project{}, err
	}
	return o.localProject(p), o.showRequest(a, r, 0)
}

// draft makes the project that a request becomes, with its number.
func (o *Office) draft(a Act, r fund.Request, n NewProject) (fund.Project, error) {
	if strings.TrimSpace(n.Title) == "" {
		n.Title = r.Title()
	}
	if strings.TrimSpace(n.Where) == "" && n.At == nil {
		n.Where, n.At = r.Where, r.At
	}
	if n.Item == "" {
		n.Item = r.Item
	}
	prog := o.Rules(a.Now)
	if _, known := prog.Catalogue.Item(n.Item); !known {
		return fund.Project{}, fmt.Errorf("item %q: %w", n.Item, ErrNoItem)
	}
	p, err := fund.NewProject(n.Title, n.Where, n.Funding, prog, a.Now)
	if err != nil {
		return fund.Project{}, err
	}
	community, err := a.Tx.Place(r.Community)
	if err != nil {
		return fund.Project{}, err
	}
	count, err := a.Tx.ProjectsOfYear(r.Community, p.Year)
	if err != nil {
		return fund.Project{}, err
	}
	p.Number = fund.Number(community.Code, p.Year, fund.NumberProject, count+1)
	p.Community, p.Item, p.At, p.Lead, p.Before = r.Community, n.Item, n.At, r.ID, r.Photos
	return p, nil
}

// Project reads one project.
func (o *Office) Project(tx *store.Tx, id fund.ProjectID) (fund.Project, error) {
	p, err := tx.Project(id)
	return o.localProject(p), err
}

// Projects reads the projects of a community, or of every community below a
// place, the newest first.
func (o *Office) Projects(tx *store.Tx, place fund.PlaceID) ([]fund.Project, error) {
	list, err := tx.ProjectsUnder(place)
	if err != nil {
		return nil, fmt.Errorf("projects of place %d: %w", place, err)
	}
	local := make([]fund.Project, 0, len(list))
	for i := len(list) - 1; i >= 0; i-- {
		local = append(local, o.localProject(list[i]))
	}
	return local, nil
}

// Amend changes a drafted or returned project. anew says why the
// representatives must vote again, "" when the vote they gave still stands.
func (o *Office) Amend(a Act, id fund.ProjectID, n NewProject) (p fund.Project, anew fund.Anew, err error) {
	if p, err = o.projectFor(a, fund.ActAmend, id); err != nil {
		return fund.Project{}, "", fmt.Errorf("amend: %w", err)
	}
	prog, err := o.RulesOf(a.Tx, p, a.Now)
	if err != nil {
		return fund.Project{}, "", err
	}
	if _, known := prog.Catalogue.Item(n.Item); !known {
		return fund.Project{}, "", fmt.Errorf("amend project %d: item %q: %w", id, n.Item, ErrNoItem)
	}
	if anew, err = p.Amend(n.Title, n.Where, n.Item, n.Funding, prog, a.Now); err != nil {
		return fund.Project{}, "", err
	}
	p.At = n.At
	pledges, err := a.Tx.Pledges(id)
	if err == nil {
		err = fund.CheckPledged(p.Funding, pledges)
	}
	if err != nil {
		return fund.Project{}, "", fmt.Errorf("amend project %d: %w", id, err)
	}
	if err := o.saveProject(a, recordAmended, p, ProjectEntry{}); err != nil {
		return fund.Project{}, "", err
	}
	if len(n.Lines) > 0 {
		if err := o.setCostLines(a, p, n.Lines); err != nil {
			return fund.Project{}, "", err
		}
	}
	return o.localProject(p), anew, o.editProject(a, p)
}

// Resubmit sends a returned project up again with the vote it has. One that
// now costs no more than the community decides alone is approved by it. What
// the programme asks for must be there, else *[NotReadyError].
func (o *Office) Resubmit(a Act, id fund.ProjectID) (fund.Project, error) {
	p, err := o.projectFor(a, fund.ActResubmit, id)
	if err != nil {
		return fund.Project{}, fmt.Errorf("resubmit: %w", err)
	}
	prog, err := o.RulesOf(a.Tx, p, a.Now)
	if err != nil {
		return fund.Project{}, err
	}
	returned := p
	if err := p.Resubmit(prog.WithClock(o.Rules(a.Now)), a.Now); err != nil {
		return fund.Project{}, err
	}
	if err := o.Ready(a, returned); err != nil {
		return fund.Project{}, fmt.Errorf("resubmit project %d: %w", id, err)
	}
	what := ChangeApproved
	switch p.Status { //nolint:exhaustive // it goes up, or is approved
	case fund.ProjectStreet:
		what = ChangeResubmitted
	case fund.ProjectStarted:
		what = ChangeAnew
	}
	return o.localProject(p), o.move(a, recordResubmitted, p, ProjectEntry{}, RequestChanged{What: what})
}

// Drop gives a project up, with a reason. An office that was reviewing it has
// nothing to decide any more.
func (o *Office) Drop(a Act, id fund.ProjectID, reason string) (fund.Project, error) {
	p, err := o.projectFor(a, fund.ActDrop, id)
	if err != nil {
		return fund.Project{}, fmt.Errorf("drop: %w", err)
	}
	if err := o.Rules(a.Now).Requests.CheckReason(reason); err != nil {
		return fund.Project{}, fmt.Errorf("drop project %d: %w", id, err)
	}
	if err := p.Drop(reason, a.Now); err != nil {
		return fund.Project{}, err
	}
	entry := ProjectEntry{}
	if entry.Removed, err = o.withdrawReview(a, id); err != nil {
		return fund.Project{}, err
	}
	return o.localProject(p), o.move(a, recordDropped, p, entry, RequestChanged{What: ChangeDropped, Reason: p.Reason})
}

// withdrawReview takes back the review that a project waits for, if it waits
// for one, and gives its number.
func (o *Office) withdrawReview(a Act, id fund.ProjectID) (int64, error) {
	pending, err := a.Tx.PendingApproval(id)
	if errors.Is(err, store.ErrNotFound) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	if err := o.endPause(a, pending.ID, a.Now, a.By.ID, false); err != nil {
		return 0, err
	}
	if err := a.Tx.RemoveApproval(pending.ID); err != nil {
		return 0, err
	}
	return pending.ID, o.closeTasks(a, pending)
}

// projectFor reads a project that the act's person wants to do something
// with, if they may.
func (o *Office) projectFor(a Act, action fund.Action, id fund.ProjectID) (fund.Project, error) {
	p, err := a.Tx.Project(id)
	if err != nil {
		return fund.Project{}, err
	}
	if err := o.allow(a, action, p.Community); err != nil {
		return fund.Project{}, fmt.Errorf("project %d: %w", id, err)
	}
	if err := o.yearOver(a, p); err != nil {
		return fund.Project{}, fmt.Errorf("project %d: %w", id, err)
	}
	if slices.Contains([]fund.Action{fund.ActAmend, fund.ActDrop, fund.ActOpenBallot}, action) {
		return p, o.notInBudget(a.Tx, p)
	}
	return p, nil
}

// move keeps a project's new state and lets everybody know: those who follow
// it, the neighbourhood, and whoever has to act next.
func (o *Office) move(a Act, what string, p fund.Project, e ProjectEntry, c RequestChanged) error {
	arrived, err := o.arrive(a, p)
	if err != nil {
		return err
	}
	if arrived.ID != 0 {
		e.Arrived = approvalFacts(arrived)
	}
	if err := o.saveProject(a, what, p, e); err != nil {
		return err
	}
	if err := o.failed(a, p); err != nil {
		return err
	}
	if what == recordResubmitted || arrived.ID != 0 && p.Status == fund.ProjectStreet {
		if err := o.keepVersion(a, p); err != nil {
			return err
		}
	}
	if err := o.tellProjectFollowers(a, p, c); err != nil {
		return err
	}
	if err := o.showProject(a, p); err != nil {
		return err
	}
	if err := o.settleMoney(a, p); err != nil {
		return err
	}
	if arrived.ID != 0 {
		return o.remindArrival(a, p, arrived)
	}
	return o.tellStaff(a, p, c.What)
}

// saveProject keeps a project and records what happened to it.
func (o *Office) saveProject(a Act, what string, p fund.Project, e ProjectEntry) error {
	if err := o.keepFree(a.Tx, p); err != nil {
		return err
	}
	if err := a.Tx.SaveProject(p); err != nil {
		return err
	}
	if err := o.settleChange(a, p); err != nil {
		return err
	}
	return o.recordProject(a, what, p, e)
}

// workMoment is now in working hours, and else when the next ones begin.
func (o *Office) workMoment(now time.Time) time.Time {
	prog := o.Rules(now)
	return prog.Calendar.NextWorkMoment(o.local(now), prog.Hours)
}

// localProject gives a project with its times in the programme's zone.
func (o *Office) localProject(p fund.Project) fund.Project {
	for _, t := range []*time.Time{
		&p.HeldSince, &p.Due, &p.DecidedAt, &p.ApprovedAt, &p.StartedAt, &p.FinishedAt, &p.AcceptedAt, &p.Created, &p.Changed,
	} {
		*t = o.local(*t)
	}
	return p
}
