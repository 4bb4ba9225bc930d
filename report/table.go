package report

import (
	"errors"
	"fmt"
	"strconv"
	"time"

	"huimin/fund"
	"huimin/locales"
)

// ErrNoWords says that a column, a table or a cell has no words here: each new
// one needs a line in this file.
var ErrNoWords = errors.New("no words for it")

// Table writes a table in a language, heading first. Columns and cells are
// those of office.Tables.
func Table(b *locales.Book, l locales.Lang, name string, columns []string, rows [][]any) (fund.Table, error) {
	title, err := plain(b, l, tableName(name))
	if err != nil {
		return fund.Table{}, fmt.Errorf("table %s: %w", name, err)
	}
	t := fund.Table{Name: title}
	head := make([]string, len(columns))
	for i, c := range columns {
		if head[i], err = plain(b, l, columnName(c)); err != nil {
			return t, fmt.Errorf("column %s: %w", c, err)
		}
	}
	t.Rows = append(t.Rows, head)
	for _, row := range rows {
		cells := make([]string, len(row))
		for i, v := range row {
			if cells[i], err = cell(b, l, v); err != nil {
				return t, fmt.Errorf("column %s: %w", columns[min(i, len(columns)-1)], err)
			}
		}
		t.Rows = append(t.Rows, cells)
	}
	return t, nil
}

func plain(b *locales.Book, l locales.Lang, m locales.Message) (string, error) {
	if m.IsZero() {
		return "", ErrNoWords
	}
	return b.Plain(l, m)
}

// cell writes a cell. Days are 2026-12-04, amounts yuan without separators: a
// spreadsheet reckons with both.
func cell(b *locales.Book, l locales.Lang, v any) (string, error) {
	switch v := v.(type) {
	case string:
		return v, nil
	case int:
		return strconv.Itoa(v), nil
	case fund.Money:
		return v.Decimal(), nil
	case time.Time:
		if v.IsZero() {
			return "", nil
		}
		return v.Format(time.DateOnly), nil
	case fund.Category:
		if v == "" { // nobody has sorted it
			return "", nil
		}
	case fund.ItemCode:
		if v == "" {
			return "", nil
		}
	case fund.Bureau:
		if v == "" {
			return "", nil
		}
		return plain(b, l, BureauName(v))
	}
	return plain(b, l, wordFor(v))
}

// wordFor gives the word for one of fund's; the zero Message for anything else.
func wordFor(v any) locales.Message {
	switch v := v.(type) {
	case fund.PlaceKind:
		return levelName(v)
	case fund.Role:
		return RoleName(v)
	case fund.RequestStatus:
		return requestName(v)
	case fund.RequestSource:
		return sourceName(v)
	case fund.ProjectStatus:
		return StatusName(v)
	case fund.Source:
		return Payer(v)
	case fund.EntryKind:
		return EntryKindName(v)
	case fund.Book:
		return bookName(v)
	case fund.PledgeStatus:
		return pledgeName(v)
	case fund.Category:
		return locales.Scope(string(v))
	case fund.ItemCode:
		return locales.Scope(string(v))
	}
	return locales.Message{}
}

// tableName says a table.
func tableName(name string) locales.Message {
	switch name {
	case "places":
		return locales.TablePlaces()
	case "households":
		return locales.TableHouseholds()
	case "roster":
		return locales.TableRoster()
	case "sponsors":
		return locales.TableSponsors()
	case "requests":
		return locales.TableRequests()
	case "needs":
		return locales.TableNeeds()
	case "projects":
		return locales.TableProjects()
	case "deputies":
		return locales.TableDeputies()
	case "links":
		return locales.TableLinks()
	case "ledger":
		return locales.TableLedger()
	case "statements":
		return locales.TableStatements()
	case "project_money":
		return locales.TableProjectMoney()
	case "pledges":
		return locales.TablePledges()
	case "cost_lines":
		return locales.TableCostLines()
	case "receipts":
		return locales.TableReceipts()
	case "invoices":
		return locales.TableInvoices()
	case "returns":
		return locales.TableReturns()
	}
	return locales.Message{}
}

