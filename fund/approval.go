package fund

import "time"

// Verdict is what a reviewer decides.
type Verdict string

// The verdicts. There is no approval by silence (the article, 15).
const (
	VerdictApprove Verdict = "approve"
	VerdictReturn  Verdict = "return" // back to the community, to be amended
	VerdictRefuse  Verdict = "refuse" // for good
)

// Approval is one tier's review of a project: when it arrived, when it was due
// and what was decided. Decided is zero and Verdict "" while it waits.
type Approval struct {
	ID      int64
	Project ProjectID
	Tier    Tier
	Arrived time.Time
	Due     time.Time
	Decided time.Time
	Verdict Verdict
	By      PersonID
	Reason  string
}

// OnTime reports whether the review was decided by the second it was due.
func (a Approval) OnTime() bool {
	return !a.Decided.IsZero() && !a.Decided.Truncate(time.Second).After(a.Due)
}

// WorkdaysTaken gives the working days from arrival to decision, not counting
// the day of arrival (Civil Code Art. 201); 0 while it waits. Days are those
// of Arrived's location.
func (a Approval) WorkdaysTaken(c Calendar) int {
	if a.Decided.IsZero() {
		return 0
	}
	return c.between(a.Arrived, a.Decided)
}
