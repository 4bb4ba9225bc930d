package fund

import (
	"slices"
	"time"
)

// CodeStep is for how long the code on the chair's screen stays the same.
const CodeStep = 30 * time.Second

// CheckInWay is how somebody's presence was established.
type CheckInWay string

// The ways: by the code on the chair's screen, ticked by whoever presides, from
// elsewhere or by somebody who holds their [Proxy], where the programme lets
// them.
const (
	CheckInCode   CheckInWay = "code"
	CheckInChair  CheckInWay = "chair"
	CheckInRemote CheckInWay = "remote"
	CheckInProxy  CheckInWay = "proxy"
)

// Movement is a member coming to a meeting or leaving it. By is who said so.
type Movement struct {
	Meeting MeetingID
	Person  PersonID
	Here    bool
	Way     CheckInWay
	By      PersonID
	At      time.Time
}

// Present gives the members who are there after some movements, which are in
// their order, ascending. Movements of others count for nothing.
func Present(members []PersonID, moves []Movement) []PersonID {
	last := make(map[PersonID]bool, len(members))
	for _, m := range moves {
		last[m.Person] = m.Here
	}
	var here []PersonID
	for _, m := range members {
		if last[m] {
			here = append(here, m)
		}
	}
	slices.Sort(here)
	return slices.Compact(here)
}
