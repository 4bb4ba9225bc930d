package report

import (
	"math/big"
	"strings"

	"huimin/fund"
	"huimin/locales"
)

// Ballot is a budget ballot that was counted: what the projects are called, and
// in which currency they are paid.
type Ballot struct {
	Election  *fund.Election
	Award     *fund.Award
	Projects  []Named // in the order of the election
	Currency  string  // stands behind amounts; may be empty
	ByPoints  bool    // papers gave points, and by votes these were counted
	PointUnit int64   // how many of the election's points make one
	// Changes is what would have funded a project, by its index, where that was
	// looked for; by equal shares.
	Changes map[int]fund.Change
}

// Named is what a project is called.
type Named struct{ ID, Name string }

// Total says how many projects are funded, and for how much.
func (b *Ballot) Total() locales.Message {
	n := 0
	for _, s := range b.Award.Placings {
		if s.Funded {
			n++
		}
	}
	return locales.CountTotal(n, len(b.Projects), b.Money(b.Award.Spent), b.Money(b.Award.Budget-b.Award.Spent))
}

// Shares says what each voter had to spend, and why no more; nothing when the
// count was by votes.
func (b *Ballot) Shares() locales.Message {
	a := b.Award
	if a.Share == nil {
		return locales.Message{}
	}
	lines := []locales.Message{locales.CountShareFirst(b.exactly(a.First))}
	if a.Raised > 0 {
		lines[0] = locales.CountShareRaised(int(a.Raised), b.exactly(a.First), b.exactly(a.Share))
	}
	switch a.Ended {
	case fund.CompletionFull:
		lines = append(lines, locales.CountEndedFull())
	case fund.CompletionOver:
		lines = append(lines, locales.CountEndedOver())
	case fund.CompletionNone:
	}
	if c := a.Compared; c != nil && c.TookVotes {
		lines = append(lines, locales.CountComparedVotes(c.PreferShares, c.PreferVotes))
	} else if c != nil {
		lines = append(lines, locales.CountComparedShares(c.PreferShares, c.PreferVotes))
	}
	return locales.Lines(lines...)
}

// Why says of a project why it is funded or not, and what would have changed it.
func (b *Ballot) Why(i int) locales.Message {
	s, cost := &b.Award.Placings[i], b.Election.Contenders[i].Cost
	votes, money := int(s.Votes), b.Money(cost)
	switch s.Why {
	case fund.WhyFits:
		return locales.CountWhyFits(b.Got(i), b.Money(s.Before), money, s.Round)
	case fund.WhyPaid:
		return locales.CountWhyPaid(votes, s.Round, money, b.payments(s))
	case fund.WhyFree:
		return locales.CountWhyFree()
	case fund.WhyFilled:
		return locales.CountWhyFilled(b.Got(i), b.Money(s.Before), money)
	case fund.WhyTooDear:
		return locales.Lines(locales.CountWhyTooDear(money, b.Money(b.Award.Budget)), b.found(i))
	case fund.WhyUnwanted:
		return locales.Lines(locales.CountWhyUnwanted(), b.found(i))
	case fund.WhyTooFew:
		return locales.Lines(locales.CountWhyTooFew(b.Got(i), b.points(b.Award.Least)), b.change(s))
	case fund.WhyNoFit:
		return locales.Lines(locales.CountWhyNoFit(b.Got(i), b.Money(s.Before), money, b.Money(cost-s.Before)), b.change(s))
	case fund.WhyStopped:
		return locales.Lines(locales.CountWhyStopped(b.Got(i)), b.change(s))
	case fund.WhyShort:
		lack := new(big.Rat).SetInt64(cost)
		return locales.Lines(
			locales.CountWhyShort(votes, b.exactly(s.Behind), money, b.exactly(lack.Sub(lack, s.Behind))),
			b.found(i),
		)
	case fund.WhyComparison:
		if s.Funded {
			return locales.CountWhyComparisonYes()
		}
		return locales.Lines(locales.CountWhyComparisonNo(), b.found(i))
	}
	return locales.Message{}
}

// found says what would have funded a project, where that was looked for.
func (b *Ballot) found(i int) locales.Message {
	c, looked := b.Changes[i]
	cost := ""
	if c.Cost > 0 {
		cost = b.Money(c.Cost)
	}
	switch {
	case !looked:
		return locales.Message{}
	case c.Voters > 0:
		return locales.CountChangeShares(int(c.Voters), cost)
	case cost != "":
		return locales.CountChangeCost(cost)
	default:
		return locales.CountChangeNone()
	}
}

