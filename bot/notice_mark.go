package bot

import (
	"bytes"

	"huimin/fund"
	"huimin/locales"
	"huimin/office"
	"huimin/pabulib"
	"huimin/report"
	"huimin/store"
)

// questionPost is the post about a vote in which options are marked.
func (d *decisions) questionPost(v *view, b office.BallotView) (screen, error) {
	text, err := d.questionText(v.tx, b)
	if err != nil || b.Ballot.Status == fund.BallotClosed {
		return screen{Text: text}, err
	}
	mine := locales.MarkMineButton()
	if b.Ballot.Secret {
		mine = locales.SecretVotedButton()
	}
	outage, err := d.outageNote(v.tx, b, mine)
	if err != nil {
		return screen{}, err
	}
	if b.Ballot.Secret {
		return screen{
			Text: locales.Paragraphs(outage, text, locales.SecretHint()),
			Keys: append(secretKeys(v.buttons, b.Ballot.ID), []key{v.key(locales.BallotEndButton(), closeButton{Ballot: b.Ballot.ID})}),
		}, nil
	}
	s := screen{Text: locales.Paragraphs(outage, text, locales.MarkHint())}
	id, few := b.Ballot.ID, len(b.Asked.Options) <= fewPosted
	var row []key
	for _, o := range b.Asked.Options {
		name, err := d.optionName(v.tx, o)
		if err != nil {
			return s, err
		}
		if few {
			s.Keys = append(s.Keys, []key{v.key(locales.MarkNumberButton(o.N, cut(name, maxLabel)), markButton{id, o.N, 0, 0})})
			continue
		}
		if row = append(row, v.key(locales.Text(numbers([]int{o.N})), markButton{id, o.N, 0, 0})); len(row) == inRow {
			s.Keys, row = append(s.Keys, row), nil
		}
	}
	if len(row) > 0 {
		s.Keys = append(s.Keys, row)
	}
	s.Keys = append(s.Keys,
		[]key{v.key(locales.MarkPrivateButton(), marksButton{id, 1, 0})},
		[]key{v.key(locales.MarkMineButton(), myMarksButton{id})},
		[]key{v.key(locales.BallotEndButton(), closeButton{Ballot: id})})
	return s, nil
}

// questionText is what such a vote asks and how it stands.
func (d *decisions) questionText(tx *store.Tx, v office.BallotView) (locales.Message, error) {
	if v.Ballot.Status == fund.BallotClosed {
		return outcomeText(v), nil
	}
	item := itemLine(v)
	options, err := d.optionLines(tx, v.Asked.Options)
	if err != nil {
		return locales.Message{}, err
	}
	text := locales.MarkPostChoice(item, options)
	if v.Ballot.Kind == fund.BallotBudget {
		pot := v.Asked.Pot
		text = locales.MarkPostBudget(item, int64(pot.Sum), options, budgetRule(pot.Rule), budgetTies(pot.Ties))
	}
	b := v.Ballot
	return locales.MarkOpen(text, b.Closes, v.Here, v.Voted, v.Needed, b.Tally.Members), nil
}

// itemLine is the item of the agenda that a vote is about, and why it is voted
// on anew.
func itemLine(v office.BallotView) locales.Message {
	line := locales.MarkItem(v.Item.N, v.Item.Title)
	if v.Ballot.Reason != "" {
		line = locales.Lines(line, locales.BallotAnew(v.Ballot.Reason))
	}
	return line
}

func (d *decisions) optionLines(tx *store.Tx, options []fund.Option) (lines []locales.Message, err error) {
	for _, o := range options {
		line, err := d.optionLine(tx, o)
		if err != nil {
			return nil, err
		}
		lines = append(lines, line)
	}
	return lines, nil
}

func (d *decisions) optionLine(tx *store.Tx, o fund.Option) (locales.Message, error) {
	name, err := d.optionName(tx, o)
	if o.Project == 0 {
		return locales.MarkOption(o.N, name), err
	}
	return locales.MarkOptionProject(o.N, name, int64(o.Cost)), err
}

// optionName is what an option is called.
func (d *decisions) optionName(tx *store.Tx, o fund.Option) (string, error) {
	if o.Project == 0 {
		return o.Text, nil
	}
	p, err := d.office.Project(tx, o.Project)
	return p.Title, err
}

