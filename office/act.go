package office

import (
	"fmt"
	"time"

	"huimin/fund"
	"huimin/store"
)

// Act is one thing being done: the transaction it happens in, the moment, and
// who does it. By.ID is 0 for the clock and for strangers, who may do nothing
// that asks for a role.
type Act struct {
	Tx  *store.Tx
	Now time.Time
	By  fund.Person

	// holder is who acts for By by a written proxy: the record names them.
	holder   fund.PersonID
	operator bool
}

// ByOperator is an act of whoever runs the program, by its settings or its
// command line. It is allowed what an administrator of every place is, and
// enters the record under number 0.
func ByOperator(tx *store.Tx, now time.Time) Act {
	return Act{Tx: tx, Now: now, operator: true}
}

// record appends one entry about this act to the record. What a person wrote
// goes in by [store.Tx.Seal] only.
func (a Act) record(what string, data any) error {
	by := a.By.ID
	if a.holder != 0 {
		by = a.holder
	}
	if err := a.Tx.Append(a.Now, int64(by), what, data); err != nil {
		return fmt.Errorf("record %s: %w", what, err)
	}
	return nil
}

// seal gives what stands in the record for a text by author: a salted hash
// that says nothing more once the author is erased. An empty text stays empty.
func (a Act) seal(text string, author fund.PersonID) (string, error) {
	if text == "" {
		return "", nil
	}
	return a.Tx.Seal(text, int64(author))
}
