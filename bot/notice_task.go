package bot

import (
	"encoding/json"
	"errors"

	"huimin/fund"
	"huimin/locales"
	"huimin/office"
	"huimin/report"
	"huimin/store"
)

// task tells somebody that a project lies with them. What was said about a
// review changes when it is decided, for everybody who was told.
func (d *decisions) task(v *view, data json.RawMessage) (screen, error) {
	n, err := read[office.Task](data)
	if err != nil {
		return screen{}, err
	}
	p, err := d.office.Project(v.tx, n.Project)
	if err != nil {
		return screen{}, err
	}
	if n.Approval == 0 {
		return d.staffTask(v, p)
	}
	_, err = v.tx.Post(v.chat, v.topic)
	posted := err == nil
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return screen{}, err
	}
	r, err := v.tx.Approval(n.Approval)
	dropped := errors.Is(err, store.ErrNotFound)
	done := dropped || !r.Decided.IsZero()
	switch {
	case err != nil && !dropped:
		return screen{}, err
	case done && !posted:
		return screen{}, errNothing
	}
	sheet, err := writeSheet(v.tx, d.office, p, v.now, done)
	if err != nil {
		return screen{}, err
	}
	open := []key{v.key(locales.WorksOpenButton(), projectButton{Project: p.ID})}
	if done {
		return screen{Text: locales.Paragraphs(doneWords(r, p), sheet), Keys: [][]key{open}}, nil
	}
	head, err := d.taskHead(v, n, p)
	if err != nil {
		return screen{}, err
	}
	person, err := v.tx.PersonByTelegram(v.chat)
	if err != nil {
		return screen{}, err
	}
	s := screen{Text: locales.Paragraphs(head, sheet)}
	if !mayReview(d.office, office.Act{Tx: v.tx, Now: v.now, By: person}, r, p) {
		s.Keys = [][]key{open}
		return s, nil
	}
	next, err := d.nextHolder(v.tx, r, p)
	s.Text = locales.Paragraphs(s.Text, next)
	if err != nil {
		return s, err
	}
	s.Keys = append(verdictKeys(v.buttons, r.ID), open)
	bureau, err := d.office.BureauOf(office.Act{Tx: v.tx, Now: v.now, By: person}, p)
	if bureau != "" && r.Tier == fund.TierDistrict {
		s.Keys = append([][]key{{v.key(locales.SpokenButton(report.BureauName(bureau)), opineButton{r.ID})}}, s.Keys...)
	}
	return s, err
}

// taskHead says why they hear of it now.
func (d *decisions) taskHead(v *view, n office.Task, p fund.Project) (locales.Message, error) {
	due := dueWords(d.office, p.Due, p.DueProvisional, v.now)
	if n.Escalated {
		holder, err := holderName(v.tx, d.office, p.Holder(), p.Community)
		if n.Stage == fund.ReminderOverdue {
			return locales.TaskEscalated(n.OverdueBy, holder), err
		}
		return locales.TaskNobody(holder, due), err
	}
	switch n.Stage {
	case fund.ReminderArrival:
	case fund.ReminderDayBefore:
		return locales.TaskDayBefore(due), nil
	case fund.ReminderToday:
		return locales.TaskToday(), nil
	case fund.ReminderOverdue:
		return locales.TaskOverdue(n.OverdueBy), nil
	}
	return locales.TaskArrival(due), nil
}

// nextHolder says where an approval sends the project.
func (d *decisions) nextHolder(tx *store.Tx, r fund.Approval, p fund.Project) (locales.Message, error) {
	if r.Tier == p.Tier {
		return locales.TaskNextBegin(), nil
	}
	holder, err := holderName(tx, d.office, fund.HolderDistrict, p.Community)
	return locales.TaskNext(holder), err
}

// doneWords says how a review ended; without a verdict, its project was given
// up, or its year was over.
func doneWords(r fund.Approval, p fund.Project) locales.Message {
	switch r.Verdict {
	case fund.VerdictApprove:
		return locales.TaskApproved()
	case fund.VerdictReturn:
		return locales.TaskReturned()
	case fund.VerdictRefuse:
		return locales.TaskRefused()
	}
	if p.Status == fund.ProjectLapsed || p.Status == fund.ProjectFailed {
		return locales.YearTaskOver(p.Year)
	}
	return locales.TaskDropped()
}

// staffTask tells the committee that a project is theirs again.
func (d *decisions) staffTask(v *view, p fund.Project) (screen, error) {
	var text locales.Message
	switch p.Status {
	case fund.ProjectReturned:
		text = locales.TaskStaffReturned(p.Number, p.Title, p.Reason)
	case fund.ProjectRefused:
		text = locales.TaskStaffRefused(p.Number, p.Title, p.Reason)
	case fund.ProjectDrafted:
		text = locales.TaskStaffAgain(p.Number, p.Title)
	case fund.ProjectApproved:
		text = locales.TaskStaffApproved(p.Number, p.Title)
	case fund.ProjectStarted:
		text = locales.TaskStaffChanged(p.Number, p.Title, int64(p.Cost()))
	case fund.ProjectMending:
		text = locales.TaskStaffMending(p.Number, p.Title, p.Reason, p.Due)
	case fund.ProjectAccepted:
		text = locales.TaskStaffAccepted(p.Number, p.Title)
	case fund.ProjectFailed:
		if p.Reason == "" { // its year ended, which has its own words
			return screen{}, errNothing
		}
		rules := d.office.Rules(v.now)
		text = locales.TaskStaffFailed(p.Number, p.Title, p.Reason, backIn(rules, p.Year), rules.Year.AppealDays)
	case fund.ProjectVoting, fund.ProjectLost, fund.ProjectStreet, fund.ProjectDistrict, fund.ProjectFinished,
		fund.ProjectLapsed, fund.ProjectDropped:
		return screen{}, errNothing
	}
	return screen{Text: text, Keys: [][]key{{v.key(locales.WorksOpenButton(), projectButton{Project: p.ID})}}}, nil
}
