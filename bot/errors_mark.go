package bot

import (
	"errors"

	"huimin/fund"
	"huimin/locales"
	"huimin/office"
)

// markWords are the words for what votes run into in which options are marked.
func markWords(err error) (locales.Message, bool) {
	var options *fund.OptionsError
	var pot *fund.PotError
	var in *office.InBudgetError
	switch {
	case errors.As(err, &options) && options.Twice > 0:
		return locales.RefuseOptionsTwiceAlert(options.Twice), true
	case errors.As(err, &options):
		return locales.RefuseOptionsFewAlert(options.Min, options.Max, options.Have), true
	case errors.As(err, &pot) && pot.Free < pot.Least:
		return locales.RefusePotEmptyAlert(int64(pot.Least), int64(pot.Free)), true
	case errors.As(err, &pot):
		return locales.RefusePotAlert(int64(pot.Sum), int64(pot.Least), int64(pot.Free)), true
	case errors.As(err, &in):
		return locales.RefuseInBudgetAlert(in.Closes), true
	}
	return oneOf(err, []knownError{
		{office.ErrNoOption, locales.RefuseNoOptionAlert()},
		{office.ErrBudgetYear, locales.RefuseBudgetYearAlert()},
		{office.ErrBallotKind, locales.EngineStaleAlert()},
	})
}
