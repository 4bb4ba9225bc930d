package office

import (
	"fmt"
	"slices"
	"time"

	"huimin/fund"
	"huimin/store"
)

// taskPetition tells a community's staff that they have to call a meeting, once
// on each occasion; where there are none, the street.
func (o *Office) taskPetition(a Act, p fund.Petition, occasion string) error {
	staff, street, _, err := o.officesOf(a, p.Community)
	if err != nil {
		return err
	}
	if len(staff) > 0 {
		street = nil
	}
	return o.sayPetition(a, p, occasion, staff, street, Notice{})
}

// remindPetitions reminds those who have to call a demanded meeting, on the
// working day before its last day, on that day, and on every working day after,
// then the street too (the Act, Art. 35).
func (o *Office) remindPetitions(a Act) error {
	at := o.workMoment(a.Now)
	over := time.Date(at.Year(), at.Month(), at.Day()+1, 0, 0, 0, 0, at.Location())
	list, err := a.Tx.PetitionsReached()
	if err != nil {
		return err
	}
	for _, p := range list {
		stage, _, ok := o.Rules(a.Now).Calendar.ReminderOn(at, o.petitionDue(p))
		if !ok {
			continue
		}
		staff, street, _, err := o.officesOf(a, p.Community)
		if err != nil {
			return err
		}
		if stage != fund.ReminderOverdue && len(staff) > 0 {
			street = nil
		}
		n := Notice{Due: at, Expires: over}
		if err := o.sayPetition(a, p, at.Format(time.DateOnly), staff, street, n); err != nil {
			return err
		}
	}
	return nil
}

// sayPetition tells own that they have to call a meeting, and up that own have
// to, at the notice's time.
func (o *Office) sayPetition(a Act, p fund.Petition, occasion string, own, up []fund.PersonID, n Notice) error {
	n.Kind, n.Lane = KindPetitionTask, store.LaneNotice
	for i, person := range slices.Concat(own, up) {
		n.Data, n.Key = PetitionTask{p.ID, i >= len(own)}, fmt.Sprintf("petition:%d:%s:%d", p.ID, occasion, person)
		if err := o.tell(a, person, n); err != nil {
			return err
		}
	}
	return nil
}

// erasePetitions takes somebody's signatures from demands that are open, gives
// up those of their own; what they wrote in any goes with their other words.
func (o *Office) erasePetitions(a Act, p fund.Person) error {
	signed, err := a.Tx.PetitionsSigned(p.ID)
	if err != nil {
		return err
	}
	own, err := a.Tx.PetitionsBy(p.ID)
	if err != nil {
		return err
	}
	for _, d := range signed {
		if d.Status != fund.PetitionOpen {
			continue
		}
		if _, err := a.Tx.Unsign(d.ID, p.ID); err != nil {
			return err
		}
		if err := a.record(recordPetitionSigned, SignatureEntry{d.ID, false}); err != nil {
			return err
		}
		if err := o.showPetition(a, d, 0); err != nil {
			return err
		}
	}
	for _, d := range own {
		if d.Status == fund.PetitionOpen {
			if err := o.WithdrawPetition(a, d.ID); err != nil {
				return err
			}
			continue
		}
		n := Notice{Kind: KindPetitionPost, Data: PetitionPost{d.ID}, Lane: store.LaneNotice}
		if err := o.refresh(a, PetitionTopic(d.ID), n); err != nil {
			return err
		}
	}
	return nil
}

// petitions adds a community's meetings that were demanded and are to be
// called.
func (d *desk) petitions(community fund.PlaceID) error {
	list, err := d.act.Tx.PetitionsStanding(community)
	for _, p := range list {
		if p.Status != fund.PetitionReached {
			continue
		}
		item := DeskItem{Kind: DeskPetition, Petition: p.ID, Title: p.Subject, Place: community, Since: d.local(p.Reached)}
		d.due(&item, d.petitionDue(p))
		d.items = append(d.items, item)
	}
	return err
}
