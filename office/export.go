package office

import (
	"encoding/json"
	"fmt"
	"time"

	"huimin/fund"
	"huimin/store"
)

// Personal is everything that is kept about one person, as they get it on
// asking (PIPL Art. 45): it marshals to JSON.
type Personal struct {
	Person     fund.Person                   `json:"person"`
	Roles      []fund.Grant                  `json:"roles"`
	Requests   []fund.Request                `json:"requests"`
	Supported  []fund.RequestID              `json:"supported"`
	Comments   []store.Comment               `json:"comments"`
	Votes      []fund.Vote                   `json:"votes"`
	Marks      []fund.Mark                   `json:"marks"`        // in ballots in which options are marked
	VotedIn    []fund.BallotID               `json:"secret_votes"` // the ballots, also those in whose room they voted: how is not known
	Pledges    []fund.Pledge                 `json:"pledges"`
	Merges     []store.Merge                 `json:"merges_proposed"`
	Invites    []store.Invite                `json:"invitations"`
	Campaigns  []fund.Campaign               `json:"campaigns_opened"`
	Polls      []fund.Poll                   `json:"polls_opened"`
	Opinions   []fund.BureauOpinion          `json:"opinions,omitempty"`
	Appeals    []fund.Appeal                 `json:"appeals"`
	SiteVisits []fund.SiteVisit              `json:"site_visits"`
	BarAnswers []store.Kinship               `json:"bar_answers"`
	Drafts     []Draft                       `json:"drafts"`
	Files      []store.Upload                `json:"files"` // that wait to be agreed to, without what is in them
	Complaints []fund.Complaint              `json:"complaints"`
	Disputes   []fund.Dispute                `json:"disputes"`
	Notes      []fund.Oversight              `json:"notes"`
	Signed     []fund.AcceptanceMember       `json:"signatures"`
	Evaluated  []fund.ProjectID              `json:"evaluated"` // that an answer was given; which, nobody knows
	Replies    map[fund.MeetingID]fund.Reply `json:"meeting_replies"`
	Demands    []fund.Petition               `json:"demands_opened"`
	Joined     []fund.PetitionID             `json:"demands_signed"`
	OnRecord   []fund.Contribution           `json:"on_record"` // of meetings
	SignedOff  []fund.SignOff                `json:"minutes_signed"`
	Corrected  []fund.Correction             `json:"minutes_corrected"`
	Record     []Deed                        `json:"record"`
}

// Draft is a conversation somebody is in the middle of.
type Draft struct {
	Form    string          `json:"form"`
	Step    string          `json:"step"`
	Data    json.RawMessage `json:"data"`
	Changed time.Time       `json:"changed"`
}

// Deed is an entry of the record about what somebody did.
type Deed struct {
	Seq  int64           `json:"seq"`
	At   time.Time       `json:"at"`
	What string          `json:"what"`
	Data json.RawMessage `json:"data"`
}

// Export gives everything that is kept about the act's person, with times in
// the programme's zone; [ErrNoConsent] for strangers.
func (o *Office) Export(a Act) (Personal, error) {
	if a.By.ID == 0 {
		return Personal{}, fmt.Errorf("export: %w", ErrNoConsent)
	}
	var e Personal
	var err error
	if e.Person, err = o.Person(a.Tx, a.By.ID); err != nil {
		return e, err
	}
	for _, part := range []func(Act, *Personal) error{
		o.exportRoles, o.exportRequests, o.exportComments, o.exportVotes, o.exportAsked, o.exportPledges, o.exportDrafts, o.exportYearEnds, o.exportWorks, o.exportMinutes, o.exportMeetings,
		o.exportRecord,
	} {
		if err := part(a, &e); err != nil {
			return Personal{}, fmt.Errorf("export: %w", err)
		}
	}
	return e, nil
}

func (o *Office) exportRoles(a Act, e *Personal) error {
	grants, err := a.Tx.GrantsEver(a.By.ID)
	if err != nil {
		return err
	}
	e.Roles = o.localGrants(grants)
	if e.Invites, err = a.Tx.InvitesOf(a.By.ID); err != nil {
		return err
	}
	for i := range e.Invites {
		v := &e.Invites[i]
		v.Created, v.Expires, v.UsedAt = o.local(v.Created), o.local(v.Expires), o.local(v.UsedAt)
	}
	return nil
}

func (o *Office) exportRequests(a Act, e *Personal) error {
	requests, err := a.Tx.RequestsOf(a.By.ID)
	if err != nil {
		return err
	}
	e.Requests = o.localRequests(requests)
	supported, err := a.Tx.SupportedBy(a.By.ID)
	if err != nil {
		return err
	}
	for _, r := range supported {
		e.Supported = append(e.Supported, r.ID)
	}
	if e.Merges, err = a.Tx.MergesBy(a.By.ID); err != nil {
		return err
	}
	for i := range e.Merges {
		e.Merges[i] = o.localMerge(e.Merges[i])
	}
	return nil
}

func (o *Office) exportComments(a Act, e *Personal) (err error) {
	if e.Comments, err = a.Tx.CommentsBy(a.By.ID); err != nil {
		return err
	}
	for i := range e.Comments {
		e.Comments[i].At = o.local(e.Comments[i].At)
	}
	return nil
}

