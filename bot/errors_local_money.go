package bot

import (
	"errors"

	"huimin/fund"
	"huimin/locales"
)

// localMoneyWords are the words for local money that does not decide.
func localMoneyWords(err error) (locales.Message, bool) {
	var local *fund.LocalMoneyError
	if errors.As(err, &local) {
		return locales.RefuseLocalMoneyAlert(int64(local.Have), int64(local.Need)), true
	}
	return locales.Message{}, false
}
