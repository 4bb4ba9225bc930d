package office

import (
	"encoding/json"
	"fmt"

	"huimin/fund"
	"huimin/store"
)

// The nouns of works and of minutes in the record, which are also what the entries say
// happened: each gives the whole state that the thing has now.
const (
	nounMilestone  = "milestone"
	nounChange     = "work_change"
	nounNote       = "oversight"
	nounComplaint  = "complaint"
	nounAcceptance = "acceptance"
	nounDispute    = "dispute"
	nounEvaluation = "evaluation"

	nounContribution = "contribution" // to a meeting
	nounSignOff      = "sign_off"     // of minutes
	nounCorrection   = "correction"   // of minutes
	nounProxy        = "proxy"        // at a meeting
)

// worksNouns lists them.
func worksNouns() []string {
	return []string{
		nounMilestone, nounChange, nounNote, nounComplaint, nounAcceptance, nounDispute, nounEvaluation,
		nounContribution, nounSignOff, nounCorrection, nounProxy,
	}
}

// WorksEntry is the record's account of something about works: the whole state
// it has now, so that the newest entry and the books must agree. Words seals
// what Writer, a resident, wrote and showed; Said what was said in an office.
type WorksEntry struct {
	ID     int64           `json:"id"`
	Facts  json.RawMessage `json:"facts"`
	Writer fund.PersonID   `json:"writer,omitempty"`
	Words  string          `json:"words,omitempty"`
	Said   string          `json:"said,omitempty"`
}

// thing is one row about works as it is compared with the record.
type thing struct {
	noun   string
	id     int64
	facts  any
	writer fund.PersonID
	words  string
	said   string
}

// recordThing appends the state that something about works has now.
func recordThing(a Act, t thing) error {
	facts, err := json.Marshal(t.facts)
	if err != nil {
		return fmt.Errorf("record %s %d: %w", t.noun, t.id, err)
	}
	e := WorksEntry{ID: t.id, Facts: facts, Writer: t.writer}
	if e.Words, err = a.seal(t.words, t.writer); err != nil {
		return err
	}
	if e.Said, err = a.seal(t.said, 0); err != nil {
		return err
	}
	return a.record(t.noun, e)
}

// wordsIn gathers texts and photos as one text; "" when there is nothing.
func wordsIn(photos []fund.Photo, texts ...string) string {
	empty := len(photos) == 0
	for _, text := range texts {
		empty = empty && text == ""
	}
	if empty {
		return ""
	}
	text, err := json.Marshal(struct {
		Texts  []string
		Photos []fund.Photo
	}{texts, orNone(photos)})
	if err != nil {
		return "" // strings always marshal
	}
	return string(text)
}

func aboutMilestone(m fund.Milestone) thing {
	return thing{noun: nounMilestone, id: m.ID, said: wordsIn(m.Photos, m.Text), facts: struct {
		Project fund.ProjectID `json:"project"`
		At      int64          `json:"at"`
		By      fund.PersonID  `json:"by"`
		Percent int            `json:"percent"`
	}{m.Project, unix(m.At), m.By, m.Percent}}
}

func aboutChange(c store.WorkChange) thing {
	type sums [3]fund.Money
	return thing{noun: nounChange, id: c.ID, said: c.Reason, facts: struct {
		Project fund.ProjectID      `json:"project"`
		At      int64               `json:"at"`
		By      fund.PersonID       `json:"by"`
		Was     sums                `json:"was"`
		Is      sums                `json:"is"`
		Beyond  fund.Over           `json:"beyond"`
		Outcome store.ChangeOutcome `json:"outcome"`
		Settled int64               `json:"settled"`
	}{
		c.Project, unix(c.At), c.By,
		sums{c.Was.Fund, c.Was.Sponsor, c.Was.Residents},
		sums{c.Is.Fund, c.Is.Sponsor, c.Is.Residents},
		c.Beyond, c.Outcome, unix(c.Settled),
	}}
}

func (o *Office) recordChange(a Act, c store.WorkChange) error { return recordThing(a, aboutChange(c)) }

func aboutNote(n fund.Oversight) thing {
	return thing{noun: nounNote, id: n.ID, said: wordsIn(n.Photos, n.Text, n.Answer), facts: struct {
		Project    fund.ProjectID `json:"project"`
		At         int64          `json:"at"`
		By         fund.PersonID  `json:"by"`
		Role       fund.Role      `json:"role"`
		Stage      fund.Stage     `json:"stage"`
		Objection  bool           `json:"objection"`
		Answered   int64          `json:"answered"`
		AnsweredBy fund.PersonID  `json:"answered_by"`
	}{n.Project, unix(n.At), n.By, n.Role, n.Stage, n.Objection, unix(n.AnsweredAt), n.AnsweredBy}}
}

