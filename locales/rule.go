package locales

// Rule explains a part of a programme file: the file itself for "", a section
// for "section:tiers", a rule for "tiers.max_cost". What has no words is the
// zero Message.
func Rule(part string) Message {
	if say, ok := ruleTexts[part]; ok {
		return say()
	}
	return Message{}
}

// ruleTexts is every part that has words.
var ruleTexts = map[string]func() Message{
	"":                        RuleFile,
	"name":                    RuleName,
	"time_zone":               RuleTimeZone,
	"section:currency":        RuleSectionCurrency,
	"currency.code":           RuleCurrencyCode,
	"currency.name":           RuleCurrencyName,
	"section:calendar":        RuleSectionCalendar,
	"calendar.region":         RuleCalendarRegion,
	"calendar.weekend":        RuleCalendarWeekend,
	"calendar.yearly":         RuleCalendarYearly,
	"calendar.listed_to":      RuleCalendarListedTo,
	"calendar.files":          RuleCalendarFiles,
	"calendar.regional_files": RuleCalendarRegionalFiles,
	"calendar.years":          RuleCalendarYears,
	"calendar.regional_years": RuleCalendarRegionalYears,
	"section:catalogue":       RuleSectionCatalogue,
	"catalogue.without":       RuleCatalogueWithout,
	"catalogue.more":          RuleCatalogueMore,
	"section:hours":           RuleSectionHours,
	"hours.from":              RuleHoursFrom,
	"hours.to":                RuleHoursTo,
	"section:tiers":           RuleSectionTiers,
	"tiers.community_limit":   RuleTiersCommunityLimit,
	"tiers.limit_inclusive":   RuleTiersLimitInclusive,
	"tiers.max_cost":          RuleTiersMaxCost,
	"section:review":          RuleSectionReview,
	"review.days":             RuleReviewDays,
	"review.joint_clock":      RuleReviewJointClock,
	"section:ballot":          RuleSectionBallot,
	"ballot.voters":           RuleBallotVoters,
	"ballot.quorum":           RuleBallotQuorum,
	"ballot.majority":         RuleBallotMajority,
	"ballot.lengths":          RuleBallotLengths,
	"ballot.hours_from":       RuleBallotHoursFrom,
	"ballot.hours_to":         RuleBallotHoursTo,
	"ballot.local_win":        RuleBallotLocalWin,
	"section:money":           RuleSectionMoney,
	"money.allocations":       RuleMoneyAllocations,
	"money.city_share":        RuleMoneyCityShare,
	"money.floors":            RuleMoneyFloors,
	"money.growth_from":       RuleMoneyGrowthFrom,
	"money.growth_years":      RuleMoneyGrowthYears,
	"money.growth_least":      RuleMoneyGrowthLeast,
	"money.pay_order":         RuleMoneyPayOrder,
	"money.left_over":         RuleMoneyLeftOver,
	"section:works":           RuleSectionWorks,
	"works.change_share":      RuleWorksChangeShare,
	"section:bulletin":        RuleSectionBulletin,
	"bulletin.day":            RuleBulletinDay,
	"bulletin.hour":           RuleBulletinHour,
	"section:limits":          RuleSectionLimits,
	"limits.text_least":       RuleLimitsTextLeast,
	"limits.text_most":        RuleLimitsTextMost,
	"limits.where_most":       RuleLimitsWhereMost,
	"limits.reason_most":      RuleLimitsReasonMost,
	"limits.photos":           RuleLimitsPhotos,
	"limits.open_requests":    RuleLimitsOpenRequests,
	"limits.requests_a_day":   RuleLimitsRequestsADay,
	"section:invitations":     RuleSectionInvitations,
	"invitations.days":        RuleInvitationsDays,
}
