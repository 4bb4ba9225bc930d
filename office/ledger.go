package office

import (
	"errors"
	"fmt"
	"strings"

	"huimin/fund"
	"huimin/store"
)

var (
	// ErrNoPicture says that an entry of money needs the picture of its paper.
	ErrNoPicture = errors.New("the picture of the receipt or invoice is missing")
	// ErrNoPayee says that a payment does not name who is paid.
	ErrNoPayee = errors.New("who is paid is missing")
	// ErrMoved says that a transfer is not corrected: it is transferred back.
	ErrMoved = errors.New("a transfer is undone by a transfer back")
)

// WhatPayee is what *fund.LengthError calls a payee's, sponsor's or contact's
// name.
const WhatPayee fund.What = "payee"

// LedgerEntry is the record's account of an entry of the ledger. Words seals
// the voucher.
type LedgerEntry struct {
	ID        fund.EntryID    `json:"id"`
	Kind      fund.EntryKind  `json:"kind"`
	At        int64           `json:"at"`
	By        fund.PersonID   `json:"by"`
	Community fund.PlaceID    `json:"community"`
	Year      int             `json:"year"`
	Project   fund.ProjectID  `json:"project"`
	Pledge    fund.PledgeID   `json:"pledge"`
	Transfer  fund.TransferID `json:"transfer"`
	Line      int             `json:"line"`
	Corrects  fund.EntryID    `json:"corrects"`
	Postings  []fund.Posting  `json:"postings"`
	Words     string          `json:"words"` // sealed
}

func ledgerFacts(r store.LedgerRow) LedgerEntry {
	return LedgerEntry{
		ID: r.ID, Kind: r.Kind, At: unix(r.At), By: r.By, Community: r.Community, Year: r.Year, Project: r.Project,
		Pledge: r.Pledge, Transfer: r.Transfer, Line: r.Line, Corrects: r.Corrects, Postings: r.Postings,
	}
}

// enter puts an entry into the ledger, if the rules of the ledger let it in:
// the balances are those of every community and year that it touches.
func (o *Office) enter(a Act, r store.LedgerRow, corrected ...fund.Entry) (store.LedgerRow, error) {
	type year struct {
		community fund.PlaceID
		year      int
	}
	seen := map[year]bool{}
	var balances []fund.Posting
	for _, p := range r.Postings {
		at := year{p.Account.Community, p.Account.Year}
		if seen[at] {
			continue
		}
		seen[at] = true
		list, err := a.Tx.Balances(at.community, at.year)
		if err != nil {
			return r, err
		}
		balances = append(balances, list...)
	}
	ledger := fund.NewLedger(balances)
	for _, e := range corrected {
		ledger.Know(e)
	}
	if err := ledger.Post(r.Entry); err != nil {
		return r, err
	}
	r.At, r.By = a.Now, a.By.ID
	r.Payee, r.Note = strings.TrimSpace(r.Payee), strings.TrimSpace(r.Note)
	var err error
	if r.ID, err = a.Tx.AddEntry(r); err != nil {
		return r, err
	}
	return r, o.recordEntry(a, r)
}

// recordEntry appends an entry of the ledger to the record. What a resident's
// receipt shows is sealed as theirs, so that it can be erased with them.
func (o *Office) recordEntry(a Act, r store.LedgerRow) error {
	facts := ledgerFacts(r)
	writer, err := voucherOf(a.Tx, r)
	if err != nil {
		return err
	}
	words, err := voucherWords(r)
	if err != nil {
		return err
	}
	if facts.Words, err = a.seal(words, writer); err != nil {
		return err
	}
	return a.record(recordLedger, facts)
}

// voucherOf is whose the voucher of an entry is: a resident's, of what they
// gave, else of whoever made the entry.
func voucherOf(tx *store.Tx, r store.LedgerRow) (fund.PersonID, error) {
	if r.Pledge == 0 {
		return r.By, nil
	}
	g, err := tx.Pledge(r.Pledge)
	if err != nil || g.Person == 0 {
		return r.By, err
	}
	return g.Person, nil
}

// voucherWords gathers what people wrote and showed about an entry; "" for
// nothing.
func voucherWords(r store.LedgerRow) (string, error) {
	if r.Payee == "" && r.Note == "" && len(r.Photos) == 0 {
		return "", nil
	}
	return wordsOf(struct {
		Payee, Note string
		Photos      []fund.Photo
	}{r.Payee, r.Note, orNone(r.Photos)})
}

// Entry reads one entry of the ledger, or [store.ErrNotFound]. Whoever may not
// look through the books of its community gets *fund.NotAllowed.
func (o *Office) Entry(a Act, id fund.EntryID) (store.LedgerRow, error) {
	r, err := a.Tx.LedgerEntry(id)
	if err == nil {
		err = o.allow(a, fund.ActOversee, r.Community)
	}
	if err != nil {
		return store.LedgerRow{}, fmt.Errorf("read the ledger: %w", err)
	}
	r.At = o.local(r.At)
	return r, nil
}

