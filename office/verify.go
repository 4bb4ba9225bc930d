package office

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"huimin/fund"
	"huimin/store"
)

// FaultKind is how books and record disagree.
type FaultKind string

// The kinds of fault.
const (
	FaultRecord  FaultKind = "record"  // an entry or hash of the record was changed
	FaultHead    FaultKind = "head"    // the record does not extend the head that somebody kept
	FaultDiffers FaultKind = "differs" // a field is not what the record says
	FaultMissing FaultKind = "missing" // the record knows it, the books do not
	FaultUnknown FaultKind = "unknown" // the books know it, the record does not
	FaultTally   FaultKind = "tally"   // the votes do not add up to what was counted
	FaultMoney   FaultKind = "money"   // the amounts of all projects do not add up
)

// Fault is one thing that is wrong. Noun is "record", "project", "ballot",
// "vote", "mark", "paper" (by its ballot, with the code as Field), "review", "role", "sponsor", "cost lines", "campaign", "visit",
// "poll", "selection", "meeting" or "request", or of money "entry", "pledge", "transfer" or
// "allocation" (by its community); ID its number, with Person for a vote or a mark.
type Fault struct {
	Kind   FaultKind
	Noun   string
	ID     int64
	Person fund.PersonID
	Field  string
	Books  string // what stands there now
	Record string // what the record says
}

// Verification is what [Office.Verify] has checked and found.
type Verification struct {
	Head     store.Head
	Visits   int
	Polls    int
	Projects int
	Ballots  int
	Votes    int
	Reviews  int
	Entries  int        // of the ledger
	Received fund.Money // by the ledger, ever
	Paid     fund.Money
	Roles    int
	ActedFor int // entries that deputies made for whom they stand in for
	Works    int // reports, changes, notes, complaints, acceptances, disputes, evaluations, and what stands in minutes
	Rules    int // programmes that were taken up
	Meetings int
	Unsealed int // texts nobody can compare any more: whoever wrote them was erased
	Approved fund.Funding
	// Generated says that the books were made up: they have no record of acts,
	// and only what they come to was checked. Nil for others.
	Generated *GeneratedEntry
	Faults    []Fault // none: books and record agree
}

// Verify recomputes the record's tree, replays its entries, and compares what
// they say with every project, review, ballot and vote, every tally and the
// sums of money, every visit, poll and choice among needs. Each kept head is one that somebody wrote down earlier: the
// record must extend it. Without one, a record that was rebuilt as a whole
// would not show. An error means that it could not be checked.
func (o *Office) Verify(tx *store.Tx, kept ...store.Head) (Verification, error) {
	v := verifier{office: o, tx: tx}
	for _, step := range []func() error{func() error { return v.tree(kept) }, v.books} {
		if err := step(); err != nil {
			return Verification{}, fmt.Errorf("verify: %w", err)
		}
	}
	return v.Verification, nil
}

