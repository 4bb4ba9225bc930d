package bot

import (
	"huimin/bot/dialog"
	"huimin/fund"
	"huimin/locales"
	"huimin/office"
	"huimin/report"
)

// choiceButton shows a page of a choice among a year's needs; beginChoiceButton
// and endChoiceButton ask whether to begin or end one, and do with Yes;
// fateButton notes what is to become of a need; refuseNeedButton asks why it is
// not taken.
type (
	choiceButton struct {
		Selection fund.SelectionID
		Page      int
	}
	beginChoiceButton struct {
		Place fund.PlaceID
		Yes   bool
	}
	endChoiceButton struct {
		Selection fund.SelectionID
		Yes       bool
	}
	fateButton struct {
		Selection fund.SelectionID
		Request   fund.RequestID
		Fate      string
		Page      int
	}
	refuseNeedButton struct {
		Selection fund.SelectionID
		Request   fund.RequestID
		Page      int
	}
)

// denying is the reason why a need is not taken this year.
type denying struct {
	Selection fund.SelectionID `json:"selection"`
	Request   fund.RequestID   `json:"request"`
	Page      int              `json:"page,omitempty"`
}

// choiceSize is how many needs are decided on one page.
const choiceSize = 4

// choiceFlow is the choice among a year's needs: a project, next year, or no.
func (c *staff) choiceFlow(r *router) {
	c.refusal = form(r, c.refusalForm())
	press(r, "nx", c.showChoice)
	press(r, "nxb", c.beginChoice)
	press(r, "nxe", c.endChoice)
	press(r, "nxf", func(t *turn, b fateButton) error {
		if err := c.office.NoteNeed(t.act(), b.Selection, b.Request, fund.Fate(b.Fate), ""); err != nil {
			return err
		}
		return c.showChoice(t, choiceButton{b.Selection, b.Page})
	})
	press(r, "nxr", c.beginRefusal)
	r.notice(office.KindNeedsPost, c.needsPost)
	r.notice(office.KindNeedsNews, c.needsNews)
}

func (c *staff) beginChoice(t *turn, b beginChoiceButton) error {
	if b.Yes {
		s, err := c.office.BeginSelection(t.act(), b.Place)
		if err != nil {
			return err
		}
		return c.showChoice(t, choiceButton{Selection: s.ID})
	}
	if err := c.office.Allowed(t.act(), fund.ActSelect, b.Place); err != nil {
		return err
	}
	n, err := t.tx.CountOpenRequests(b.Place)
	if err != nil {
		return err
	}
	year := c.office.Rules(t.now).Needs.Year(t.now)
	return t.show(screen{Text: locales.NeedsBeginAsk(year, n), Keys: [][]key{
		{t.key(locales.NeedsBeginYesButton(), beginChoiceButton{b.Place, true})},
		{t.key(locales.CampaignBackButton(), needsButton{Place: b.Place})},
	}})
}

// showChoice shows a page of the list, with what may be decided about each.
func (c *staff) showChoice(t *turn, b choiceButton) error {
	v, err := c.office.Selected(t.tx, b.Selection)
	if err == nil {
		err = c.office.Allowed(t.act(), fund.ActSelect, v.Selection.Community)
	}
	if err != nil {
		return err
	}
	s := v.Selection
	name, err := nameOf(t.tx, c.office, s.Community)
	if err != nil {
		return err
	}
	parts := []locales.Message{locales.NeedsChoice(name, s.Year, s.Opened, countFates(v)[fund.FateWaiting], len(v.Needs))}
	if s.Status == fund.SelectionClosed {
		parts[0] = locales.NeedsPostEnded(name, s.Year, s.Closed)
	}
	pages := (len(v.Needs) + choiceSize - 1) / choiceSize
	page := min(max(b.Page, 0), pages-1)
	var keys [][]key
	for _, n := range v.Needs[page*choiceSize : min((page+1)*choiceSize, len(v.Needs))] {
		r := n.Request
		parts = append(parts, locales.NeedsChoiceLine(n.Need.Rank, opening(r), r.Number, backed(r.Supporters, r.Households), fateName(s, n)))
		keys = append(keys, c.fateKeys(t, s, n, page)...)
	}
	if pages > 1 {
		parts = append(parts, locales.NeedsPage(page+1, pages))
		keys = append(keys, turnKeys(t, page, pages, func(to int) any { return choiceButton{s.ID, to} }))
	}
	if s.Status == fund.SelectionOpen {
		keys = append(keys, []key{t.key(locales.NeedsEndButton(), endChoiceButton{Selection: s.ID})})
	}
	keys = append(keys, []key{t.key(locales.NeedsButton(), needsButton{Place: s.Community}), c.deskButtonRow(t)[0]})
	return t.show(screen{Text: locales.Paragraphs(parts...), Keys: keys})
}

