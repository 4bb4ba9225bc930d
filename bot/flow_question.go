package bot

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"huimin/bot/dialog"
	"huimin/fund"
	"huimin/locales"
	"huimin/office"
)

// newQuestionButton begins to open a vote in which options are marked.
type newQuestionButton struct {
	Meeting fund.MeetingID
	Item    int
	Budget  bool
	Secret  bool
}

// putting is what every such vote has: its item, whether it is secret, how long it
// is open, and why an item is voted on anew.
type putting struct {
	Meeting fund.MeetingID `json:"meeting"`
	Item    int            `json:"item"`
	Secret  bool           `json:"secret,omitempty"`
	Anew    bool           `json:"anew,omitempty"`
	Minutes int            `json:"minutes,omitempty"`
	Reason  string         `json:"reason,omitempty"`
}

func (p putting) vote() office.ItemVote {
	return office.ItemVote{Item: p.Item, Secret: p.Secret, Length: time.Duration(p.Minutes) * time.Minute, Reason: p.Reason}
}

// secrecy says whether the vote is secret, as in a post.
func (p putting) secrecy() locales.Message {
	if p.Secret {
		return locales.SecretAbout()
	}
	return locales.SecretNot()
}

// singling is a vote on one of several; budgeting one that shares out a sum.
type (
	singling struct {
		putting

		Options []string `json:"options,omitempty"`
	}
	budgeting struct {
		putting

		Projects []fund.ProjectID `json:"projects,omitempty"`
		Page     int              `json:"page,omitempty"`
		Pot      fund.Money       `json:"pot,omitempty"`
	}
)

func (g *gathering) questionFlow(r *router) {
	g.choose = form(r, g.choiceForm())
	g.budget = form(r, g.budgetForm())
	press(r, "gq", g.newQuestion)
}

func (g *gathering) newQuestion(t *turn, b newQuestionButton) error {
	if err := g.office.Presides(t.act(), b.Meeting); err != nil {
		return err
	}
	v, err := g.office.Meeting(t.act(), b.Meeting)
	if err == nil {
		err = v.Meeting.In(fund.MeetingOpen)
	}
	if err != nil {
		return err
	}
	item, ok := v.Meeting.Item(b.Item)
	if !ok {
		return office.ErrNoAgendaItem
	}
	p := putting{Meeting: b.Meeting, Item: item.N}
	last, anew := lastVote(v, item.N)
	p.Anew, p.Secret = anew, b.Secret || last.Secret // what was voted on in secret stays so
	if !b.Budget {
		return g.choose.begin(t, singling{putting: p})
	}
	list, _, err := g.office.BudgetCandidates(t.act(), b.Meeting)
	if err != nil {
		return err
	}
	if len(list) < fund.MinOptions {
		return refuse(locales.RefuseCandidatesAlert(len(list), fund.MinOptions))
	}
	d := budgeting{putting: p, Page: 1}
	for _, c := range list {
		if slices.ContainsFunc(v.Meeting.Agenda, func(i fund.AgendaItem) bool { return i.Project == c.ID }) {
			d.Projects = append(d.Projects, c.ID)
		}
	}
	return g.budget.begin(t, d)
}

func (g *gathering) choiceForm() dialog.Form[*turn, singling] {
	minutes, reason := puttingSteps(g, func(d *singling) *putting { return &d.putting })
	return dialog.Form[*turn, singling]{
		Name: "choice", Title: locales.QuestionChoiceTitle(),
		Steps: []dialog.Step[*turn, singling]{
			{
				Key: "options", Label: always[singling](locales.QuestionOptionsLabelButton()),
				Ask: func(t *turn, d singling) (dialog.View, error) {
					item, err := g.itemOf(t, d.putting)
					return dialog.View{Text: locales.QuestionOptionsAsk(item, fund.MinOptions, fund.MaxChoices)}, err
				},
				Take: takeOptions,
			},
			minutes, reason,
		},
		Look: func(t *turn, d singling) (dialog.View, error) {
			item, err := g.itemOf(t, d.putting)
			var lines []locales.Message
			for i, text := range d.Options {
				lines = append(lines, locales.MarkOption(i+1, text))
			}
			return dialog.View{Text: locales.QuestionLookChoice(item, lines, d.secrecy(), d.Minutes, d.Reason)}, err
		},
		Done: func(t *turn, d singling) error {
			return g.openQuestion(t, d.putting, office.NewQuestion{ItemVote: d.vote(), Kind: fund.BallotChoice, Options: d.Options})
		},
	}
}

