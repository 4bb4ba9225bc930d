package office

import (
	"fmt"

	"huimin/fund"
	"huimin/store"
)

// Report reports how far the works of a project are, with photos; where the
// progress falls, with why. It shows in the project's post.
func (o *Office) Report(
	a Act, id fund.ProjectID, percent int, text string, photos []fund.Photo,
) (fund.Milestone, error) {
	p, err := o.projectFor(a, fund.ActProgress, id)
	if err != nil {
		return fund.Milestone{}, fmt.Errorf("report: %w", err)
	}
	limits := o.Rules(a.Now).Requests
	if err := limits.CheckPhotos(len(photos)); err != nil {
		return fund.Milestone{}, fmt.Errorf("report on project %d: %w", id, err)
	}
	last, err := o.Progress(a.Tx, id)
	if err != nil {
		return fund.Milestone{}, err
	}
	m, err := p.Report(last.Percent, percent, text, limits, a.Now)
	if err != nil {
		return fund.Milestone{}, err
	}
	m.By, m.Photos = a.By.ID, photos
	if m.ID, err = a.Tx.AddMilestone(m); err != nil {
		return fund.Milestone{}, err
	}
	if err := recordThing(a, aboutMilestone(m)); err != nil {
		return fund.Milestone{}, err
	}
	m.At = o.local(m.At)
	return m, o.editProject(a, p)
}

// Milestones gives a project's reports, the oldest first.
func (o *Office) Milestones(tx *store.Tx, id fund.ProjectID) ([]fund.Milestone, error) {
	list, err := tx.Milestones(id)
	for i := range list {
		list[i].At = o.local(list[i].At)
	}
	return list, err
}

// Progress gives a project's latest report; one of 0 percent where there is
// none.
func (o *Office) Progress(tx *store.Tx, id fund.ProjectID) (fund.Milestone, error) {
	list, err := o.Milestones(tx, id)
	if len(list) == 0 {
		return fund.Milestone{Project: id}, err
	}
	return list[len(list)-1], err
}
