package fund

// Promptness is how an office keeps its days.
type Promptness struct {
	Reviewed int // decided
	OnTime   int
	Late     int
	Days     int // working days they took in all, pauses left out
	Paused   int // working days the clocks stood still
	Waiting  int // not decided yet
	Overdue  int // of those
}

// Add counts one review, with the working days its clock stood still.
func (p *Promptness) Add(r Approval, paused int, c Calendar, overdue bool) {
	p.Paused += paused
	if r.Decided.IsZero() {
		p.Waiting++
		if overdue {
			p.Overdue++
		}
		return
	}
	p.Reviewed++
	p.Days += max(r.WorkdaysTaken(c)-paused, 0)
	if r.OnTime() {
		p.OnTime++
	} else {
		p.Late++
	}
}

// Average gives the working days a review took, in tenths; 0 before there is
// one.
func (p Promptness) Average() int {
	if p.Reviewed == 0 {
		return 0
	}
	return (p.Days*10 + p.Reviewed/2) / p.Reviewed
}

// Kept gives how many of the decided reviews were on time, of 10,000.
func (p Promptness) Kept() int {
	if p.Reviewed == 0 {
		return 0
	}
	return p.OnTime * 10_000 / p.Reviewed
}
