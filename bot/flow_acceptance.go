package bot

import (
	"errors"
	"slices"
	"strconv"

	"huimin/bot/dialog"
	"huimin/fund"
	"huimin/locales"
	"huimin/office"
	"huimin/report"
	"huimin/store"
)

// What is done about the acceptance of works: name a team, see it, sign, see
// the pictures from before and after.
type (
	teamButton       struct{ Project fund.ProjectID }
	acceptanceButton struct{ Acceptance int64 }
	passButton       struct{ Acceptance int64 }
	failButton       struct{ Acceptance int64 }
	finalButton      struct{ Acceptance int64 }
	albumButton      struct{ Project fund.ProjectID }
)

// teaming is a team being named.
type teaming struct {
	Project fund.ProjectID  `json:"project"`
	People  []fund.PersonID `json:"people,omitempty"`
}

// failing is a signature that works are to be mended, or that they fail for
// good.
type failing struct {
	Acceptance int64  `json:"acceptance"`
	Final      bool   `json:"final,omitempty"`
	Reason     string `json:"reason,omitempty"`
	Days       int    `json:"days,omitempty"`
}

// acceptanceFlow is the acceptance of works by a named team.
func (w *working) acceptanceFlow(r *router) {
	press(r, "kt", func(t *turn, b teamButton) error {
		p, err := w.projectFor(t, fund.ActNameTeam, b.Project, fund.ProjectFinished)
		if err != nil {
			return err
		}
		d := teaming{Project: p.ID}
		list, err := w.office.Acceptances(t.tx, p.ID)
		if err != nil {
			return err
		}
		if n := len(list); n > 0 { // mostly the same look again at what they had mended
			if last := list[n-1]; last.Status == fund.AcceptancePassed {
				return &fund.StateError{Noun: "acceptance", ID: last.ID, Have: string(last.Status)}
			}
			for _, m := range list[n-1].Members {
				d.People = append(d.People, m.Person)
			}
		}
		return w.team.begin(t, d)
	})
	press(r, "ka", func(t *turn, b acceptanceButton) error { return w.showAcceptance(t, b.Acceptance) })
	press(r, "kap", func(t *turn, b passButton) error {
		if _, err := w.office.Sign(t.act(), b.Acceptance, fund.SignPass, "", 0); err != nil {
			return err
		}
		return w.showAcceptance(t, b.Acceptance)
	})
	press(r, "kaf", func(t *turn, b failButton) error {
		if err := w.maySign(t, b.Acceptance); err != nil {
			return err
		}
		return w.failing.begin(t, failing{Acceptance: b.Acceptance})
	})
	press(r, "kax", func(t *turn, b finalButton) error {
		if err := w.maySign(t, b.Acceptance); err != nil {
			return err
		}
		return w.failing.begin(t, failing{Acceptance: b.Acceptance, Final: true})
	})
	press(r, "kal", w.showAlbum)
}

// maySign refuses the form of a failed acceptance to whoever could not send it.
func (w *working) maySign(t *turn, id int64) error {
	n, err := w.office.Acceptance(t.tx, id)
	if err != nil {
		return err
	}
	if _, err := w.projectFor(t, fund.ActSign, n.Project); err != nil {
		return err
	}
	return n.MaySign(t.person.ID)
}

func (w *working) teamForm() dialog.Form[*turn, teaming] {
	return dialog.Form[*turn, teaming]{
		Name: "team", Title: locales.AcceptanceTeamTitle(),
		Steps: []dialog.Step[*turn, teaming]{{
			Key: "people", Label: sameLabel[teaming](locales.AcceptanceTeamLabelButton()), Ask: w.askTeam, Take: w.takeTeam,
		}},
		Look: func(t *turn, d teaming) (dialog.View, error) {
			p, err := w.office.Project(t.tx, d.Project)
			if err != nil {
				return dialog.View{}, err
			}
			candidates, err := w.office.Candidates(t.act(), p.Community)
			if err != nil {
				return dialog.View{}, err
			}
			var lines []locales.Message
			for _, m := range candidates {
				if !slices.Contains(d.People, m.Person) {
					continue
				}
				name, err := personOf(t.tx, m.Person)
				if err != nil {
					return dialog.View{}, err
				}
				lines = append(lines, locales.AcceptanceMember(name, report.RoleName(m.Role)))
			}
			days := w.office.Rules(t.now).Works.Acceptance.SignDays
			return dialog.View{Text: locales.AcceptanceTeamLook(p.Number, p.Title, lines, days)}, nil
		},
		Done: func(t *turn, d teaming) error {
			n, err := w.office.NameTeam(t.act(), d.Project, d.People)
			if err != nil {
				return again(err)
			}
			p, err := w.office.Project(t.tx, d.Project)
			if err != nil {
				return err
			}
			keys := [][]key{{t.key(locales.AcceptanceOpenButton(), acceptanceButton{n.ID})}}
			return t.show(screen{
				Text: locales.AcceptanceTeamDone(p.Number, len(n.Members), n.Due), Keys: append(keys, w.openRow(t, p.ID)...),
			})
		},
	}
}

