package bot

import (
	"slices"
	"strconv"
	"strings"

	"huimin/bot/dialog"
	"huimin/fund"
	"huimin/locales"
	"huimin/office"
	"huimin/store"
)

// working is what the conversations about works have in common: how they go
// on, what they cost, who looks at them, complains, accepts and evaluates them.
type working struct {
	*staff
	start     opener[starting]
	report    opener[reporting]
	change    opener[changing]
	note      opener[noting]
	reply     opener[replying]
	complain  opener[complaining]
	team      opener[teaming]
	failing   opener[failing]
	dispute   opener[disputing]
	ruling    opener[ruling]
	evalWords opener[evalWords]
}

// flow is everything about works that have been approved.
func (w *working) flow(r *router) {
	w.start = form(r, w.startForm())
	w.report = form(r, w.reportForm())
	w.change = form(r, w.changeForm())
	w.note = form(r, w.noteForm())
	w.reply = form(r, w.replyForm())
	w.complain = form(r, w.complainForm())
	w.team = form(r, w.teamForm())
	w.failing = form(r, w.failForm())
	w.dispute = form(r, w.disputeForm())
	w.ruling = form(r, w.rulingForm())
	w.evalWords = form(r, w.evalWordsForm())
	w.progressFlow(r)
	w.changeFlow(r)
	w.noteFlow(r)
	w.complaintFlow(r)
	w.acceptanceFlow(r)
	w.disputeFlow(r)
	w.evaluationFlow(r)
	w.choreNotices(r)
}

// reportButton reports how far works are.
type reportButton struct{ Project fund.ProjectID }

// progressPhotosButton sends the pictures of the latest report that has some.
type progressPhotosButton struct{ Project fund.ProjectID }

// starting is works that begin.
type starting struct {
	Project fund.ProjectID `json:"project"`
	Had     int            `json:"had,omitempty"` // pictures from before that exist
	Photos  []dialog.Photo `json:"photos,omitempty"`
}

// reporting is a report of how far works are.
type reporting struct {
	Project fund.ProjectID `json:"project"`
	Last    int            `json:"last,omitempty"`
	Percent int            `json:"percent"`
	Text    string         `json:"text,omitempty"`
	Photos  []dialog.Photo `json:"photos,omitempty"`
}

// progressFlow is works that begin and go on.
func (w *working) progressFlow(r *router) {
	press(r, "wws", func(t *turn, b startWorksButton) error {
		p, err := w.projectFor(t, fund.ActStart, b.Project, fund.ProjectApproved)
		if err != nil {
			return err
		}
		d := starting{Project: p.ID, Had: len(p.Before)}
		if d.Had > 0 {
			return w.start.beginAt(t, d, dialog.LastLook)
		}
		return w.start.begin(t, d)
	})
	press(r, "krp", w.showProgressPhotos)
	press(r, "kr", func(t *turn, b reportButton) error {
		p, err := w.projectFor(t, fund.ActProgress, b.Project, fund.ProjectStarted, fund.ProjectMending)
		if err != nil {
			return err
		}
		last, err := w.office.Progress(t.tx, p.ID)
		if err != nil {
			return err
		}
		return w.report.begin(t, reporting{Project: p.ID, Last: last.Percent})
	})
}

// sameLabel is the same label whatever the draft.
func sameLabel[D any](m locales.Message) func(D) locales.Message {
	return func(D) locales.Message { return m }
}

// openRow leads to a project and the desk.
func (w *working) openRow(t *turn, id fund.ProjectID) [][]key {
	return [][]key{{t.key(locales.WorksOpenButton(), projectButton{id})}, w.deskButtonRow(t)}
}

func (w *working) startForm() dialog.Form[*turn, starting] {
	return dialog.Form[*turn, starting]{
		Name: "start_works", Title: locales.ProgressStartTitle(),
		Steps: []dialog.Step[*turn, starting]{{
			Key: "photo", Label: sameLabel[starting](locales.WorksPhotoLabelButton()),
			Ask: func(t *turn, d starting) (dialog.View, error) {
				p, err := w.office.Project(t.tx, d.Project)
				return dialog.View{Text: locales.ProgressBefore(p.Number, p.Title)}, err
			},
			Take: func(t *turn, d *starting, a dialog.Answer) (err error) {
				d.Photos, err = w.album(t, d.Photos, a)
				return err
			},
			Free: true, Optional: true, Clear: func(d *starting) { d.Photos = nil },
		}},
		Look: func(t *turn, d starting) (dialog.View, error) {
			p, err := w.office.Project(t.tx, d.Project)
			return dialog.View{Text: locales.ProgressStartLook(p.Number, p.Title, int64(p.Cost()), d.Had+len(d.Photos))}, err
		},
		Done: func(t *turn, d starting) error {
			p, err := w.office.Start(t.act(), d.Project, photosOf(d.Photos)...)
			if err != nil {
				return err
			}
			return t.show(screen{Text: locales.WorksStarted(p.Number), Keys: w.openRow(t, p.ID)})
		},
	}
}

