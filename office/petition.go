package office

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"huimin/fund"
	"huimin/store"
)

// The names of entries about demands for a meeting.
const (
	recordPetitionOpened    = "petition_opened"
	recordPetitionReached   = "petition_reached"
	recordPetitionAnswered  = "petition_answered"
	recordPetitionRenewed   = "petition_renewed" // its meeting was cancelled
	recordPetitionWithdrawn = "petition_withdrawn"
	recordPetitionSigned    = "petition_signed"
)

// The kinds of notice about demands; see [Notice].
const (
	KindPetitionPost = "petition_post" // PetitionPost
	KindPetitionTask = "petition_task" // PetitionTask, to whoever has to call the meeting
)

var (
	// ErrPetitionStands says that such a meeting is being demanded already.
	ErrPetitionStands = errors.New("such a meeting is demanded already")
	// ErrPetition says that a meeting cannot be called upon that demand: it is
	// of another kind or place.
	ErrPetition = errors.New("not a demand for that meeting")
)

// PetitionFacts are a demand's columns in the record, as in [ProjectFacts].
// Subject is sealed.
type PetitionFacts struct {
	ID        fund.PetitionID     `json:"id"`
	Community fund.PlaceID        `json:"community"`
	Kind      fund.MeetingKind    `json:"kind"`
	Status    fund.PetitionStatus `json:"status"`
	Opened    int64               `json:"opened"`
	OpenedBy  fund.PersonID       `json:"opened_by"`
	Reached   int64               `json:"reached"`
	Ended     int64               `json:"ended"`
	Subject   string              `json:"subject"`
}

// SignatureEntry is the record's account of somebody signing a demand, or
// taking that back.
type SignatureEntry struct {
	Petition fund.PetitionID `json:"petition"`
	Signed   bool            `json:"signed"`
}

// PetitionPost is the post about a demand in the group of those who may sign.
type PetitionPost struct{ Petition fund.PetitionID }

// PetitionTask tells that a demanded meeting has to be called; Escalated is
// true for those one level up, once that is overdue.
type PetitionTask struct {
	Petition  fund.PetitionID
	Escalated bool `json:",omitempty"`
}

// PetitionTopic is under what the post about a demand is edited.
func PetitionTopic(id fund.PetitionID) string { return fmt.Sprintf("petition:%d", id) }

// DemandOf is the action that signs for a meeting of a kind.
func DemandOf(k fund.MeetingKind) fund.Action {
	if k == fund.MeetingResidents {
		return fund.ActDemandAll
	}
	return fund.ActDemand
}

// Demand opens a demand for a meeting of a community, and signs it:
// *fund.NotAllowed, [ErrPetitionStands] while another one stands,
// *fund.LengthError for the subject.
func (o *Office) Demand(a Act, community fund.PlaceID, k fund.MeetingKind, subject string) (fund.Petition, error) {
	p, err := o.demand(a, community, k, strings.TrimSpace(subject))
	if err != nil {
		return p, fmt.Errorf("demand a meeting: %w", err)
	}
	return p, nil
}

func (o *Office) demand(a Act, community fund.PlaceID, k fund.MeetingKind, subject string) (p fund.Petition, err error) {
	if err := o.MayDemand(a, community, k); err != nil {
		return p, err
	}
	if err := o.Rules(a.Now).Requests.CheckText(subject); err != nil {
		return p, err
	}
	p = fund.Petition{
		Community: community, Kind: k, Subject: subject, Status: fund.PetitionOpen, Opened: a.Now, OpenedBy: a.By.ID,
	}
	if p.ID, err = a.Tx.AddPetition(p); err != nil {
		return p, err
	}
	if err := o.recordPetition(a, recordPetitionOpened, p); err != nil {
		return p, err
	}
	v, err := o.sign(a, p, true)
	return v.Petition, err
}

// MayDemand says whether the act's person may open a demand for such a
// meeting: nil, *fund.NotAllowed or [ErrPetitionStands].
func (o *Office) MayDemand(a Act, community fund.PlaceID, k fund.MeetingKind) error {
	if !slices.Contains(fund.MeetingKinds(), k) {
		return fmt.Errorf("no such meeting: %q", k)
	}
	if err := o.Allowed(a, DemandOf(k), community); err != nil {
		return err
	}
	list, err := a.Tx.PetitionsStanding(community)
	if err == nil && slices.ContainsFunc(list, func(p fund.Petition) bool { return p.Kind == k }) {
		err = ErrPetitionStands
	}
	return err
}

