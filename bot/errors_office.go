package bot

import (
	"errors"

	"huimin/fund"
	"huimin/locales"
	"huimin/office"
	"huimin/report"
)

// officeWords are the words for what those with an office run into: about
// roles and invitations, chats, money and projects.
func officeWords(err error) (locales.Message, bool) {
	var length *fund.LengthError
	var money *fund.MoneyError
	var funding *fund.FundingError
	var state *fund.StateError
	var conflict *fund.RoleConflict
	var hour *office.BallotHourError
	var group *office.NoGroupError
	switch {
	case errors.As(err, &length) && length.What == fund.WhatTitle:
		return locales.RefuseTitleAlert(length.Min, length.Max, length.Have), true
	case errors.As(err, &length) && length.What == office.WhatName:
		return locales.RefuseNameAlert(length.Max), true
	case errors.As(err, &money):
		return moneyWords(money), true
	case errors.As(err, &funding):
		return fundingWords(funding), true
	case errors.As(err, &state) && state.Noun == "project":
		return locales.RefuseProjectStateAlert(report.StatusName(fund.ProjectStatus(state.Have))), true
	case errors.As(err, &conflict):
		return locales.RefuseConflictAlert(report.RoleName(conflict.Have), report.RoleName(conflict.Want)), true
	case errors.As(err, &hour) && hour.Notice:
		return locales.RefuseNoticeAlert(hour.Earliest), true
	case errors.As(err, &hour):
		return locales.RefuseHourAlert(hour.Latest), true
	case errors.As(err, &group):
		return locales.RefuseNoGroupAlert(), true
	}
	return oneOf(err, []knownError{
		{office.ErrInviteUsed, locales.InviteUsed()},
		{office.ErrInviteExpired, locales.InviteExpired()},
		{office.ErrInviteVoid, locales.InviteVoid()}, // before *fund.NotAllowed, which it holds
		{office.ErrAlreadyHeld, locales.RefuseHeldAlert()},
		{office.ErrBureau, locales.BureauAlert()},
		{office.ErrPlaceKind, locales.RefusePlaceKindAlert()},
		{office.ErrPurpose, locales.BindPurposeAlert()},
		{office.ErrNoItem, locales.RefuseItemAlert()},
		{office.ErrSource, locales.FormPressPlease()},
		{office.ErrNoResidents, locales.RefuseNoResidentsAlert()},
		{office.ErrNoRepresentatives, locales.RefuseNoRepresentativesAlert()},
	})
}

func moneyWords(e *fund.MoneyError) locales.Message {
	switch e.Why {
	case fund.MoneyNotANumber:
	case fund.MoneyNegative:
		return locales.RefuseMoneyNegativeAlert()
	case fund.MoneyTooPrecise:
		return locales.RefuseMoneyPreciseAlert()
	case fund.MoneyTooLarge:
		return locales.RefuseMoneyLargeAlert()
	}
	return locales.RefuseMoneyAlert()
}

func fundingWords(e *fund.FundingError) locales.Message {
	switch e.Why {
	case fund.FundingNothing:
		return locales.RefuseNothingAlert()
	case fund.FundingNegative:
		return locales.RefuseMoneyNegativeAlert()
	case fund.FundingTooLarge:
		return locales.RefuseCostAlert(int64(e.Have), int64(e.Max))
	case fund.FundingNoSponsor:
		return locales.RefuseSponsorAlert()
	case fund.FundingSpent:
		return locales.RefuseBelowSpentAlert(int64(e.Have), int64(e.Max))
	}
	return locales.RefuseMoneyAlert()
}
