package programme

import "huimin/fund"

// draftKeys are what a project needs before it is voted on.
func draftKeys() []Key {
	return []Key{
		{Name: "draft.study", Field: "Draft.Study"},
		{Name: "draft.lines", Field: "Draft.Lines"},
		{Name: "draft.purpose", Field: "Draft.Purpose"},
		{Name: "draft.period", Field: "Draft.Period"},
		{Name: "draft.photos", Field: "Draft.Photos"},
		{Name: "draft.negative", Field: "Draft.Negative", OneOf: words(fund.NegativeItems())},
		{Name: "draft.quotes", Field: "Draft.Quotes", Unit: UnitCount, Max: 10},
		{Name: "draft.quotes_above", Field: "Draft.QuotesAbove", Unit: UnitAmount, Max: mostMoney},
		{Name: "draft.split", Field: "Draft.Split"},
		{Name: "draft.split_alike", Field: "Draft.SplitAlike", Unit: UnitPercent, Min: 1, Max: 100},
		{Name: "draft.bureaus", Field: "Draft.Bureaus", OneOf: words(fund.Bureaus())},
		{Name: "draft.pause_grounds", Field: "Draft.Grounds"},
		{Name: "draft.pause_days", Field: "Draft.PauseDays", Unit: UnitWorkdays, Max: 250},
		{Name: "draft.pauses", Field: "Draft.Pauses", Unit: UnitCount, Max: 20},
	}
}

// needKeys are how needs are gathered at the door and in polls.
func needKeys() []Key {
	return []Key{
		{Name: "needs.next_year_from", Field: "Needs.NextYearFrom", Unit: UnitMonth, Min: 1, Max: 12},
		{Name: "needs.campaign_days", Field: "Campaigns.MaxDays", Unit: UnitDays, Min: 1, Max: 366},
		{Name: "needs.campaign_goal", Field: "Campaigns.MaxGoal", Unit: UnitCount, Min: 1, Max: 1_000_000},
		{Name: "needs.campaign_reminders", Field: "Campaigns.RemindDays", Unit: UnitDays, Max: 365},
		{Name: "needs.campaign_close_after", Field: "Campaigns.CloseAfter", Unit: UnitDays, Max: 365},
		{Name: "needs.poll_question", Field: "Polls.MaxQuestion", Unit: UnitLetters, Min: 10, Max: fund.PollQuestionLength},
		{Name: "needs.poll_options", Field: "Polls.MaxOptions", Unit: UnitCount, Min: 2, Max: 120},
		{Name: "needs.poll_lengths", Field: "Polls.Lengths", Unit: UnitDays, Min: 1, Max: 30},
		{Name: "needs.poll_offered", Field: "Polls.Offered", Unit: UnitCount, Min: 1, Max: 120},
		{Name: "needs.poll_grace", Field: "Polls.Grace", Unit: UnitMinutes, Max: 24 * 60},
	}
}

// meetingKeys are how meetings are called, reach their quorum and vote.
func meetingKeys() []Key {
	return []Key{
		{Name: "meetings.notice_days", Field: "Meetings.RepresentativesNotice", Unit: UnitDays, Max: 90},
		{Name: "meetings.residents_notice_days", Field: "Meetings.ResidentsNotice", Unit: UnitDays, Max: 90},
		{Name: "meetings.call_share", Field: "Meetings.CallShare", Unit: UnitShare},
		{Name: "meetings.residents_call_share", Field: "Meetings.ResidentsCallShare", Unit: UnitShare},
		{Name: "meetings.residents_call_by_reps", Field: "Meetings.ResidentsCallByReps", Unit: UnitShare},
		{Name: "meetings.call_days", Field: "Meetings.CallDays", Unit: UnitDays, Min: 1, Max: 90},
		{Name: "meetings.days_ahead", Field: "Meetings.MaxAhead", Unit: UnitDays, Min: 1, Max: 366},
		{Name: "meetings.items", Field: "Meetings.MaxItems", Unit: UnitCount, Min: 1, Max: 50},
		{Name: "meetings.check_in_before", Field: "Meetings.EarlyCheckIn", Unit: UnitMinutes, Max: 24 * 60},
		{Name: "meetings.remote", Field: "Meetings.Remote"},
		{Name: "meetings.proxies", Field: "Meetings.Proxies"},
		{Name: "meetings.vote_lengths", Field: "Meetings.VoteLengths", Unit: UnitMinutes, Min: 1, Max: 24 * 60},
		{Name: "meetings.residents_quorum", Field: "Meetings.ResidentsQuorum", Unit: UnitShare},
		{Name: "meetings.posting_days", Field: "Meetings.PostingDays", Unit: UnitDays, Min: 15, Max: 366},
		{Name: "meetings.answer_days", Field: "Meetings.AnswerDays", Unit: UnitDays, Min: 1, Max: 90},
	}
}

// yearKeys are how a year ends.
func yearKeys() []Key {
	return []Key{
		{Name: "year.warn_from", Field: "Year.WarnFrom", Unit: UnitMonth, Min: 1, Max: 12},
		{Name: "year.weekly_from", Field: "Year.WeeklyFrom", Unit: UnitMonth, Min: 1, Max: 12},
		{Name: "year.bar_years", Field: "Year.BarYears", Unit: UnitCount, Max: 20},
		{Name: "year.appeal_days", Field: "Year.AppealDays", Unit: UnitWorkdays, Min: 1, Max: 250},
		{Name: "year.inspect_days", Field: "Year.InspectDays", Unit: UnitWorkdays, Min: 1, Max: 250},
		{Name: "year.inspection_use", Field: "Year.Inspection.Use", Unit: UnitShare},
		{Name: "year.inspection_failed", Field: "Year.Inspection.FailedMost", Unit: UnitShare},
		{Name: "year.inspection_satisfied", Field: "Year.Inspection.Satisfied", Unit: UnitShare},
		{Name: "year.inspection_satisfied_least", Field: "Year.Inspection.SatisfiedLeast", Unit: UnitShare},
		{Name: "year.inspection_answers", Field: "Year.Inspection.AnswersLeast", Unit: UnitCount, Max: 10_000},
		{Name: "year.inspection_on_time", Field: "Year.Inspection.OnTime", Unit: UnitShare},
		{Name: "year.inspection_undisclosed", Field: "Year.Inspection.DisclosedMissed", Unit: UnitCount, Max: 4},
		{Name: "year.inspection_reduced", Field: "Year.Inspection.Reduced", Unit: UnitShare},
	}
}