// fateKeys are what may be decided about one need.
func (c *staff) fateKeys(t *turn, s fund.Selection, n office.SelectedNeed, page int) [][]key {
	note := func(f fund.Fate) fateButton { return fateButton{s.ID, n.Request.ID, string(f), page} }
	rank := n.Need.Rank
	switch {
	case s.Status == fund.SelectionClosed, n.Request.Status != fund.RequestOpen:
		if n.Project != nil {
			return [][]key{{t.key(locales.NeedsSeeButton(rank, n.Project.Number), projectButton{n.Project.ID})}}
		}
		return nil
	case n.Fate == fund.FateWaiting:
		return [][]key{{
			t.key(locales.NeedsAdoptButton(rank), adoptButton{n.Request.ID}),
			t.key(locales.NeedsKeepButton(), note(fund.FateKept)),
			t.key(locales.NeedsRefuseButton(), refuseNeedButton{s.ID, n.Request.ID, page}),
		}}
	}
	return [][]key{{t.key(locales.NeedsUndoButton(rank), note(fund.FateWaiting))}}
}

func countFates(v office.Selected) map[fund.Fate]int {
	counts := map[fund.Fate]int{}
	for _, n := range v.Needs {
		counts[n.Fate]++
	}
	return counts
}

// maxFateReason is how much of a reason a list shows, in code points, so that
// a whole list fits into one message; the request's page shows all of it.
const maxFateReason = 100

// fateName says what has become of a need, or will when the choice ends.
func fateName(s fund.Selection, n office.SelectedNeed) locales.Message {
	switch n.Fate {
	case fund.FateWaiting:
		return locales.NeedsFateWaiting()
	case fund.FateAdopted:
		if n.Project != nil {
			return locales.NeedsFateAdopted(n.Project.Number, report.StatusName(n.Project.Status))
		}
	case fund.FateKept:
		return locales.NeedsFateKept(s.Year + 1)
	case fund.FateDeclined:
		reason := n.Need.Reason
		if n.Request.Reason != "" {
			reason = n.Request.Reason
		}
		return locales.NeedsFateDeclined(cut(reason, maxFateReason))
	case fund.FateGone:
		return locales.NeedsFateGone()
	}
	return locales.Message{}
}

func (c *staff) endChoice(t *turn, b endChoiceButton) error {
	v, err := c.office.Selected(t.tx, b.Selection)
	if err == nil {
		err = c.office.Allowed(t.act(), fund.ActSelect, v.Selection.Community)
	}
	if err != nil {
		return err
	}
	s := v.Selection
	if !b.Yes {
		if s.Status != fund.SelectionOpen {
			return refuse(locales.RefuseSelectionClosedAlert())
		}
		n := countFates(v)
		return t.show(screen{
			Text: locales.NeedsEndAsk(s.Year, n[fund.FateAdopted], n[fund.FateDeclined], n[fund.FateKept]+n[fund.FateWaiting], n[fund.FateWaiting]),
			Keys: [][]key{
				{t.key(locales.NeedsEndYesButton(), endChoiceButton{s.ID, true})},
				{t.key(locales.CampaignBackButton(), choiceButton{Selection: s.ID})},
			},
		})
	}
	if v, err = c.office.EndSelection(t.act(), b.Selection); err != nil {
		return err
	}
	n := countFates(v)
	return t.show(screen{
		Text: locales.NeedsEnded(s.Year, n[fund.FateAdopted], n[fund.FateDeclined], n[fund.FateKept]),
		Keys: [][]key{{t.key(locales.NeedsButton(), needsButton{Place: s.Community}), c.deskButtonRow(t)[0]}},
	})
}

func (c *staff) beginRefusal(t *turn, b refuseNeedButton) error {
	if _, err := c.openCase(t, fund.ActSelect, b.Request); err != nil {
		return err
	}
	return c.refusal.begin(t, denying(b))
}

// refusalForm asks for the reason. It is noted at once: it can be taken back
// until the choice ends, and nobody hears of it before.
func (c *staff) refusalForm() dialog.Form[*turn, denying] {
	return dialog.Form[*turn, denying]{
		Name: "needno", Title: locales.NeedsRefuseTitle(),
		Steps: []dialog.Step[*turn, denying]{{Key: "reason", Ask: c.askRefusal, Take: c.takeRefusal}},
		Done:  func(*turn, denying) error { return nil }, // Take has noted it
	}
}

func (c *staff) askRefusal(t *turn, d denying) (dialog.View, error) {
	r, err := c.office.Request(t.tx, d.Request)
	v, ask := dialog.View{Text: locales.NeedsRefuseAsk(r.Number, shortTitle(r))}, declining{Request: d.Request}
	if err != nil {
		return v, err
	}
	reasons, err := c.askDeclineReason(t, ask)
	v.Choices = reasons.Choices
	return v, err
}

func (c *staff) takeRefusal(t *turn, d *denying, a dialog.Answer) error {
	var say declining
	if err := c.takeDeclineReason(t, &say, a); err != nil {
		return err
	}
	if err := c.office.NoteNeed(t.act(), d.Selection, d.Request, fund.FateDeclined, say.Reason); err != nil {
		return err
	}
	if err := c.showChoice(t, choiceButton{d.Selection, d.Page}); err != nil {
		return err
	}
	return dialog.ErrOver
}
