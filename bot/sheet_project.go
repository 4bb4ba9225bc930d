package bot

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"huimin/fund"
	"huimin/locales"
	"huimin/office"
	"huimin/report"
	"huimin/store"
)

// projectSheet is a project as everybody sees it, a line for each fact. It
// names no person, and how people voted only once the ballot is closed.
func projectSheet(tx *store.Tx, o *office.Office, p fund.Project, now time.Time) (locales.Message, error) {
	return writeSheet(tx, o, p, now, false)
}

// reasonRoom is how long a reason stands in a brief sheet.
const reasonRoom = 120

// briefSheet is the sheet in a post that stays for long, under a photo: dates
// instead of days left, reasons cut short, and of each office the last review
// alone.
func briefSheet(tx *store.Tx, o *office.Office, p fund.Project, now time.Time) (locales.Message, error) {
	p.Reason = cut(p.Reason, reasonRoom)
	return writeSheet(tx, o, p, now, true)
}

func writeSheet(
	tx *store.Tx, o *office.Office, p fund.Project, now time.Time, brief bool,
) (locales.Message, error) {
	lines, err := sheetFacts(tx, o, p, now)
	if err != nil {
		return locales.Message{}, err
	}
	if !brief {
		put, err := sheetDraft(tx, o, p, now)
		if err != nil {
			return locales.Message{}, err
		}
		lines = append(lines, put...)
	}
	history, err := sheetHistory(tx, o, p, brief)
	if err != nil {
		return locales.Message{}, err
	}
	status, _, err := standsAt(tx, o, p)
	if err != nil {
		return locales.Message{}, err
	}
	works, err := sheetWorks(tx, o, p, brief)
	if err != nil {
		return locales.Message{}, err
	}
	history = append(history, works...)
	due := dueWords(o, p.Due, p.DueProvisional, now)
	if brief {
		due = provisionally(locales.SheetDueDate(p.Due), p.DueProvisional)
	}
	held, err := sheetHeld(tx, o, p, due)
	if err != nil {
		return locales.Message{}, err
	}
	reviewed, err := sheetReviewed(tx, o, p, now, brief)
	if err != nil {
		return locales.Message{}, err
	}
	lines = append(append(lines, history...), locales.SheetStatus(status), held)
	text := locales.Lines(append(lines, reviewed...)...)
	if brief {
		return text, nil
	}
	changed, err := sheetDifference(tx, o, p)
	if err == nil && !changed.IsZero() {
		text = locales.Paragraphs(changed, text)
	}
	return text, err
}

// sheetFacts says what the project is: what, where, what it costs and who pays,
// and, until that is decided, who decides.
func sheetFacts(tx *store.Tx, o *office.Office, p fund.Project, now time.Time) ([]locales.Message, error) {
	place, err := nameOf(tx, o, p.Community)
	if err != nil {
		return nil, err
	}
	lines := []locales.Message{
		locales.SheetHead(p.Number, place, p.Title, locales.Scope(string(p.Item))),
		sheetPlace(p),
		locales.SheetCost(int64(p.Cost()), report.Sources(p.Funding)),
	}
	money, err := sheetMoney(tx, o, p)
	if err != nil {
		return nil, err
	}
	lines = append(lines, money)
	if p.Status == fund.ProjectDrafted || p.Status == fund.ProjectVoting {
		prog, err := o.RulesOf(tx, p, now)
		if err != nil {
			return nil, err
		}
		lines = append(lines, sheetTier(prog, p.Cost()))
	}
	if len(p.Before)+len(p.After) > 0 {
		lines = append(lines, locales.SheetPhotos(len(p.Before), len(p.After)))
	}
	return lines, nil
}

// sheetPlace says where the works are; nothing when nobody said so.
func sheetPlace(p fund.Project) locales.Message {
	switch {
	case p.Where != "":
		return locales.SheetPlace(p.Where)
	case p.At != nil:
		return locales.SheetPin(fmt.Sprintf("%.5f, %.5f", p.At.Lat, p.At.Lon))
	}
	return locales.Message{}
}

// sheetTier says who decides on what costs so much.
func sheetTier(prog fund.Programme, cost fund.Money) locales.Message {
	limit := int64(prog.CommunityMost())
	if prog.TierFor(cost) == fund.TierCommunity {
		return locales.SheetTierCommunity(limit)
	}
	return locales.SheetTierAbove(limit)
}

