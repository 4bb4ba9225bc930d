package bot

import (
	"huimin/bot/dialog"
	"huimin/fund"
	"huimin/locales"
)

// disputeButton disputes an acceptance; ruleButton shows a dispute to the
// street; rulingButton begins its decision.
type (
	disputeButton struct{ Project fund.ProjectID }
	ruleButton    struct{ Dispute int64 }
	rulingButton  struct {
		Dispute int64
		Upheld  bool
	}
)

// disputing is a dispute being written.
type disputing struct {
	Project fund.ProjectID `json:"project"`
	Reason  string         `json:"reason,omitempty"`
}

// ruling is the street's decision on a dispute.
type ruling struct {
	Dispute int64  `json:"dispute"`
	Upheld  bool   `json:"upheld,omitempty"`
	Reason  string `json:"reason,omitempty"`
	Days    int    `json:"days,omitempty"`
}

// disputeFlow is residents who dispute an acceptance, and the street that
// decides.
func (w *working) disputeFlow(r *router) {
	press(r, "kd", func(t *turn, b disputeButton) error {
		if _, err := w.projectFor(t, fund.ActDispute, b.Project); err != nil {
			return err
		}
		return w.dispute.begin(t, disputing{Project: b.Project})
	})
	press(r, "kdv", func(t *turn, b ruleButton) error { return w.showDispute(t, b.Dispute) })
	press(r, "kdr", func(t *turn, b rulingButton) error {
		d, err := w.office.DisputeByID(t.tx, b.Dispute)
		if err != nil {
			return err
		}
		if err := w.office.Allowed(t.act(), fund.ActRuleDispute, d.Community); err != nil {
			return err
		}
		return w.ruling.begin(t, ruling{Dispute: b.Dispute, Upheld: b.Upheld})
	})
}

func (w *working) disputeForm() dialog.Form[*turn, disputing] {
	return dialog.Form[*turn, disputing]{
		Name: "dispute", Title: locales.DisputeTitle(),
		Steps: []dialog.Step[*turn, disputing]{{
			Key: "reason", Label: sameLabel[disputing](locales.DeclineReasonLabelButton()),
			Ask: func(t *turn, d disputing) (dialog.View, error) {
				p, err := w.office.Project(t.tx, d.Project)
				return dialog.View{Text: locales.DisputeAsk(p.Number, p.Title)}, err
			},
			Take: func(t *turn, d *disputing, a dialog.Answer) (err error) {
				d.Reason, err = w.reasonIn(t, a)
				return err
			},
		}},
		Look: func(t *turn, d disputing) (dialog.View, error) {
			p, err := w.office.Project(t.tx, d.Project)
			return dialog.View{Text: locales.DisputeLook(p.Number, p.Title, d.Reason)}, err
		},
		Done: func(t *turn, d disputing) error {
			made, err := w.office.Dispute(t.act(), d.Project, d.Reason)
			if err != nil {
				return err
			}
			holder, err := holderName(t.tx, w.office, fund.HolderStreet, made.Community)
			if err != nil {
				return err
			}
			return t.show(screen{Text: locales.DisputeDone(holder, made.Due), Keys: [][]key{
				{t.key(locales.WorksOpenButton(), lookButton{d.Project})},
			}})
		},
	}
}

// showDispute shows a dispute to whoever oversees the project.
func (w *working) showDispute(t *turn, id int64) error {
	d, err := w.office.DisputeByID(t.tx, id)
	if err != nil {
		return err
	}
	p, err := w.office.Project(t.tx, d.Project)
	if err != nil {
		return err
	}
	if err := w.office.Allowed(t.act(), fund.ActAnswer, d.Community); err != nil {
		return err
	}
	parts := []locales.Message{locales.DisputePage(p.Number, p.Title, d.Filed, d.Reason)}
	var keys [][]key
	if d.Decided.IsZero() {
		holder, err := holderName(t.tx, w.office, fund.HolderStreet, d.Community)
		if err != nil {
			return err
		}
		parts = append(parts, locales.SheetHeldDue(holder, d.Filed, dueWords(w.office, d.Due, d.Provisional, t.now)))
		keys, err = w.allowed(t, d.Community, [][]can{
			{{fund.ActRuleDispute, t.key(locales.DisputeUpholdButton(), rulingButton{d.ID, true})}},
			{{fund.ActRuleDispute, t.key(locales.DisputeRejectButton(), rulingButton{d.ID, false})}},
		})
		if err != nil {
			return err
		}
	} else {
		parts = append(parts, disputeOutcome(d))
	}
	if n, err := w.office.Acceptance(t.tx, d.Acceptance); err == nil {
		keys = append(keys, []key{t.key(locales.AcceptanceOpenButton(), acceptanceButton{n.ID})})
	}
	keys = append(keys, w.photoKeys(t, p)...)
	return t.show(screen{Text: locales.Paragraphs(parts...), Keys: append(keys, w.openRow(t, p.ID)...)})
}

// disputeOutcome says what was decided on a dispute.
func disputeOutcome(d fund.Dispute) locales.Message {
	if d.Upheld {
		return locales.DisputeUpheld(d.Decided, d.Ruling, d.MendBy)
	}
	return locales.DisputeRejected(d.Decided, d.Ruling)
}

func (w *working) rulingForm() dialog.Form[*turn, ruling] {
	return dialog.Form[*turn, ruling]{
		Name: "ruling", Title: locales.DisputeRulingTitle(),
		Steps: []dialog.Step[*turn, ruling]{
			{
				Key: "reason", Label: sameLabel[ruling](locales.DeclineReasonLabelButton()),
				Ask: func(t *turn, d ruling) (dialog.View, error) {
					made, err := w.office.DisputeByID(t.tx, d.Dispute)
					if d.Upheld {
						return dialog.View{Text: locales.DisputeUpholdAsk(made.Reason)}, err
					}
					return dialog.View{Text: locales.DisputeRejectAsk(made.Reason)}, err
				},
				Take: func(t *turn, d *ruling, a dialog.Answer) (err error) {
					d.Reason, err = w.reasonIn(t, a)
					return err
				},
			},
			{
				Key: "days", Label: sameLabel[ruling](locales.AcceptanceDaysLabelButton()),
				Ask: func(t *turn, _ ruling) (dialog.View, error) {
					return dialog.View{Text: locales.AcceptanceDaysAsk(), Choices: w.mendChoices(t)}, nil
				},
				Take: func(_ *turn, d *ruling, a dialog.Answer) (err error) {
					d.Days, err = daysIn(a)
					return err
				},
				When: func(d ruling) bool { return d.Upheld },
			},
		},
		Look: func(t *turn, d ruling) (dialog.View, error) {
			if d.Upheld {
				by := w.office.Rules(t.now).MendBy(d.Days, t.now)
				return dialog.View{Text: locales.DisputeUpholdLook(d.Reason, by)}, nil
			}
			return dialog.View{Text: locales.DisputeRejectLook(d.Reason)}, nil
		},
		Done: func(t *turn, d ruling) error {
			made, err := w.office.RuleDispute(t.act(), d.Dispute, d.Upheld, d.Reason, d.Days)
			if err != nil {
				return err
			}
			return t.show(screen{Text: disputeOutcome(made), Keys: w.openRow(t, made.Project)})
		},
	}
}