func budgetRule(r fund.BudgetRule) locales.Message {
	if r == fund.BudgetShares {
		return locales.MarkRuleShares()
	}
	return locales.MarkRuleVotes()
}

func budgetTies(t fund.Ties) locales.Message {
	if t == fund.TiesListed {
		return locales.MarkTiesListed()
	}
	return locales.MarkTiesCheaper()
}

// outcomeText is what came of a closed vote in short.
func outcomeText(v office.BallotView) locales.Message {
	b := v.Ballot
	quorum := locales.MarkQuorum(b.Tally.Attending(), b.Tally.Members, v.Voted, v.Needed)
	return locales.MarkClosed(itemLine(v), b.ClosedAt, quorum, questionOutcome(v))
}

func questionOutcome(v office.BallotView) locales.Message {
	b, q := v.Ballot, v.Asked
	switch {
	case b.Secret && v.Papers != v.Voted:
		return locales.SecretMismatch(v.Papers, v.Voted)
	case b.Outcome == fund.OutcomeNoQuorum:
		return locales.MarkQuorumOutcome(v.Needed)
	case b.Kind == fund.BallotChoice:
		for _, o := range q.Options {
			if o.Won {
				return locales.MarkChoiceOutcome(o.N, o.Text, o.Votes, b.Tally.Attending())
			}
		}
		majority := v.Rules.Majority
		return locales.MarkUndecidedOutcome(majority.Num*b.Tally.Attending()/majority.Den + 1)
	case b.Outcome == fund.OutcomeLost:
		return locales.MarkNothingOutcome()
	}
	funded, spent := 0, fund.Money(0)
	for _, o := range q.Options {
		if o.Won {
			funded++
			spent += o.Cost
		}
	}
	return locales.MarkFundedOutcome(funded, len(q.Options), int64(spent), int64(q.Pot.Left-spent))
}

// ballotOutcome names what came of a ballot of whatever kind.
func ballotOutcome(b fund.Ballot) locales.Message {
	carried := b.Outcome == fund.OutcomeCarried
	switch {
	case b.Kind == fund.BallotMotion || b.Outcome == fund.OutcomeNoQuorum:
		return outcomeName(b.Outcome)
	case b.Kind == fund.BallotChoice && carried:
		return locales.MarkDecided()
	case b.Kind == fund.BallotChoice:
		return locales.MarkUndecided()
	case carried:
		return locales.MarkSharedOut()
	}
	return locales.MarkSharedNothing()
}

// counting is the count of a closed budget ballot that had a quorum; zero for
// others.
func (d *decisions) counting(a office.Act, v office.BallotView) (c office.Count, err error) {
	if v.Ballot.Kind != fund.BallotBudget || v.Ballot.Outcome == fund.OutcomeNoQuorum {
		return c, nil
	}
	return d.office.Count(a, v.Ballot.ID)
}

// named names a count's projects, with amounts in a language.
func (d *decisions) named(tx *store.Tx, l locales.Lang, c office.Count) (*report.Ballot, error) {
	currency, err := d.book.Plain(l, locales.MarkCurrency())
	if err != nil {
		return nil, err
	}
	b := &report.Ballot{Election: c.Election, Award: c.Award, Currency: currency, PointUnit: 1, Changes: c.Changes}
	for _, o := range c.Question.Options {
		p, err := d.office.Project(tx, o.Project)
		if err != nil {
			return nil, err
		}
		b.Projects = append(b.Projects, report.Named{ID: p.Number, Name: p.Title})
	}
	return b, nil
}

// settledText is what came of a closed vote for some of its options, each with
// why.
func (d *decisions) settledText(tx *store.Tx, l locales.Lang, v office.BallotView, c office.Count, options []fund.Option) (locales.Message, error) {
	text := outcomeText(v)
	parts := []locales.Message{text}
	if v.Ballot.Kind == fund.BallotBudget {
		pot := v.Asked.Pot
		parts[0] = locales.Lines(text, locales.MarkPot(int64(pot.Sum), int64(pot.Left)))
	}
	var b *report.Ballot
	if c.Award != nil {
		var err error
		if b, err = d.named(tx, l, c); err != nil {
			return text, err
		}
		parts = append(parts, b.Shares())
	}
	for _, o := range options {
		line, err := d.optionLine(tx, o)
		if err != nil {
			return text, err
		}
		switch {
		case v.Ballot.Kind == fund.BallotChoice:
			line = locales.MarkVotes(line, o.Votes, share(o.Votes, max(v.Ballot.Tally.Attending(), 1)))
		case o.Won:
			line = locales.MarkFunded(line, o.Votes)
		default:
			line = locales.MarkNotFunded(line, o.Votes)
		}
		if b != nil {
			line = locales.MarkWhy(line, b.Why(o.N-1))
		}
		parts = append(parts, line)
	}
	if v.Ballot.Outcome == fund.OutcomeCarried && v.Ballot.Kind == fund.BallotBudget {
		parts = append(parts, locales.MarkNext())
	}
	return locales.Paragraphs(parts...), nil
}

