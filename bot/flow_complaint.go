package bot

import (
	"strconv"

	"huimin/bot/dialog"
	"huimin/fund"
	"huimin/locales"
	"huimin/store"
)

// lookButton shows a project to residents; lookPostButton leads there from a
// post in a group.
type (
	lookButton     struct{ Project fund.ProjectID }
	lookPostButton struct{ Project fund.ProjectID }
)

// What a resident does about a complaint: file one, see it, be content.
type (
	complainButton   struct{ Project fund.ProjectID }
	complaintButton  struct{ Complaint int64 }
	complaintsButton struct{ Project fund.ProjectID }
	contentButton    struct{ Complaint int64 }
)

// wantProject begins a link to a project: "p12".
const wantProject = 'p'

// complaining is a complaint being written.
type complaining struct {
	Project fund.ProjectID `json:"project"`
	Text    string         `json:"text,omitempty"`
	Photos  []dialog.Photo `json:"photos,omitempty"`
}

// complaintFlow is complaints about projects, and a project as residents see
// it.
func (w *working) complaintFlow(r *router) {
	press(r, "kp", func(t *turn, b lookButton) error { return w.look(t, b.Project) })
	pressOpen(r, "kpo", func(t *turn, b lookPostButton) error {
		t.open(t.link(string(wantProject) + strconv.FormatInt(int64(b.Project), 10)))
		return nil
	})
	press(r, "kq", func(t *turn, b complainButton) error {
		p, err := w.projectFor(t, fund.ActComplain, b.Project)
		if err != nil {
			return err
		}
		return w.complain.begin(t, complaining{Project: p.ID})
	})
	press(r, "kqv", func(t *turn, b complaintButton) error { return w.showComplaint(t, b.Complaint) })
	press(r, "kql", w.listComplaints)
	press(r, "kqy", func(t *turn, b contentButton) error {
		c, err := w.office.AcceptAnswer(t.act(), b.Complaint)
		if err != nil {
			return err
		}
		return w.sayComplaint(t, c)
	})
}

// look shows a project to anybody who has agreed: it is disclosed anyhow.
func (w *working) look(t *turn, id fund.ProjectID) error {
	p, err := w.office.Project(t.tx, id)
	if err != nil {
		return err
	}
	text, err := projectSheet(t.tx, w.office, p, t.now)
	if err != nil {
		return err
	}
	keys, err := w.lookKeys(t, p)
	if err != nil {
		return err
	}
	return t.show(screen{Text: text, Keys: keys})
}

// lookKeys are what a resident may do about a project.
func (w *working) lookKeys(t *turn, p fund.Project) ([][]key, error) {
	var rows [][]can
	if asks, err := w.mayEvaluate(t, p); err != nil {
		return nil, err
	} else if asks {
		rows = append(rows, []can{{fund.ActEvaluate, t.key(locales.EvaluationButton(), evaluationButton{p.ID})}})
	}
	if may, err := w.mayDispute(t, p); err != nil {
		return nil, err
	} else if may {
		rows = append(rows, []can{{fund.ActDispute, t.key(locales.DisputeButton(), disputeButton{p.ID})}})
	}
	if p.Complainable() {
		rows = append(rows, []can{{fund.ActComplain, t.key(locales.ComplaintButton(), complainButton{p.ID})}})
	}
	keys, err := w.allowed(t, p.Community, rows)
	if err != nil {
		return nil, err
	}
	mine, err := w.office.ComplaintsBy(t.tx, t.person.ID)
	if err != nil {
		return nil, err
	}
	for _, c := range mine {
		if c.Project == p.ID {
			keys = append(keys, []key{t.key(locales.ComplaintMineButton(c.Number), complaintButton{c.ID})})
		}
	}
	return append(keys, w.photoKeys(t, p)...), nil
}

// photoKeys lead to a project's pictures.
func (w *working) photoKeys(t *turn, p fund.Project) [][]key {
	var row []key
	if len(p.Before)+len(p.After) > 0 {
		row = append(row, t.key(locales.AcceptancePhotosButton(), albumButton{p.ID}))
	}
	if m, err := pictured(t.tx, w.office, p.ID); err == nil && len(m.Photos) > 0 {
		row = append(row, t.key(locales.ProgressPhotosButton(), progressPhotosButton{p.ID}))
	}
	if len(row) == 0 {
		return nil
	}
	return [][]key{row}
}

