package office

import (
	"errors"
	"fmt"
	"slices"

	"huimin/fund"
	"huimin/store"
)

var (
	// ErrRepresented says that somebody would vote themselves for whom another
	// member votes: they have to check in, or take their proxy back.
	ErrRepresented = errors.New("represented by proxy")
	// ErrHereInPerson says that somebody who is at the meeting would give a
	// proxy.
	ErrHereInPerson = errors.New("present in person")
)

// ProxyNews tells of a proxy that was given, or that has ended.
type ProxyNews struct {
	Proxy int64
	Ended bool `json:",omitempty"`
}

// ProxyVote asks the holder of a proxy for its giver's vote.
type ProxyVote struct {
	Ballot fund.BallotID
	Giver  fund.PersonID
}

// proxiesIn gives the proxies that hold at a meeting; none where the programme
// has no proxies.
func (o *Office) proxiesIn(tx *store.Tx, m fund.Meeting) ([]fund.Proxy, error) {
	if !o.meetingRules(m).Meetings.Proxies {
		return nil, nil
	}
	list, err := o.localProxies(tx.Proxies(m.ID))
	return slices.DeleteFunc(list, func(p fund.Proxy) bool { return !p.Ended.IsZero() }), err
}

func (o *Office) localProxies(list []fund.Proxy, err error) ([]fund.Proxy, error) {
	for i := range list {
		list[i].Given, list[i].Ended = o.local(list[i].Given), o.local(list[i].Ended)
	}
	return list, err
}

// MayGiveProxy says whether the act's person may give their proxy for a meeting
// now: nil, [fund.ErrNoProxies], *fund.StateError, [ErrNotMember],
// [ErrHereInPerson], [fund.ErrProxyGiven], [fund.ErrProxyHeld].
func (o *Office) MayGiveProxy(a Act, id fund.MeetingID) error {
	v, err := o.Meeting(a, id)
	if err == nil {
		err = o.mayGive(v, a.By.ID)
	}
	if err == nil {
		err = fund.CheckProxy(v.Proxies, a.By.ID, 0)
	}
	return err
}

func (o *Office) mayGive(v MeetingView, giver fund.PersonID) error {
	switch {
	case !o.meetingRules(v.Meeting).Meetings.Proxies:
		return fund.ErrNoProxies
	case !slices.Contains(v.Members, giver):
		return ErrNotMember
	case slices.Contains(v.Present, giver) && !slices.ContainsFunc(v.Proxies, func(p fund.Proxy) bool { return p.Giver == giver }):
		return ErrHereInPerson
	}
	return v.Meeting.In(fund.MeetingCalled, fund.MeetingOpen)
}

// GiveProxy has another member of a meeting vote for the act's person there:
// what [Office.MayGiveProxy] refuses, and [ErrNotMember], [fund.ErrProxyGiven]
// and [fund.ErrProxyHeld] for the holder, [fund.ErrProxySelf].
func (o *Office) GiveProxy(a Act, id fund.MeetingID, holder fund.PersonID) (fund.Proxy, error) {
	return o.giveProxy(a, id, a.By.ID, holder)
}

// EnterProxy takes down, for whoever presides, a proxy that a member has handed
// in on paper: *fund.NotAllowed, and as [Office.GiveProxy].
func (o *Office) EnterProxy(a Act, id fund.MeetingID, giver, holder fund.PersonID) (fund.Proxy, error) {
	if err := o.Presides(a, id); err != nil {
		return fund.Proxy{}, fmt.Errorf("enter proxy at meeting %d: %w", id, err)
	}
	return o.giveProxy(a, id, giver, holder)
}

func (o *Office) giveProxy(a Act, id fund.MeetingID, giver, holder fund.PersonID) (fund.Proxy, error) {
	p := fund.Proxy{Meeting: id, Giver: giver, Holder: holder, By: a.By.ID, Given: a.Now}
	v, err := o.Meeting(a, id)
	if err == nil {
		err = o.mayGive(v, giver)
	}
	if err == nil && !slices.Contains(v.Members, holder) {
		err = ErrNotMember
	}
	if err == nil {
		err = fund.CheckProxy(v.Proxies, giver, holder)
	}
	if err == nil {
		p.ID, err = a.Tx.AddProxy(p)
	}
	if err == nil {
		err = recordThing(a, aboutProxy(p))
	}
	if err == nil {
		err = o.tellProxy(a, p, false)
	}
	if err == nil && slices.Contains(v.Present, holder) {
		if err = o.represent(a, v.Meeting, p, true); err == nil {
			err = o.showPresence(a, v.Meeting)
		}
	}
	if err != nil {
		return p, fmt.Errorf("proxy at meeting %d: %w", id, err)
	}
	return p, nil
}

