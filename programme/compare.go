package programme

import (
	"slices"
	"time"

	"huimin/fund"
)

// Difference is a rule that differs between two programmes, written as in a
// file.
type Difference struct {
	Key      Key
	Old, New string
}

// Diff lists the rules in which two programmes differ.
func Diff(before, after fund.Programme) (list []Difference, err error) {
	x, err := draftOf(before)
	if err != nil {
		return nil, err
	}
	y, err := draftOf(after)
	if err != nil {
		return nil, err
	}
	for _, k := range Keys() {
		if a, b := encode(k, x.field(k)), encode(k, y.field(k)); a != b {
			list = append(list, Difference{Key: k, Old: a, New: b})
		}
	}
	return list, nil
}

// Rewrite is a rule of the past that another rulebook has otherwise. From is
// since when, the zero time for the beginning.
type Rewrite struct {
	Difference
	From time.Time
}

// Rewrites lists how a rulebook would change what was in force before now by
// another one. A notice of days off for a year that was only computed changes
// nothing that was certain, and is none.
func Rewrites(kept, anew fund.Rulebook, now time.Time) (list []Rewrite, err error) {
	var moments []time.Time
	for _, b := range []fund.Rulebook{kept, anew} {
		for _, e := range b.Editions() {
			if !e.From.After(now) && !slices.ContainsFunc(moments, e.From.Equal) {
				moments = append(moments, e.From)
			}
		}
	}
	slices.SortFunc(moments, time.Time.Compare)
	told := make(map[string]string)
	for _, from := range moments {
		differs, err := Diff(kept.At(from), anew.At(from))
		if err != nil {
			return nil, err
		}
		for _, d := range differs {
			if told[d.Key.Name] == d.New || addsYears(d.Key, kept.At(from), anew.At(from), now) {
				continue
			}
			told[d.Key.Name] = d.New
			list = append(list, Rewrite{Difference: d, From: from})
		}
	}
	return list, nil
}

// addsYears reports that a calendar differs only by notices it did not have, or
// in days that are still to come.
func addsYears(k Key, before, after fund.Programme, now time.Time) bool {
	x, y := before.Calendar.Plan().Years, after.Calendar.Plan().Years
	switch k.Name {
	case "calendar.years":
	case "calendar.regional_years":
		x, y = before.Calendar.Plan().Regional, after.Calendar.Plan().Regional
	case "calendar.listed_to":
		return before.Calendar.Plan().ListedTo < after.Calendar.Plan().ListedTo
	default:
		return false
	}
	for _, year := range x {
		same := func(other fund.CalendarYear) bool {
			return other.Year == year.Year && slices.Equal(past(other.Off, now), past(year.Off, now)) &&
				slices.Equal(past(other.Work, now), past(year.Work, now))
		}
		if !slices.ContainsFunc(y, same) {
			return false
		}
	}
	return true
}

// past gives those of some days that are over, in their order.
func past(days []string, now time.Time) (list []string) {
	for _, d := range days {
		if d < now.Format(time.DateOnly) {
			list = append(list, d)
		}
	}
	slices.Sort(list)
	return list
}
