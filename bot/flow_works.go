package bot

import (
	"huimin/bot/dialog"
	"huimin/fund"
	"huimin/locales"
)

// startWorksButton begins the works; finishButton reports them done.
type (
	startWorksButton struct{ Project fund.ProjectID }
	finishButton     struct{ Project fund.ProjectID }
)

// finishing is the report that a project is finished.
type finishing struct {
	Project fund.ProjectID `json:"project"`
	Photos  []dialog.Photo `json:"photos,omitempty"`
	Note    string         `json:"note,omitempty"`
}

// worksFlow is works that are finished.
func (c *staff) worksFlow(r *router) {
	press(r, "wwf", func(t *turn, b finishButton) error {
		if _, err := c.projectFor(t, fund.ActFinish, b.Project, fund.ProjectStarted, fund.ProjectMending); err != nil {
			return err
		}
		return c.finish.begin(t, finishing{Project: b.Project})
	})
}

func (c *staff) finishForm() dialog.Form[*turn, finishing] {
	label := func(m locales.Message) func(finishing) locales.Message {
		return func(finishing) locales.Message { return m }
	}
	return dialog.Form[*turn, finishing]{
		Name: "finish", Title: locales.WorksFinishTitle(),
		Steps: []dialog.Step[*turn, finishing]{
			{
				Key: "photo", Label: label(locales.WorksPhotoLabelButton()),
				Ask: func(*turn, finishing) (dialog.View, error) { return dialog.View{Text: locales.WorksPhoto()}, nil },
				Take: func(t *turn, d *finishing, a dialog.Answer) error {
					list, err := c.album(t, d.Photos, a)
					d.Photos = list
					return err
				},
				Free: true, Optional: true, Clear: func(d *finishing) { d.Photos = nil },
			},
			{
				Key: "note", Label: label(locales.WorksNoteLabelButton()),
				Ask: func(*turn, finishing) (dialog.View, error) { return dialog.View{Text: locales.WorksNote()}, nil },
				Take: func(t *turn, d *finishing, a dialog.Answer) error {
					if a.Text == "" {
						return dialog.Again(locales.FormTextPlease())
					}
					if err := c.office.Rules(t.now).Requests.CheckNote(a.Text); err != nil {
						return again(err)
					}
					d.Note = a.Text
					return nil
				},
				Optional: true, Clear: func(d *finishing) { d.Note = "" },
			},
		},
		Look: func(t *turn, d finishing) (dialog.View, error) {
			p, err := c.office.Project(t.tx, d.Project)
			return dialog.View{
				Text: locales.WorksFinishLook(p.Number, p.Title, int64(p.Spent), int64(p.Cost()-p.Spent), d.Note, len(d.Photos)),
			}, err
		},
		Done: c.finished,
	}
}

func (c *staff) finished(t *turn, d finishing) error {
	p, err := c.office.Finish(t.act(), d.Project, d.Note, photosOf(d.Photos))
	if err != nil {
		return err
	}
	return t.show(screen{Text: locales.WorksFinished(p.Number, int64(p.Spent)), Keys: [][]key{
		{t.key(locales.WorksOpenButton(), projectButton{p.ID})}, c.deskButtonRow(t),
	}})
}
