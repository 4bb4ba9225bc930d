package fund

// Action is something that asks for a role.
type Action string

// The actions.
const (
	ActSuggest        Action = "suggest"         // file a request
	ActSupport        Action = "support"         // support a neighbour's request
	ActComment        Action = "comment"         // ask or comment under a post
	ActEnterRequest   Action = "enter_request"   // file for somebody who came, called, was visited
	ActCampaign       Action = "campaign"        // open and close a round of visits or a survey
	ActVisit          Action = "visit"           // record what was heard at a door
	ActPoll           Action = "poll"            // ask the neighbourhood by an advisory poll
	ActSelect         Action = "select"          // begin and end the choice among a year's needs
	ActDesk           Action = "desk"            // see what waits for the office
	ActAdopt          Action = "adopt"           // make a project of a request
	ActDecline        Action = "decline"         // decline a request with a reason
	ActMerge          Action = "merge"           // merge a request into another
	ActOpenBallot     Action = "open_ballot"     // put a project to the vote
	ActVote           Action = "vote"            // vote on it
	ActVoteResident   Action = "vote_resident"   // vote on it where residents do
	ActCloseBallot    Action = "close_ballot"    // close the vote before its hour
	ActMeeting        Action = "meeting"         // call a meeting and preside over it
	ActDemand         Action = "demand"          // sign for a representatives' meeting to be called
	ActMinute         Action = "minute"          // put one's words on a meeting's record
	ActReviewStreet   Action = "review_street"   // approve, return, refuse as the street
	ActReviewDistrict Action = "review_district" // approve, return, refuse as the district
	ActAmend          Action = "amend"           // change a drafted or returned project
	ActStudy          Action = "study"           // record the two committees' study of a project
	ActOpine          Action = "opine"           // give a bureau's opinion in a review
	ActUnpause        Action = "unpause"         // let a review's clock run again
	ActResubmit       Action = "resubmit"        // send a returned project up again
	ActStart          Action = "start"           // begin the works
	ActFinish         Action = "finish"          // report them finished
	ActDrop           Action = "drop"            // give a project up
	ActAnswer         Action = "answer"          // answer residents' questions as the office
	ActInvite         Action = "invite"          // invite somebody to some role; see MayInvite
	ActBind           Action = "bind"            // bind a chat to a place and purpose
	ActOversee        Action = "oversee"         // look through a place's projects and figures
	ActSponsors       Action = "sponsors"        // keep the sponsors of a place
	ActProgress       Action = "progress"        // report how far the works are
	ActChange         Action = "change"          // change what approved works cost
	ActNote           Action = "note"            // look at works and say how they stand
	ActAnswerNote     Action = "answer_note"     // answer an objection
	ActComplain       Action = "complain"        // complain about a project
	ActAnswerComplain Action = "answer_complain" // answer a complaint as the committee
	ActRuleComplaint  Action = "rule_complaint"  // answer it for the street, for good
	ActNameTeam       Action = "name_team"       // name those who accept the works
	ActSign           Action = "sign"            // sign an acceptance that names one
	ActDispute        Action = "dispute"         // dispute an acceptance
	ActRuleDispute    Action = "rule_dispute"    // decide on that
	ActEvaluate       Action = "evaluate"        // say how satisfied one is
	ActImport         Action = "import"          // read places, households and the roster out of a spreadsheet

	ActDemandAll    Action = "demand_residents" // sign for a residents' meeting to be called
	ActAppeal       Action = "appeal"           // ask that a failed project may come back sooner
	ActDecideAppeal Action = "decide_appeal"    // grant it or not, as the district
	ActSiteVisit    Action = "site_visit"       // note what was seen at a community
	ActInspect      Action = "inspect"          // decide a year's inspection, as the district

	ActKeepMoney        Action = "keep_money"        // take down sponsors' pledges, receipts, payments, returns
	ActAllocate         Action = "allocate"          // decide an allocation, record that it came in, close its year
	ActPledge           Action = "pledge"            // promise one's own money to a project
	ActTransfer         Action = "transfer"          // propose a transfer, or agree to one, for a community
	ActTransferStreet   Action = "transfer_street"   // approve one within the street
	ActTransferDistrict Action = "transfer_district" // approve one within the district
)

// Right is a row of the table of who may do what: the roles that may do the
// action at a place. A street's and a district's reviewers do it for every
// place below theirs as well, unless it is for the Own place alone. What is
// Personal is done by its holder, and by no deputy.
type Right struct {
	Action   Action
	Who      []Role
	Own      bool
	Personal bool
}

// Rights is the one table of who may do what; MayInvite says besides who may
// invite whom. One line an action.
//
// Only representatives vote (the Act, Art. 28 and 29) and only the tier's own
// reviewers review (the article, 15): an administrator stands in for an
// office's daily work, never for a decision.
func Rights() []Right { return append(rightsToDecide(), rightsAfter()...) }

