package office

import (
	"errors"
	"fmt"
	"time"

	"huimin/fund"
	"huimin/store"
)

// ErrDisputed says that somebody has disputed an acceptance already.
var ErrDisputed = errors.New("disputed already")

// DisputeNews tells its author what was decided on a dispute.
type DisputeNews struct{ Dispute int64 }

// Dispute disputes the pass of a project's acceptance, as a resident of its
// community; the street decides within its days.
func (o *Office) Dispute(a Act, id fund.ProjectID, reason string) (fund.Dispute, error) {
	d, err := o.dispute(a, id, reason)
	if err != nil {
		return fund.Dispute{}, fmt.Errorf("dispute: %w", err)
	}
	return o.localDispute(d), nil
}

func (o *Office) dispute(a Act, id fund.ProjectID, reason string) (d fund.Dispute, err error) {
	if _, err := a.known(); err != nil {
		return d, err
	}
	p, err := o.projectFor(a, fund.ActDispute, id)
	if err != nil {
		return d, err
	}
	n, err := o.lastAcceptance(a.Tx, id)
	if errors.Is(err, store.ErrNotFound) {
		return d, &fund.StateError{Noun: "project", ID: int64(id), Have: string(p.Status)}
	}
	if err != nil {
		return d, err
	}
	if d, err = n.Dispute(a.By.ID, reason, o.Rules(a.Now), a.Now); err != nil {
		return d, err
	}
	before, err := a.Tx.Disputes(id)
	if err != nil {
		return d, err
	}
	for _, other := range before {
		if other.Acceptance == n.ID && other.Author == a.By.ID {
			return d, ErrDisputed
		}
	}
	d.Community = p.Community
	if d.ID, err = a.Tx.AddDispute(d); err != nil {
		return d, err
	}
	if err := recordThing(a, aboutDispute(d)); err != nil {
		return d, err
	}
	_, street, district, err := o.officesOf(a, p.Community)
	if err != nil {
		return d, err
	}
	if err := o.tellChore(a, Chore{What: ChoreDispute, ID: d.ID, Project: id}, street, district); err != nil {
		return d, err
	}
	return d, o.editProject(a, p)
}

// RuleDispute decides on a dispute for the street, with a reason. Upheld, the
// works are mended in so many working days and accepted again, and the other
// disputes about them are upheld with it.
func (o *Office) RuleDispute(a Act, id int64, upheld bool, reason string, days int) (fund.Dispute, error) {
	d, err := a.Tx.Dispute(id)
	if err == nil {
		err = o.decides(a, fund.ActRuleDispute, d.Community)
	}
	if err != nil {
		return fund.Dispute{}, fmt.Errorf("rule on dispute %d: %w", id, err)
	}
	if err := o.ruleOn(a, &d, upheld, reason, days); err != nil {
		return fund.Dispute{}, err
	}
	p, err := a.Tx.Project(d.Project)
	if err != nil || !upheld {
		return o.localDispute(d), errors.Join(err, o.editProject(a, p))
	}
	n, err := a.Tx.Acceptance(d.Acceptance)
	if err != nil {
		return fund.Dispute{}, err
	}
	others, err := o.disputesOn(a.Tx, n)
	if err != nil {
		return fund.Dispute{}, err
	}
	for _, other := range others {
		if err := o.ruleOn(a, &other, true, reason, days); err != nil {
			return fund.Dispute{}, err
		}
	}
	if err := n.Upset(a.Now); err != nil {
		return fund.Dispute{}, err
	}
	if err := o.keepAcceptance(a, n); err != nil {
		return fund.Dispute{}, err
	}
	return o.localDispute(d), o.mend(a, p, d.Ruling, d.MendBy)
}

// ruleOn keeps a ruling and tells the author.
func (o *Office) ruleOn(a Act, d *fund.Dispute, upheld bool, reason string, days int) error {
	if err := d.Rule(a.By.ID, upheld, reason, days, o.Rules(a.Now), a.Now); err != nil {
		return err
	}
	if err := a.Tx.SaveDispute(*d); err != nil {
		return err
	}
	if err := recordThing(a, aboutDispute(*d)); err != nil {
		return err
	}
	return o.tell(a, d.Author, Notice{Kind: KindDispute, Data: DisputeNews{d.ID}, Lane: store.LaneNotice})
}

// disputesOn gives the disputes about an acceptance that wait.
func (o *Office) disputesOn(tx *store.Tx, n fund.Acceptance) (waiting []fund.Dispute, err error) {
	list, err := tx.Disputes(n.Project)
	for _, d := range list {
		if d.Acceptance == n.ID && d.Decided.IsZero() {
			waiting = append(waiting, d)
		}
	}
	return waiting, err
}

// remindDisputes reminds the street of disputes.
func (o *Office) remindDisputes(a Act) error {
	list, err := a.Tx.DisputesWaiting(0)
	if err != nil {
		return err
	}
	for _, d := range list {
		_, street, district, err := o.officesOf(a, d.Community)
		if err != nil {
			return err
		}
		chore := Chore{What: ChoreDispute, ID: d.ID, Project: d.Project}
		if err := o.remindChore(a, chore, d.Due, street, district); err != nil {
			return err
		}
	}
	return nil
}

// DisputeByID gives one dispute, or [store.ErrNotFound].
func (o *Office) DisputeByID(tx *store.Tx, id int64) (fund.Dispute, error) {
	d, err := tx.Dispute(id)
	return o.localDispute(d), err
}

// Disputes gives the disputes about a project, the oldest first.
func (o *Office) Disputes(tx *store.Tx, id fund.ProjectID) ([]fund.Dispute, error) {
	list, err := tx.Disputes(id)
	return each(list, o.localDispute), err
}

func (o *Office) localDispute(d fund.Dispute) fund.Dispute {
	for _, t := range []*time.Time{&d.Filed, &d.Due, &d.Decided, &d.MendBy} {
		*t = o.local(*t)
	}
	return d
}
