package office

import (
	"testing"

	"huimin/fund"
)

// TestTheFundPaysTheShortfall: up to a tenth more of the fund's part goes on at
// once; a fen beyond it, the representatives decide again, and what was approved
// holds until they have.
func TestTheFundPaysTheShortfall(t *testing.T) {
	for name, c := range map[string]struct {
		pledged fund.Money
		more    fund.Money
		decided bool
	}{
		"nothing is short":    {fund.Yuan(11_000), 0, true},
		"a tenth of the fund": {fund.Yuan(10_000), fund.Yuan(1_000), true},
		"a fen beyond it":     {fund.Yuan(10_000) - 1, fund.Yuan(1_000) + 1, false},
	} {
		w := newWorld(t)
		w.bindAll()
		w.allot(w.works, 2026)
		p := w.coFinanced(fund.Funding{Fund: fund.Yuan(10_000), Sponsor: fund.Yuan(11_000)})
		w.sponsored(p, "Carriage Works", c.pledged)
		var more fund.Money
		var decided bool
		w.must(w.staff, func(a Act) (err error) {
			p, more, decided, err = w.office.TopUp(a, p.ID, "认捐没有达到计划，差额由惠民资金补上")
			return err
		})
		if more != c.more || decided != c.decided || p.Cost() != fund.Yuan(21_000) || p.Funding.Fund != fund.Yuan(10_000)+c.more {
			t.Errorf("%s: %s more, %v, %+v", name, more.Decimal(), decided, p.Funding)
		}
		if !decided && (p.Status != fund.ProjectDrafted || p.MaySpend().Fund != fund.Yuan(10_000)) {
			t.Errorf("%s: is %s and may spend %+v", name, p.Status, p.MaySpend())
		}
		w.sound()
	}
}
