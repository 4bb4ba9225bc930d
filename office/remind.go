package office

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"huimin/fund"
	"huimin/store"
)

// Remind says today's reminders, each once however often it is called: to
// whoever has a review before them, one working day before it is due, on the
// day, and on each working day after, then also one level up; before that, to
// those whose bureau has not given its opinion; to representatives who have not
// voted, on the last day of a ballot; to staff whose visits or survey are about
// to end; and to whoever became a member since a meeting was called. It is
// called when working hours begin, or later when that was missed. When they are over by then, reviewers
// are told when they begin again, in the words of that day; and representatives
// at once where the ballot would be closed by then.
func (o *Office) Remind(a Act) error {
	if err := o.EndPauses(a); err != nil {
		return fmt.Errorf("end pauses: %w", err)
	}
	if err := o.remindReviews(a); err != nil {
		return fmt.Errorf("remind reviewers: %w", err)
	}
	if err := o.endLeftOver(a); err != nil {
		return fmt.Errorf("end what is left of closed years: %w", err)
	}
	if err := o.remindAppeals(a); err != nil {
		return fmt.Errorf("remind of appeals: %w", err)
	}
	if err := o.remindVoters(a); err != nil {
		return fmt.Errorf("remind voters: %w", err)
	}
	if err := o.remindWorks(a); err != nil {
		return fmt.Errorf("remind of works: %w", err)
	}
	if err := o.remindCampaigns(a); err != nil {
		return fmt.Errorf("remind of campaigns: %w", err)
	}
	if err := o.callLate(a); err != nil {
		return fmt.Errorf("call to meetings: %w", err)
	}
	if err := o.remindPetitions(a); err != nil {
		return fmt.Errorf("remind of demanded meetings: %w", err)
	}
	return nil
}

func (o *Office) remindReviews(a Act) error {
	due := o.workMoment(a.Now)
	calendar := o.Rules(due).Calendar
	pending, err := a.Tx.PendingApprovals()
	if err != nil {
		return err
	}
	for _, r := range pending {
		p, err := a.Tx.Project(r.Project)
		if err == nil {
			err = o.remindBureaus(a, p, r, due)
		}
		if err != nil {
			return err
		}
		stage, overdue, ok := calendar.ReminderOn(due, r.Due)
		if !ok {
			continue
		}
		task := Task{Project: p.ID, Approval: r.ID, Stage: stage, OverdueBy: overdue}
		over := time.Date(due.Year(), due.Month(), due.Day()+1, 0, 0, 0, 0, due.Location())
		if err := o.remindHolders(a, p, r, task, due, over); err != nil {
			return err
		}
	}
	return nil
}

// remindArrival tells those who have to review a project that it has come, in
// working hours.
func (o *Office) remindArrival(a Act, p fund.Project, r fund.Approval) error {
	task := Task{Project: p.ID, Approval: r.ID, Stage: fund.ReminderArrival}
	return o.remindHolders(a, p, r, task, o.workMoment(a.Now), time.Time{})
}

// remindHolders says a task to everybody whom it concerns. Whoever holds both
// levels is told once, by the key, and as the one who has to act.
func (o *Office) remindHolders(
	a Act, p fund.Project, r fund.Approval, t Task, due, expires time.Time,
) error {
	own, up, err := o.reviewersOf(a, p, r.Tier)
	if err != nil {
		return err
	}
	if len(own) > 0 && t.Stage != fund.ReminderOverdue {
		up = nil
	}
	for i, person := range slices.Concat(own, up) {
		t.Escalated = i >= len(own)
		n := Notice{
			Kind: KindTask, Data: t, Lane: store.LaneNotice, Due: due, Expires: expires,
			Key: fmt.Sprintf("remind:%d:%s:%s:%d", r.ID, t.Stage, o.local(due).Format(time.DateOnly), person),
		}
		if err := o.tellOn(a, person, taskTopic(t), n); err != nil {
			return err
		}
	}
	return nil
}

// closeTasks brings what was said about a review up to date for everybody who
// was told: it is taken care of, or due on another day.
func (o *Office) closeTasks(a Act, r fund.Approval) error {
	posts, err := a.Tx.PostsUnder(taskTopics(r.ID))
	if err != nil {
		return err
	}
	n := Notice{
		Kind: KindTask, Data: Task{Project: r.Project, Approval: r.ID, Stage: fund.ReminderArrival}, Lane: store.LaneNotice,
	}
	for _, p := range posts {
		if err := o.post(a, p.Chat, p.Topic, n); err != nil {
			return err
		}
	}
	return nil
}

