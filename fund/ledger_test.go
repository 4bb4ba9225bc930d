package fund_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"

	"huimin/fund"
)

// ledgerOperations is how many operations the ledger is tried with.
const ledgerOperations = 100_000

// TestTheLedgerBalancesAfterAnything tries a hundred thousand operations, sensible and
// not, against a ledger, and after each: nothing is overdrawn, everything adds
// up to nothing, a refused one leaves no trace, and nothing is paid that did
// not come in.
func TestTheLedgerBalancesAfterAnything(t *testing.T) {
	for seed := range uint64(4) {
		l := &ledgerTrial{t: t, random: rand.New(rand.NewPCG(seed, 3)), ledger: &fund.Ledger{}}
		for range ledgerOperations / 4 {
			l.step()
		}
		if _, err := fund.Audit(l.posted); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if l.refused == 0 || len(l.posted) < ledgerOperations/40 {
			t.Errorf("seed %d: %d posted and %d refused: tries too little", seed, len(l.posted), l.refused)
		}
	}
}

type ledgerTrial struct {
	t       *testing.T
	random  *rand.Rand
	ledger  *fund.Ledger
	posted  []fund.Entry
	refused int
}

func (l *ledgerTrial) account() fund.Account {
	a := fund.Account{
		Book: fund.BookHeld, Community: fund.PlaceID(1 + l.random.IntN(2)), Year: 2026 + l.random.IntN(2),
		Source: fund.Sources()[l.random.IntN(5)],
	}
	if !a.Source.OfFund() {
		a.Project = fund.ProjectID(1 + l.random.IntN(3))
	}
	if a.Source == fund.SourceSponsor {
		a.Pledge = fund.PledgeID(a.Project)
	}
	return a
}

func (l *ledgerTrial) entry() fund.Entry {
	a, sum := l.account(), fund.Money(1+l.random.IntN(5000))
	switch l.random.IntN(8) {
	case 0, 1:
		return fund.Receive(a, sum)
	case 2, 3:
		project := a.Project
		if project == 0 || l.random.IntN(20) == 0 {
			project = fund.ProjectID(l.random.IntN(4))
		}
		return fund.Pay(project, fund.Posting{Account: a, Amount: sum})
	case 4:
		return fund.GiveBack(fund.Posting{Account: a, Amount: sum})
	case 5:
		return fund.MoveTo(fund.PlaceID(1+l.random.IntN(2)), fund.Posting{Account: a, Amount: sum})
	case 6:
		return fund.CarryOver(fund.Posting{Account: a, Amount: sum})
	}
	if len(l.posted) == 0 {
		return fund.Entry{Kind: fund.EntryCorrected, Corrects: 9}
	}
	return fund.Undo(l.posted[l.random.IntN(len(l.posted))])
}

func (l *ledgerTrial) step() {
	e := l.entry()
	e.ID = fund.EntryID(len(l.posted) + 1)
	before := l.touched(e)
	err := l.ledger.Post(e)
	if err != nil {
		l.refused++
		if after := l.touched(e); after != before {
			l.t.Fatalf("refused (%v) and still changed: %s, was %s", err, after, before)
		}
		return
	}
	l.posted = append(l.posted, e)
	for _, p := range e.Postings {
		if b := l.ledger.Balance(p.Account); b < 0 != (p.Account.Book == fund.BookGiven) && b != 0 {
			l.t.Fatalf("%+v stands at %d", p.Account, b)
		}
	}
	if len(l.posted)%100 == 0 {
		l.check()
	}
}

func (l *ledgerTrial) touched(e fund.Entry) string {
	text := ""
	for _, p := range e.Postings {
		text += fmt.Sprintln(l.ledger.Balance(p.Account))
	}
	return text
}

// check adds up the whole ledger.
func (l *ledgerTrial) check() {
	var all, given, paid fund.Money
	for _, b := range l.ledger.Accounts() {
		all += b.Amount
		switch b.Account.Book {
		case fund.BookGiven:
			given -= b.Amount
		case fund.BookPaid:
			paid += b.Amount
		case fund.BookHeld, fund.BookBack:
		}
	}
	if all != 0 || paid > given {
		l.t.Fatalf("%d is left over; %d paid of %d given", all, paid, given)
	}
}