// books replays the record and compares the books with it.
func (v *verifier) books() error {
	if err := v.replay(); err != nil {
		return err
	}
	steps := []func() error{
		v.erased, v.needs, v.projects, v.reviews, v.ballots, v.money, v.roles, v.deputies, v.sponsors, v.households, v.costs,
		v.applications, v.studies, v.versions, v.pauses, v.opinions,
		v.ledger, v.pledges, v.transfers, v.allocations, v.programmes, v.works, v.yearEnds, v.meetings, v.petitions,
	}
	if v.Generated = v.said.generated; v.Generated != nil && v.Head.Size == 1 {
		steps = []func() error{v.generated}
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// verifier holds what the record says, the newest word on each thing.
type verifier struct {
	Verification
	office *Office
	tx     *store.Tx
	said   sayings
	// onSeal takes every text and its seal in place of comparing them.
	onSeal func(noun string, id int64, seal, text string) error
}

func (v *verifier) fault(f Fault) { v.Faults = append(v.Faults, f) }

// tree checks the record itself.
func (v *verifier) tree(kept []store.Head) (err error) {
	v.Head, err = v.tx.CheckRecord()
	if errors.Is(err, store.ErrRecordBroken) {
		v.fault(Fault{Kind: FaultRecord, Noun: "record", Books: err.Error()})
		return nil // what can be replayed is still compared
	}
	if err != nil {
		return err
	}
	// The tree is sound; its stored hashes must also stand where they belong.
	if at, err := v.tx.HeadAt(v.Head.Size); errors.Is(err, store.ErrNotFound) || err == nil && at != v.Head {
		v.fault(Fault{Kind: FaultRecord, Noun: "record", Books: at.Hash, Record: v.Head.Hash})
		return nil
	} else if err != nil {
		return err
	}
	for _, want := range kept {
		have := store.Head{}
		if want.Size <= v.Head.Size {
			if have, err = v.tx.HeadAt(want.Size); err != nil {
				return err
			}
		}
		if want.Size > v.Head.Size || !strings.EqualFold(want.Hash, have.Hash) {
			v.fault(Fault{Kind: FaultHead, Noun: "record", ID: want.Size, Books: have.Hash, Record: want.Hash})
		}
	}
	return nil
}

// projects compares every project with its newest entry.
func (v *verifier) projects() error {
	list, err := v.tx.Projects()
	if err != nil {
		return err
	}
	v.Projects = len(list)
	seen := make(map[fund.ProjectID]bool)
	for _, p := range list {
		seen[p.ID] = true
		said, ok := v.said.projects[p.ID]
		if !ok {
			v.fault(Fault{Kind: FaultUnknown, Noun: "project", ID: int64(p.ID)})
			continue
		}
		words, err := projectWords(p)
		if err != nil {
			return err
		}
		if err := v.sealed("project", int64(p.ID), said.facts.Words, words, said.by); err != nil {
			return err
		}
		facts := projectFacts(p)
		facts.Words = said.facts.Words
		v.compare("project", int64(p.ID), facts, said.facts)
	}
	missing(v, "project", v.said.projects, seen)
	return nil
}

// reviews compares every review with what the record says of it.
func (v *verifier) reviews() error {
	list, err := v.tx.ApprovalsUnder(0)
	if err != nil {
		return err
	}
	v.Reviews = len(list)
	seen := make(map[int64]bool)
	for _, r := range list {
		seen[r.ID] = true
		said, ok := v.said.reviews[r.ID]
		if !ok {
			v.fault(Fault{Kind: FaultUnknown, Noun: "review", ID: r.ID})
			continue
		}
		if err := v.sealed("review", r.ID, said.facts.Reason, r.Reason, said.by); err != nil {
			return err
		}
		facts := *approvalFacts(r)
		facts.Reason = said.facts.Reason
		v.compare("review", r.ID, facts, said.facts)
	}
	missing(v, "review", v.said.reviews, seen)
	return nil
}

// ballots compares every ballot, its roster, its votes and its tally.
func (v *verifier) ballots() error {
	list, err := v.tx.Ballots()
	if err != nil {
		return err
	}
	v.Ballots = len(list)
	seen := make(map[fund.BallotID]bool)
	for _, b := range list {
		seen[b.ID] = true
		said, ok := v.said.ballots[b.ID]
		if !ok {
			v.fault(Fault{Kind: FaultUnknown, Noun: "ballot", ID: int64(b.ID)})
			continue
		}
		facts := *ballotFacts(b)
		facts.Reason = said.facts.Reason
		if said.facts.Kind == "" { // of before there were others
			said.facts.Kind = fund.BallotMotion
		}
		v.compare("ballot", int64(b.ID), facts, said.facts)
		if err := v.sealed("ballot", int64(b.ID), said.facts.Reason, b.Reason, 0); err != nil {
			return err
		}
		check := v.ballot
		if b.Kind != fund.BallotMotion {
			check = v.question
		}
		if err := check(b, said); err != nil {
			return err
		}
	}
	missing(v, "ballot", v.said.ballots, seen)
	return nil
}

// ballot compares a ballot's roster and votes, and counts them again both
// from the books and from the record.
func (v *verifier) ballot(b fund.Ballot, said ballotSaid) error {
	members, err := v.members(b, said)
	if err != nil {
		return err
	}
	votes, err := v.tx.Votes(b.ID)
	if err != nil {
		return err
	}
	v.Votes += len(votes)
	v.votes(b.ID, votes, said.votes)
	if err := v.room(b, said.room); err != nil {
		return err
	}
	if err := v.papers(b, said); err != nil || b.Status != fund.BallotClosed {
		return err
	}
	books, _, err := countVotes(v.tx, b, members)
	if err != nil {
		return err
	}
	present, err := v.tx.BallotPresent(b.ID)
	if err != nil {
		return err
	}
	rules, err := v.office.ballotRules(v.tx, b)
	if err != nil && !errors.Is(err, store.ErrNotFound) { // a meeting that is not there is a fault already
		return err
	}
	record := said.count()
	books.Present, record.Present = len(present), len(said.present)
	if books != b.Tally || record != b.Tally || rules.Outcome(books) != b.Outcome || !slices.Equal(present, said.present) {
		v.fault(Fault{
			Kind: FaultTally, Noun: "ballot", ID: int64(b.ID), Field: "tally",
			Books:  fmt.Sprintf("%s, and as %s; its votes there give %s", tallyWords(b.Tally), outcomeWords(b.Outcome), tallyWords(books)),
			Record: tallyWords(record),
		})
	}
	return nil
}

// members compares a ballot's roster, and gives it.
func (v *verifier) members(b fund.Ballot, said ballotSaid) ([]fund.PersonID, error) {
	members, err := v.tx.BallotMembers(b.ID)
	if err == nil && !slices.Equal(members, said.members) {
		v.fault(Fault{
			Kind: FaultDiffers, Noun: "ballot", ID: int64(b.ID), Field: "members",
			Books: fmt.Sprint(members), Record: fmt.Sprint(said.members),
		})
	}
	return members, err
}

// tallyWords says a count in a sentence's words.
func tallyWords(t fund.Tally) string {
	return fmt.Sprintf("%d for, %d against and %d abstaining of %d members", t.For, t.Against, t.Abstain, t.Members)
}

func outcomeWords(o fund.Outcome) string {
	switch o {
	case fund.OutcomeCarried:
		return "carried"
	case fund.OutcomeLost:
		return "lost"
	case fund.OutcomeNoQuorum:
		return "without a quorum"
	}
	return fmt.Sprintf("%q", string(o))
}

func (v *verifier) votes(ballot fund.BallotID, votes []fund.Vote, said map[fund.PersonID]VoteEntry) {
	left := maps.Clone(said)
	for _, vote := range votes {
		entry, ok := left[vote.Person]
		delete(left, vote.Person)
		f := Fault{Noun: "vote", ID: int64(ballot), Person: vote.Person, Field: "choice", Books: string(vote.Choice)}
		switch {
		case !ok:
			f.Kind = FaultUnknown
			v.fault(f)
		case entry.Choice != vote.Choice || entry.At != unix(vote.At):
			f.Kind, f.Record = FaultDiffers, string(entry.Choice)
			v.fault(f)
		}
	}
	for _, person := range slices.Sorted(maps.Keys(left)) {
		v.fault(Fault{Kind: FaultMissing, Noun: "vote", ID: int64(ballot), Person: person})
	}
}

// money adds up what may be spent, by who pays, from the books and from the
// record.
func (v *verifier) money() error {
	list, err := v.tx.Projects()
	if err != nil {
		return err
	}
	var record fund.Funding
	v.Approved = approvedOf(list)
	for _, s := range v.said.projects {
		if s.facts.Approved != 0 {
			record.Fund += s.facts.Fund
			record.Sponsor += s.facts.Sponsor
			record.Residents += s.facts.Residents
		}
	}
	if record != v.Approved {
		v.fault(Fault{
			Kind: FaultMoney, Noun: "project", Books: v.Approved.Total().Decimal(), Record: record.Total().Decimal(),
		})
	}
	return nil
}

// approvedOf adds up what approved projects may spend, by who pays.
func approvedOf(list []fund.Project) (f fund.Funding) {
	for _, p := range list {
		if !p.ApprovedAt.IsZero() {
			f.Fund += p.Funding.Fund
			f.Sponsor += p.Funding.Sponsor
			f.Residents += p.Funding.Residents
		}
	}
	return f
}

// sealed checks a text against its seal. A seal without its salt can be read
// by nobody, which is in order only once whoever wrote it was erased.
func (v *verifier) sealed(noun string, id int64, seal, text string, by int64) error {
	for next, ok := v.said.resealed[seal]; ok; next, ok = v.said.resealed[seal] {
		seal, by = next, 0 // words of somebody who was erased were taken out
	}
	if v.onSeal != nil {
		return v.onSeal(noun, id, seal, text)
	}
	if seal == "" && text == "" {
		return nil
	}
	same, err := v.tx.Sealed(seal, text)
	if seal != "" && errors.Is(err, store.ErrNotFound) {
		writer, err := v.tx.Person(fund.PersonID(by))
		if err == nil && writer.Erased {
			v.Unsealed++
			return nil
		}
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
	} else if err != nil && seal != "" {
		return err
	}
	if !same {
		v.fault(Fault{Kind: FaultDiffers, Noun: noun, ID: id, Field: "words"})
	}
	return nil
}

// compare finds the fields in which the books differ from the record.
func (v *verifier) compare(noun string, id int64, books, record any) {
	have, want := fields(books), fields(record)
	for _, name := range slices.Sorted(maps.Keys(want)) {
		if string(have[name]) != string(want[name]) {
			v.fault(Fault{
				Kind: FaultDiffers, Noun: noun, ID: id, Field: name, Books: string(have[name]), Record: string(want[name]),
			})
		}
	}
}

// fields gives a struct of facts by the names of its fields in the record.
func fields(facts any) map[string]json.RawMessage {
	text, err := json.Marshal(facts)
	if err != nil {
		return nil // facts are numbers and strings: they always marshal
	}
	var m map[string]json.RawMessage
	if err := json.Unmarshal(text, &m); err != nil {
		return nil
	}
	return m
}

// missing finds what the record knows and the books do not.
func missing[K ~int64, V any](v *verifier, noun string, said map[K]V, seen map[K]bool) {
	for _, id := range slices.Sorted(maps.Keys(said)) {
		if !seen[id] {
			v.fault(Fault{Kind: FaultMissing, Noun: noun, ID: int64(id)})
		}
	}
}
