package report

import (
	"testing"

	"huimin/fund"
)

func TestEveryFlawHasWords(t *testing.T) {
	for _, kind := range []fund.FlawKind{
		fund.FlawTable, fund.FlawPrivate, fund.FlawEmpty, fund.FlawLong, fund.FlawKindWord, fund.FlawCode,
		fund.FlawNumber, fund.FlawRole, fund.FlawBureau, fund.FlawDay, fund.FlawOrder, fund.FlawTwice, fund.FlawUnknown,
		fund.FlawTwo, fund.FlawParent, fund.FlawMoved, fund.FlawChanged, fund.FlawPlaceKind, fund.FlawDenied, fund.FlawOver,
	} {
		if Flaw(fund.Flaw{Kind: kind}).IsZero() {
			t.Errorf("%s has no words", kind)
		}
	}
}