func (w *working) complainForm() dialog.Form[*turn, complaining] {
	return dialog.Form[*turn, complaining]{
		Name: "complain", Title: locales.ComplaintTitle(),
		Steps: []dialog.Step[*turn, complaining]{
			{
				Key: "text", Label: sameLabel[complaining](locales.NoteTextLabelButton()),
				Ask: func(t *turn, d complaining) (dialog.View, error) {
					p, err := w.office.Project(t.tx, d.Project)
					return dialog.View{Text: locales.ComplaintAsk(p.Number, p.Title)}, err
				},
				Take: func(t *turn, d *complaining, a dialog.Answer) error {
					if a.Text == "" {
						return dialog.Again(locales.FormTextPlease())
					}
					if err := w.office.Rules(t.now).Requests.CheckText(a.Text); err != nil {
						return again(err)
					}
					d.Text = a.Text
					return nil
				},
			},
			{
				Key: "photo", Label: sameLabel[complaining](locales.WorksPhotoLabelButton()),
				Ask: func(*turn, complaining) (dialog.View, error) {
					return dialog.View{Text: locales.ComplaintPhoto()}, nil
				},
				Take: func(t *turn, d *complaining, a dialog.Answer) (err error) {
					d.Photos, err = w.album(t, d.Photos, a)
					return err
				},
				Free: true, Optional: true, Clear: func(d *complaining) { d.Photos = nil },
			},
		},
		Look: func(t *turn, d complaining) (dialog.View, error) {
			p, err := w.office.Project(t.tx, d.Project)
			days := w.office.Rules(t.now).Works.Complaint.Days
			return dialog.View{Text: locales.ComplaintLook(p.Number, p.Title, d.Text, days, len(d.Photos))}, err
		},
		Done: func(t *turn, d complaining) error {
			c, err := w.office.Complain(t.act(), d.Project, d.Text, photosOf(d.Photos))
			if err != nil {
				return again(err)
			}
			holder, err := holderName(t.tx, w.office, c.Holder(), c.Community)
			if err != nil {
				return err
			}
			return t.show(screen{Text: locales.ComplaintDone(c.Number, holder, c.Due), Keys: [][]key{
				{t.key(locales.ComplaintMineButton(c.Number), complaintButton{c.ID})},
			}})
		},
	}
}

// complaintText is a complaint as everybody concerned sees it: what was said,
// who has it, since when, and until when.
func (w *working) complaintText(t *turn, c fund.Complaint) (locales.Message, error) {
	number, title, err := w.complainedOf(t.tx, c)
	if err != nil {
		return locales.Message{}, err
	}
	parts := []locales.Message{locales.ComplaintPage(c.Number, number, title, c.Filed, c.Text, len(c.Photos), onMinutes(c))}
	if c.Answer != "" {
		parts = append(parts, locales.ComplaintAnswer(c.AnsweredAt, c.Answer))
	}
	switch c.Raised {
	case fund.RaiseOverdue:
		parts = append(parts, locales.ComplaintRaisedOverdue(c.RaisedAt))
	case fund.RaiseUnsatisfied:
		parts = append(parts, locales.ComplaintRaisedObjection(c.RaisedAt, c.RaiseReason))
	}
	if c.Ruling != "" {
		parts = append(parts, locales.ComplaintRuling(c.RuledAt, c.Ruling))
	}
	switch c.Status {
	case fund.ComplaintOpen, fund.ComplaintRaised:
		holder, err := holderName(t.tx, w.office, c.Holder(), c.Community)
		if err != nil {
			return locales.Message{}, err
		}
		parts = append(parts, locales.SheetHeldDue(holder, c.Since, dueWords(w.office, c.Due, c.Provisional, t.now)))
	case fund.ComplaintAnswered:
		parts = append(parts, locales.ComplaintUntil(c.Due))
	case fund.ComplaintSettled:
		parts = append(parts, locales.ComplaintSettled(c.Settled))
	}
	return locales.Paragraphs(parts...), nil
}

