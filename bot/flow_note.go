package bot

import (
	"huimin/bot/dialog"
	"huimin/fund"
	"huimin/locales"
	"huimin/office"
	"huimin/report"
)

// noteButton begins a note on a project; objectionButton shows an objection;
// replyButton answers something about works, by its kind and number.
type (
	noteButton      struct{ Project fund.ProjectID }
	objectionButton struct{ Note int64 }
	replyButton     struct {
		To string
		ID int64
	}
)

// What a reply answers.
const (
	toNote      = "n" // an objection, for the committee
	toComplaint = "c" // a complaint, for the committee
	toRaised    = "r" // a complaint that went up, for the street
	toAnswer    = "o" // the committee's answer, by the complaint's author: it does not do
)

// noting is a note being written.
type noting struct {
	Project   fund.ProjectID `json:"project"`
	Objection bool           `json:"objection,omitempty"`
	Text      string         `json:"text,omitempty"`
	Photos    []dialog.Photo `json:"photos,omitempty"`
}

// replying is an answer being written.
type replying struct {
	To   string `json:"to"`
	ID   int64  `json:"id"`
	Text string `json:"text,omitempty"`
}

// noteFlow is what those who look after others' work say of a project, and
// what the committee answers.
func (w *working) noteFlow(r *router) {
	press(r, "kn", func(t *turn, b noteButton) error {
		p, err := w.projectFor(t, fund.ActNote, b.Project)
		if err != nil {
			return err
		}
		return w.note.begin(t, noting{Project: p.ID})
	})
	press(r, "knv", func(t *turn, b objectionButton) error { return w.showObjection(t, b.Note) })
	press(r, "kra", func(t *turn, b replyButton) error {
		if err := w.mayReply(t, b); err != nil {
			return err
		}
		return w.reply.begin(t, replying{To: b.To, ID: b.ID})
	})
}

// mayReply refuses an answer, and so the sight of what it answers, to whoever
// may not give it.
func (w *working) mayReply(t *turn, b replyButton) error {
	if b.To == toNote {
		n, err := w.office.Note(t.tx, b.ID)
		if err == nil {
			_, err = w.projectFor(t, fund.ActAnswerNote, n.Project)
		}
		return err
	}
	c, err := w.office.Complaint(t.tx, b.ID)
	if err != nil {
		return err
	}
	switch b.To {
	case toComplaint:
		return w.office.Allowed(t.act(), fund.ActAnswerComplain, c.Community)
	case toRaised:
		return w.office.Allowed(t.act(), fund.ActRuleComplaint, c.Community)
	case toAnswer:
		return office.Own(t.act(), c)
	}
	return errStaleButton
}

func (w *working) noteForm() dialog.Form[*turn, noting] {
	return dialog.Form[*turn, noting]{
		Name: "note", Title: locales.NoteTitle(),
		Steps: []dialog.Step[*turn, noting]{
			{
				Key: "kind", Label: sameLabel[noting](locales.NoteKindLabelButton()),
				Ask: func(t *turn, d noting) (dialog.View, error) {
					p, err := w.office.Project(t.tx, d.Project)
					return dialog.View{Text: locales.NoteKind(p.Number, p.Title, stageName(p.Stage())), Choices: [][]dialog.Choice{
						{{Value: "y", Label: locales.NoteFineButton()}}, {{Value: "n", Label: locales.NoteObjectButton()}},
					}}, err
				},
				Take: func(_ *turn, d *noting, a dialog.Answer) error {
					if a.Choice == "" {
						return dialog.Again(locales.FormPressPlease())
					}
					d.Objection = a.Choice == "n"
					return nil
				},
			},
			{
				Key: "text", Label: sameLabel[noting](locales.NoteTextLabelButton()),
				Ask: func(_ *turn, d noting) (dialog.View, error) {
					if d.Objection {
						return dialog.View{Text: locales.NoteObjectText()}, nil
					}
					return dialog.View{Text: locales.NoteText()}, nil
				},
				Take: func(t *turn, d *noting, a dialog.Answer) (err error) {
					if d.Objection {
						d.Text, err = w.reasonIn(t, a)
						return err
					}
					d.Text, err = w.noteIn(t, a)
					return err
				},
			},
			{
				Key: "photo", Label: sameLabel[noting](locales.WorksPhotoLabelButton()),
				Ask: func(*turn, noting) (dialog.View, error) { return dialog.View{Text: locales.NotePhoto()}, nil },
				Take: func(t *turn, d *noting, a dialog.Answer) (err error) {
					d.Photos, err = w.album(t, d.Photos, a)
					return err
				},
				Free: true, Optional: true, Clear: func(d *noting) { d.Photos = nil },
			},
		},
		Look: w.lookAtNote,
		Done: w.noted,
	}
}

// lookAtNote shows a note before it is sent.
func (w *working) lookAtNote(t *turn, d noting) (dialog.View, error) {
	p, err := w.office.Project(t.tx, d.Project)
	if d.Objection {
		return dialog.View{Text: locales.NoteObjectLook(p.Number, p.Title, d.Text, len(d.Photos))}, err
	}
	return dialog.View{Text: locales.NoteLook(p.Number, p.Title, d.Text, len(d.Photos))}, err
}