// TakeBackProxy ends the proxy that the act's person has given; what was voted
// by it stands. had is false where there was none. *fund.StateError once the
// meeting is over.
func (o *Office) TakeBackProxy(a Act, id fund.MeetingID) (had bool, err error) {
	m, err := a.Tx.Meeting(id)
	if err == nil {
		err = m.In(fund.MeetingCalled, fund.MeetingOpen)
	}
	var list []fund.Proxy
	if err == nil {
		list, err = o.proxiesIn(a.Tx, m)
	}
	for _, p := range list {
		if err != nil || p.Giver != a.By.ID {
			continue
		}
		had = true
		if err = o.endProxy(a, p); err == nil {
			err = o.represent(a, m, p, false)
		}
		if err == nil && m.Status == fund.MeetingOpen {
			err = o.showPresence(a, m)
		}
	}
	if err != nil {
		return had, fmt.Errorf("take back proxy at meeting %d: %w", id, err)
	}
	return had, nil
}

func (o *Office) endProxy(a Act, p fund.Proxy) error {
	p.Ended, p.EndedBy = a.Now, a.By.ID
	err := a.Tx.EndProxy(p)
	if err == nil {
		err = recordThing(a, aboutProxy(p))
	}
	if err == nil {
		err = o.tellProxy(a, p, true)
	}
	return err
}

// tellProxy tells giver and holder what became of a proxy, but for the one who
// did it.
func (o *Office) tellProxy(a Act, p fund.Proxy, ended bool) error {
	for _, person := range []fund.PersonID{p.Giver, p.Holder} {
		if person == a.By.ID {
			continue
		}
		if err := o.tell(a, person, Notice{Kind: KindProxy, Data: ProxyNews{p.ID, ended}, Lane: store.LaneReply}); err != nil {
			return err
		}
	}
	return nil
}

// wasInPerson tells whether a member who moves was there in person. Their
// proxy ends when they come, and when whoever presides strikes them out; they
// cannot leave what they are not at.
func (o *Office) wasInPerson(a Act, move fund.Movement, was bool, proxies []fund.Proxy) (bool, error) {
	i := slices.IndexFunc(proxies, func(p fund.Proxy) bool { return p.Giver == move.Person })
	if i < 0 {
		return was, nil
	}
	if !move.Here && (!was || move.Person == a.By.ID) {
		return false, nil
	}
	return was && !move.Here, o.endProxy(a, proxies[i])
}

// represent notes that the giver of a proxy is there by it, or no longer, as
// its holder comes and goes; who comes is asked for the giver's votes too.
func (o *Office) represent(a Act, m fund.Meeting, p fund.Proxy, here bool) error {
	member, err := isMember(a.Tx, m.ID, p.Giver)
	if err != nil || !member {
		return err
	}
	was, err := a.Tx.IsPresent(m.ID, p.Giver)
	if err != nil || was == here {
		return err
	}
	if err := addMovement(a, m, fund.Movement{Person: p.Giver, Here: here, Way: fund.CheckInProxy}); err != nil || !here {
		return err
	}
	list, err := a.Tx.MeetingBallots(m.ID)
	for _, b := range list {
		if err == nil && b.Status == fund.BallotOpen {
			err = o.askHolder(a, b, p)
		}
	}
	return err
}

func isMember(tx *store.Tx, id fund.MeetingID, person fund.PersonID) (bool, error) {
	members, err := tx.MeetingMembers(id)
	return slices.Contains(members, person), err
}

