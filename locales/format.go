package locales

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// money writes an amount of fen in yuan, or in what the book names instead; the
// fen only when there are any.
func (v *voice) money(amount fen) (string, error) {
	abs := uint64(amount)
	if amount < 0 {
		abs = -abs
	}
	whole, rest := abs/100, abs%100
	group, err := v.render(FormatGroupMark())
	if err != nil {
		return "", err
	}
	digits := grouped(strconv.FormatUint(whole, 10), group)
	if rest != 0 {
		mark, err := v.render(FormatDecimalMark())
		if err != nil {
			return "", err
		}
		digits += fmt.Sprintf("%s%02d", mark, rest)
	}
	if amount < 0 {
		digits = "-" + digits
	}
	if v.currency != "" {
		return v.render(FormatMoneyOther(digits, v.currency))
	}
	return v.render(FormatMoney(int(whole), digits))
}

// currencyName is what money is counted in, as it stands in a sentence.
func (v *voice) currencyName() (string, error) {
	if v.currency != "" {
		return escape(v.currency), nil
	}
	return v.render(FormatCurrency())
}

// grouped puts a mark between thousands.
func grouped(digits, mark string) string {
	var b strings.Builder
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteString(mark)
		}
		b.WriteRune(d)
	}
	return b.String()
}

// percent writes basis points with one decimal, rounded half up, and without
// it when it is zero.
func (v *voice) percent(bp basisPoints) (string, error) {
	tenths := (abs(int(bp)) + 5) / 10
	digits := strconv.Itoa(tenths / 10)
	if tenths%10 != 0 {
		mark, err := v.render(FormatDecimalMark())
		if err != nil {
			return "", err
		}
		digits += mark + strconv.Itoa(tenths%10)
	}
	if bp < 0 && tenths != 0 {
		digits = "-" + digits
	}
	return v.render(FormatPercent(digits))
}

// voters is who votes, as it stands in a sentence.
func (v *voice) voters() (string, error) {
	if v.residents {
		return v.render(FormatVotersResidents())
	}
	return v.render(FormatVoters())
}

// votersFirst is who votes, at the beginning of a sentence.
func (v *voice) votersFirst() (string, error) {
	if v.residents {
		return v.render(FormatVotersResidentsFirst())
	}
	return v.render(FormatVotersFirst())
}

func (v *voice) date(at time.Time) (string, error) {
	day, month, err := v.dayAndMonth(at)
	if err != nil {
		return "", err
	}
	return v.render(FormatDate(day, at.Day(), month, int(at.Month())))
}

func (v *voice) dateYear(at time.Time) (string, error) {
	day, month, err := v.dayAndMonth(at)
	if err != nil {
		return "", err
	}
	return v.render(FormatDateYear(day, at.Day(), month, int(at.Month()), at.Year()))
}

func (v *voice) dayAndMonth(at time.Time) (day, month string, err error) {
	if day, err = v.render(weekday(at.Weekday())); err != nil {
		return "", "", err
	}
	if month, err = v.render(monthName(at.Month())); err != nil {
		return "", "", err
	}
	return day, month, nil
}

func (v *voice) clock(at time.Time) (string, error) {
	return v.render(FormatClock(at.Format("15"), at.Format("04")))
}

func (v *voice) dateTime(at time.Time) (string, error) {
	date, err := v.date(at)
	if err != nil {
		return "", err
	}
	clock, err := v.clock(at)
	if err != nil {
		return "", err
	}
	return v.render(FormatDateAndClock(date, clock))
}

// span writes the length of a duration in the one unit that fits, rounded:
// seconds below a minute, minutes below an hour, hours below two days (except
// one whole day), days from there. The sign is left to the sentence around it.
func (v *voice) span(d time.Duration) (string, error) {
	return v.render(spanMessage(d.Abs()))
}

func spanMessage(d time.Duration) Message {
	units := func(unit time.Duration) int { return int(d.Round(unit) / unit) }
	switch {
	case units(time.Second) < 60:
		return FormatSeconds(units(time.Second))
	case units(time.Minute) < 60:
		return FormatMinutes(units(time.Minute))
	case units(time.Hour) == 24:
		return FormatDays(1)
	case units(time.Hour) < 48:
		return FormatHours(units(time.Hour))
	}
	return FormatDays(units(24 * time.Hour))
}

// join writes a list as a sentence does: a, b and c.
func (v *voice) join(items []string) (string, error) {
	if len(items) < 2 {
		return strings.Join(items, ""), nil
	}
	mark, err := v.render(FormatListMark())
	if err != nil {
		return "", err
	}
	last, err := v.render(FormatListLastMark())
	if err != nil {
		return "", err
	}
	end := len(items) - 1
	return strings.Join(items[:end], mark) + last + items[end], nil
}

func weekday(d time.Weekday) Message {
	return []Message{
		FormatSunday(), FormatMonday(), FormatTuesday(), FormatWednesday(),
		FormatThursday(), FormatFriday(), FormatSaturday(),
	}[d]
}

func monthName(m time.Month) Message {
	return []Message{
		FormatJanuary(), FormatFebruary(), FormatMarch(), FormatApril(), FormatMay(), FormatJune(),
		FormatJuly(), FormatAugust(), FormatSeptember(), FormatOctober(), FormatNovember(), FormatDecember(),
	}[m-1]
}

func abs(n int) int { return max(n, -n) }
