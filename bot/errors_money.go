package bot

import (
	"errors"

	"huimin/fund"
	"huimin/locales"
	"huimin/office"
	"huimin/report"
)

// moneyRefusals are the words for what the accounts do not allow: the rule, the
// figures, and the way on.
func moneyRefusals(err error) (locales.Message, bool) {
	var free *fund.NotFreeError
	var pledge *fund.PledgeError
	var payment *fund.PaymentError
	var allocation *office.AllocationError
	var cash *office.CashError
	var drawn *fund.OverdrawnError
	var open *office.OpenProjectsError
	var length *fund.LengthError
	var state *fund.StateError
	switch {
	case errors.As(err, &free):
		return locales.MoneyNotFree(free.Year, int64(free.Need), int64(free.Free), int64(free.Planned), int64(free.Reserved)), true
	case errors.As(err, &pledge):
		return pledgeWords(pledge), true
	case errors.As(err, &payment):
		return paymentWords(payment), true
	case errors.As(err, &allocation):
		return allocationWords(allocation), true
	case errors.As(err, &cash):
		return locales.MoneyNoCash(int64(cash.Need), int64(cash.Have)), true
	case errors.As(err, &drawn):
		return locales.MoneyDrawnAlert(int64(drawn.Need), int64(drawn.Have)), true
	case errors.As(err, &open):
		return locales.MoneyYearHas(open.Year, len(open.Numbers), locales.Few(5, open.Numbers)), true
	case errors.As(err, &length) && length.What == office.WhatPayee:
		return locales.MoneyPayeeAlert(length.Max, length.Have), true
	case errors.As(err, &state) && state.Noun == "transfer":
		return locales.MoneyTransferStateAlert(transferStatus(fund.TransferStatus(state.Have))), true
	}
	return oneOf(err, []knownError{
		{office.ErrNoPicture, locales.MoneyPictureAlert()},
		{office.ErrNoPayee, locales.MoneyNoPayeeAlert()},
		{office.ErrNotGiven, locales.MoneyNotGivenAlert()},
		{office.ErrMoved, locales.MoneyMovedAlert()},
		{office.ErrYearOpen, locales.MoneyYearOpenAlert()},
		{fund.ErrPledgeOver, locales.MoneyPledgeOverAlert()},
		{fund.ErrCorrected, locales.MoneyCorrectedAlert()},
		{fund.ErrTransferFar, locales.MoneyTransferFarAlert()},
		{fund.ErrTransferSame, locales.MoneyTransferSameAlert()},
		{fund.ErrTransferSide, locales.MoneyTransferSideAlert()},
		{fund.ErrPurpose, locales.MoneyPurposeAlert()},
	})
}

func pledgeWords(e *fund.PledgeError) locales.Message {
	if e.Open == 0 {
		return locales.MoneyPledgeFullAlert()
	}
	return locales.MoneyPledgeMostAlert(int64(e.Have), int64(e.Open))
}

func paymentWords(e *fund.PaymentError) locales.Message {
	switch e.Why {
	case fund.PayNotNow:
		return locales.MoneyPayNotNowAlert()
	case fund.PayBeyondCost:
		return locales.MoneyPayBeyondCost(int64(e.Have), int64(e.Cost), int64(e.Paid), int64(max(e.Cost-e.Paid, 0)))
	case fund.PayBeyondLine:
		return locales.MoneyPayBeyondLine(int64(e.Have), int64(e.Cost), int64(e.Line), int64(e.Paid), int64(e.Max))
	case fund.PayBeyondPlan:
		return locales.MoneyPayBeyondPlan(int64(e.Have), int64(e.Others), int64(e.Fund), int64(e.Max))
	case fund.PayNothingThere:
		return locales.MoneyPayNothingThere(int64(e.Have), int64(e.Others), int64(e.Pot), int64(e.Max))
	}
	return locales.MoneyPayNotNowAlert()
}

func allocationWords(e *office.AllocationError) locales.Message {
	switch {
	case e.Source == "":
		return locales.MoneyAllocationReserved(e.Year, int64(e.Have), int64(e.Min))
	case e.Min > 0:
		return locales.MoneyAllocationReceived(report.Payer(e.Source), int64(e.Have), int64(e.Received))
	}
	return locales.MoneyAllocationMost(report.Payer(e.Source), e.Year, int64(e.Have), int64(e.Planned), int64(e.Received), int64(e.Max))
}

// transferStatus is where a transfer stands.
func transferStatus(s fund.TransferStatus) locales.Message {
	switch s {
	case fund.TransferProposed:
		return locales.TransferIsProposed()
	case fund.TransferConsented:
		return locales.TransferIsConsented()
	case fund.TransferApproved:
		return locales.TransferIsApproved()
	case fund.TransferRefused:
		return locales.TransferIsRefused()
	case fund.TransferWithdrawn:
		return locales.TransferIsWithdrawn()
	}
	return locales.Message{}
}
