package office

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"huimin/fund"
	"huimin/store"
)

// DeskKind is what an item on somebody's desk asks for.
type DeskKind string

// The kinds of item on a desk.
const (
	DeskReview    DeskKind = "review"    // a project to approve, return or refuse
	DeskOverdue   DeskKind = "overdue"   // a review one level down that is late
	DeskVote      DeskKind = "vote"      // a ballot not voted in yet
	DeskReturned  DeskKind = "returned"  // a project to amend and send up again
	DeskDrafted   DeskKind = "drafted"   // a project to put to the vote
	DeskApproved  DeskKind = "approved"  // a project to begin
	DeskStarted   DeskKind = "started"   // a project to finish
	DeskFinished  DeskKind = "finished"  // a project to have accepted
	DeskMending   DeskKind = "mending"   // works to mend by Due
	DeskObjection DeskKind = "objection" // an oversight note to answer
	DeskComplaint DeskKind = "complaint" // a complaint to answer
	DeskMinutes   DeskKind = "minutes"   // an objection to minutes to answer
	DeskSign      DeskKind = "sign"      // an acceptance to sign
	DeskDispute   DeskKind = "dispute"   // a dispute to decide on
	DeskWords     DeskKind = "words"     // what people wrote in an evaluation
	DeskQuestion  DeskKind = "question"  // a request with questions to answer
	DeskRequest   DeskKind = "request"   // a request to adopt, merge or decline
	DeskMerge     DeskKind = "merge"     // a proposal to merge one's own request
	DeskGiveBack  DeskKind = "give_back" // money to give back to whoever gave it
	DeskTransfer  DeskKind = "transfer"  // a transfer to agree to or approve
	DeskCampaign  DeskKind = "campaign"  // visits or a survey that go on
	DeskPoll      DeskKind = "poll"      // a poll that goes on
	DeskSelection DeskKind = "selection" // a choice among a year's needs that goes on
	DeskAppeal    DeskKind = "appeal"    // an appeal for a failed project to answer
	DeskPetition  DeskKind = "petition"  // a meeting that was demanded, to call
	DeskInspect   DeskKind = "inspect"   // Count inspections to decide
	DeskUncertain DeskKind = "uncertain" // messages that may not have arrived
	DeskFailed    DeskKind = "failed"    // messages that could not be sent
)

// DeskItem is one thing that needs somebody. Of the numbers those are set that
// belong to its kind. Due is zero where nothing is due; DaysLeft counts
// working days, 0 on the day, negative when overdue.
type DeskItem struct {
	Kind     DeskKind
	Request  fund.RequestID
	Project  fund.ProjectID
	Approval int64
	Ballot   fund.BallotID
	Merge    int64
	Work     int64 // an oversight note, complaint, acceptance or dispute
	Transfer fund.TransferID
	Sum      fund.Money // to give back, or to be transferred

	Campaign  fund.CampaignID
	Poll      fund.PollID
	Selection fund.SelectionID
	Appeal    int64
	Petition  fund.PetitionID

	Number   string
	Title    string
	Place    fund.PlaceID
	Since    time.Time
	Due      time.Time
	DaysLeft int
	Overdue  bool
	Until    time.Time // of what ends by itself
	Year     int       // of a choice, or whose inspections are to be decided
	Count    int       // supporters, questions, inspections, messages, doors reached, needs to decide
	Of       int       // the goal of a campaign, the needs of a choice
}

// Desk gives everything that needs the act's person: the soonest deadline
// first, then what has waited longest, then residents' requests, those with
// questions and those most supported first. Somebody without any office gets
// *fund.NotAllowed.
func (o *Office) Desk(a Act) ([]DeskItem, error) {
	grants, err := grantsOf(a.Tx, a.By)
	if err != nil {
		return nil, fmt.Errorf("desk: %w", err)
	}
	d := desk{Office: o, act: a}
	served := false
	for _, g := range grants {
		if !g.Active(a.Now) {
			continue
		}
		served = served || g.Role != fund.RoleResident && g.Role != fund.RoleSupervisor
		if err := d.serve(g); err != nil {
			return nil, fmt.Errorf("desk: %w", err)
		}
	}
	if err := d.signatures(); err != nil {
		return nil, fmt.Errorf("desk: %w", err)
	}
	if !served && len(d.items) == 0 {
		return nil, fmt.Errorf("desk: %w", &fund.NotAllowed{
			Action: fund.ActDesk, Needs: fund.ActDesk.Needs(), At: a.By.Community,
		})
	}
	if err := d.merges(); err != nil {
		return nil, fmt.Errorf("desk: %w", err)
	}
	d.once()
	slices.SortStableFunc(d.items, compareDesk)
	return d.items, nil
}

