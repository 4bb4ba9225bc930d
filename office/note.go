package office

import (
	"fmt"
	"slices"

	"huimin/fund"
	"huimin/store"
)

// NoteNews points at an oversight note that was answered.
type NoteNews struct{ Note int64 }

// Observe keeps what somebody who looks after others' work saw of a project,
// in the first of their roles that may; an objection waits for the committee's
// answer.
func (o *Office) Observe(
	a Act, id fund.ProjectID, objection bool, text string, photos []fund.Photo,
) (fund.Oversight, error) {
	p, err := o.projectFor(a, fund.ActNote, id)
	if err != nil {
		return fund.Oversight{}, fmt.Errorf("observe: %w", err)
	}
	role, err := o.roleFor(a, fund.ActNote, p.Community)
	if err != nil {
		return fund.Oversight{}, fmt.Errorf("observe project %d: %w", id, err)
	}
	limits := o.Rules(a.Now).Requests
	if err := limits.CheckPhotos(len(photos)); err != nil {
		return fund.Oversight{}, fmt.Errorf("observe project %d: %w", id, err)
	}
	n, err := p.Observe(role, objection, text, limits, a.Now)
	if err != nil {
		return fund.Oversight{}, err
	}
	n.By, n.Photos = a.By.ID, photos
	if n.ID, err = a.Tx.AddNote(n); err != nil {
		return fund.Oversight{}, err
	}
	if err := recordThing(a, aboutNote(n)); err != nil {
		return fund.Oversight{}, err
	}
	if objection {
		staff, street, _, err := o.officesOf(a, p.Community)
		if err != nil {
			return fund.Oversight{}, err
		}
		if err := o.tellChore(a, Chore{What: ChoreObjection, ID: n.ID, Project: id}, staff, street); err != nil {
			return fund.Oversight{}, err
		}
	}
	return o.localNote(n), o.editProject(a, p)
}

// AnswerNote answers an objection for the committee; whoever raised it is told.
func (o *Office) AnswerNote(a Act, id int64, text string) (fund.Oversight, error) {
	n, err := a.Tx.Note(id)
	if err != nil {
		return fund.Oversight{}, fmt.Errorf("answer note %d: %w", id, err)
	}
	p, err := o.projectFor(a, fund.ActAnswerNote, n.Project)
	if err != nil {
		return fund.Oversight{}, fmt.Errorf("answer note %d: %w", id, err)
	}
	if err := n.Reply(a.By.ID, text, o.Rules(a.Now).Requests, a.Now); err != nil {
		return fund.Oversight{}, err
	}
	if err := a.Tx.AnswerNote(n); err != nil {
		return fund.Oversight{}, err
	}
	if err := recordThing(a, aboutNote(n)); err != nil {
		return fund.Oversight{}, err
	}
	if n.By != a.By.ID {
		if err := o.tell(a, n.By, Notice{Kind: KindObjection, Data: NoteNews{n.ID}, Lane: store.LaneNotice}); err != nil {
			return fund.Oversight{}, err
		}
	}
	return o.localNote(n), o.editProject(a, p)
}

// roleFor gives the role by which the act's person may do something at a place.
func (o *Office) roleFor(a Act, action fund.Action, place fund.PlaceID) (fund.Role, error) {
	grants, err := grantsOf(a.Tx, a.By)
	if err != nil {
		return "", err
	}
	lineage, err := o.Lineage(a.Tx, place)
	if err != nil {
		return "", err
	}
	for _, role := range action.Needs() {
		own := slices.DeleteFunc(slices.Clone(grants), func(g fund.Grant) bool { return g.Role != role })
		if fund.May(own, action, lineage, a.Now) == nil {
			return role, nil
		}
	}
	return "", fund.May(grants, action, lineage, a.Now)
}

// Notes gives the notes on a project, the oldest first.
func (o *Office) Notes(tx *store.Tx, id fund.ProjectID) ([]fund.Oversight, error) {
	list, err := tx.Notes(id)
	return each(list, o.localNote), err
}

// Note gives one note, or [store.ErrNotFound].
func (o *Office) Note(tx *store.Tx, id int64) (fund.Oversight, error) {
	n, err := tx.Note(id)
	return o.localNote(n), err
}

func (o *Office) localNote(n fund.Oversight) fund.Oversight {
	n.At, n.AnsweredAt = o.local(n.At), o.local(n.AnsweredAt)
	return n
}
