package main

import (
	"strconv"

	"huimin/locales"
	"huimin/programme"
)

// mistakeWords say what is wrong in a programme file, and where, without what to do.
func mistakeWords(m *programme.Mistake) locales.Message {
	return locales.MistakeLine(m.File, m.Line, m.Key, phrase(m.What))
}

// phrase gives the words of what is wrong in a programme file, or of what to do
// about it; the zero Message for nothing.
func phrase(p programme.Phrase) locales.Message {
	m := phraseAlone(p)
	if p.Example != "" {
		return locales.RemedySuchAs(m, p.Example)
	}
	return m
}

func phraseAlone(p programme.Phrase) locales.Message {
	for _, plain := range []map[programme.PhraseID]func() locales.Message{plainPhrases(), plainRemedies()} {
		if words, ok := plain[p.ID]; ok {
			return words()
		}
	}
	if words, ok := phrasesOfText()[p.ID]; ok {
		return words(p.Text)
	}
	if words, ok := phrasesOfBounds()[p.ID]; ok {
		return words(boundWords(p))
	}
	switch p.ID { //nolint:exhaustive // the others stand in the tables
	case programme.WhatPart:
		return locales.MistakePart(int(p.N), phrase(*p.Inner))
	case programme.WhatField:
		return locales.MistakeField(p.Text, phrase(*p.Inner))
	case programme.WhatNamesUnread:
		return locales.MistakeNamesUnread(p.Text, p.Other)
	case programme.WhatOtherYear:
		return locales.MistakeOtherYear(p.Text, int(p.N))
	case programme.WhatDayUnsaid:
		return locales.MistakeDayUnsaid(int(p.N))
	case programme.WhatLimit:
		return locales.MistakeLimit(p.Text, p.Other)
	case programme.WhatAllocation:
		return locales.MistakeAllocation(int(p.N), p.Text)
	case programme.RemedyOneOf:
		return locales.RemedyOneOf(choices(p.Words))
	}
	return locales.Message{}
}

// choices are the words of which one is to be written, between quotation marks.
func choices(list []string) locales.Message {
	first := ""
	for i, word := range list[:len(list)-1] {
		if i > 0 {
			first += ", "
		}
		first += strconv.Quote(word)
	}
	return locales.RemedyOr(first, strconv.Quote(list[len(list)-1]))
}

// boundWords say of what and between which bounds a number is.
func boundWords(p programme.Phrase) locales.Message {
	unit := locales.Message{}
	if words, ok := map[programme.Unit]func() locales.Message{
		programme.UnitWorkdays: locales.RemedyUnitWorkdays,
		programme.UnitDays:     locales.RemedyUnitDays,
		programme.UnitHours:    locales.RemedyUnitHours,
		programme.UnitMinutes:  locales.RemedyUnitMinutes,
		programme.UnitLetters:  locales.RemedyUnitLetters,
		programme.UnitAmount:   locales.RemedyUnitAmount,
		programme.UnitPercent:  locales.RemedyUnitPercent,
		programme.UnitMonth:    locales.RemedyUnitMonth,
	}[p.Unit]; ok {
		unit = words()
	}
	most := ""
	if p.M != 0 {
		most = strconv.FormatInt(p.M, 10)
	}
	return locales.RemedyBounds(unit, strconv.FormatInt(p.N, 10), most)
}

func phrasesOfBounds() map[programme.PhraseID]func(locales.Message) locales.Message {
	return map[programme.PhraseID]func(locales.Message) locales.Message{
		programme.RemedyWhole:  locales.RemedyWhole,
		programme.RemedyNumber: locales.RemedyNumber,
		programme.RemedyAmount: locales.RemedyAmount,
	}
}

// phrasesOfText are those of which a text is told.
func phrasesOfText() map[programme.PhraseID]func(string) locales.Message {
	return map[programme.PhraseID]func(string) locales.Message{
		programme.WhatIs:           locales.MistakeIs,
		programme.WhatUnknownPart:  locales.MistakeUnknownPart,
		programme.WhatOverAll:      locales.MistakeOverAll,
		programme.WhatNamesFile:    locales.MistakeNamesFile,
		programme.WhatSyntax:       locales.MistakeSyntax,
		programme.WhatRefused:      locales.MistakeRefused,
		programme.WhatNoDate:       locales.MistakeNoDate,
		programme.WhatTwice:        locales.MistakeTwice,
		programme.WhatNotAfter:     locales.MistakeNotAfter,
		programme.WhatMoreThan:     locales.MistakeMoreThan,
		programme.WhatBefore:       locales.MistakeBefore,
		programme.WhatListed:       locales.MistakeListed,
		programme.WhatNoRegion:     locales.MistakeNoRegion,
		programme.WhatUnusable:     locales.MistakeUnusable,
		programme.RemedyDidYouMean: locales.RemedyDidYouMean,
		programme.RemedyAllRules:   locales.RemedyAllRules,
		programme.RemedyInline:     locales.RemedyInline,
	}
}

