package report

import "huimin/locales"

// columnName says what stands in a column; the zero Message for one that has no
// words.
func columnName(key string) locales.Message {
	if words, ok := columns()[key]; ok {
		return words
	}
	return moneyColumns()[key]
}

// columns are the words of every column but those of moneyColumns.
func columns() map[string]locales.Message {
	return map[string]locales.Message{
		"kind":           locales.ColumnKind(),
		"record_entry":   locales.ColumnRecordEntry(),
		"deputy":         locales.ColumnDeputy(),
		"acting_for":     locales.ColumnActingFor(),
		"act":            locales.ColumnAct(),
		"code":           locales.ColumnCode(),
		"name":           locales.ColumnName(),
		"name_en":        locales.ColumnNameEn(),
		"parent":         locales.ColumnParent(),
		"community":      locales.ColumnCommunity(),
		"building":       locales.ColumnBuilding(),
		"doorway":        locales.ColumnDoorway(),
		"households":     locales.ColumnHouseholds(),
		"person":         locales.ColumnPerson(),
		"role":           locales.ColumnRole(),
		"bureau":         locales.ColumnBureau(),
		"from":           locales.ColumnFrom(),
		"until":          locales.ColumnUntil(),
		"sponsor":        locales.ColumnSponsor(),
		"since":          locales.ColumnSince(),
		"number":         locales.ColumnNumber(),
		"filed":          locales.ColumnFiled(),
		"source":         locales.ColumnSource(),
		"text":           locales.ColumnText(),
		"where":          locales.ColumnWhere(),
		"item":           locales.ColumnItem(),
		"status":         locales.ColumnStatus(),
		"supporters":     locales.ColumnSupporters(),
		"project":        locales.ColumnProject(),
		"changed":        locales.ColumnChanged(),
		"year":           locales.ColumnYear(),
		"title":          locales.ColumnTitle(),
		"cost":           locales.ColumnCost(),
		"from_fund":      locales.ColumnFromFund(),
		"from_sponsor":   locales.ColumnFromSponsor(),
		"from_residents": locales.ColumnFromResidents(),
		"spent":          locales.ColumnSpent(),
		"held_since":     locales.ColumnHeldSince(),
		"due":            locales.ColumnDue(),
		"decided":        locales.ColumnDecided(),
		"approved":       locales.ColumnApproved(),
		"started":        locales.ColumnStarted(),
		"finished":       locales.ColumnFinished(),
		"rank":           locales.ColumnRank(),
		"category":       locales.ColumnCategory(),
		"neighbours":     locales.ColumnNeighbours(),
		"doors":          locales.ColumnDoors(),
		"support":        locales.ColumnSupport(),
		"polled":         locales.ColumnPolled(),
		"link":           locales.ColumnLink(),
		"qr":             locales.ColumnQR(),
		"expires":        locales.ColumnExpires(),
	}
}

// moneyColumns are the words of the columns of tables about money.
func moneyColumns() map[string]locales.Message {
	return map[string]locales.Message{
		"entry":         locales.ColumnEntry(),
		"day":           locales.ColumnDay(),
		"entry_kind":    locales.ColumnEntryKind(),
		"money_source":  locales.ColumnMoneySource(),
		"pledge":        locales.ColumnPledge(),
		"book":          locales.ColumnBook(),
		"amount":        locales.ColumnAmount(),
		"corrects":      locales.ColumnCorrects(),
		"line":          locales.ColumnLine(),
		"label":         locales.ColumnLabel(),
		"payee":         locales.ColumnPayee(),
		"note":          locales.ColumnNote(),
		"pictures":      locales.ColumnPictures(),
		"who":           locales.ColumnWho(),
		"undone":        locales.ColumnUndone(),
		"planned":       locales.ColumnPlanned(),
		"pledged":       locales.ColumnPledged(),
		"received":      locales.ColumnReceived(),
		"moved":         locales.ColumnMoved(),
		"carried":       locales.ColumnCarried(),
		"committed":     locales.ColumnCommitted(),
		"paid":          locales.ColumnPaid(),
		"returned":      locales.ColumnReturned(),
		"held":          locales.ColumnHeld(),
		"open":          locales.ColumnOpen(),
		"pledge_status": locales.ColumnPledgeStatus(),
		"made":          locales.ColumnMade(),
		"left":          locales.ColumnLeft(),
	}
}
