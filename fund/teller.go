package fund

import "time"

// CountGrace is for how long after its hour a vote waits for its tellers to
// agree. Nobody votes in it any more.
const CountGrace = 30 * time.Minute

// RoomCount is a count of votes given in the room, on paper or by voice.
type RoomCount struct {
	For     int `json:"for"`
	Against int `json:"against"`
	Abstain int `json:"abstain"`
}

// Of is how many of the votes counted are for a choice.
func (c RoomCount) Of(choice Choice) int {
	switch choice {
	case ChoiceFor:
		return c.For
	case ChoiceAgainst:
		return c.Against
	case ChoiceAbstain:
		return c.Abstain
	}
	return 0
}

func (c *RoomCount) add(choice Choice, n int) {
	switch choice {
	case ChoiceFor:
		c.For += n
	case ChoiceAgainst:
		c.Against += n
	case ChoiceAbstain:
		c.Abstain += n
	}
}

// Sum is how many votes were counted.
func (c RoomCount) Sum() int { return c.For + c.Against + c.Abstain }

// Telling is what one of a vote's two tellers has counted; nothing yet while At
// is the zero time.
type Telling struct {
	Teller PersonID
	Count  RoomCount
	At     time.Time
}

// Tellers is how many count, independently of each other.
const Tellers = 2

// Agreed gives what both tellers have counted of so many votes; false until
// they agree, and the sum is right.
func Agreed(list []Telling, votes int) (RoomCount, bool) {
	if len(list) != Tellers {
		return RoomCount{}, false
	}
	first := list[0]
	for _, t := range list {
		if t.At.IsZero() || t.Count != first.Count || t.Count.Sum() != votes {
			return RoomCount{}, false
		}
	}
	return first.Count, true
}

// WithRoom adds so many votes that were given in the room, as both tellers
// counted them. Unless they agree, none of them counts, and the tally says of
// how many that is so.
func (t Tally) WithRoom(votes int, list []Telling) Tally {
	c, agreed := Agreed(list, votes)
	if !agreed {
		t.Uncounted = votes
		return t
	}
	return t.With(c)
}

// With adds votes that were counted in the room.
func (t Tally) With(c RoomCount) Tally {
	t.For, t.Against, t.Abstain, t.Room = t.For+c.For, t.Against+c.Against, t.Abstain+c.Abstain, c.Sum()
	return t
}
