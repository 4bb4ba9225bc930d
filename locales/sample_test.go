package locales

import "time"

// sample is one argument of each kind, for the generated calls.
type sample struct {
	Text     string
	Int      int
	Count    int
	Money    int64
	Time     time.Time
	Duration time.Duration
	Msg      Message
	Msgs     []Message
	Name     Name
	Percent  int
}

// short is what a label or an alert must have room for.
func short(n int) sample {
	return sample{
		Text: "R-12", Int: 12, Count: n, Money: 1_100_000,
		Time:     time.Date(2026, 11, 23, 9, 0, 0, 0, time.FixedZone("", 8*3600)),
		Duration: 50 * time.Hour,
		Msg:      Text("open"), Msgs: []Message{Text("a"), Text("b"), Text("c")},
		Name: Name{ZH: "工人村", EN: "Workers"}, Percent: 6667,
	}
}

// nasty is what people write to break things.
func nasty(n int) sample {
	s := short(n)
	s.Text = `<b>& "{{.N}}" </i>`
	s.Msg = Text(s.Text)
	s.Msgs = []Message{Text(s.Text), Lines(Text(s.Text), Text(s.Text))}
	s.Name = Name{ZH: "<村>", EN: "<v&>"}
	s.Money, s.Int, s.Percent, s.Duration = -5, -1, 0, -time.Minute
	return s
}
