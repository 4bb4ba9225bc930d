package bot

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"huimin/fund"
	"huimin/office"
	"huimin/programme"
	"huimin/sandbox"
	"huimin/store"
)

// Every role tries every action against the real bot: holding exactly that
// role at the right place, at a wrong one, and holding none. What fund's table
// (fund/right.go) says must be what happens: whoever may not is refused in
// words, and nothing is changed.

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
	Preset    string // of rules; empty: liuzhou
	// Settles tells that it is a link by which those who live nowhere become
	// residents first.
	Settles bool
}

// trials is how every action is tried: a new action needs a line here.
func trials() map[fund.Action]trial {
	return map[fund.Action]trial{
		fund.ActSuggest:        {Make: says("/suggest"), Own: true},
		fund.ActSupport:        {Make: onRequest(func(r fund.Request) any { return supportButton{Request: int64(r.ID), On: true} })},
		fund.ActComment:        {Make: onRequest(func(r fund.Request) any { return commentButton{int64(r.ID)} }), Also: []fund.Action{fund.ActAnswer}},
		fund.ActEnterRequest:   {Make: says("/enter"), Own: true},
		fund.ActDesk:           {Make: says("/desk"), Own: true, Also: []fund.Action{fund.ActOversee}, AlsoRoles: []fund.Role{fund.RoleRepresentative}},
		fund.ActAdopt:          {Make: onRequest(func(r fund.Request) any { return adoptButton{r.ID} })},
		fund.ActDecline:        {Make: onRequest(func(r fund.Request) any { return declineButton{r.ID} })},
		fund.ActMerge:          {Make: onRequest(func(r fund.Request) any { return joinButton{r.ID} })},
		fund.ActAnswer:         {Make: onRequest(func(r fund.Request) any { return caseButton{r.ID} })},
		fund.ActOpenBallot:     {Make: onProject(drafted, func(p fund.Project) any { return voteTimesButton{p.ID} })},
		fund.ActAmend:          {Make: onProject(drafted, func(p fund.Project) any { return changeButton{p.ID} })},
		fund.ActDrop:           {Make: onProject(drafted, func(p fund.Project) any { return dropButton{p.ID} })},
		fund.ActVote:           {Make: onBallot(func(b fund.Ballot) any { return voteButton{b.ID, fund.ChoiceFor} })},
		fund.ActVoteResident:   {Make: onBallot(func(b fund.Ballot) any { return voteButton{b.ID, fund.ChoiceFor} }), Preset: programme.Initiative},
		fund.ActCloseBallot:    {Make: onBallot(func(b fund.Ballot) any { return closeButton{b.ID, 1} })},
		fund.ActReviewStreet:   {Make: onReview(underReview, fund.VerdictApprove)},
		fund.ActReviewDistrict: {Make: onReview(forwarded, fund.VerdictApprove)},
		fund.ActResubmit:       {Make: onProject(returned, func(p fund.Project) any { return resubmitButton{p.ID} })},
		fund.ActStart:          {Make: onProject(approved, func(p fund.Project) any { return startWorksButton{p.ID} })},
		fund.ActFinish:         {Make: onProject(started, func(p fund.Project) any { return finishButton{p.ID} })},
		fund.ActInvite:         {Make: says("/invite"), Own: true},
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

		fund.ActStudy:     {Make: onProject(drafted, func(p fund.Project) any { return needButton{p.ID, fund.NeedStudy} })},
		fund.ActProgress:  {Make: onProject(started, func(p fund.Project) any { return reportButton{p.ID} })},
		fund.ActChange:    {Make: onProject(started, func(p fund.Project) any { return changeWorksButton{p.ID} })},
		fund.ActNote:      {Make: onProject(started, func(p fund.Project) any { return noteButton{p.ID} })},
		fund.ActComplain:  {Make: onProject(started, func(p fund.Project) any { return complainButton{p.ID} })},
		fund.ActNameTeam:  {Make: onProject(finished, func(p fund.Project) any { return teamButton{p.ID} })},
		fund.ActSiteVisit: {Make: atCommunity(func(p fund.Place) any { return siteVisitButton{Place: p.ID} })},

		fund.ActKeepMoney: {Make: onProject(started, func(p fund.Project) any { return payButton{p.ID} })},
		fund.ActAllocate:  {Make: atCommunity(func(p fund.Place) any { return allotButton{Place: p.ID, Year: 2026} })},
		fund.ActPledge:    {Make: opens(collecting, func(p fund.Project) string { return string(wantGive) + strconv.FormatInt(int64(p.ID), 10) }), Settles: true},
		fund.ActTransfer:  {Make: atCommunity(func(p fund.Place) any { return newTransferButton{p.ID} })},
		fund.ActTransferStreet: {Make: onTransfer("CD", "HP", func(t fund.Transfer) any {
			return approveTransferButton{t.ID}
		})},
		fund.ActTransferDistrict: {Make: onTransfer("CD", "PK", func(t fund.Transfer) any {
			return approveTransferButton{t.ID}
		})},
	}
}

