package office

import (
	"errors"
	"testing"
	"time"

	"huimin/fund"
)

func (w *world) demanded(by fund.Person, k fund.MeetingKind) (p fund.Petition) {
	w.t.Helper()
	w.must(by, func(a Act) (err error) {
		p, err = w.office.Demand(a, w.works.ID, k, "The dog run behind building 7")
		return err
	})
	return p
}

func (w *world) underwrites(p fund.Petition, on bool) func(Act) error {
	return func(a Act) error {
		_, _, err := w.office.SignPetition(a, p.ID, on)
		return err
	}
}

func (w *world) petition(p fund.Petition) (v PetitionView) {
	w.t.Helper()
	w.must(fund.Person{}, func(a Act) (err error) {
		v, err = w.office.Petition(a, p.ID)
		return err
	})
	return v
}

// TestAFifthOfTheRepresentatives demands a meeting of eleven: two are not
// enough, one goes back, and the third to sign is.
func TestAFifthOfTheRepresentatives(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	w.moreReps(11)
	w.refuse(w.ann, fund.ErrNotAllowed, func(a Act) error {
		_, err := w.office.Demand(a, w.works.ID, fund.MeetingRepresentatives, "The dog run")
		return err
	})
	p := w.demanded(w.reps[0], fund.MeetingRepresentatives)
	w.refuse(w.reps[1], ErrPetitionStands, func(a Act) error {
		_, err := w.office.Demand(a, w.works.ID, fund.MeetingRepresentatives, "Something else")
		return err
	})
	w.refuse(w.ann, fund.ErrNotAllowed, w.underwrites(p, true))
	w.must(w.reps[1], w.underwrites(p, true))
	w.must(w.reps[1], w.underwrites(p, true))
	w.must(w.reps[1], w.underwrites(p, false))
	w.must(w.reps[2], w.underwrites(p, true))
	if v := w.petition(p); v.Petition.Status != fund.PetitionOpen || v.Signed.Representatives != 2 || v.Needs != 3 {
		t.Errorf("%s with %+v of %d", v.Petition.Status, v.Signed, v.Needs)
	}
	since := w.lastOutbox()
	w.must(w.reps[3], w.underwrites(p, true))
	w.must(w.reps[3], w.underwrites(p, true))
	if v := w.petition(p); v.Petition.Status != fund.PetitionReached || v.Due.IsZero() {
		t.Errorf("%s, due %s", v.Petition.Status, v.Due)
	}
	if n := w.heardBy(since, KindPetitionTask, w.staff); n != 1 {
		t.Errorf("the staff were told %d times", n)
	}
	var state *fund.StateError
	if err := w.try(w.reps[3], w.underwrites(p, false)); !errors.As(err, &state) {
		t.Errorf("taken back after it was reached: %v", err)
	}
	w.sound()
}

// TestThoseOfThatMoment has a signature stop counting when its giver is no
// representative any more.
func TestThoseOfThatMoment(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	w.moreReps(10)
	p := w.demanded(w.reps[0], fund.MeetingRepresentatives)
	w.must(w.staff, func(a Act) error {
		grants, err := w.office.Grants(a.Tx, w.reps[0])
		for _, g := range grants {
			if g.Role == fund.RoleRepresentative && err == nil {
				_, err = w.office.Revoke(a, g.ID)
			}
		}
		return err
	})
	w.must(w.reps[1], w.underwrites(p, true))
	if v := w.petition(p); v.Petition.Status != fund.PetitionOpen || v.Signed.Representatives != 1 || v.Signed.OfRepresentatives != 9 || v.Needs != 2 {
		t.Errorf("%s with %+v, %d needed", v.Petition.Status, v.Signed, v.Needs)
	}
	w.must(w.reps[2], w.underwrites(p, true))
	if v := w.petition(p); v.Petition.Status != fund.PetitionReached {
		t.Errorf("%s with %+v", v.Petition.Status, v.Signed)
	}
	w.sound()
}