// sheetHistory says what was decided so far, the oldest first.
func sheetHistory(tx *store.Tx, o *office.Office, p fund.Project, brief bool) ([]locales.Message, error) {
	var lines []locales.Message
	switch b, err := o.DecidingBallot(tx, p); {
	case err == nil && b.Ballot.Kind == fund.BallotBudget:
		lines = append(lines, sheetBudget(b, p.ID))
	case err == nil:
		lines = append(lines, sheetVote(b))
	case !errors.Is(err, store.ErrNotFound):
		return nil, err
	}
	switch byMoney, err := o.CarriedByMoney(tx, p); {
	case err != nil:
		return nil, err
	case byMoney:
		lines = append(lines, locales.SheetLocalMoney(p.DecidedAt))
	}
	reviews, err := o.Reviews(tx, p.ID)
	if err != nil {
		return nil, err
	}
	for i, r := range reviews {
		if brief {
			again := func(later fund.Approval) bool { return later.Tier == r.Tier && !later.Decided.IsZero() }
			if slices.ContainsFunc(reviews[i+1:], again) {
				continue
			}
			r.Reason = cut(r.Reason, reasonRoom)
		}
		pauses, err := o.Pauses(tx, r.ID)
		if err != nil {
			return nil, err
		}
		paused := o.Rules(r.Arrived).Calendar.PausedDays(pauses, r.Decided)
		lines = append(lines, sheetReview(o, r, paused))
		if note := cut(r.Reason, reasonRoom); note != "" && r.Verdict == fund.VerdictApprove && !brief {
			lines = append(lines, locales.SpokenStreetNote(note))
		}
	}
	if !p.StartedAt.IsZero() {
		lines = append(lines, locales.SheetStarted(p.StartedAt))
	}
	switch p.Status { //nolint:exhaustive // the other states have no words of their own
	case fund.ProjectFinished:
		lines = append(lines, locales.SheetFinished(p.FinishedAt, p.Reason))
	case fund.ProjectMending:
		lines = append(lines, locales.SheetMending(p.Due, p.Reason))
	case fund.ProjectAccepted:
		lines = append(lines, locales.SheetFinished(p.FinishedAt, p.Reason))
	case fund.ProjectFailed:
		failed, err := sheetFailed(tx, o, p)
		if err != nil {
			return nil, err
		}
		lines = append(lines, failed...)
	case fund.ProjectLapsed:
		lines = append(lines, locales.YearSheetLapsed(p.Year))
	case fund.ProjectDropped:
		lines = append(lines, locales.SheetDropped(p.Changed, p.Reason))
	}
	return lines, nil
}

// sheetVote says when a ballot closes, or what came of it; nothing of a
// decision that an amendment has undone.
func sheetVote(v office.BallotView) locales.Message {
	b := v.Ballot
	if b.Status == fund.BallotOpen {
		return locales.SheetVoting(b.Closes)
	}
	t := b.Tally
	switch b.Outcome {
	case fund.OutcomeNoQuorum:
		return locales.SheetNoQuorum(b.ClosedAt, t.Voted(), t.Members, v.Needed)
	case fund.OutcomeLost:
		if v.Project.Standing != nil {
			return locales.Message{} // an earlier change was voted down, this one is not decided
		}
		return locales.SheetLost(b.ClosedAt, t.For, t.Against, t.Abstain, t.Members)
	case fund.OutcomeCarried:
		if !v.Project.DecidedAt.IsZero() {
			return locales.SheetCarried(b.ClosedAt, t.For, t.Against, t.Abstain, t.Members)
		}
	}
	return locales.Message{}
}

// sheetBudget says how a project was funded beside others.
func sheetBudget(v office.BallotView, id fund.ProjectID) locales.Message {
	for _, o := range v.Asked.Options {
		if o.Project == id {
			return locales.MarkSheet(v.Ballot.ClosedAt, o.Votes, v.Here)
		}
	}
	return locales.Message{}
}

// sheetReview says what an office decided, and in how many working days;
// nothing while it has not.
func sheetReview(o *office.Office, r fund.Approval, paused int) locales.Message {
	street, at := r.Tier == fund.TierStreet, r.Decided
	days := max(r.WorkdaysTaken(o.Rules(r.Arrived).Calendar)-paused, 0)
	switch r.Verdict {
	case fund.VerdictApprove:
		if street {
			return locales.SheetStreetApproved(at, days)
		}
		return locales.SheetDistrictApproved(at, days)
	case fund.VerdictReturn:
		if street {
			return locales.SheetStreetReturned(at, r.Reason)
		}
		return locales.SheetDistrictReturned(at, r.Reason)
	case fund.VerdictRefuse:
		if street {
			return locales.SheetStreetRefused(at, r.Reason)
		}
		return locales.SheetDistrictRefused(at, r.Reason)
	}
	return locales.Message{}
}

// sheetHeld says who has the project, since when, and until when if it is due;
// nothing once nobody has it.
func sheetHeld(tx *store.Tx, o *office.Office, p fund.Project, due locales.Message) (locales.Message, error) {
	if p.Ended() {
		return locales.Message{}, nil
	}
	holder, err := holderName(tx, o, p.Holder(), p.Community)
	if err != nil {
		return locales.Message{}, err
	}
	if p.Due.IsZero() {
		return locales.SheetHeld(holder, p.HeldSince), nil
	}
	if p.HeldSince.After(p.Due) { // by a joint clock the office before has used up all the days
		return locales.SheetHeldLate(holder, p.HeldSince, p.Due), nil
	}
	return locales.SheetHeldDue(holder, p.HeldSince, due), nil
}

// dueWords says when a review is due and how many working days are left.
func dueWords(o *office.Office, due time.Time, provisional bool, now time.Time) locales.Message {
	if due.IsZero() {
		return locales.Message{} // counting the working days from the year 1 takes its time
	}
	left := o.Rules(now).Calendar.Left(now.In(o.Zone()), due)
	words := locales.SheetDue(due, left)
	switch {
	case left < 0:
		words = locales.SheetOverdue(due, -left)
	case left == 0:
		words = locales.SheetDueToday(due)
	}
	return provisionally(words, provisional)
}

// provisionally marks a date that rests on a calendar not yet official.
func provisionally(words locales.Message, provisional bool) locales.Message {
	if provisional {
		return locales.SheetProvisional(words)
	}
	return words
}
