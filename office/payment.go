package office

import (
	"fmt"

	"huimin/fund"
	"huimin/store"
)

// NewPayment is an invoice that was paid: by whom, for which cost line (0 for
// the project as a whole), how much, and the picture of the invoice.
type NewPayment struct {
	Payee  string
	Line   int
	Sum    fund.Money
	Note   string
	Photos []fund.Photo
}

// Pay records that an invoice of a project was paid. It refuses by
// *fund.PaymentError what passes the approved cost, its cost line, or what
// came in for it, [ErrNoPayee] and [ErrNoPicture]; the rule of the programme
// says which source pays.
func (o *Office) Pay(a Act, project fund.ProjectID, n NewPayment) (store.LedgerRow, error) {
	p, err := o.projectFor(a, fund.ActKeepMoney, project)
	if err != nil {
		return store.LedgerRow{}, fmt.Errorf("pay: %w", err)
	}
	if n.Payee == "" {
		return store.LedgerRow{}, fmt.Errorf("pay for project %d: %w", project, ErrNoPayee)
	}
	if err := checkPayee(n.Payee); err != nil {
		return store.LedgerRow{}, fmt.Errorf("pay for project %d: %w", project, err)
	}
	if err := o.checkPapers(a, n.Photos); err != nil {
		return store.LedgerRow{}, fmt.Errorf("pay for project %d: %w", project, err)
	}
	if err := o.checkLine(a, p, n); err != nil {
		return store.LedgerRow{}, fmt.Errorf("pay for project %d: %w", project, err)
	}
	parts, err := o.planPayment(a, p, n.Sum)
	if err != nil {
		return store.LedgerRow{}, fmt.Errorf("pay: %w", err)
	}
	r, err := o.enter(a, store.LedgerRow{
		Entry: fund.Pay(p.ID, parts...), Community: p.Community, Year: p.Year, Project: p.ID, Line: n.Line,
		Payee: n.Payee, Note: n.Note, Photos: n.Photos,
	})
	if err != nil {
		return r, err
	}
	if p, err = o.spent(a, p.ID); err != nil {
		return r, err
	}
	return r, o.editProject(a, p)
}

// CheckPayment says by *fund.PaymentError why an invoice of sum cannot be paid
// on a line of a project, nil if it can.
func (o *Office) CheckPayment(a Act, project fund.ProjectID, line int, sum fund.Money) error {
	p, err := a.Tx.Project(project)
	if err == nil {
		err = o.checkLine(a, p, NewPayment{Line: line, Sum: sum})
	}
	if err == nil {
		_, err = o.planPayment(a, p, sum)
	}
	return err
}

func (o *Office) planPayment(a Act, p fund.Project, sum fund.Money) ([]fund.Posting, error) {
	purses, err := o.purses(a.Tx, p)
	if err != nil {
		return nil, err
	}
	prog, err := o.RulesOf(a.Tx, p, a.Now)
	if err != nil {
		return nil, err
	}
	return prog.Money.PlanPayment(p, sum, purses)
}

// purses reads what may pay for a project.
func (o *Office) purses(tx *store.Tx, p fund.Project) (have fund.Purses, err error) {
	balances, err := tx.Balances(p.Community, p.Year)
	if err != nil {
		return have, err
	}
	ledger := fund.NewLedger(balances)
	purse := func(a fund.Account, project fund.ProjectID) fund.Purse {
		given, paid, back := a, a, a
		given.Book, paid.Book, back.Book = fund.BookGiven, fund.BookPaid, fund.BookBack
		paid.Project = project
		return fund.Purse{
			Account: a, Received: -ledger.Balance(given) - ledger.Balance(back), Paid: ledger.Balance(paid), Held: ledger.Balance(a),
		}
	}
	own := fund.Account{Book: fund.BookHeld, Community: p.Community, Year: p.Year}
	for _, s := range fund.Sources() {
		if a := own; s.OfFund() {
			a.Source = s
			have.Fund = append(have.Fund, purse(a, p.ID))
		}
	}
	for _, b := range ledger.Accounts() {
		if a := b.Account; a.Book == fund.BookGiven && a.Project == p.ID {
			a.Book = fund.BookHeld
			have.Others = append(have.Others, purse(a, p.ID))
		}
	}
	return have, nil
}

// checkLine says whether a cost line has room for a payment. Line 0 is the
// project as a whole.
func (o *Office) checkLine(a Act, p fund.Project, n NewPayment) error {
	if n.Line == 0 {
		return nil
	}
	lines, err := a.Tx.CostLines(p.ID)
	if err != nil {
		return err
	}
	if n.Line < 0 || n.Line > len(lines) {
		return fmt.Errorf("cost line %d: %w", n.Line, store.ErrNotFound)
	}
	paid, err := a.Tx.LinePaid(p.ID, n.Line)
	if err != nil {
		return err
	}
	prog, err := o.RulesOf(a.Tx, p, a.Now)
	if err != nil {
		return err
	}
	return prog.CheckLine(lines[n.Line-1].Amount, paid, n.Sum)
}

// LinePaid is what was paid on a project's cost line, from 1.
func (o *Office) LinePaid(tx *store.Tx, project fund.ProjectID, line int) (fund.Money, error) {
	return tx.LinePaid(project, line)
}