// reviewersOf gives those who review a project at a tier, and those one level
// up without the former: for the street the district's, for the district the
// administrators. Where nobody reviews, the administrators hear of it too.
func (o *Office) reviewersOf(a Act, p fund.Project, t fund.Tier) (own, up []fund.PersonID, err error) {
	lineage, err := a.Tx.Lineage(p.Community)
	if err != nil {
		return nil, nil, err
	}
	role, kind := reviewerOf(t)
	if own, err = o.holdersIn(a, lineage, role, kind); err != nil {
		return nil, nil, err
	}
	if t == fund.TierStreet {
		if up, err = o.holdersIn(a, lineage, fund.RoleDistrict, fund.PlaceDistrict); err != nil {
			return nil, nil, err
		}
	}
	if t == fund.TierDistrict || len(own) == 0 || len(up) == 0 {
		admins, err := o.holdersIn(a, lineage, fund.RoleAdmin, fund.PlaceKinds()...)
		if err != nil {
			return nil, nil, err
		}
		up = append(up, admins...)
	}
	return own, up, nil
}

// holdersIn gives those who hold a role now at those of some places that are
// of one of the kinds, each once.
func (o *Office) holdersIn(
	a Act, places []fund.Place, role fund.Role, kinds ...fund.PlaceKind,
) (people []fund.PersonID, err error) {
	for _, place := range places {
		if !slices.Contains(kinds, place.Kind) {
			continue
		}
		grants, err := holding(a, place.ID, role)
		if err != nil {
			return nil, err
		}
		for _, g := range grants {
			if !slices.Contains(people, g.Person) {
				people = append(people, g.Person)
			}
		}
	}
	return people, nil
}

// Times within which representatives are reminded of a ballot that closes, and
// for which it must have been open: nobody is reminded of what they just saw.
const (
	voteSoon = 24 * time.Hour
	voteOld  = 12 * time.Hour
)

// remindVoters reminds those who have not voted in a ballot that closes
// within a day, once a ballot, at the hours in which offices work but on any
// day: ballots close on any day. Outside these hours it is done only where
// there is no later one before the ballot closes.
func (o *Office) remindVoters(a Act) error {
	begin := o.hoursBegin(a.Now)
	closing, err := a.Tx.BallotsClosingBy(a.Now.Add(voteSoon))
	if err != nil {
		return err
	}
	for _, b := range closing {
		if b.Meeting != 0 || b.Accepts(a.Now) != nil || a.Now.Sub(b.Opened) < voteOld || begin.After(a.Now) && begin.Before(b.Closes) {
			continue
		}
		members, err := a.Tx.BallotMembers(b.ID)
		if err != nil {
			return err
		}
		for _, person := range members {
			if err := o.remindVoter(a, b, person); err != nil {
				return err
			}
		}
	}
	return nil
}

// hoursBegin is now in the hours in which offices work, and else when they
// begin, on whatever day.
func (o *Office) hoursBegin(now time.Time) time.Time {
	now = o.local(now)
	minute, hours := now.Hour()*60+now.Minute(), o.Rules(now).Hours
	day := now.Day()
	switch {
	case hours.To <= hours.From || minute >= hours.From && minute < hours.To:
		return now
	case minute >= hours.To:
		day++
	}
	return time.Date(now.Year(), now.Month(), day, 0, hours.From, 0, 0, now.Location())
}

// remindVoter reminds a member who may still vote and has not.
func (o *Office) remindVoter(a Act, b fund.Ballot, person fund.PersonID) error {
	if voted, err := o.HasVoted(a.Tx, b, person); voted || err != nil {
		return err
	}
	voter, err := a.Tx.Person(person)
	if err != nil {
		return err
	}
	if err := o.mayVote(Act{Tx: a.Tx, Now: a.Now, By: voter}, b); err != nil {
		if errors.Is(err, fund.ErrNotAllowed) || errors.Is(err, ErrNotOnRoster) {
			return nil
		}
		return err
	}
	return o.tell(a, person, Notice{
		Kind: KindBallotReminder, Data: BallotPost{b.ID}, Lane: store.LaneNotice,
		Key: fmt.Sprintf("remind:ballot:%d:%d", b.ID, person), Expires: b.Closes,
	})
}
