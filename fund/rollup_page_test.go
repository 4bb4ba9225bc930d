package fund_test

import (
	"testing"

	"huimin/fund"
)

func TestARollUpHasAsManyPagesAsItsPartsFill(t *testing.T) {
	for parts, pages := range map[int]int{0: 1, 1: 1, 20: 1, 21: 2, 40: 2, 41: 3} {
		if got := fund.RollupPages(parts); got != pages {
			t.Errorf("%d parts on %d pages, want %d", parts, got, pages)
		}
	}
}
