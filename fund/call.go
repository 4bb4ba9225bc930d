package fund

import "time"

// Turnout is how many of those called to a meeting have said what. Silent are
// members without an answer; Guests are others of the community who mean to
// come: they may listen and speak, and do not vote (the Act, Art. 28).
type Turnout struct{ Coming, Perhaps, Not, Silent, Guests int }

// TurnoutOf counts the answers to a call.
func TurnoutOf(members []PersonID, replies map[PersonID]Reply) (t Turnout) {
	called := make(map[PersonID]bool, len(members))
	for _, m := range members {
		called[m] = true
		switch replies[m] {
		case ReplyComing:
			t.Coming++
		case ReplyPerhaps:
			t.Perhaps++
		case ReplyNot:
			t.Not++
		default:
			t.Silent++
		}
	}
	for person, reply := range replies {
		if !called[person] && reply != ReplyNot {
			t.Guests++
		}
	}
	return t
}

// Times before a meeting at which those called are reminded of it.
const (
	RemindDayBefore  = 24 * time.Hour
	RemindHourBefore = time.Hour
)

// MeetingLength is for how long a meeting stands in people's calendars.
const MeetingLength = 2 * time.Hour
