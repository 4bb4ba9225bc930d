package bot

import (
	"encoding/json"
	"slices"

	"huimin/bot/dialog"
	"huimin/fund"
	"huimin/locales"
	"huimin/office"
	"huimin/report"
)

// opineButton begins a bureau's opinion; remarkButton an approval with a note.
type (
	opineButton  struct{ Approval int64 }
	remarkButton struct{ Approval int64 }
)

// opining is a bureau's opinion being given.
type opining struct {
	Approval int64     `json:"approval"`
	View     fund.View `json:"view,omitempty"`
	Words    string    `json:"words,omitempty"`
}

// opinionFlow is what the leading group's bureaus say before its decision.
func (d *decisions) opinionFlow(r *router) {
	d.opine = form(r, d.opinionForm())
	press(r, "do", func(t *turn, b opineButton) error {
		if _, _, err := d.speaksFor(t, b.Approval); err != nil {
			return err
		}
		return d.opine.begin(t, opining{Approval: b.Approval})
	})
	r.notice(office.KindOpinion, d.opinionAwaited)
	press(r, "dv", func(t *turn, b remarkButton) error {
		if _, err := d.waiting(t, b.Approval); err != nil {
			return err
		}
		return d.verdict.begin(t, verdictDraft{Approval: b.Approval, Verdict: fund.VerdictApprove})
	})
}

// speaksFor gives the project of a review and the bureau that the person speaks
// for in it.
func (d *decisions) speaksFor(t *turn, approval int64) (fund.Project, fund.Bureau, error) {
	p, err := d.waiting(t, approval)
	if err != nil {
		return p, "", err
	}
	bureau, err := d.office.BureauOf(t.act(), p)
	if err == nil && (bureau == "" || p.Status != fund.ProjectDistrict) {
		err = refuse(locales.SpokenNoneAlert())
	}
	return p, bureau, err
}

func (d *decisions) opinionForm() dialog.Form[*turn, opining] {
	return dialog.Form[*turn, opining]{
		Name: "opinion", Title: locales.SpokenTitle(),
		Steps: []dialog.Step[*turn, opining]{
			{
				Key: "view", Label: func(opining) locales.Message { return locales.SpokenViewLabelButton() },
				Ask: func(t *turn, v opining) (dialog.View, error) {
					p, bureau, err := d.speaksFor(t, v.Approval)
					return dialog.View{Text: locales.SpokenAsk(p.Number, p.Title, report.BureauName(bureau)), Choices: [][]dialog.Choice{
						{{Value: string(fund.ViewAgree), Label: locales.SpokenAgreeButton()}},
						{{Value: string(fund.ViewConditions), Label: locales.SpokenConditionsButton()}},
						{{Value: string(fund.ViewObject), Label: locales.SpokenObjectButton()}},
					}}, err
				},
				Take: func(_ *turn, v *opining, a dialog.Answer) error {
					if a.Choice == "" {
						return dialog.Again(locales.FormPressPlease())
					}
					v.View = fund.View(a.Choice)
					return nil
				},
			},
			{
				Key: "words", Label: func(opining) locales.Message { return locales.SpokenWordsLabelButton() },
				Ask: func(*turn, opining) (dialog.View, error) { return dialog.View{Text: locales.SpokenWordsAsk()}, nil },
				Take: func(t *turn, v *opining, a dialog.Answer) error {
					return takeText(a, d.office.Rules(t.now).Requests.CheckReason, &v.Words)
				},
				When: func(v opining) bool { return v.View != fund.ViewAgree },
			},
		},
		Look: func(t *turn, v opining) (dialog.View, error) {
			p, bureau, err := d.speaksFor(t, v.Approval)
			return dialog.View{Text: locales.SpokenLook(p.Number, report.BureauName(bureau), viewName(v.View), v.words())}, err
		},
		Done: func(t *turn, v opining) error {
			said, err := d.office.Opine(t.act(), v.Approval, v.View, v.words())
			if err != nil {
				return d.gone(err)
			}
			p, err := d.office.Project(t.tx, said.Project)
			if err != nil {
				return err
			}
			return t.show(screen{Text: locales.SpokenDone(p.Number, viewName(said.View)), Keys: d.openProject(t, p.ID)})
		},
	}
}

// opinionAwaited reminds somebody that a review waits for their bureau's
// opinion, unless it has been given since.
func (d *decisions) opinionAwaited(v *view, data json.RawMessage) (screen, error) {
	n, err := read[office.OpinionNews](data)
	if err != nil {
		return screen{}, err
	}
	reader, err := v.tx.PersonByTelegram(v.chat)
	if err != nil {
		return screen{}, err
	}
	r, err := v.tx.Approval(n.Approval)
	if err != nil {
		return screen{}, err
	}
	p, err := d.office.Project(v.tx, r.Project)
	if err != nil {
		return screen{}, err
	}
	a := office.Act{Tx: v.tx, Now: v.now, By: reader}
	bureau, err := d.office.BureauOf(a, p)
	if err != nil {
		return screen{}, err
	}
	_, awaited, err := d.office.Opinions(a, r, p)
	if err != nil {
		return screen{}, err
	}
	if !slices.Contains(awaited, bureau) {
		return screen{}, errNothing
	}
	name := report.BureauName(bureau)
	return screen{
		Text: locales.SpokenReminder(p.Number, p.Title, name, dueWords(d.office, r.Due, p.DueProvisional, v.now)),
		Keys: [][]key{
			{v.key(locales.SpokenButton(name), opineButton{n.Approval})}, {v.key(locales.WorksOpenButton(), projectButton{Project: p.ID})},
		},
	}, nil
}

// words are what goes with the view: nothing with plain agreement.
func (v opining) words() string {
	if v.View == fund.ViewAgree {
		return ""
	}
	return v.Words
}
