package bot

import (
	"time"

	"huimin/fund"
	"huimin/locales"
	"huimin/office"
	"huimin/store"
)

// sheetDraft says what a community has put together about a project, and what
// it still lacks while it does.
func sheetDraft(tx *store.Tx, o *office.Office, p fund.Project, now time.Time) ([]locales.Message, error) {
	d, err := o.Dossier(tx, p, now)
	if err != nil {
		return nil, err
	}
	a := d.Application
	var lines []locales.Message
	if a.Purpose != "" {
		lines = append(lines, locales.DraftSheetFor(a.Purpose, a.Whom))
	}
	costs, err := sheetCosts(tx, o, p)
	if err != nil {
		return nil, err
	}
	lines = append(lines, costs)
	if len(d.Quotes) > 0 {
		lines = append(lines, locales.QuoteSheet(quoteRows(d), a.ChosenWhy, interestWords(a)))
	}
	if !a.End.IsZero() {
		lines = append(lines, locales.DraftSheetPeriod(a.Begin, a.End))
	}
	if !a.Declared.IsZero() {
		lines = append(lines, sheetNegative(a))
	}
	return append(lines, sheetSplit(o, p, d, now), sheetStudy(d)), nil
}

// sheetLacks says what a project lacks before the vote, or before it goes up
// again.
func sheetLacks(tx *store.Tx, o *office.Office, p fund.Project, now time.Time) (locales.Message, error) {
	if p.Amendable() != nil {
		return locales.Message{}, nil //nolint:nilerr // what is decided on lacks nothing
	}
	list, err := o.Checklist(tx, p, now)
	if err != nil {
		return locales.Message{}, err
	}
	missing := fund.Missing(list)
	switch {
	case len(missing) == 0:
		return locales.Message{}, nil
	case p.Status == fund.ProjectReturned:
		return locales.DraftMissingAgain(lackNames(missing)), nil
	}
	return locales.DraftMissing(lackNames(missing)), nil
}

func sheetNegative(a fund.Application) locales.Message {
	if len(a.Negative) == 0 {
		return locales.DraftSheetNegative()
	}
	var items []locales.Message
	for _, item := range a.Negative {
		items = append(items, negativeName(item))
	}
	return locales.DraftSheetBarred(items, a.NegativeWhy)
}

// sheetSplit warns of a project that looks split from others to stay under the
// limit; nothing for one that does not.
func sheetSplit(o *office.Office, p fund.Project, d fund.Dossier, now time.Time) locales.Message {
	if len(d.Alike) == 0 {
		return locales.Message{}
	}
	sum := p.Cost()
	var numbers []string
	for _, other := range d.Alike {
		sum += other.Cost()
		numbers = append(numbers, other.Number)
	}
	limit := o.Rules(now).CommunityLimit
	return locales.DraftSheetSplit(locales.Few(maxNames, numbers), int64(sum), int64(limit), cut(d.Application.SplitWhy, reasonRoom))
}

// sheetStudy says what the two committees thought; nothing before they did.
func sheetStudy(d fund.Dossier) locales.Message {
	if d.Study == nil {
		return locales.Message{}
	}
	branch, committee := d.Study.Branch, d.Study.Committee
	branch.Words, committee.Words = cut(branch.Words, reasonRoom), cut(committee.Words, reasonRoom)
	return locales.DraftSheetStudy(d.Study.Held, opinionWords(branch), opinionWords(committee))
}
