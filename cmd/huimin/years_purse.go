package main

import (
	"time"

	"huimin/fund"
	"huimin/store"
)

// yearsPurse is a community's money of a year.
type yearsPurse struct {
	tx        *store.Tx
	prog      fund.Programme
	community fund.PlaceID
	year      int
	count     int
	ledger    *fund.Ledger
}

func (b *yearsPurse) account(s fund.Source) fund.Account {
	return fund.Account{Community: b.community, Year: b.year, Source: s}
}

// open lets both halves of the allocation come in.
func (b *yearsPurse) open() error {
	held, err := b.tx.Balances(b.community, b.year)
	if err != nil {
		return err
	}
	b.ledger = fund.NewLedger(held)
	a := b.prog.SplitAllocation(b.community, b.year, b.prog.Allocation(b.year))
	at := time.Date(b.year, time.January, 10, 10, 0, 0, 0, b.prog.Zone)
	for _, s := range []fund.Source{fund.SourceCity, fund.SourceDistrict} {
		if err := b.post(fund.Receive(b.account(s), a.Of(s)), at, 0, 0); err != nil {
			return err
		}
	}
	return nil
}

// post checks an entry by the ledger's rules and keeps it.
func (b *yearsPurse) post(e fund.Entry, at time.Time, project fund.ProjectID, pledge fund.PledgeID) error {
	if err := b.ledger.Post(e); err != nil {
		return err
	}
	r := store.LedgerRow{Entry: e, At: at, Community: b.community, Year: b.year, Project: project, Pledge: pledge}
	if e.Kind == fund.EntryPaid {
		r.Payee = "柳州市安居工程有限公司"
	}
	_, err := b.tx.AddEntry(r)
	return err
}

func (b *yearsPurse) held(s fund.Source) fund.Money {
	a := b.account(s)
	a.Book = fund.BookHeld
	return b.ledger.Balance(a)
}

// free is what of the fund's money nothing was paid of.
func (b *yearsPurse) free() fund.Money { return b.held(fund.SourceCity) + b.held(fund.SourceDistrict) }

// sponsored takes down and receives what a sponsor gives.
func (b *yearsPurse) sponsored(p fund.Project, at time.Time) error {
	if p.Funding.Sponsor == 0 {
		return nil
	}
	id, err := b.tx.AddPledge(fund.Pledge{
		Project: p.ID, Source: fund.SourceSponsor, Name: p.Funding.SponsorName, Amount: p.Funding.Sponsor,
		Status: fund.PledgeStanding, Created: at, Changed: at,
	})
	if err != nil {
		return err
	}
	a := b.account(fund.SourceSponsor)
	a.Project, a.Pledge = p.ID, id
	return b.post(fund.Receive(a, p.Funding.Sponsor), at, p.ID, id)
}

// pay pays an invoice of a project as the rules plan it.
func (b *yearsPurse) pay(p *fund.Project, sum fund.Money, at time.Time) error {
	var have fund.Purses
	for _, held := range b.ledger.Accounts() {
		a := held.Account
		if a.Book != fund.BookHeld || a.Year != b.year {
			continue
		}
		paid := a
		paid.Book, paid.Project = fund.BookPaid, p.ID
		purse := fund.Purse{Account: a, Paid: b.ledger.Balance(paid), Held: held.Amount}
		purse.Received = purse.Paid + purse.Held
		switch {
		case a.Source.OfFund():
			have.Fund = append(have.Fund, purse)
		case a.Project == p.ID:
			have.Others = append(have.Others, purse)
		}
	}
	plan, err := b.prog.Money.PlanPayment(*p, sum, have)
	if err != nil {
		return err
	}
	p.Spent += sum
	return b.post(fund.Pay(p.ID, plan...), at, p.ID, 0)
}

// carry takes what the year leaves into the next one.
func (b *yearsPurse) carry() error {
	var left []fund.Posting
	for _, held := range b.ledger.Accounts() {
		if held.Account.Book == fund.BookHeld && held.Account.Source.OfFund() && held.Amount > 0 {
			left = append(left, held)
		}
	}
	if len(left) == 0 {
		return nil
	}
	return b.post(fund.CarryOver(left...), b.prog.YearEnd(b.year), 0, 0)
}
