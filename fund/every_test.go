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
		fund.ProjectAccepted, fund.ProjectFailed, fund.ProjectLapsed, fund.ProjectDropped,
	}
}

func allHolders() []fund.Holder {
	return []fund.Holder{fund.HolderCommunity, fund.HolderRepresentatives, fund.HolderStreet, fund.HolderDistrict, fund.HolderNobody}
}

func allRequestStatuses() []fund.RequestStatus {
	return []fund.RequestStatus{fund.RequestOpen, fund.RequestAdopted, fund.RequestDeclined, fund.RequestMerged, fund.RequestWithdrawn}
}

func allTiers() []fund.Tier {
	return []fund.Tier{fund.TierCommunity, fund.TierStreet, fund.TierDistrict}
}

func allActions() (list []fund.Action) {
	for _, r := range fund.Rights() {
		list = append(list, r.Action)
	}
	return list
}
