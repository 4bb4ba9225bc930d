package bot

import (
	"huimin/bot/dialog"
	"huimin/fund"
	"huimin/locales"
)

// declining is a request being declined.
type declining struct {
	Request fund.RequestID `json:"request"`
	Reason  string         `json:"reason,omitempty"`
}

// dropping is a project being given up.
type dropping struct {
	Project fund.ProjectID `json:"project"`
	Reason  string         `json:"reason,omitempty"`
}

// commonReason is one of the reasons that are given most: its button, and what
// people read.
type commonReason struct{ label, words locales.Message }

func declineReasons() map[string]commonReason {
	return map[string]commonReason{
		"scope":     {locales.DeclineScopeButton(), locales.DeclineScope()},
		"elsewhere": {locales.DeclineElsewhereButton(), locales.DeclineElsewhere()},
		"done":      {locales.DeclineDoneButton(), locales.DeclineDoneReason()},
		"money":     {locales.DeclineMoneyButton(), locales.DeclineMoney()},
	}
}

func (c *staff) beginDecline(t *turn, id fund.RequestID) error {
	if _, err := c.openCase(t, fund.ActDecline, id); err != nil {
		return err
	}
	return c.decline.begin(t, declining{Request: id})
}

func (c *staff) declineForm() dialog.Form[*turn, declining] {
	return dialog.Form[*turn, declining]{
		Name: "decline", Title: locales.DeclineTitle(),
		Steps: []dialog.Step[*turn, declining]{{
			Key: "reason", Label: func(declining) locales.Message { return locales.DeclineReasonLabelButton() },
			Ask: c.askDeclineReason, Take: c.takeDeclineReason,
		}},
		Look: func(t *turn, d declining) (dialog.View, error) {
			r, err := c.office.Request(t.tx, d.Request)
			return dialog.View{Text: locales.DeclineLook(r.Number, shortTitle(r), d.Reason, int(r.Author), r.Supporters)}, err
		},
		Done: func(t *turn, d declining) error {
			r, err := c.office.Decline(t.act(), d.Request, d.Reason)
			if err != nil {
				return err
			}
			return t.show(screen{Text: locales.DeclineDeclined(r.Number), Keys: [][]key{c.deskButtonRow(t)}})
		},
	}
}

func (c *staff) askDeclineReason(t *turn, d declining) (dialog.View, error) {
	r, err := c.office.Request(t.tx, d.Request)
	v := dialog.View{Text: locales.DeclineAsk(r.Number, shortTitle(r))}
	reasons := declineReasons()
	for _, key := range []string{"scope", "elsewhere", "done", "money"} {
		v.Choices = append(v.Choices, []dialog.Choice{{Value: key, Label: reasons[key].label}})
	}
	return v, err
}

// takeDeclineReason keeps the reason in words, those of a button in the
// language of whoever presses it: it is what the office says.
func (c *staff) takeDeclineReason(t *turn, d *declining, a dialog.Answer) error {
	if a.Choice != "" {
		words, err := c.book.Plain(t.lang, declineReasons()[a.Choice].words)
		d.Reason = words
		return err
	}
	reason, err := c.reasonIn(t, a)
	d.Reason = reason
	return err
}

// reasonIn reads a reason in somebody's own words.
func (c *staff) reasonIn(t *turn, a dialog.Answer) (string, error) {
	if a.Text == "" {
		return "", dialog.Again(locales.FormTextPlease())
	}
	if err := c.office.Rules(t.now).Requests.CheckReason(a.Text); err != nil {
		return "", again(err)
	}
	return a.Text, nil
}

func (c *staff) beginDrop(t *turn, id fund.ProjectID) error {
	_, err := c.projectFor(t, fund.ActDrop, id, fund.ProjectDrafted, fund.ProjectStreet, fund.ProjectDistrict,
		fund.ProjectReturned, fund.ProjectApproved, fund.ProjectStarted)
	if err != nil {
		return err
	}
	return c.drop.begin(t, dropping{Project: id})
}

func (c *staff) dropForm() dialog.Form[*turn, dropping] {
	return dialog.Form[*turn, dropping]{
		Name: "drop", Title: locales.DropTitle(),
		Steps: []dialog.Step[*turn, dropping]{{
			Key: "reason", Label: func(dropping) locales.Message { return locales.DeclineReasonLabelButton() },
			Ask: func(t *turn, d dropping) (dialog.View, error) {
				p, err := c.office.Project(t.tx, d.Project)
				return dialog.View{Text: locales.DropAsk(p.Number, p.Title)}, err
			},
			Take: func(t *turn, d *dropping, a dialog.Answer) error {
				reason, err := c.reasonIn(t, a)
				d.Reason = reason
				return err
			},
		}},
		Look: func(t *turn, d dropping) (dialog.View, error) {
			p, err := c.office.Project(t.tx, d.Project)
			return dialog.View{Text: locales.DropLook(p.Number, p.Title, d.Reason)}, err
		},
		Done: func(t *turn, d dropping) error {
			p, err := c.office.Drop(t.act(), d.Project, d.Reason)
			if err != nil {
				return err
			}
			return t.show(screen{Text: locales.DropDone(p.Number), Keys: [][]key{c.deskButtonRow(t)}})
		},
	}
}
