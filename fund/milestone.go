package fund

import (
	"fmt"
	"strings"
	"time"
)

// Milestone is a report of how far the works of a project are.
type Milestone struct {
	ID      int64
	Project ProjectID
	At      time.Time
	By      PersonID
	Percent int    // 0 to 100
	Text    string // what was done; where Percent falls, why
	Photos  []Photo
}

// PercentError says that a progress of Have percent cannot be reported after
// Last. Have is outside 0 to 100, or below Last without a reason.
type PercentError struct{ Have, Last int }

// Error names both figures.
func (e *PercentError) Error() string { return fmt.Sprintf("progress %d%% after %d%%", e.Have, e.Last) }

// Report gives a report about works that go on, after one of last percent.
// Progress that falls needs a reason. *StateError, *PercentError or
// *LengthError.
func (p Project) Report(last, percent int, text string, limits RequestLimits, now time.Time) (Milestone, error) {
	text = strings.TrimSpace(text)
	if err := p.in(ProjectStarted, ProjectMending); err != nil {
		return Milestone{}, fmt.Errorf("report: %w", err)
	}
	switch {
	case percent < 0, percent > 100, percent < last && text == "":
		return Milestone{}, fmt.Errorf("report: %w", &PercentError{Have: percent, Last: last})
	case percent < last:
		if err := limits.CheckReason(text); err != nil {
			return Milestone{}, fmt.Errorf("report: %w", err)
		}
	case text != "":
		if err := limits.CheckNote(text); err != nil {
			return Milestone{}, fmt.Errorf("report: %w", err)
		}
	}
	return Milestone{Project: p.ID, At: now, Percent: percent, Text: text}, nil
}
