package bot

import (
	"errors"

	"huimin/fund"
	"huimin/locales"
	"huimin/office"
)

// needButton begins to mend one thing that a project lacks, or to change it.
type needButton struct {
	Project fund.ProjectID
	What    fund.Requirement
}

// draftFlow is what a community puts together about a project: a page of what
// is done and what is missing, one button each.
func (c *staff) draftFlow(r *router) {
	press(r, "dn", c.openNeed)
	c.costLineFlow(r)
	c.applyFlow(r)
	c.negativeFlow(r)
	c.quoteFlow(r)
	c.studyFlow(r)
}

// openNeed begins what belongs to a requirement.
func (c *staff) openNeed(t *turn, b needButton) error {
	p, err := c.projectFor(t, needAction(b.What), b.Project, fund.ProjectDrafted, fund.ProjectReturned)
	if err != nil {
		return err
	}
	switch b.What {
	case fund.NeedPurpose:
		return c.purpose.begin(t, describing{Project: p.ID})
	case fund.NeedLines:
		return c.costs.begin(t, costing{Project: p.ID})
	case fund.NeedPeriod:
		return c.period.begin(t, timing{Project: p.ID})
	case fund.NeedPhotos:
		return c.before.begin(t, picturing{Project: p.ID})
	case fund.NeedQuotes:
		return c.showQuotes(t, p.ID)
	case fund.NeedNegative:
		return c.showNegative(t, p)
	case fund.NeedSplit:
		return c.beginSplit(t, p)
	case fund.NeedStudy:
		return c.study.begin(t, studying{Project: p.ID})
	}
	return errStaleButton
}

// needAction is what mending a requirement asks for.
func needAction(what fund.Requirement) fund.Action {
	if what == fund.NeedStudy {
		return fund.ActStudy
	}
	return fund.ActAmend
}

// needKeys are the buttons of a checklist, two in a row; what only is left out.
func needKeys(t *turn, p fund.Project, list []fund.Check, only func(fund.Check) bool) [][]key {
	var keys [][]key
	var row []key
	for _, check := range list {
		if !only(check) {
			continue
		}
		row = append(row, t.key(needLabel(check), needButton{p.ID, check.What}))
		if len(row) == 2 {
			keys, row = append(keys, row), nil
		}
	}
	if len(row) > 0 {
		keys = append(keys, row)
	}
	return keys
}

// draftKeys are the checklist of a project that is being put together, for
// those who do that.
func (c *staff) draftKeys(t *turn, p fund.Project) ([][]key, error) {
	if p.Amendable() != nil {
		return nil, nil //nolint:nilerr // what is decided on has no checklist
	}
	switch err := c.office.Allowed(t.act(), fund.ActAmend, p.Community); {
	case errors.Is(err, fund.ErrNotAllowed):
		return nil, nil
	case err != nil:
		return nil, err
	}
	list, err := c.office.Checklist(t.tx, p, t.now)
	return needKeys(t, p, list, func(fund.Check) bool { return true }), err
}

// needLabel marks a requirement as done, missing, or open but not asked for.
func needLabel(check fund.Check) locales.Message {
	mark := "✅"
	switch {
	case check.Stops():
		mark = "⬜"
	case !check.Done():
		mark = "▫️"
	}
	return needButtons()[check.What](mark)
}

// needButtons are the words of each requirement's button behind its mark.
func needButtons() map[fund.Requirement]func(mark string) locales.Message {
	return map[fund.Requirement]func(string) locales.Message{
		fund.NeedPurpose:  locales.DraftPurposeButton,
		fund.NeedLines:    locales.DraftLinesButton,
		fund.NeedPeriod:   locales.DraftPeriodButton,
		fund.NeedPhotos:   locales.DraftPhotosButton,
		fund.NeedQuotes:   locales.DraftQuotesButton,
		fund.NeedNegative: locales.DraftNegativeButton,
		fund.NeedSplit:    locales.DraftSplitButton,
		fund.NeedStudy:    locales.DraftStudyButton,
	}
}

// lackName says what a requirement lacks.
func lackName(check fund.Check) locales.Message {
	switch check.What {
	case fund.NeedPurpose:
		return locales.LackPurpose()
	case fund.NeedLines:
		if check.Lack == fund.LackSum {
			return locales.LackLinesSum()
		}
		return locales.LackLines()
	case fund.NeedPeriod:
		return locales.LackPeriod()
	case fund.NeedPhotos:
		return locales.LackPhotos()
	case fund.NeedQuotes:
		return quotesLack(check)
	case fund.NeedNegative:
		switch check.Lack { //nolint:exhaustive // the others are no lack of it
		case fund.LackBarred:
			return locales.LackBarred()
		case fund.LackAnew:
			return locales.LackNegativeAnew()
		}
		return locales.LackNegative()
	case fund.NeedSplit:
		return locales.LackSplit()
	case fund.NeedStudy:
		if check.Lack == fund.LackAnew {
			return locales.LackStudyAnew()
		}
		return locales.LackStudy()
	}
	return locales.Message{}
}

func quotesLack(check fund.Check) locales.Message {
	switch check.Lack { //nolint:exhaustive // the others are no lack of quotes
	case fund.LackVendors:
		return locales.LackVendors(check.Have, check.Need)
	case fund.LackPictures:
		return locales.LackPictures(check.Have, check.Need)
	case fund.LackAbove:
		return locales.LackAbove()
	case fund.LackReason:
		return locales.LackReason()
	case fund.LackInterest:
		return locales.LackInterest()
	}
	return locales.LackChoice()
}

func lackNames(list []fund.Check) []locales.Message {
	var names []locales.Message
	for _, check := range list {
		names = append(names, lackName(check))
	}
	return names
}

// showNotReady says what keeps a project from the vote, or from going up again,
// with a button for each thing.
func (c *staff) showNotReady(t *turn, p fund.Project, not *office.NotReadyError) error {
	var lines []locales.Message
	for _, name := range lackNames(not.Lacks) {
		lines = append(lines, locales.DraftNotReadyLine(name))
	}
	keys := needKeys(t, p, not.Lacks, func(fund.Check) bool { return true })
	keys = append(keys, []key{t.key(locales.WorksOpenButton(), projectButton{p.ID}), t.key(locales.DeskDeskButton(), deskButton{})})
	return t.show(screen{Text: locales.DraftNotReady(p.Number, p.Title, lines), Keys: keys})
}
