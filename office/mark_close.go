package office

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"huimin/fund"
	"huimin/store"
)

// endQuestion closes a ballot in which options are marked: what won is kept,
// and each project that is funded goes on as a carried one does. The others
// are drafts as before. What is no longer free of the pot is not given away.
func (o *Office) endQuestion(a Act, b fund.Ballot, by fund.PersonID, at time.Time) (fund.Ballot, error) {
	prog, err := o.ballotRules(a.Tx, b)
	if err != nil {
		return b, err
	}
	q, present, err := o.settleMarks(a, &b, prog, by, at)
	if err != nil {
		return b, err
	}
	if err := o.announceResult(a, b); err != nil {
		return b, err
	}
	entry := ItemEntry{Present: present}
	if entry.Ballot, err = sealedBallot(a, b); err == nil {
		entry.Asked, err = sealedQuestion(a, q)
	}
	if err == nil {
		err = a.record(recordItemClosed, entry)
	}
	if err != nil {
		return b, err
	}
	for _, option := range q.Options {
		if option.Project == 0 || !option.Won {
			continue
		}
		p, err := a.Tx.Project(option.Project)
		if err == nil {
			err = p.OpenBallot(b.Opened)
		}
		if err == nil {
			err = p.Decide(fund.OutcomeCarried, prog.WithClock(o.Rules(a.Now)), at, a.Now)
		}
		if err == nil {
			err = o.move(a, recordClosed, p, ProjectEntry{}, RequestChanged{What: decisionOf(p, fund.OutcomeCarried)})
		}
		if err != nil {
			return b, fmt.Errorf("fund project %d: %w", option.Project, err)
		}
	}
	return b, nil
}

// settleMarks counts a ballot in which options are marked, closes it, and keeps what
// came of it.
func (o *Office) settleMarks(a Act, b *fund.Ballot, prog fund.Programme, by fund.PersonID, at time.Time) (q fund.Question, present []fund.PersonID, err error) {
	if q, err = a.Tx.Question(b.ID); err != nil {
		return q, nil, err
	}
	if b.Kind == fund.BallotBudget {
		money, err := o.CommunityMoney(a.Tx, b.Community, q.Pot.Year)
		if err != nil {
			return q, nil, err
		}
		q.Pot.Left = min(q.Pot.Sum, max(money.Free()+q.Pot.Sum, 0)) // the pot itself is reserved
	}
	members, err := a.Tx.BallotMembers(b.ID)
	if err != nil {
		return q, nil, err
	}
	papers, err := papersOf(a.Tx, *b, q, members)
	if err != nil {
		return q, nil, err
	}
	if _, present, err = o.count(a.Tx, *b); err != nil {
		return q, nil, err
	}
	q, tally, outcome, err := prog.Settle(b.Kind, q, papers, len(members), len(present))
	if err == nil {
		err = b.End(tally, outcome, by, at)
	}
	if err == nil {
		q, err = checkMarks(a.Tx, b, q)
	}
	if err == nil {
		err = a.Tx.SettleQuestion(b.ID, q)
	}
	if err == nil {
		err = a.Tx.CloseBallot(*b, present)
	}
	if err == nil {
		err = closePapers(a, *b)
	}
	return q, present, err
}

// papersOf reads what was marked in a ballot as papers of an election.
func papersOf(tx *store.Tx, b fund.Ballot, q fund.Question, members []fund.PersonID) ([]fund.Paper, error) {
	if b.Secret {
		list, err := tx.Papers(b.ID)
		return q.Unfold(list), err
	}
	marks, err := tx.Marks(b.ID)
	return q.Papers(members, marks), err
}

// checkMarks is checkPapers for a ballot in which options are marked: nothing
// wins then.
func checkMarks(tx *store.Tx, b *fund.Ballot, q fund.Question) (fund.Question, error) {
	papers, err := tx.Papers(b.ID)
	if err == nil {
		err = checkPapers(tx, b, len(papers))
	}
	if b.Outcome == fund.OutcomeNoQuorum {
		q = q.Lost()
	}
	return q, err
}

