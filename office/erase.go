package office

import (
	"fmt"

	"huimin/fund"
)

// erasedName is what stands in the place of a name that was erased.
const erasedName = "*"

// Erase forgets the act's person (PIPL Art. 47): their Telegram id, name,
// community, conversations and what they wrote go; their roles end, their open
// requests are withdrawn. Requests, comments, support and votes stay as
// figures under a number that leads to nobody any more, and the record's seals
// of their words can no longer be opened. Answers given for the office stay,
// because they are the office's. [ErrNoConsent] for strangers.
func (o *Office) Erase(a Act) error {
	if a.By.ID == 0 {
		return fmt.Errorf("erase: %w", ErrNoConsent)
	}
	p, err := a.Tx.Person(a.By.ID)
	if err == nil && p.Erased {
		err = ErrNoConsent
	}
	if err != nil {
		return fmt.Errorf("erase: %w", err)
	}
	for _, step := range []func(Act, fund.Person) error{o.eraseRoles, o.eraseRequests, eraseWords} {
		if err := step(a, p); err != nil {
			return fmt.Errorf("erase: %w", err)
		}
	}
	gone := fund.Person{ID: p.ID, Name: erasedName, Lang: p.Lang, Created: p.Created, Erased: true}
	if err := a.Tx.SavePerson(gone); err != nil {
		return fmt.Errorf("erase: %w", err)
	}
	return a.record("person_erased", personEntry{Person: p.ID})
}

func (o *Office) eraseRoles(a Act, p fund.Person) error {
	grants, err := a.Tx.Grants(p.ID)
	if err != nil {
		return err
	}
	for _, g := range grants {
		if err := a.Tx.EndGrant(g.ID, a.Now); err != nil {
			return err
		}
		if err := a.record("role_ended", grantEntry{g.ID, g.Person, g.Role, g.Place, 0}); err != nil {
			return err
		}
	}
	return nil
}

func (o *Office) eraseRequests(a Act, p fund.Person) error {
	requests, err := a.Tx.RequestsOf(p.ID)
	if err != nil {
		return err
	}
	for _, r := range requests {
		if r.Status != fund.RequestOpen {
			if err := o.showRequest(a, r, 0); err != nil {
				return err
			}
			continue
		}
		if _, err := o.Withdraw(a, r.ID); err != nil {
			return err
		}
	}
	return a.Tx.BlankRequests(p.ID)
}

func eraseWords(a Act, p fund.Person) error {
	if err := a.Tx.BlankComments(p.ID); err != nil {
		return err
	}
	if err := a.Tx.DropSalts(int64(p.ID)); err != nil {
		return err
	}
	return a.Tx.Forget(p.Telegram)
}
