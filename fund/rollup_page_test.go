package fund_test

import (
	"testing"

	"huimin/fund"
)

func TestARollUpHasAsManyPagesAsItsCommunitiesFill(t *testing.T) {
	for communities, pages := range map[int]int{0: 1, 1: 1, 25: 1, 26: 2, 50: 2, 51: 3} {
		if got := fund.RollupPages(communities); got != pages {
			t.Errorf("%d communities on %d pages, want %d", communities, got, pages)
		}
	}
}
