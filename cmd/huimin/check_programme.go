package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"huimin/fund"
	"huimin/locales"
	"huimin/programme"
	"huimin/store"
)

// programme tells what is wrong with the rules, or which are in force today
// and what changes next.
func (c *checkCommand) programme(found *findings, now time.Time) {
	book, err := c.rules()
	var wrong programme.Mistakes
	switch {
	case errors.As(err, &wrong):
		book, err := locales.NewBook()
		if err != nil {
			found.bad("programme", "", "%s", err)
			return
		}
		for _, m := range wrong {
			told := *m
			if told.File == "" {
				told.File = filepath.Base(c.Programme)
			}
			found.bad("programme", words(book, c.spoken(), phrase(m.Remedy)), "%s", words(book, c.spoken(), mistakeWords(&told)))
		}
		return
	case err != nil:
		*found = append(*found, finding{State: stateBad, About: "programme", What: err.Error()})
		return
	}
	now = now.In(book.Zone())
	today := book.EditionAt(now)
	found.good("programme", "%s", ruleWords(today.Programme))
	if next, ok := book.Next(now); ok {
		differs, err := programme.Diff(today.Programme, next.Programme)
		if err != nil {
			found.bad("programme", "", "%s", err)
			return
		}
		changes := make([]string, len(differs))
		for i, d := range differs {
			changes[i] = fmt.Sprintf("%s %s → %s", d.Key.Name, short(d.Old), short(d.New))
		}
		found.note("programme", "from %s: %s", next.From.In(book.Zone()).Format(time.DateOnly), strings.Join(changes, "; "))
	}
	calendar(found, today.Programme, now)
}

// ruleWords says in a sentence what matters most of the rules.
func ruleWords(p fund.Programme) string {
	unit := p.Currency.Code
	parts := []string{fmt.Sprintf("%s: the %s decide up to %s %s", p.Name, p.Voters, p.CommunityMost().Decimal(), unit)}
	if p.CommunityMost() < p.MaxCost {
		clock := "each"
		if p.JointClock {
			clock = "together"
		}
		parts = append(parts, fmt.Sprintf("above it street and district have %d working days %s", p.ReviewDays, clock))
	}
	parts = append(parts, fmt.Sprintf("a project costs up to %s %s", p.MaxCost.Decimal(), unit),
		fmt.Sprintf("%d/%d of the %s must vote, and more than %d/%d of those be for it",
			p.Quorum.Num, p.Quorum.Den, p.Voters, p.Majority.Num, p.Majority.Den))
	if p.LocalWin.Num > 0 {
		parts = append(parts, fmt.Sprintf("%d/%d of the cost from residents and sponsors decides without a vote", p.LocalWin.Num, p.LocalWin.Den))
	}
	return strings.Join(parts, "; ")
}

// lookAhead is how far deadlines reach that begin about now: two reviews after
// the longest vote.
const lookAhead = 2

// calendar tells which years are only computed that deadlines reach.
func calendar(found *findings, p fund.Programme, now time.Time) {
	end, provisional := p.Calendar.Add(now.Add(p.LongestBallot()), lookAhead*p.ReviewDays)
	if !provisional {
		found.good("calendar", "%s, official for deadlines up to %s", p.Calendar.Plan().Region, end.Format(time.DateOnly))
		return
	}
	key, what := "calendar.files", fmt.Sprintf("%d", end.Year())
	if plan := p.Calendar.Plan(); plan.Region == fund.RegionNone {
		key = "calendar.listed_to"
	} else if national, err := fund.DefaultCalendar(fund.RegionChina); err == nil && plan.Region != fund.RegionChina && !national.Provisional(end) {
		key = "calendar.regional_files"
	}
	found.note("calendar", "the days off of %s are not all announced: deadlines that reach that year are shown as provisional; once the notice is out, name it in the programme under %s", what, key)
}

// rulesSoFar tells when the rules would change what was decided under those
// before.
func (c *checkCommand) rulesSoFar(tx *store.Tx, found *findings, now time.Time) error {
	book, err := c.rules()
	if err != nil {
		return nil //nolint:nilerr // told before
	}
	now = now.In(book.Zone())
	list, err := rewritten(tx, book, now)
	if err != nil {
		return err
	}
	if len(list) > 0 {
		what, remedy, _ := cutLastLine(rewriteWords(list, now))
		found.bad("programme", remedy, "%s: %s", errRewrites, strings.ReplaceAll(what, "\n", "; "))
	}
	return nil
}

func cutLastLine(text string) (before, last string, found bool) {
	i := strings.LastIndexByte(text, '\n')
	if i < 0 {
		return "", text, false
	}
	return text[:i], text[i+1:], true
}
