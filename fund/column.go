package fund

import (
	"slices"
	"strings"
)

// Column is what stands in a column of a table that is imported.
type Column string

// The columns of the three tables.
const (
	ColumnKind       Column = "kind"
	ColumnCode       Column = "code"
	ColumnName       Column = "name"
	ColumnNameEn     Column = "name_en"
	ColumnParent     Column = "parent"
	ColumnCommunity  Column = "community"
	ColumnBuilding   Column = "building"
	ColumnDoorway    Column = "doorway"
	ColumnHouseholds Column = "households"
	ColumnPerson     Column = "person"
	ColumnRole       Column = "role"
	ColumnBureau     Column = "bureau"
	ColumnFrom       Column = "from"
	ColumnUntil      Column = "until"
)

// TableKind is one of the tables that are imported.
type TableKind string

// The tables.
const (
	TablePlaces     TableKind = "places"
	TableHouseholds TableKind = "households"
	TableRoster     TableKind = "roster"
)

// TableKinds lists the tables, in the order in which they lean on each other.
func TableKinds() []TableKind { return []TableKind{TablePlaces, TableHouseholds, TableRoster} }

// Columns lists a table's columns, in the order in which they are written.
func (k TableKind) Columns() []Column {
	switch k {
	case TablePlaces:
		return []Column{ColumnKind, ColumnCode, ColumnName, ColumnNameEn, ColumnParent}
	case TableHouseholds:
		return []Column{ColumnCommunity, ColumnBuilding, ColumnDoorway, ColumnHouseholds}
	case TableRoster:
		return []Column{ColumnCommunity, ColumnPerson, ColumnRole, ColumnBureau, ColumnFrom, ColumnUntil}
	}
	return nil
}

// needs lists the columns without which a table is not that one.
func (k TableKind) needs() []Column {
	switch k {
	case TablePlaces:
		return []Column{ColumnKind, ColumnCode, ColumnName, ColumnParent}
	case TableHouseholds:
		return []Column{ColumnCommunity, ColumnBuilding, ColumnHouseholds}
	case TableRoster:
		return []Column{ColumnCommunity, ColumnPerson, ColumnUntil}
	}
	return nil
}

// headings are the words that name a column, in any table and language,
// folded; those that a column is written with are among them.
func (c Column) headings() []string {
	switch c {
	case ColumnKind:
		return []string{"kind", "类别", "级别", "类型", "层级"}
	case ColumnCode:
		return []string{"code", "代码", "编码", "代号"}
	case ColumnName:
		return []string{"name", "名称"}
	case ColumnNameEn:
		return []string{"name_en", "english name", "英文名", "英文名称"}
	case ColumnParent:
		return []string{"parent", "上级", "上级代码", "所属", "上级编码"}
	case ColumnCommunity:
		return []string{"community", "place", "社区", "所在社区", "单位", "地点"}
	case ColumnBuilding:
		return []string{"building", "楼栋", "楼", "楼号", "栋"}
	case ColumnDoorway:
		return []string{"doorway", "entrance", "单元", "单元号", "楼道"}
	case ColumnHouseholds:
		return []string{"households", "户数", "总户数"}
	case ColumnPerson:
		return []string{"person", "full name", "姓名", "代表姓名", "name", "名称"}
	case ColumnRole:
		return []string{"role", "职务", "身份"}
	case ColumnBureau:
		return []string{"bureau", "代表单位", "部门"}
	case ColumnFrom:
		return []string{"from", "任期起", "任期自", "任期开始", "任期开始日期"}
	case ColumnUntil:
		return []string{"until", "任期至", "任期止", "任期到", "任期结束", "任期结束日期"}
	}
	return nil
}

// Named reports whether a heading names the column.
func (c Column) Named(heading string) bool {
	return slices.Contains(c.headings(), tidyHeading(heading))
}

func tidyHeading(heading string) string {
	heading = strings.ToLower(strings.Join(strings.Fields(heading), " "))
	return strings.TrimRight(heading, "*：: （）()")
}

// private reports whether a heading names what the fund must not know: phone
// and identity numbers, bank accounts (PIPL Art. 6 and 28).
func private(heading string) bool {
	heading = tidyHeading(heading)
	for _, word := range []string{
		"电话", "手机", "联系方式", "身份证", "证件", "银行", "卡号", "phone", "mobile", "id number", "id card", "bank",
	} {
		if strings.Contains(heading, word) {
			return true
		}
	}
	return false
}

// kindOf reads a level as people write it.
func kindOf(text string) (PlaceKind, bool) {
	switch strings.ToLower(text) {
	case "city", "市":
		return PlaceCity, true
	case "district", "区", "城区", "县", "县区", "新区":
		return PlaceDistrict, true
	case "street", "街道", "镇", "乡镇", "街道（镇）":
		return PlaceStreet, true
	case "community", "社区":
		return PlaceCommunity, true
	}
	return "", false
}

// roleOf reads a role as people write it; a roster without one is that of the
// representatives. Administrators are appointed one by one, not by a list.
func roleOf(text string) (Role, bool) {
	switch strings.ToLower(text) {
	case "", "representative", "residents' representative", "居民代表", "代表":
		return RoleRepresentative, true
	case "staff", "committee staff", "居委会工作人员", "工作人员", "居委会":
		return RoleStaff, true
	case "supervisor", "residents' supervisor", "居民监督小组成员", "监督小组成员", "监督", "监督员":
		return RoleSupervisor, true
	case "street", "street reviewer", "街道审核人员", "街道":
		return RoleStreet, true
	case "district", "district reviewer", "城区审核人员", "城区":
		return RoleDistrict, true
	}
	return "", false
}

// bureauOf reads a bureau as people write it.
func bureauOf(text string) (Bureau, bool) {
	switch strings.ToLower(text) {
	case "":
		return "", true
	case "organisation", "organization", "organisation department", "组织部":
		return BureauOrganisation, true
	case "civil", "civil affairs bureau", "民政局":
		return BureauCivil, true
	case "finance", "finance bureau", "财政局":
		return BureauFinance, true
	case "audit", "audit bureau", "审计局":
		return BureauAudit, true
	case "housing", "housing and construction bureau", "住建局":
		return BureauHousing, true
	}
	return "", false
}