func (o *Office) exportVotes(a Act, e *Personal) (err error) {
	if e.Votes, err = a.Tx.VotesBy(a.By.ID); err != nil {
		return err
	}
	if e.VotedIn, err = a.Tx.VotedIn(a.By.ID); err != nil {
		return err
	}
	if e.Opinions, err = a.Tx.OpinionsBy(a.By.ID); err != nil {
		return err
	}
	for i := range e.Opinions {
		e.Opinions[i].At = o.local(e.Opinions[i].At)
	}
	if e.Marks, err = a.Tx.MarksBy(a.By.ID); err != nil {
		return err
	}
	for i := range e.Marks {
		e.Marks[i].At = o.local(e.Marks[i].At)
	}
	for i := range e.Votes {
		e.Votes[i].At = o.local(e.Votes[i].At)
	}
	return nil
}

func (o *Office) exportAsked(a Act, e *Personal) (err error) {
	if e.Campaigns, err = a.Tx.CampaignsBy(a.By.ID); err != nil {
		return err
	}
	for i := range e.Campaigns {
		e.Campaigns[i] = o.localCampaign(e.Campaigns[i])
	}
	if e.Polls, err = a.Tx.PollsBy(a.By.ID); err != nil {
		return err
	}
	for i := range e.Polls {
		e.Polls[i] = o.localPoll(e.Polls[i])
	}
	return nil
}

func (o *Office) exportPledges(a Act, e *Personal) (err error) {
	e.Pledges, err = o.localPledges(a.Tx.PledgesBy(a.By.ID))
	return err
}

func (o *Office) exportDrafts(a Act, e *Personal) (err error) {
	if e.Files, err = a.Tx.UploadsOf(a.By.ID); err != nil {
		return err
	}
	for i := range e.Files {
		e.Files[i].At = o.local(e.Files[i].At)
	}
	if e.Person.Telegram == 0 {
		return nil
	}
	sessions, err := a.Tx.SessionsOf(e.Person.Telegram)
	if err != nil {
		return err
	}
	for _, s := range sessions {
		e.Drafts = append(e.Drafts, Draft{s.Form, s.Step, s.Data, o.local(s.Changed)})
	}
	return nil
}

func (o *Office) exportWorks(a Act, e *Personal) (err error) {
	if e.Complaints, err = o.ComplaintsBy(a.Tx, a.By.ID); err != nil {
		return err
	}
	if e.Disputes, err = a.Tx.DisputesBy(a.By.ID); err != nil {
		return err
	}
	for i := range e.Disputes {
		e.Disputes[i] = o.localDispute(e.Disputes[i])
	}
	if err := o.exportOverseen(a, e); err != nil {
		return err
	}
	e.Evaluated, err = a.Tx.AnsweredBy(a.By.ID)
	return err
}

// exportMinutes adds what somebody said on record, signed and corrected.
func (o *Office) exportMinutes(a Act, e *Personal) (err error) {
	if e.OnRecord, err = a.Tx.ContributionsBy(a.By.ID); err != nil {
		return err
	}
	for i := range e.OnRecord {
		e.OnRecord[i] = o.localContribution(e.OnRecord[i])
	}
	signed, err := a.Tx.SignOffs(0)
	if err != nil {
		return err
	}
	for _, s := range signed {
		if s.At = o.local(s.At); s.Person == a.By.ID {
			e.SignedOff = append(e.SignedOff, s)
		}
	}
	corrections, err := a.Tx.Corrections(0)
	for _, c := range corrections {
		if c.At = o.local(c.At); c.Person == a.By.ID {
			e.Corrected = append(e.Corrected, c)
		}
	}
	return err
}

// exportOverseen adds what somebody noted and signed about works.
func (o *Office) exportOverseen(a Act, e *Personal) error {
	notes, err := o.Notes(a.Tx, 0)
	if err != nil {
		return err
	}
	for _, n := range notes {
		if n.By == a.By.ID {
			e.Notes = append(e.Notes, n)
		}
	}
	list, err := a.Tx.Acceptances(0)
	for _, n := range list {
		for _, m := range n.Members {
			if m.Person == a.By.ID {
				m.At, m.MendBy = o.local(m.At), o.local(m.MendBy)
				e.Signed = append(e.Signed, m)
			}
		}
	}
	return err
}

// exportYearEnds adds what somebody wrote for an office about the ends of years.
func (o *Office) exportYearEnds(a Act, e *Personal) (err error) {
	if e.Appeals, err = a.Tx.AppealsBy(a.By.ID); err != nil {
		return err
	}
	for i := range e.Appeals {
		e.Appeals[i] = o.localAppeal(e.Appeals[i])
	}
	if e.SiteVisits, err = a.Tx.SiteVisitsBy(a.By.ID); err != nil {
		return err
	}
	e.BarAnswers, err = a.Tx.KinshipsBy(a.By.ID)
	return err
}

func (o *Office) exportRecord(a Act, e *Personal) error {
	entries, err := a.Tx.EntriesBy(a.By.ID)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		e.Record = append(e.Record, Deed{entry.Seq, o.local(entry.At), entry.What, json.RawMessage(entry.Data)})
	}
	return nil
}

// exportMeetings gives whether somebody said that they come to meetings, and
// the meetings they demanded.
func (o *Office) exportMeetings(a Act, e *Personal) (err error) {
	if e.Replies, err = a.Tx.RepliesBy(a.By.ID); err != nil {
		return err
	}
	if e.Demands, err = a.Tx.PetitionsBy(a.By.ID); err != nil {
		return err
	}
	for i := range e.Demands {
		e.Demands[i] = o.localPetition(e.Demands[i])
	}
	signed, err := a.Tx.PetitionsSigned(a.By.ID)
	for _, p := range signed {
		e.Joined = append(e.Joined, p.ID)
	}
	return err
}
