package bot

import (
	"encoding/json"
	"errors"

	"huimin/bot/dialog"
	"huimin/fund"
	"huimin/locales"
	"huimin/office"
	"huimin/store"
)

// pauseButton begins to stop a review's clock; unpauseButton lets it run.
type (
	pauseButton   struct{ Approval int64 }
	unpauseButton struct{ Approval int64 }
)

// pausing is a review's clock being stopped.
type pausing struct {
	Approval int64            `json:"approval"`
	Ground   fund.PauseGround `json:"ground,omitempty"`
	Words    string           `json:"words,omitempty"`
}

// pauseFlow is stopping a review's clock by a rule, and letting it run again.
func (d *decisions) pauseFlow(r *router) {
	d.pause = form(r, d.pauseForm())
	press(r, "dp", func(t *turn, b pauseButton) error {
		if _, err := d.waiting(t, b.Approval); err != nil {
			return err
		}
		if err := d.office.MayPause(t.act(), b.Approval); err != nil {
			return err
		}
		return d.pause.begin(t, pausing{Approval: b.Approval})
	})
	press(r, "du", func(t *turn, b unpauseButton) error {
		p, err := d.office.Unpause(t.act(), b.Approval)
		if err != nil {
			return d.gone(err)
		}
		return t.show(screen{Text: locales.PauseOver(p.Number, p.Due), Keys: d.openProject(t, p.ID)})
	})
	r.notice(office.KindPause, d.pauseNews)
}

// clockKeys are what somebody may do about the clock of a project's review.
func clockKeys(t *turn, o *office.Office, p fund.Project) ([][]key, error) {
	r, err := o.Review(t.tx, p.ID)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	pauses, err := o.Pauses(t.tx, r.ID)
	if err != nil {
		return nil, err
	}
	rules := o.Rules(r.Arrived).Draft
	for _, pause := range pauses {
		if pause.Open(t.now) {
			if o.Allowed(t.act(), fund.ActUnpause, p.Community) != nil {
				return nil, nil //nolint:nilerr // whoever may not end it has no button
			}
			return [][]key{{t.key(locales.UnpauseButton(), unpauseButton{r.ID})}}, nil
		}
	}
	if len(rules.Grounds) == 0 || len(pauses) >= rules.Pauses || t.now.After(r.Due) || !mayReview(o, t.act(), r, p) {
		return nil, nil
	}
	return [][]key{{t.key(locales.PauseButton(), pauseButton{r.ID})}}, nil
}

func (d *decisions) pauseForm() dialog.Form[*turn, pausing] {
	return dialog.Form[*turn, pausing]{
		Name: "pause", Title: locales.PauseTitle(),
		Steps: []dialog.Step[*turn, pausing]{
			{
				Key: "ground", Label: func(pausing) locales.Message { return locales.PauseGroundLabelButton() },
				Ask: d.askGround,
				Take: func(_ *turn, v *pausing, a dialog.Answer) error {
					if a.Choice == "" {
						return dialog.Again(locales.FormPressPlease())
					}
					v.Ground = fund.PauseGround(a.Choice)
					return nil
				},
			},
			{
				Key: "words", Label: func(pausing) locales.Message { return locales.PauseWordsLabelButton() },
				Ask: func(*turn, pausing) (dialog.View, error) { return dialog.View{Text: locales.PauseWordsAsk()}, nil },
				Take: func(t *turn, v *pausing, a dialog.Answer) error {
					return takeText(a, d.office.Rules(t.now).Requests.CheckNote, &v.Words)
				},
				Optional: true, Clear: func(v *pausing) { v.Words = "" },
			},
		},
		Look: func(t *turn, v pausing) (dialog.View, error) {
			p, err := d.waiting(t, v.Approval)
			days := d.office.Rules(t.now).Draft.PauseDays
			return dialog.View{Text: locales.PauseLook(p.Number, groundName(v.Ground), v.Words, days)}, err
		},
		Done: func(t *turn, v pausing) error {
			pause, err := d.office.Pause(t.act(), v.Approval, v.Ground, v.Words)
			if err != nil {
				return d.gone(err)
			}
			p, err := d.office.Project(t.tx, pause.Project)
			if err != nil {
				return err
			}
			return t.show(screen{Text: locales.PauseDone(p.Number, pause.Until, p.Due), Keys: d.openProject(t, p.ID)})
		},
	}
}

func (d *decisions) askGround(t *turn, v pausing) (dialog.View, error) {
	p, err := d.waiting(t, v.Approval)
	rules := d.office.Rules(t.now).Draft
	view := dialog.View{Text: locales.PauseAsk(p.Number, p.Title, rules.PauseDays)}
	for _, g := range rules.Grounds {
		view.Choices = append(view.Choices, []dialog.Choice{{Value: string(g), Label: groundName(g)}})
	}
	return view, err
}

// pauseNews tells those concerned that a clock stands still, or runs again.
func (d *decisions) pauseNews(v *view, data json.RawMessage) (screen, error) {
	n, err := read[office.PauseNews](data)
	if err != nil {
		return screen{}, err
	}
	pause, err := v.tx.Pause(n.Pause)
	if err != nil {
		return screen{}, err
	}
	p, err := d.office.Project(v.tx, pause.Project)
	if err != nil {
		return screen{}, err
	}
	open := []key{v.key(locales.WorksOpenButton(), projectButton{Project: p.ID})}
	if n.Runs {
		return screen{Text: locales.PauseNewsRuns(p.Number, p.Title, p.Due), Keys: [][]key{open}}, nil
	}
	if !pause.Open(v.now) {
		return screen{}, errNothing
	}
	until := pause.Until.In(d.office.Zone())
	return screen{
		Text: locales.PauseNews(p.Number, p.Title, groundName(pause.Ground), pause.Words, until),
		Keys: [][]key{{v.key(locales.UnpauseButton(), unpauseButton{pause.Approval})}, open},
	}, nil
}
