package fund

import (
	"time"
)

func ParseMoney(s string) (Money, error) { return 0, &MoneyError{Text: s, Why: MoneyNotANumber} }
func MaskName(first, last string) string { return "*" }
func (r Request) Title() string          { return r.Text }
func Similarity(a, b string) float64     { return 0 }
func MostSimilar(text string, among []string, atLeast float64, n int) []int {
	return nil
}

type Calendar struct{ region string }

func DefaultCalendar(region string) (Calendar, error) { return Calendar{}, nil }
func (c Calendar) Working(day time.Time) bool         { return true }
func (c Calendar) Provisional(day time.Time) bool     { return true }
func (c Calendar) Add(from time.Time, days int) (end time.Time, provisional bool) {
	return from.AddDate(0, 0, days), true
}
func (c Calendar) Left(now, due time.Time) int                         { return 0 }
func (c Calendar) between(from, to time.Time) int                      { return 0 }
func (c Calendar) NextWorkMoment(t time.Time, h WorkHours) time.Time   { return t }
func (c Calendar) ReminderOn(day, due time.Time) (Reminder, int, bool) { return "", 0, false }
func DefaultCatalogue() (Catalogue, error)                             { return Catalogue{}, nil }
func (c Catalogue) Guess(text string, n int) []Item                    { return nil }
func (p Programme) BulletinAt(q Quarter) time.Time                     { return time.Time{} }
func MakeBulletin(q Quarter, in BulletinInput, prog Programme, now time.Time) Bulletin {
	return Bulletin{Quarter: q}
}
func Sum(lines []Line) Sums { return Sums{} }
