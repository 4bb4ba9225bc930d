package report

import (
	"huimin/fund"
	"huimin/locales"
)

// EntryKindName says what an entry reports.
func EntryKindName(k fund.EntryKind) locales.Message {
	switch k {
	case fund.EntryReceived:
		return locales.PayKindReceived()
	case fund.EntryPaid:
		return locales.PayKindPaid()
	case fund.EntryReturned:
		return locales.PayKindReturned()
	case fund.EntryMoved:
		return locales.PayKindMoved()
	case fund.EntryCarried:
		return locales.PayKindCarried()
	case fund.EntryCorrected:
		return locales.PayKindCorrected()
	}
	return locales.Message{}
}

// bookName says a side of the accounts.
func bookName(b fund.Book) locales.Message {
	switch b {
	case fund.BookGiven:
		return locales.CellBookGiven()
	case fund.BookHeld:
		return locales.CellBookHeld()
	case fund.BookPaid:
		return locales.CellBookPaid()
	case fund.BookBack:
		return locales.CellBookBack()
	}
	return locales.Message{}
}

// pledgeName says where a pledge stands.
func pledgeName(s fund.PledgeStatus) locales.Message {
	switch s {
	case fund.PledgeStanding:
		return locales.CellPledgeStanding()
	case fund.PledgeWithdrawn:
		return locales.CellPledgeWithdrawn()
	}
	return locales.Message{}
}
