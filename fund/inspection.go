package fund

import (
	"fmt"
	"strings"
	"time"
)

// InspectionRules are the marks by which the year-end inspection (年终专项检查;
// the article, 20) is drafted. People decide it.
type InspectionRules struct {
	Use             Share // less of the planned money paid out than this is a finding
	FailedMost      Share // more of the approved projects failed than this is serious; any is a finding
	Satisfied       Share // less satisfaction than this is a finding
	SatisfiedLeast  Share // less than this is serious
	AnswersLeast    int   // fewer answers than this say nothing
	OnTime          Share // fewer complaints answered in time than this is a finding
	DisclosedMissed int   // more quarters undisclosed than this is serious; any is a finding
	Reduced         Share // of the planned money, where a reduction is proposed
}

// defaultInspection: defaults of this project. 80 % satisfied is what other
// places ask for.
func defaultInspection() InspectionRules {
	return InspectionRules{
		Use: Share{Num: 1, Den: 2}, FailedMost: Share{Num: 1, Den: 5},
		Satisfied: Share{Num: 4, Den: 5}, SatisfiedLeast: Share{Num: 3, Den: 5}, AnswersLeast: 5,
		OnTime: Share{Num: 9, Den: 10}, DisclosedMissed: 1, Reduced: Share{Num: 4, Den: 5},
	}
}

// FindingRule names the rule behind a finding.
type FindingRule string

// The rules, in the order of a report.
const (
	FindingOverpaid   FindingRule = "overpaid"   // more was paid than approved or received (专款专用)
	FindingUse        FindingRule = "use"        // little of the planned money was used
	FindingFailed     FindingRule = "failed"     // projects failed at the year's end
	FindingSatisfied  FindingRule = "satisfied"  // neighbours are not satisfied
	FindingComplaints FindingRule = "complaints" // complaints were not answered in time
	FindingDisclosure FindingRule = "disclosure" // quarters were not disclosed
	FindingVisit      FindingRule = "visit"      // somebody from street or district saw it
)

// Severity is how much a finding weighs.
type Severity string

// The severities, the lightest first.
const (
	SeverityNote    Severity = "note"    // to be mended
	SeveritySerious Severity = "serious" // speaks against the full allocation
	SeverityGrave   Severity = "grave"   // money went where it must not
)

// Severities lists them, the lightest first.
func Severities() []Severity { return []Severity{SeverityNote, SeveritySerious, SeverityGrave} }

// Finding is one thing the inspection found: by which rule, what it is, and
// the mark it misses. Have and Mark are fen for FindingOverpaid, shares in
// ten-thousandths for the rules of a share, and counts otherwise; Of is what
// Have is a part of, where it is one.
type Finding struct {
	Rule     FindingRule
	Severity Severity
	Have     int64
	Of       int64
	Mark     int64
	Visit    int64 `json:",omitempty"` // the visit's number, for FindingVisit
}

// OpinionKind is what is said about the next year's allocation (下年度资金拨付
// 意见).
type OpinionKind string

// The opinions.
const (
	OpinionFull       OpinionKind = "full"
	OpinionConditions OpinionKind = "conditions" // in full, with conditions
	OpinionReduced    OpinionKind = "reduced"
	OpinionWithheld   OpinionKind = "withheld"
)

// OpinionKinds lists them, the most favourable first.
func OpinionKinds() []OpinionKind {
	return []OpinionKind{OpinionFull, OpinionConditions, OpinionReduced, OpinionWithheld}
}

// SiteVisit is what somebody from street or district saw during the year.
type SiteVisit struct {
	ID        int64
	Community PlaceID
	Year      int
	Project   ProjectID // 0: about the community
	By        PersonID
	At        time.Time
	Severity  Severity // "" for nothing amiss
	Text      string
	Photos    []Photo
}

// Inspection is a community's year under inspection. Draft is the opinion by
// rule; Opinion, with Amount and Reason, what people decided.
type Inspection struct {
	ID          int64
	Community   PlaceID
	Year        int // inspected; the opinion is about the next
	Opened      time.Time
	Due         time.Time
	Provisional bool // Due rests on a calendar that is not official yet
	Base        Money
	Draft       OpinionKind
	DraftAmount Money
	Findings    []Finding
	Opinion     OpinionKind // "" until decided
	Amount      Money
	Reason      string // the conditions or the reason, in the district's words
	Decided     time.Time
	By          PersonID
}

// Inspect drafts the inspection of a closed year by the programme's marks. base
// is what the rule allocates for the year after.
func Inspect(y Yearbook, visits []SiteVisit, base Money, prog Programme) (findings []Finding, draft OpinionKind, amount Money) {
	r := prog.Year.Inspection
	add := func(f Finding, found bool) {
		if found {
			findings = append(findings, f)
		}
	}
	add(overpaid(y))
	add(Finding{Rule: FindingUse, Severity: SeverityNote, Have: int64(y.Used()), Of: int64(y.Planned), Mark: r.Use.myriad()},
		y.Planned > 0 && r.Use.above(int64(y.Paid.Fund), int64(y.Planned)))
	add(r.failed(y))
	add(r.satisfied(y))
	add(r.complaints(y))
	add(r.disclosure(y))
	for _, v := range visits {
		add(Finding{Rule: FindingVisit, Severity: v.Severity, Visit: v.ID}, v.Severity != "")
	}
	draft, amount = r.draft(findings, base)
	return findings, draft, amount
}