// countMarks counts who marked something in a ballot, and gives who voted, by
// number.
func countMarks(tx *store.Tx, b fund.Ballot, members []fund.PersonID) (t fund.Tally, voters []fund.PersonID, err error) {
	q, err := tx.Question(b.ID)
	if err != nil {
		return t, nil, err
	}
	papers, err := papersOf(tx, b, q, members)
	if err != nil {
		return t, nil, err
	}
	t = fund.Tally{Members: len(members), For: len(papers)}
	if b.Secret {
		voters, err = tx.Voters(b.ID)
		return t, voters, err
	}
	marks, err := tx.Marks(b.ID)
	for _, m := range marks {
		voters = append(voters, m.Person)
	}
	return t, voters, err
}

// Count is a closed budget ballot counted once more, with what explains it.
type Count struct {
	Question fund.Question
	Election *fund.Election
	Award    *fund.Award         // nil when nobody marked anything
	Changes  map[int]fund.Change // by equal shares: what would have funded what is not, by its index
}

// Count counts a closed budget ballot once more from its marks: to explain it,
// and to give it to whoever wants to count for themselves. [ErrBallotKind],
// *fund.StateError while it is open.
func (o *Office) Count(a Act, ballot fund.BallotID) (c Count, err error) {
	b, err := a.Tx.Ballot(ballot)
	switch {
	case err != nil:
		return c, err
	case b.Kind != fund.BallotBudget:
		return c, ErrBallotKind
	case b.Status != fund.BallotClosed:
		return c, &fund.StateError{Noun: "ballot", ID: int64(ballot), Have: string(b.Status), Want: []string{string(fund.BallotClosed)}}
	}
	if c.Question, err = a.Tx.Question(ballot); err != nil {
		return c, err
	}
	members, err := a.Tx.BallotMembers(ballot)
	if err != nil {
		return c, err
	}
	papers, err := papersOf(a.Tx, b, c.Question, members)
	if err != nil {
		return c, err
	}
	slices.SortFunc(papers, func(p, q fund.Paper) int { return slices.Compare(p.Names, q.Names) }) // not by person
	c.Election = c.Question.Election(papers)
	c.Award, err = c.Question.Award(papers)
	if errors.Is(err, fund.ErrElectionNone) {
		return c, nil
	}
	if err == nil && c.Question.Pot.Rule == fund.BudgetShares {
		c.Changes, err = changes(c)
	}
	return c, err
}

// changes finds what would have funded each project that equal shares does not
// fund.
func changes(c Count) (map[int]fund.Change, error) {
	r := c.Election.Recount(c.Question.Pot.SharesRule(), c.Award, nil)
	found := map[int]fund.Change{}
	for i, s := range c.Award.Placings {
		if s.Funded {
			continue
		}
		change, err := r.Change(i)
		if err != nil {
			return nil, err
		}
		found[i] = change
	}
	return found, nil
}

// sealedQuestion are a question's facts with the texts of its options sealed:
// the office's words, that outlive who gave them.
func sealedQuestion(a Act, q fund.Question) (*QuestionFacts, error) {
	f := questionFacts(q)
	words, err := questionWords(q)
	if err == nil {
		f.Words, err = a.seal(words, 0)
	}
	return &f, err
}

func questionFacts(q fund.Question) QuestionFacts {
	f := QuestionFacts{Year: q.Pot.Year, Pot: q.Pot.Sum, Free: q.Pot.Left, Rule: q.Pot.Rule, Ties: q.Pot.Ties}
	for _, o := range q.Options {
		f.Options = append(f.Options, OptionFacts{o.N, o.Project, o.Cost, o.Votes, o.Won})
	}
	return f
}

// questionWords are the texts of options; none for projects.
func questionWords(q fund.Question) (string, error) {
	var texts []string
	for _, o := range q.Options {
		if o.Text != "" {
			texts = append(texts, o.Text)
		}
	}
	if len(texts) == 0 {
		return "", nil
	}
	return wordsOf(texts)
}