// levelName says a level of places.
func levelName(k fund.PlaceKind) locales.Message {
	switch k {
	case fund.PlaceCity:
		return locales.LevelCity()
	case fund.PlaceDistrict:
		return locales.LevelDistrict()
	case fund.PlaceStreet:
		return locales.LevelStreet()
	case fund.PlaceCommunity:
		return locales.LevelCommunity()
	}
	return locales.Message{}
}

// RoleName says a role.
func RoleName(r fund.Role) locales.Message {
	switch r {
	case fund.RoleResident:
		return locales.RoleResident()
	case fund.RoleRepresentative:
		return locales.RoleRepresentative()
	case fund.RoleStaff:
		return locales.RoleStaff()
	case fund.RoleSupervisor:
		return locales.RoleSupervisor()
	case fund.RoleStreet:
		return locales.RoleStreet()
	case fund.RoleDistrict:
		return locales.RoleDistrict()
	case fund.RoleAdmin:
		return locales.RoleAdmin()
	}
	return locales.Message{}
}

// BureauName says an office of a district's leading group.
func BureauName(b fund.Bureau) locales.Message {
	switch b {
	case fund.BureauOrganisation:
		return locales.BureauOrganisation()
	case fund.BureauCivil:
		return locales.BureauCivil()
	case fund.BureauFinance:
		return locales.BureauFinance()
	case fund.BureauAudit:
		return locales.BureauAudit()
	case fund.BureauHousing:
		return locales.BureauHousing()
	}
	return locales.Message{}
}

// requestName says where a request stands.
func requestName(s fund.RequestStatus) locales.Message {
	switch s {
	case fund.RequestOpen:
		return locales.CellRequestOpen()
	case fund.RequestAdopted:
		return locales.CellRequestAdopted()
	case fund.RequestDeclined:
		return locales.CellRequestDeclined()
	case fund.RequestMerged:
		return locales.CellRequestMerged()
	case fund.RequestWithdrawn:
		return locales.CellRequestWithdrawn()
	}
	return locales.Message{}
}

// sourceName says how a request came in.
func sourceName(s fund.RequestSource) locales.Message {
	switch s {
	case fund.SourceSelf:
		return locales.CellSourceSelf()
	case fund.SourceCounter:
		return locales.CellSourceCounter()
	case fund.SourceCall:
		return locales.CellSourceCall()
	case fund.SourceVisit:
		return locales.CellSourceVisit()
	case fund.SourcePaper:
		return locales.CellSourcePaper()
	}
	return locales.Message{}
}

// StatusName says where a project stands.
func StatusName(s fund.ProjectStatus) locales.Message {
	switch s {
	case fund.ProjectDrafted:
		return locales.ProjectDrafted()
	case fund.ProjectVoting:
		return locales.ProjectVoting()
	case fund.ProjectLost:
		return locales.ProjectLost()
	case fund.ProjectStreet:
		return locales.ProjectStreet()
	case fund.ProjectDistrict:
		return locales.ProjectDistrict()
	case fund.ProjectReturned:
		return locales.ProjectReturned()
	case fund.ProjectRefused:
		return locales.ProjectRefused()
	case fund.ProjectApproved:
		return locales.ProjectApproved()
	case fund.ProjectStarted:
		return locales.ProjectStarted()
	case fund.ProjectFinished:
		return locales.ProjectFinished()
	case fund.ProjectMending:
		return locales.ProjectMending()
	case fund.ProjectAccepted:
		return locales.ProjectAccepted()
	case fund.ProjectFailed:
		return locales.ProjectFailed()
	case fund.ProjectLapsed:
		return locales.ProjectLapsed()
	case fund.ProjectDropped:
		return locales.ProjectDropped()
	}
	return locales.Message{}
}
