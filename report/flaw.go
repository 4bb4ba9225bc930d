package report

import (
	"huimin/fund"
	"huimin/locales"
)

// Flaw says what is wrong in a file, where, and what to do about it.
func Flaw(f fund.Flaw) locales.Message {
	column := locales.Message{}
	if f.Column != "" {
		column = columnName(string(f.Column))
	}
	at := locales.ImportAt(f.Sheet, f.Row, column)
	if words := flawOfValue(f.Kind); words != nil {
		return words(at, f.Value)
	}
	level := func() locales.Message { return levelName(fund.PlaceKind(f.Other)) }
	switch f.Kind {
	case fund.FlawEmpty:
		return locales.FlawEmpty(at)
	case fund.FlawLong:
		return locales.FlawLong(at, f.N)
	case fund.FlawTwice:
		if f.Column == fund.ColumnPerson {
			return locales.FlawTwicePerson(at, f.Value, f.Other, f.N)
		}
		return locales.FlawTwice(at, f.Value, f.Other, f.N)
	case fund.FlawUnknown:
		return locales.FlawUnknown(at, f.Value, f.Other)
	case fund.FlawTwo:
		return locales.FlawTwo(at, f.Value, f.Other)
	case fund.FlawMoved:
		return locales.FlawMoved(at, f.Value, f.Other)
	case fund.FlawParent:
		return locales.FlawParent(at, f.Value, level())
	case fund.FlawChanged:
		return locales.FlawChanged(at, f.Value, level())
	case fund.FlawPlaceKind:
		return locales.FlawPlacekind(at, f.Value, level())
	case fund.FlawTable, fund.FlawPrivate, fund.FlawKindWord, fund.FlawCode, fund.FlawNumber, fund.FlawRole,
		fund.FlawBureau, fund.FlawDay, fund.FlawOrder, fund.FlawOver, fund.FlawDenied:
	}
	return locales.Message{}
}

// flawOfValue gives the words for a flaw of which the cell says all; nil for the
// others.
func flawOfValue(k fund.FlawKind) func(at locales.Message, value string) locales.Message {
	return map[fund.FlawKind]func(locales.Message, string) locales.Message{
		fund.FlawTable:    locales.FlawTable,
		fund.FlawPrivate:  locales.FlawPrivate,
		fund.FlawKindWord: locales.FlawKind,
		fund.FlawCode:     locales.FlawCode,
		fund.FlawNumber:   locales.FlawNumber,
		fund.FlawRole:     locales.FlawRole,
		fund.FlawBureau:   locales.FlawBureau,
		fund.FlawDay:      locales.FlawDay,
		fund.FlawOrder:    locales.FlawOrder,
		fund.FlawOver:     locales.FlawOver,
		fund.FlawDenied:   locales.FlawDenied,
	}[k]
}
