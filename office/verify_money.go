package office

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"huimin/fund"
	"huimin/store"
)

// moneySaid is what the record says last of everything about money.
type moneySaid struct {
	ledger      map[fund.EntryID]LedgerEntry
	pledges     map[fund.PledgeID]PledgeEntry
	transfers   map[fund.TransferID]TransferEntry
	transferBy  map[fund.TransferID]int64
	allocations map[string]AllocationEntry
}

func newMoneySaid() moneySaid {
	return moneySaid{
		map[fund.EntryID]LedgerEntry{},
		map[fund.PledgeID]PledgeEntry{},
		map[fund.TransferID]TransferEntry{},
		map[fund.TransferID]int64{},
		map[string]AllocationEntry{},
	}
}

// hear takes in an entry about money; false for one about something else.
func (s *moneySaid) hear(e store.Entry) (bool, error) {
	switch e.What {
	case recordLedger:
		said, err := heard[LedgerEntry](e)
		s.ledger[said.ID] = said
		return true, err
	case recordPledged, recordPledgeEnded, recordContactGone:
		said, err := heard[PledgeEntry](e)
		s.pledges[said.ID] = said
		return true, err
	case recordTransfer:
		said, err := heard[TransferEntry](e)
		s.transfers[said.ID], s.transferBy[said.ID] = said, e.By
		return true, err
	case recordAllocated:
		said, err := heard[AllocationEntry](e)
		s.allocations[allocationKey(said.Community, said.Year)] = said
		return true, err
	}
	return false, nil
}

func heard[T any](e store.Entry) (said T, err error) {
	err = json.Unmarshal([]byte(e.Data), &said)
	return said, err
}

func allocationKey(community fund.PlaceID, year int) string {
	return fmt.Sprintf("%d in %d", community, year)
}

// ledger compares every entry of the ledger with the record, and recomputes
// the ledger from its entries: each balances, none overdraws, and what was
// paid for a project is what it has spent.
func (v *verifier) ledger() error {
	list, err := v.tx.LedgerAll()
	if err != nil {
		return err
	}
	v.Entries = len(list)
	entries := make([]fund.Entry, 0, len(list))
	seen, kept := map[fund.EntryID]bool{}, map[fund.ProjectID]bool{}
	for _, r := range list {
		seen[r.ID], kept[r.Project] = true, true
		entries = append(entries, r.Entry)
		said, ok := v.said.money.ledger[r.ID]
		if !ok {
			v.fault(Fault{Kind: FaultUnknown, Noun: "entry", ID: int64(r.ID)})
			continue
		}
		if err := v.voucher(r, said); err != nil {
			return err
		}
		facts := ledgerFacts(r)
		facts.Words = said.Words
		v.compare("entry", int64(r.ID), facts, said)
	}
	missing(v, "entry", v.said.money.ledger, seen)
	return v.audit(entries, kept)
}

// audit recomputes the ledger from its entries, and the spending of the projects
// that it keeps.
func (v *verifier) audit(entries []fund.Entry, kept map[fund.ProjectID]bool) error {
	ledger, wrong := fund.Audit(entries)
	if wrong == nil {
		return v.spendings(ledger, kept)
	}
	v.fault(Fault{Kind: FaultMoney, Noun: "entry", ID: int64(firstWrong(entries)), Books: wrong.Error()})
	return nil
}

// firstWrong is the entry at which the ledger does not go on.
func firstWrong(entries []fund.Entry) fund.EntryID {
	l := &fund.Ledger{}
	for _, e := range entries {
		if l.Post(e) != nil {
			return e.ID
		}
	}
	return 0
}

// voucher checks what stands beside an entry against its seal.
func (v *verifier) voucher(r store.LedgerRow, said LedgerEntry) error {
	words, err := voucherWords(r)
	if err != nil {
		return err
	}
	writer, err := voucherOf(v.tx, r)
	if err != nil {
		return err
	}
	return v.sealed("entry", int64(r.ID), said.Words, words, int64(writer))
}

// spendings adds up what the ledger paid for each project. What was spent
// before there was a ledger has no entry there.
func (v *verifier) spendings(ledger *fund.Ledger, kept map[fund.ProjectID]bool) error {
	paid := map[fund.ProjectID]fund.Money{}
	for _, b := range ledger.Accounts() {
		if b.Account.Book == fund.BookPaid {
			paid[b.Account.Project] += b.Amount
			v.Paid += b.Amount
		}
		if b.Account.Book == fund.BookGiven {
			v.Received -= b.Amount
		}
	}
	projects, err := v.tx.Projects()
	if err != nil {
		return err
	}
	for _, p := range projects {
		if kept[p.ID] && p.Spent != paid[p.ID] {
			v.fault(Fault{
				Kind: FaultMoney, Noun: "project", ID: int64(p.ID), Field: "spent",
				Books: p.Spent.Decimal(), Record: paid[p.ID].Decimal(),
			})
		}
	}
	return nil
}

// pledges compares every pledge, transfer and allotment with the record.
func (v *verifier) pledges() error {
	list, err := v.tx.PledgesUnder(0)
	if err != nil {
		return err
	}
	seen := map[fund.PledgeID]bool{}
	for _, g := range list {
		seen[g.ID] = true
		said, ok := v.said.money.pledges[g.ID]
		if !ok {
			v.fault(Fault{Kind: FaultUnknown, Noun: "pledge", ID: int64(g.ID)})
			continue
		}
		words, err := pledgeWords(g)
		if err != nil {
			return err
		}
		if err := v.sealed("pledge", int64(g.ID), said.Words, words, int64(g.By)); err != nil {
			return err
		}
		facts := pledgeFacts(g)
		facts.Words = said.Words
		v.compare("pledge", int64(g.ID), facts, said)
	}
	missing(v, "pledge", v.said.money.pledges, seen)
	return nil
}

func (v *verifier) transfers() error {
	list, err := v.tx.TransfersUnder(0)
	if err != nil {
		return err
	}
	seen := map[fund.TransferID]bool{}
	for _, t := range list {
		seen[t.ID] = true
		said, ok := v.said.money.transfers[t.ID]
		if !ok {
			v.fault(Fault{Kind: FaultUnknown, Noun: "transfer", ID: int64(t.ID)})
			continue
		}
		words, err := transferWords(t)
		if err != nil {
			return err
		}
		if err := v.sealed("transfer", int64(t.ID), said.Words, words, v.said.money.transferBy[t.ID]); err != nil {
			return err
		}
		facts := transferFacts(t)
		facts.Words = said.Words
		v.compare("transfer", int64(t.ID), facts, said)
	}
	missing(v, "transfer", v.said.money.transfers, seen)
	return nil
}

func (v *verifier) allocations() error {
	list, err := v.tx.Allotments()
	if err != nil {
		return err
	}
	left := maps.Clone(v.said.money.allocations)
	for _, d := range list {
		key := allocationKey(d.Community, d.Year)
		said, ok := left[key]
		delete(left, key)
		if !ok {
			v.fault(Fault{Kind: FaultUnknown, Noun: "allocation", ID: int64(d.Community), Field: key})
			continue
		}
		if err := v.sealed("allocation", int64(d.Community), said.Reason, d.Reason, int64(d.By)); err != nil {
			return err
		}
		facts := allocationFacts(d)
		facts.Reason = said.Reason
		v.compare("allocation", int64(d.Community), facts, said)
	}
	for _, key := range slices.Sorted(maps.Keys(left)) {
		v.fault(Fault{Kind: FaultMissing, Noun: "allocation", ID: int64(left[key].Community), Field: key})
	}
	return nil
}
