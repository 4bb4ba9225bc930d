package office

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"huimin/fund"
	"huimin/store"
)

// The names of entries about votes given in the room.
const (
	recordRoomVoter = "room_voter"   // somebody votes there, or no longer does
	recordTellers   = "room_tellers" // two are named, and nothing is counted yet
	recordRoomCount = "room_count"   // one has counted
	recordRecount   = "room_recount" // what was counted is void
)

var (
	// ErrNoRoomVotes says that votes in a ballot are given in the chat alone: it
	// is not a motion, or not a meeting's.
	ErrNoRoomVotes = errors.New("no votes in the room in this ballot")
	// ErrVotedInChat says that somebody has voted in the chat already.
	ErrVotedInChat = errors.New("voted in the chat")
	// ErrNoVoteHere says that somebody who is to vote in the room has no vote in
	// this ballot, or none any more.
	ErrNoVoteHere = errors.New("no vote in this ballot")
	// ErrVotesInRoom says that somebody votes in the room, and so not in the
	// chat.
	ErrVotesInRoom = errors.New("votes in the room")
	// ErrTellers says that a ballot's tellers are not two different people who
	// are present or hold an office there.
	ErrTellers = errors.New("not two tellers")
	// ErrNotTeller says that somebody counts who was not named to.
	ErrNotTeller = errors.New("not a teller of this ballot")
	// ErrUncounted says that a ballot cannot be closed by hand before its
	// tellers agree.
	ErrUncounted = errors.New("the votes in the room are not counted")
	// ErrCounted says that both tellers agreed already.
	ErrCounted = errors.New("the votes in the room are counted")
)

// RoomSumError says that a teller has counted Have votes where Want members
// vote in the room.
type RoomSumError struct{ Have, Want int }

// Error gives both figures.
func (e *RoomSumError) Error() string {
	return fmt.Sprintf("%d votes counted of %d", e.Have, e.Want)
}

// RoomEntry is the record's account of votes in the room: that a Voter votes
// there, who the Tellers are, or what one of them has counted. In a secret
// ballot the count waits for its close: two counts with one voter more or less
// between them would tell how that one voted.
type RoomEntry struct {
	Ballot  fund.BallotID   `json:"ballot"`
	Voter   fund.PersonID   `json:"voter,omitempty"`
	On      bool            `json:"on,omitempty"`
	Tellers []fund.PersonID `json:"tellers,omitempty"`
	Teller  fund.PersonID   `json:"teller,omitempty"`
	Count   fund.RoomCount  `json:"count,omitzero"`
	At      int64           `json:"at,omitempty"`
}

// TellerNews tells a teller that they were named, or have to count again.
type TellerNews struct {
	Ballot fund.BallotID
	Again  bool `json:",omitempty"`
	Agreed bool `json:",omitempty"`
}

// RoomView is the votes in the room as they stand.
type RoomView struct {
	Ballot  BallotView
	Voters  []fund.PersonID // who votes there
	May     []fund.PersonID // who could: those present who have not voted in the chat
	Tellers []fund.Telling
	Agreed  bool
}

// Room reads the votes in the room of a meeting's ballot: [ErrNoRoomVotes],
// [store.ErrNotFound].
func (o *Office) Room(tx *store.Tx, id fund.BallotID) (v RoomView, err error) {
	if v.Ballot, err = o.Ballot(tx, id); err != nil {
		return v, err
	}
	if err = roomVotes(v.Ballot.Ballot); err != nil {
		return v, err
	}
	if v.Voters, err = tx.RoomVoters(id); err != nil {
		return v, err
	}
	if v.Tellers, err = tx.Tellings(id); err != nil {
		return v, err
	}
	_, v.Agreed = fund.Agreed(v.Tellers, len(v.Voters))
	_, here, err := o.present(tx, v.Ballot.Ballot.Meeting)
	if err != nil {
		return v, err
	}
	_, voted, err := countVotes(tx, v.Ballot.Ballot, nil)
	v.May = slices.DeleteFunc(here, func(p fund.PersonID) bool { return slices.Contains(voted, p) })
	return v, err
}

