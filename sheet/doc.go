// Package sheet reads and writes tables as spreadsheets: XLSX, and CSV as
// programs and offices write it, in UTF-8 with or without its mark, in UTF-16,
// or in the Chinese encodings GBK and GB18030. It knows nothing of what stands
// in the tables.
//
// A row's number in a [fund.Table] is what the spreadsheet calls it: the first
// is 1. Cells are text; a date in a cell of XLSX comes as its serial number.
package sheet
