package office

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"huimin/fund"
	"huimin/store"
)

// recordMarked is the name of entries about what somebody marked.
const recordMarked = "marked"

var (
	// ErrBallotKind says that a vote is of another kind: for and against where
	// options are marked, or the other way round.
	ErrBallotKind = errors.New("a ballot of another kind")
	// ErrNoOption says that a ballot has no such option.
	ErrNoOption = errors.New("no such option")
	// ErrBudgetYear says that a project is of another year than the pot.
	ErrBudgetYear = errors.New("a project of another year")
)

// InBudgetError says that a project cannot be changed or voted on alone while
// it stands in a budget ballot, which closes at Closes.
type InBudgetError struct {
	Ballot fund.BallotID
	Closes time.Time
}

// Error names the ballot.
func (e *InBudgetError) Error() string {
	return fmt.Sprintf("the project stands in ballot %d", e.Ballot)
}

// NewQuestion is a vote to be opened on an item of an open meeting in which
// options are marked: one of several Options, or as many Projects as one
// approves of within a Pot.
type NewQuestion struct {
	ItemVote

	Kind     fund.BallotKind
	Options  []string
	Projects []fund.ProjectID
	Pot      fund.Money
}

// MarkEntry is the record's account of what somebody marked, in place of what
// they marked before.
type MarkEntry struct {
	Ballot fund.BallotID `json:"ballot"`
	Person fund.PersonID `json:"person"`
	Marks  []int         `json:"marks"`
	At     int64         `json:"at"`
}

// QuestionFacts are what a ballot asks, as in [ProjectFacts]; Words seals the
// texts of its options.
type QuestionFacts struct {
	Options []OptionFacts   `json:"options"`
	Year    int             `json:"year"`
	Pot     fund.Money      `json:"pot"`
	Free    fund.Money      `json:"free"`
	Rule    fund.BudgetRule `json:"rule"`
	Ties    fund.Ties       `json:"ties"`
	Words   string          `json:"words"`
}

// OptionFacts are an option's columns.
type OptionFacts struct {
	N       int            `json:"n"`
	Project fund.ProjectID `json:"project"`
	Cost    fund.Money     `json:"cost"`
	Votes   int            `json:"votes"`
	Won     bool           `json:"won"`
}

// BudgetCandidates gives the projects that a budget ballot in a meeting could be
// about, those of its agenda first, and how much is free for them: drafted,
// ready for a vote, and of this year. *fund.NotAllowed.
func (o *Office) BudgetCandidates(a Act, meeting fund.MeetingID) (list []fund.Project, free fund.Money, err error) {
	m, err := o.meetingFor(a, meeting)
	if err != nil {
		return nil, 0, err
	}
	all, err := a.Tx.ProjectsUnder(m.Community)
	if err != nil {
		return nil, 0, err
	}
	year := o.local(a.Now).Year()
	for _, p := range all {
		switch refused, err := refusal(o.mayStand(a, m, p, year)); {
		case err != nil:
			return nil, 0, err
		case refused == nil:
			list = append(list, o.localProject(p))
		}
	}
	place := func(p fund.Project) int {
		i := slices.IndexFunc(m.Agenda, func(item fund.AgendaItem) bool { return item.Project == p.ID })
		if i < 0 {
			return len(m.Agenda)
		}
		return i
	}
	slices.SortStableFunc(list, func(p, q fund.Project) int { return place(p) - place(q) })
	money, err := o.CommunityMoney(a.Tx, m.Community, year)
	return list, max(money.Free(), 0), err
}

// refusal tells an error that says why a project cannot stand from a failure.
func refusal(err error) (refused, failed error) {
	var state *fund.StateError
	var lacks *NotReadyError
	var bar *fund.BarredError
	var doubt *fund.BarDoubt
	var budget *InBudgetError
	if errors.As(err, &state) || errors.As(err, &lacks) || errors.As(err, &bar) || errors.As(err, &doubt) ||
		errors.As(err, &budget) || errors.Is(err, ErrOtherCommunity) || errors.Is(err, ErrBudgetYear) {
		return err, nil
	}
	return nil, err
}

// mayStand says why a project cannot stand in a budget ballot of a meeting
// about a year's money, if it cannot.
func (o *Office) mayStand(a Act, m fund.Meeting, p fund.Project, year int) error {
	switch {
	case p.Community != m.Community:
		return ErrOtherCommunity
	case p.Year != year:
		return ErrBudgetYear
	}
	opened := p // a copy: nothing is opened
	if err := opened.OpenBallot(a.Now); err != nil {
		return err
	}
	if p.Standing != nil { // a change of approved works is decided on alone
		return &fund.StateError{Noun: "project", ID: int64(p.ID), Have: string(p.Status), Want: []string{string(fund.ProjectDrafted)}}
	}
	return errors.Join(o.checkProjectBar(a, p), o.notInBudget(a.Tx, p), o.Ready(a, p))
}

// notInBudget says by *[InBudgetError] that a project stands in an open budget
// ballot.
func (o *Office) notInBudget(tx *store.Tx, p fund.Project) error {
	if p.Status != fund.ProjectDrafted {
		return nil
	}
	b, err := tx.BudgetWith(p.ID)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return nil
	case err != nil:
		return err
	}
	return fmt.Errorf("project %d: %w", p.ID, &InBudgetError{Ballot: b.ID, Closes: o.local(b.Closes)})
}