// overpaid finds money that went beyond what was approved, or what was there.
func overpaid(y Yearbook) (Finding, bool) {
	paid, most := y.Paid.Total(), y.Allowed.Total()
	if received := y.Received.Total(); received < most {
		most = received
	}
	return Finding{Rule: FindingOverpaid, Severity: SeverityGrave, Have: int64(paid), Mark: int64(most)}, paid > most
}

func (r InspectionRules) failed(y Yearbook) (Finding, bool) {
	approved := int64(y.Accepted + y.Failed + y.Waiting)
	f := Finding{
		Rule: FindingFailed, Severity: SeverityNote, Have: int64(y.Failed), Of: approved, Mark: r.FailedMost.myriad(),
	}
	if r.FailedMost.below(f.Have, approved) {
		f.Severity = SeveritySerious
	}
	return f, y.Failed > 0
}

func (r InspectionRules) satisfied(y Yearbook) (Finding, bool) {
	have, of := int64(y.Satisfied+y.Fairly), int64(y.Answers())
	f := Finding{Rule: FindingSatisfied, Severity: SeverityNote, Have: int64(y.Rate()), Of: of, Mark: r.Satisfied.myriad()}
	if r.SatisfiedLeast.above(have, of) {
		f.Severity, f.Mark = SeveritySerious, r.SatisfiedLeast.myriad()
	}
	return f, y.Answers() > 0 && y.Answers() >= r.AnswersLeast && r.Satisfied.above(have, of)
}

func (r InspectionRules) complaints(y Yearbook) (Finding, bool) {
	late, of := int64(y.ComplaintsLate), int64(y.Complaints)
	f := Finding{Rule: FindingComplaints, Severity: SeverityNote, Have: late, Of: of, Mark: r.OnTime.myriad()}
	return f, of > 0 && r.OnTime.above(of-late, of)
}

func (r InspectionRules) disclosure(y Yearbook) (Finding, bool) {
	missed := int64(y.Quarters - y.Disclosed)
	f := Finding{
		Rule: FindingDisclosure, Severity: SeverityNote, Have: missed, Of: int64(y.Quarters), Mark: int64(r.DisclosedMissed),
	}
	if missed > f.Mark {
		f.Severity = SeveritySerious
	}
	return f, missed > 0
}

// draft is the opinion the findings call for: the gravest decides.
func (r InspectionRules) draft(findings []Finding, base Money) (OpinionKind, Money) {
	worst := Severity("")
	for _, f := range findings {
		if rankSeverity(f.Severity) > rankSeverity(worst) {
			worst = f.Severity
		}
	}
	switch worst {
	case SeverityGrave:
		return OpinionWithheld, 0
	case SeveritySerious:
		return OpinionReduced, r.Reduced.Of(base)
	case SeverityNote:
		return OpinionConditions, base
	}
	return OpinionFull, base
}

func rankSeverity(s Severity) int {
	switch s {
	case SeverityNote:
		return 1
	case SeveritySerious:
		return 2
	case SeverityGrave:
		return 3
	}
	return 0
}

// above reports whether the share lies above part of whole.
func (s Share) above(part, whole int64) bool { return int64(s.Num)*whole > int64(s.Den)*part }

// below reports whether the share lies below part of whole.
func (s Share) below(part, whole int64) bool { return int64(s.Num)*whole < int64(s.Den)*part }

// myriad is the share in ten-thousandths.
func (s Share) myriad() int64 { return int64(perMyriad(s.Num, s.Den)) }

// Of is the share of an amount, down to the whole yuan.
func (s Share) Of(m Money) Money {
	if s.Den == 0 {
		return 0
	}
	return m * Money(s.Num) / Money(s.Den) / 100 * 100
}

// OpinionWhy says what is wrong with an opinion.
type OpinionWhy string

// The reasons [Inspection.Decide] gives.
const (
	OpinionNoReason OpinionWhy = "no_reason" // conditions, less money, or another opinion than drafted ask for words
	OpinionAmount   OpinionWhy = "amount"    // a reduction is above zero and below the full amount
)

// OpinionError says why an opinion cannot stand. Max is the full amount.
type OpinionError struct {
	Why       OpinionWhy
	Have, Max Money
}

// Error gives the reason and the amounts in yuan.
func (e *OpinionError) Error() string {
	return fmt.Sprintf("opinion: %s (%s of %s)", e.Why, e.Have.Decimal(), e.Max.Decimal())
}

// Decide records what the leading group decided about the next year's
// allocation; amount counts for a reduction alone. Whatever is not the full
// amount without conditions needs words, and so does what is not as drafted.
// Once decided it stays: else *StateError.
func (i *Inspection) Decide(
	kind OpinionKind, amount Money, reason string, prog Programme, by PersonID, now time.Time,
) error {
	if i.Opinion != "" {
		return &StateError{Noun: "inspection", ID: i.ID, Have: string(i.Opinion), Want: []string{"open"}}
	}
	switch kind {
	case OpinionFull, OpinionConditions:
		amount = i.Base
	case OpinionWithheld:
		amount = 0
	case OpinionReduced:
		if amount <= 0 || amount >= i.Base {
			return &OpinionError{Why: OpinionAmount, Have: amount, Max: i.Base}
		}
	default:
		return fmt.Errorf("inspection %d: no such opinion %q", i.ID, kind)
	}
	reason = strings.TrimSpace(reason)
	if reason == "" && (kind != OpinionFull || i.Draft != OpinionFull) {
		return &OpinionError{Why: OpinionNoReason, Have: amount, Max: i.Base}
	}
	if reason != "" {
		if err := prog.Requests.CheckReason(reason); err != nil {
			return err
		}
	}
	i.Opinion, i.Amount, i.Reason, i.Decided, i.By = kind, amount, reason, now, by
	return nil
}
