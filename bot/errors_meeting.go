package bot

import (
	"errors"

	"huimin/fund"
	"huimin/locales"
	"huimin/office"
)

// meetingWords are the words for what meetings run into.
func meetingWords(err error) (locales.Message, bool) {
	var state *fund.StateError
	var hour *fund.MeetingHourError
	var quorum *office.QuorumError
	var sum *office.RoomSumError
	switch {
	case errors.As(err, &state) && state.Noun == "petition":
		return petitionRefusal(fund.PetitionStatus(state.Have)), true
	case errors.As(err, &state) && state.Noun == "meeting":
		return locales.RefuseMeetingStateAlert(meetingStatus(fund.MeetingStatus(state.Have))), true
	case errors.As(err, &sum):
		return locales.RefuseRoomSumAlert(sum.Have, sum.Want), true
	case errors.As(err, &quorum):
		return locales.RefuseQuorumAlert(quorum.Present, quorum.Needed, quorum.Members), true
	case errors.As(err, &hour) && hour.Notice:
		return locales.RefuseMeetingNoticeAlert(hour.Earliest), true
	case errors.As(err, &hour) && hour.Latest.IsZero():
		return locales.RefuseMeetingEarlyAlert(hour.Earliest), true
	case errors.As(err, &hour):
		return locales.RefuseMeetingHourAlert(hour.Latest), true
	}
	return oneOf(err, []knownError{
		{office.ErrPetitionStands, locales.RefusePetitionStandsAlert()},
		{office.ErrPetition, locales.RefusePetitionAlert()},
		{office.ErrChair, locales.RefuseChairAlert()},
		{office.ErrAgenda, locales.RefuseAgendaAlert()},
		{office.ErrVotesOpen, locales.RefuseVotesOpenAlert()},
		{office.ErrNotMember, locales.RefuseNotMemberAlert()},
		{office.ErrWrongCode, locales.RefuseWrongCodeAlert()},
		{office.ErrNoRemote, locales.RefuseNoRemoteAlert()},
		{fund.ErrNoProxies, locales.RefuseNoProxiesAlert()},
		{fund.ErrNoProxy, locales.RefuseNoProxyAlert()},
		{fund.ErrProxySelf, locales.RefuseProxySelfAlert()},
		{fund.ErrProxyGiven, locales.RefuseProxyGivenAlert()},
		{fund.ErrProxyHeld, locales.RefuseProxyHeldAlert()},
		{office.ErrRepresented, locales.RefuseRepresentedAlert()},
		{office.ErrHereInPerson, locales.RefuseHereInPersonAlert()},
		{office.ErrNotPresent, locales.RefuseNotPresentAlert()},
		{office.ErrVotedAlready, locales.RefuseVotedAlreadyAlert()},
		{office.ErrVotesInRoom, locales.RefuseVotesInRoomAlert()},
		{office.ErrNoRoomVotes, locales.RefuseNoRoomVotesAlert()},
		{office.ErrTellers, locales.RefuseTellersAlert()},
		{office.ErrNotTeller, locales.RefuseNotTellerAlert()},
		{office.ErrUncounted, locales.RefuseUncountedAlert()},
		{office.ErrCounted, locales.RefuseCountedAlert()},
		{office.ErrOtherPaper, locales.RefuseOtherPaperAlert()},
		{office.ErrPaperSpoilt, locales.RefuseSpoiltPaperAlert()},
		{office.ErrSecret, locales.RefuseSecretAlert()},
		{office.ErrNotSecret, locales.RefuseNotSecretAlert()},
		{office.ErrNoAgendaItem, locales.RefuseNoAgendaItemAlert()},
	})
}
