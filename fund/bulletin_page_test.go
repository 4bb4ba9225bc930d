package fund_test

import (
	"testing"

	"huimin/fund"
)

func TestABulletinHasAsManyPagesAsItsLinesFill(t *testing.T) {
	lines := func(n int) []fund.Line { return make([]fund.Line, n) }
	for name, c := range map[string]struct {
		bulletin    fund.Bulletin
		lines, page int
	}{
		"nothing is one page": {fund.Bulletin{}, 0, 1},
		"a full page":         {fund.Bulletin{Decided: lines(20)}, 20, 1},
		"one line more":       {fund.Bulletin{Decided: lines(20), Lost: lines(1)}, 21, 2},
		"every kind counts": {fund.Bulletin{
			Decided: lines(10), Approved: lines(10), UnderWay: lines(10), Finished: lines(5), Lost: lines(3), Refused: lines(2),
			Overdue: make([]fund.OverdueLine, 1),
		}, 41, 3},
	} {
		if c.bulletin.Lines() != c.lines || c.bulletin.Pages() != c.page {
			t.Errorf("%s: %d lines on %d pages", name, c.bulletin.Lines(), c.bulletin.Pages())
		}
	}
}