// complainedOf gives number and title of what a complaint is about: a project,
// or a meeting, which has no number, where it is an objection to minutes.
func (w *working) complainedOf(tx *store.Tx, c fund.Complaint) (number, title string, err error) {
	if c.Meeting != 0 {
		m, err := tx.Meeting(c.Meeting)
		return "", m.Title, err
	}
	p, err := w.office.Project(tx, c.Project)
	return p.Number, p.Title, err
}

// onMinutes is 1 for an objection to minutes, 0 for a complaint about a
// project.
func onMinutes(c fund.Complaint) int {
	if c.Meeting != 0 {
		return 1
	}
	return 0
}

// complaintRows lead from a complaint to what it is about, and the desk.
func (w *working) complaintRows(t *turn, c fund.Complaint) [][]key {
	if c.Meeting == 0 {
		return w.openRow(t, c.Project)
	}
	return [][]key{{t.key(locales.MinutesButton(), minutesButton{Meeting: c.Meeting})}, w.deskButtonRow(t)}
}

// listComplaints lists the complaints about a project, to the committee and the
// street.
func (w *working) listComplaints(t *turn, b complaintsButton) error {
	p, err := w.projectFor(t, fund.ActAnswer, b.Project)
	if err != nil {
		return err
	}
	list, err := w.office.Complaints(t.tx, p.ID)
	if err != nil {
		return err
	}
	var keys [][]key
	for _, c := range list[max(0, len(list)-maxChoices):] {
		keys = append(keys, []key{t.key(locales.ComplaintMineButton(c.Number), complaintButton{c.ID})})
	}
	return t.show(screen{Text: locales.ComplaintList(p.Number, p.Title, len(list)), Keys: append(keys, w.openRow(t, p.ID)...)})
}

// showComplaint shows a complaint to its author, the committee and the street.
func (w *working) showComplaint(t *turn, id int64) error {
	c, err := w.office.Complaint(t.tx, id)
	if err != nil {
		return err
	}
	if c.Author != t.person.ID {
		if err := w.office.Allowed(t.act(), fund.ActAnswer, c.Community); err != nil {
			return err
		}
	}
	if len(c.Photos) > 0 {
		if err := t.say(screen{Text: locales.ComplaintPhotos(c.Number), Photos: files(c.Photos)}); err != nil {
			return err
		}
	}
	return w.sayComplaint(t, c)
}

func (w *working) sayComplaint(t *turn, c fund.Complaint) error {
	text, err := w.complaintText(t, c)
	if err != nil {
		return err
	}
	keys, err := w.complaintKeys(t, c)
	if err != nil {
		return err
	}
	return t.show(screen{Text: text, Keys: keys})
}

func (w *working) complaintKeys(t *turn, c fund.Complaint) (keys [][]key, err error) {
	answer := t.key(locales.DeskAnswerButton(), replyButton{toComplaint, c.ID})
	switch c.Status {
	case fund.ComplaintOpen:
		keys, err = w.allowed(t, c.Community, [][]can{{{fund.ActAnswerComplain, answer}}})
	case fund.ComplaintRaised:
		rule := t.key(locales.DeskAnswerButton(), replyButton{toRaised, c.ID})
		keys, err = w.allowed(t, c.Community, [][]can{{{fund.ActRuleComplaint, rule}}})
	case fund.ComplaintAnswered:
		if c.Author == t.person.ID {
			keys = contentKeys(t.buttons, c.ID)
		}
	case fund.ComplaintSettled:
	}
	if err != nil {
		return nil, err
	}
	switch {
	case c.Author != t.person.ID:
		return append(keys, w.complaintRows(t, c)...), nil
	case c.Meeting != 0:
		return append(keys, []key{t.key(locales.MinutesButton(), minutesButton{Meeting: c.Meeting})}), nil
	}
	return append(keys, []key{t.key(locales.WorksOpenButton(), lookButton{c.Project})}), nil
}

// contentKeys ask the author whether an answer does.
func contentKeys(b *buttons, id int64) [][]key {
	return [][]key{
		{b.key(locales.ComplaintContentButton(), contentButton{id}).styled("success")},
		{b.key(locales.ComplaintObjectButton(), replyButton{toAnswer, id})},
	}
}