// askHolders asks everybody who holds a proxy, and is there, for the giver's
// vote in a ballot that has just opened.
func (o *Office) askHolders(a Act, b fund.Ballot) error {
	m, err := a.Tx.Meeting(b.Meeting)
	var list []fund.Proxy
	if err == nil {
		list, err = o.proxiesIn(a.Tx, m)
	}
	for _, p := range list {
		var here bool
		if err == nil {
			here, err = a.Tx.IsPresent(m.ID, p.Giver)
		}
		if err == nil && here {
			err = o.askHolder(a, b, p)
		}
	}
	return err
}

func (o *Office) askHolder(a Act, b fund.Ballot, p fund.Proxy) error {
	return o.tell(a, p.Holder, Notice{Kind: KindProxyVote, Data: ProxyVote{b.ID, p.Giver}, Lane: store.LaneReply})
}

// ByProxy is the act of a member whose proxy the act's person holds, to vote in
// a meeting's ballot for them; for the act's person themselves it is a.
// [fund.ErrNoProxy].
func (o *Office) ByProxy(a Act, ballot fund.BallotID, giver fund.PersonID) (Act, error) {
	if giver == 0 || giver == a.By.ID {
		return a, nil
	}
	b, err := a.Tx.Ballot(ballot)
	var p fund.Proxy
	if err == nil {
		p, err = o.proxyOf(a.Tx, b.Meeting, giver)
	}
	if err == nil && (p.ID == 0 || p.Holder != a.By.ID) {
		err = fund.ErrNoProxy
	}
	if err == nil {
		a.holder = a.By.ID
		a.By, err = a.Tx.Person(giver)
	}
	if err != nil {
		return a, fmt.Errorf("vote for %d: %w", giver, err)
	}
	return a, nil
}

// proxyOf gives the proxy of a member that holds; the zero Proxy for none.
func (o *Office) proxyOf(tx *store.Tx, id fund.MeetingID, giver fund.PersonID) (fund.Proxy, error) {
	return o.findProxy(tx, id, func(p fund.Proxy) bool { return p.Giver == giver })
}

// HeldProxy gives the proxy that a member of a meeting holds; the zero Proxy
// for none.
func (o *Office) HeldProxy(tx *store.Tx, id fund.MeetingID, holder fund.PersonID) (fund.Proxy, error) {
	return o.findProxy(tx, id, func(p fund.Proxy) bool { return p.Holder == holder })
}

func (o *Office) findProxy(tx *store.Tx, id fund.MeetingID, is func(fund.Proxy) bool) (fund.Proxy, error) {
	if id == 0 {
		return fund.Proxy{}, nil
	}
	m, err := tx.Meeting(id)
	var list []fund.Proxy
	if err == nil {
		list, err = o.proxiesIn(tx, m)
	}
	if i := slices.IndexFunc(list, is); i >= 0 {
		return list[i], err
	}
	return fund.Proxy{}, err
}

// notRepresented refuses the own vote of a member whom another represents, and
// the vote by a proxy that does not hold: [ErrRepresented], [fund.ErrNoProxy].
func (o *Office) notRepresented(a Act, id fund.MeetingID) error {
	p, err := o.proxyOf(a.Tx, id, a.By.ID)
	switch {
	case err != nil:
		return err
	case a.holder != p.Holder && a.holder == 0:
		return ErrRepresented
	case a.holder != p.Holder:
		return fund.ErrNoProxy
	}
	return nil
}

// Proxy reads one proxy: [store.ErrNotFound].
func (o *Office) Proxy(tx *store.Tx, id int64) (fund.Proxy, error) {
	p, err := tx.Proxy(id)
	p.Given, p.Ended = o.local(p.Given), o.local(p.Ended)
	return p, err
}

func aboutProxy(p fund.Proxy) thing {
	return thing{noun: nounProxy, id: p.ID, facts: proxyFacts{p.Meeting, p.Giver, p.Holder, p.By, unix(p.Given), unix(p.Ended), p.EndedBy}}
}

// proxyFacts are a proxy's columns in the record.
type proxyFacts struct {
	Meeting fund.MeetingID `json:"meeting"`
	Giver   fund.PersonID  `json:"giver"`
	Holder  fund.PersonID  `json:"holder"`
	By      fund.PersonID  `json:"by"`
	Given   int64          `json:"given"`
	Ended   int64          `json:"ended"`
	EndedBy fund.PersonID  `json:"ended_by"`
}
