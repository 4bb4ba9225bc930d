package bot

import (
	"errors"

	"huimin/fund"
	"huimin/locales"
	"huimin/office"
)

// minutesWords are the words for what the record of a meeting runs into.
func minutesWords(err error) (locales.Message, bool) {
	var pace *fund.PaceError
	var posting *fund.PostingError
	switch {
	case errors.As(err, &pace) && pace.What == fund.WhatContributions:
		return locales.RefuseMinuteManyAlert(pace.Have, pace.Max), true
	case errors.As(err, &posting):
		return locales.RefusePostingAlert(posting.Until), true
	}
	return oneOf(err, []knownError{
		{office.ErrOthersWords, locales.RefuseMinuteOthersAlert()},
		{office.ErrNoOpenMeeting, locales.RefuseMinuteNoneAlert()},
		{errSpeakerUnknown, locales.RefuseMinuteUnknownAlert()},
		{fund.ErrTakenBack, locales.RefuseTakeBackAlert()},
		{fund.ErrNotSigner, locales.RefuseNotSignerAlert()},
		{fund.ErrSigned, locales.RefuseSignedAlert()},
		{fund.ErrRecorder, locales.RefuseRecorderAlert()},
		{fund.ErrNoRecorder, locales.RefuseNoRecorderAlert()},
		{fund.ErrMinutesDraft, locales.RefuseMinutesDraftAlert()},
	})
}
