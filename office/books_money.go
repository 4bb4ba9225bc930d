package office

import (
	"slices"

	"huimin/fund"
	"huimin/store"
)

// moneyTables are the ledger as an auditor reads it. Sums of the ledger's
// amounts by community, year, source and book are the statements' figures:
// held, paid, and back for returned.
func (o *Office) moneyTables() []Table {
	voucher := []string{
		"entry", "day", "community", "year", "project", "pledge", "sponsor", "line", "label", "amount", "from_fund", "from_sponsor",
		"from_residents", "payee", "note", "pictures", "who", "undone",
	}
	return []Table{
		{"ledger", []string{
			"entry", "day", "entry_kind", "community", "year", "money_source", "project", "pledge", "book", "amount",
			"corrects", "line", "payee", "note", "pictures", "who",
		}, o.ledgerRows},
		{"statements", append([]string{"community", "year", "money_source"}, sumColumns()...), o.statementRows},
		{"project_money", append([]string{"project", "community", "year", "money_source"}, sumColumns()...), o.projectMoneyRows},
		{"pledges", []string{
			"pledge", "project", "community", "money_source", "sponsor", "pledged", "received", "returned", "open", "pledge_status",
			"made", "changed",
		}, o.pledgeRows},
		{"cost_lines", []string{"project", "community", "line", "label", "amount", "paid", "left"}, o.costLineRows},
		{"receipts", voucher, o.voucherRows(fund.EntryReceived)},
		{"invoices", voucher, o.voucherRows(fund.EntryPaid)},
		{"returns", voucher, o.voucherRows(fund.EntryReturned)},
	}
}

// sumColumns are the columns of [sums].
func sumColumns() []string {
	return []string{"planned", "pledged", "received", "moved", "carried", "committed", "paid", "returned", "held"}
}

// sums are what became of a source's money, as cells.
func sums(m fund.SourceMoney) []any {
	return []any{m.Planned, m.Pledged, m.Received, m.Moved, m.Carried, m.Committed, m.Paid, m.Returned, m.Held()}
}

// ledgerBook is what rows about money look up: the codes of the communities
// within a place, the numbers of projects, and people's names.
type ledgerBook struct {
	tx       *store.Tx
	codes    map[fund.PlaceID]string
	inside   map[fund.PlaceID]bool
	projects map[fund.ProjectID]fund.Project
	givers   map[fund.PledgeID]string // organisations; residents are known by their pledge alone
	names    map[fund.PersonID]string
	lines    map[fund.ProjectID][]fund.CostLine
}

func (o *Office) ledgerBook(a Act, place fund.PlaceID) (*ledgerBook, error) {
	b := &ledgerBook{
		tx: a.Tx, inside: map[fund.PlaceID]bool{}, projects: map[fund.ProjectID]fund.Project{},
		givers: map[fund.PledgeID]string{}, names: map[fund.PersonID]string{}, lines: map[fund.ProjectID][]fund.CostLine{},
	}
	communities, err := o.within(a, place, fund.PlaceCommunity)
	if err != nil {
		return nil, err
	}
	for _, c := range communities {
		b.inside[c.ID] = true
	}
	if b.codes, err = o.codes(a); err != nil {
		return nil, err
	}
	projects, err := a.Tx.Projects()
	if err != nil {
		return nil, err
	}
	for _, p := range projects {
		b.projects[p.ID] = p
	}
	pledges, err := a.Tx.PledgesUnder(0)
	for _, g := range pledges {
		b.givers[g.ID] = g.Name
	}
	return b, err
}

// who is a person's name; nothing for the program itself, and once their data
// is deleted.
func (b *ledgerBook) who(id fund.PersonID) (string, error) {
	if name, known := b.names[id]; known || id == 0 {
		return name, nil
	}
	p, err := b.tx.Person(id)
	b.names[id] = p.Name
	return p.Name, err
}

// label is what a cost line of a project is called; nothing for none.
func (b *ledgerBook) label(project fund.ProjectID, line int) (string, error) {
	if line == 0 {
		return "", nil
	}
	lines, known := b.lines[project]
	if !known {
		var err error
		if lines, err = b.tx.CostLines(project); err != nil {
			return "", err
		}
		b.lines[project] = lines
	}
	if line > len(lines) {
		return "", nil
	}
	return lines[line-1].Label, nil
}

// entries gives the ledger's entries about the communities of the book, the
// oldest first, whole: one that moves money out of them has its other half.
func (b *ledgerBook) entries() ([]store.LedgerRow, error) {
	list, err := b.tx.LedgerAll()
	return slices.DeleteFunc(list, func(r store.LedgerRow) bool {
		return !slices.ContainsFunc(r.Postings, func(p fund.Posting) bool { return b.inside[p.Account.Community] })
	}), err
}

// ledgerRows are the postings, one a row: what an entry adds to some accounts
// it takes from others.
func (o *Office) ledgerRows(a Act, place fund.PlaceID) ([][]any, error) {
	b, err := o.ledgerBook(a, place)
	if err != nil {
		return nil, err
	}
	entries, err := b.entries()
	if err != nil {
		return nil, err
	}
	var rows [][]any
	for _, e := range entries {
		who, err := b.who(e.By)
		if err != nil {
			return nil, err
		}
		for _, p := range e.Postings {
			at := p.Account
			rows = append(rows, []any{
				int(e.ID), o.local(e.At), e.Kind, b.codes[at.Community], at.Year, at.Source, b.projects[at.Project].Number,
				number(at.Pledge), at.Book, p.Amount, number(e.Corrects), number(e.Line), e.Payee, e.Note, len(e.Photos), who,
			})
		}
	}
	return rows, nil
}

