package fund

import (
	"errors"
	"fmt"
	"maps"
	"slices"
)

var (
	// ErrUnbalanced says that what an entry takes is not what it gives.
	ErrUnbalanced = errors.New("the entry does not balance")
	// ErrPurpose says that money of one year, source or purpose would pay for
	// another (专款专用; the article, 22).
	ErrPurpose = errors.New("money of one purpose cannot pay for another")
	// ErrCorrected says that an entry has been corrected already, or is itself
	// a correction.
	ErrCorrected = errors.New("the entry cannot be corrected again")
	// ErrOverdrawn is in every *OverdrawnError.
	ErrOverdrawn = errors.New("more than there is")
)

// Source is who money came from.
type Source string

// The sources. The first three make up the fund: the two halves of the
// allocation (the article, 4) and what came from another community by transfer
// (7). The others give to one project (8).
const (
	SourceCity      Source = "city"
	SourceDistrict  Source = "district"
	SourceTransfer  Source = "transfer"
	SourceSponsor   Source = "sponsor"
	SourceResidents Source = "residents"
)

// Sources lists every source in the order in which statements name them.
func Sources() []Source {
	return []Source{SourceCity, SourceDistrict, SourceTransfer, SourceSponsor, SourceResidents}
}

// OfFund reports whether the source is a part of the fund itself.
func (s Source) OfFund() bool {
	switch s {
	case SourceCity, SourceDistrict, SourceTransfer:
		return true
	case SourceSponsor, SourceResidents:
		return false
	}
	return false
}

// Book is a side of the accounts.
type Book string

// The books. What a source gave stands as a debt to it: its balance is at most
// zero. The others are at least zero.
const (
	BookGiven Book = "given" // by the source, ever
	BookHeld  Book = "held"  // there to be spent
	BookPaid  Book = "paid"  // to those who did the works
	BookBack  Book = "back"  // returned to the source
)

// Account is where money stands: whose it is, of which year and for what.
// Pledge is the sponsor's pledge, 0 for every other source. Project is 0 for a
// community's own money, which may pay for any of its projects of the year;
// what others give is tied to one project from the start.
type Account struct {
	Book      Book
	Community PlaceID
	Year      int
	Source    Source
	Pledge    PledgeID
	Project   ProjectID
}

// in gives the account of the same money in another book.
func (a Account) in(b Book) Account {
	a.Book = b
	return a
}

// holds gives *OverdrawnError unless m may be the account's balance.
func (a Account) holds(have, change Money) error {
	left := have + change
	if a.Book == BookGiven && left > 0 || a.Book != BookGiven && left < 0 {
		return &OverdrawnError{Account: a, Have: max(have, -have), Need: max(change, -change)}
	}
	return nil
}

// OverdrawnError says that an account holds Have and Need was asked of it.
// errors.Is(err, ErrOverdrawn).
type OverdrawnError struct {
	Account    Account
	Have, Need Money
}

// Error names the account and both amounts.
func (e *OverdrawnError) Error() string {
	return fmt.Sprintf("%s of %s, %d in community %d, project %d: %s of %s",
		e.Account.Book, e.Account.Source, e.Account.Year, e.Account.Community, e.Account.Project,
		e.Need.Decimal(), e.Have.Decimal())
}

// Unwrap gives ErrOverdrawn.
func (e *OverdrawnError) Unwrap() error { return ErrOverdrawn }

// EntryKind is what an entry of the ledger reports.
type EntryKind string

// The kinds of entry.
const (
	EntryReceived  EntryKind = "received"  // money came in
	EntryPaid      EntryKind = "paid"      // an invoice was paid
	EntryReturned  EntryKind = "returned"  // money went back to its source
	EntryMoved     EntryKind = "moved"     // to another community, by transfer
	EntryCarried   EntryKind = "carried"   // over into the next year
	EntryCorrected EntryKind = "corrected" // an earlier entry undone, which it names
)

// EntryID numbers an entry; 0 is none.
type EntryID int64

// Posting changes one account by Amount, which is not zero.
type Posting struct {
	Account Account
	Amount  Money
}

// Entry is one entry of the double-entry ledger: what it adds to some accounts
// it takes from others. Entries are never changed: a mistake is undone by an
// entry of its own that names it in Corrects.
type Entry struct {
	ID       EntryID
	Kind     EntryKind
	Corrects EntryID
	Postings []Posting
}

