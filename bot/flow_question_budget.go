package bot

import (
	"slices"
	"strconv"

	"huimin/bot/dialog"
	"huimin/fund"
	"huimin/locales"
	"huimin/office"
)

func (g *gathering) budgetForm() dialog.Form[*turn, budgeting] {
	minutes, reason := puttingSteps(g, func(d *budgeting) *putting { return &d.putting })
	return dialog.Form[*turn, budgeting]{
		Name: "budget", Title: locales.QuestionBudgetTitle(),
		Steps: []dialog.Step[*turn, budgeting]{
			{Key: "projects", Label: always[budgeting](locales.QuestionProjectsLabelButton()), Ask: g.askProjects, Take: g.takeProjects},
			{Key: "pot", Label: always[budgeting](locales.QuestionPotLabelButton()), Ask: g.askPot, Take: g.takePot},
			minutes, reason,
		},
		Look: g.lookAtBudget,
		Done: func(t *turn, d budgeting) error {
			return g.openQuestion(t, d.putting, office.NewQuestion{
				ItemVote: d.vote(), Kind: fund.BallotBudget, Projects: d.Projects, Pot: d.Pot,
			})
		},
	}
}

// taken are the projects that are in, in the order of all, and what the fund
// would pay for them together.
func taken(all []fund.Project, in []fund.ProjectID) (list []fund.Project, sum fund.Money) {
	for _, p := range all {
		if slices.Contains(in, p.ID) {
			list = append(list, p)
			sum += p.Funding.Fund
		}
	}
	return list, sum
}

func (g *gathering) askProjects(t *turn, d budgeting) (dialog.View, error) {
	all, _, err := g.office.BudgetCandidates(t.act(), d.Meeting)
	if err != nil {
		return dialog.View{}, err
	}
	item, err := g.itemOf(t, d.putting)
	list, sum := taken(all, d.Projects)
	v := dialog.View{Text: locales.QuestionProjectsAsk(item, len(all), len(list), int64(sum))}
	pages := max((len(all)+onPage-1)/onPage, 1)
	page := min(max(d.Page, 1), pages)
	for _, p := range all[(page-1)*onPage : min(page*onPage, len(all))] {
		label := locales.QuestionProjectButton
		if slices.Contains(d.Projects, p.ID) {
			label = locales.QuestionProjectInButton
		}
		v.Choices = append(v.Choices, []dialog.Choice{{
			Value: strconv.FormatInt(int64(p.ID), 10), Label: label(cut(p.Title, maxTitleLabel), int64(p.Funding.Fund)),
		}})
	}
	var row []dialog.Choice
	for _, to := range []int{page - 1, page + 1} {
		if to >= 1 && to <= pages {
			row = append(row, dialog.Choice{Value: "p" + strconv.Itoa(to), Label: locales.MarkPageButton(to, pages)})
		}
	}
	if len(row) > 0 {
		v.Choices = append(v.Choices, row)
	}
	if len(list) >= fund.MinOptions {
		v.Choices = append(v.Choices, []dialog.Choice{{Value: "done", Label: locales.QuestionProjectsDoneButton(len(list)), Style: "primary"}})
	}
	return v, err
}

// maxTitleLabel is how much of a title stands on a button beside an amount.
const maxTitleLabel = 14

func (g *gathering) takeProjects(t *turn, d *budgeting, a dialog.Answer) error {
	switch {
	case a.Choice == "":
		return dialog.Again(locales.FormPressPlease())
	case a.Choice == "done":
		all, _, err := g.office.BudgetCandidates(t.act(), d.Meeting)
		list, _ := taken(all, d.Projects) // one may be ready no longer
		d.Projects = nil
		for _, p := range list {
			d.Projects = append(d.Projects, p.ID)
		}
		return err
	case a.Choice[0] == 'p':
		page, err := strconv.Atoi(a.Choice[1:])
		if err != nil {
			return err
		}
		d.Page = page
		return dialog.ErrStay
	}
	n, err := strconv.ParseInt(a.Choice, 10, 64)
	if err != nil {
		return err
	}
	id := fund.ProjectID(n)
	if i := slices.Index(d.Projects, id); i >= 0 {
		d.Projects = slices.Delete(d.Projects, i, i+1)
	} else {
		d.Projects = append(d.Projects, id)
	}
	return dialog.ErrStay
}

func (g *gathering) askPot(t *turn, d budgeting) (dialog.View, error) {
	all, free, err := g.office.BudgetCandidates(t.act(), d.Meeting)
	_, sum := taken(all, d.Projects)
	v := dialog.View{Text: locales.QuestionPotAsk(int64(free), int64(sum))}
	if free > 0 {
		v.Choices = [][]dialog.Choice{{{Value: "all", Label: locales.QuestionPotButton(int64(free))}}}
	}
	return v, err
}

func (g *gathering) takePot(t *turn, d *budgeting, a dialog.Answer) error {
	all, free, err := g.office.BudgetCandidates(t.act(), d.Meeting)
	sum := free
	if err == nil && a.Choice == "" {
		sum, err = amountIn(a)
	}
	if err != nil {
		return err
	}
	list, _ := taken(all, d.Projects)
	q := fund.Question{Pot: fund.Pot{Sum: sum}}
	for i, p := range list {
		q.Options = append(q.Options, fund.Option{N: i + 1, Project: p.ID, Cost: p.Funding.Fund})
	}
	if err := q.Check(fund.BallotBudget, free); err != nil {
		return again(err)
	}
	d.Pot = sum
	return nil
}

// lookAtBudget shows the vote as it would be posted.
func (g *gathering) lookAtBudget(t *turn, d budgeting) (dialog.View, error) {
	item, err := g.itemOf(t, d.putting)
	if err != nil {
		return dialog.View{}, err
	}
	all, _, err := g.office.BudgetCandidates(t.act(), d.Meeting)
	list, _ := taken(all, d.Projects)
	var lines []locales.Message
	for i, p := range list {
		lines = append(lines, locales.MarkOptionProject(i+1, p.Title, int64(p.Funding.Fund)))
	}
	rules := g.office.Rules(t.now).Budgets
	return dialog.View{Text: locales.QuestionLookBudget(
		item, lines, int64(d.Pot), budgetRule(rules.Rule), budgetTies(rules.Ties), d.secrecy(), d.Minutes, d.Reason,
	)}, err
}
