package bot

import (
	"errors"

	"huimin/fund"
	"huimin/locales"
	"huimin/office"
)

// worksWords are the words for what works that are under way run into.
func worksWords(err error) (locales.Message, bool) {
	var (
		state   *fund.StateError
		team    *fund.TeamError
		percent *fund.PercentError
		pace    *fund.PaceError
	)
	switch {
	case errors.As(err, &state):
		return worksStateWords(state)
	case errors.As(err, &team):
		if team.Outside {
			return locales.RefuseTeamOutsideAlert(team.Have, team.Want), true
		}
		return locales.RefuseTeamAlert(team.Have, team.Want), true
	case errors.As(err, &percent):
		return locales.RefusePercentAlert(percent.Have, percent.Last), true
	case errors.As(err, &pace) && pace.What == office.WhatComplaints:
		return locales.RefuseComplaintsOpenAlert(pace.Have, pace.Max), true
	case errors.Is(err, fund.ErrNotInTeam):
		return locales.RefuseNotInTeamAlert(), true
	case errors.Is(err, office.ErrNoCandidate):
		return locales.RefuseNoCandidateAlert(), true
	case errors.Is(err, office.ErrDisputed):
		return locales.RefuseDisputedAlert(), true
	case errors.Is(err, office.ErrAnswered):
		return locales.RefuseAnsweredAlert(), true
	case errors.Is(err, fund.ErrNoChange):
		return locales.RefuseNoChangeAlert(), true
	case errors.Is(err, fund.ErrItemFixed):
		return locales.RefuseItemFixedAlert(), true
	case errors.Is(err, fund.ErrPast):
		return locales.RefusePastAlert(), true
	}
	return locales.Message{}, false
}

// worksStateWords says that something about works has moved on.
func worksStateWords(e *fund.StateError) (locales.Message, bool) {
	switch e.Noun {
	case "complaint", "note":
		return locales.RefuseComplaintStateAlert(), true
	case "acceptance", "dispute":
		return locales.RefuseAcceptanceStateAlert(), true
	case "evaluation":
		return locales.RefuseEvaluationOverAlert(), true
	}
	return locales.Message{}, false
}
