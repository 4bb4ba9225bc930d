package office

import (
	"encoding/json"
	"errors"
	"fmt"

	"huimin/fund"
	"huimin/store"
)

// ErrSponsorThere says that a sponsor of that name is known at the place
// already.
var ErrSponsorThere = errors.New("sponsor is known already")

// What the record says happened to sponsors.
const (
	recordSponsorAdded   = "sponsor_added"
	recordSponsorChanged = "sponsor_changed"
	recordSponsorRetired = "sponsor_retired"
)

// SponsorEntry is the record's account of a sponsor. Name seals the
// organisation's name; Contact whom to reach there and how, empty for nobody.
type SponsorEntry struct {
	Sponsor fund.SponsorID `json:"sponsor"`
	Place   fund.PlaceID   `json:"place"`
	Name    string         `json:"name"`
	Contact string         `json:"contact"`
	Retired bool           `json:"retired"`
}

// Sponsors gives the sponsors that can be chosen at a place: those known there
// or above it, by name.
func (o *Office) Sponsors(tx *store.Tx, place fund.PlaceID) ([]fund.Sponsor, error) {
	list, err := tx.Sponsors(place)
	return each(list, o.localSponsor), err
}

// Sponsor gives one sponsor, a retired one too, or [store.ErrNotFound].
func (o *Office) Sponsor(tx *store.Tx, id fund.SponsorID) (fund.Sponsor, error) {
	s, err := tx.Sponsor(id)
	return o.localSponsor(s), err
}

func (o *Office) localSponsor(s fund.Sponsor) fund.Sponsor {
	s.Consent, s.Added, s.Changed, s.Retired = o.local(s.Consent), o.local(s.Added), o.local(s.Changed), o.local(s.Retired)
	return s
}

// AddSponsor keeps an organisation for the place s.Place and all below it. A
// Consent that is set means that the contact person agrees now. Of the rest
// only the texts count. *fund.NotAllowed, *fund.LengthError,
// fund.ErrContactConsent, [ErrSponsorThere].
func (o *Office) AddSponsor(a Act, s fund.Sponsor) (fund.Sponsor, error) {
	if err := o.allow(a, fund.ActSponsors, s.Place); err != nil {
		return s, fmt.Errorf("add sponsor: %w", err)
	}
	s = s.Tidy()
	if !s.Consent.IsZero() {
		s.Consent = a.Now
	}
	s.Added, s.Changed = a.Now, a.Now
	if err := o.checkSponsor(a, s); err != nil {
		return s, fmt.Errorf("add sponsor: %w", err)
	}
	var err error
	if s.ID, err = a.Tx.AddSponsor(s, a.By.ID); err != nil {
		return s, err
	}
	return o.localSponsor(s), o.recordSponsor(a, recordSponsorAdded, s)
}

// ChangeSponsor keeps other texts for a sponsor. What was known of a contact
// person before is forgotten, in the record too. Errors are those of
// [Office.AddSponsor], and [store.ErrNotFound].
func (o *Office) ChangeSponsor(a Act, s fund.Sponsor) (fund.Sponsor, error) {
	had, err := o.keptSponsor(a, s.ID)
	if err != nil {
		return s, fmt.Errorf("change sponsor: %w", err)
	}
	s = s.Tidy()
	s.Place, s.Added, s.Changed, s.Retired = had.Place, had.Added, a.Now, had.Retired
	if !s.Consent.IsZero() && s.Consent.Unix() != had.Consent.Unix() {
		s.Consent = a.Now
	}
	if err := o.checkSponsor(a, s); err != nil {
		return s, fmt.Errorf("change sponsor: %w", err)
	}
	if err := o.forgetContacts(a, had, s); err != nil {
		return s, err
	}
	if err := dropSponsorSalts(a, s.ID); err != nil {
		return s, err
	}
	if err := a.Tx.SaveSponsor(s); err != nil {
		return s, err
	}
	return o.localSponsor(s), o.recordSponsor(a, recordSponsorChanged, s)
}

