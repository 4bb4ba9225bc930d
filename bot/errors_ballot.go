package bot

import (
	"errors"

	"huimin/fund"
	"huimin/locales"
	"huimin/office"
)

// ballotWords are the words for what votes and reviews run into.
func ballotWords(err error) (locales.Message, bool) {
	var state *fund.StateError
	switch {
	case errors.Is(err, office.ErrNotOnRoster):
		return locales.VoteLateAlert(), true
	case errors.Is(err, fund.ErrClosed):
		return locales.RefuseBallotClosedAlert(), true
	case !errors.As(err, &state):
		return locales.Message{}, false
	case state.Noun == "ballot":
		return locales.RefuseBallotClosedAlert(), true
	case state.Noun == "approval":
		return locales.ReviewDecidedAlert(verdictName(fund.Verdict(state.Have))), true
	}
	return locales.Message{}, false
}
