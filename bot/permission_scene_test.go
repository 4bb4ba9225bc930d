package bot

import (
	"strconv"
	"time"

	"huimin/fund"
	"huimin/office"
	"huimin/programme"
	"huimin/store"
)

// trial is how an action is tried: the forged press, command or message by
// which somebody would do it.
type trial struct {
	// Make makes something of the workshop community on which the action can be
	// done, and gives what a person does to it. It is called anew once
	// somebody was let do it.
	Make func(s *stage) func(p *player)
	// Own tells that what is done is about the person's own place: who has the
	// role anywhere may do it there.
	Own bool
	// Also are other actions, and roles, by which the same press leads somewhere.
	Also      []fund.Action
	AlsoRoles []fund.Role
	// Settles tells that it is a link by which those who live nowhere become
	// residents first.
	Settles bool
}

type trials map[fund.Action]trial

// scene is what is tried on one stage, in the order of fund's table.
type scene struct {
	Name   string
	Preset string // of rules; empty: liuzhou
	Trials trials
}

// scenes is how every action is tried: a new action needs a line in one of
// them.
func scenes() []scene {
	return []scene{
		{Name: "requests", Trials: requestTrials()},
		{Name: "offices", Trials: officeTrials()},
		{Name: "drafts", Trials: draftTrials()},
		{Name: "reviews", Trials: reviewTrials()},
		{Name: "clocks", Trials: clockTrials()},
		{Name: "works", Trials: worksTrials()},
		{Name: "acceptance", Trials: acceptanceTrials()},
		{Name: "money", Trials: moneyTrials()},
		{Name: "year", Trials: yearTrials()},
		{Name: "meetings", Trials: meetingTrials()},
		{Name: "residents vote", Preset: programme.Initiative, Trials: trials{
			fund.ActVoteResident: {Make: onBallot(func(b fund.Ballot) any { return voteButton{b.ID, fund.ChoiceFor} })},
		}},
	}
}

func requestTrials() trials {
	return trials{
		fund.ActSuggest:      {Make: says("/suggest"), Own: true},
		fund.ActSupport:      {Make: onRequest(func(r fund.Request) any { return supportButton{Request: int64(r.ID), On: true} })},
		fund.ActComment:      {Make: onRequest(func(r fund.Request) any { return commentButton{int64(r.ID)} }), Also: []fund.Action{fund.ActAnswer}},
		fund.ActEnterRequest: {Make: says("/enter"), Own: true},
		fund.ActDesk:         {Make: says("/desk"), Own: true, Also: []fund.Action{fund.ActOversee}, AlsoRoles: []fund.Role{fund.RoleRepresentative}},
		fund.ActAdopt:        {Make: onRequest(func(r fund.Request) any { return adoptButton{r.ID} })},
		fund.ActDecline:      {Make: onRequest(func(r fund.Request) any { return declineButton{r.ID} })},
		fund.ActMerge:        {Make: onRequest(func(r fund.Request) any { return joinButton{r.ID} })},
		fund.ActAnswer:       {Make: onRequest(func(r fund.Request) any { return caseButton{r.ID} })},
	}
}

func officeTrials() trials {
	return trials{
		fund.ActInvite: {Make: says("/invite"), Own: true},
		fund.ActBind: {Make: inHall(func(s *stage, chat int64) any {
			return bindButton{Chat: chat, Place: s.place("CD").ID, Purpose: store.PurposeNeighbourhood, Lang: "en"}
		})},
		fund.ActOversee:  {Make: atCommunity(func(p fund.Place) any { return projectsButton{Place: p.ID} })},
		fund.ActSponsors: {Make: atCommunity(func(p fund.Place) any { return addSponsorButton{Place: p.ID} })},
		fund.ActImport:   {Make: says("/import"), Own: true},
		fund.ActCampaign: {Make: atCommunity(func(p fund.Place) any { return newCampaignButton{p.ID} })},
		fund.ActPoll:     {Make: atCommunity(func(p fund.Place) any { return newPollButton{p.ID} })},
		fund.ActSelect:   {Make: atCommunity(func(p fund.Place) any { return beginChoiceButton{Place: p.ID} })},
		fund.ActVisit: {Make: func(s *stage) func(*player) {
			var c fund.Campaign
			s.write(fund.Person{}, func(a office.Act) (err error) {
				c, err = s.office.OpenCampaign(a, office.NewCampaign{
					Community: s.placeIn(a, "CD").ID, Kind: fund.CampaignVisit, Title: "What people need", Goal: 10, Unit: fund.GoalHouseholds, From: a.Now, Until: a.Now.AddDate(0, 0, 14),
				})
				return err
			})
			return presses(s, doorButton{c.ID})
		}},
		fund.ActSiteVisit: {Make: atCommunity(func(p fund.Place) any { return siteVisitButton{Place: p.ID} })},
	}
}

func draftTrials() trials {
	return trials{
		fund.ActOpenBallot:  {Make: onProject(drafted, func(p fund.Project) any { return voteTimesButton{p.ID} })},
		fund.ActAmend:       {Make: onProject(drafted, func(p fund.Project) any { return changeButton{p.ID} })},
		fund.ActDrop:        {Make: onProject(drafted, func(p fund.Project) any { return dropButton{p.ID} })},
		fund.ActStudy:       {Make: onProject(drafted, func(p fund.Project) any { return needButton{p.ID, fund.NeedStudy} })},
		fund.ActVote:        {Make: onBallot(func(b fund.Ballot) any { return voteButton{b.ID, fund.ChoiceFor} })},
		fund.ActCloseBallot: {Make: onBallot(func(b fund.Ballot) any { return closeButton{b.ID, 1} })},
	}
}