// number writes a number that is 0 for none.
func number[N ~int | ~int64](n N) any {
	if n == 0 {
		return ""
	}
	return int(n)
}

// voucherRows gives the table of entries of one kind with their papers. Those
// that were undone are in it, with the entry that did so.
func (o *Office) voucherRows(kind fund.EntryKind) func(Act, fund.PlaceID) ([][]any, error) {
	return func(a Act, place fund.PlaceID) ([][]any, error) {
		b, err := o.ledgerBook(a, place)
		if err != nil {
			return nil, err
		}
		entries, err := b.entries()
		if err != nil {
			return nil, err
		}
		var rows [][]any
		for _, e := range entries {
			if e.Kind != kind {
				continue
			}
			who, err := b.who(e.By)
			if err != nil {
				return nil, err
			}
			label, err := b.label(e.Project, e.Line)
			if err != nil {
				return nil, err
			}
			of := fundingOf(e.Entry)
			rows = append(rows, []any{
				int(e.ID), o.local(e.At), b.codes[e.Community], e.Year, b.projects[e.Project].Number, number(e.Pledge), b.givers[e.Pledge],
				number(e.Line), label, e.Amount(), of.Fund, of.Sponsor, of.Residents, e.Payee, e.Note, len(e.Photos), who, number(e.Undone),
			})
		}
		return rows, nil
	}
}

// fundingOf divides an entry's amount by who gave the money.
func fundingOf(e fund.Entry) (f fund.Funding) {
	for _, p := range e.Postings {
		if p.Amount < 0 {
			continue
		}
		switch p.Account.Source {
		case fund.SourceSponsor:
			f.Sponsor += p.Amount
		case fund.SourceResidents:
			f.Residents += p.Amount
		case fund.SourceCity, fund.SourceDistrict, fund.SourceTransfer:
			f.Fund += p.Amount
		}
	}
	return f
}

// StatementTable is the money of a place in a year as a table, a row a community
// and source that the year knows.
func (o *Office) StatementTable(tx *store.Tx, place fund.PlaceID, year int) (Table, [][]any, error) {
	t, _ := o.Table("statements")
	list, err := o.Statement(tx, place, year)
	var rows [][]any
	for _, s := range list {
		for _, source := range fund.Sources() {
			if part := s.Sources[source]; part != (fund.SourceMoney{}) {
				rows = append(rows, append([]any{s.Place.Code, s.Year, source}, sums(part)...))
			}
		}
	}
	return t, rows, err
}

// statementRows are the statements of every year, community by community.
func (o *Office) statementRows(a Act, place fund.PlaceID) ([][]any, error) {
	communities, err := o.within(a, place, fund.PlaceCommunity)
	if err != nil {
		return nil, err
	}
	var rows [][]any
	for _, c := range communities {
		years, err := a.Tx.LedgerYears(c.ID)
		if err != nil {
			return nil, err
		}
		for _, year := range years {
			_, some, err := o.StatementTable(a.Tx, c.ID, year)
			if err != nil {
				return nil, err
			}
			rows = append(rows, some...)
		}
	}
	return rows, nil
}

// projectsOf does something with every project at a place and below.
func (o *Office) projectsOf(a Act, place fund.PlaceID, do func(c fund.Place, p fund.Project) error) error {
	communities, err := o.within(a, place, fund.PlaceCommunity)
	if err != nil {
		return err
	}
	for _, c := range communities {
		list, err := a.Tx.ProjectsUnder(c.ID)
		if err != nil {
			return err
		}
		for _, p := range list {
			if err := do(c, p); err != nil {
				return err
			}
		}
	}
	return nil
}

func (o *Office) projectMoneyRows(a Act, place fund.PlaceID) (rows [][]any, err error) {
	err = o.projectsOf(a, place, func(c fund.Place, p fund.Project) error {
		m, err := o.ProjectMoney(a.Tx, p.ID)
		for _, part := range []struct {
			source any
			fund.SourceMoney
		}{{"", m.Fund}, {fund.SourceSponsor, m.Sponsor}, {fund.SourceResidents, m.Residents}} {
			if part.SourceMoney != (fund.SourceMoney{}) {
				rows = append(rows, append([]any{p.Number, c.Code, p.Year, part.source}, sums(part.SourceMoney)...))
			}
		}
		return err
	})
	return rows, err
}

func (o *Office) pledgeRows(a Act, place fund.PlaceID) (rows [][]any, err error) {
	err = o.projectsOf(a, place, func(c fund.Place, p fund.Project) error {
		list, err := a.Tx.Pledges(p.ID)
		for _, g := range list {
			rows = append(rows, []any{
				int(g.ID), p.Number, c.Code, g.Source, g.Name, g.Amount, g.Received, g.Returned, g.Open(), g.Status,
				o.local(g.Created), o.local(g.Changed),
			})
		}
		return err
	})
	return rows, err
}

// costLineRows set what was paid against what was planned, line by line.
func (o *Office) costLineRows(a Act, place fund.PlaceID) (rows [][]any, err error) {
	err = o.projectsOf(a, place, func(c fund.Place, p fund.Project) error {
		lines, err := a.Tx.CostLines(p.ID)
		if err != nil {
			return err
		}
		for i, l := range lines {
			paid, err := a.Tx.LinePaid(p.ID, i+1)
			if err != nil {
				return err
			}
			rows = append(rows, []any{p.Number, c.Code, i + 1, l.Label, l.Amount, paid, l.Amount - paid})
		}
		return nil
	})
	return rows, err
}
