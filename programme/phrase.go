package programme

// PhraseID names what is wrong, or what to do. Which fields of a [Phrase] belong
// to it stands beside it.
type PhraseID string

// What can be wrong.
const (
	WhatOverEverybody PhraseID = "mistake_over_everybody"
	WhatNoMeeting     PhraseID = "mistake_no_meeting"
	WhatIs            PhraseID = "mistake_is"           // Text is the value
	WhatPart          PhraseID = "mistake_part"         // part N of a list: Inner
	WhatField         PhraseID = "mistake_field"        // part Text of a table: Inner
	WhatUnknownPart   PhraseID = "mistake_unknown_part" // Text is no part of it
	WhatOverAll       PhraseID = "mistake_over_all"     // the share Text
	WhatMissing       PhraseID = "mistake_missing"
	WhatOneTable      PhraseID = "mistake_one_table"
	WhatNoTable       PhraseID = "mistake_no_table"
	WhatNotLater      PhraseID = "mistake_not_later"
	WhatFixed         PhraseID = "mistake_fixed"
	WhatNoRule        PhraseID = "mistake_no_rule"
	WhatNamesFile     PhraseID = "mistake_names_file"   // Text is the file
	WhatNamesUnread   PhraseID = "mistake_names_unread" // Text is the file, Other why
	WhatSyntax        PhraseID = "mistake_syntax"       // Text is what the reader of TOML or a table says
	WhatRefused       PhraseID = "mistake_refused"      // Text is why
	WhatNotUTF8       PhraseID = "mistake_not_utf8"
	WhatNoDate        PhraseID = "mistake_no_date"    // Text stands there
	WhatOtherYear     PhraseID = "mistake_other_year" // Text is the date, N the year
	WhatTwice         PhraseID = "mistake_twice"      // Text is the date
	WhatNoDaysOff     PhraseID = "mistake_no_days_off"
	WhatDayUnsaid     PhraseID = "mistake_day_unsaid" // N is which day
	WhatLineUnsaid    PhraseID = "mistake_line_unsaid"
	WhatNotAfter      PhraseID = "mistake_not_after" // Text is a rule
	WhatMoreThan      PhraseID = "mistake_more_than" // Text is a rule
	WhatBefore        PhraseID = "mistake_before"    // Text is a rule
	WhatEarliest      PhraseID = "mistake_earliest"
	WhatLengths       PhraseID = "mistake_lengths"
	WhatNoWorkday     PhraseID = "mistake_no_workday"
	WhatListed        PhraseID = "mistake_listed"    // Text is the region
	WhatNoRegion      PhraseID = "mistake_no_region" // Text is the region
	WhatCurrency      PhraseID = "mistake_currency"
	WhatMend          PhraseID = "mistake_mend"
	WhatLimit         PhraseID = "mistake_limit" // Text and Other are amounts
	WhatNoQuorum      PhraseID = "mistake_no_quorum"
	WhatNoMajority    PhraseID = "mistake_no_majority"
	WhatNotice        PhraseID = "mistake_notice"
	WhatYears         PhraseID = "mistake_years"
	WhatAllocation    PhraseID = "mistake_allocation" // N is the year, Text the amount
	WhatUnusable      PhraseID = "mistake_unusable"   // Text is why
)

// What can be done about it.
const (
	RemedyQuorumOver PhraseID = "remedy_quorum_over"
	RemedyMinutes    PhraseID = "remedy_minutes"
	RemedyFurther    PhraseID = "remedy_further"
	RemedyOneOf      PhraseID = "remedy_one_of"       // Words are the choices
	RemedyDidYouMean PhraseID = "remedy_did_you_mean" // Text is a rule
	RemedyAllRules   PhraseID = "remedy_all_rules"    // Text is a preset
	RemedySyntax     PhraseID = "remedy_how_to_write"
	RemedyUTF8       PhraseID = "remedy_save_utf8"
	RemedyCSVUTF8    PhraseID = "remedy_save_csv"
	RemedyOrder      PhraseID = "remedy_order"
	RemedyOrderDays  PhraseID = "remedy_order_days"
	RemedyChange     PhraseID = "remedy_change"
	RemedyChangeLine PhraseID = "remedy_change_line"
	RemedyFrom       PhraseID = "remedy_from"
	RemedyLeaveIt    PhraseID = "remedy_leave_it"
	RemedyNoFiles    PhraseID = "remedy_no_files"
	RemedyPlace      PhraseID = "remedy_place"
	RemedyDate       PhraseID = "remedy_date"
	RemedyYearFile   PhraseID = "remedy_year_file"
	RemedyOneOfThem  PhraseID = "remedy_one_of_them"
	RemedyDaysOff    PhraseID = "remedy_days_off"
	RemedyJSON       PhraseID = "remedy_json"
	RemedyJSONOff    PhraseID = "remedy_json_off"
	RemedyRows       PhraseID = "remedy_rows"
	RemedyRowOff     PhraseID = "remedy_row_off"
	RemedyTrueFalse  PhraseID = "remedy_true_false"
	RemedyWhole      PhraseID = "remedy_whole"  // Unit, from N to M
	RemedyNumber     PhraseID = "remedy_number" // Unit, from N to M
	RemedyAmount     PhraseID = "remedy_amount" // Unit, from N to M
	RemedyDecimals   PhraseID = "remedy_decimals"
	RemedyDigits     PhraseID = "remedy_digits"
	RemedyShare      PhraseID = "remedy_share"
	RemedyShareMost  PhraseID = "remedy_share_most"
	RemedyWeekdays   PhraseID = "remedy_weekdays"
	RemedyZone       PhraseID = "remedy_zone"
	RemedyZones      PhraseID = "remedy_zones"
	RemedyQuotes     PhraseID = "remedy_quotes"
	RemedyClock      PhraseID = "remedy_clock"
	RemedyList       PhraseID = "remedy_list"
	RemedyInline     PhraseID = "remedy_inline" // Text is the form
	RemedyDayEnd     PhraseID = "remedy_day_end"
	RemedyLower      PhraseID = "remedy_lower"
	RemedyMostFirst  PhraseID = "remedy_most_first"
	RemedyPollDays   PhraseID = "remedy_poll_days"
	RemedyWorked     PhraseID = "remedy_worked"
	RemedyListed     PhraseID = "remedy_listed"
	RemedyRegion     PhraseID = "remedy_region"
	RemedyCurrency   PhraseID = "remedy_currency"
	RemedyTeam       PhraseID = "remedy_team"
	RemedyMend       PhraseID = "remedy_mend"
	RemedyWeekly     PhraseID = "remedy_weekly"
	RemedySerious    PhraseID = "remedy_serious"
	RemedyLimit      PhraseID = "remedy_limit"
	RemedyQuorum     PhraseID = "remedy_quorum"
	RemedyMajority   PhraseID = "remedy_majority"
	RemedyHours      PhraseID = "remedy_hours"
	RemedyNotice     PhraseID = "remedy_notice"
	RemedyYears      PhraseID = "remedy_years"
	RemedyAllocation PhraseID = "remedy_allocation"
	RemedyCalendar   PhraseID = "remedy_calendar"
	RemedyCatalogue  PhraseID = "remedy_catalogue"
)
