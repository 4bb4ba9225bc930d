package office

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"huimin/fund"
	"huimin/store"
)

var (
	// ErrNoConsent says that somebody has not agreed to the privacy notice now
	// in force, so nothing of theirs may be kept (PIPL Art. 13).
	ErrNoConsent = errors.New("no consent to the privacy notice")
	// ErrNoCommunity says that somebody has not chosen a community yet.
	ErrNoCommunity = errors.New("no community chosen")
)

// What *fund.LengthError and *fund.PaceError are about, beside fund's own.
const (
	WhatName    fund.What = "name"    // of a person or place, code points
	WhatComment fund.What = "comment" // one comment, code points; how many in 24 hours
)

// maxName is the longest name of a person or place in code points.
const maxName = 64

func checkName(name string) error {
	if n := utf8.RuneCountInString(strings.TrimSpace(name)); n < 1 || n > maxName {
		return &fund.LengthError{What: WhatName, Have: n, Min: 1, Max: maxName}
	}
	return nil
}

// Newcomer is what Telegram tells about somebody who agrees to the privacy
// notice. Lang is the language they read it in.
type Newcomer struct {
	Telegram    int64
	First, Last string
	Lang        string
}

// personEntry is what the record keeps about a person: numbers only.
type personEntry struct {
	Person    fund.PersonID `json:"person"`
	Consent   int           `json:"consent,omitempty"`
	Community fund.PlaceID  `json:"community,omitempty"`
}

// Consent keeps that somebody agreed to the privacy notice now in force: from
// then on they are known, by a masked name (PIPL Art. 6, 14). Agreeing twice
// changes nothing. Whoever the settings name becomes an administrator.
func (o *Office) Consent(a Act, n Newcomer) (fund.Person, error) {
	p, err := a.Tx.PersonByTelegram(n.Telegram)
	switch {
	case errors.Is(err, store.ErrNotFound):
		p = fund.Person{
			Telegram: n.Telegram, Name: fund.MaskName(n.First, n.Last), Lang: n.Lang,
			Consent: fund.ConsentVersion, ConsentAt: a.Now, Created: a.Now,
		}
		p.ID, err = a.Tx.AddPerson(p)
	case err != nil:
	case p.Consented():
		return p, nil
	default:
		p.Consent, p.ConsentAt = fund.ConsentVersion, a.Now
		err = a.Tx.SavePerson(p)
	}
	if err != nil {
		return fund.Person{}, fmt.Errorf("consent: %w", err)
	}
	a.By = p
	if err := a.record("person_consented", personEntry{Person: p.ID, Consent: p.Consent}); err != nil {
		return fund.Person{}, err
	}
	if slices.Contains(o.admins, p.Telegram) {
		if err := o.FirstAdmins(a, p.Telegram); err != nil {
			return fund.Person{}, err
		}
	}
	return p, nil
}

// known gives the act's person as they are now: [ErrNoConsent] when they are
// a stranger, were erased, or agreed to an older notice.
func (a Act) known() (fund.Person, error) {
	if a.By.ID == 0 {
		return fund.Person{}, ErrNoConsent
	}
	p, err := a.Tx.Person(a.By.ID)
	if err == nil && !p.Consented() {
		err = ErrNoConsent
	}
	return p, err
}

// SetLanguage keeps in which language somebody reads.
func (o *Office) SetLanguage(a Act, lang string) (fund.Person, error) {
	p, err := a.known()
	if err != nil {
		return p, fmt.Errorf("set language: %w", err)
	}
	p.Lang = lang
	return p, a.Tx.SavePerson(p)
}

// ChooseCommunity keeps of which community somebody is a resident:
// [ErrPlaceKind] for any other kind of place. Choosing it again changes
// nothing.
func (o *Office) ChooseCommunity(a Act, community fund.PlaceID) (fund.Person, error) {
	p, err := a.known()
	if err != nil {
		return p, fmt.Errorf("choose community: %w", err)
	}
	place, err := a.Tx.Place(community)
	if err != nil {
		return p, fmt.Errorf("choose community: %w", err)
	}
	if place.Kind != fund.PlaceCommunity {
		return p, fmt.Errorf("choose %s %d: %w", place.Kind, community, ErrPlaceKind)
	}
	if p.Community == community {
		return p, nil
	}
	p.Community = community
	if err := a.Tx.SavePerson(p); err != nil {
		return p, err
	}
	return p, a.record("community_chosen", personEntry{Person: p.ID, Community: community})
}

// Person gives one person with times in the programme's zone, or
// [store.ErrNotFound].
func (o *Office) Person(tx *store.Tx, id fund.PersonID) (fund.Person, error) {
	p, err := tx.Person(id)
	p.ConsentAt, p.Created = o.local(p.ConsentAt), o.local(p.Created)
	return p, err
}
