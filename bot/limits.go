package bot

// Limits are how much is sent at most, a little below what Telegram allows:
// 30 messages a second to everybody, one a second to a person, 20 a minute to
// a group. The zero value means these.
type Limits struct {
	Off       bool    // no limits at all
	PerSecond float64 // to everybody together
	Private   float64 // a second, to one person
	Group     float64 // a minute, to one group
}

func (l Limits) withDefaults() Limits {
	if l.PerSecond <= 0 {
		l.PerSecond = 25
	}
	if l.Private <= 0 {
		l.Private = 1
	}
	if l.Group <= 0 {
		l.Group = 17
	}
	return l
}
