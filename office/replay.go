package office

import (
	"encoding/json"
	"fmt"
	"time"

	"huimin/fund"
	"huimin/store"
)

// sayings are what the record says last of everything that is verified.
type sayings struct {
	needs     needSayings
	latest    time.Time // of its newest entry: a verification has no clock
	projects  map[fund.ProjectID]projectSaid
	reviews   map[int64]reviewSaid
	ballots   map[fund.BallotID]ballotSaid
	year      yearSayings
	money     moneySaid
	costs     map[fund.ProjectID]costSaid
	drafts    draftSaid
	people    peopleSaid
	works     worksSaid
	acted     []actedFor
	erasures  []ErasedEntry
	resealed  map[string]string // seal → that of what is left of the text
	meetings  meetingsSaid
	petitions petitionsSaid

	programmes map[int64]ProgrammeEntry

	generated *GeneratedEntry // nil unless the books were made up
}

// projectSaid is the record's newest word on a project, and whose it is.
type projectSaid struct {
	facts ProjectFacts
	by    int64
}

// reviewSaid is the record's newest word on a review, and whose it is.
type reviewSaid struct {
	facts ApprovalFacts
	by    int64
}

// ballotSaid is what the record says of a ballot.
type ballotSaid struct {
	room    roomSaid
	facts   BallotFacts
	members []fund.PersonID
	present []fund.PersonID // who took part, in a meeting
	votes   map[fund.PersonID]VoteEntry
	asked   *QuestionFacts // nil in a motion
	marks   map[fund.PersonID]MarkEntry
	voters  []fund.PersonID    // of a secret one
	papers  []fund.SecretPaper // of a secret one, once it is closed
}

// replay reads the whole record. What cannot be read is a fault of the record.
func (v *verifier) replay() error {
	v.said = sayings{
		needs:    newNeedSayings(),
		projects: make(map[fund.ProjectID]projectSaid),
		reviews:  make(map[int64]reviewSaid),
		ballots:  make(map[fund.BallotID]ballotSaid),
		year:     newYearSayings(),
		money:    newMoneySaid(),
		costs:    make(map[fund.ProjectID]costSaid),
		drafts:   newDraftSaid(),
		people:   newPeopleSaid(),
		works:    make(worksSaid),
		resealed: make(map[string]string),
		meetings: newMeetingsSaid(), petitions: newPetitionsSaid(),

		programmes: make(map[int64]ProgrammeEntry),
	}
	const page = 1000
	for next := int64(0); ; {
		entries, err := v.tx.Entries(next, page)
		if err != nil {
			return err
		}
		for _, e := range entries {
			v.said.hearActing(e)
			if err := v.said.hear(e); err != nil {
				v.fault(Fault{Kind: FaultRecord, Noun: "record", ID: e.Seq, Books: err.Error()})
			}
			next = e.Seq + 1
		}
		if len(entries) < page {
			return nil
		}
	}
}

// hear takes in one entry; those about other things are passed over.
func (s *sayings) hear(e store.Entry) error {
	s.latest = e.At
	if e.What == recordGenerated {
		said, err := heard[GeneratedEntry](e)
		s.generated = &said
		return err
	}
	if err := s.needs.hear(e); err != nil {
		return err
	}
	if e.What == recordVote {
		return s.hearVote(e)
	}
	if known, err := s.hearPapers(e); known || err != nil {
		return err
	}
	if known, err := s.money.hear(e); known || err != nil {
		return err
	}
	if err := s.hearCosts(e); err != nil {
		return err
	}
	if err := s.drafts.hear(e); err != nil {
		return err
	}
	if err := s.people.hear(e); err != nil {
		return err
	}
	if works, err := s.works.hear(e); works {
		return err
	}
	if e.What == recordWordsErased {
		return s.hearErased(e)
	}
	if known, err := s.hearMeeting(e); known || err != nil {
		return err
	}
	if e.What == recordProgramme {
		var p ProgrammeEntry
		if err := json.Unmarshal([]byte(e.Data), &p); err != nil {
			return err
		}
		s.programmes[p.Programme] = p
		return nil
	}
	if !aboutProjects(e.What) {
		return s.year.hear(e)
	}
	var p ProjectEntry
	if err := json.Unmarshal([]byte(e.Data), &p); err != nil {
		return err
	}
	s.hearProject(e, p)
	return nil
}

// hearVote takes in a vote in a ballot that was opened before.
func (s *sayings) hearVote(e store.Entry) error {
	vote, err := heard[VoteEntry](e)
	if err != nil {
		return err
	}
	b, ok := s.ballots[vote.Ballot]
	if !ok {
		return fmt.Errorf("vote in ballot %d: %w", vote.Ballot, store.ErrNotFound)
	}
	b.votes[vote.Person] = vote
	return s.votesFor(e, vote.Person)
}

// aboutProjects tells whether entries of this name are a [ProjectEntry].
func aboutProjects(what string) bool {
	switch what {
	case recordAdopted, recordAmended, recordResubmitted, recordDropped, recordStarted, recordFinished,
		recordChanged, recordKept, recordMend, recordAccepted, recordFailed,
		recordBlanked, recordUnfinished, recordLapsed, recordReviewed, recordOpened, recordClosed, recordCarriedByMoney, recordSettled,
		recordPaid, recordReplanned, recordClock:
		return true
	}
	return false
}

func (s *sayings) hearProject(e store.Entry, p ProjectEntry) {
	s.projects[p.Project.ID] = projectSaid{facts: p.Project, by: e.By}
	for _, r := range []*ApprovalFacts{p.Decided, p.Arrived} {
		if r != nil {
			s.reviews[r.ID] = reviewSaid{facts: *r, by: e.By}
		}
	}
	if p.Removed != 0 {
		delete(s.reviews, p.Removed)
	}
	s.hearBallot(p.Ballot, p.Members, p.Present)
}

// hearBallot takes in that a ballot was opened, by members, or closed, by
// those who took part; nil is none.
func (s *sayings) hearBallot(facts *BallotFacts, members, present []fund.PersonID) {
	if facts == nil {
		return
	}
	b, known := s.ballots[facts.ID]
	if !known {
		b = ballotSaid{members: members, votes: make(map[fund.PersonID]VoteEntry), marks: make(map[fund.PersonID]MarkEntry)}
	}
	b.facts, b.present = *facts, present
	s.ballots[facts.ID] = b
}