// withRoom adds the votes given in the room to a tally, and gives who gave
// them; nobody while the tellers do not agree.
func withRoom(tx *store.Tx, id fund.BallotID, t fund.Tally) (fund.Tally, []fund.PersonID, error) {
	voters, err := tx.RoomVoters(id)
	if err != nil || len(voters) == 0 {
		return t, nil, err
	}
	list, err := tx.Tellings(id)
	t = t.WithRoom(len(voters), list)
	if t.Room == 0 {
		voters = nil
	}
	return t, voters, err
}

// roomCount gives what both tellers have counted in a ballot that is closed;
// nothing before.
func roomCount(tx *store.Tx, b fund.Ballot) (c fund.RoomCount, err error) {
	if b.Tally.Room == 0 {
		return c, nil
	}
	list, err := tx.Tellings(b.ID)
	if err != nil {
		return c, fmt.Errorf("ballot %d: %w", b.ID, err)
	}
	c, _ = fund.Agreed(list, b.Tally.Room)
	return c, nil
}

func roomVotes(b fund.Ballot) error {
	if b.Meeting == 0 || b.Kind != fund.BallotMotion {
		return ErrNoRoomVotes
	}
	return nil
}

// roomFor reads a ballot in which votes are given in the room, for whoever
// presides.
func (o *Office) roomFor(a Act, id fund.BallotID) (fund.Ballot, error) {
	b, err := a.Tx.Ballot(id)
	if err == nil {
		err = roomVotes(b)
	}
	if err == nil {
		err = o.Presides(a, b.Meeting)
	}
	if err == nil {
		err = b.Accepts(a.Now)
	}
	return b, err
}

// MarkRoomVoter notes, for whoever presides, that a member who is there votes
// in the room and so not in the chat, or takes that back. What was counted
// before is void. *fund.NotAllowed, [ErrNoRoomVotes], fund.ErrClosed,
// [ErrNotPresent], [ErrNoVoteHere], [ErrVotedInChat].
func (o *Office) MarkRoomVoter(a Act, id fund.BallotID, person fund.PersonID, on bool) error {
	b, err := o.roomFor(a, id)
	if err == nil && on {
		err = o.mayVoteInRoom(a, b, person)
	}
	if err != nil {
		return fmt.Errorf("mark voter of ballot %d: %w", id, err)
	}
	voters, err := a.Tx.RoomVoters(id)
	if err != nil || slices.Contains(voters, person) == on {
		return err
	}
	if err = a.Tx.SetRoomVoter(id, person, on); err == nil {
		err = a.record(recordRoomVoter, RoomEntry{Ballot: id, Voter: person, On: on})
	}
	if err == nil {
		err = o.recount(a, id, 0)
	}
	if err == nil {
		err = o.showBallot(a, b, coalesce)
	}
	return err
}

func (o *Office) mayVoteInRoom(a Act, b fund.Ballot, person fund.PersonID) error {
	here, err := a.Tx.IsPresent(b.Meeting, person)
	if err == nil && !here {
		err = ErrNotPresent
	}
	if err != nil {
		return err
	}
	rules, err := o.ballotRules(a.Tx, b)
	if err != nil {
		return err
	}
	voter, err := a.Tx.Person(person)
	if err == nil {
		err = o.hasVote(Act{Tx: a.Tx, Now: a.Now, By: voter}, b, rules)
	}
	if errors.Is(err, fund.ErrNotAllowed) || errors.Is(err, ErrNotOnRoster) {
		err = ErrNoVoteHere
	}
	if err != nil {
		return err
	}
	voted, err := o.HasVoted(a.Tx, b, person)
	if voted {
		err = ErrVotedInChat
	}
	return err
}

// chatVoter refuses the vote in the chat of whoever votes in the room:
// [ErrVotesInRoom].
func chatVoter(a Act, id fund.BallotID) error {
	voters, err := a.Tx.RoomVoters(id)
	if err == nil && slices.Contains(voters, a.By.ID) {
		err = ErrVotesInRoom
	}
	return err
}

