package bot

import (
	"slices"
	"strings"

	"huimin/bot/dialog"
	"huimin/fund"
	"huimin/locales"
	"huimin/office"
)

// payers is who pays for a project.
type payers string

const (
	paysFund      payers = "fund"
	paysSponsor   payers = "sponsor"
	paysResidents payers = "residents"
	paysBoth      payers = "both"
)

func (p payers) sponsor() bool   { return p == paysSponsor || p == paysBoth }
func (p payers) residents() bool { return p == paysResidents || p == paysBoth }

// plan is a project being made of a request, or being changed.
type plan struct {
	Request   fund.RequestID `json:"request,omitempty"`
	Project   fund.ProjectID `json:"project,omitempty"`
	Item      fund.ItemCode  `json:"item,omitempty"`
	Category  fund.Category  `json:"category,omitempty"` // whose items are being shown
	Title     string         `json:"title,omitempty"`
	Cost      fund.Money     `json:"cost,omitempty"`
	Pays      payers         `json:"pays,omitempty"`
	Name      string         `json:"name,omitempty"` // of the firm
	Sponsor   fund.Money     `json:"sponsor,omitempty"`
	Residents fund.Money     `json:"residents,omitempty"`
	Where     string         `json:"where,omitempty"`
	At        *fund.Point    `json:"at,omitempty"`

	Lines  []fund.CostLine `json:"lines,omitempty"`  // what the cost is made of, when it was written so
	Former string          `json:"former,omitempty"` // the number of a project that lapsed, from which this is taken over
}

// funding splits the cost: the fund pays what the others do not.
func (d plan) funding() fund.Funding {
	f := fund.Funding{}
	if d.Pays.sponsor() {
		f.Sponsor, f.SponsorName = d.Sponsor, d.Name
	}
	if d.Pays.residents() {
		f.Residents = d.Residents
	}
	f.Fund = d.Cost - f.Sponsor - f.Residents
	return f
}

// others is what firm and residents give together.
func (d plan) others() fund.Money { return d.Cost - d.funding().Fund }

// beginAdopt begins to make a project of a request: what it says already is
// not asked again.
func (c *staff) beginAdopt(t *turn, id fund.RequestID) error {
	r, err := c.openCase(t, fund.ActAdopt, id)
	if err != nil {
		return err
	}
	if shown, err := c.barPage(t, c.office.CheckBar(t.act(), id)); shown || err != nil {
		return err
	}
	d := plan{Request: id, Item: r.Item, Title: r.ProjectTitle(), Where: r.Where, At: r.At}
	former, err := c.office.Former(t.tx, r)
	if err != nil {
		return err
	}
	if former.Found() {
		d.takeOver(former)
	}
	if d.Item == "" {
		d.Item = c.guess(t, r.Text)
	}
	return c.adopt.begin(t, d)
}

// takeOver begins with what a project that lapsed had: its kind, name, site and
// cost lines.
func (d *plan) takeOver(f office.Former) {
	d.Former, d.Title, d.Item, d.Lines = f.Project.Number, f.Project.Title, f.Project.Item, f.Lines
	if f.Project.Where != "" || f.Project.At != nil {
		d.Where, d.At = f.Project.Where, f.Project.At
	}
	if len(f.Lines) > 0 {
		d.Cost = f.Project.Cost()
	}
}

// formerWords says what is taken over from a project that lapsed; nothing where
// none did.
func (c *staff) formerWords(t *turn, r fund.Request, d plan) (locales.Message, error) {
	if d.Former == "" {
		return locales.Message{}, nil
	}
	f, err := c.office.Former(t.tx, r)
	site := 0
	if d.Where == f.Project.Where && (d.Where != "" || d.At != nil) {
		site = 1
	}
	lines := 0
	if slices.Equal(d.Lines, f.Lines) {
		lines = len(d.Lines)
	}
	return locales.AdoptFormer(d.Former, lines, len(f.Quotes), site), err
}