// SignPetition signs a demand, or takes the signature back, which can be done
// until enough have signed; changed is false when it was so before, also then.
// *fund.NotAllowed, *fund.StateError.
func (o *Office) SignPetition(a Act, id fund.PetitionID, signed bool) (v PetitionView, changed bool, err error) {
	p, err := a.Tx.Petition(id)
	if err == nil {
		err = o.allow(a, DemandOf(p.Kind), p.Community)
	}
	if err == nil {
		v, err = o.petition(a, p)
	}
	had := slices.Contains(v.Signers, a.By.ID)
	if err == nil && had != signed {
		err = p.In(fund.PetitionOpen)
	}
	if err == nil && had != signed {
		v, err = o.sign(a, p, signed)
	}
	if err != nil {
		return v, false, fmt.Errorf("sign petition %d: %w", id, err)
	}
	return v, had != signed, nil
}

// sign keeps that a signature was given or taken back. When enough have signed,
// against those who are there at that moment, the staff are told to call the
// meeting.
func (o *Office) sign(a Act, p fund.Petition, signed bool) (v PetitionView, err error) {
	if signed {
		_, err = a.Tx.Sign(p.ID, a.By.ID, a.Now)
	} else {
		_, err = a.Tx.Unsign(p.ID, a.By.ID)
	}
	if err == nil {
		err = a.record(recordPetitionSigned, SignatureEntry{p.ID, signed})
	}
	if err == nil {
		v, err = o.petition(a, p)
	}
	if err != nil {
		return v, err
	}
	if _, enough := o.Rules(a.Now).Meetings.Demanded(p.Kind, v.Signed); !enough {
		return v, o.showPetition(a, p, coalesce)
	}
	if err := p.Reach(a.Now); err != nil {
		return v, err
	}
	if err := o.keepPetition(a, recordPetitionReached, p); err != nil {
		return v, err
	}
	if err := o.taskPetition(a, p, "reached"); err != nil {
		return v, err
	}
	return o.petition(a, p)
}

// WithdrawPetition gives a demand up, by whoever opened it and before enough
// have signed: [ErrNotYours], *fund.StateError.
func (o *Office) WithdrawPetition(a Act, id fund.PetitionID) error {
	p, err := a.Tx.Petition(id)
	if err == nil && (a.By.ID == 0 || p.OpenedBy != a.By.ID) {
		err = ErrNotYours
	}
	if err == nil {
		err = p.Withdraw(a.Now)
	}
	if err == nil {
		err = o.keepPetition(a, recordPetitionWithdrawn, p)
	}
	if err != nil {
		return fmt.Errorf("withdraw petition %d: %w", id, err)
	}
	return nil
}

// PetitionView is a demand as it stands. Due is until when the meeting has to
// be called, once enough have signed. Needs and NeedsOther are how many
// signatures are enough: of those who meet, and, for a residents' meeting, of
// the representatives. Basis is by whose will the meeting is to be called, once
// enough have signed.
type PetitionView struct {
	Petition          fund.Petition
	Basis             fund.MeetingBasis
	Signers           []fund.PersonID
	Signed            fund.Signed
	Needs, NeedsOther int
	Due               time.Time
}

// Petition reads a demand as it stands: [store.ErrNotFound].
func (o *Office) Petition(a Act, id fund.PetitionID) (v PetitionView, err error) {
	p, err := a.Tx.Petition(id)
	if err != nil {
		return v, err
	}
	return o.petition(a, p)
}

// Petitions gives a community's demands that stand.
func (o *Office) Petitions(a Act, community fund.PlaceID) (list []PetitionView, err error) {
	standing, err := a.Tx.PetitionsStanding(community)
	for _, p := range standing {
		if err != nil {
			break
		}
		var v PetitionView
		v, err = o.petition(a, p)
		list = append(list, v)
	}
	return list, err
}

