package office

import (
	"fmt"
	"time"

	"huimin/fund"
	"huimin/store"
)

// WhatComplaints is what a *fund.PaceError names when somebody has too many
// open complaints.
const WhatComplaints fund.What = "complaints"

// ComplaintNews tells its author what became of a complaint; its state says
// what.
type ComplaintNews struct {
	Complaint int64
	Status    fund.ComplaintStatus
}

// Complain files a complaint about a project, as a resident of its community:
// it gets a number and a clock, and the committee is told.
func (o *Office) Complain(a Act, id fund.ProjectID, text string, photos []fund.Photo) (fund.Complaint, error) {
	c, err := o.complain(a, id, text, photos)
	if err != nil {
		return fund.Complaint{}, fmt.Errorf("complain: %w", err)
	}
	return o.localComplaint(c), nil
}

func (o *Office) complain(a Act, id fund.ProjectID, text string, photos []fund.Photo) (c fund.Complaint, err error) {
	if _, err := a.known(); err != nil {
		return c, err
	}
	p, err := o.projectFor(a, fund.ActComplain, id)
	if err != nil {
		return c, err
	}
	prog := o.Rules(a.Now)
	if err := prog.Requests.CheckPhotos(len(photos)); err != nil {
		return c, err
	}
	if c, err = p.File(text, prog, a.Now); err != nil {
		return c, err
	}
	c.Photos = photos
	if c, err = o.fileComplaint(a, c); err != nil {
		return c, err
	}
	return c, o.editProject(a, p)
}

// fileComplaint keeps a new complaint of the act's person with its number, and
// passes it on: *fund.PaceError when too many of theirs wait.
func (o *Office) fileComplaint(a Act, c fund.Complaint) (fund.Complaint, error) {
	mine, err := a.Tx.ComplaintsBy(a.By.ID)
	if err != nil {
		return c, err
	}
	open := 0
	for _, other := range mine {
		if other.Status != fund.ComplaintSettled {
			open++
		}
	}
	if most := o.Rules(a.Now).Works.Complaint.MaxOpen; open >= most {
		return c, &fund.PaceError{What: WhatComplaints, Have: open, Max: most}
	}
	c.Author = a.By.ID
	if c.Number, err = o.complaintNumber(a, c.Community); err == nil {
		c.ID, err = a.Tx.AddComplaint(c)
	}
	if err == nil {
		err = recordThing(a, aboutComplaint(c))
	}
	if err == nil {
		err = o.passOn(a, c)
	}
	return c, err
}

// complaintNumber is the next one of the community's year.
func (o *Office) complaintNumber(a Act, community fund.PlaceID) (string, error) {
	place, err := a.Tx.Place(community)
	if err != nil {
		return "", err
	}
	year := o.local(a.Now).Year()
	n, err := a.Tx.ComplaintsOfYear(community, time.Date(year, 1, 1, 0, 0, 0, 0, o.Zone()))
	return fund.Number(place.Code, year, fund.NumberComplaint, n+1), err
}

// passOn tells those who have to answer a complaint that it is theirs.
func (o *Office) passOn(a Act, c fund.Complaint) error {
	chore := Chore{What: ChoreComplaint, ID: c.ID, Project: c.Project}
	staff, street, district, err := o.officesOf(a, c.Community)
	if err != nil {
		return err
	}
	switch c.Status {
	case fund.ComplaintOpen:
		return o.tellChore(a, chore, staff, street)
	case fund.ComplaintRaised:
		chore.What = ChoreRaised
		return o.tellChore(a, chore, street, district)
	case fund.ComplaintAnswered, fund.ComplaintSettled:
	}
	return nil
}

// complaintStep reads a complaint, does something with it, keeps and records
// that, and tells whoever has to know.
func (o *Office) complaintStep(
	a Act, id int64, allow func(fund.Complaint) error, step func(*fund.Complaint, fund.Programme) error,
) (fund.Complaint, error) {
	c, err := a.Tx.Complaint(id)
	if err != nil {
		return c, err
	}
	if err := allow(c); err != nil {
		return c, err
	}
	if err := step(&c, o.Rules(a.Now)); err != nil {
		return c, fmt.Errorf("complaint %d: %w", id, err)
	}
	return o.localComplaint(c), o.keepComplaint(a, c)
}

func (o *Office) keepComplaint(a Act, c fund.Complaint) error {
	if err := a.Tx.SaveComplaint(c); err != nil {
		return err
	}
	if err := recordThing(a, aboutComplaint(c)); err != nil {
		return err
	}
	if err := o.passOn(a, c); err != nil {
		return err
	}
	if c.Author != a.By.ID {
		n := Notice{Kind: KindComplaint, Data: ComplaintNews{c.ID, c.Status}, Lane: store.LaneNotice}
		if a.By.ID == 0 {
			n.Due = o.hoursBegin(a.Now)
		}
		if err := o.tell(a, c.Author, n); err != nil {
			return err
		}
	}
	if c.Meeting != 0 {
		m, err := a.Tx.Meeting(c.Meeting)
		if err != nil {
			return err
		}
		return o.showMinutes(a, m)
	}
	p, err := a.Tx.Project(c.Project)
	if err != nil {
		return err
	}
	return o.editProject(a, p)
}