func aboutComplaint(c fund.Complaint) thing {
	return thing{
		noun: nounComplaint, id: c.ID, writer: c.Author, words: wordsIn(c.Photos, c.Text, c.RaiseReason),
		said: wordsIn(nil, c.Answer, c.Ruling),
		facts: struct {
			Number      string               `json:"number"`
			Project     fund.ProjectID       `json:"project"`
			Meeting     fund.MeetingID       `json:"meeting,omitempty"`
			Community   fund.PlaceID         `json:"community"`
			Author      fund.PersonID        `json:"author"`
			Filed       int64                `json:"filed"`
			Status      fund.ComplaintStatus `json:"status"`
			Since       int64                `json:"since"`
			Due         int64                `json:"due"`
			Provisional bool                 `json:"provisional"`
			Answered    int64                `json:"answered"`
			AnsweredBy  fund.PersonID        `json:"answered_by"`
			Raised      fund.Raise           `json:"raised"`
			RaisedAt    int64                `json:"raised_at"`
			Ruled       int64                `json:"ruled"`
			RuledBy     fund.PersonID        `json:"ruled_by"`
			Settled     int64                `json:"settled"`
		}{
			c.Number, c.Project, c.Meeting, c.Community, c.Author, unix(c.Filed), c.Status, unix(c.Since), unix(c.Due), c.Provisional,
			unix(c.AnsweredAt), c.AnsweredBy, c.Raised, unix(c.RaisedAt), unix(c.RuledAt), c.RuledBy, unix(c.Settled),
		},
	}
}

// signatureFacts are a signature's columns, in the order of their names as the
// record writes them.
type signatureFacts struct {
	At      int64          `json:"at"`
	MendBy  int64          `json:"mend_by"`
	Person  fund.PersonID  `json:"person"`
	Role    fund.Role      `json:"role"`
	Verdict fund.Signature `json:"verdict"`
}

func aboutAcceptance(a fund.Acceptance) thing {
	team := make([]signatureFacts, len(a.Members))
	texts := make([]string, len(a.Members))
	for i, m := range a.Members {
		team[i] = signatureFacts{unix(m.At), unix(m.MendBy), m.Person, m.Role, m.Verdict}
		texts[i] = m.Reason
	}
	return thing{noun: nounAcceptance, id: a.ID, said: wordsIn(nil, texts...), facts: struct {
		Project     fund.ProjectID        `json:"project"`
		Round       int                   `json:"round"`
		Status      fund.AcceptanceStatus `json:"status"`
		Named       int64                 `json:"named"`
		NamedBy     fund.PersonID         `json:"named_by"`
		Due         int64                 `json:"due"`
		Provisional bool                  `json:"provisional"`
		Cost        fund.Money            `json:"cost"`
		Spent       fund.Money            `json:"spent"`
		Decided     int64                 `json:"decided"`
		Until       int64                 `json:"until"`
		MendBy      int64                 `json:"mend_by"`
		Ended       int64                 `json:"ended"`
		Team        []signatureFacts      `json:"team"`
	}{
		a.Project, a.Round, a.Status, unix(a.Named), a.NamedBy, unix(a.Due), a.Provisional, a.Cost, a.Spent,
		unix(a.Decided), unix(a.Until), unix(a.MendBy), unix(a.Ended), team,
	}}
}

func aboutDispute(d fund.Dispute) thing {
	return thing{
		noun: nounDispute, id: d.ID, writer: d.Author, words: d.Reason, said: d.Ruling,
		facts: struct {
			Acceptance  int64          `json:"acceptance"`
			Project     fund.ProjectID `json:"project"`
			Community   fund.PlaceID   `json:"community"`
			Author      fund.PersonID  `json:"author"`
			Filed       int64          `json:"filed"`
			Due         int64          `json:"due"`
			Provisional bool           `json:"provisional"`
			Decided     int64          `json:"decided"`
			DecidedBy   fund.PersonID  `json:"decided_by"`
			Upheld      bool           `json:"upheld"`
			MendBy      int64          `json:"mend_by"`
		}{
			d.Acceptance, d.Project, d.Community, d.Author, unix(d.Filed), unix(d.Due), d.Provisional, unix(d.Decided),
			d.DecidedBy, d.Upheld, unix(d.MendBy),
		},
	}
}

// aboutEvaluation leaves the counts out until it is closed: an entry for each
// answer would tell by its time who gave which.
func aboutEvaluation(e fund.Evaluation) thing {
	counts := [3]int{e.Satisfied, e.Fairly, e.Not}
	if e.Closed.IsZero() {
		counts = [3]int{}
	}
	return thing{noun: nounEvaluation, id: int64(e.Project), facts: struct {
		Opened int64  `json:"opened"`
		Closes int64  `json:"closes"`
		Closed int64  `json:"closed"`
		Counts [3]int `json:"counts"`
	}{unix(e.Opened), unix(e.Closes), unix(e.Closed), counts}}
}