// noted keeps a note.
func (w *working) noted(t *turn, d noting) error {
	if _, err := w.office.Observe(t.act(), d.Project, d.Objection, d.Text, photosOf(d.Photos)); err != nil {
		return err
	}
	p, err := w.office.Project(t.tx, d.Project)
	if err != nil {
		return err
	}
	said := locales.NoteDone(p.Number)
	if d.Objection {
		said = locales.NoteObjectDone(p.Number)
	}
	return t.show(screen{Text: said, Keys: w.openRow(t, p.ID)})
}

// stageName says at which point of a project somebody looks at it.
func stageName(s fund.Stage) locales.Message {
	switch s {
	case fund.StageBefore:
		return locales.StageBefore()
	case fund.StageDuring:
		return locales.StageDuring()
	case fund.StageAfter:
		return locales.StageAfter()
	}
	return locales.Message{}
}

// noteLine is a note as the project's page shows it.
func noteLine(n fund.Oversight) locales.Message {
	line := locales.SheetNote(n.At, stageName(n.Stage), report.RoleName(n.Role), n.Text)
	switch {
	case n.Open():
		return locales.SheetObjectionOpen(n.At, stageName(n.Stage), report.RoleName(n.Role), n.Text)
	case n.Objection:
		return locales.SheetObjectionAnswered(n.At, stageName(n.Stage), report.RoleName(n.Role), n.Text, n.Answer)
	}
	return line
}

// showObjection shows a note, and lets the committee answer it.
func (w *working) showObjection(t *turn, id int64) error {
	n, err := w.office.Note(t.tx, id)
	if err != nil {
		return err
	}
	p, err := w.office.Project(t.tx, n.Project)
	if err != nil {
		return err
	}
	if err := w.maySee(t, p); err != nil {
		return err
	}
	text := locales.Paragraphs(locales.NotePage(p.Number, p.Title), noteLine(n))
	var keys [][]key
	if n.Open() {
		keys, err = w.allowed(t, p.Community, [][]can{{{fund.ActAnswerNote, t.key(locales.DeskAnswerButton(), replyButton{toNote, n.ID})}}})
		if err != nil {
			return err
		}
	}
	if len(n.Photos) > 0 && t.chat.private() {
		if err := t.say(screen{Text: locales.NotePhotos(p.Number), Photos: files(n.Photos)}); err != nil {
			return err
		}
	}
	return t.show(screen{Text: text, Keys: append(keys, w.openRow(t, p.ID)...)})
}

// replyForm answers an objection or a complaint.
func (w *working) replyForm() dialog.Form[*turn, replying] {
	return dialog.Form[*turn, replying]{
		Name: "works_reply", Title: locales.ReplyTitle(),
		Steps: []dialog.Step[*turn, replying]{{
			Key: "text", Label: sameLabel[replying](locales.ReplyLabelButton()), Ask: w.askReply,
			Take: func(t *turn, d *replying, a dialog.Answer) (err error) {
				d.Text, err = w.reasonIn(t, a)
				return err
			},
		}},
		Look: func(t *turn, d replying) (dialog.View, error) {
			asked, err := w.replied(t, d)
			return dialog.View{Text: locales.ReplyLook(asked, d.Text)}, err
		},
		Done: w.replyDone,
	}
}

// replied is what an answer answers.
func (w *working) replied(t *turn, d replying) (string, error) {
	if d.To == toNote {
		n, err := w.office.Note(t.tx, d.ID)
		return n.Text, err
	}
	c, err := w.office.Complaint(t.tx, d.ID)
	if d.To == toAnswer {
		return c.Answer, err
	}
	return c.Text, err
}

func (w *working) askReply(t *turn, d replying) (dialog.View, error) {
	asked, err := w.replied(t, d)
	if d.To == toAnswer {
		return dialog.View{Text: locales.ReplyObjectAsk(asked)}, err
	}
	return dialog.View{Text: locales.ReplyAsk(asked)}, err
}

func (w *working) replyDone(t *turn, d replying) error {
	switch d.To {
	case toNote:
		n, err := w.office.AnswerNote(t.act(), d.ID, d.Text)
		if err != nil {
			return err
		}
		return t.show(screen{Text: locales.ReplyDone(), Keys: w.openRow(t, n.Project)})
	case toComplaint:
		c, err := w.office.AnswerComplaint(t.act(), d.ID, d.Text)
		if err != nil {
			return err
		}
		return t.show(screen{Text: locales.ComplaintAnsweredDone(c.Number, c.Due), Keys: w.complaintRows(t, c)})
	case toRaised:
		c, err := w.office.RuleComplaint(t.act(), d.ID, d.Text)
		if err != nil {
			return err
		}
		return t.show(screen{Text: locales.ComplaintRuledDone(c.Number), Keys: w.complaintRows(t, c)})
	case toAnswer:
		c, err := w.office.ObjectToAnswer(t.act(), d.ID, d.Text)
		if err != nil {
			return err
		}
		return w.sayComplaint(t, c)
	}
	return errStaleButton
}
