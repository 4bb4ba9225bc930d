package fund_test

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"huimin/fund"
)

// table makes a table of lines with commas between the cells.
func table(name string, lines ...string) fund.Table {
	t := fund.Table{Name: name}
	for _, l := range lines {
		if l == "" {
			t.Rows = append(t.Rows, nil)
			continue
		}
		t.Rows = append(t.Rows, strings.Split(l, ","))
	}
	return t
}

func TestTablesAreKnownByTheirColumns(t *testing.T) {
	near := moment("2026-11-27 10:00:00")
	in, flaws := fund.ReadImport([]fund.Table{
		table("a", "社区地点一览", "上级,名称,代码,类别,备注", "ES, 车辆厂东 社区 ,cld,社区,x", "", ",柳州市,LZ,市,"),
		table("b", "community,building,households", "CLD,3栋,24", "CLD,4栋,24.0", "CLD,5栋,0户"),
		table("c", "姓名,任期至,任期起,社区,职务,代表单位", "王小明,46387,2026/3/1,CLD,,", "林,,,YF,城区审核人员,财政局"),
		table("empty", "", " , "),
	}, near)
	if len(flaws) != 0 {
		t.Fatalf("%+v", flaws)
	}
	day := func(text string) time.Time { return moment(text + " 00:00:00") }
	want := fund.Import{
		Places: []fund.PlaceLine{
			{fund.Spot{"a", 3}, fund.PlaceCommunity, "CLD", "车辆厂东 社区", "", "ES"},
			{fund.Spot{"a", 5}, fund.PlaceCity, "LZ", "柳州市", "", ""},
		},
		Households: []fund.HouseholdsLine{
			{fund.Spot{"b", 2}, "CLD", "3栋", "", 24}, {fund.Spot{"b", 3}, "CLD", "4栋", "", 24}, {fund.Spot{"b", 4}, "CLD", "5栋", "", 0},
		},
		Roster: []fund.RosterLine{
			{fund.Spot{"c", 2}, "CLD", "王小明", fund.RoleRepresentative, "", day("2026-03-01"), day("2027-01-01")},
			{fund.Spot{"c", 3}, "YF", "林", fund.RoleDistrict, fund.BureauFinance, time.Time{}, time.Time{}},
		},
		Ignored: []string{"备注"},
	}
	if !reflect.DeepEqual(in, want) {
		t.Errorf("read\n%+v, not\n%+v", in, want)
	}
}

func TestWhatIsWrongWithACell(t *testing.T) {
	const places, households, roster = "kind,code,name,name_en,parent", "社区,楼栋,单元,户数", "社区,姓名,职务,代表单位,任期起,任期至"
	long := strings.Repeat("字", 65)
	for line, c := range map[string]struct {
		head   string
		kind   fund.FlawKind
		column fund.Column
	}{
		"村,V1,村,,LZ":                    {places, fund.FlawKindWord, fund.ColumnKind},
		"street,x,街,,LZ":                {places, fund.FlawCode, fund.ColumnCode},
		"street,ABCDEFG,街,,LZ":          {places, fund.FlawCode, fund.ColumnCode},
		"street,ES,,,LZ":                {places, fund.FlawEmpty, fund.ColumnName},
		"street,ES," + long + ",,LZ":    {places, fund.FlawLong, fund.ColumnName},
		"street,ES,街," + long + ",LZ":   {places, fund.FlawLong, fund.ColumnNameEn},
		"street,ES,街,,":                 {places, fund.FlawEmpty, fund.ColumnParent},
		"city,LZ,市,,CN":                 {places, fund.FlawParent, fund.ColumnParent},
		",3栋,,24":                       {households, fund.FlawEmpty, fund.ColumnCommunity},
		"CLD,,,24":                      {households, fund.FlawEmpty, fund.ColumnBuilding},
		"CLD,3栋,,":                      {households, fund.FlawNumber, fund.ColumnHouseholds},
		"CLD,3栋,,-1":                    {households, fund.FlawNumber, fund.ColumnHouseholds},
		"CLD,3栋,,2.5":                   {households, fund.FlawNumber, fund.ColumnHouseholds},
		"CLD,3栋,,100001":                {households, fund.FlawNumber, fund.ColumnHouseholds},
		"CLD,,,,,2027-01-01":            {roster, fund.FlawEmpty, fund.ColumnPerson},
		"CLD,王,管理员,,,2027-01-01":        {roster, fund.FlawRole, fund.ColumnRole},
		"CLD,王,,财政局,,2027-01-01":        {roster, fund.FlawBureau, fund.ColumnBureau},
		"YF,王,城区,公安局,,2027-01-01":       {roster, fund.FlawBureau, fund.ColumnBureau},
		"CLD,王,,,,明年":                   {roster, fund.FlawDay, fund.ColumnUntil},
		"CLD,王,,,2026-02-30,2027-01-01": {roster, fund.FlawDay, fund.ColumnFrom},
		"CLD,王,,,2027-01-02,2027-01-01": {roster, fund.FlawOrder, fund.ColumnUntil},
		"CLD,王,,,,2026-11-26":           {roster, fund.FlawOver, fund.ColumnUntil},
	} {
		t.Run(line, func(t *testing.T) {
			in, flaws := fund.ReadImport([]fund.Table{table("s", c.head, line)}, moment("2026-11-27 10:00:00"))
			if len(flaws) != 1 || flaws[0].Kind != c.kind || flaws[0].Column != c.column || flaws[0].Sheet != "s" || flaws[0].Row != 2 {
				t.Errorf("%+v", flaws)
			}
			if n := len(in.Places) + len(in.Households) + len(in.Roster); n != 0 {
				t.Errorf("%d lines were read all the same", n)
			}
		})
	}
	for line, right := range map[string]string{
		"the last day of a term is today": roster + "|CLD,王,,,,2026-11-27",
		"a term of one day":               roster + "|CLD,王,,,2027-01-01,2027-01-01",
		"a name of 64":                    places + "|street,ES," + strings.Repeat("字", 64) + ",,LZ",
		"a code of two":                   places + "|street,E1,街,,LZ",
		"a code of six":                   places + "|street,ABCDE6,街,,LZ",
		"no households":                   households + "|CLD,3栋,,0",
	} {
		head, text, _ := strings.Cut(right, "|")
		if _, flaws := fund.ReadImport([]fund.Table{table("s", head, text)}, moment("2026-11-27 10:00:00")); len(flaws) != 0 {
			t.Errorf("%s: %+v", line, flaws)
		}
	}
}

func TestSheetsThatAreNoTable(t *testing.T) {
	for name, c := range map[string]struct {
		head string
		want fund.FlawKind
	}{
		"other columns":       {"date,amount", fund.FlawTable},
		"a column is missing": {"社区,楼栋", fund.FlawTable},
		"a phone number":      {"社区,姓名,任期至,手机号码", fund.FlawPrivate},
		"an identity number":  {"社区,姓名,任期至,身份证号", fund.FlawPrivate},
		"a bank account":      {"社区,楼栋,户数,银行卡号", fund.FlawPrivate},
	} {
		t.Run(name, func(t *testing.T) {
			_, flaws := fund.ReadImport([]fund.Table{table("s", "", c.head)}, noon)
			if len(flaws) != 1 || flaws[0].Kind != c.want || flaws[0].Row != 2 {
				t.Errorf("%+v", flaws)
			}
		})
	}
}