// OpenQuestion opens a vote in which options are marked, for whoever presides.
// A budget ballot keeps its pot reserved while it is open, and its projects as
// they are. It refuses what [Office.OpenItem] refuses; *fund.OptionsError,
// *fund.LengthError, *fund.PotError by what is free; and for a project what a
// vote on it alone would be refused for, but not for its money.
func (o *Office) OpenQuestion(a Act, meeting fund.MeetingID, n NewQuestion) (fund.Ballot, error) {
	b, err := o.openQuestion(a, meeting, n)
	if err == nil {
		err = o.askHolders(a, b)
	}
	if err != nil {
		return fund.Ballot{}, fmt.Errorf("open question on item %d of meeting %d: %w", n.Item, meeting, err)
	}
	return o.localBallot(b), nil
}

func (o *Office) openQuestion(a Act, meeting fund.MeetingID, n NewQuestion) (fund.Ballot, error) {
	b, members, err := o.itemBallot(a, meeting, n.ItemVote)
	if err != nil {
		return b, err
	}
	b.Kind, b.Project = n.Kind, 0
	q, err := o.question(a, b, n)
	if err == nil {
		b.ID, err = a.Tx.AddBallot(b, members)
	}
	if err == nil {
		err = a.Tx.AddQuestion(b.ID, q)
	}
	entry := ItemEntry{Members: members}
	if err == nil {
		entry.Ballot, err = sealedBallot(a, b)
	}
	if err == nil {
		entry.Asked, err = sealedQuestion(a, q)
	}
	if err == nil {
		err = a.record(recordItemOpened, entry)
	}
	if err != nil {
		return b, err
	}
	return b, o.showBallot(a, b, 0)
}

// question makes what a ballot is to ask, and checks it.
func (o *Office) question(a Act, b fund.Ballot, n NewQuestion) (q fund.Question, err error) {
	switch n.Kind {
	case fund.BallotChoice:
		for i, text := range n.Options {
			q.Options = append(q.Options, fund.Option{N: i + 1, Text: strings.TrimSpace(text)})
		}
		return q, q.Check(n.Kind, 0)
	case fund.BallotBudget:
	case fund.BallotMotion:
		return q, ErrBallotKind
	}
	rules, year := o.Rules(b.Opened), o.local(a.Now).Year()
	if end := rules.LastMoment(year); b.Closes.After(end) {
		return q, &BallotHourError{Closes: o.local(b.Closes), Earliest: o.local(a.Now), Latest: o.local(end)}
	}
	m, err := a.Tx.Meeting(b.Meeting)
	if err != nil {
		return q, err
	}
	q.Pot = fund.Pot{Year: year, Sum: n.Pot, Rule: rules.Budgets.Rule, Ties: rules.Budgets.Ties}
	for i, id := range n.Projects {
		p, err := a.Tx.Project(id)
		if err == nil {
			err = o.mayStand(a, m, p, year)
		}
		if err != nil {
			return q, err
		}
		q.Options = append(q.Options, fund.Option{N: i + 1, Project: id, Cost: p.Funding.Fund})
	}
	money, err := o.CommunityMoney(a.Tx, b.Community, year)
	if err != nil {
		return q, err
	}
	return q, q.Check(n.Kind, max(money.Free(), 0))
}

// Mark has the act's person mark an option of a ballot, or take the mark off
// again; of one of several it takes the place of the one marked. It gives what
// they have marked now. [ErrNoOption], [ErrBallotKind], [ErrSecret], and what
// [Office.CastVote] refuses.
func (o *Office) Mark(a Act, ballot fund.BallotID, n int) (marks []int, changed bool, err error) {
	marks, changed, err = o.mark(a, ballot, n)
	if err != nil {
		return nil, false, fmt.Errorf("mark in ballot %d: %w", ballot, err)
	}
	return marks, changed, nil
}

func (o *Office) mark(a Act, ballot fund.BallotID, n int) (marks []int, changed bool, err error) {
	b, err := a.Tx.Ballot(ballot)
	switch {
	case err != nil:
	case b.Secret:
		err = ErrSecret
	case b.Kind == fund.BallotMotion:
		err = ErrBallotKind
	default:
		err = o.mayVote(a, b)
	}
	if err != nil {
		return nil, false, err
	}
	q, err := a.Tx.Question(ballot)
	if err != nil {
		return nil, false, err
	}
	if _, ok := q.Option(n); !ok {
		return nil, false, ErrNoOption
	}
	old, err := a.Tx.MarkOf(ballot, a.By.ID)
	if err != nil {
		return nil, false, err
	}
	marks = b.Kind.Toggle(old.N, n)
	if slices.Equal(marks, old.N) {
		return marks, false, nil
	}
	if err := a.Tx.SaveMark(fund.Mark{Ballot: ballot, Person: a.By.ID, N: marks, At: a.Now}); err != nil {
		return nil, false, err
	}
	if err := a.record(recordMarked, MarkEntry{ballot, a.By.ID, marks, unix(a.Now)}); err != nil {
		return nil, false, err
	}
	return marks, true, o.showBallot(a, b, coalesce)
}

// MyMarks gives the numbers that a person has marked in a ballot.
func (o *Office) MyMarks(tx *store.Tx, ballot fund.BallotID, person fund.PersonID) ([]int, error) {
	m, err := tx.MarkOf(ballot, person)
	return m.N, err
}
