package bot

import (
	"errors"

	"huimin/fund"
	"huimin/locales"
	"huimin/office"
)

// needWords are the words for what those run into who ask people what they
// need.
func needWords(err error) (locales.Message, bool) {
	var campaign *fund.CampaignError
	var poll *fund.PollError
	var state *fund.StateError
	switch {
	case errors.As(err, &campaign):
		return campaignFault(campaign), true
	case errors.As(err, &poll):
		return pollFault(poll), true
	case errors.As(err, &state):
		switch state.Noun {
		case "campaign":
			return locales.RefuseCampaignClosedAlert(), true
		case "poll":
			return locales.RefusePollClosedAlert(), true
		case "selection":
			return locales.RefuseSelectionClosedAlert(), true
		}
	}
	return oneOf(err, []knownError{
		{fund.ErrNoDoor, locales.RefuseDoorAlert()},
		{fund.ErrDoorName, locales.RefuseDoorNameAlert()},
		{fund.ErrDoorPhone, locales.RefuseDoorPhoneAlert()},
		{office.ErrCampaignBegins, locales.RefuseCampaignBeginsAlert()},
		{office.ErrHouseholdCounted, locales.RefuseHouseholdAlert()},
		{office.ErrVisitKept, locales.RefuseVisitKeptAlert()},
		{office.ErrNoGroup, locales.RefusePollGroupAlert()},
		{office.ErrPollOpen, locales.RefusePollOpenAlert()},
		{office.ErrNoNeeds, locales.RefuseNoNeedsAlert()},
		{office.ErrSelectionOpen, locales.RefuseSelectionOpenAlert()},
	})
}

func campaignFault(e *fund.CampaignError) locales.Message {
	switch e.Fault {
	case fund.CampaignPast:
		return locales.RefuseCampaignPastAlert()
	case fund.CampaignBackward:
		return locales.RefuseCampaignBackwardAlert()
	case fund.CampaignLong:
		return locales.RefuseCampaignLongAlert(e.Have, e.Max)
	case fund.CampaignGoal:
		return locales.RefuseCampaignGoalAlert(e.Have, e.Max)
	}
	return locales.Message{}
}

func pollFault(e *fund.PollError) locales.Message {
	switch e.Fault {
	case fund.PollFew:
		return locales.RefusePollFewAlert(e.Have)
	case fund.PollMany:
		return locales.RefusePollManyAlert(e.Have, e.Max)
	case fund.PollWordless:
		return locales.RefusePollWordlessAlert(e.N)
	case fund.PollLong:
		return locales.RefusePollLongAlert(e.N, e.Have, e.Max)
	case fund.PollTwice:
		return locales.RefusePollTwiceAlert(e.N)
	case fund.PollQuestion:
		return locales.RefusePollQuestionAlert(e.Have, e.Max)
	case fund.PollTime:
		return locales.RefusePollTimeAlert(e.Max)
	}
	return locales.Message{}
}
