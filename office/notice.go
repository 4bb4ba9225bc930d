package office

import (
	"encoding/json"
	"fmt"
	"time"

	"huimin/fund"
	"huimin/store"
)

// Notice is something to be said, in data: whoever shows it words it in the
// reader's language, from the state at that moment. Key, when set, makes it
// said once ever. Due, when set, holds it back until then; Expires, when set,
// lets it go unsaid from then on.
type Notice struct {
	Kind    string
	Data    any // the struct that belongs to Kind
	Key     string
	Lane    store.Lane
	Due     time.Time
	Expires time.Time
}

// The kinds of notice, each with the struct that carries its data.
const (
	KindRequestChanged  = "request_changed"  // RequestChanged
	KindRequestComment  = "request_comment"  // RequestComment
	KindRequestQuestion = "request_question" // RequestComment, to the staff
	KindMergeAsk        = "merge_ask"        // MergeNews, to the author
	KindMergeAnswered   = "merge_answered"   // MergeNews, to the staff who asked
	KindMergeDone       = "merge_done"       // MergeNews, to each supporter who moved, with a way out
	KindRequestPost     = "request_post"     // RequestPost
	KindProjectPost     = "project_post"     // ProjectPost
	KindBallotPost      = "ballot_post"      // BallotPost
	KindBallotResult    = "ballot_result"    // BallotPost
	KindBallotPapers    = "ballot_papers"    // BallotPost, of a secret one that is closed
	KindBallotReminder  = "ballot_reminder"  // BallotPost, to a member who has not voted
	KindTask            = "task"             // Task
	KindRoleGiven       = "role_given"       // RoleNews
	KindRoleEnded       = "role_ended"       // RoleNews
	KindBulletin        = "bulletin"         // BulletinNews
	KindRollup          = "rollup"           // BulletinNews
	KindGone            = "gone"             // Gone
	KindChore           = "chore"            // Chore
	KindComplaint       = "complaint"        // ComplaintNews, to its author
	KindObjection       = "objection"        // NoteNews, to whoever raised it: it is answered
	KindDispute         = "dispute"          // DisputeNews, to its author
	KindEvaluationAsk   = "evaluation_ask"   // ProjectPost, to the proposer and supporters
	KindEvaluationPost  = "evaluation_post"  // ProjectPost, in the neighbourhood

	KindMeetingPost     = "meeting_post"      // MeetingPost
	KindMeetingCode     = "meeting_code"      // MeetingCode, on the screen of whoever presides
	KindTeller          = "teller"            // TellerNews, to who counts the votes in the room
	KindProxy           = "proxy"             // ProxyNews, to its holder or its giver
	KindProxyVote       = "proxy_vote"        // ProxyVote, to the holder of a proxy
	KindMeetingCodeOver = "meeting_code_over" // MeetingCode, to them: it is shown no longer
	KindMinutesPost     = "minutes_post"      // MinutesNews
	KindMinutesPaper    = "minutes_paper"     // MinutesNews, the paper
	KindMinutesSign     = "minutes_sign"      // MinutesNews, to whoever has to sign them

	KindCampaignReminder = "campaign_reminder" // CampaignNews, to the staff
	KindCampaignResult   = "campaign_result"   // CampaignNews, to the neighbourhood
	KindPoll             = "poll"              // PollPart, one of Telegram's own polls
	KindPollResult       = "poll_result"       // PollNews
	KindNeedsPost        = "needs_post"        // SelectionNews, to the neighbourhood
	KindNeedsNews        = "needs_news"        // SelectionNews, to those whose needs were chosen among

	KindYearWarning      = "year_warning"      // YearNews, to whoever has unfinished works
	KindYearClosed       = "year_closed"       // YearNews, to a community's staff
	KindYearDigest       = "year_digest"       // YearNews, to a neighbourhood
	KindInspections      = "inspections"       // YearNews, to street and district
	KindInspectionReport = "inspection_report" // YearNews, the paper
	KindInspectionPost   = "inspection_post"   // YearNews, in short, to a neighbourhood
	KindAppeal           = "appeal"            // AppealNews, to the district
	KindAppealDecided    = "appeal_decided"    // AppealNews, to a community's staff
)

// Change is what happened to a request, seen by those who follow it.
type Change string