// refusals begin the words by which somebody is refused.
func refusals() []string {
	return []string{
		"Who may do this there:", "That is for residents of that community", "Where do you live?",
		"vote here, and you ", "Only the staff of that place, or an administrator, can do that.",
		"may close it early.",
	}
}

// triedElsewhere are actions on what takes a whole story to come about: who may
// do them is tried in office by the tests of their own noun.
func triedElsewhere() []string {
	return []string{
		"answer_note", "answer_complain", "rule_complaint", "sign",
		"dispute", "rule_dispute", "evaluate", "appeal", "decide_appeal",
		"inspect", "opine", "unpause",
	}
}

// holder is somebody of a trial: who holds what, where.
type holder struct {
	name string
	role fund.Role // empty: none
	here bool
}

func holders() []holder {
	list := []holder{{name: "nobody"}}
	for _, r := range fund.Roles() {
		list = append(list, holder{"right_" + string(r), r, true}, holder{"wrong_" + string(r), r, false})
	}
	return list
}

func TestEveryRoleTriesEveryAction(t *testing.T) {
	table := trials()
	for _, right := range fund.Rights() {
		action := right.Action
		try, known := table[action]
		if !known && slices.Contains(triedElsewhere(), string(action)) {
			continue
		}
		if !known {
			t.Errorf("nobody knows how to try %s: add a line to trials in bot/permission_test.go", action)
			continue
		}
		delete(table, action)
		t.Run(string(action), func(t *testing.T) {
			t.Parallel()
			s := permissionStage(t, try.Preset)
			s.tryAll(action, try)
		})
	}
	for action := range table {
		t.Errorf("%s is tried and is no action", action)
	}
}

// tryAll lets everybody who may not try first, so that there is something to
// be refused, and then those who may.
func (s *stage) tryAll(action fund.Action, try trial) {
	s.t.Helper()
	var do func(p *player)
	for _, may := range []bool{false, true} {
		for _, h := range holders() {
			if s.mayTry(h, action, try) != may {
				continue
			}
			if do == nil {
				do = try.Make(s)
				s.settle()
			}
			p, before := s.player(h.name), s.recordSize()
			s.acting, s.heard = p, nil
			do(p)
			s.settle()
			answer := strings.Join(s.heard, "\n")
			s.judgeTry(h, action, may, answer, s.recordSize()-before)
			if may {
				do = nil
			}
		}
	}
}

func (s *stage) judgeTry(h holder, action fund.Action, may bool, answer string, entries int64) {
	s.t.Helper()
	refused := false
	for _, words := range refusals() {
		refused = refused || strings.Contains(answer, words)
	}
	switch {
	case answer == "" || strings.Contains(answer, "Something went wrong"):
		s.t.Errorf("%s by %s is answered by %q", action, h.name, answer)
	case may && refused:
		s.t.Errorf("%s by %s is refused: %q", action, h.name, answer)
	case !may && !refused:
		s.t.Errorf("%s by %s is let through: %q", action, h.name, answer)
	case !may && entries != 0:
		s.t.Errorf("%s by %s is refused and changes something all the same", action, h.name)
	}
}