// openCase gives a request that the person wants to do something with, if
// they may and it is open still.
func (c *staff) openCase(t *turn, action fund.Action, id fund.RequestID) (fund.Request, error) {
	r, err := c.office.Request(t.tx, id)
	if err != nil {
		return r, err
	}
	if err := c.office.Allowed(t.act(), action, r.Community); err != nil {
		return r, err
	}
	if r.Status != fund.RequestOpen {
		return r, &fund.StateError{
			Noun: "request", ID: int64(id), Have: string(r.Status), Want: []string{string(fund.RequestOpen)},
		}
	}
	return r, nil
}

// beginAmend shows a project as it is: what shall change is pressed there.
func (c *staff) beginAmend(t *turn, id fund.ProjectID) error {
	p, err := c.projectFor(t, fund.ActAmend, id, fund.ProjectDrafted, fund.ProjectReturned)
	if err != nil {
		return err
	}
	d := plan{
		Project: id, Item: p.Item, Title: p.Title, Cost: p.Cost(), Name: p.Funding.SponsorName,
		Sponsor: p.Funding.Sponsor, Residents: p.Funding.Residents, Where: p.Where, At: p.At, Pays: paysFund,
	}
	switch {
	case d.Sponsor > 0 && d.Residents > 0:
		d.Pays = paysBoth
	case d.Sponsor > 0:
		d.Pays = paysSponsor
	case d.Residents > 0:
		d.Pays = paysResidents
	}
	return c.amend.beginAt(t, d, dialog.LastLook)
}

func (c *staff) adoptForm() dialog.Form[*turn, plan] {
	return dialog.Form[*turn, plan]{
		Name: "adopt", Title: locales.AdoptTitle(), Steps: c.planSteps(), Look: c.lookAtPlan, Done: c.adopted,
	}
}

func (c *staff) amendForm() dialog.Form[*turn, plan] {
	return dialog.Form[*turn, plan]{
		Name: "amend", Title: locales.AdoptChangeTitle(), Steps: c.planSteps(), Look: c.lookAtPlan, Done: c.amended,
	}
}

// planSteps are the questions about a project. What is known from the request
// is shown at the last look, and asked only there.
func (c *staff) planSteps() []dialog.Step[*turn, plan] {
	label := func(m locales.Message) func(plan) locales.Message { return func(plan) locales.Message { return m } }
	return []dialog.Step[*turn, plan]{
		{
			Key: "kind", Label: label(locales.AdoptKindLabelButton()), Ask: c.askPlanKind, Take: c.takePlanKind,
			Unasked: func(d plan) bool { return d.Item != "" && d.Category == "" },
		},
		{
			Key: "name", Label: label(locales.AdoptNameLabelButton()), Ask: askPlanName, Take: takePlanName,
			Unasked: func(d plan) bool { return d.Title != "" },
		},
		{
			Key: "cost", Label: label(locales.AdoptCostLabelButton()), Ask: c.askCost, Take: c.takeCost,
			Unasked: func(d plan) bool { return d.Former != "" && d.Cost > 0 },
		},
		{Key: "pays", Label: label(locales.AdoptPaysLabelButton()), Ask: askPays, Take: takePays},
		{
			Key: "firm", Label: label(locales.AdoptSponsorLabelButton()), Ask: c.askFirm, Take: c.takeFirm,
			When: func(d plan) bool { return d.Pays.sponsor() },
		},
		{
			Key: "firm_money", Label: label(locales.AdoptSponsorMoneyLabelButton()), Ask: askFirmMoney, Take: takeFirmMoney,
			When: func(d plan) bool { return d.Pays.sponsor() },
		},
		{
			Key: "residents", Label: label(locales.AdoptResidentsLabelButton()), Ask: askResidents, Take: takeResidents,
			When: func(d plan) bool { return d.Pays.residents() },
		},
		{
			Key: "where", Label: label(locales.AdoptWhereLabelButton()), Ask: askPlanWhere, Take: c.takePlanWhere,
			Unasked:  func(d plan) bool { return d.Where != "" || d.At != nil },
			Optional: true, Clear: func(d *plan) { d.Where, d.At = "", nil },
		},
	}
}

