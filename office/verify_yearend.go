package office

import (
	"encoding/json"
	"fmt"

	"huimin/fund"
	"huimin/store"
)

// yearSayings are what the record says last about the ends of years.
type yearSayings struct {
	bars        map[fund.ProjectID]barFacts
	kinships    map[int64]kinshipFacts // by kinshipKey
	appeals     map[int64]appealFacts
	years       map[int64]yearEntry // by yearKey
	visits      map[int64]visitFacts
	inspections map[int64]inspectionFacts
}

func newYearSayings() yearSayings {
	return yearSayings{
		bars: map[fund.ProjectID]barFacts{}, kinships: map[int64]kinshipFacts{}, appeals: map[int64]appealFacts{},
		years: map[int64]yearEntry{}, visits: map[int64]visitFacts{}, inspections: map[int64]inspectionFacts{},
	}
}

// yearKey is one number for a community's year, as people read it: community 7
// in 2026 is 72026.
func yearKey(community fund.PlaceID, year int) int64 { return int64(community)*10_000 + int64(year) }

// kinshipKey is one number for a request and a project.
func kinshipKey(r fund.RequestID, p fund.ProjectID) int64 { return int64(r)*1_000_000 + int64(p) }

// hear takes in one entry; those about other things are passed over.
func (s *yearSayings) hear(e store.Entry) error {
	switch e.What {
	case recordBarSet, recordBarLifted:
		return hearInto(s.bars, e, func(f barFacts) fund.ProjectID { return f.Project })
	case recordKinship:
		return hearInto(s.kinships, e, func(f kinshipFacts) int64 { return kinshipKey(f.Request, f.Project) })
	case recordAppealed, recordAppealDecided:
		return hearInto(s.appeals, e, func(f appealFacts) int64 { return f.ID })
	case recordYearClosed:
		return hearInto(s.years, e, func(f yearEntry) int64 { return yearKey(f.Community, f.Figures.Year) })
	case recordVisited:
		return hearInto(s.visits, e, func(f visitFacts) int64 { return f.ID })
	case recordDraftedIn, recordInspected:
		return hearInto(s.inspections, e, func(f inspectionFacts) int64 { return f.ID })
	}
	return nil
}

func hearInto[K comparable, F any](said map[K]F, e store.Entry, key func(F) K) error {
	var f F
	if err := json.Unmarshal([]byte(e.Data), &f); err != nil {
		return err
	}
	said[key(f)] = f
	return nil
}

// yearEnds compares bars, appeals, closed years, visits and inspections with
// the newest entry of each.
func (v *verifier) yearEnds() error {
	for _, step := range []func() error{v.bars, v.kinships, v.appeals, v.years, v.siteVisits, v.inspections} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// row is one thing in the books, as its facts with the seals it should have.
type row[F any] struct {
	id    int64
	facts F
	seals []sealOf
}

// sealOf is a text in the books and its seal in the record.
type sealOf struct{ seal, text string }

// rows compares a kind of thing with what the record says of it.
func rows[K ~int64, F any](v *verifier, noun string, said map[K]F, list []row[F]) error {
	seen := map[K]bool{}
	for _, r := range list {
		seen[K(r.id)] = true
		want, ok := said[K(r.id)]
		if !ok {
			v.fault(Fault{Kind: FaultUnknown, Noun: noun, ID: r.id})
			continue
		}
		for _, s := range r.seals {
			if err := v.sealed(noun, r.id, s.seal, s.text, 0); err != nil {
				return err
			}
		}
		v.compare(noun, r.id, r.facts, want)
	}
	missing(v, noun, said, seen)
	return nil
}

func (v *verifier) bars() error {
	list, err := v.tx.BarsUnder(0)
	if err != nil {
		return err
	}
	var have []row[barFacts]
	for _, b := range list {
		have = append(have, row[barFacts]{id: int64(b.Project), facts: factsOfBar(b)})
	}
	return rows(v, "bar", v.said.year.bars, have)
}

func (v *verifier) kinships() error {
	list, err := v.tx.Kinships()
	if err != nil {
		return err
	}
	var have []row[kinshipFacts]
	for _, k := range list {
		id := kinshipKey(k.Request, k.Project)
		facts, seal := factsOfKinship(k), v.said.year.kinships[id].Reason
		facts.Reason = seal
		have = append(have, row[kinshipFacts]{id: id, facts: facts, seals: []sealOf{{seal, k.Reason}}})
	}
	return rows(v, "answer", v.said.year.kinships, have)
}

func (v *verifier) appeals() error {
	list, err := v.tx.Appeals()
	if err != nil {
		return err
	}
	var have []row[appealFacts]
	for _, a := range list {
		facts, said := factsOfAppeal(a), v.said.year.appeals[a.ID]
		facts.Words, facts.Answer = said.Words, said.Answer
		have = append(have, row[appealFacts]{
			id: a.ID, facts: facts, seals: []sealOf{{said.Words, wordsAndPhotos(a.Reason, a.Photos)}, {said.Answer, a.Answer}},
		})
	}
	return rows(v, "appeal", v.said.year.appeals, have)
}

func (v *verifier) years() error {
	list, err := v.tx.Yearbooks()
	if err != nil {
		return err
	}
	var have []row[yearEntry]
	for _, y := range list {
		e := yearEntry{Community: y.Community, Figures: y.Yearbook, Closed: unix(y.Closed)}
		have = append(have, row[yearEntry]{id: yearKey(y.Community, y.Year), facts: e})
	}
	if err := rows(v, "year", v.said.year.years, have); err != nil {
		return err
	}
	return v.endedProjects()
}

// endedProjects counts the projects of each closed year again: what has failed
// or was accepted in its year must be what the year was closed with.
func (v *verifier) endedProjects() error {
	list, err := v.tx.Projects()
	if err != nil {
		return err
	}
	failed := map[int64]int{}
	for _, p := range list {
		if p.Status == fund.ProjectFailed && !p.Changed.After(v.office.Rules(p.Changed).LastMoment(p.Year)) {
			failed[yearKey(p.Community, p.Year)]++
		}
	}
	for key, y := range v.said.year.years {
		if failed[key] != y.Figures.Failed {
			v.fault(Fault{
				Kind: FaultTally, Noun: "year", ID: key, Field: "failed",
				Books: fmt.Sprint(failed[key]), Record: fmt.Sprint(y.Figures.Failed),
			})
		}
	}
	return nil
}

func (v *verifier) siteVisits() error {
	list, err := v.tx.SiteVisits()
	if err != nil {
		return err
	}
	var have []row[visitFacts]
	for _, visit := range list {
		facts, said := factsOfVisit(visit), v.said.year.visits[visit.ID]
		facts.Words = said.Words
		have = append(have, row[visitFacts]{id: visit.ID, facts: facts, seals: []sealOf{{said.Words, wordsAndPhotos(visit.Text, visit.Photos)}}})
	}
	return rows(v, "visit", v.said.year.visits, have)
}

func (v *verifier) inspections() error {
	list, err := v.tx.InspectionsUnder(0)
	if err != nil {
		return err
	}
	var have []row[inspectionFacts]
	for _, i := range list {
		facts, said := factsOfInspection(i), v.said.year.inspections[i.ID]
		facts.Reason = said.Reason
		have = append(have, row[inspectionFacts]{id: i.ID, facts: facts, seals: []sealOf{{said.Reason, i.Reason}}})
	}
	return rows(v, "inspection", v.said.year.inspections, have)
}
