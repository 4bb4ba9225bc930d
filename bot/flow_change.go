package bot

import (
	"huimin/bot/dialog"
	"huimin/fund"
	"huimin/locales"
)

// What the committee does about the cost of approved works: change it, or give
// up a change that is being decided on.
type (
	changeWorksButton struct{ Project fund.ProjectID }
	keepButton        struct{ Project fund.ProjectID }
)

// changing is a change of what works cost, in all.
type changing struct {
	Project fund.ProjectID  `json:"project"`
	Cost    fund.Money      `json:"cost,omitempty"`
	Reason  string          `json:"reason,omitempty"`
	Was     fund.Money      `json:"was,omitempty"`   // where the project has cost lines: what it cost
	Lines   []fund.CostLine `json:"lines,omitempty"` // as they shall be; none: one more for the difference
}

func (w *working) changeFlow(r *router) {
	press(r, "kc", func(t *turn, b changeWorksButton) error {
		p, err := w.projectFor(t, fund.ActChange, b.Project, fund.ProjectApproved, fund.ProjectStarted)
		if err != nil {
			return err
		}
		lines, err := w.office.CostLines(t.tx, p.ID)
		if err != nil {
			return err
		}
		d := changing{Project: p.ID}
		if len(lines) > 0 {
			d.Was = p.Cost()
		}
		return w.change.begin(t, d)
	})
	press(r, "kk", func(t *turn, b keepButton) error {
		p, err := w.office.Keep(t.act(), b.Project)
		if err != nil {
			return err
		}
		return t.show(screen{Text: locales.ChangeKept(p.Number, int64(p.Cost())), Keys: w.openRow(t, p.ID)})
	})
}

func (w *working) changeForm() dialog.Form[*turn, changing] {
	return dialog.Form[*turn, changing]{
		Name: "change_works", Title: locales.ChangeTitle(),
		Steps: []dialog.Step[*turn, changing]{
			{
				Key: "cost", Label: sameLabel[changing](locales.AdoptCostLabelButton()),
				Ask: func(t *turn, d changing) (dialog.View, error) {
					p, err := w.office.Project(t.tx, d.Project)
					return dialog.View{Text: locales.ChangeAsk(p.Number, p.Title, int64(p.Cost()), int64(p.Basis().Total()))}, err
				},
				Take: w.takeChange,
			},
			{
				Key: "reason", Label: sameLabel[changing](locales.DeclineReasonLabelButton()),
				Ask: func(*turn, changing) (dialog.View, error) { return dialog.View{Text: locales.ChangeReason()}, nil },
				Take: func(t *turn, d *changing, a dialog.Answer) (err error) {
					d.Reason, err = w.reasonIn(t, a)
					return err
				},
			},
			{
				Key: "lines", Label: sameLabel[changing](locales.CostLabelButton()), Ask: w.askChangedLines, Take: takeChangedLines,
				When: func(d changing) bool { return d.Was > 0 },
			},
		},
		Look: w.lookAtChange,
		Done: func(t *turn, d changing) error {
			p, err := w.office.Project(t.tx, d.Project)
			if err != nil {
				return err
			}
			p, beyond, err := w.office.Change(t.act(), d.Project, changed(p.Funding, d.Cost), d.Reason, d.Lines)
			if err != nil {
				return again(err)
			}
			if beyond == "" {
				return t.show(screen{Text: locales.ChangeDone(p.Number, int64(p.Cost())), Keys: w.openRow(t, p.ID)})
			}
			keys := append([][]key{{t.key(locales.WorksVoteButton(), voteTimesButton{p.ID})}}, w.openRow(t, p.ID)...)
			return t.show(screen{Text: locales.ChangeBack(p.Number, int64(p.Cost())), Keys: keys})
		},
	}
}

// changed is the funding at another cost: the fund tops up what others give.
func changed(f fund.Funding, cost fund.Money) fund.Funding {
	f.Fund = cost - f.Sponsor - f.Residents
	return f
}

func (w *working) takeChange(t *turn, d *changing, a dialog.Answer) error {
	p, err := w.office.Project(t.tx, d.Project)
	if err != nil {
		return err
	}
	cost, err := amountIn(a)
	if err != nil {
		return err
	}
	if others := p.Funding.Sponsor + p.Funding.Residents; cost < others {
		return dialog.Again(locales.AdoptBelowOthersAlert(int64(others)))
	}
	if err := p.CheckChange(changed(p.Funding, cost), w.office.Rules(t.now)); err != nil {
		return again(err)
	}
	d.Cost = cost
	return nil
}

// askChangedLines shows the cost lines, to be copied and put right.
func (w *working) askChangedLines(t *turn, d changing) (dialog.View, error) {
	lines, err := w.office.CostLines(t.tx, d.Project)
	v := dialog.View{Text: locales.ChangeLines(costRows(lines), int64(d.Cost))}
	if d.Cost > d.Was {
		v.Choices = [][]dialog.Choice{{{Value: "one", Label: locales.ChangeLineMoreButton(int64(d.Cost - d.Was))}}}
	}
	return v, err
}

func takeChangedLines(_ *turn, d *changing, a dialog.Answer) error {
	if d.Lines = nil; a.Choice == "one" {
		return nil
	}
	if a.Text == "" {
		return dialog.Again(locales.FormTextPlease())
	}
	lines, err := fund.ParseCostLines(a.Text)
	if err == nil {
		err = fund.CheckCostLines(lines, d.Cost)
	}
	if err != nil {
		return again(err)
	}
	d.Lines = lines
	return nil
}

// lookAtChange says whether the change is made at once, or what it needs.
func (w *working) lookAtChange(t *turn, d changing) (dialog.View, error) {
	p, err := w.office.Project(t.tx, d.Project)
	if err != nil {
		return dialog.View{}, err
	}
	prog, basis := w.office.Rules(t.now), p.Basis()
	needs := locales.ChangeAtOnce(shareOf(prog.Works.ChangeShare))
	switch prog.Over(basis, changed(p.Funding, d.Cost)) {
	case fund.OverCost, fund.OverFund:
		needs = locales.ChangeOverShare(int64(basis.Total()), shareOf(prog.Works.ChangeShare))
	case fund.OverTier:
		needs = locales.ChangeOverLimit(int64(prog.CommunityLimit))
	}
	return dialog.View{Text: locales.ChangeLook(p.Number, p.Title, int64(p.Cost()), int64(d.Cost), d.Reason, needs)}, nil
}

// shareOf gives a share in ten thousandths, as texts write it.
func shareOf(s fund.Share) int {
	if s.Den == 0 {
		return 0
	}
	return s.Num * 10000 / s.Den
}