func takeOptions(_ *turn, d *singling, a dialog.Answer) error {
	var q fund.Question
	var texts []string
	for line := range strings.Lines(a.Text) {
		if line = strings.TrimSpace(line); line != "" {
			texts = append(texts, line)
			q.Options = append(q.Options, fund.Option{N: len(texts), Text: line})
		}
	}
	if len(texts) == 0 {
		return dialog.Again(locales.FormTextPlease())
	}
	if err := q.Check(fund.BallotChoice, 0); err != nil {
		return again(err)
	}
	d.Options = texts
	return nil
}

// puttingSteps ask for what every such vote has.
func puttingSteps[D any](g *gathering, of func(*D) *putting) (minutes, reason dialog.Step[*turn, D]) {
	minutes = dialog.Step[*turn, D]{
		Key: "minutes", Label: always[D](locales.QuestionMinutesLabelButton()),
		Ask: func(t *turn, d D) (dialog.View, error) {
			v, err := g.office.Meeting(t.act(), of(&d).Meeting)
			var row []dialog.Choice
			for _, length := range g.office.Rules(v.Meeting.Called).Meetings.VoteLengths {
				n := int(length / time.Minute)
				row = append(row, dialog.Choice{Value: strconv.Itoa(n), Label: locales.MeetingMinutesButton(n)})
			}
			return dialog.View{Text: locales.QuestionMinutesAsk(), Choices: [][]dialog.Choice{row}}, err
		},
		Take: func(_ *turn, d *D, a dialog.Answer) (err error) {
			if a.Choice == "" {
				return dialog.Again(locales.FormPressPlease())
			}
			of(d).Minutes, err = strconv.Atoi(a.Choice)
			return err
		},
	}
	reason = dialog.Step[*turn, D]{
		Key: "reason", Label: always[D](locales.QuestionReasonLabelButton()),
		Ask: func(*turn, D) (dialog.View, error) { return dialog.View{Text: locales.QuestionReasonAsk()}, nil },
		Take: func(t *turn, d *D, a dialog.Answer) error {
			return takeText(a, g.office.Rules(t.now).Requests.CheckReason, &of(d).Reason)
		},
		When: func(d D) bool { return of(&d).Anew },
	}
	return minutes, reason
}

// itemOf is the item that a vote is to be opened on.
func (g *gathering) itemOf(t *turn, p putting) (locales.Message, error) {
	v, err := g.office.Meeting(t.act(), p.Meeting)
	if err != nil {
		return locales.Message{}, err
	}
	item, ok := v.Meeting.Item(p.Item)
	if !ok {
		return locales.Message{}, office.ErrNoAgendaItem
	}
	title, err := agendaTitle(t.tx, g.office, item)
	return locales.MarkItem(item.N, title), err
}

func (g *gathering) openQuestion(t *turn, p putting, n office.NewQuestion) error {
	b, err := g.office.OpenQuestion(t.act(), p.Meeting, n)
	if err != nil {
		return err
	}
	return t.show(screen{Text: locales.QuestionOpened(b.Closes), Keys: [][]key{
		{t.key(locales.MeetingBallotButton(p.Item), ballotButton{b.ID})},
		{t.key(locales.MeetingBackButton(), meetingButton{p.Meeting})},
	}})
}
