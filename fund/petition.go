package fund

import (
	"fmt"
	"slices"
	"time"
)

// PetitionID numbers a demand for a meeting; 0 is none.
type PetitionID int64

// PetitionStatus is where a demand stands.
type PetitionStatus string

// The states of a demand: signatures are collected; enough have signed, and the
// committee has to call the meeting; it has; whoever opened it gave it up.
const (
	PetitionOpen      PetitionStatus = "open"
	PetitionReached   PetitionStatus = "reached"
	PetitionAnswered  PetitionStatus = "answered"
	PetitionWithdrawn PetitionStatus = "withdrawn"
)

// Petition is a demand that a meeting be called about Subject, for which
// signatures are collected.
type Petition struct {
	ID        PetitionID     `json:"id"`
	Community PlaceID        `json:"community"`
	Kind      MeetingKind    `json:"kind"`
	Subject   string         `json:"subject"`
	Status    PetitionStatus `json:"status"`
	Opened    time.Time      `json:"opened"`
	OpenedBy  PersonID       `json:"opened_by"`
	Reached   time.Time      `json:"reached"`
	Ended     time.Time      `json:"ended"`
}

// Reach notes that enough have signed: *StateError.
func (p *Petition) Reach(now time.Time) error {
	if err := p.In(PetitionOpen); err != nil {
		return err
	}
	p.Status, p.Reached = PetitionReached, now
	return nil
}

// Answer notes that the meeting demanded is called: *StateError.
func (p *Petition) Answer(now time.Time) error {
	if err := p.In(PetitionReached); err != nil {
		return err
	}
	p.Status, p.Ended = PetitionAnswered, now
	return nil
}

// Renew lets a demand stand again whose meeting was cancelled: *StateError.
func (p *Petition) Renew() error {
	if err := p.In(PetitionAnswered); err != nil {
		return err
	}
	p.Status, p.Ended = PetitionReached, time.Time{}
	return nil
}

// Withdraw gives a demand up for which signatures are collected: *StateError.
func (p *Petition) Withdraw(now time.Time) error {
	if err := p.In(PetitionOpen); err != nil {
		return err
	}
	p.Status, p.Ended = PetitionWithdrawn, now
	return nil
}

// In says whether the demand is in one of some states: nil or *StateError.
func (p Petition) In(want ...PetitionStatus) error {
	if slices.Contains(want, p.Status) {
		return nil
	}
	e := &StateError{Noun: "petition", ID: int64(p.ID), Have: string(p.Status)}
	for _, w := range want {
		e.Want = append(e.Want, string(w))
	}
	return fmt.Errorf("petition: %w", e)
}

// Signed is how many of those have signed a demand who are representatives, or
// residents, at that moment, and how many of each there are then. Who is both
// counts as both.
type Signed struct{ Representatives, OfRepresentatives, Residents, OfResidents int }

// CountSigned counts signatures against those of a moment. Signatures of others
// count for nothing.
func CountSigned(signers, representatives, residents []PersonID) Signed {
	among := func(body []PersonID) (n int) {
		for _, p := range body {
			if slices.Contains(signers, p) {
				n++
			}
		}
		return n
	}
	return Signed{among(representatives), len(representatives), among(residents), len(residents)}
}

// Demanded says whether a meeting of a kind must be called on so many
// signatures, and by whose will: a representatives' meeting on those of a fifth
// of the representatives (the Act, Art. 28); a residents' meeting on those of a
// tenth of the residents, or of a third of the representatives (Art. 26).
func (r MeetingRules) Demanded(k MeetingKind, s Signed) (MeetingBasis, bool) {
	switch {
	case k == MeetingRepresentatives && s.Representatives > 0 && r.CallShare.AtLeast(s.Representatives, s.OfRepresentatives):
		return CalledByRepresentatives, true
	case k != MeetingResidents:
		return "", false
	case s.Residents > 0 && r.ResidentsCallShare.AtLeast(s.Residents, s.OfResidents):
		return CalledByResidents, true
	case s.Representatives > 0 && r.ResidentsCallByReps.AtLeast(s.Representatives, s.OfRepresentatives):
		return CalledByRepresentatives, true
	}
	return "", false
}

// Needs is the smallest number of total that reaches the share, at least 1.
func (s Share) Needs(total int) int {
	if s.Den <= 0 {
		return 1
	}
	return max(1, (s.Num*total+s.Den-1)/s.Den)
}
