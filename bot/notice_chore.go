package bot

import (
	"encoding/json"

	"huimin/fund"
	"huimin/locales"
	"huimin/office"
)

// choreNotices is what people are told about works: what waits for them, and
// what became of what they said.
func (w *working) choreNotices(r *router) {
	r.notice(office.KindChore, w.chore)
	r.notice(office.KindComplaint, w.complaintNews)
	r.notice(office.KindObjection, w.noteNews)
	r.notice(office.KindDispute, w.disputeNews)
}

// chore tells somebody what waits for them, unless it has been done since.
func (w *working) chore(v *view, data json.RawMessage) (screen, error) {
	n, err := read[office.Chore](data)
	if err != nil {
		return screen{}, err
	}
	var p fund.Project
	if n.Project != 0 { // an objection to minutes is about none
		if p, err = w.office.Project(v.tx, n.Project); err != nil {
			return screen{}, err
		}
	}
	var s screen
	switch n.What {
	case office.ChoreObjection:
		s, err = w.objectionChore(v, n, p)
	case office.ChoreComplaint, office.ChoreRaised:
		s, err = w.complaintChore(v, n)
	case office.ChoreTeam:
		s, err = w.teamChore(v, n, p)
	case office.ChoreSign:
		s, err = w.signChore(v, n, p)
	case office.ChoreDispute:
		s, err = w.disputeChore(v, n, p)
	case office.ChoreMend:
		s, err = w.mendChore(v, p)
	}
	if err == nil && n.Escalated {
		s.Text = locales.Paragraphs(s.Text, locales.ChoreAbove())
	}
	return s, err
}

func (w *working) objectionChore(v *view, n office.Chore, p fund.Project) (screen, error) {
	note, err := w.office.Note(v.tx, n.ID)
	if err != nil {
		return screen{}, err
	}
	if !note.Open() {
		return screen{}, errNothing
	}
	return screen{Text: locales.ChoreObjection(p.Number, p.Title, note.Text), Keys: [][]key{
		{v.key(locales.NoteOpenButton(), objectionButton{n.ID})}, {v.key(locales.WorksOpenButton(), projectButton{p.ID})},
	}}, nil
}

func (w *working) complaintChore(v *view, n office.Chore) (screen, error) {
	c, err := w.office.Complaint(v.tx, n.ID)
	if err != nil {
		return screen{}, err
	}
	number, title, err := w.complainedOf(v.tx, c)
	if err != nil {
		return screen{}, err
	}
	due := dueWords(w.office, c.Due, c.Provisional, v.now)
	open := v.key(locales.ComplaintMineButton(c.Number), complaintButton{c.ID})
	switch {
	case n.What == office.ChoreComplaint && c.Status == fund.ComplaintOpen:
		return screen{Text: locales.ChoreComplaint(c.Number, number, title, c.Text, due, onMinutes(c)), Keys: [][]key{{open}}}, nil
	case n.What == office.ChoreRaised && c.Status == fund.ComplaintRaised:
		return screen{Text: locales.ChoreRaised(c.Number, number, title, c.Text, due, onMinutes(c)), Keys: [][]key{{open}}}, nil
	}
	return screen{}, errNothing
}

func (w *working) teamChore(v *view, n office.Chore, p fund.Project) (screen, error) {
	at, err := w.office.TeamDue(v.tx, p)
	if err != nil {
		return screen{}, err
	}
	if at.IsZero() {
		return screen{}, errNothing
	}
	keys := [][]key{{v.key(locales.WorksOpenButton(), projectButton{p.ID})}}
	if !n.Escalated {
		keys = append([][]key{{v.key(locales.AcceptanceNameButton(), teamButton{p.ID})}}, keys...)
	}
	return screen{Text: locales.ChoreTeam(p.Number, p.Title, dueWords(w.office, at, false, v.now)), Keys: keys}, nil
}

