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
				t.At = time.Unix(e.At, 0).UTC()
			}
		}
		b.room.tell([]RoomEntry{e})
	}
	s.ballots[e.Ballot] = b
}

// tell takes in what tellers have counted.
func (r *roomSaid) tell(counts []RoomEntry) {
	for _, e := range counts {
		for i := range r.tellings {
			if r.tellings[i].Teller == e.Teller {
				r.tellings[i].Count = e.Count
			}
		}
	}
}

// room compares who votes in the room of a ballot, and what was counted there,
// which of a secret one the record does not say before its close.
func (v *verifier) room(b fund.Ballot, said roomSaid) error {
	id := b.ID
	people, err := v.tx.RoomVoters(id)
	if err != nil {
		return err
	}
	tellings, err := v.tx.Tellings(id)
	if err != nil {
		return err
	}
	if b.Secret && b.Status == fund.BallotOpen {
		for i := range tellings {
			tellings[i].Count = fund.RoomCount{}
		}
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