// compareDesk orders a desk.
func compareDesk(a, b DeskItem) int {
	if x, y := rankDesk(a), rankDesk(b); x != y {
		return x - y
	}
	if !a.Due.IsZero() {
		if c := a.Due.Compare(b.Due); c != 0 {
			return c
		}
	}
	if (a.Kind == DeskRequest || a.Kind == DeskQuestion) && a.Count != b.Count {
		return b.Count - a.Count
	}
	return a.Since.Compare(b.Since)
}

// rankDesk puts what is due before what is not, and requests last.
func rankDesk(i DeskItem) int {
	switch {
	case !i.Due.IsZero():
		return 0
	case i.Kind == DeskQuestion:
		return 2
	case i.Kind == DeskRequest:
		return 3
	}
	return 1
}

// desk gathers items for one person.
type desk struct {
	*Office
	act   Act
	items []DeskItem
}

// serve adds what one role brings.
func (d *desk) serve(g fund.Grant) error {
	switch g.Role {
	case fund.RoleStaff:
		if err := d.projects(g.Place); err != nil {
			return err
		}
		if err := d.money(g.Place, fund.ActTransfer); err != nil {
			return err
		}
		if err := d.asking(g.Place); err != nil {
			return err
		}
		if err := d.petitions(g.Place); err != nil {
			return err
		}
		return d.requests(g.Place)
	case fund.RoleRepresentative:
		return d.ballots(g.Place)
	case fund.RoleStreet:
		if err := d.transfers(g.Place, fund.ActTransferStreet); err != nil {
			return err
		}
		if err := d.reviews(g.Place, fund.ProjectStreet, DeskReview); err != nil {
			return err
		}
		return d.appeals(g.Place)
	case fund.RoleDistrict:
		if err := d.reviews(g.Place, fund.ProjectDistrict, DeskReview); err != nil {
			return err
		}
		if err := d.barAppeals(g.Place); err != nil {
			return err
		}
		if err := d.inspections(g.Place); err != nil {
			return err
		}
		if err := d.transfers(g.Place, fund.ActTransferDistrict); err != nil {
			return err
		}
		return d.reviews(g.Place, fund.ProjectStreet, DeskOverdue)
	case fund.RoleAdmin:
		if err := d.reviews(g.Place, fund.ProjectDistrict, DeskOverdue); err != nil {
			return err
		}
		return d.deliveries()
	case fund.RoleResident:
		if d.Rules(d.act.Now).Voters == fund.VotersResidents {
			return d.ballots(g.Place)
		}
	case fund.RoleSupervisor:
	}
	return nil
}

// once leaves one item a review for whoever holds several offices: the one in
// which they decide it themselves, where there is one.
func (d *desk) once() {
	best := make(map[int64]DeskKind)
	for _, i := range d.items {
		if i.Approval != 0 && best[i.Approval] != DeskReview {
			best[i.Approval] = i.Kind
		}
	}
	d.items = slices.DeleteFunc(d.items, func(i DeskItem) bool {
		if i.Approval == 0 {
			return false
		}
		keep := best[i.Approval] == i.Kind
		if keep {
			best[i.Approval] = "" // the next of this kind goes
		}
		return !keep
	})
}

// projects adds a community's projects that wait for its staff.
func (d *desk) projects(community fund.PlaceID) error {
	list, err := d.act.Tx.ProjectsHeld(community,
		fund.ProjectReturned, fund.ProjectDrafted, fund.ProjectApproved, fund.ProjectStarted, fund.ProjectFinished,
		fund.ProjectMending)
	if err != nil {
		return err
	}
	for _, p := range list {
		item := d.project(DeskKind(p.Status), p)
		due := p.Due
		if p.Status == fund.ProjectFinished {
			if due, err = d.TeamDue(d.act.Tx, p); err != nil {
				return err
			}
		}
		if !due.IsZero() {
			d.due(&item, due)
		}
		d.items = append(d.items, item)
	}
	return d.works(community)
}

// requests adds a community's open requests.
func (d *desk) requests(community fund.PlaceID) error {
	n, err := d.act.Tx.CountOpenRequests(community)
	if err != nil {
		return err
	}
	list, err := d.act.Tx.OpenRequests(community, 0, n)
	if err != nil {
		return err
	}
	questions, err := d.act.Tx.OpenQuestions(community)
	if err != nil {
		return err
	}
	for _, r := range list {
		item := DeskItem{
			Kind: DeskRequest, Request: r.ID, Number: r.Number, Title: r.Title(), Place: r.Community,
			Since: d.local(r.Filed), Count: r.Supporters,
		}
		if asked := questions[r.ID]; asked > 0 {
			item.Kind, item.Count = DeskQuestion, asked
		}
		d.items = append(d.items, item)
	}
	return nil
}

