package office

import (
	"fmt"

	"huimin/fund"
)

// recordGenerated says that books were made up, all at once and not by anybody's
// acts, and what they came to.
const recordGenerated = "generated"

// GeneratedEntry is the record's account of made-up books: by whom, for which
// years, and what a verification adds up again; money in fen.
type GeneratedEntry struct {
	By          string     `json:"by"`
	From        int        `json:"from"`
	To          int        `json:"to"`
	Communities int        `json:"communities"`
	Seed        uint64     `json:"seed"`
	Projects    int        `json:"projects"`
	Entries     int        `json:"entries"`
	Approved    fund.Money `json:"approved"`
	Received    fund.Money `json:"received"`
	Paid        fund.Money `json:"paid"`
}

// SealGenerated ends made-up books with the one entry of their record, which
// says so. What they came to is added up here.
func (o *Office) SealGenerated(a Act, e GeneratedEntry) error {
	v := verifier{office: o, tx: a.Tx}
	if err := v.madeUp(); err != nil {
		return fmt.Errorf("seal what was generated: %w", err)
	}
	return a.record(recordGenerated, v.cameTo(e))
}

// cameTo puts in what books come to.
func (v *verifier) cameTo(e GeneratedEntry) GeneratedEntry {
	e.Projects, e.Entries, e.Approved, e.Received, e.Paid = v.Projects, v.Entries, v.Approved.Total(), v.Received, v.Paid
	return e
}

// madeUp adds up the projects and the ledger by themselves, as far as they can
// be checked without a record.
func (v *verifier) madeUp() error {
	projects, err := v.tx.Projects()
	if err != nil {
		return err
	}
	v.Projects, v.Approved = len(projects), approvedOf(projects)
	list, err := v.tx.LedgerAll()
	if err != nil {
		return err
	}
	v.Entries = len(list)
	entries, kept := make([]fund.Entry, len(list)), map[fund.ProjectID]bool{}
	for i, r := range list {
		entries[i], kept[r.Project] = r.Entry, true
	}
	return v.audit(entries, kept)
}

// generated checks made-up books: their ledger, and that they still come to what
// their record says.
func (v *verifier) generated() error {
	if err := v.madeUp(); err != nil {
		return err
	}
	v.compare("sum", 0, v.cameTo(*v.Generated), *v.Generated)
	return nil
}
