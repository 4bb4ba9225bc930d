package office

import (
	"errors"

	"huimin/fund"
	"huimin/store"
)

// tellProjectFollowers tells the authors and supporters of the requests that
// a project came of.
func (o *Office) tellProjectFollowers(a Act, p fund.Project, c RequestChanged) error {
	requests, err := a.Tx.RequestsFrom(p.ID)
	if err != nil {
		return err
	}
	c.Project = p.ID
	for _, r := range requests {
		if err := o.tellFollowers(a, r, c); err != nil {
			return err
		}
		if err := o.showRequest(a, r, 0); err != nil {
			return err
		}
	}
	return nil
}

// tellStaff tells the committee that a project lies with it now: returned, put
// back by a vote without quorum, or approved and ready to begin; that an office
// has refused one; what became of a change; and of its acceptance.
func (o *Office) tellStaff(a Act, p fund.Project, what Change) error {
	switch p.Status {
	case fund.ProjectDrafted, fund.ProjectReturned, fund.ProjectApproved, fund.ProjectRefused, fund.ProjectMending,
		fund.ProjectAccepted:
	case fund.ProjectStarted:
		if what != ChangeAnew && what != ChangeKept {
			return nil
		}
	case fund.ProjectFailed:
		if what != ChangeFailed { // the year's end tells of all of them together
			return nil
		}
	case fund.ProjectVoting, fund.ProjectLost, fund.ProjectStreet, fund.ProjectDistrict, fund.ProjectFinished,
		fund.ProjectLapsed, fund.ProjectDropped:
		return nil
	}
	staff, err := holding(a, p.Community, fund.RoleStaff)
	if err != nil {
		return err
	}
	n := Notice{
		Kind: KindTask, Data: Task{Project: p.ID, Stage: fund.ReminderArrival},
		Lane: store.LaneNotice, Due: o.workMoment(a.Now),
	}
	for _, g := range staff {
		if g.Person == a.By.ID {
			continue
		}
		if err := o.tell(a, g.Person, n); err != nil {
			return err
		}
	}
	return nil
}

// showProject puts the post about a project up to date in its neighbourhood's
// groups and channels.
func (o *Office) showProject(a Act, p fund.Project) error {
	if p.DecidedAt.IsZero() { // nothing to announce yet
		return o.editProject(a, p)
	}
	n := Notice{Kind: KindProjectPost, Data: ProjectPost{p.ID}, Lane: store.LaneNotice}
	_, err := o.postTo(a, p.Community, projectTopic(p.ID), n, store.PurposeNeighbourhood, store.PurposeChannel)
	return err
}

// editProject brings the posts about a project up to date where there are any.
func (o *Office) editProject(a Act, p fund.Project) error {
	topic := projectTopic(p.ID)
	for _, purpose := range []store.Purpose{store.PurposeNeighbourhood, store.PurposeChannel} {
		chats, err := a.Tx.BoundChats(p.Community, purpose)
		if err != nil {
			return err
		}
		for _, c := range chats {
			_, err := a.Tx.Post(c.ID, topic)
			if errors.Is(err, store.ErrNotFound) {
				continue
			}
			if err == nil {
				err = o.post(a, c.ID, topic, Notice{Kind: KindProjectPost, Data: ProjectPost{p.ID}, Lane: store.LaneNotice})
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}