func (o *Office) petition(a Act, p fund.Petition) (v PetitionView, err error) {
	if v.Signers, err = a.Tx.Signers(p.ID); err != nil {
		return v, err
	}
	bodies := map[fund.MeetingKind][]fund.PersonID{}
	for _, k := range fund.MeetingKinds() {
		body, err := o.roster(a, k.Voters(), p.Community)
		if err != nil && !errors.Is(err, ErrNoRepresentatives) && !errors.Is(err, ErrNoResidents) {
			return v, err
		}
		bodies[k] = body
	}
	v.Signed = fund.CountSigned(v.Signers, bodies[fund.MeetingRepresentatives], bodies[fund.MeetingResidents])
	rules := o.Rules(a.Now).Meetings
	v.Needs = rules.CallShare.Needs(v.Signed.OfRepresentatives)
	if p.Kind == fund.MeetingResidents {
		v.Needs = rules.ResidentsCallShare.Needs(v.Signed.OfResidents)
		v.NeedsOther = rules.ResidentsCallByReps.Needs(v.Signed.OfRepresentatives)
	}
	if !p.Reached.IsZero() {
		v.Due = o.petitionDue(p)
		var enough bool
		if v.Basis, enough = o.Rules(p.Reached).Meetings.Demanded(p.Kind, v.Signed); !enough { // it was, when it was reached
			v.Basis = fund.MeetingBasis(p.Kind)
		}
	}
	v.Petition = o.localPetition(p)
	return v, nil
}

func (o *Office) localPetition(p fund.Petition) fund.Petition {
	p.Opened, p.Reached, p.Ended = o.local(p.Opened), o.local(p.Reached), o.local(p.Ended)
	return p
}

// petitionDue is until when a demanded meeting has to be called: the end of
// the last day.
func (o *Office) petitionDue(p fund.Petition) time.Time {
	return o.dayBegins(p.Reached, o.Rules(p.Reached).Meetings.CallDays+1).Add(-time.Minute)
}

// keepPetition keeps where a demand stands, and says so.
func (o *Office) keepPetition(a Act, what string, p fund.Petition) error {
	if err := a.Tx.SavePetition(p); err != nil {
		return err
	}
	if err := o.recordPetition(a, what, p); err != nil {
		return err
	}
	return o.showPetition(a, p, 0)
}

func (o *Office) recordPetition(a Act, what string, p fund.Petition) (err error) {
	facts := petitionFacts(p)
	if facts.Subject, err = a.seal(p.Subject, p.OpenedBy); err != nil {
		return err
	}
	return a.record(what, facts)
}

func petitionFacts(p fund.Petition) PetitionFacts {
	return PetitionFacts{
		ID: p.ID, Community: p.Community, Kind: p.Kind, Status: p.Status, Opened: unix(p.Opened), OpenedBy: p.OpenedBy,
		Reached: unix(p.Reached), Ended: unix(p.Ended),
	}
}

func (o *Office) showPetition(a Act, p fund.Petition, wait time.Duration) error {
	n := Notice{Kind: KindPetitionPost, Data: PetitionPost{p.ID}, Lane: store.LaneNotice, Due: a.Now.Add(wait)}
	_, err := o.postTo(a, p.Community, PetitionTopic(p.ID), n, ballotGroup(p.Kind.Voters()))
	return err
}

// demanded says by whose will a meeting is called that answers a demand:
// [ErrPetition], *fund.StateError unless it waits.
func (o *Office) demanded(a Act, m *fund.Meeting) error {
	v, err := o.Petition(a, m.Petition)
	switch {
	case err != nil:
		return err
	case v.Petition.Community != m.Community || v.Petition.Kind != m.Kind:
		return ErrPetition
	}
	m.Basis = v.Basis
	return v.Petition.In(fund.PetitionReached)
}

// answerPetition notes that the meeting is called that a demand is for.
func (o *Office) answerPetition(a Act, m fund.Meeting) error {
	if m.Petition == 0 {
		return nil
	}
	p, err := a.Tx.Petition(m.Petition)
	if err == nil {
		err = p.Answer(a.Now)
	}
	if err == nil {
		err = o.keepPetition(a, recordPetitionAnswered, p)
	}
	return err
}

// renewPetition lets a demand stand again whose meeting was cancelled, unless
// another one has taken its place.
func (o *Office) renewPetition(a Act, m fund.Meeting) error {
	if m.Petition == 0 {
		return nil
	}
	list, err := a.Tx.PetitionsStanding(m.Community)
	if err != nil || slices.ContainsFunc(list, func(p fund.Petition) bool { return p.Kind == m.Kind }) {
		return err
	}
	p, err := a.Tx.Petition(m.Petition)
	if err == nil {
		err = p.Renew()
	}
	if err == nil {
		err = o.keepPetition(a, recordPetitionRenewed, p)
	}
	if err == nil {
		err = o.taskPetition(a, p, fmt.Sprintf("renewed:%d", m.ID))
	}
	return err
}
