package office

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"huimin/fund"
)

// ErrStudyDay reports a study that is said to have been held in the future, or
// before the project's year.
var ErrStudyDay = errors.New("no day on which it can have been studied")

// RecordStudy records that the two committees studied a drafted project: on a
// day of its year or later that is not in the future, the party branch first.
func (o *Office) RecordStudy(a Act, id fund.ProjectID, held time.Time, branch, committee fund.Opinion) (fund.Study, error) {
	p, err := o.projectFor(a, fund.ActStudy, id)
	if err == nil {
		err = p.Amendable()
	}
	if err != nil {
		return fund.Study{}, fmt.Errorf("study: %w", err)
	}
	for _, words := range []*string{&branch.Words, &committee.Words} {
		if *words = strings.TrimSpace(*words); *words == "" {
			continue
		}
		if err := o.Rules(a.Now).Requests.CheckNote(*words); err != nil {
			return fund.Study{}, fmt.Errorf("study of project %d: %w", id, err)
		}
	}
	held = o.local(held)
	if held.After(a.Now) || held.Year() < p.Year {
		return fund.Study{}, fmt.Errorf("study of project %d: %w", id, ErrStudyDay)
	}
	y := fund.Study{
		Project: id, Held: held, Branch: branch, Committee: committee, Item: p.Item, Cost: p.Cost(), By: a.By.ID, At: a.Now,
	}
	if y.ID, err = a.Tx.AddStudy(y); err != nil {
		return y, err
	}
	e := studyEntry(y)
	if e.Words, err = a.seal(studyWords(y), a.By.ID); err != nil {
		return y, err
	}
	return y, a.record(recordStudied, e)
}

// recordStudied is the two committees' study of a project.
const recordStudied = "project_studied"

// StudyEntry is the record's account of a study; money in fen, times in Unix
// seconds. Words seals what each of the two said.
type StudyEntry struct {
	ID        int64          `json:"id"`
	Project   fund.ProjectID `json:"project"`
	Held      int64          `json:"held"`
	Branch    bool           `json:"branch"`
	Committee bool           `json:"committee"`
	Item      fund.ItemCode  `json:"item"`
	Cost      fund.Money     `json:"cost"`
	By        fund.PersonID  `json:"by"`
	At        int64          `json:"at"`
	Words     string         `json:"words"`
}

func studyEntry(y fund.Study) StudyEntry {
	return StudyEntry{
		ID: y.ID, Project: y.Project, Held: unix(y.Held), Branch: y.Branch.For, Committee: y.Committee.For,
		Item: y.Item, Cost: y.Cost, By: y.By, At: unix(y.At),
	}
}

func studyWords(y fund.Study) string {
	text, err := json.Marshal([]string{y.Branch.Words, y.Committee.Words})
	if err != nil {
		return "" // strings always marshal
	}
	return string(text)
}
