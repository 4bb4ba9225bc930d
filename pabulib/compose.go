package pabulib

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"

	"huimin/fund"
)

// Compose makes a file of an election counted by e.Rule.Kind with the rule's
// ties: reading it gives the same election and the same rule again. Each voter
// of each paper has a row, with the ids that Projects have as marks; points are
// not written. What is Published stands as selected. Extra rows of META, each a
// key and a value, stand after the others.
//
// Pabulib's files do not say who comes first of equal ones. Here META's ties
// does: cheaper or listed.
func Compose(e *Election, extra ...[2]string) (*File, error) {
	rule, ties := "greedy", e.Rule.Votes.Ties
	if e.Rule.Kind == RuleShares {
		rule, ties = "equalshares", e.Rule.Shares.Ties
		if e.Rule.Shares.Complete {
			rule = "equalshares/add1"
		}
	}
	rows := [][]string{
		{meta},
		{"key", "value"},
		{"description", e.Title},
		{"currency", e.Currency},
		{"num_projects", strconv.Itoa(len(e.Projects))},
		{"num_votes", strconv.Itoa(e.Voters())},
		{"budget", amount(e.Budget, e.Unit)},
		{"vote_type", "approval"},
		{"rule", rule},
		{"ties", string(ties)},
	}
	if least := e.Rule.Votes.Least; least > 0 && e.Rule.Kind != RuleShares {
		rows = append(rows, []string{"min_project_score_threshold", strconv.FormatInt(least, 10)})
	}
	for _, x := range extra {
		rows = append(rows, x[:])
	}
	rows = append(rows, []string{projects}, []string{"project_id", "cost", "votes", "name", "selected"})
	got := make([]int, len(e.Projects))
	for _, p := range e.Papers {
		for _, i := range p.Names {
			got[i] += p.Voters
		}
	}
	for i, p := range e.Projects {
		selected := "0"
		if p.Published == Funded {
			selected = "1"
		}
		rows = append(rows, []string{p.ID, amount(e.Contenders[i].Cost, e.Unit), strconv.Itoa(got[i]), p.Name, selected})
	}
	rows = append(rows, []string{votes}, []string{"voter_id", "vote"})
	return compose(append(rows, voteRows(e.Papers, e.Projects)...))
}

func voteRows(papers []fund.Paper, list []Project) (rows [][]string) {
	for _, p := range papers {
		ids := make([]string, len(p.Names))
		for i, n := range p.Names {
			ids[i] = list[n].ID
		}
		for range p.Voters {
			rows = append(rows, []string{strconv.Itoa(len(rows) + 1), strings.Join(ids, ",")})
		}
	}
	return rows
}

// compose reads rows as the file that they are.
func compose(rows [][]string) (*File, error) {
	var b strings.Builder
	for _, cells := range rows {
		r := &row{text: "\n"}
		for at, cell := range cells {
			r.set(at, cell)
		}
		b.WriteString(r.text)
	}
	f, err := Read(strings.NewReader(b.String()))
	if err != nil {
		return nil, fmt.Errorf("compose a pabulib file: %w", err)
	}
	return f, nil
}

// amount writes an amount in units of the currency.
func amount(n, unit int64) string {
	text := big.NewRat(n, unit).FloatString(9)
	return strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
}
