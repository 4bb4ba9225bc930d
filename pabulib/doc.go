// Package pabulib reads and writes the .pb files of Pabulib (pabulib.org), in
// which cities publish their budget ballots, and makes elections of package
// fund of them.
//
// A file has three sections of semicolon-separated rows: META with budget,
// rule and kind of ballot; PROJECTS with the cost of each, and often what the
// city funded; VOTES with a row for each voter. Columns that are not known are
// kept. A file that is read and written again is the same, byte for byte,
// except for what was set in between.
//
// It is lenient with what leaves no doubt: line ends of Windows, a byte order
// mark, blanks around cells, decimal commas, empty papers. Whatever it counts
// although it is odd stands in Election.Odd; what it cannot read is an *Error
// with the line.
//
// It knows nothing of how votes are counted, nor of any language.
package pabulib
