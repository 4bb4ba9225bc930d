package office

import (
	"fmt"
	"slices"
	"time"

	"huimin/fund"
)

// roomSaid is what the record says of votes given in the room: by whom, and
// what the tellers have counted.
type roomSaid struct {
	voters   []fund.PersonID
	tellings []fund.Telling
}

// hearRoom takes in an entry about votes in the room.
func (s *sayings) hearRoom(what string, e RoomEntry) {
	b, known := s.ballots[e.Ballot]
	if !known {
		return // the ballot itself is a fault then
	}
	switch what {
	case recordRoomVoter:
		b.room.voters = slices.DeleteFunc(b.room.voters, func(p fund.PersonID) bool { return p == e.Voter })
		if e.On {
			b.room.voters = append(b.room.voters, e.Voter)
		}
		slices.Sort(b.room.voters)
	case recordTellers, recordRecount:
		b.room.tellings = nil
		for _, p := range e.Tellers {
			b.room.tellings = append(b.room.tellings, fund.Telling{Teller: p})
		}
	case recordRoomCount:
		for i := range b.room.tellings {
			if t := &b.room.tellings[i]; t.Teller == e.Teller {
				t.Count, t.At = e.Count, time.Unix(e.At, 0).UTC()
			}
		}
	}
	s.ballots[e.Ballot] = b
}

// room compares who votes in the room of a ballot, and what was counted there.
func (v *verifier) room(id fund.BallotID, said roomSaid) error {
	people, err := v.tx.RoomVoters(id)
	if err != nil {
		return err
	}
	tellings, err := v.tx.Tellings(id)
	if err != nil {
		return err
	}
	books, record := fmt.Sprint(people, told(tellings)), fmt.Sprint(said.voters, told(said.tellings))
	if books != record {
		v.fault(Fault{Kind: FaultDiffers, Noun: "ballot", ID: int64(id), Field: "room", Books: books, Record: record})
	}
	return nil
}

func told(list []fund.Telling) (out []string) {
	for _, t := range list {
		out = append(out, fmt.Sprint(t.Teller, t.Count, unix(t.At)))
	}
	return out
}
