package office

import (
	"fmt"
	"testing"

	"huimin/fund"
)

// accounts is a world in which money did everything it can do: it came in, was
// paid, corrected, given back, transferred and carried over.
func accounts(t *testing.T) *world {
	t.Helper()
	w := newWorld(t)
	w.bindAll()
	w.allot(w.works, 2026)
	p := w.coFinanced(fund.Funding{Fund: fund.Yuan(1_000), Sponsor: fund.Yuan(500), Residents: 300_00})
	firm, ann := w.sponsored(p, "Carriage Works", fund.Yuan(500)), w.promised(w.ann, p, 100_00)
	w.came(firm, fund.Yuan(500))
	w.came(ann, 100_00)
	w.pay(p, 75_05)
	w.must(w.staff, func(a Act) error {
		list, err := w.office.Entries(a, w.works.ID, 2026, p.ID)
		if err == nil {
			_, err = w.office.Correct(a, list[0].ID, "发票金额写错了")
		}
		return err
	})
	w.pay(p, 75_50)
	w.must(w.staff, func(a Act) error { _, err := w.office.Drop(a, p.ID, "厂家停业，做不了了"); return err })
	w.must(w.staff, func(a Act) error { _, err := w.office.GiveBack(a, ann.ID, bill()); return err })
	var move fund.Transfer
	w.must(w.staff, func(a Act) (err error) {
		move, err = w.office.ProposeTransfer(a, fund.Transfer{
			From: w.works.ID, To: w.lake.ID, Side: w.works.ID, Amount: fund.Yuan(30_000), Reason: "湖畔社区坡道缺钱",
		})
		return err
	})
	w.must(w.staff2, func(a Act) error { _, err := w.office.AgreeTransfer(a, move.ID); return err })
	w.must(w.officer, func(a Act) error { _, err := w.office.ApproveTransfer(a, move.ID); return err })
	w.at("2027-01-04 10:00")
	w.endYear()
	w.sound()
	return w
}

// exported gives a table of a place, row by row under its columns.
func (w *world) exported(name string, place fund.PlaceID) (list []map[string]any) {
	w.t.Helper()
	t, ok := w.office.Table(name)
	if !ok {
		w.t.Fatalf("no table %s", name)
	}
	w.must(w.admin, func(a Act) error {
		rows, err := t.Rows(a, place)
		for _, row := range rows {
			if len(row) != len(t.Columns) {
				w.t.Fatalf("%s has %d cells under %d columns", name, len(row), len(t.Columns))
			}
			line := map[string]any{}
			for i, c := range t.Columns {
				line[c] = row[i]
			}
			list = append(list, line)
		}
		return err
	})
	return list
}

func TestTheExportedLedgerSumsToTheStatements(t *testing.T) {
	w := accounts(t)
	books := map[string]fund.Money{}
	entries := map[any]fund.Money{}
	for _, r := range w.exported("ledger", 0) {
		sum := r["amount"].(fund.Money)
		books[fmt.Sprint(r["community"], r["year"], r["money_source"], r["book"])] += sum
		entries[r["entry"]] += sum
	}
	for id, left := range entries {
		if left != 0 {
			t.Errorf("entry %v is out of balance by %s", id, left.Decimal())
		}
	}
	statements := w.exported("statements", 0)
	carried := map[string]fund.Money{}
	for _, r := range statements {
		at := fmt.Sprint(r["community"], r["year"], r["money_source"])
		for column, book := range map[string]fund.Book{"held": fund.BookHeld, "paid": fund.BookPaid, "returned": fund.BookBack} {
			if r[column] != books[at+string(book)] {
				t.Errorf("%s: %s %v, the ledger says %s", at, column, r[column], books[at+string(book)].Decimal())
			}
			delete(books, at+string(book))
		}
		delete(books, at+string(fund.BookGiven))
		for _, column := range []string{"received", "paid", "returned", "moved", "carried"} {
			carried[column] += max(r[column].(fund.Money), -r[column].(fund.Money))
		}
	}
	for at, sum := range books {
		t.Errorf("%s: %s in no statement", at, sum.Decimal())
	}
	for column, sum := range carried {
		if sum == 0 {
			t.Errorf("nothing was %s", column)
		}
	}
	// The statements are fund's own, not another sum.
	for _, c := range []fund.Place{w.works, w.lake} {
		for year := 2026; year <= 2027; year++ {
			m := w.purse(c, year)
			var held, paid fund.Money
			for _, r := range statements {
				if r["community"] == c.Code && r["year"] == year {
					held, paid = held+r["held"].(fund.Money), paid+r["paid"].(fund.Money)
				}
			}
			if held != m.Total().Held() || paid != m.Total().Paid {
				t.Errorf("%s %d: %s and %s", c.Code, year, held.Decimal(), paid.Decimal())
			}
		}
	}
}

func TestTheExportedPapersSumToTheStatements(t *testing.T) {
	w := accounts(t)
	total := func(table string, columns ...string) (sum fund.Money) {
		for _, r := range w.exported(table, w.works.ID) {
			if undone, ok := r["undone"]; ok && undone != "" {
				continue
			}
			for _, c := range columns {
				sum += r[c].(fund.Money)
			}
		}
		return sum
	}
	for table, column := range map[string]string{"receipts": "received", "invoices": "paid", "returns": "returned"} {
		want := total("statements", column)
		if got := total(table, "amount"); got != want || got == 0 {
			t.Errorf("%s: %s, the statements %s", table, got.Decimal(), want.Decimal())
		}
		if got := total(table, "from_fund", "from_sponsor", "from_residents"); got != want {
			t.Errorf("%s by who paid: %s, the statements %s", table, got.Decimal(), want.Decimal())
		}
	}
	if paid := total("project_money", "paid"); paid != 75_50 {
		t.Errorf("projects have paid %s", paid.Decimal())
	}
	if got := total("pledges", "received"); got != fund.Yuan(600) {
		t.Errorf("promises have brought %s", got.Decimal())
	}
	var corrected int
	for _, r := range w.exported("ledger", w.works.ID) {
		if r["entry_kind"] == fund.EntryPaid && (r["who"] == "" || r["pictures"] == 0 || r["payee"] != "Light & Wire Ltd") {
			t.Errorf("a payment without its papers: %v", r)
		}
		if r["corrects"] != "" {
			corrected++
		}
	}
	if corrected == 0 {
		t.Error("no correction names what it corrects")
	}
	for _, r := range w.exported("ledger", w.mill.ID) {
		t.Errorf("another community's: %v", r)
	}
}