// TestADemandIsAnswered has the staff reminded, and the street once it is
// overdue; the call names its basis; cancelled, the demand stands again.
func TestADemandIsAnswered(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	p := w.demanded(w.reps[0], fund.MeetingRepresentatives) // one of three is a fifth
	due := w.petition(p).Due
	onDesk := func() (there bool) {
		w.must(w.staff, func(a Act) error {
			items, err := w.office.Desk(a)
			for _, i := range items {
				there = there || i.Kind == DeskPetition && i.Petition == p.ID && i.Due.Equal(due)
			}
			return err
		})
		return there
	}
	if !onDesk() {
		t.Error("it is on nobody's desk")
	}
	since := w.lastOutbox()
	w.now = due.Add(-4 * 24 * time.Hour)
	w.must(fund.Person{}, w.office.Remind)
	if n := w.heardBy(since, KindPetitionTask, w.staff); n != 0 {
		t.Error("reminded too early")
	}
	w.now = due.Add(-14 * time.Hour)
	w.must(fund.Person{}, w.office.Remind)
	w.must(fund.Person{}, w.office.Remind)
	if n, up := w.heardBy(since, KindPetitionTask, w.staff), w.heardBy(since, KindPetitionTask, w.officer); n != 1 || up != 0 {
		t.Errorf("on the day the staff were told %d times, the street %d", n, up)
	}
	w.now = due.Add(10 * time.Hour)
	w.must(fund.Person{}, w.office.Remind)
	if up := w.heardBy(since, KindPetitionTask, w.officer); up != 1 {
		t.Errorf("overdue, the street was told %d times", up)
	}
	for range 6 {
		w.now = w.now.AddDate(0, 0, 1)
		w.must(fund.Person{}, w.office.Remind)
	}
	if up := w.heardBy(since, KindPetitionTask, w.officer); up != 5 {
		t.Errorf("in a week the street was told %d times", up)
	}
	call := func(k fund.MeetingKind, petition fund.PetitionID) (m fund.Meeting, do func(Act) error) {
		return m, func(a Act) (err error) {
			m, err = w.office.CallMeeting(a, NewMeeting{
				Community: w.works.ID, Kind: k, Title: "The dog run", Where: "Room 2", Petition: petition,
				Starts: w.office.NoticeUntil(w.now, k), Agenda: []fund.AgendaItem{{Title: "The dog run"}},
			})
			if err == nil && (m.Basis != fund.CalledByRepresentatives || m.Petition != petition) {
				t.Errorf("called by %s upon %d", m.Basis, m.Petition)
			}
			return err
		}
	}
	_, wrong := call(fund.MeetingResidents, p.ID)
	w.refuse(w.staff, ErrPetition, wrong)
	_, right := call(fund.MeetingRepresentatives, p.ID)
	w.must(w.staff, right)
	if v := w.petition(p); v.Petition.Status != fund.PetitionAnswered || onDesk() {
		t.Errorf("%s", v.Petition.Status)
	}
	var state *fund.StateError
	if err := w.try(w.staff, right); !errors.As(err, &state) {
		t.Errorf("answered twice: %v", err)
	}
	w.must(w.staff, func(a Act) error {
		list, err := w.office.Meetings(a.Tx, w.works.ID)
		if err == nil {
			_, err = w.office.CancelMeeting(a, list[0].ID, "The hall is flooded")
		}
		return err
	})
	if v := w.petition(p); v.Petition.Status != fund.PetitionReached || !onDesk() {
		t.Errorf("after the meeting was cancelled it is %s", v.Petition.Status)
	}
	w.sound()
}

// TestResidentsDemand counts a third of the representatives, where three
// signatures are far from a tenth of the residents.
func TestResidentsDemand(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	for i := range int64(48) {
		w.live(w.consent(970+i, "Neighbour", ""), w.works)
	}
	w.moreReps(4)
	p := w.demanded(w.ann, fund.MeetingResidents)
	v := w.petition(p)
	if v.Signed.Residents != 1 || v.Needs != (v.Signed.OfResidents+9)/10 || v.NeedsOther != 2 {
		t.Errorf("%+v, %d or %d needed", v.Signed, v.Needs, v.NeedsOther)
	}
	w.refuse(w.dan, fund.ErrNotAllowed, w.underwrites(p, true))
	w.must(w.reps[0], w.underwrites(p, true))
	if v := w.petition(p); v.Petition.Status != fund.PetitionOpen {
		t.Errorf("%s with %+v", v.Petition.Status, v.Signed)
	}
	w.must(w.reps[1], w.underwrites(p, true))
	if v := w.petition(p); v.Petition.Status != fund.PetitionReached {
		t.Errorf("%s with %+v", v.Petition.Status, v.Signed)
	}
	w.sound()
}

// TestADemandOutlivesNobodysWords gives up what somebody demands who is erased,
// forgets their words, and takes their signature from others' demands.
func TestADemandOutlivesNobodysWords(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	for i := range int64(30) {
		w.live(w.consent(970+i, "Neighbour", ""), w.works)
	}
	w.moreReps(11)
	own := w.demanded(w.ann, fund.MeetingResidents)
	w.must(w.bob, w.underwrites(own, true))
	other := w.demanded(w.reps[0], fund.MeetingRepresentatives)
	w.must(w.ann, w.office.Erase)
	if v := w.petition(own); v.Petition.Status != fund.PetitionWithdrawn || v.Petition.Subject != "…" {
		t.Errorf("%s: %q", v.Petition.Status, v.Petition.Subject)
	}
	w.must(w.reps[1], w.underwrites(other, true))
	w.must(w.reps[1], w.office.Erase)
	if v := w.petition(other); len(v.Signers) != 1 {
		t.Errorf("signed by %v", v.Signers)
	}
	w.sound()
	db := w.tamper()
	w.edit(db, "INSERT INTO signatures (petition, person, at) VALUES ("+itoa(other.ID)+", "+itoa(w.bob.ID)+", 1)")
	if v := w.verified(); len(v.Faults) != 1 {
		t.Errorf("a signature more: %+v", v.Faults)
	}
}