// The changes of a request and of the project that came of it.
const (
	ChangeAdopted      Change = "adopted"
	ChangeDeclined     Change = "declined"
	ChangeMerged       Change = "merged"
	ChangeWithdrawn    Change = "withdrawn"
	ChangeSupported    Change = "supported" // Count supporters are reached
	ChangeVoting       Change = "voting"
	ChangeDecided      Change = "decided" // carried by the representatives, goes up for review
	ChangeLost         Change = "lost"
	ChangeNoQuorum     Change = "no_quorum"
	ChangeForwarded    Change = "forwarded" // approved by the street, now at the district
	ChangeApproved     Change = "approved"
	ChangeRefused      Change = "refused"
	ChangeReturned     Change = "returned"
	ChangeResubmitted  Change = "resubmitted" // amended after a return, at the street again
	ChangeStarted      Change = "started"
	ChangeFinished     Change = "finished"
	ChangeAltered      Change = "altered"      // the works cost more or less, within what may be
	ChangeReconsidered Change = "reconsidered" // a change of the works is put to the vote
	ChangeAnew         Change = "anew"         // that change is approved
	ChangeKept         Change = "kept"         // it is not, or was given up: what was approved holds
	ChangePassed       Change = "passed"       // acceptance passed, and may be disputed
	ChangeMending      Change = "mending"      // acceptance failed, the works are mended
	ChangeAccepted     Change = "accepted"     // acceptance stands
	ChangeFailed       Change = "failed"       // acceptance failed for good
	ChangeDropped      Change = "dropped"
	ChangeUnfinished   Change = "unfinished" // its year ended, and with it the project has failed
	ChangeLapsed       Change = "lapsed"     // its year ended before it was approved
	ChangeUnbarred     Change = "unbarred"   // an appeal was granted: it may come back
)

// RequestChanged tells its author and supporters what became of a request.
// Project is 0 where none is concerned. Count is how many support it, for
// ChangeSupported, and the year in which it may come back, for
// ChangeUnfinished and ChangeFailed, 0 for at once.
type RequestChanged struct {
	Request fund.RequestID
	What    Change
	Project fund.ProjectID `json:",omitempty"`
	Reason  string         `json:",omitempty"`
	Count   int            `json:",omitempty"`
}

// RequestComment points at a comment. Office is true for an answer by the
// committee.
type RequestComment struct {
	Request fund.RequestID
	Comment int64
	Office  bool
}

// MergeNews points at a proposal to merge Request into Into.
type MergeNews struct {
	Merge         int64
	Request, Into fund.RequestID
}

// RequestPost is the post about a request in its neighbourhood's groups.
type RequestPost struct{ Request fund.RequestID }

// ProjectPost is the post about a project in its neighbourhood's groups and
// channels.
type ProjectPost struct{ Project fund.ProjectID }

// BallotPost is the post about a ballot in the representatives' group.
type BallotPost struct{ Ballot fund.BallotID }

// Task tells whoever holds a project that it waits for them. OverdueBy counts
// working days, for fund.ReminderOverdue alone. Escalated is true for those
// one level up.
type Task struct {
	Project   fund.ProjectID
	Approval  int64
	Stage     fund.Reminder
	OverdueBy int
	Escalated bool
}

// RoleNews points at a grant that began or ended.
type RoleNews struct{ Grant int64 }

// BulletinNews points at the figures of a quarter at a place, or, from 1 on, at
// one page of them.
type BulletinNews struct {
	Quarter fund.Quarter
	Place   fund.PlaceID
	Page    int
}

// Gone names a message in the chat that has to go: it shows what somebody had
// deleted.
type Gone struct{ Message int }

// CampaignNews points at a campaign. Left is how many days it still has: 0 on
// the last one, negative when it is over; for [KindCampaignReminder] alone.
type CampaignNews struct {
	Campaign fund.CampaignID
	Left     int `json:",omitempty"`
}

// PollPart points at one of the polls of Telegram that a poll is asked by.
type PollPart struct {
	Poll fund.PollID
	Part int
}

// PollNews points at a poll.
type PollNews struct{ Poll fund.PollID }

// SelectionNews points at the choice among a year's needs.
type SelectionNews struct{ Selection fund.SelectionID }

// Topics of posts that are edited in place.
func requestTopic(id fund.RequestID) string { return fmt.Sprintf("request:%d", id) }
func projectTopic(id fund.ProjectID) string { return fmt.Sprintf("project:%d", id) }