// AnswerComplaint answers a complaint for the committee.
func (o *Office) AnswerComplaint(a Act, id int64, text string) (fund.Complaint, error) {
	return o.complaintStep(a, id,
		func(c fund.Complaint) error { return o.allow(a, fund.ActAnswerComplain, c.Community) },
		func(c *fund.Complaint, prog fund.Programme) error { return c.Reply(a.By.ID, text, prog, a.Now) })
}

// RuleComplaint answers a complaint for the street, for good.
func (o *Office) RuleComplaint(a Act, id int64, text string) (fund.Complaint, error) {
	return o.complaintStep(a, id,
		func(c fund.Complaint) error { return o.decides(a, fund.ActRuleComplaint, c.Community) },
		func(c *fund.Complaint, prog fund.Programme) error { return c.Rule(a.By.ID, text, prog, a.Now) })
}

// decides is allow for what a person decides: neither the clock nor the
// operator does it.
func (o *Office) decides(a Act, action fund.Action, place fund.PlaceID) error {
	if a.By.ID == 0 {
		return &fund.NotAllowed{Action: action, Needs: action.Needs(), At: place}
	}
	return o.allow(a, action, place)
}

// Own says by *fund.NotAllowed that a complaint is not by the act's person: its
// author alone says whether an answer does.
func Own(a Act, c fund.Complaint) error {
	if c.Author != a.By.ID || a.By.ID == 0 {
		return &fund.NotAllowed{Action: fund.ActComplain, Needs: fund.ActComplain.Needs(), At: c.Community}
	}
	return nil
}

func own(a Act) func(fund.Complaint) error {
	return func(c fund.Complaint) error { return Own(a, c) }
}

// AcceptAnswer settles one's own complaint: the answer does.
func (o *Office) AcceptAnswer(a Act, id int64) (fund.Complaint, error) {
	return o.complaintStep(a, id, own(a),
		func(c *fund.Complaint, prog fund.Programme) error { return c.Accept(prog, a.Now) })
}

// ObjectToAnswer sends one's own complaint up to the street: the answer does not
// do. The reason may be empty.
func (o *Office) ObjectToAnswer(a Act, id int64, reason string) (fund.Complaint, error) {
	return o.complaintStep(a, id, own(a),
		func(c *fund.Complaint, prog fund.Programme) error { return c.Object(reason, prog, a.Now) })
}

// lapseComplaints sends up what is overdue, and settles what stands.
func (o *Office) lapseComplaints(a Act) error {
	list, err := a.Tx.ComplaintsWaiting()
	if err != nil {
		return err
	}
	for _, c := range list {
		if !c.Lapse(o.Rules(a.Now), a.Now) {
			continue
		}
		if err := o.keepComplaint(a, c); err != nil {
			return err
		}
	}
	return nil
}

// remindComplaints reminds the committee of complaints, and the street of
// those that went up.
func (o *Office) remindComplaints(a Act) error {
	list, err := a.Tx.ComplaintsWaiting()
	if err != nil {
		return err
	}
	for _, c := range list {
		staff, street, district, err := o.officesOf(a, c.Community)
		if err != nil {
			return err
		}
		chore := Chore{What: ChoreComplaint, ID: c.ID, Project: c.Project}
		switch c.Status {
		case fund.ComplaintOpen:
			err = o.remindChore(a, chore, c.Due, staff, street)
		case fund.ComplaintRaised:
			chore.What = ChoreRaised
			err = o.remindChore(a, chore, c.Due, street, district)
		case fund.ComplaintAnswered, fund.ComplaintSettled:
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Complaint gives one complaint, or [store.ErrNotFound].
func (o *Office) Complaint(tx *store.Tx, id int64) (fund.Complaint, error) {
	c, err := tx.Complaint(id)
	return o.localComplaint(c), err
}

// Complaints gives the complaints about a project, the oldest first.
func (o *Office) Complaints(tx *store.Tx, id fund.ProjectID) ([]fund.Complaint, error) {
	return o.localComplaints(tx.Complaints(id))
}

// ComplaintsBy gives somebody's complaints, the newest first.
func (o *Office) ComplaintsBy(tx *store.Tx, person fund.PersonID) ([]fund.Complaint, error) {
	return o.localComplaints(tx.ComplaintsBy(person))
}

func (o *Office) localComplaints(list []fund.Complaint, err error) ([]fund.Complaint, error) {
	return each(list, o.localComplaint), err
}

func (o *Office) localComplaint(c fund.Complaint) fund.Complaint {
	for _, t := range []*time.Time{&c.Filed, &c.Since, &c.Due, &c.AnsweredAt, &c.RaisedAt, &c.RuledAt, &c.Settled} {
		*t = o.local(*t)
	}
	return c
}