// RetireSponsor offers a sponsor no more and forgets whom to reach there. What
// it paid for stays under its name. *fund.NotAllowed, [store.ErrNotFound].
func (o *Office) RetireSponsor(a Act, id fund.SponsorID) (fund.Sponsor, error) {
	s, err := o.keptSponsor(a, id)
	if err != nil {
		return s, fmt.Errorf("retire sponsor: %w", err)
	}
	was := s
	s.Contact, s.Reach = "", ""
	s = s.Tidy()
	if err := o.forgetContacts(a, was, s); err != nil {
		return s, err
	}
	s.Changed, s.Retired = a.Now, a.Now
	if err := dropSponsorSalts(a, s.ID); err != nil {
		return s, err
	}
	if err := a.Tx.SaveSponsor(s); err != nil {
		return s, err
	}
	return o.localSponsor(s), o.recordSponsor(a, recordSponsorRetired, s)
}

// keptSponsor gives a sponsor that is offered and that the act's person keeps.
func (o *Office) keptSponsor(a Act, id fund.SponsorID) (fund.Sponsor, error) {
	s, err := a.Tx.Sponsor(id)
	if err == nil {
		err = o.allow(a, fund.ActSponsors, s.Place)
	}
	if err == nil && !s.Retired.IsZero() {
		err = store.ErrNotFound
	}
	return s, err
}

func (o *Office) checkSponsor(a Act, s fund.Sponsor) error {
	if err := s.Check(); err != nil {
		return err
	}
	list, err := a.Tx.Sponsors(s.Place)
	if err != nil {
		return err
	}
	for _, other := range list {
		if other.ID != s.ID && other.Name == s.Name {
			return ErrSponsorThere
		}
	}
	return nil
}

func (o *Office) recordSponsor(a Act, what string, s fund.Sponsor) (err error) {
	e := SponsorEntry{Sponsor: s.ID, Place: s.Place, Retired: !s.Retired.IsZero()}
	// The office keeps these, whoever typed them: they stay comparable when that person is gone.
	if e.Name, err = a.seal(s.Name, 0); err != nil {
		return err
	}
	if e.Contact, err = a.seal(contactWords(s), 0); err != nil {
		return err
	}
	return a.record(what, e)
}

// contactWords gathers what is kept of a contact person; nothing of nobody.
func contactWords(s fund.Sponsor) string {
	if s.Contact == "" && s.Reach == "" {
		return ""
	}
	return s.Contact + "\n" + s.Reach
}

// forgetContacts takes whom to reach at a sponsor out of what it pledged too,
// unless it is still the same person.
func (o *Office) forgetContacts(a Act, was, is fund.Sponsor) error {
	if was.Contact == "" || was.Contact == is.Contact {
		return nil
	}
	pledges, err := a.Tx.PledgesUnder(was.Place)
	if err != nil {
		return err
	}
	for _, g := range pledges {
		if g.Name != was.Name || g.Contact != was.Contact {
			continue
		}
		if err := o.forgetContact(a, &g); err != nil {
			return err
		}
	}
	return nil
}

// dropSponsorSalts closes the seals of whom to reach at a sponsor so far.
func dropSponsorSalts(a Act, id fund.SponsorID) error {
	return eachEntry(a.Tx, func(e store.Entry) error {
		if !aboutSponsors(e.What) {
			return nil
		}
		var said SponsorEntry
		if err := json.Unmarshal([]byte(e.Data), &said); err != nil {
			return fmt.Errorf("entry %d: %w", e.Seq, err)
		}
		if said.Sponsor != id || said.Contact == "" {
			return nil
		}
		return a.Tx.DropSalt(said.Contact)
	})
}

// aboutSponsors tells whether entries of this name are a [SponsorEntry].
func aboutSponsors(what string) bool {
	switch what {
	case recordSponsorAdded, recordSponsorChanged, recordSponsorRetired:
		return true
	}
	return false
}

// eachEntry hands over every entry of the record in order.
func eachEntry(tx *store.Tx, do func(store.Entry) error) error {
	const page = 1000
	for next := int64(0); ; {
		entries, err := tx.Entries(next, page)
		if err != nil {
			return err
		}
		for _, e := range entries {
			next = e.Seq + 1
			if err := do(e); err != nil {
				return err
			}
		}
		if len(entries) < page {
			return nil
		}
	}
}