// BallotTopic is what the post about a ballot is kept by.
func BallotTopic(id fund.BallotID) string { return fmt.Sprintf("ballot:%d", id) }

func campaignTopic(id fund.CampaignID) string   { return fmt.Sprintf("campaign:%d", id) }
func pollTopic(p PollPart) string               { return fmt.Sprintf("poll:%d:%d", p.Poll, p.Part) }
func pollResultTopic(id fund.PollID) string     { return fmt.Sprintf("poll_result:%d", id) }
func selectionTopic(id fund.SelectionID) string { return fmt.Sprintf("needs:%d", id) }

// taskTopics begins the topics of everything said about a review; taskTopic is
// what one reminder of it is kept by.
func taskTopics(approval int64) string { return fmt.Sprintf("task:%d:", approval) }

func taskTopic(t Task) string {
	return fmt.Sprintf("%s%s:%d", taskTopics(t.Approval), t.Stage, t.OverdueBy)
}

// coalesce is how long a post waits for further changes before it is edited:
// a group sees one edit, not one a tap.
const coalesce = 5 * time.Second

// tell says something to one person in their private chat. Nobody is told
// what they did themselves by the callers; whoever was erased, or has no
// Telegram, is told nothing.
func (o *Office) tell(a Act, person fund.PersonID, n Notice) error { return o.tellOn(a, person, "", n) }

// tellOn is tell; with a topic, what is said is edited in place from then on.
func (o *Office) tellOn(a Act, person fund.PersonID, topic string, n Notice) error {
	if person == 0 {
		return nil
	}
	p, err := a.Tx.Person(person)
	if err != nil {
		return fmt.Errorf("tell %s: %w", n.Kind, err)
	}
	if p.Erased || p.Telegram == 0 {
		return nil
	}
	return o.post(a, p.Telegram, topic, n)
}

// post says something in a chat. With a topic, it is a post that is edited in
// place from then on.
func (o *Office) post(a Act, chat int64, topic string, n Notice) error {
	data, err := json.Marshal(n.Data)
	if err != nil {
		return fmt.Errorf("post %s: %w", n.Kind, err)
	}
	out := store.Outgoing{
		Key: n.Key, Topic: topic, Kind: n.Kind, Chat: chat, Data: data, Lane: n.Lane, Due: n.Due, Expires: n.Expires,
	}
	if out.Due.IsZero() {
		out.Due = a.Now
	}
	if err := a.Tx.Send(out, a.Now); err != nil {
		return fmt.Errorf("post %s: %w", n.Kind, err)
	}
	return nil
}

// postTo says something in every chat bound to a place for one of the
// purposes, and tells in how many.
func (o *Office) postTo(
	a Act, place fund.PlaceID, topic string, n Notice, purposes ...store.Purpose,
) (chats int, err error) {
	for _, purpose := range purposes {
		bound, err := a.Tx.BoundChats(place, purpose)
		if err != nil {
			return chats, err
		}
		for _, c := range bound {
			if err := o.post(a, c.ID, topic, n); err != nil {
				return chats, err
			}
			chats++
		}
	}
	return chats, nil
}

// tellFollowers tells a request's author and supporters what became of it,
// each once, but not whoever did it.
func (o *Office) tellFollowers(a Act, r fund.Request, c RequestChanged) error {
	people, err := a.Tx.Supporters(r.ID)
	if err != nil {
		return err
	}
	c.Request = r.ID
	for _, p := range append([]fund.PersonID{r.Author}, people...) {
		if p == a.By.ID {
			continue
		}
		if err := o.tell(a, p, Notice{Kind: KindRequestChanged, Data: c, Lane: store.LaneNotice}); err != nil {
			return err
		}
	}
	return nil
}

// showRequest brings the posts about a request up to date, and those of the
// choice it is on the list of: at once, or a little later when more changes may
// follow.
func (o *Office) showRequest(a Act, r fund.Request, wait time.Duration) error {
	n := Notice{Kind: KindRequestPost, Data: RequestPost{r.ID}, Lane: store.LaneNotice, Due: a.Now.Add(wait)}
	if _, err := o.postTo(a, r.Community, requestTopic(r.ID), n, store.PurposeNeighbourhood); err != nil {
		return err
	}
	return o.showNeed(a, r)
}