// plainPhrases are what is wrong that says all by itself.
func plainPhrases() map[programme.PhraseID]func() locales.Message {
	return map[programme.PhraseID]func() locales.Message{
		programme.WhatOverEverybody: locales.MistakeOverEverybody,
		programme.WhatNoMeeting:     locales.MistakeNoMeeting,
		programme.WhatMissing:       locales.MistakeMissing,
		programme.WhatOneTable:      locales.MistakeOneTable,
		programme.WhatNoTable:       locales.MistakeNoTable,
		programme.WhatNotLater:      locales.MistakeNotLater,
		programme.WhatFixed:         locales.MistakeFixed,
		programme.WhatNoRule:        locales.MistakeNoRule,
		programme.WhatNotUTF8:       locales.MistakeNotUtf8,
		programme.WhatNoDaysOff:     locales.MistakeNoDaysOff,
		programme.WhatLineUnsaid:    locales.MistakeLineUnsaid,
		programme.WhatEarliest:      locales.MistakeEarliest,
		programme.WhatLengths:       locales.MistakeLengths,
		programme.WhatNoWorkday:     locales.MistakeNoWorkday,
		programme.WhatCurrency:      locales.MistakeCurrency,
		programme.WhatMend:          locales.MistakeMend,
		programme.WhatNoQuorum:      locales.MistakeNoQuorum,
		programme.WhatNoMajority:    locales.MistakeNoMajority,
		programme.WhatNotice:        locales.MistakeNotice,
		programme.WhatYears:         locales.MistakeYears,
	}
}

// plainRemedies are the remedies that say all by themselves.
func plainRemedies() map[programme.PhraseID]func() locales.Message {
	return map[programme.PhraseID]func() locales.Message{
		programme.RemedyQuorumOver: locales.RemedyQuorumOver,
		programme.RemedyMinutes:    locales.RemedyMinutes,
		programme.RemedyFurther:    locales.RemedyFurther,
		programme.RemedySyntax:     locales.RemedyHowToWrite,
		programme.RemedyUTF8:       locales.RemedySaveUtf8,
		programme.RemedyCSVUTF8:    locales.RemedySaveCSV,
		programme.RemedyOrder:      locales.RemedyOrder,
		programme.RemedyOrderDays:  locales.RemedyOrderDays,
		programme.RemedyChange:     locales.RemedyChange,
		programme.RemedyChangeLine: locales.RemedyChangeLine,
		programme.RemedyFrom:       locales.RemedyFrom,
		programme.RemedyLeaveIt:    locales.RemedyLeaveIt,
		programme.RemedyNoFiles:    locales.RemedyNoFiles,
		programme.RemedyPlace:      locales.RemedyPlace,
		programme.RemedyDate:       locales.RemedyDate,
		programme.RemedyYearFile:   locales.RemedyYearFile,
		programme.RemedyOneOfThem:  locales.RemedyOneOfThem,
		programme.RemedyDaysOff:    locales.RemedyDaysOff,
		programme.RemedyJSON:       locales.RemedyJSON,
		programme.RemedyJSONOff:    locales.RemedyJSONOff,
		programme.RemedyRows:       locales.RemedyRows,
		programme.RemedyRowOff:     locales.RemedyRowOff,
		programme.RemedyTrueFalse:  locales.RemedyTrueFalse,
		programme.RemedyDecimals:   locales.RemedyDecimals,
		programme.RemedyDigits:     locales.RemedyDigits,
		programme.RemedyShare:      locales.RemedyShare,
		programme.RemedyShareMost:  locales.RemedyShareMost,
		programme.RemedyWeekdays:   locales.RemedyWeekdays,
		programme.RemedyZone:       locales.RemedyZone,
		programme.RemedyZones:      locales.RemedyZones,
		programme.RemedyQuotes:     locales.RemedyQuotes,
		programme.RemedyClock:      locales.RemedyClock,
		programme.RemedyList:       locales.RemedyList,
		programme.RemedyDayEnd:     locales.RemedyDayEnd,
		programme.RemedyLower:      locales.RemedyLower,
		programme.RemedyMostFirst:  locales.RemedyMostFirst,
		programme.RemedyPollDays:   locales.RemedyPollDays,
		programme.RemedyWorked:     locales.RemedyWorked,
		programme.RemedyListed:     locales.RemedyListed,
		programme.RemedyRegion:     locales.RemedyRegion,
		programme.RemedyCurrency:   locales.RemedyCurrency,
		programme.RemedyTeam:       locales.RemedyTeam,
		programme.RemedyMend:       locales.RemedyMend,
		programme.RemedyWeekly:     locales.RemedyWeekly,
		programme.RemedySerious:    locales.RemedySerious,
		programme.RemedyLimit:      locales.RemedyLimit,
		programme.RemedyQuorum:     locales.RemedyQuorum,
		programme.RemedyMajority:   locales.RemedyMajority,
		programme.RemedyHours:      locales.RemedyHours,
		programme.RemedyNotice:     locales.RemedyNotice,
		programme.RemedyYears:      locales.RemedyYears,
		programme.RemedyAllocation: locales.RemedyAllocation,
		programme.RemedyCalendar:   locales.RemedyCalendar,
		programme.RemedyCatalogue:  locales.RemedyCatalogue,
	}
}
