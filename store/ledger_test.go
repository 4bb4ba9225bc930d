package store

import (
	"errors"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"huimin/fund"
)

// ledgerOperations is how many operations the ledger's tables are tried with.
const ledgerOperations = 100_000

// TestTheLedgerOnDiskBalancesAfterAnything tries a hundred thousand operations
// on the real tables, of which every third is made to fail at its n-th
// statement that writes:
// after all of them the balances are exactly those of the entries that stand,
// every entry balances, and nothing is overdrawn.
func TestTheLedgerOnDiskBalancesAfterAnything(t *testing.T) {
	t.Parallel()
	db, err := Build(t.Context(), filepath.Join(t.TempDir(), "huimin.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}()
	l := &diskTrial{random: rand.New(rand.NewPCG(7, 11)), model: &fund.Ledger{}}
	if err := db.Write(t.Context(), l.places); err != nil {
		t.Fatal(err)
	}
	if err := db.Write(t.Context(), fuse); err != nil {
		t.Fatal(err)
	}
	const batch = 2_000
	for range ledgerOperations / batch {
		err := db.Write(t.Context(), func(tx *Tx) error {
			for range batch {
				if err := l.step(tx); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if l.failed < ledgerOperations/10 || l.posted < ledgerOperations/20 || l.refused < ledgerOperations/20 {
		t.Errorf("%d failed, %d posted, %d refused: tries too little", l.failed, l.posted, l.refused)
	}
	l.check(t, db)
}

// fuse makes the n-th statement fail that writes to the ledger, where n is what
// is left of it; none at 0.
func fuse(tx *Tx) error {
	if err := tx.exec("CREATE TEMP TABLE fuse (left INTEGER NOT NULL); INSERT INTO fuse VALUES (0)"); err != nil {
		return err
	}
	for _, table := range []string{"ledger", "postings", "vouchers"} {
		err := tx.exec("CREATE TEMP TRIGGER fuse_" + table + " BEFORE INSERT ON main." + table + ` BEGIN
			SELECT RAISE(ABORT, 'the fuse blew') WHERE (SELECT left FROM fuse) = 1;
			UPDATE fuse SET left = left - 1 WHERE left > 0;
		END`)
		if err != nil {
			return err
		}
	}
	return nil
}

type diskTrial struct {
	random                  *rand.Rand
	model                   *fund.Ledger
	last                    []fund.Entry // some that may be corrected
	done                    int
	failed, posted, refused int
}

func (l *diskTrial) places(tx *Tx) error {
	for _, p := range []fund.Place{
		{Kind: fund.PlaceCity, Code: "LZ", Name: "柳州市"},
		{Kind: fund.PlaceDistrict, Parent: 1, Code: "YF", Name: "鱼峰区"},
		{Kind: fund.PlaceStreet, Parent: 2, Code: "YFS", Name: "鹅山街道"},
		{Kind: fund.PlaceCommunity, Parent: 3, Code: "CD", Name: "车辆厂东社区"},
		{Kind: fund.PlaceCommunity, Parent: 3, Code: "HP", Name: "湖畔社区"},
	} {
		if _, err := tx.AddPlace(p); err != nil {
			return err
		}
	}
	return nil
}

// year changes every forty operations.
func (l *diskTrial) year() int { return 2026 + l.done/40 }

func (l *diskTrial) entry() fund.Entry {
	a := fund.Account{
		Book: fund.BookHeld, Community: fund.PlaceID(4 + l.random.IntN(2)), Year: l.year(),
		Source: []fund.Source{fund.SourceCity, fund.SourceDistrict, fund.SourceTransfer}[l.random.IntN(3)],
	}
	sum := fund.Posting{Account: a, Amount: fund.Money(1 + l.random.IntN(5000))}
	switch l.random.IntN(7) {
	case 0, 1:
		return fund.Receive(a, sum.Amount)
	case 2, 3:
		return fund.Pay(fund.ProjectID(1+l.random.IntN(3)), sum)
	case 4:
		return fund.GiveBack(sum)
	case 5:
		return fund.MoveTo(fund.PlaceID(4+l.random.IntN(2)), sum)
	}
	if len(l.last) == 0 {
		return fund.Receive(a, sum.Amount)
	}
	return fund.Undo(l.last[l.random.IntN(len(l.last))])
}

// step does one operation as the office does: it reads the balances, asks the
// rules, and appends the entry; all of it or nothing.
func (l *diskTrial) step(tx *Tx) error {
	if l.done++; l.done%40 == 0 {
		l.last = nil
	}
	e := l.entry()
	do := func(tx *Tx) error {
		stands := fund.NewLedger(nil)
		seen := map[fund.PlaceID]bool{}
		for _, p := range e.Postings {
			community := p.Account.Community
			if seen[community] {
				continue
			}
			seen[community] = true
			list, err := tx.Balances(community, l.year())
			if err != nil {
				return err
			}
			for _, b := range list {
				if have := l.model.Balance(b.Account); have != b.Amount {
					return errors.New("the tables differ from what was posted")
				}
			}
			stands = fund.NewLedger(append(stands.Accounts(), list...))
		}
		for _, known := range l.last {
			stands.Know(known)
		}
		if err := stands.Post(e); err != nil {
			return err
		}
		id, err := tx.AddEntry(LedgerRow{
			Entry: e, At: time.Unix(0, 0), Community: e.Postings[0].Account.Community, Year: l.year(), Payee: "Firm",
		})
		e.ID = id
		return err
	}
	err := l.try(tx, do)
	switch {
	case err == nil:
		l.posted++
		if err := l.model.Post(e); err != nil {
			return err
		}
		l.remember(e)
	case strings.Contains(Cause(err), "the fuse blew"):
		l.failed++
	case errors.Is(err, fund.ErrOverdrawn), errors.Is(err, fund.ErrPurpose), errors.Is(err, fund.ErrCorrected):
		l.refused++
	default:
		return err
	}
	return nil
}

// try does an operation, every third time with a fuse: an entry is written by
// four statements, itself, two postings and its voucher.
func (l *diskTrial) try(tx *Tx, do func(*Tx) error) error {
	if l.random.IntN(3) > 0 {
		return do(tx)
	}
	if err := tx.exec("UPDATE fuse SET left = ?", 1+l.random.IntN(4)); err != nil {
		return err
	}
	err := tx.Savepoint(do)
	return errors.Join(err, tx.exec("UPDATE fuse SET left = 0"))
}

// remember keeps the latest entries that may be corrected, and forgets those
// that were.
func (l *diskTrial) remember(e fund.Entry) {
	if e.Corrects != 0 {
		for i, known := range l.last {
			if known.ID == e.Corrects {
				l.last = append(l.last[:i:i], l.last[i+1:]...)
				break
			}
		}
		return
	}
	if l.last = append(l.last, e); len(l.last) > 20 {
		l.last = l.last[1:]
	}
}

// check recomputes everything from the entries.
func (l *diskTrial) check(t *testing.T, db *DB) {
	t.Helper()
	err := db.Read(t.Context(), func(tx *Tx) error {
		list, err := tx.LedgerAll()
		if err != nil {
			return err
		}
		entries := make([]fund.Entry, 0, len(list))
		for _, r := range list {
			entries = append(entries, r.Entry)
		}
		if len(entries) != l.posted {
			t.Errorf("%d entries, %d were posted", len(entries), l.posted)
		}
		audited, err := fund.Audit(entries)
		if err != nil {
			t.Errorf("the ledger does not add up: %v", err)
		}
		for _, b := range audited.Accounts() {
			if have := l.model.Balance(b.Account); have != b.Amount {
				t.Errorf("%+v stands at %d, want %d", b.Account, b.Amount, have)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestTheLedgerIsNeverChanged(t *testing.T) {
	db := openTemp(t)
	l := &diskTrial{}
	city := fund.Account{Community: 4, Year: 2026, Source: fund.SourceCity}
	err := db.Write(t.Context(), func(tx *Tx) error {
		if err := l.places(tx); err != nil {
			return err
		}
		_, err := tx.AddEntry(LedgerRow{Entry: fund.Receive(city, 100), At: time.Unix(0, 0), Community: 4, Year: 2026})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{
		"UPDATE ledger SET year = 2027", "DELETE FROM ledger", "UPDATE postings SET amount = 7", "DELETE FROM postings",
	} {
		if err := db.Write(t.Context(), func(tx *Tx) error { return tx.exec(statement) }); err == nil {
			t.Errorf("%s: the ledger was changed", statement)
		}
	}
}
