package office

import (
	"errors"
	"fmt"
	"time"

	"huimin/store"
)

// How long things are kept that nobody needs any more: the engine's own rows,
// and drafts of conversations that nobody finished.
const (
	keepTraffic = 14 * 24 * time.Hour
	keepDrafts  = 30 * 24 * time.Hour
	keepUploads = 24 * time.Hour       // a file that nobody has agreed to
	keepWords   = 365 * 24 * time.Hour // beside ratings that have closed: nobody knows whose
)

// JobRan tells for which moment a job of the clock ran last; the zero time
// for never.
func (o *Office) JobRan(a Act, name string) (time.Time, error) {
	t, err := a.Tx.JobRan(name)
	if errors.Is(err, store.ErrNotFound) {
		return time.Time{}, nil
	}
	return t, err
}

// SetJobRan keeps for which moment a job ran.
func (o *Office) SetJobRan(a Act, name string, at time.Time) error { return a.Tx.SetJobRan(name, at) }

// Upkeep removes what has been dealt with and what was left lying: handled
// updates and sent messages after a fortnight, unfinished drafts after a
// month, the numbers of doors after two years, what was written beside ratings
// a year after they closed. Then the database looks at itself again.
func (o *Office) Upkeep(a Act) error {
	if _, err := a.Tx.PruneInbox(a.Now.Add(-keepTraffic)); err != nil {
		return fmt.Errorf("upkeep: %w", err)
	}
	if _, err := a.Tx.PruneOutbox(a.Now.Add(-keepTraffic)); err != nil {
		return fmt.Errorf("upkeep: %w", err)
	}
	if _, err := a.Tx.PruneSessions(a.Now.Add(-keepDrafts)); err != nil {
		return fmt.Errorf("upkeep: %w", err)
	}
	if err := a.Tx.DropUploads(0, a.Now.Add(-keepUploads)); err != nil {
		return fmt.Errorf("upkeep: %w", err)
	}
	if err := a.Tx.PruneInvites(a.Now.Add(-keepDrafts)); err != nil {
		return fmt.Errorf("upkeep: %w", err)
	}
	if err := a.Tx.ForgetDoors(a.Now.Add(-keepDoors)); err != nil {
		return fmt.Errorf("upkeep: %w", err)
	}
	if err := a.Tx.PruneWords(a.Now.Add(-keepWords).Unix()); err != nil {
		return fmt.Errorf("upkeep: %w", err)
	}
	if err := a.Tx.Optimize(); err != nil {
		return fmt.Errorf("upkeep: %w", err)
	}
	return nil
}

// NextDeadline gives when the review that is due soonest is due; the zero time
// when none waits.
func (o *Office) NextDeadline(tx *store.Tx) (time.Time, error) {
	list, err := tx.PendingApprovals()
	if err != nil || len(list) == 0 {
		return time.Time{}, err
	}
	return o.local(list[0].Due), nil
}