func (c *staff) lookAtPlan(t *turn, d plan) (dialog.View, error) {
	f, prog := d.funding(), c.office.Rules(t.now)
	parts := []locales.Message{locales.AdoptPartFund(int64(f.Fund))}
	if f.Fund == d.Cost {
		parts = []locales.Message{locales.AdoptPartAll()}
	}
	if f.Sponsor > 0 {
		parts = append(parts, locales.AdoptPartSponsor(int64(f.Sponsor), f.SponsorName))
	}
	if f.Residents > 0 {
		parts = append(parts, locales.AdoptPartResidents(int64(f.Residents)))
	}
	head := locales.AdoptLookHead()
	if d.Project != 0 {
		head = locales.AdoptChangeHead()
	}
	text := locales.AdoptLook(head, d.Title, locales.Scope(string(d.Item)), placeWords(d.Where, d.At), int64(d.Cost), parts, tierWords(prog, d.Cost))
	if len(d.Lines) > 0 {
		text = locales.Paragraphs(text, locales.CostPlan(costRows(d.Lines)))
	}
	if d.Request == 0 {
		return dialog.View{Text: text}, nil
	}
	r, err := c.office.Request(t.tx, d.Request)
	if err != nil {
		return dialog.View{}, err
	}
	former, err := c.formerWords(t, r, d)
	return dialog.View{Text: locales.Paragraphs(text, former, locales.AdoptLookNew(r.Number, len(r.Photos)))}, err
}

// tierWords says who decides on what costs so much.
func tierWords(prog fund.Programme, cost fund.Money) locales.Message {
	limit := int64(prog.CommunityMost())
	if prog.TierFor(cost) == fund.TierCommunity {
		return locales.AdoptTierCommunity(limit)
	}
	return locales.AdoptTierAbove(limit)
}

// planName is what a plan's project is called in questions: its name, or the
// number of the request when that has none any more.
func (c *staff) planName(t *turn, d plan) (string, error) {
	if d.Title != "" || d.Request == 0 {
		return d.Title, nil
	}
	r, err := c.office.Request(t.tx, d.Request)
	return r.Number, err
}

// project is the plan as the office takes it.
func (d plan) project() office.NewProject {
	return office.NewProject{
		Title: strings.TrimSpace(d.Title), Item: d.Item, Where: d.Where, At: d.At, Funding: d.funding(), Lines: d.Lines,
	}
}

func (c *staff) adopted(t *turn, d plan) error {
	r, err := c.office.Request(t.tx, d.Request)
	if err != nil {
		return err
	}
	former, err := c.formerWords(t, r, d)
	if err != nil {
		return err
	}
	p, err := c.office.Adopt(t.act(), d.Request, d.project())
	if err != nil {
		return err
	}
	return t.show(screen{Text: locales.Paragraphs(locales.AdoptDone(p.Number, p.Title), former), Keys: [][]key{
		{t.key(locales.WorksVoteButton(), voteTimesButton{p.ID})},
		{t.key(locales.WorksOpenButton(), projectButton{p.ID}), t.key(locales.DeskDeskButton(), deskButton{})},
	}})
}

func (c *staff) amended(t *turn, d plan) error {
	p, anew, err := c.office.Amend(t.act(), d.Project, d.project())
	if err != nil {
		return err
	}
	open := []key{t.key(locales.WorksOpenButton(), projectButton{p.ID}), t.key(locales.DeskDeskButton(), deskButton{})}
	vote := []key{t.key(locales.WorksVoteButton(), voteTimesButton{p.ID})}
	switch {
	case anew != "":
		return t.show(screen{Text: anewWords(p.Number, anew), Keys: [][]key{vote, open}})
	case p.Status == fund.ProjectReturned:
		up := []key{t.key(locales.WorksResubmitButton(), resubmitButton{p.ID})}
		return t.show(screen{Text: locales.AdoptChangedReturned(p.Number), Keys: [][]key{up, open}})
	}
	return t.show(screen{Text: locales.AdoptChanged(p.Number), Keys: [][]key{vote, open}})
}

// anewWords says why the representatives must vote again.
func anewWords(number string, why fund.Anew) locales.Message {
	switch why {
	case fund.AnewItem:
		return locales.AdoptChangedItem(number)
	case fund.AnewCost:
		return locales.AdoptChangedCost(number)
	case fund.AnewFund:
		return locales.AdoptChangedFund(number)
	}
	return locales.AdoptChanged(number)
}