// rightsToDecide are those about what is asked for, decided and kept.
func rightsToDecide() []Right {
	var (
		residents       = []Role{RoleResident}
		representatives = []Role{RoleRepresentative}
		street          = []Role{RoleStreet}
		district        = []Role{RoleDistrict}
		committee       = []Role{RoleStaff, RoleAdmin}
		offices         = []Role{RoleStaff, RoleStreet, RoleDistrict, RoleAdmin}
		overseers       = []Role{RoleStaff, RoleSupervisor, RoleStreet, RoleDistrict, RoleAdmin}
	)
	return []Right{
		{Action: ActSuggest, Who: residents},
		{Action: ActSupport, Who: residents},
		{Action: ActComment, Who: residents},
		{Action: ActEnterRequest, Who: committee},
		{Action: ActCampaign, Who: committee},
		{Action: ActVisit, Who: committee},
		{Action: ActPoll, Who: committee},
		{Action: ActSelect, Who: committee},
		{Action: ActDesk, Who: offices},
		{Action: ActAdopt, Who: committee},
		{Action: ActDecline, Who: committee},
		{Action: ActMerge, Who: committee},
		{Action: ActOpenBallot, Who: committee},
		{Action: ActVote, Who: representatives, Personal: true},
		{Action: ActVoteResident, Who: residents, Personal: true},
		{Action: ActCloseBallot, Who: committee},
		{Action: ActMeeting, Who: committee},
		{Action: ActDemand, Who: representatives, Personal: true},
		{Action: ActDemandAll, Who: []Role{RoleResident, RoleRepresentative}, Personal: true},
		{Action: ActMinute, Who: []Role{RoleResident, RoleRepresentative, RoleStaff, RoleSupervisor}, Personal: true},
		{Action: ActReviewStreet, Who: street},
		{Action: ActReviewDistrict, Who: district},
		{Action: ActAmend, Who: committee},
		{Action: ActStudy, Who: committee},
		{Action: ActOpine, Who: district},
		{Action: ActUnpause, Who: offices},
		{Action: ActResubmit, Who: committee},
		{Action: ActStart, Who: committee},
		{Action: ActFinish, Who: committee},
		{Action: ActDrop, Who: committee},
		{Action: ActAnswer, Who: offices},
		{Action: ActInvite, Who: offices, Own: true},
		{Action: ActBind, Who: offices, Own: true},
		{Action: ActOversee, Who: overseers},
		{Action: ActSponsors, Who: offices},
	}
}

// rightsAfter are those about works, their acceptance, the year and the money.
func rightsAfter() []Right {
	var (
		residents = []Role{RoleResident}
		street    = []Role{RoleStreet}
		district  = []Role{RoleDistrict}
		committee = []Role{RoleStaff, RoleAdmin}
		watchers  = []Role{RoleRepresentative, RoleSupervisor, RoleStreet, RoleDistrict}
		signers   = []Role{RoleRepresentative, RoleStaff, RoleSupervisor, RoleStreet, RoleDistrict}
	)
	return []Right{
		{Action: ActProgress, Who: committee},
		{Action: ActChange, Who: committee},
		{Action: ActNote, Who: watchers},
		{Action: ActAnswerNote, Who: committee},
		{Action: ActComplain, Who: residents},
		{Action: ActAnswerComplain, Who: committee},
		{Action: ActRuleComplaint, Who: street},
		{Action: ActNameTeam, Who: committee},
		{Action: ActSign, Who: signers, Personal: true},
		{Action: ActDispute, Who: residents},
		{Action: ActRuleDispute, Who: street},
		{Action: ActEvaluate, Who: residents},
		{Action: ActAppeal, Who: committee},
		{Action: ActDecideAppeal, Who: district},
		{Action: ActSiteVisit, Who: []Role{RoleStreet, RoleDistrict}},
		{Action: ActInspect, Who: district},
		{Action: ActImport, Who: []Role{RoleAdmin}},
		{Action: ActKeepMoney, Who: committee},
		{Action: ActAllocate, Who: []Role{RoleDistrict, RoleAdmin}},
		{Action: ActPledge, Who: residents, Personal: true},
		{Action: ActTransfer, Who: committee},
		{Action: ActTransferStreet, Who: street},
		{Action: ActTransferDistrict, Who: district},
	}
}

// right gives an action's row; one that nobody may do for an action that does
// not exist.
func (a Action) right() Right {
	for _, r := range Rights() {
		if r.Action == a {
			return r
		}
	}
	return Right{Action: a}
}

// Needs lists the roles that may do a; nil for an action that does not exist.
func (a Action) Needs() []Role { return a.right().Who }

// reachesDown reports whether a role that may do this does it for every place
// below its own, as a reviewer does for the communities of the street. Other
// acts are done at one's own place and nowhere else.
func (r Right) reachesDown(by Role) bool {
	switch by {
	case RoleAdmin:
		return true
	case RoleStreet, RoleDistrict:
		return !r.Own
	case RoleResident, RoleRepresentative, RoleStaff, RoleSupervisor:
		return false
	}
	return false
}
