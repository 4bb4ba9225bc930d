package bot

import (
	"errors"

	"huimin/fund"
	"huimin/locales"
	"huimin/office"
	"huimin/report"
	"huimin/store"
)

// requestWords are the words for what residents and requests run into: the
// rule, the figure, and the way on.
func requestWords(err error) (locales.Message, bool) {
	var length *fund.LengthError
	var pace *fund.PaceError
	var state *fund.StateError
	var allowed *fund.NotAllowed
	switch {
	case errors.As(err, &length):
		return lengthWords(length)
	case errors.As(err, &pace):
		return paceWords(pace)
	case errors.As(err, &state) && state.Noun == "request":
		return locales.RefuseClosedAlert(requestState(fund.RequestStatus(state.Have))), true
	case errors.As(err, &allowed):
		return allowedWords(allowed), true
	}
	return oneOf(err, []knownError{
		{office.ErrOwnRequest, locales.RefuseOwnAlert()},
		{office.ErrNoConsent, locales.RefuseConsentAlert()},
		{office.ErrNoCommunity, locales.RefuseCommunityAlert()},
		{office.ErrNotYours, locales.RefuseNotYoursAlert()},
		{office.ErrMergeAnswered, locales.RefuseMergeAnsweredAlert()},
		{office.ErrMergePending, locales.RefuseMergePendingAlert()},
		{office.ErrOtherCommunity, locales.RefuseOtherCommunityAlert()},
		{office.ErrLastAdmin, locales.RefuseLastAdminAlert()},
		{store.ErrNotFound, locales.RefuseGoneAlert()},
	})
}

func lengthWords(e *fund.LengthError) (locales.Message, bool) {
	switch e.What { //nolint:exhaustive // titles and names are others' to word
	case fund.WhatText:
		switch {
		case e.Have == 0:
			return locales.LimitNoWordsAlert(), true
		case e.Have < e.Min:
			return locales.LimitShortAlert(e.Min, e.Min/2), true // a Chinese character counts as two letters
		}
		return locales.LimitLongAlert(e.Have, e.Max), true
	case fund.WhatWhere:
		if e.Have == 0 {
			return locales.FormPlacePlease(), true
		}
		return locales.LimitWhereAlert(e.Have, e.Max), true
	case fund.WhatPhotos:
		return locales.LimitPhotosAlert(e.Have, e.Max), true
	case fund.WhatReason:
		if e.Have < e.Min && e.Min > 1 {
			return locales.LimitReasonShortAlert(e.Min, e.Min/2), true // a Chinese character counts as two letters
		}
		return locales.LimitReasonAlert(e.Have, e.Max), true
	case office.WhatComment:
		if e.Have == 0 {
			return locales.LimitNoWordsAlert(), true
		}
		return locales.LimitCommentAlert(e.Have, e.Max), true
	}
	return locales.Message{}, false
}

func paceWords(e *fund.PaceError) (locales.Message, bool) {
	switch e.What { //nolint:exhaustive // nothing else has a pace
	case fund.WhatOpen:
		return locales.LimitOpenAlert(e.Have, e.Max), true
	case fund.WhatDay:
		return locales.LimitDayAlert(e.Have, e.Max), true
	case office.WhatComment:
		return locales.LimitCommentsAlert(e.Have, e.Max), true
	}
	return locales.Message{}, false
}

func requestState(s fund.RequestStatus) locales.Message {
	switch s {
	case fund.RequestOpen:
		return locales.RefuseIsOpen()
	case fund.RequestAdopted:
		return locales.RefuseIsAdopted()
	case fund.RequestDeclined:
		return locales.RefuseIsDeclined()
	case fund.RequestMerged:
		return locales.RefuseIsMerged()
	case fund.RequestWithdrawn:
		return locales.RefuseIsWithdrawn()
	}
	return locales.Message{}
}

// allowedWords says which role it takes.
func allowedWords(e *fund.NotAllowed) locales.Message {
	var roles []locales.Message
	for _, r := range e.Needs {
		if r == fund.RoleResident {
			return locales.RefuseResidentsAlert()
		}
		roles = append(roles, report.RoleName(r))
	}
	return locales.RefuseRoleAlert(roles)
}
