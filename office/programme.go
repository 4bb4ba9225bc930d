package office

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"

	"huimin/store"
)

const recordProgramme = "programme"

// ProgrammeEntry is the record's account of rules that were taken up: the
// digest of their text, and from when on the changes in it are in force.
type ProgrammeEntry struct {
	Programme int64   `json:"programme"`
	Digest    string  `json:"digest"`
	From      []int64 `json:"from"` // Unix seconds UTC; 0 for the beginning
}

// TakeUp keeps and records which rules the fund runs by from now on: text is
// the rulebook as a file. The same rules as before change nothing, and taken is
// false. Whether a change is fit is for the caller to see before.
func (o *Office) TakeUp(a Act, text string) (taken bool, err error) {
	p := store.Programme{Begun: a.Now, Digest: digest(text), Text: text}
	switch last, err := a.Tx.LastProgramme(); {
	case err == nil && last.Digest == p.Digest:
		return false, nil
	case err != nil && !errors.Is(err, store.ErrNotFound):
		return false, fmt.Errorf("take up rules: %w", err)
	}
	if p.ID, err = a.Tx.AddProgramme(p); err != nil {
		return false, fmt.Errorf("take up rules: %w", err)
	}
	entry := ProgrammeEntry{Programme: p.ID, Digest: p.Digest}
	for _, e := range o.rules.Editions() {
		entry.From = append(entry.From, unix(e.From))
	}
	return true, a.record(recordProgramme, entry)
}

func digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// programmes compares the kept rules with what the record says of them.
func (v *verifier) programmes() error {
	list, err := v.tx.Programmes()
	if err != nil {
		return err
	}
	v.Rules = len(list)
	seen := make(map[int64]bool)
	for _, p := range list {
		seen[p.ID] = true
		said, ok := v.said.programmes[p.ID]
		switch {
		case !ok:
			v.fault(Fault{Kind: FaultUnknown, Noun: "programme", ID: p.ID})
		case said.Digest != digest(p.Text):
			v.fault(Fault{
				Kind: FaultDiffers, Noun: "programme", ID: p.ID, Field: "text", Books: digest(p.Text), Record: said.Digest,
			})
		}
	}
	missing(v, "programme", v.said.programmes, seen)
	return nil
}
