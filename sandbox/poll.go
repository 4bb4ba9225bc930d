package sandbox

import "time"

// Poll is one version of a poll.
type Poll struct {
	ID          string
	Question    string
	Description string
	Options     []PollOption
	Anonymous   bool
	Multiple    bool
	Revoting    bool
	Quiz        bool
	Correct     []int
	Explanation string
	HideResults bool // until it is closed
	Closed      bool
	Total       int // people who voted
	OpenPeriod  int // seconds; 0 when not given
	CloseDate   time.Time
}

// PollOption is one answer of a poll.
type PollOption struct {
	ID     string // stays the same when options move
	Text   string
	Voters int
}