// TellersFor gives who may be a teller of a meeting's votes: whoever is
// present, and not by proxy, and whoever holds an office there.
func (o *Office) TellersFor(a Act, meeting fund.MeetingID) ([]fund.PersonID, error) {
	m, err := a.Tx.Meeting(meeting)
	if err != nil {
		return nil, err
	}
	_, people, err := o.present(a.Tx, meeting)
	if err != nil {
		return nil, err
	}
	proxies, err := o.proxiesIn(a.Tx, m)
	if err != nil {
		return nil, err
	}
	people = slices.DeleteFunc(people, func(p fund.PersonID) bool {
		return slices.ContainsFunc(proxies, func(x fund.Proxy) bool { return x.Giver == p })
	})
	others, err := o.Candidates(a, m.Community)
	for _, c := range others {
		if (c.Role == fund.RoleStaff || c.Role == fund.RoleSupervisor) && !slices.Contains(people, c.Person) {
			people = append(people, c.Person)
		}
	}
	return people, err
}

// NameTellers names, for whoever presides, the two who count the votes in the
// room, in place of others, and tells them. *fund.NotAllowed,
// [ErrNoRoomVotes], fund.ErrClosed, [ErrTellers].
func (o *Office) NameTellers(a Act, id fund.BallotID, people []fund.PersonID) error {
	b, err := o.roomFor(a, id)
	var may []fund.PersonID
	if err == nil {
		may, err = o.TellersFor(a, b.Meeting)
	}
	if err == nil && (len(people) != fund.Tellers || people[0] == people[1] ||
		slices.ContainsFunc(people, func(p fund.PersonID) bool { return !slices.Contains(may, p) })) {
		err = ErrTellers
	}
	if err == nil {
		people = slices.Sorted(slices.Values(people))
		err = a.Tx.SetTellers(id, people)
	}
	if err == nil {
		err = a.record(recordTellers, RoomEntry{Ballot: id, Tellers: people})
	}
	if err == nil {
		err = o.tellTellers(a, people, TellerNews{Ballot: id})
	}
	if err != nil {
		return fmt.Errorf("name tellers of ballot %d: %w", id, err)
	}
	return nil
}

func (o *Office) tellTellers(a Act, people []fund.PersonID, n TellerNews) error {
	for _, p := range people {
		if err := o.tell(a, p, Notice{Kind: KindTeller, Data: n, Lane: store.LaneReply}); err != nil {
			return err
		}
	}
	return nil
}

// recount makes what was counted void, and has the tellers count again; one of
// them, who sees it, is not told. Nothing happens while nobody has counted.
func (o *Office) recount(a Act, id fund.BallotID, sees fund.PersonID) error {
	list, err := a.Tx.Tellings(id)
	if err != nil || !slices.ContainsFunc(list, func(t fund.Telling) bool { return !t.At.IsZero() }) {
		return err
	}
	var people []fund.PersonID
	for _, t := range list {
		people = append(people, t.Teller)
	}
	if err = a.Tx.SetTellers(id, people); err == nil {
		err = a.record(recordRecount, RoomEntry{Ballot: id, Tellers: people})
	}
	if err == nil {
		people = slices.DeleteFunc(people, func(p fund.PersonID) bool { return p == sees })
		err = o.tellTellers(a, people, TellerNews{Ballot: id, Again: true})
	}
	return err
}

// MayCount says whether the act's person may enter a count of the votes in the
// room: nil, [ErrNotTeller], [ErrCounted], fund.ErrClosed.
func (o *Office) MayCount(a Act, id fund.BallotID) error {
	b, err := a.Tx.Ballot(id)
	if err == nil && b.Status != fund.BallotOpen {
		err = fund.ErrClosed
	}
	if err != nil {
		return err
	}
	voters, err := a.Tx.RoomVoters(id)
	if err != nil {
		return err
	}
	list, err := a.Tx.Tellings(id)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(list, func(t fund.Telling) bool { return t.Teller == a.By.ID }) {
		return ErrNotTeller
	}
	if _, agreed := fund.Agreed(list, len(voters)); agreed {
		return ErrCounted
	}
	return nil
}

