package fund

import (
	"errors"
	"time"
)

var (
	// ErrNoProxies says that the programme lets nobody vote for another.
	ErrNoProxies = errors.New("no proxies at this meeting")
	// ErrProxySelf says that somebody would be their own proxy.
	ErrProxySelf = errors.New("a member cannot be their own proxy")
	// ErrProxyGiven says that somebody who has given a proxy would give another
	// or hold one.
	ErrProxyGiven = errors.New("has given a proxy")
	// ErrProxyHeld says that somebody who holds a proxy would hold another or
	// give one: each holds one at most, and passes none on.
	ErrProxyHeld = errors.New("holds a proxy")
	// ErrNoProxy says that somebody would vote for a member whose proxy they do
	// not hold.
	ErrNoProxy = errors.New("does not hold that proxy")
)

// Proxy is a member's written word that another member of the same meeting,
// its Holder, votes for them there. By took it down: the giver, or whoever
// presides, from paper. It holds until Ended, by EndedBy.
type Proxy struct {
	ID      int64
	Meeting MeetingID
	Giver   PersonID
	Holder  PersonID
	By      PersonID
	Given   time.Time
	Ended   time.Time
	EndedBy PersonID
}

// OnPaper tells whether the proxy was handed in on paper.
func (p Proxy) OnPaper() bool { return p.By != p.Giver }

// CheckProxy says whether a member may give another their proxy beside those
// that hold already: nil, [ErrProxySelf], [ErrProxyGiven], [ErrProxyHeld].
func CheckProxy(list []Proxy, giver, holder PersonID) error {
	if giver == holder {
		return ErrProxySelf
	}
	for _, p := range list {
		switch {
		case !p.Ended.IsZero():
		case p.Giver == giver, p.Giver == holder:
			return ErrProxyGiven
		case p.Holder == giver, p.Holder == holder:
			return ErrProxyHeld
		}
	}
	return nil
}
