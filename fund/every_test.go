package fund_test

import "huimin/fund"

// Every value of what the rules tell apart, for the tests that try them all.

func allVerdicts() []fund.Verdict {
	return []fund.Verdict{fund.VerdictApprove, fund.VerdictReturn, fund.VerdictRefuse}
}

func allProjectStatuses() []fund.ProjectStatus {
	return []fund.ProjectStatus{
		fund.ProjectDrafted, fund.ProjectVoting, fund.ProjectLost, fund.ProjectStreet, fund.ProjectDistrict, fund.ProjectReturned,
		fund.ProjectRefused, fund.ProjectApproved, fund.ProjectStarted, fund.ProjectFinished, fund.ProjectMending,
		fund.ProjectAccepted, fund.ProjectFailed, fund.ProjectDropped,
	}
}

func allHolders() []fund.Holder {
	return []fund.Holder{fund.HolderCommunity, fund.HolderRepresentatives, fund.HolderStreet, fund.HolderDistrict, fund.HolderNobody}
}

func allRequestStatuses() []fund.RequestStatus {
	return []fund.RequestStatus{fund.RequestOpen, fund.RequestAdopted, fund.RequestDeclined, fund.RequestMerged, fund.RequestWithdrawn}
}

func allActions() []fund.Action {
	return []fund.Action{
		fund.ActSuggest, fund.ActSupport, fund.ActComment, fund.ActEnterRequest, fund.ActDesk, fund.ActAdopt, fund.ActDecline, fund.ActMerge,
		fund.ActOpenBallot, fund.ActVote, fund.ActCloseBallot, fund.ActReviewStreet, fund.ActReviewDistrict, fund.ActAmend, fund.ActResubmit,
		fund.ActStart, fund.ActFinish, fund.ActDrop, fund.ActAnswer, fund.ActInvite, fund.ActBind, fund.ActOversee,
	}
}

func allTiers() []fund.Tier {
	return []fund.Tier{fund.TierCommunity, fund.TierStreet, fund.TierDistrict}
}