// CountRoom takes down what the act's person has counted, not knowing what the
// other teller has. Where both agree the count stands, and a ballot whose hour
// has passed is closed; where they differ both have to count again, and agreed
// and again tell which. [Office.MayCount]'s errors, *[RoomSumError].
func (o *Office) CountRoom(a Act, id fund.BallotID, c fund.RoomCount) (agreed, again bool, err error) {
	agreed, again, err = o.countRoom(a, id, c)
	if err != nil {
		return false, false, fmt.Errorf("count votes of ballot %d: %w", id, err)
	}
	return agreed, again, nil
}

func (o *Office) countRoom(a Act, id fund.BallotID, c fund.RoomCount) (agreed, again bool, err error) {
	if err := o.MayCount(a, id); err != nil {
		return false, false, err
	}
	voters, err := a.Tx.RoomVoters(id)
	if err != nil {
		return false, false, err
	}
	if min(c.For, c.Against, c.Abstain) < 0 || c.Sum() != len(voters) || len(voters) == 0 {
		return false, false, &RoomSumError{Have: c.Sum(), Want: len(voters)}
	}
	if err := a.Tx.SaveTelling(id, fund.Telling{Teller: a.By.ID, Count: c, At: a.Now}); err != nil {
		return false, false, err
	}
	b, err := a.Tx.Ballot(id)
	if err != nil {
		return false, false, err
	}
	entry := RoomEntry{Ballot: id, Teller: a.By.ID, At: unix(a.Now)}
	if !b.Secret {
		entry.Count = c
	}
	if err := a.record(recordRoomCount, entry); err != nil {
		return false, false, err
	}
	list, err := a.Tx.Tellings(id)
	if err != nil || slices.ContainsFunc(list, func(t fund.Telling) bool { return t.At.IsZero() }) {
		return false, false, err
	}
	if _, agreed = fund.Agreed(list, len(voters)); !agreed {
		return false, true, o.recount(a, id, a.By.ID)
	}
	if a.Now.Before(b.Closes) {
		err = o.showBallot(a, b, coalesce)
	} else {
		_, err = o.closeBallot(a, b, 0, b.Closes)
	}
	if err == nil {
		err = o.tellAgreed(a, b, list)
	}
	return true, false, err
}

// tellAgreed tells the other teller, and whoever presides, that the count
// stands.
func (o *Office) tellAgreed(a Act, b fund.Ballot, list []fund.Telling) error {
	m, err := a.Tx.Meeting(b.Meeting)
	if err != nil {
		return err
	}
	people := []fund.PersonID{m.Chair}
	for _, t := range list {
		people = append(people, t.Teller)
	}
	slices.Sort(people)
	people = slices.DeleteFunc(slices.Compact(people), func(p fund.PersonID) bool { return p == a.By.ID || p == 0 })
	return o.tellTellers(a, people, TellerNews{Ballot: b.ID, Agreed: true})
}

// countedBy is until when what happens to a ballot can count: its hour, or
// later while its tellers do not agree.
func (o *Office) countedBy(a Act, b fund.Ballot) (time.Time, error) {
	voters, err := a.Tx.RoomVoters(b.ID)
	if err != nil || len(voters) == 0 {
		return b.Closes, err
	}
	list, err := a.Tx.Tellings(b.ID)
	if _, agreed := fund.Agreed(list, len(voters)); agreed {
		return b.Closes, err
	}
	return b.Closes.Add(fund.CountGrace), err
}

// roomCounted says whether a ballot may be closed by a press as far as votes in
// the room go: nil or [ErrUncounted].
func (o *Office) roomCounted(a Act, b fund.Ballot) error {
	by, err := o.countedBy(a, b)
	if err == nil && by.After(b.Closes) && a.Now.Before(by) {
		err = ErrUncounted
	}
	return err
}
