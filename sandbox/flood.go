package sandbox

import (
	"math"
	"time"
)

// Limits are the flood limits. The zero value means Telegram's published ones.
type Limits struct {
	Off            bool    // no limits at all
	PerSecond      float64 // messages a second to everybody together; 30
	PrivateSecond  float64 // messages a second to one person; 1
	PrivateBurst   float64 // messages to one person at once; 5
	GroupPerMinute float64 // messages, and apart from them edits, a minute in one group; 20
}

// flood counts what the bot sends. A bucket holds what may be sent at once
// and fills with time.
type flood struct {
	limits Limits
	all    bucket
	chats  map[floodKey]*bucket
}

type floodKey struct {
	chat int64
	edit bool
}

type bucket struct {
	left float64
	at   time.Time
}

func newFlood(l Limits) flood {
	for _, d := range []struct {
		value *float64
		usual float64
	}{{&l.PerSecond, 30}, {&l.PrivateSecond, 1}, {&l.PrivateBurst, 5}, {&l.GroupPerMinute, 20}} {
		if *d.value <= 0 {
			*d.value = d.usual
		}
	}
	return flood{limits: l, chats: map[floodKey]*bucket{}}
}

// take pays for n messages (or edits) to a chat, or says how long to wait.
func (f *flood) take(c *Chat, n int, edit bool, now time.Time) *refusal {
	l := f.limits
	if l.Off {
		return nil
	}
	if edit && c.peer != nil {
		return nil
	}
	rate, burst := l.PrivateSecond, l.PrivateBurst
	if c.peer == nil {
		rate, burst = l.GroupPerMinute/60, l.GroupPerMinute
	}
	key := floodKey{c.id, edit}
	b := f.chats[key]
	if b == nil {
		b = &bucket{left: burst, at: now}
		f.chats[key] = b
	}
	b.fill(rate, burst, now)
	f.all.fill(l.PerSecond, l.PerSecond, now)
	need := float64(n)
	if wait := math.Max(b.wait(need, burst, rate), f.all.wait(need, l.PerSecond, l.PerSecond)); wait > 0 {
		return tooMany(int(math.Max(1, math.Ceil(wait))))
	}
	b.left -= need
	f.all.left -= need
	return nil
}

// giveBack undoes a take: a call that was refused after all costs nothing.
func (f *flood) giveBack(c *Chat, n int, edit bool) {
	if b := f.chats[floodKey{c.id, edit}]; b != nil {
		b.left += float64(n)
		f.all.left += float64(n)
	}
}

func (b *bucket) fill(rate, burst float64, now time.Time) {
	if b.at.IsZero() {
		b.left = burst
	} else if d := now.Sub(b.at).Seconds(); d > 0 {
		b.left = math.Min(burst, b.left+d*rate)
	}
	b.at = now
}

// wait returns the seconds until there is enough; an album larger than the
// whole bucket may go when the bucket is full.
func (b *bucket) wait(need, burst, rate float64) float64 {
	need = math.Min(need, burst)
	if b.left+1e-9 >= need {
		return 0
	}
	return (need - b.left) / rate
}
