package bot

import (
	"errors"

	"huimin/fund"
	"huimin/locales"
)

// draftWords are the words for what keeps a project from being put to the
// vote or sent up.
func draftWords(err error) (locales.Message, bool) {
	var cost *fund.CostLineError
	if errors.As(err, &cost) {
		return costWords(cost), true
	}
	return locales.Message{}, false
}

// costWords says which cost line is not understood, and why.
func costWords(e *fund.CostLineError) locales.Message {
	line := cut(e.Text, costTextRoom)
	switch e.Why {
	case fund.CostNoAmount:
		return locales.CostNoAmountAlert(e.Line, line)
	case fund.CostNoLabel:
		return locales.CostNoLabelAlert(e.Line, line)
	case fund.CostProduct:
		return locales.CostProductAlert(e.Line, line, int64(e.Want), int64(e.Have))
	case fund.CostNothing:
		return locales.CostNothingAlert(e.Line, line)
	case fund.CostLong:
		return locales.CostLongAlert(e.Line, fund.MaxCostLabel)
	case fund.CostMany:
		return locales.CostManyAlert(fund.MaxCostLines)
	case fund.CostNone:
		return locales.CostNoneAlert()
	case fund.CostSum:
		if e.Have > e.Want {
			return locales.CostSumOverAlert(int64(e.Have), int64(e.Want), int64(e.Have-e.Want))
		}
		return locales.CostSumUnderAlert(int64(e.Have), int64(e.Want), int64(e.Want-e.Have))
	}
	return locales.Message{}
}

// costTextRoom is how much of a line that is not understood is said back.
const costTextRoom = 30
