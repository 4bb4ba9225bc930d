package office

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"huimin/fund"
	"huimin/store"
)

// recordWordsErased is that words of somebody who is forgotten were taken out of
// what an office wrote.
const recordWordsErased = "words_erased"

// ErasedEntry is the record's account of that: for each seal, the one of what is
// left, so that this stays comparable.
type ErasedEntry struct {
	Person fund.PersonID     `json:"person"`
	Seals  map[string]string `json:"seals"`
}

// leastQuote is the least [fund.Weight] of a sentence that is looked for in what
// others wrote: anybody may write "Building 3" or "thank you".
const leastQuote = 12

// eraseQuotes takes what somebody wrote out of what offices wrote, where these
// pasted it: whole texts and sentences, word for word. What representatives and
// supervisors noted goes as well. The entries of the record stay; a new one
// seals what is left.
func (o *Office) eraseQuotes(a Act, p fund.Person, texts []string) error {
	pieces := quotesOf(texts)
	notes, acceptances, err := a.Tx.Overseen(p.ID)
	if err != nil {
		return err
	}
	found, err := a.Tx.Quoted(pieces)
	if err != nil || !found && len(notes)+len(acceptances) == 0 {
		return err
	}
	own := map[string][]int64{nounNote: notes, nounAcceptance: acceptances}
	seals, err := o.sealsOf(a.Tx, func(noun string, id int64, text string) bool {
		return slices.Contains(own[noun], id) || slices.ContainsFunc(pieces, func(s string) bool { return contains(text, s) })
	})
	if err != nil {
		return err
	}
	if err := a.Tx.BlankOverseen(p.ID); err != nil {
		return err
	}
	shown, err := a.Tx.BlankQuoted(pieces)
	if err != nil {
		return err
	}
	if err := o.reseal(a, p.ID, seals); err != nil {
		return err
	}
	for _, id := range shown {
		project, err := a.Tx.Project(id)
		if err == nil {
			err = o.showProject(a, project)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// quotesOf are the texts and their sentences that are long enough to be told
// from others', the longest first.
func quotesOf(texts []string) []string {
	var pieces []string
	for _, text := range texts {
		parts := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("\n.!?;。！？；", r) })
		title := strings.TrimSuffix(fund.Request{Text: text}.Title(), "…")
		for _, piece := range append(parts, text, title) {
			if piece = strings.TrimSpace(piece); fund.Weight(piece) >= leastQuote {
				pieces = append(pieces, piece)
			}
		}
	}
	slices.SortFunc(pieces, func(x, y string) int { return cmp.Or(cmp.Compare(len(y), len(x)), strings.Compare(x, y)) })
	return slices.Compact(pieces)
}

// contains tells whether a text, or one within JSON, has a piece.
func contains(text, piece string) bool {
	escaped, err := store.Escaped(piece)
	return strings.Contains(text, piece) || err == nil && strings.Contains(text, escaped)
}

// sealsOf gives the newest seals of texts in the books that are so.
func (o *Office) sealsOf(tx *store.Tx, so func(noun string, id int64, text string) bool) (map[string]bool, error) {
	seals := map[string]bool{}
	err := o.eachSeal(tx, func(noun string, id int64, seal, text string) error {
		if seal != "" && so(noun, id, text) {
			seals[seal] = true
		}
		return nil
	})
	return seals, err
}

// eachSeal hands over every text in the books that the record seals.
func (o *Office) eachSeal(tx *store.Tx, do func(noun string, id int64, seal, text string) error) error {
	v := verifier{office: o, tx: tx, onSeal: do}
	if err := v.books(); err != nil {
		return fmt.Errorf("read the seals: %w", err)
	}
	return nil
}

// reseal seals what is left of texts anew, and records that.
func (o *Office) reseal(a Act, person fund.PersonID, seals map[string]bool) error {
	if len(seals) == 0 {
		return nil
	}
	e := ErasedEntry{Person: person, Seals: map[string]string{}}
	err := o.eachSeal(a.Tx, func(_ string, _ int64, seal, text string) (err error) {
		if seals[seal] {
			e.Seals[seal], err = a.seal(text, 0)
		}
		return err
	})
	if err != nil {
		return err
	}
	for seal := range seals {
		if err := a.Tx.DropSalt(seal); err != nil {
			return err
		}
	}
	return a.record(recordWordsErased, e)
}

func (s *sayings) hearErased(e store.Entry) error {
	var said ErasedEntry
	if err := json.Unmarshal([]byte(e.Data), &said); err != nil {
		return err
	}
	s.erasures = append(s.erasures, said)
	for seal, next := range said.Seals {
		if seal != next {
			s.resealed[seal] = next
		}
	}
	return nil
}

// erased checks that words were taken out for people who were erased, and for
// nobody else.
func (v *verifier) erased() error {
	for _, said := range v.said.erasures {
		p, err := v.tx.Person(said.Person)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
		if !p.Erased && v.onSeal == nil {
			v.fault(Fault{Kind: FaultDiffers, Noun: "person", ID: int64(said.Person), Field: "erased", Books: "false", Record: "true"})
		}
	}
	return nil
}
