package office

import (
	"encoding/json"
	"fmt"

	"huimin/fund"
	"huimin/store"
)

// keepVersion takes down a project as it is being sent up.
func (o *Office) keepVersion(a Act, p fund.Project) error {
	d, err := o.Dossier(a.Tx, p, a.Now)
	if err != nil {
		return err
	}
	v := fund.NewVersion(p, d)
	v.By, v.At = a.By.ID, a.Now
	if v, err = a.Tx.AddVersion(v); err != nil {
		return err
	}
	e, words, err := versionEntry(v)
	if err != nil {
		return err
	}
	if e.Words, err = a.seal(words, a.By.ID); err != nil {
		return err
	}
	return a.record(recordSent, e)
}

// Difference gives what changed between the last two versions of a project
// that were sent up; ok is false for one that was sent up once or never.
func (o *Office) Difference(tx *store.Tx, id fund.ProjectID) (d fund.Difference, ok bool, err error) {
	list, err := tx.Versions(id)
	if err != nil || len(list) < 2 {
		return d, false, err
	}
	return fund.Compare(list[len(list)-2], list[len(list)-1]), true, nil
}

// recordSent is a project being sent up.
const recordSent = "project_sent"

// VersionEntry is the record's account of a project as it was sent up. Words
// seals all but title and place, which the project's own entry seals.
type VersionEntry struct {
	ID      int64          `json:"id"`
	Project fund.ProjectID `json:"project"`
	N       int            `json:"n"`
	Cost    fund.Money     `json:"cost"`
	At      int64          `json:"at"`
	Words   string         `json:"words"`
}

func versionEntry(v fund.Version) (VersionEntry, string, error) {
	text, err := json.Marshal(v)
	if err != nil {
		return VersionEntry{}, "", fmt.Errorf("version %d of project %d: %w", v.N, v.Project, err)
	}
	return VersionEntry{ID: v.ID, Project: v.Project, N: v.N, Cost: v.Funding.Total(), At: unix(v.At)}, string(text), nil
}