// Amount is how much money the entry is about: the sum of what it adds.
func (e Entry) Amount() Money {
	var sum Money
	for _, p := range e.Postings {
		sum += max(p.Amount, 0)
	}
	return sum
}

// move builds an entry in which sums of accounts go to the same money in
// another book.
func move(kind EntryKind, from, to Book, sums []Posting) Entry {
	e := Entry{Kind: kind}
	for _, s := range sums {
		if s.Amount != 0 {
			e.Postings = append(e.Postings,
				Posting{s.Account.in(from), -s.Amount}, Posting{s.Account.in(to), s.Amount})
		}
	}
	return e
}

// Receive is the entry for money that came in from a source.
func Receive(of Account, sum Money) Entry {
	return move(EntryReceived, BookGiven, BookHeld, []Posting{{of, sum}})
}

// GiveBack is the entry for money that was held and went back to its sources.
func GiveBack(sums ...Posting) Entry { return move(EntryReturned, BookHeld, BookBack, sums) }

// Pay is the entry for an invoice of a project: sums are what each account
// that is held gives to it.
func Pay(project ProjectID, sums ...Posting) Entry {
	e := move(EntryPaid, BookHeld, BookPaid, sums)
	for i := range e.Postings {
		if a := &e.Postings[i].Account; a.Book == BookPaid {
			a.Project = project
		}
	}
	return e
}

// MoveTo is the entry that hands sums of one community to another.
func MoveTo(community PlaceID, sums ...Posting) Entry {
	e := move(EntryMoved, BookHeld, BookHeld, sums)
	for i := range e.Postings {
		if a := &e.Postings[i].Account; e.Postings[i].Amount > 0 {
			a.Community, a.Source = community, SourceTransfer
		}
	}
	return e
}

// CarryOver is the entry that takes sums of one year into the next, for the
// same community and purpose.
func CarryOver(sums ...Posting) Entry {
	e := move(EntryCarried, BookHeld, BookHeld, sums)
	for i := range e.Postings {
		if a := &e.Postings[i].Account; e.Postings[i].Amount > 0 {
			a.Year++
		}
	}
	return e
}

// Undo is the entry that undoes e.
func Undo(e Entry) Entry {
	back := Entry{Kind: EntryCorrected, Corrects: e.ID}
	for _, p := range e.Postings {
		back.Postings = append(back.Postings, Posting{p.Account, -p.Amount})
	}
	return back
}

// Check says whether the entry is one that may stand in a ledger, whatever the
// balances: it balances ([ErrUnbalanced]), and its money stays with its
// purpose ([ErrPurpose]). A correction is checked against what it undoes.
func (e Entry) Check() error {
	var sum Money
	for _, p := range e.Postings {
		if p.Amount == 0 {
			return fmt.Errorf("%s: a posting of nothing: %w", e.Kind, ErrUnbalanced)
		}
		sum += p.Amount
	}
	if sum != 0 || len(e.Postings) < 2 || len(e.Postings)%2 != 0 {
		return fmt.Errorf("%s: %w", e.Kind, ErrUnbalanced)
	}
	if e.Kind == EntryCorrected {
		return nil
	}
	for i := 0; i < len(e.Postings); i += 2 {
		if err := e.pair(e.Postings[i], e.Postings[i+1]); err != nil {
			return fmt.Errorf("%s: %w", e.Kind, err)
		}
	}
	return nil
}

// pair says whether what one posting takes may be what the next one adds.
func (e Entry) pair(from, to Posting) error {
	if from.Amount >= 0 || from.Amount+to.Amount != 0 {
		return ErrUnbalanced
	}
	want := from.Account
	switch e.Kind {
	case EntryReceived:
		want.Book = BookHeld
		return proper(from, to, BookGiven, want)
	case EntryReturned:
		want.Book = BookBack
		return proper(from, to, BookHeld, want)
	case EntryPaid:
		want.Book = BookPaid
		if want.Source.OfFund() {
			want.Project = to.Account.Project
		}
		if to.Account.Project == 0 {
			return ErrPurpose
		}
		return proper(from, to, BookHeld, want)
	case EntryMoved:
		want.Community, want.Source = to.Account.Community, SourceTransfer
		if !from.Account.Source.OfFund() || to.Account.Community == from.Account.Community {
			return ErrPurpose
		}
		return proper(from, to, BookHeld, want)
	case EntryCarried:
		want.Year++
		if !from.Account.Source.OfFund() {
			return ErrPurpose
		}
		return proper(from, to, BookHeld, want)
	case EntryCorrected:
	}
	return ErrUnbalanced
}

