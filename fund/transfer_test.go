package fund_test

import (
	"errors"
	"testing"

	"huimin/fund"
)

func TestWhoApprovesATransfer(t *testing.T) {
	next := []fund.PlaceID{1111, street, district, city}
	other := []fund.PlaceID{community2, street2, district, city}
	far := []fund.PlaceID{1210, 210, district2, city}
	for name, c := range map[string]struct {
		from, to []fund.PlaceID
		want     fund.Tier
		err      error
	}{
		"within one":       {here, here, fund.TierStreet, nil},
		"of one street":    {here, next, fund.TierStreet, nil},
		"of two streets":   {here, other, fund.TierDistrict, nil},
		"of two districts": {here, far, "", fund.ErrTransferFar},
		"of no community":  {atBureau, here, "", fund.ErrTransferSame},
	} {
		if tier, err := fund.TransferTier(c.from, c.to); tier != c.want || !errors.Is(err, c.err) {
			t.Errorf("%s: %s, %v", name, tier, err)
		}
	}
}

func TestATransferNeedsBothSides(t *testing.T) {
	propose := func(change func(*fund.Transfer)) (fund.Transfer, error) {
		one := fund.Transfer{From: 1, To: 2, Side: 2, Amount: 500, Reason: "电梯口坡道缺钱", By: 9}
		change(&one)
		return fund.NewTransfer(one, fund.TierStreet, noon)
	}
	one, err := propose(func(*fund.Transfer) {})
	if err != nil || one.Status != fund.TransferProposed {
		t.Fatalf("%+v, %v", one, err)
	}
	if side, open := one.Waits(); side != 1 || !open {
		t.Errorf("waits for %d", side)
	}
	if err := one.Approve(8, noon); !errors.Is(err, fund.ErrWrongState) {
		t.Errorf("approved before both sides agree: %v", err)
	}
	if err := one.Agree(2, 9, noon); !errors.Is(err, fund.ErrTransferSide) {
		t.Errorf("the side that proposed agreed for the other: %v", err)
	}
	if err := one.Agree(1, 7, noon); err != nil {
		t.Fatal(err)
	}
	if err := one.Agree(1, 7, noon); !errors.Is(err, fund.ErrWrongState) {
		t.Errorf("agreed twice: %v", err)
	}
	if err := one.Approve(8, noon); err != nil || one.Status != fund.TransferApproved {
		t.Fatalf("%+v, %v", one, err)
	}
	for name, act := range map[string]func() error{
		"approve": func() error { return one.Approve(8, noon) }, "refuse": func() error { return one.Refuse(8, "不合适吧", noon) },
		"withdraw": func() error { return one.Withdraw(9, noon) },
	} {
		if err := act(); !errors.Is(err, fund.ErrWrongState) {
			t.Errorf("%s when it is done: %v", name, err)
		}
	}
	for name, change := range map[string]func(*fund.Transfer){
		"nothing": func(x *fund.Transfer) { x.Amount = 0 }, "less than nothing": func(x *fund.Transfer) { x.Amount = -1 },
		"no reason": func(x *fund.Transfer) { x.Reason = "…" }, "a stranger's": func(x *fund.Transfer) { x.Side = 3 },
		"to itself": func(x *fund.Transfer) { x.To = 1; x.Side = 1 },
		"from a project to itself": func(x *fund.Transfer) {
			x.To, x.Side, x.FromProject, x.ToProject = 1, 1, 5, 5
		},
	} {
		if _, err := propose(change); err == nil {
			t.Errorf("%s: proposed", name)
		}
	}
	within, err := propose(func(x *fund.Transfer) { x.To, x.Side, x.FromProject, x.ToProject = 1, 1, 5, 6 })
	if err != nil || within.Status != fund.TransferConsented {
		t.Errorf("between two projects of one community: %+v, %v", within, err)
	}
}