// change says what would have changed the outcome by votes for a project.
func (b *Ballot) change(s *fund.Placing) locales.Message {
	switch more := b.points(s.Enough - s.Points); {
	case s.Enough == 0:
		return locales.Message{}
	case s.Why == fund.WhyNoFit && s.Before > 0:
		return locales.CountChangeVotes(more, b.Money(s.Before))
	default:
		return locales.CountChangeVotesOnly(more)
	}
}

// fewest is up to how many kinds of payments are told one by one.
const fewest = 4

func (b *Ballot) payments(s *fund.Placing) []locales.Message {
	first, rest := s.Payments[0], s.Payments[1:]
	said := []locales.Message{locales.CountPaidAlike(int(first.Voters), b.exactly(first.Each))}
	if len(rest) > fewest {
		rest = []fund.Payment{together(rest)}
	}
	for _, p := range rest {
		if p.Sum != nil {
			said = append(said, locales.CountPaidRest(int(p.Voters), b.exactly(p.Least), b.exactly(p.Each), b.exactly(p.Sum)))
		} else {
			said = append(said, locales.CountPaidAll(int(p.Voters), b.exactly(p.Each)))
		}
	}
	if rest := s.Votes - paid(s.Payments); rest > 0 {
		said = append(said, locales.CountPaidNothing(int(rest)))
	}
	return said
}

// paid is how many voters paid something.
func paid(list []fund.Payment) (n int64) {
	for _, p := range list {
		n += p.Voters
	}
	return n
}

// together sums up payments, the largest of which comes first.
func together(list []fund.Payment) fund.Payment {
	p := fund.Payment{Each: list[0].Each, Least: list[len(list)-1].Each, All: true, Sum: new(big.Rat)}
	for _, q := range list {
		p.Voters += q.Voters
		p.Sum.Add(p.Sum, new(big.Rat).Mul(q.Each, new(big.Rat).SetInt64(q.Voters)))
	}
	return p
}

// Got is what a project got: votes, or points where these were counted.
func (b *Ballot) Got(i int) locales.Message {
	s := &b.Award.Placings[i]
	if b.Award.Share != nil {
		return locales.CountVotes(int(s.Votes))
	}
	return b.points(s.Points)
}

// GotFigure is Got as a number, for tables.
func (b *Ballot) GotFigure(i int) string {
	s := &b.Award.Placings[i]
	if b.Award.Share != nil || !b.ByPoints {
		return decimals(new(big.Rat).SetInt64(s.Votes))
	}
	return decimals(big.NewRat(s.Points, b.PointUnit))
}

func (b *Ballot) points(n int64) locales.Message {
	if !b.ByPoints {
		return locales.CountVotes(int(n))
	}
	return Points(n, b.PointUnit)
}

// Points says a number of points, of which so many units make one.
func Points(n, unit int64) locales.Message {
	whole := 2 // parts of a point are many
	if n%unit == 0 {
		whole = int(n / unit)
	}
	return locales.CountPoints(whole, decimals(big.NewRat(n, unit)))
}

// Money writes an amount of the election with its currency.
func (b *Ballot) Money(n int64) string {
	return b.exactly(new(big.Rat).SetInt64(n))
}

// exactly writes an amount in the currency; where two decimals, or those of the
// election, do not tell it exactly, with ≈ before it.
func (b *Ballot) exactly(n *big.Rat) string {
	text := decimals(new(big.Rat).Quo(n, new(big.Rat).SetInt64(b.Election.Unit)))
	if b.Currency != "" {
		text += " " + b.Currency
	}
	return text
}

// Figure writes an amount without its currency, for tables.
func (b *Ballot) Figure(n int64) string {
	return decimals(big.NewRat(n, b.Election.Unit))
}

// decimals writes a number with its thousands apart: whole, or with two
// decimals or up to nine if these are exact, or rounded to two after ≈.
func decimals(n *big.Rat) string {
	text, about := n.FloatString(9), ""
	if back, ok := new(big.Rat).SetString(text); !ok || back.Cmp(n) != 0 {
		text, about = n.FloatString(2), "≈"
	}
	whole, part, _ := strings.Cut(text, ".")
	part = strings.TrimRight(part, "0")
	if len(part) == 1 {
		part += "0"
	}
	if about != "" && part == "" {
		part = "00"
	}
	sign := ""
	if strings.HasPrefix(whole, "-") {
		sign, whole = "-", whole[1:]
	}
	var b strings.Builder
	b.WriteString(about + sign)
	for i, d := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(d)
	}
	if part != "" {
		b.WriteString("." + part)
	}
	return b.String()
}