// Entries reads the ledger of a community's year, the newest first, as
// [Office.Entry] does; of one project alone when it is not 0.
func (o *Office) Entries(a Act, community fund.PlaceID, year int, project fund.ProjectID) ([]store.LedgerRow, error) {
	if err := o.allow(a, fund.ActOversee, community); err != nil {
		return nil, fmt.Errorf("read the ledger: %w", err)
	}
	list, err := a.Tx.LedgerOf(community, year)
	if project != 0 {
		list, err = a.Tx.LedgerOfProject(project)
	}
	for i := range list {
		list[i].At = o.local(list[i].At)
	}
	return list, err
}

// Correct undoes an entry of the ledger by an entry of its own that names it,
// with a reason; what is right is then entered anew. It is refused where what
// came in has been spent already (*fund.OverdrawnError), of what is corrected
// or a correction (fund.ErrCorrected), and of transfers ([ErrMoved]).
func (o *Office) Correct(a Act, id fund.EntryID, reason string) (store.LedgerRow, error) {
	r, err := a.Tx.LedgerEntry(id)
	if err != nil {
		return r, fmt.Errorf("correct: %w", err)
	}
	if err := o.allow(a, keeperOf(r), r.Community); err != nil {
		return r, fmt.Errorf("correct entry %d: %w", id, err)
	}
	if err := o.Rules(a.Now).Requests.CheckReason(reason); err != nil {
		return r, fmt.Errorf("correct entry %d: %w", id, err)
	}
	switch {
	case r.Kind == fund.EntryMoved:
		return r, fmt.Errorf("correct entry %d: %w", id, ErrMoved)
	case r.Undone != 0:
		return r, fmt.Errorf("correct entry %d: %w", id, fund.ErrCorrected)
	}
	undo := store.LedgerRow{
		Entry: fund.Undo(r.Entry), Community: r.Community, Year: r.Year, Project: r.Project, Pledge: r.Pledge,
		Line: r.Line, Note: reason,
	}
	if undo, err = o.enter(a, undo, r.Entry); err != nil {
		return r, fmt.Errorf("correct entry %d: %w", id, err)
	}
	if r.Kind == fund.EntryPaid {
		if _, err := o.spent(a, r.Project); err != nil {
			return r, err
		}
	}
	return undo, o.showMoney(a, r.Project)
}

// MayCorrect says why the act's person may not correct an entry, nil if they
// may: see [Office.Correct], which asks again.
func (o *Office) MayCorrect(a Act, r store.LedgerRow) error {
	switch {
	case r.Kind == fund.EntryMoved:
		return ErrMoved
	case r.Kind == fund.EntryCorrected || r.Undone != 0:
		return fund.ErrCorrected
	}
	return o.allow(a, keeperOf(r), r.Community)
}

// keeperOf is what somebody needs to correct an entry: whoever may make one.
func keeperOf(r store.LedgerRow) fund.Action {
	switch r.Kind {
	case fund.EntryCarried:
		return fund.ActAllocate
	case fund.EntryReceived, fund.EntryReturned:
		if r.Project == 0 {
			return fund.ActAllocate
		}
	case fund.EntryPaid, fund.EntryMoved, fund.EntryCorrected:
	}
	return fund.ActKeepMoney
}

// spent keeps what was paid for a project as what it has spent.
func (o *Office) spent(a Act, id fund.ProjectID) (fund.Project, error) {
	p, err := a.Tx.Project(id)
	if err != nil {
		return p, err
	}
	m, err := o.ProjectMoney(a.Tx, id)
	if err != nil {
		return p, err
	}
	p.Spent = m.Total().Paid
	if !p.Ended() {
		p.Changed = a.Now
	}
	return p, o.saveProject(a, recordPaid, p, ProjectEntry{})
}

// showMoney brings what shows a project's money up to date; nothing for what
// belongs to no project.
func (o *Office) showMoney(a Act, id fund.ProjectID) error {
	if id == 0 {
		return nil
	}
	p, err := a.Tx.Project(id)
	if err != nil {
		return err
	}
	return o.editProject(a, p)
}

// checkPayee says by *fund.LengthError whether text may be the name of a payee,
// a sponsor or a contact.
func checkPayee(text string) error {
	have := len([]rune(strings.TrimSpace(text)))
	if have == 0 || have > maxPayee {
		return &fund.LengthError{What: WhatPayee, Have: have, Min: 1, Max: maxPayee}
	}
	return nil
}

// maxPayee is the most code points of such a name.
const maxPayee = 64

// checkPapers says whether the pictures of an entry's papers are there.
func (o *Office) checkPapers(a Act, photos []fund.Photo) error {
	if len(photos) == 0 {
		return ErrNoPicture
	}
	return o.Rules(a.Now).Requests.CheckPhotos(len(photos))
}
