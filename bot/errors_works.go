package bot

import (
	"errors"

	"huimin/fund"
	"huimin/locales"
)

// worksWords are the words for what works that are under way run into.
func worksWords(err error) (locales.Message, bool) {
	switch {
	case errors.Is(err, fund.ErrNoChange):
		return locales.RefuseNoChangeAlert(), true
	case errors.Is(err, fund.ErrItemFixed):
		return locales.RefuseItemFixedAlert(), true
	case errors.Is(err, fund.ErrPast):
		return locales.RefusePastAlert(), true
	}
	return locales.Message{}, false
}