// proper says whether money leaves the right book for the right account, and
// is tied to a project exactly when it is not the fund's.
func proper(from, to Posting, book Book, want Account) error {
	a := from.Account
	if a.Book != book || to.Account != want || a.Community == 0 || a.Year == 0 ||
		a.Source.OfFund() == (a.Project != 0) || (a.Source == SourceSponsor) != (a.Pledge != 0) {
		return ErrPurpose
	}
	return nil
}

// Ledger is the accounts with their balances, and the entries that may still be
// corrected. The zero Ledger is empty.
type Ledger struct {
	balances map[Account]Money
	entries  map[EntryID]Entry
	undone   map[EntryID]bool
}

// NewLedger is a ledger that stands at some balances, without the entries that
// led there.
func NewLedger(balances []Posting) *Ledger {
	l := &Ledger{}
	l.prepare()
	for _, b := range balances {
		l.balances[b.Account] += b.Amount
	}
	return l
}

func (l *Ledger) prepare() {
	if l.balances == nil {
		l.balances, l.entries, l.undone = map[Account]Money{}, map[EntryID]Entry{}, map[EntryID]bool{}
	}
}

// Know tells the ledger of an entry that its balances hold already, so that it
// can be corrected.
func (l *Ledger) Know(e Entry) {
	l.prepare()
	l.entries[e.ID] = e
	if e.Corrects != 0 {
		l.undone[e.Corrects] = true
	}
}

// Balance is what stands in an account.
func (l *Ledger) Balance(a Account) Money { return l.balances[a] }

// Accounts lists the accounts that are not empty, in a fixed order, with their
// balances.
func (l *Ledger) Accounts() []Posting {
	var list []Posting
	for a, sum := range l.balances {
		if sum != 0 {
			list = append(list, Posting{a, sum})
		}
	}
	slices.SortFunc(list, func(x, y Posting) int { return compareAccounts(x.Account, y.Account) })
	return list
}

// Post takes an entry in, all of it or nothing: it must balance, keep to its
// purpose, correct what is there to be corrected, and overdraw nothing
// (*[OverdrawnError]).
func (l *Ledger) Post(e Entry) error {
	l.prepare()
	if err := e.Check(); err != nil {
		return err
	}
	if e.Kind == EntryCorrected {
		if err := l.corrects(e); err != nil {
			return fmt.Errorf("correct entry %d: %w", e.Corrects, err)
		}
	} else if e.Corrects != 0 {
		return fmt.Errorf("%s: %w", e.Kind, ErrCorrected)
	}
	change := map[Account]Money{}
	for _, p := range e.Postings {
		change[p.Account] += p.Amount
	}
	for _, p := range e.Postings { // in their order, so that the same account is named each time
		if err := p.Account.holds(l.balances[p.Account], change[p.Account]); err != nil {
			return fmt.Errorf("%s: %w", e.Kind, err)
		}
	}
	for a, sum := range change {
		l.balances[a] += sum
	}
	l.Know(e)
	return nil
}

// corrects says whether e undoes an entry that is there, whole and once.
func (l *Ledger) corrects(e Entry) error {
	was, ok := l.entries[e.Corrects]
	if !ok || was.Kind == EntryCorrected || l.undone[e.Corrects] {
		return ErrCorrected
	}
	if !slices.Equal(Undo(was).Postings, e.Postings) {
		return ErrUnbalanced
	}
	return nil
}

// Audit recomputes the ledger from its entries, in their order, and gives it
// with the first thing that is wrong.
func Audit(entries []Entry) (*Ledger, error) {
	l := &Ledger{}
	for _, e := range entries {
		if err := l.Post(e); err != nil {
			return l, fmt.Errorf("entry %d: %w", e.ID, err)
		}
	}
	var sum Money
	for _, b := range maps.All(l.balances) {
		sum += b
	}
	if sum != 0 {
		return l, ErrUnbalanced
	}
	return l, nil
}
