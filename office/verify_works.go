package office

import (
	"encoding/json"
	"fmt"
	"slices"

	"huimin/fund"
	"huimin/store"
)

// worksSaid is the record's newest word on something about works.
type worksSaid map[string]map[int64]WorksEntry

// hear takes in an entry about works; false for one about something else.
func (s worksSaid) hear(e store.Entry) (bool, error) {
	if !slices.Contains(worksNouns(), e.What) {
		return false, nil
	}
	var w WorksEntry
	if err := json.Unmarshal([]byte(e.Data), &w); err != nil {
		return true, err
	}
	if s[e.What] == nil {
		s[e.What] = make(map[int64]WorksEntry)
	}
	s[e.What][w.ID] = w
	return true, nil
}

// works compares everything about works with its newest entry, and counts
// the answers of evaluations again.
func (v *verifier) works() error {
	things, err := v.things()
	if err != nil {
		return err
	}
	seen := make(map[string]map[int64]bool)
	for _, t := range things {
		if seen[t.noun] == nil {
			seen[t.noun] = make(map[int64]bool)
		}
		seen[t.noun][t.id] = true
		v.Works++
		said, ok := v.said.works[t.noun][t.id]
		if !ok {
			v.fault(Fault{Kind: FaultUnknown, Noun: t.noun, ID: t.id})
			continue
		}
		v.compare(t.noun, t.id, t.facts, said.Facts)
		if said.Writer != t.writer {
			v.fault(Fault{Kind: FaultDiffers, Noun: t.noun, ID: t.id, Field: "writer"})
		}
		if err := v.sealed(t.noun, t.id, said.Words, t.words, int64(said.Writer)); err != nil {
			return err
		}
		if err := v.sealed(t.noun, t.id, said.Said, t.said, 0); err != nil {
			return err
		}
	}
	for _, noun := range worksNouns() {
		missing(v, noun, v.said.works[noun], seen[noun])
	}
	return nil
}

// things gives everything about works that the books hold.
func (v *verifier) things() (list []thing, err error) {
	list, err = gather(list, err, v.tx.EveryMilestone, aboutMilestone)
	list, err = gather(list, err, func() ([]store.WorkChange, error) { return v.tx.WorkChanges(0) }, aboutChange)
	list, err = gather(list, err, func() ([]fund.Oversight, error) { return v.tx.Notes(0) }, aboutNote)
	list, err = gather(list, err, func() ([]fund.Complaint, error) { return v.tx.Complaints(0) }, aboutComplaint)
	list, err = gather(list, err, func() ([]fund.Acceptance, error) { return v.tx.Acceptances(0) }, aboutAcceptance)
	list, err = gather(list, err, func() ([]fund.Dispute, error) { return v.tx.Disputes(0) }, aboutDispute)
	list, err = gather(list, err, v.tx.Evaluations, aboutEvaluation)
	list, err = gather(list, err, func() ([]fund.Contribution, error) { return v.tx.Contributions(0) }, aboutContribution)
	list, err = gather(list, err, func() ([]fund.SignOff, error) { return v.tx.SignOffs(0) }, aboutSignOff)
	list, err = gather(list, err, func() ([]fund.Correction, error) { return v.tx.Corrections(0) }, aboutCorrection)
	list, err = gather(list, err, func() ([]fund.Proxy, error) { return v.tx.Proxies(0) }, aboutProxy)
	if err != nil {
		return nil, err
	}
	return list, v.answers()
}

// gather adds what read gives, unless something failed before.
func gather[T any](list []thing, err error, read func() ([]T, error), about func(T) thing) ([]thing, error) {
	if err != nil {
		return nil, err
	}
	rows, err := read()
	for _, row := range rows {
		list = append(list, about(row))
	}
	return list, err
}

// answers compares how many answers an evaluation counts with how many people
// have answered.
func (v *verifier) answers() error {
	list, err := v.tx.Evaluations()
	if err != nil {
		return err
	}
	for _, e := range list {
		n, err := v.tx.CountAnswered(e.Project)
		if err != nil {
			return err
		}
		if n != e.Answers() {
			v.fault(Fault{
				Kind: FaultTally, Noun: nounEvaluation, ID: int64(e.Project), Field: "answers",
				Books: fmt.Sprintf("%d answers", e.Answers()), Record: fmt.Sprintf("%d people", n),
			})
		}
	}
	return nil
}