// mayTry is what fund's table says.
func (s *stage) mayTry(h holder, action fund.Action, try trial) (may bool) {
	s.t.Helper()
	s.write(fund.Person{}, func(a office.Act) error {
		p := s.known(a, h.name)
		if may = try.Settles && p.Community == 0; may {
			return nil
		}
		grants, err := s.office.Grants(a.Tx, p)
		if err != nil {
			return err
		}
		at := s.placeIn(a, "CD").ID
		if try.Own && len(grants) > 0 {
			at = grants[0].Place
		}
		lineage, err := s.office.Lineage(a.Tx, at)
		for _, one := range append([]fund.Action{action}, try.Also...) {
			may = may || fund.May(grants, one, lineage, a.Now) == nil
		}
		for _, r := range try.AlsoRoles {
			may = may || h.role == r
		}
		return err
	})
	return may
}

func (s *stage) placeIn(a office.Act, code string) fund.Place {
	p, err := s.office.PlaceByCode(a.Tx, code)
	if err != nil {
		s.t.Fatal(err)
	}
	return p
}

func (s *stage) recordSize() (n int64) {
	s.write(fund.Person{}, func(a office.Act) error {
		head, err := a.Tx.Head()
		n = head.Size
		return err
	})
	return n
}

// permissionStage is a stage with somebody for every role, here and elsewhere,
// who hold exactly that: offices live nowhere.
func permissionStage(t *testing.T, preset string) *stage {
	t.Helper()
	if preset == "" {
		preset = programme.Liuzhou
	}
	s := newStageBy(t, stageBegin, preset)
	s.write(fund.Person{}, func(a office.Act) error { // a street more, for transfers within the district
		street, err := s.office.AddPlace(a, s.placeIn(a, "YF").ID, fund.PlaceStreet, "PKS", "公园街道", "Park Street")
		if err == nil {
			_, err = s.office.AddPlace(a, street.ID, fund.PlaceCommunity, "PK", "公园社区", "Park")
		}
		return err
	})
	places := map[fund.PlaceKind][2]string{
		fund.PlaceCommunity: {"CD", "MC"}, fund.PlaceStreet: {"YFS", "LBS"}, fund.PlaceDistrict: {"YF", "LB"}, fund.PlaceCity: {"LZ", "LB"},
	}
	var all []string
	for _, h := range holders() {
		all = append(all, h.name)
		if h.role == "" {
			s.enter(h.name, "No Body, en, resident CD")
			s.moveOut(h.name)
			continue
		}
		code := places[h.role.At()][1]
		if h.here {
			code = places[h.role.At()][0]
		}
		s.enter(h.name, fmt.Sprintf("%s, en, %s %s", strings.ReplaceAll(h.name, "_", " "), h.role, code))
		if h.role != fund.RoleResident {
			s.moveOut(h.name)
		}
	}
	who := strings.Join(all, " ")
	s.gather("reps", "Representatives, en, representatives CD: "+who)
	s.gather("square", "Neighbours, en, neighbourhood CD: "+who)
	s.gather("hall", "Hall: "+who)
	s.deaf = false
	return s
}

// moveOut leaves somebody without a community of their own.
func (s *stage) moveOut(name string) {
	s.t.Helper()
	s.write(fund.Person{}, func(a office.Act) error {
		p := s.known(a, name)
		p.Community = 0
		return a.Tx.SavePerson(p)
	})
}

// forge presses a button of one's own making.
func (s *stage) forge(p *player, chat *sandbox.Chat, value any) {
	s.t.Helper()
	data, err := s.bot.shared.pack(value)
	if err != nil {
		s.t.Fatal(err)
	}
	p.user.Forge(s.latest(chat, func(m *sandbox.Message) bool { return m.FromBot() }), data)
}