func meetingTrials() trials {
	return trials{
		fund.ActDemand:    {Make: atCommunity(func(p fund.Place) any { return demandButton{p.ID, fund.MeetingRepresentatives} })},
		fund.ActDemandAll: {Make: atCommunity(func(p fund.Place) any { return demandButton{p.ID, fund.MeetingResidents} })},
		fund.ActMeeting: {Make: func(s *stage) func(*player) {
			var m fund.Meeting
			s.write(fund.Person{}, func(a office.Act) (err error) {
				m, err = s.office.CallMeeting(a, office.NewMeeting{
					Community: s.placeIn(a, "CD").ID, Kind: fund.MeetingRepresentatives, Title: "Spring meeting", Where: "Room 2",
					Starts: a.Now.Add(10 * time.Minute), Haste: "The roof may fall", Agenda: []fund.AgendaItem{{Title: "The roof"}},
				})
				return err
			})
			return presses(s, stepMeetingButton{Meeting: m.ID})
		}},
		fund.ActMinute: {Make: func(s *stage) func(*player) {
			var m fund.Meeting
			s.write(fund.Person{}, func(a office.Act) (err error) {
				m, err = s.office.CallMeeting(a, office.NewMeeting{
					Community: s.placeIn(a, "CD").ID, Kind: fund.MeetingRepresentatives, Title: "Spring meeting", Where: "Room 2",
					Starts: a.Now.Add(10 * time.Minute), Haste: "The roof may fall", Agenda: []fund.AgendaItem{{Title: "The roof"}},
				})
				if err == nil {
					m, err = s.office.OpenMeeting(a, m.ID)
				}
				return err
			})
			return presses(s, speakButton{m.ID})
		}},
	}
}

// reviewTrials and clockTrials are apart because a year's money is enough for
// four projects that are reviewed.
func reviewTrials() trials {
	return trials{
		fund.ActReviewStreet:   {Make: onReview(underReview, fund.VerdictApprove)},
		fund.ActReviewDistrict: {Make: onReview(forwarded, fund.VerdictApprove)},
		fund.ActResubmit:       {Make: onProject(returned, func(p fund.Project) any { return resubmitButton{p.ID} })},
	}
}

func clockTrials() trials {
	return trials{
		fund.ActUnpause: {Make: onThing(paused, func(approval int64) any { return unpauseButton{approval} })},
	}
}

func worksTrials() trials {
	return trials{
		fund.ActStart:          {Make: onProject(approved, func(p fund.Project) any { return startWorksButton{p.ID} })},
		fund.ActFinish:         {Make: onProject(started, func(p fund.Project) any { return finishButton{p.ID} })},
		fund.ActProgress:       {Make: onProject(started, func(p fund.Project) any { return reportButton{p.ID} })},
		fund.ActChange:         {Make: onProject(started, func(p fund.Project) any { return changeWorksButton{p.ID} })},
		fund.ActKeepMoney:      {Make: onProject(started, func(p fund.Project) any { return payButton{p.ID} })},
		fund.ActNote:           {Make: onProject(started, func(p fund.Project) any { return noteButton{p.ID} })},
		fund.ActAnswerNote:     {Make: onThing(objection, func(id int64) any { return replyButton{toNote, id} })},
		fund.ActComplain:       {Make: onProject(started, func(p fund.Project) any { return complainButton{p.ID} })},
		fund.ActAnswerComplain: {Make: onThing(complaint, func(id int64) any { return replyButton{toComplaint, id} })},
		fund.ActRuleComplaint:  {Make: onThing(raisedComplaint, func(id int64) any { return replyButton{toRaised, id} })},
	}
}

func acceptanceTrials() trials {
	return trials{
		fund.ActNameTeam:    {Make: onProject(finished, func(p fund.Project) any { return teamButton{p.ID} })},
		fund.ActSign:        {Make: onThing(teamNamed, func(id int64) any { return passButton{id} })},
		fund.ActDispute:     {Make: onProject(passed, func(p fund.Project) any { return disputeButton{p.ID} })},
		fund.ActRuleDispute: {Make: onThing(disputed, func(id int64) any { return rulingButton{id, true} })},
		fund.ActEvaluate: {Make: onProject(passed, func(p fund.Project) any {
			return opinionButton{Project: p.ID, Opinion: string(fund.AnswerSatisfied)}
		})},
	}
}

func moneyTrials() trials {
	return trials{
		fund.ActAllocate: {Make: atCommunity(func(p fund.Place) any { return allotButton{Place: p.ID, Year: 2026} })},
		fund.ActPledge:   {Make: opens(collecting, func(p fund.Project) string { return string(wantGive) + strconv.FormatInt(int64(p.ID), 10) }), Settles: true},
		fund.ActTransfer: {Make: atCommunity(func(p fund.Place) any { return newTransferButton{p.ID} })},
		fund.ActTransferStreet: {Make: onTransfer("CD", "HP", func(t fund.Transfer) any {
			return approveTransferButton{t.ID}
		})},
		fund.ActTransferDistrict: {Make: onTransfer("CD", "PK", func(t fund.Transfer) any {
			return approveTransferButton{t.ID}
		})},
	}
}

// yearTrials are about what a year's end brings; a bureau's opinion comes
// before it by fund's table.
func yearTrials() trials {
	return trials{
		fund.ActOpine:        {Make: onThing(forwardedToBureaus, func(id int64) any { return opineButton{id} })},
		fund.ActAppeal:       {Make: onProject(failed, func(p fund.Project) any { return appealButton{p.ID} })},
		fund.ActDecideAppeal: {Make: onThing(appealed, func(id int64) any { return appealDecideButton{id, true} })},
		fund.ActInspect:      {Make: onThing(inspection, func(id int64) any { return decideInspectionButton{id} })},
	}
}