// signChore shows a member the acceptance with the two signatures under it;
// the committee hears that signatures are missing.
func (w *working) signChore(v *view, n office.Chore, p fund.Project) (screen, error) {
	a, err := w.office.Acceptance(v.tx, n.ID)
	if err != nil {
		return screen{}, err
	}
	if a.Status != fund.AcceptanceOpen || p.Status != fund.ProjectFinished {
		return screen{}, errNothing
	}
	due := dueWords(w.office, a.Due, a.Provisional, v.now)
	person, err := v.tx.PersonByTelegram(v.chat)
	if err != nil {
		return screen{}, err
	}
	if n.Escalated || !a.Sits(person.ID) {
		return screen{Text: locales.ChoreSignMissing(p.Number, p.Title, due), Keys: [][]key{
			{v.key(locales.AcceptanceOpenButton(), acceptanceButton{a.ID})},
		}}, nil
	}
	for _, m := range a.Members {
		if m.Person == person.ID && m.Verdict != "" {
			return screen{}, errNothing
		}
	}
	text, err := acceptanceText(v.tx, w.staff, p, a)
	if err != nil {
		return screen{}, err
	}
	keys := signKeys(v.buttons, w.office, a)
	if len(p.Before)+len(p.After) > 0 {
		keys = append(keys, []key{v.key(locales.AcceptancePhotosButton(), albumButton{p.ID})})
	}
	return screen{Text: locales.Paragraphs(locales.ChoreSign(due), text), Keys: keys}, nil
}

func (w *working) disputeChore(v *view, n office.Chore, p fund.Project) (screen, error) {
	d, err := w.office.DisputeByID(v.tx, n.ID)
	if err != nil {
		return screen{}, err
	}
	if !d.Decided.IsZero() {
		return screen{}, errNothing
	}
	due := dueWords(w.office, d.Due, d.Provisional, v.now)
	return screen{Text: locales.ChoreDispute(p.Number, p.Title, d.Reason, due), Keys: [][]key{
		{v.key(locales.DisputePageButton(), ruleButton{d.ID})},
	}}, nil
}

func (w *working) mendChore(v *view, p fund.Project) (screen, error) {
	if p.Status != fund.ProjectMending {
		return screen{}, errNothing
	}
	due := dueWords(w.office, p.Due, p.DueProvisional, v.now)
	return screen{Text: locales.ChoreMend(p.Number, p.Title, p.Reason, due), Keys: [][]key{
		{v.key(locales.WorksOpenButton(), projectButton{p.ID})},
	}}, nil
}

// complaintNews tells its author what became of a complaint.
func (w *working) complaintNews(v *view, data json.RawMessage) (screen, error) {
	n, err := read[office.ComplaintNews](data)
	if err != nil {
		return screen{}, err
	}
	c, err := w.office.Complaint(v.tx, n.Complaint)
	if err != nil {
		return screen{}, err
	}
	if c.Status != n.Status {
		return screen{}, errNothing // the next news says more
	}
	open := [][]key{{v.key(locales.ComplaintMineButton(c.Number), complaintButton{c.ID})}}
	switch c.Status {
	case fund.ComplaintAnswered:
		keys := append(contentKeys(v.buttons, c.ID), open...)
		return screen{Text: locales.ComplaintNewsAnswered(c.Number, c.Answer, c.Due, onMinutes(c)), Keys: keys}, nil
	case fund.ComplaintRaised:
		return screen{Text: locales.ComplaintNewsRaised(c.Number, c.Due, onMinutes(c)), Keys: open}, nil
	case fund.ComplaintSettled:
		if c.Ruling != "" {
			return screen{Text: locales.ComplaintNewsRuled(c.Number, c.Ruling, onMinutes(c)), Keys: open}, nil
		}
		return screen{Text: locales.ComplaintNewsSettled(c.Number, onMinutes(c)), Keys: open}, nil
	case fund.ComplaintOpen:
	}
	return screen{}, errNothing
}

// noteNews tells whoever raised an objection that it is answered.
func (w *working) noteNews(v *view, data json.RawMessage) (screen, error) {
	n, err := read[office.NoteNews](data)
	if err != nil {
		return screen{}, err
	}
	note, err := w.office.Note(v.tx, n.Note)
	if err != nil {
		return screen{}, err
	}
	p, err := w.office.Project(v.tx, note.Project)
	return screen{Text: locales.NoteAnswered(p.Number, p.Title, note.Text, note.Answer), Keys: [][]key{
		{v.key(locales.WorksOpenButton(), projectButton{p.ID})},
	}}, err
}

// disputeNews tells its author what was decided on a dispute.
func (w *working) disputeNews(v *view, data json.RawMessage) (screen, error) {
	n, err := read[office.DisputeNews](data)
	if err != nil {
		return screen{}, err
	}
	d, err := w.office.DisputeByID(v.tx, n.Dispute)
	if err != nil {
		return screen{}, err
	}
	p, err := w.office.Project(v.tx, d.Project)
	return screen{Text: locales.DisputeNews(p.Number, p.Title, disputeOutcome(d)), Keys: [][]key{
		{v.key(locales.WorksOpenButton(), lookButton{p.ID})},
	}}, err
}
