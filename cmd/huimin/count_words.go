package main

import (
	"errors"
	"fmt"
	"strings"

	"huimin/fund"
	"huimin/locales"
	"huimin/pabulib"
	"huimin/report"
)

// rule says how was counted.
func (p *countPrint) rule() []locales.Message {
	var ms []locales.Message
	if p.kind == pabulib.RuleShares {
		ms = sharesRule(p.e.Rule.Shares)
	} else {
		ms = append(ms, locales.CountRule(votesRule(p.e.Rule.Votes, p.e.ByPoints)))
		if p.e.Rule.Votes.Least > 0 {
			least := locales.CountVotes(int(p.e.Rule.Votes.Least))
			if p.e.ByPoints {
				least = report.Points(p.e.Rule.Votes.Least, p.e.PointUnit)
			}
			ms = append(ms, locales.CountRuleLeast(least))
		}
		ms = append(ms, tiesRule(p.e.Rule.Votes.Ties))
	}
	if p.e.Rule.Name == "" {
		return ms
	}
	ms = append(ms, locales.CountRuleFile(p.e.Rule.Name))
	if p.e.Rule.Kind != p.kind {
		ms = append(ms, locales.CountRuleUnlike())
	} else if p.e.Rule.Own {
		ms = append(ms, locales.CountRuleOwn())
	}
	return ms
}

func votesRule(r fund.VotesRule, byPoints bool) locales.Message {
	switch {
	case byPoints && r.Stop:
		return locales.CountRulePointsStop()
	case byPoints:
		return locales.CountRulePoints()
	case r.Stop:
		return locales.CountRuleStop()
	default:
		return locales.CountRuleVotes()
	}
}

func sharesRule(r fund.SharesRule) []locales.Message {
	ms := []locales.Message{locales.CountRule(locales.CountRuleShares())}
	if r.Complete {
		ms = append(ms, locales.CountRuleComplete())
	} else {
		ms = append(ms, locales.CountRuleOnce())
	}
	if r.Fill {
		ms = append(ms, locales.CountRuleFill())
	}
	if r.Compare {
		ms = append(ms, locales.CountRuleCompare())
	}
	return append(ms, tiesRule(r.Ties))
}

func tiesRule(t fund.Ties) locales.Message {
	switch t {
	case fund.TiesListed:
		return locales.CountTiesListed()
	case fund.TiesCheaper:
	}
	return locales.CountTiesCheaper()
}

// odd says what is not as it should be in a file.
func (p *countPrint) odd() []locales.Message {
	var ms []locales.Message
	add := func(n int, m locales.Message) {
		if n > 0 {
			ms = append(ms, m)
		}
	}
	o := p.e.Odd
	add(o.SameVoter, locales.CountOddSameVoter(o.SameVoter))
	add(o.Twice, locales.CountOddTwice(o.Twice))
	add(o.Unknown, locales.CountOddUnknown(o.Unknown))
	add(o.Tallies, locales.CountOddTallies(o.Tallies))
	add(o.Rows, locales.CountOddRows(o.Rows, p.ballot.Award.Voters))
	if p.kind == pabulib.RuleShares && p.e.ByPoints {
		ms = append(ms, locales.CountOddPoints(p.e.Kind))
	}
	return ms
}

// countFault says what is wrong with a file, and what to do.
func countFault(e *pabulib.Error) locales.Message {
	switch e.Why {
	case pabulib.WhyNotText:
		return locales.CountWrongNotText()
	case pabulib.WhyOpenQuote:
		return locales.CountWrongOpenQuote()
	case pabulib.WhyNoSection:
		return locales.CountWrongNoSection(e.What)
	case pabulib.WhyTwoSections:
		return locales.CountWrongTwoSections(e.What)
	case pabulib.WhyNoColumn:
		return locales.CountWrongNoColumn(e.What)
	case pabulib.WhyNoBudget:
		return locales.CountWrongNoBudget()
	case pabulib.WhyNoID:
		return locales.CountWrongNoID()
	case pabulib.WhySameID:
		return locales.CountWrongSameID(e.What)
	case pabulib.WhyNoAmount:
		return locales.CountWrongNoAmount(e.What)
	case pabulib.WhyTooFine:
		return locales.CountWrongTooFine(e.What)
	case pabulib.WhyNoPoints:
		return locales.CountWrongNoPoints(e.What)
	case pabulib.WhyNobody:
		return locales.CountWrongNobody()
	case pabulib.WhyKind:
		return locales.CountWrongKind(e.What)
	}
	return locales.Text(e.Error())
}

// table writes every project with cost and votes, counted beside published.
func (p *countPrint) table() {
	got := locales.CountColumnVotes()
	if p.e.ByPoints && p.kind != pabulib.RuleShares {
		got = locales.CountColumnPoints()
	}
	rows := [][]string{{}}
	for _, m := range []locales.Message{
		locales.CountColumnID(), locales.CountColumnCost(), got,
		locales.CountColumnCounted(), locales.CountColumnPublished(), locales.CountColumnName(),
	} {
		rows[0] = append(rows[0], p.words(m))
	}
	for i, project := range p.e.Projects {
		counted, s := pabulib.NotFunded, p.ballot.Award.Placings[i]
		if s.Funded {
			counted = pabulib.Funded
		}
		rows = append(rows, []string{
			project.ID, p.ballot.Figure(p.e.Contenders[i].Cost), p.ballot.GotFigure(i),
			p.cell(counted), p.cell(project.Published), project.Name,
		})
	}
	width := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, cell := range row {
			width[i] = max(width[i], report.Width(cell))
		}
	}
	for _, row := range rows {
		var b strings.Builder
		for i, cell := range row[:len(row)-1] {
			gap := strings.Repeat(" ", width[i]-report.Width(cell))
			if i == 1 || i == 2 { // figures
				b.WriteString(gap + cell + "  ")
			} else {
				b.WriteString(cell + gap + "  ")
			}
		}
		_, err := fmt.Fprintln(p.to, strings.TrimRight(b.String()+row[len(row)-1], " "))
		p.err = errors.Join(p.err, err)
	}
}

func (p *countPrint) cell(v pabulib.Published) string {
	switch v {
	case pabulib.Funded:
		return p.words(locales.CountCellFunded())
	case pabulib.NotFunded:
		return p.words(locales.CountCellNot())
	case pabulib.Otherwise:
		return p.words(locales.CountCellOtherwise())
	case pabulib.Unpublished:
	}
	return ""
}