// askTeam offers everybody who may be named, with a mark at those who are.
func (w *working) askTeam(t *turn, d teaming) (dialog.View, error) {
	p, err := w.office.Project(t.tx, d.Project)
	if err != nil {
		return dialog.View{}, err
	}
	candidates, err := w.office.Candidates(t.act(), p.Community)
	if err != nil {
		return dialog.View{}, err
	}
	rules := w.office.Rules(t.now).Works.Acceptance
	v := dialog.View{Text: locales.AcceptanceTeamAsk(p.Number, p.Title, rules.Team, rules.Outside)}
	for _, m := range candidates[:min(len(candidates), maxChoices)] {
		name, err := personOf(t.tx, m.Person)
		if err != nil {
			return v, err
		}
		label := locales.AcceptancePersonButton(name, report.RoleName(m.Role))
		if slices.Contains(d.People, m.Person) {
			label = locales.AcceptancePersonOnButton(name, report.RoleName(m.Role))
		}
		v.Choices = append(v.Choices, []dialog.Choice{{Value: strconv.FormatInt(int64(m.Person), 10), Label: label}})
	}
	if len(d.People) > 0 {
		v.Choices = append(v.Choices, []dialog.Choice{
			{Value: "ok", Label: locales.AcceptanceTeamOkButton(len(d.People)), Style: "success"},
		})
	}
	return v, nil
}

func (w *working) takeTeam(t *turn, d *teaming, a dialog.Answer) error {
	switch a.Choice {
	case "":
		return dialog.Again(locales.FormPressPlease())
	case "ok":
		return w.checkTeam(t, *d)
	}
	id, err := strconv.ParseInt(a.Choice, 10, 64)
	if err != nil {
		return err
	}
	if i := slices.Index(d.People, fund.PersonID(id)); i >= 0 {
		d.People = slices.Delete(d.People, i, i+1)
	} else {
		d.People = append(d.People, fund.PersonID(id))
	}
	return dialog.ErrStay
}

// checkTeam refuses a team that cannot accept works, before the last look.
func (w *working) checkTeam(t *turn, d teaming) error {
	p, err := w.office.Project(t.tx, d.Project)
	if err != nil {
		return err
	}
	candidates, err := w.office.Candidates(t.act(), p.Community)
	if err != nil {
		return err
	}
	team := slices.DeleteFunc(candidates, func(m fund.AcceptanceMember) bool { return !slices.Contains(d.People, m.Person) })
	if err := w.office.Rules(t.now).Works.Acceptance.CheckTeam(team); err != nil {
		return again(err)
	}
	return nil
}

// showAcceptance shows an acceptance to its team and to those who oversee:
// planned against actual, who signed what.
func (w *working) showAcceptance(t *turn, id int64) error {
	n, err := w.office.Acceptance(t.tx, id)
	if err != nil {
		return err
	}
	p, err := w.office.Project(t.tx, n.Project)
	if err != nil {
		return err
	}
	if !n.Sits(t.person.ID) {
		if err := w.maySee(t, p); err != nil {
			return err
		}
	}
	text, err := acceptanceText(t.tx, w.staff, p, n)
	if err != nil {
		return err
	}
	var keys [][]key
	if n.Status == fund.AcceptanceOpen && n.Sits(t.person.ID) {
		keys = signKeys(t.buttons, w.office, n)
	}
	keys = append(keys, w.photoKeys(t, p)...)
	if w.maySee(t, p) == nil {
		keys = append(keys, w.openRow(t, p.ID)...)
	}
	return t.show(screen{Text: text, Keys: keys})
}

// signKeys are the signatures.
func signKeys(b *buttons, o *office.Office, n fund.Acceptance) [][]key {
	keys := [][]key{
		{b.key(locales.AcceptancePassButton(), passButton{n.ID}).styled("success")},
		{b.key(locales.AcceptanceFailButton(), failButton{n.ID})},
	}
	if o.Rules(n.Named).Works.Acceptance.FinalNeeds(len(n.Members)) > 0 {
		keys = append(keys, []key{b.key(locales.AcceptanceFinalButton(), finalButton{n.ID})})
	}
	return keys
}