// ballots adds the ballots in which a representative may vote and has not.
func (d *desk) ballots(community fund.PlaceID) error {
	list, err := d.act.Tx.OpenBallots(community)
	if err != nil {
		return err
	}
	for _, b := range list {
		if d.mayVote(d.act, b) != nil {
			continue
		}
		voted, err := d.HasVoted(d.act.Tx, b, d.act.By.ID)
		if err != nil {
			return err
		}
		if voted {
			continue
		}
		v, err := d.Ballot(d.act.Tx, b.ID)
		if err != nil {
			return err
		}
		item := d.project(DeskVote, v.Project)
		if b.Project == 0 {
			item.Number, item.Title, item.Place, item.Since = strconv.Itoa(b.Item), v.Item.Title, b.Community, d.local(b.Opened)
		}
		item.Ballot = b.ID
		d.due(&item, b.Closes)
		d.items = append(d.items, item)
	}
	return nil
}

// reviews adds the reviews that wait below a place: all of them for whoever
// decides them, the late ones for those one level up.
func (d *desk) reviews(place fund.PlaceID, at fund.ProjectStatus, kind DeskKind) error {
	list, err := d.act.Tx.ProjectsHeld(place, at)
	if err != nil {
		return err
	}
	for _, p := range list {
		r, err := d.act.Tx.PendingApproval(p.ID)
		if err != nil {
			return err
		}
		item := d.project(kind, p)
		item.Approval = r.ID
		d.due(&item, r.Due)
		if kind == DeskOverdue && !item.Overdue {
			continue
		}
		d.items = append(d.items, item)
	}
	return nil
}

// barAppeals adds the appeals that wait below a place.
func (d *desk) barAppeals(place fund.PlaceID) error {
	list, err := d.act.Tx.PendingAppeals(place)
	if err != nil {
		return err
	}
	for _, v := range list {
		p, err := d.act.Tx.Project(v.Project)
		if err != nil {
			return err
		}
		item := d.project(DeskAppeal, p)
		item.Appeal, item.Since = v.ID, d.local(v.Filed)
		d.due(&item, v.Due)
		d.items = append(d.items, item)
	}
	return nil
}

// inspections adds the inspections to decide below a place, as one item a year.
func (d *desk) inspections(place fund.PlaceID) error {
	list, err := d.act.Tx.InspectionsUnder(place)
	if err != nil {
		return err
	}
	for _, i := range list {
		if i.Opinion != "" {
			continue
		}
		last := len(d.items) - 1
		if last >= 0 && d.items[last].Kind == DeskInspect && d.items[last].Year == i.Year {
			d.items[last].Count++
			continue
		}
		item := DeskItem{Kind: DeskInspect, Place: place, Year: i.Year, Since: d.local(i.Opened), Count: 1}
		d.due(&item, i.Due)
		d.items = append(d.items, item)
	}
	return nil
}

// merges adds what others propose about the person's own requests.
func (d *desk) merges() error {
	list, err := d.act.Tx.PendingMergesOf(d.act.By.ID)
	if err != nil {
		return err
	}
	for _, m := range list {
		r, err := d.act.Tx.Request(m.Request)
		if err != nil {
			return err
		}
		d.items = append(d.items, DeskItem{
			Kind: DeskMerge, Merge: m.ID, Request: r.ID, Number: r.Number, Title: r.Title(), Place: r.Community,
			Since: d.local(m.Asked),
		})
	}
	return nil
}

// deliveries adds how many messages are in doubt or failed.
func (d *desk) deliveries() error {
	counts, err := d.act.Tx.OutboxCounts()
	if err != nil {
		return err
	}
	for _, c := range []struct {
		kind   DeskKind
		status store.OutboxStatus
	}{{DeskUncertain, store.OutboxUncertain}, {DeskFailed, store.OutboxFailed}} {
		seen := slices.ContainsFunc(d.items, func(i DeskItem) bool { return i.Kind == c.kind })
		if n := counts[c.status]; n > 0 && !seen {
			d.items = append(d.items, DeskItem{Kind: c.kind, Count: n, Since: d.local(d.act.Now)})
		}
	}
	return nil
}

// project starts an item about a project.
func (d *desk) project(kind DeskKind, p fund.Project) DeskItem {
	return DeskItem{
		Kind: kind, Project: p.ID, Number: p.Number, Title: p.Title, Place: p.Community, Since: d.local(p.HeldSince),
	}
}

// due sets an item's deadline.
func (d *desk) due(i *DeskItem, at time.Time) {
	now := d.local(d.act.Now)
	i.Due, i.Overdue = d.local(at), now.After(at)
	i.DaysLeft = d.Rules(now).Calendar.Left(now, at)
}
