package office

import (
	"fmt"
	"slices"
	"time"

	"huimin/fund"
	"huimin/store"
)

// ChoreKind is what somebody has to do about works.
type ChoreKind string

// The kinds, each with what its ID numbers.
const (
	ChoreObjection ChoreKind = "objection" // an oversight note to answer
	ChoreComplaint ChoreKind = "complaint" // a complaint the committee has to answer
	ChoreRaised    ChoreKind = "raised"    // one that the street has to
	ChoreTeam      ChoreKind = "team"      // a team to name: the project
	ChoreSign      ChoreKind = "sign"      // an acceptance to sign
	ChoreDispute   ChoreKind = "dispute"   // a dispute the street has to decide on
	ChoreMend      ChoreKind = "mend"      // works to mend: the project
)

// Chore tells somebody that something about works waits for them. OverdueBy
// counts working days, for fund.ReminderOverdue alone; Escalated is true for
// those one level up.
type Chore struct {
	What      ChoreKind
	ID        int64
	Project   fund.ProjectID
	Stage     fund.Reminder
	OverdueBy int
	Escalated bool
}

// tellChore tells those who have to do something that it is theirs now, in
// working hours; where there is nobody, those one level up.
func (o *Office) tellChore(a Act, c Chore, own, up []fund.PersonID) error {
	c.Stage = fund.ReminderArrival
	if len(own) == 0 {
		return o.sayChore(a, c, nil, up, o.workMoment(a.Now), time.Time{})
	}
	return o.sayChore(a, c, own, nil, o.workMoment(a.Now), time.Time{})
}

// remindChore says what the day calls for about something due: to those who
// have it, and once it is overdue also one level up.
func (o *Office) remindChore(a Act, c Chore, due time.Time, own, up []fund.PersonID) error {
	at := o.workMoment(a.Now)
	var ok bool
	if c.Stage, c.OverdueBy, ok = o.Rules(a.Now).Calendar.ReminderOn(at, o.local(due)); !ok {
		return nil
	}
	if c.Stage != fund.ReminderOverdue && len(own) > 0 {
		up = nil
	}
	over := time.Date(at.Year(), at.Month(), at.Day()+1, 0, 0, 0, 0, at.Location())
	return o.sayChore(a, c, own, up, at, over)
}

func (o *Office) sayChore(a Act, c Chore, own, up []fund.PersonID, at, expires time.Time) error {
	day := o.local(at).Format(time.DateOnly)
	if c.Stage == fund.ReminderArrival {
		day = fmt.Sprint(a.Now.Unix()) // the same may come back on the same day
	}
	for i, person := range slices.Concat(own, up) {
		if person == a.By.ID && c.Stage == fund.ReminderArrival {
			continue
		}
		c.Escalated = i >= len(own)
		n := Notice{
			Kind: KindChore, Data: c, Lane: store.LaneNotice, Due: at, Expires: expires,
			Key: fmt.Sprintf("chore:%s:%d:%s:%s:%d", c.What, c.ID, c.Stage, day, person),
		}
		if err := o.tell(a, person, n); err != nil {
			return err
		}
	}
	return nil
}

// officesOf gives the committee, the street's and the district's people of a
// community.
func (o *Office) officesOf(a Act, community fund.PlaceID) (staff, street, district []fund.PersonID, err error) {
	lineage, err := a.Tx.Lineage(community)
	if err != nil {
		return nil, nil, nil, err
	}
	if staff, err = o.holdersIn(a, lineage, fund.RoleStaff, fund.PlaceCommunity); err != nil {
		return nil, nil, nil, err
	}
	if street, err = o.holdersIn(a, lineage, fund.RoleStreet, fund.PlaceStreet); err != nil {
		return nil, nil, nil, err
	}
	district, err = o.holdersIn(a, lineage, fund.RoleDistrict, fund.PlaceDistrict)
	return staff, street, district, err
}

// remindWorks reminds of everything about works that is due.
func (o *Office) remindWorks(a Act) error {
	for _, remind := range []func(Act) error{o.remindComplaints, o.remindAcceptances, o.remindDisputes} {
		if err := remind(a); err != nil {
			return err
		}
	}
	return nil
}

// SettleWorks does what the days bring about works: complaints that were not
// answered in time go up, answers to which nobody objected stand, passes that
// nobody disputed become final, evaluations close. It is called at NextWorks, or
// later when that was missed.
func (o *Office) SettleWorks(a Act) error {
	for _, settle := range []func(Act) error{o.lapseComplaints, o.standAcceptances, o.closeEvaluations} {
		if err := settle(a); err != nil {
			return fmt.Errorf("settle works: %w", err)
		}
	}
	return nil
}

// NextWorks gives the moment at which the next day is over that brings something
// about works; the zero time when none does.
func (o *Office) NextWorks(tx *store.Tx) (next time.Time, err error) {
	sooner := func(over time.Time) {
		if over = over.Add(time.Second); next.IsZero() || over.Before(next) {
			next = over
		}
	}
	complaints, err := tx.ComplaintsWaiting()
	if err != nil {
		return next, err
	}
	for _, c := range complaints {
		if c.Status != fund.ComplaintRaised { // the street's days bring reminders alone
			sooner(c.Due)
		}
	}
	passed, err := o.standing(tx)
	if err != nil {
		return next, err
	}
	for _, n := range passed {
		sooner(n.Until)
	}
	evaluations, err := tx.EvaluationsOpen()
	for _, e := range evaluations {
		sooner(e.Closes)
	}
	return o.local(next), err
}
