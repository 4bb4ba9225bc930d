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
	switch f.Kind {
	case fund.FlawTable:
		return locales.FlawTable(at, f.Value)
	case fund.FlawPrivate:
		return locales.FlawPrivate(at, f.Value)
	case fund.FlawEmpty:
		return locales.FlawEmpty(at)
	case fund.FlawLong:
		return locales.FlawLong(at, f.N)
	case fund.FlawKindWord:
		return locales.FlawKind(at, f.Value)
	case fund.FlawCode:
		return locales.FlawCode(at, f.Value)
	case fund.FlawNumber:
		return locales.FlawNumber(at, f.Value)
	case fund.FlawRole:
		return locales.FlawRole(at, f.Value)
	case fund.FlawBureau:
		return locales.FlawBureau(at, f.Value)
	case fund.FlawDay:
		return locales.FlawDay(at, f.Value)
	case fund.FlawOrder:
		return locales.FlawOrder(at, f.Value)
	case fund.FlawOver:
		return locales.FlawOver(at, f.Value)
	case fund.FlawTwice, fund.FlawUnknown, fund.FlawTwo, fund.FlawParent, fund.FlawMoved, fund.FlawChanged,
		fund.FlawPlaceKind, fund.FlawDenied:
	}
	return placeFlaw(f, at)
}

// placeFlaw says what does not fit the places there are.
func placeFlaw(f fund.Flaw, at locales.Message) locales.Message {
	switch f.Kind {
	case fund.FlawTwice:
		if f.Column == fund.ColumnPerson {
			return locales.FlawTwicePerson(at, f.Value, f.Other, f.N)
		}
		return locales.FlawTwice(at, f.Value, f.Other, f.N)
	case fund.FlawUnknown:
		return locales.FlawUnknown(at, f.Value, f.Other)
	case fund.FlawTwo:
		return locales.FlawTwo(at, f.Value, f.Other)
	case fund.FlawParent:
		return locales.FlawParent(at, f.Value, levelName(fund.PlaceKind(f.Other)))
	case fund.FlawMoved:
		return locales.FlawMoved(at, f.Value, f.Other)
	case fund.FlawChanged:
		return locales.FlawChanged(at, f.Value, levelName(fund.PlaceKind(f.Other)))
	case fund.FlawPlaceKind:
		return locales.FlawPlacekind(at, f.Value, levelName(fund.PlaceKind(f.Other)))
	case fund.FlawDenied:
		return locales.FlawDenied(at, f.Value)
	case fund.FlawTable, fund.FlawPrivate, fund.FlawEmpty, fund.FlawLong, fund.FlawKindWord, fund.FlawCode,
		fund.FlawNumber, fund.FlawRole, fund.FlawBureau, fund.FlawDay, fund.FlawOrder, fund.FlawOver:
	}
	return locales.Message{}
}
