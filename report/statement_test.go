package report

import (
	"slices"
	"strings"
	"testing"

	"huimin/fund"
	"huimin/locales"
)

func TestAStatementHasARowForEachSource(t *testing.T) {
	m := fund.CommunityMoney{Community: 1, Year: 2026, Sources: map[fund.Source]fund.SourceMoney{
		fund.SourceCity:    {Planned: fund.Yuan(110_000), Received: fund.Yuan(110_000), Moved: -fund.Yuan(10_000), Paid: 500_050},
		fund.SourceSponsor: {Planned: fund.Yuan(11_000), Pledged: fund.Yuan(11_000), Received: fund.Yuan(11_000), Paid: fund.Yuan(11_000)},
	}}
	rows := Statement("CD", locales.Name{ZH: "车辆厂东社区"}, m)
	var lines []string
	for _, r := range rows {
		if len(r.Cells()) != len(StatementColumns()) {
			t.Errorf("%d cells, %d columns", len(r.Cells()), len(StatementColumns()))
		}
		lines = append(lines, strings.Join(r.Cells(), ","))
	}
	want := []string{
		"CD,2026,city,110000.00,0.00,110000.00,-10000.00,0.00,0.00,5000.50,0.00,94999.50",
		"CD,2026,sponsor,11000.00,11000.00,11000.00,0.00,0.00,0.00,11000.00,0.00,0.00",
	}
	if !slices.Equal(lines, want) {
		t.Errorf("%q", lines)
	}
}
