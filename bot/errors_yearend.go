package bot

import (
	"errors"

	"huimin/fund"
	"huimin/locales"
	"huimin/office"
)

// yearWords are the words for what the end of the year brings.
func yearWords(err error) (locales.Message, bool) {
	var over *office.YearOverError
	var doubt *fund.BarDoubt
	var barred *fund.BarredError
	var state *fund.StateError
	var opinion *fund.OpinionError
	switch {
	case errors.As(err, &over):
		return locales.YearOverAlert(over.Year), true
	case errors.As(err, &doubt):
		return locales.BarDoubtAlert(doubt.Number), true
	case errors.As(err, &barred):
		return locales.BarRefusedAlert(barred.Number, barred.BackIn), true
	case errors.Is(err, office.ErrAppealed):
		return locales.AppealOnceAlert(), true
	case errors.As(err, &state) && state.Noun == "appeal":
		return locales.AppealStateAlert(), true
	case errors.As(err, &state) && state.Noun == "inspection":
		return locales.InspectionStateAlert(), true
	case errors.As(err, &opinion) && opinion.Why == fund.OpinionAmount:
		return locales.InspectionAmountAlert(int64(opinion.Max)), true
	case errors.As(err, &opinion):
		return locales.InspectionReasonAlert(), true
	}
	return locales.Message{}, false
}
