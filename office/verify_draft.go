package office

import (
	"encoding/json"

	"huimin/fund"
	"huimin/store"
)

// draftSaid is what the record says last of what was put together about
// projects.
type draftSaid struct {
	applied map[fund.ProjectID]saidBy[ApplicationEntry]
	studies map[int64]saidBy[StudyEntry]
	sent    map[int64]saidBy[VersionEntry]
	pauses  map[int64]saidBy[PauseEntry]
	opined  map[int64]saidBy[OpinionEntry]
}

// saidBy is an entry of the record and whose it is.
type saidBy[T any] struct {
	entry T
	by    int64
}

func newDraftSaid() draftSaid {
	return draftSaid{
		applied: make(map[fund.ProjectID]saidBy[ApplicationEntry]), studies: make(map[int64]saidBy[StudyEntry]),
		sent: make(map[int64]saidBy[VersionEntry]), pauses: make(map[int64]saidBy[PauseEntry]),
		opined: make(map[int64]saidBy[OpinionEntry]),
	}
}

// hear takes in an entry about what is put together; others are passed over.
func (s *draftSaid) hear(e store.Entry) error {
	switch e.What {
	case recordApplied:
		said, err := entryOf[ApplicationEntry](e)
		s.applied[said.entry.Project] = said
		return err
	case recordStudied:
		said, err := entryOf[StudyEntry](e)
		s.studies[said.entry.ID] = said
		return err
	case recordSent:
		said, err := entryOf[VersionEntry](e)
		s.sent[said.entry.ID] = said
		return err
	case recordPaused, recordUnpaused, recordPauseOver:
		said, err := entryOf[PauseEntry](e)
		said.by = int64(said.entry.By) // whose words they are, whoever ended it
		s.pauses[said.entry.ID] = said
		return err
	case recordOpinion:
		said, err := entryOf[OpinionEntry](e)
		s.opined[said.entry.ID] = said
		return err
	}
	return nil
}

func entryOf[T any](e store.Entry) (said saidBy[T], err error) {
	said.by = e.By
	err = json.Unmarshal([]byte(e.Data), &said.entry)
	return said, err
}

// applications compares what is said about every project, quotes included,
// with the newest entry about it.
func (v *verifier) applications() error {
	projects, err := v.tx.ProjectsApplied()
	if err != nil {
		return err
	}
	seen := make(map[fund.ProjectID]bool)
	for _, id := range projects {
		seen[id] = true
		said, ok := v.said.drafts.applied[id]
		if !ok {
			v.fault(Fault{Kind: FaultUnknown, Noun: "application", ID: int64(id)})
			continue
		}
		books, words, err := applicationEntry(v.tx, id)
		if err != nil {
			return err
		}
		books.What, books.Words = said.entry.What, said.entry.Words
		v.compare("application", int64(id), books, said.entry)
		v.compare("application", int64(id), said.entry, books) // what the record leaves out must not be there
		if err := v.sealed("application", int64(id), said.entry.Words, words, said.by); err != nil {
			return err
		}
	}
	missing(v, "application", v.said.drafts.applied, seen)
	return nil
}

// studies compares every study with the record.
func (v *verifier) studies() error {
	list, err := v.tx.Studies()
	if err != nil {
		return err
	}
	seen := make(map[int64]bool)
	for _, y := range list {
		seen[y.ID] = true
		said, ok := v.said.drafts.studies[y.ID]
		if !ok {
			v.fault(Fault{Kind: FaultUnknown, Noun: "study", ID: y.ID})
			continue
		}
		books := studyEntry(y)
		books.Words = said.entry.Words
		v.compare("study", y.ID, books, said.entry)
		if err := v.sealed("study", y.ID, said.entry.Words, studyWords(y), said.by); err != nil {
			return err
		}
	}
	missing(v, "study", v.said.drafts.studies, seen)
	return nil
}

// versions compares every version that was sent up with the record.
func (v *verifier) versions() error {
	list, err := v.tx.AllVersions()
	if err != nil {
		return err
	}
	seen := make(map[int64]bool)
	for _, sent := range list {
		books, words, err := versionEntry(sent)
		if err != nil {
			return err
		}
		seen[sent.ID] = true
		said, ok := v.said.drafts.sent[sent.ID]
		books.Words = said.entry.Words
		if err := agree(v, "version", sent.ID, ok, books, said.entry, said.entry.Words, words, said.by); err != nil {
			return err
		}
	}
	missing(v, "version", v.said.drafts.sent, seen)
	return nil
}

// pauses compares every pause with the record.
func (v *verifier) pauses() error {
	list, err := v.tx.Pauses()
	if err != nil {
		return err
	}
	seen := make(map[int64]bool)
	for _, p := range list {
		seen[p.ID] = true
		said, ok := v.said.drafts.pauses[p.ID]
		books := pauseEntry(p)
		books.Words = said.entry.Words
		if err := agree(v, "pause", p.ID, ok, books, said.entry, said.entry.Words, p.Words, said.by); err != nil {
			return err
		}
	}
	missing(v, "pause", v.said.drafts.pauses, seen)
	return nil
}

// opinions compares every bureau's opinion with the record.
func (v *verifier) opinions() error {
	list, err := v.tx.Opinions()
	if err != nil {
		return err
	}
	seen := make(map[int64]bool)
	for _, o := range list {
		seen[o.ID] = true
		said, ok := v.said.drafts.opined[o.ID]
		books := opinionEntry(o)
		books.Words = said.entry.Words
		if err := agree(v, "opinion", o.ID, ok, books, said.entry, said.entry.Words, o.Words, said.by); err != nil {
			return err
		}
	}
	missing(v, "opinion", v.said.drafts.opined, seen)
	return nil
}

// agree compares a row with its entry, and its words with their seal.
func agree(v *verifier, noun string, id int64, known bool, books, record any, seal, words string, by int64) error {
	if !known {
		v.fault(Fault{Kind: FaultUnknown, Noun: noun, ID: id})
		return nil
	}
	v.compare(noun, id, books, record)
	return v.sealed(noun, id, seal, words, by)
}