func TestMoneyOfOnePurposeDoesNotPayForAnother(t *testing.T) {
	city := fund.Account{Book: fund.BookHeld, Community: 1, Year: 2026, Source: fund.SourceCity}
	firm := fund.Account{Book: fund.BookHeld, Community: 1, Year: 2026, Source: fund.SourceSponsor, Pledge: 5, Project: 7}
	neighbours := fund.Account{Book: fund.BookHeld, Community: 1, Year: 2026, Source: fund.SourceResidents, Project: 7}
	one := func(a fund.Account) fund.Posting { return fund.Posting{Account: a, Amount: 100} }
	changed := func(e fund.Entry, change func(*fund.Account)) fund.Entry {
		change(&e.Postings[1].Account)
		return e
	}
	for name, c := range map[string]struct {
		entry fund.Entry
		want  error
	}{
		"the fund pays for a project":              {fund.Pay(7, one(city)), nil},
		"a sponsor for its own":                    {fund.Pay(7, one(firm)), nil},
		"a sponsor for another":                    {fund.Pay(8, one(firm)), fund.ErrPurpose},
		"neighbours for another":                   {fund.Pay(8, one(neighbours)), fund.ErrPurpose},
		"for no project":                           {fund.Pay(0, one(city)), fund.ErrPurpose},
		"last year's money for this year's":        {changed(fund.Pay(7, one(city)), func(a *fund.Account) { a.Year++ }), fund.ErrPurpose},
		"one community's money for another's":      {changed(fund.Pay(7, one(city)), func(a *fund.Account) { a.Community++ }), fund.ErrPurpose},
		"the city's money booked as the sponsor's": {changed(fund.Pay(7, one(city)), func(a *fund.Account) { a.Source = fund.SourceSponsor }), fund.ErrPurpose},
		"a transfer":                               {fund.MoveTo(2, one(city)), nil},
		"a transfer to itself":                     {fund.MoveTo(1, one(city)), fund.ErrPurpose},
		"a transfer of a sponsor's money":          {fund.MoveTo(2, one(firm)), fund.ErrPurpose},
		"a transfer into another year":             {changed(fund.MoveTo(2, one(city)), func(a *fund.Account) { a.Year++ }), fund.ErrPurpose},
		"carried over":                             {fund.CarryOver(one(city)), nil},
		"neighbours' money carried over":           {fund.CarryOver(one(neighbours)), fund.ErrPurpose},
		"carried over two years":                   {changed(fund.CarryOver(one(city)), func(a *fund.Account) { a.Year++ }), fund.ErrPurpose},
		"given back":                               {fund.GiveBack(one(firm)), nil},
		"given back to somebody else":              {changed(fund.GiveBack(one(firm)), func(a *fund.Account) { a.Pledge++ }), fund.ErrPurpose},
		"a sponsor without a pledge":               {fund.Receive(fund.Account{Community: 1, Year: 2026, Source: fund.SourceSponsor, Project: 7}, 5), fund.ErrPurpose},
		"a sponsor's money for no project":         {fund.Receive(fund.Account{Community: 1, Year: 2026, Source: fund.SourceSponsor, Pledge: 5}, 5), fund.ErrPurpose},
		"money of no year":                         {fund.Receive(fund.Account{Community: 1, Source: fund.SourceCity}, 5), fund.ErrPurpose},
		"nothing":                                  {fund.Receive(city, 0), fund.ErrUnbalanced},
		"less than nothing":                        {fund.Receive(city, -5), fund.ErrUnbalanced},
		"out of thin air":                          {fund.Entry{Kind: fund.EntryReceived, Postings: []fund.Posting{{Account: city, Amount: 5}}}, fund.ErrUnbalanced},
		"more than was taken": {fund.Entry{Kind: fund.EntryReturned, Postings: []fund.Posting{
			{Account: city, Amount: -5}, {Account: city, Amount: 6},
		}}, fund.ErrUnbalanced},
	} {
		if err := c.entry.Check(); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

func TestNothingIsOverdrawnByAFen(t *testing.T) {
	city := fund.Account{Book: fund.BookHeld, Community: 1, Year: 2026, Source: fund.SourceCity}
	for name, c := range map[string]struct {
		sum  fund.Money
		want error
	}{
		"all but a fen": {9_999, nil}, "all of it": {10_000, nil}, "a fen more": {10_001, fund.ErrOverdrawn},
	} {
		for act, pay := range map[string]func(...fund.Posting) fund.Entry{
			"pay":  func(p ...fund.Posting) fund.Entry { return fund.Pay(7, p...) },
			"back": fund.GiveBack, "move": func(p ...fund.Posting) fund.Entry { return fund.MoveTo(2, p...) }, "carry": fund.CarryOver,
		} {
			l := fund.NewLedger([]fund.Posting{{Account: city, Amount: 10_000}})
			if err := l.Post(pay(fund.Posting{Account: city, Amount: c.sum})); !errors.Is(err, c.want) {
				t.Errorf("%s %s: %v, want %v", act, name, err, c.want)
			}
		}
	}
}

func TestAnEntryIsCorrectedOnceAndWhole(t *testing.T) {
	city := fund.Account{Book: fund.BookHeld, Community: 1, Year: 2026, Source: fund.SourceCity}
	l := &fund.Ledger{}
	post := func(id fund.EntryID, e fund.Entry) (fund.Entry, error) {
		e.ID = id
		return e, l.Post(e)
	}
	received, err := post(1, fund.Receive(city, 10_000))
	if err != nil {
		t.Fatal(err)
	}
	paid, err := post(2, fund.Pay(7, fund.Posting{Account: city, Amount: 4_000}))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := post(3, fund.Undo(received)); !errors.Is(err, fund.ErrOverdrawn) {
		t.Errorf("what came in and was spent was taken away: %v", err)
	}
	half := fund.Undo(paid)
	half.Postings[0].Amount, half.Postings[1].Amount = 2_000, -2_000
	if _, err := post(3, half); !errors.Is(err, fund.ErrUnbalanced) {
		t.Errorf("half a correction: %v", err)
	}
	undone, err := post(3, fund.Undo(paid))
	if err != nil {
		t.Fatal(err)
	}
	for name, e := range map[string]fund.Entry{
		"twice": fund.Undo(paid), "a correction": fund.Undo(undone), "nothing": fund.Undo(fund.Entry{ID: 77, Postings: paid.Postings}),
	} {
		if _, err := post(4, e); !errors.Is(err, fund.ErrCorrected) {
			t.Errorf("corrected %s: %v", name, err)
		}
	}
	if _, err := post(4, fund.Undo(received)); err != nil || len(l.Accounts()) != 0 {
		t.Errorf("undone from the end: %v, %v left", err, l.Accounts())
	}
}

func TestApportioningLosesNoFen(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sum := fund.Money(rapid.Int64Range(0, int64(fund.MaxMoney)).Draw(t, "sum"))
		weights := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) fund.Money {
			return fund.Money(rapid.Int64Range(0, int64(fund.MaxMoney)).Draw(t, "weight"))
		}), 1, 9).Draw(t, "weights")
		parts := fund.Apportion(sum, weights)
		var all, total fund.Money
		for i, p := range parts {
			all += p
			total += weights[i]
			if p < 0 || weights[i] == 0 && p != 0 {
				t.Fatalf("part %d of %v is %d", i, weights, p)
			}
		}
		if total > 0 && all != sum || total == 0 && all != 0 {
			t.Fatalf("%d of %d", all, sum)
		}
	})
	for name, c := range map[string]struct {
		sum           fund.Money
		weights, want []fund.Money
	}{
		"even":                 {100, []fund.Money{1, 1}, []fund.Money{50, 50}},
		"the odd fen first":    {101, []fund.Money{1, 1}, []fund.Money{51, 50}},
		"by thirds":            {100, []fund.Money{1, 1, 1}, []fund.Money{34, 33, 33}},
		"the largest rest":     {10, []fund.Money{55, 45, 0}, []fund.Money{6, 4, 0}},
		"nobody gave":          {10, []fund.Money{0, 0}, []fund.Money{0, 0}},
		"nothing to divide":    {0, []fund.Money{3, 4}, []fund.Money{0, 0}},
		"less than a fen each": {1, []fund.Money{1, 2, 3}, []fund.Money{0, 0, 1}},
	} {
		if got := fund.Apportion(c.sum, c.weights); fmt.Sprint(got) != fmt.Sprint(c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}
