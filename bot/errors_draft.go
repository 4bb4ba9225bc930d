package bot

import (
	"errors"

	"huimin/fund"
	"huimin/locales"
	"huimin/office"
)

// draftWords are the words for what keeps a project from being put to the
// vote or sent up.
func draftWords(err error) (locales.Message, bool) {
	var cost *fund.CostLineError
	var not *office.NotReadyError
	var period *fund.PeriodError
	var length *fund.LengthError
	var awaited *office.AwaitedError
	var objected *office.ObjectedError
	var pause *fund.PauseError
	switch {
	case errors.As(err, &awaited):
		return locales.SpokenAwaitedAlert(bureauNames(awaited.Bureaus)), true
	case errors.As(err, &objected):
		return locales.SpokenObjectedAlert(bureauNames(objected.Bureaus)), true
	case errors.As(err, &pause):
		return pauseWords(pause), true
	case errors.As(err, &cost):
		return costWords(cost), true
	case errors.As(err, &not):
		return locales.DraftNotReadyAlert(lackNames(not.Lacks)), true
	case errors.As(err, &period):
		return periodWords(period), true
	case errors.As(err, &length):
		return draftLength(length)
	case errors.Is(err, office.ErrStudyDay):
		return locales.StudyDayAlert(), true
	case errors.Is(err, office.ErrManyQuotes):
		return locales.QuoteManyAlert(fund.MaxQuotes), true
	case errors.Is(err, office.ErrNoQuote):
		return locales.RefuseGoneAlert(), true
	}
	return locales.Message{}, false
}

// pauseWords says why a clock cannot be stopped, or set going.
func pauseWords(e *fund.PauseError) locales.Message {
	switch e.Why {
	case fund.PauseNoGround:
	case fund.PauseTooMany:
		return locales.PauseManyAlert(e.Max)
	case fund.PauseTooLate:
		return locales.PauseLateAlert()
	case fund.PauseStands:
		return locales.PauseStandsAlert()
	case fund.PauseRuns:
		return locales.PauseRunsAlert()
	}
	return locales.PauseGroundAlert()
}

func periodWords(e *fund.PeriodError) locales.Message {
	switch e.Why {
	case fund.PeriodUnread:
	case fund.PeriodOrder:
		return locales.ApplyPeriodOrderAlert()
	case fund.PeriodYear:
		return locales.ApplyPeriodYearAlert(e.Year)
	}
	return locales.ApplyPeriodUnreadAlert()
}

func draftLength(e *fund.LengthError) (locales.Message, bool) {
	switch e.What { //nolint:exhaustive // the others are others' to word
	case fund.WhatVendor:
		return locales.QuoteVendorAlert(e.Max), true
	case fund.WhatPurpose, fund.WhatWhom:
		if e.Have < e.Min {
			return locales.DraftPurposeShortAlert(e.Min, max(e.Min/2, 1)), true // a Chinese character counts as two letters
		}
		return locales.DraftLongAlert(e.Have, e.Max), true
	}
	return locales.Message{}, false
}

// costWords says which cost line is not understood, and why.
func costWords(e *fund.CostLineError) locales.Message {
	line := cut(e.Text, costTextRoom)
	switch e.Why {
	case fund.CostNoAmount:
		return locales.CostNoAmountAlert(e.Line, line)
	case fund.CostNoLabel:
		return locales.CostNoLabelAlert(e.Line, line)
	case fund.CostProduct:
		return locales.CostProductAlert(e.Line, line, int64(e.Want), int64(e.Have))
	case fund.CostNothing:
		return locales.CostNothingAlert(e.Line, line)
	case fund.CostLong:
		return locales.CostLongAlert(e.Line, fund.MaxCostLabel)
	case fund.CostMany:
		return locales.CostManyAlert(fund.MaxCostLines)
	case fund.CostNone:
		return locales.CostNoneAlert()
	case fund.CostSum:
		if e.Have > e.Want {
			return locales.CostSumOverAlert(int64(e.Have), int64(e.Want), int64(e.Have-e.Want))
		}
		return locales.CostSumUnderAlert(int64(e.Have), int64(e.Want), int64(e.Want-e.Have))
	}
	return locales.Message{}
}

// costTextRoom is how much of a line that is not understood is said back.
const costTextRoom = 30
