package bot

import (
	"errors"

	"huimin/fund"
	"huimin/locales"
	"huimin/office"
)

// tenureWords are the words for what goes wrong with terms, deputies and desks.
func tenureWords(err error) (locales.Message, bool) {
	var term *fund.DeputyTermError
	var length *fund.LengthError
	switch {
	case errors.As(err, &length) && length.What == fund.WhatSponsor:
		return locales.SponsorsNameAlert(length.Min, length.Max), true
	case errors.As(err, &length) && length.What == fund.WhatReach:
		return locales.SponsorsReachAlert(length.Max), true
	case errors.Is(err, office.ErrSponsorThere):
		return locales.SponsorsThereAlert(), true
	case errors.Is(err, fund.ErrContactConsent):
		return locales.SponsorsConsentAlert(), true
	case errors.As(err, &term):
		return locales.DeputyTermAlert(fund.LastDay(term.Latest)), true
	case errors.Is(err, office.ErrHasDeputy):
		return locales.DeputyHasAlert(), true
	case errors.Is(err, office.ErrSelf):
		return locales.DeputySelfAlert(), true
	case errors.Is(err, office.ErrNotColleague):
		return locales.DeputyColleagueAlert(), true
	case errors.Is(err, office.ErrNothingToHand):
		return locales.HandoverNothingAlert(), true
	case errors.Is(err, fund.ErrNotAppointed):
		return locales.DeputyChosenAlert(), true
	case errors.Is(err, fund.ErrDeputysDeputy):
		return locales.DeputyOfDeputyAlert(), true
	case errors.Is(err, fund.ErrNotDeclared):
		return locales.TenureDeclareAlert(), true
	}
	return locales.Message{}, false
}