func (w *working) failForm() dialog.Form[*turn, failing] {
	return dialog.Form[*turn, failing]{
		Name: "accept_fail", Title: locales.AcceptanceFailTitle(),
		Steps: []dialog.Step[*turn, failing]{
			{
				Key: "reason", Label: sameLabel[failing](locales.DeclineReasonLabelButton()),
				Ask: w.askFailing,
				Take: func(t *turn, d *failing, a dialog.Answer) (err error) {
					d.Reason, err = w.reasonIn(t, a)
					return err
				},
			},
			{
				Key: "days", Label: sameLabel[failing](locales.AcceptanceDaysLabelButton()),
				Ask: func(t *turn, _ failing) (dialog.View, error) {
					return dialog.View{Text: locales.AcceptanceDaysAsk(), Choices: w.mendChoices(t)}, nil
				},
				Take: func(_ *turn, d *failing, a dialog.Answer) (err error) {
					d.Days, err = daysIn(a)
					return err
				},
				When: func(d failing) bool { return !d.Final },
			},
		},
		Look: func(t *turn, d failing) (dialog.View, error) {
			if d.Final {
				return dialog.View{Text: locales.AcceptanceFinalLook(d.Reason)}, nil
			}
			by := w.office.Rules(t.now).MendBy(d.Days, t.now)
			return dialog.View{Text: locales.AcceptanceFailLook(d.Reason, by)}, nil
		},
		Done: func(t *turn, d failing) error {
			if d.Final {
				d.Days = fund.NoMending
			}
			if _, err := w.office.Sign(t.act(), d.Acceptance, fund.SignFail, d.Reason, d.Days); err != nil {
				return err
			}
			return w.showAcceptance(t, d.Acceptance)
		},
	}
}

// askFailing asks what is wrong with the works, and says what a fail for good
// brings.
func (w *working) askFailing(t *turn, d failing) (dialog.View, error) {
	if !d.Final {
		return dialog.View{Text: locales.AcceptanceFailAsk()}, nil
	}
	n, err := w.office.Acceptance(t.tx, d.Acceptance)
	if err != nil {
		return dialog.View{}, err
	}
	p, err := w.office.Project(t.tx, n.Project)
	need := w.office.Rules(n.Named).Works.Acceptance.FinalNeeds(len(n.Members))
	back := backIn(w.office.Rules(t.now), p.Year)
	return dialog.View{Text: locales.AcceptanceFinalAsk(need, len(n.Members), back)}, err
}

// mendChoices are the working days that mending may be given.
func (w *working) mendChoices(t *turn) (rows [][]dialog.Choice) {
	prog := w.office.Rules(t.now)
	for _, n := range prog.Works.Acceptance.MendDays {
		rows = append(rows, []dialog.Choice{{
			Value: strconv.Itoa(n), Label: locales.AcceptanceDaysButton(n, prog.MendBy(n, t.now)),
		}})
	}
	return rows
}

func daysIn(a dialog.Answer) (int, error) {
	if a.Choice == "" {
		return 0, dialog.Again(locales.FormPressPlease())
	}
	return strconv.Atoi(a.Choice)
}

// mayDispute tells whether a project's acceptance may be disputed now by the
// person: it passed lately, and they have not yet.
func (w *working) mayDispute(t *turn, p fund.Project) (bool, error) {
	n, err := w.lastAcceptance(t.tx, p.ID)
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	if err != nil || n.Status != fund.AcceptancePassed || t.now.After(n.Until) {
		return false, err
	}
	list, err := w.office.Disputes(t.tx, p.ID)
	return !slices.ContainsFunc(list, func(d fund.Dispute) bool {
		return d.Acceptance == n.ID && d.Author == t.person.ID
	}), err
}

// lastAcceptance gives a project's latest acceptance, or [store.ErrNotFound].
func (w *working) lastAcceptance(tx *store.Tx, id fund.ProjectID) (fund.Acceptance, error) {
	return lastAcceptance(tx, w.staff, id)
}

func lastAcceptance(tx *store.Tx, c *staff, id fund.ProjectID) (fund.Acceptance, error) {
	list, err := c.office.Acceptances(tx, id)
	if err == nil && len(list) == 0 {
		err = store.ErrNotFound
	}
	if err != nil {
		return fund.Acceptance{}, err
	}
	return list[len(list)-1], nil
}