func (w *working) reportForm() dialog.Form[*turn, reporting] {
	return dialog.Form[*turn, reporting]{
		Name: "report", Title: locales.ProgressTitle(),
		Steps: []dialog.Step[*turn, reporting]{
			{Key: "percent", Label: sameLabel[reporting](locales.ProgressPercentLabelButton()), Ask: w.askPercent, Take: takePercent},
			{
				Key: "why", Label: sameLabel[reporting](locales.ProgressWhyLabelButton()),
				Ask: func(_ *turn, d reporting) (dialog.View, error) {
					return dialog.View{Text: locales.ProgressWhy(d.Percent, d.Last)}, nil
				},
				Take: func(t *turn, d *reporting, a dialog.Answer) (err error) {
					d.Text, err = w.reasonIn(t, a)
					return err
				},
				When: func(d reporting) bool { return d.Percent < d.Last },
			},
			{
				Key: "text", Label: sameLabel[reporting](locales.ProgressTextLabelButton()),
				Ask: func(*turn, reporting) (dialog.View, error) { return dialog.View{Text: locales.ProgressText()}, nil },
				Take: func(t *turn, d *reporting, a dialog.Answer) (err error) {
					d.Text, err = w.noteIn(t, a)
					return err
				},
				When:     func(d reporting) bool { return d.Percent >= d.Last },
				Optional: true, Clear: func(d *reporting) { d.Text = "" },
			},
			{
				Key: "photo", Label: sameLabel[reporting](locales.WorksPhotoLabelButton()),
				Ask: func(*turn, reporting) (dialog.View, error) { return dialog.View{Text: locales.ProgressPhoto()}, nil },
				Take: func(t *turn, d *reporting, a dialog.Answer) (err error) {
					d.Photos, err = w.album(t, d.Photos, a)
					return err
				},
				Free: true, Optional: true, Clear: func(d *reporting) { d.Photos = nil },
			},
		},
		Look: func(t *turn, d reporting) (dialog.View, error) {
			p, err := w.office.Project(t.tx, d.Project)
			return dialog.View{Text: locales.ProgressLook(p.Number, p.Title, d.Percent, d.Text, len(d.Photos))}, err
		},
		Done: func(t *turn, d reporting) error {
			if _, err := w.office.Report(t.act(), d.Project, d.Percent, d.Text, photosOf(d.Photos)); err != nil {
				return err
			}
			p, err := w.office.Project(t.tx, d.Project)
			if err != nil {
				return err
			}
			return t.show(screen{Text: locales.ProgressDone(p.Number, d.Percent), Keys: w.openRow(t, p.ID)})
		},
	}
}

// pictured is the latest report of a project that has pictures; one without
// where there is none.
func pictured(tx *store.Tx, o *office.Office, id fund.ProjectID) (fund.Milestone, error) {
	list, err := o.Milestones(tx, id)
	for _, m := range slices.Backward(list) {
		if len(m.Photos) > 0 {
			return m, err
		}
	}
	return fund.Milestone{}, err
}

// showProgressPhotos shows how the works look on the way.
func (w *working) showProgressPhotos(t *turn, b progressPhotosButton) error {
	p, err := w.office.Project(t.tx, b.Project)
	if err != nil {
		return err
	}
	m, err := pictured(t.tx, w.office, p.ID)
	if err != nil {
		return err
	}
	if len(m.Photos) == 0 {
		return errNoPhotos
	}
	return t.say(screen{Text: locales.ProgressPhotos(p.Number, m.Percent, m.At), Photos: files(m.Photos)})
}

// noteIn reads a sentence that may be short.
func (w *working) noteIn(t *turn, a dialog.Answer) (string, error) {
	if a.Text == "" {
		return "", dialog.Again(locales.FormTextPlease())
	}
	if err := w.office.Rules(t.now).Requests.CheckNote(a.Text); err != nil {
		return "", again(err)
	}
	return a.Text, nil
}

func (w *working) askPercent(t *turn, d reporting) (dialog.View, error) {
	p, err := w.office.Project(t.tx, d.Project)
	v := dialog.View{Text: locales.ProgressAsk(p.Number, p.Title, d.Last)}
	var row []dialog.Choice
	for _, n := range []int{25, 50, 75, 100} {
		if n >= d.Last {
			row = append(row, dialog.Choice{Value: strconv.Itoa(n), Label: locales.ProgressPercentButton(n)})
		}
	}
	v.Choices = [][]dialog.Choice{row}
	return v, err
}

func takePercent(_ *turn, d *reporting, a dialog.Answer) error {
	text := a.Choice
	if text == "" {
		text = strings.TrimSpace(strings.TrimRight(strings.TrimSpace(a.Text), "%％"))
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 || n > 100 {
		return dialog.Again(locales.ProgressPercentPlease())
	}
	if (n < d.Last) != (d.Percent < d.Last) {
		d.Text = "" // what was written answered another question
	}
	d.Percent = n
	return nil
}