// questionResult is the result in the group: what came of it with why, the
// picture, and the record's head for everybody to keep. Of many options those
// on the first page stand there; the others a press away.
func (d *decisions) questionResult(v *view, b office.BallotView) (screen, error) {
	c, err := d.counting(office.Act{Tx: v.tx, Now: v.now}, b)
	if err != nil {
		return screen{}, err
	}
	text, err := d.settledText(v.tx, v.lang, b, c, b.Asked.Options[:min(len(b.Asked.Options), onPage)])
	if err != nil {
		return screen{}, err
	}
	secret, err := d.secretWords(v.tx, b)
	if err != nil {
		return screen{}, err
	}
	head, err := v.tx.Head()
	if err != nil {
		return screen{}, err
	}
	id := b.Ballot.ID
	s := screen{Text: locales.Paragraphs(text, locales.Paragraphs(secret...), locales.BallotRecord(int(head.Size), report.Head(head).Short()))}
	if c.Award != nil {
		if len(b.Asked.Options) > onPage {
			s.Keys = append(s.Keys, []key{v.key(locales.MarkWhyButton(), marksButton{id, 1, 0})})
		}
		s.Keys = append(s.Keys, []key{v.key(locales.MarkFileButton(), countFileButton{id})})
		if s.Image, err = d.countPicture(v, b, c); err != nil {
			return s, err
		}
	}
	post, err := found(v.tx.Post(v.chat, office.BallotTopic(id)))
	s.ReplyTo = post.Message
	return s, err
}

func (d *decisions) countPicture(v *view, b office.BallotView, c office.Count) ([]byte, error) {
	named, err := d.named(v.tx, v.lang, c)
	if err != nil {
		return nil, err
	}
	title, err := d.countTitle(v.tx, b)
	if err != nil {
		return nil, err
	}
	picture, err := named.Picture(title, func(m locales.Message) (string, error) { return d.book.Plain(v.lang, m) })
	if err != nil {
		return nil, err
	}
	return picture.PNG()
}

// countTitle is what a vote is called outside its meeting: by the meeting and
// the item.
func (d *decisions) countTitle(tx *store.Tx, v office.BallotView) (string, error) {
	m, err := tx.Meeting(v.Ballot.Meeting)
	return m.Title + " · " + v.Item.Title, err
}

// pabulibFile is a counted budget ballot as a file of Pabulib.
func (d *decisions) pabulibFile(tx *store.Tx, v office.BallotView, c office.Count) ([]byte, error) {
	title, err := d.countTitle(tx, v)
	if err != nil {
		return nil, err
	}
	q := c.Question
	e := &pabulib.Election{Election: *c.Election, Title: title, Currency: d.office.Rules(v.Ballot.Opened).Currency.Code, PointUnit: 1}
	e.Rule.Votes, e.Rule.Shares, e.Rule.Kind = q.Pot.VotesRule(), q.Pot.SharesRule(), pabulib.RuleVotes
	if q.Pot.Rule == fund.BudgetShares {
		e.Rule.Kind = pabulib.RuleShares
	}
	for _, o := range q.Options {
		p, err := d.office.Project(tx, o.Project)
		if err != nil {
			return nil, err
		}
		named := pabulib.Project{ID: p.Number, Name: p.Title, Published: pabulib.NotFunded}
		if o.Won {
			named.Published = pabulib.Funded
		}
		e.Projects = append(e.Projects, named)
	}
	f, err := pabulib.Compose(e, [2]string{"date_end", v.Ballot.ClosedAt.Format("2006-01-02")})
	if err != nil {
		return nil, err
	}
	var text bytes.Buffer
	err = f.Write(&text)
	return text.Bytes(), err
}
