package fund

// Table is a table as a spreadsheet has it: the heading first. The number of
// the row Rows[i] is i+1.
type Table struct {
	Name string
	Rows [][]string
}
