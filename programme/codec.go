package programme

import (
	"fmt"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"huimin/fund"
)

// trouble is what is wrong with a value, without where it stands. Without what,
// the value itself is wrong.
type trouble struct{ what, remedy Phrase }

// instead is a trouble of which only what to write instead is told.
func instead(id PhraseID) *trouble { return &trouble{remedy: Phrase{ID: id}} }

// decode puts a value of a TOML file into a field. ours is an example of what
// may stand there: the preset's own value.
func decode(k Key, raw any, to reflect.Value) *trouble {
	ours := encode(k, to)
	if wrong := decodeAs(k, raw, to); wrong != nil {
		wrong.about(raw)
		if wrong.remedy.ID != "" && ours != "" && ours != "[]" && ours != `""` && len(ours) < 60 {
			wrong.remedy.Example = ours
		}
		return wrong
	}
	return nil
}

// about names the value where nothing else is said of it.
func (t *trouble) about(raw any) {
	if t.what.ID == "" {
		t.what = Phrase{ID: WhatIs, Text: show(raw)}
	}
}

// show writes a value that a file holds, shortened.
func show(raw any) string {
	s := fmt.Sprint(raw)
	if text, ok := raw.(string); ok {
		s = strconv.Quote(text)
	}
	if r := []rune(s); len(r) > 40 {
		s = string(r[:40]) + "…"
	}
	return s
}

func decodeAs(k Key, raw any, to reflect.Value) *trouble {
	switch to.Interface().(type) {
	case fund.Money:
		return decodeMoney(k, raw, to)
	case fund.Share:
		return decodeShare(raw, to)
	case time.Duration:
		n, wrong := whole(k, raw)
		if wrong == nil {
			to.SetInt(n * int64(unitLength(k.Unit)))
		}
		return wrong
	case time.Weekday:
		return decodeWeekday(raw, to)
	case *time.Location:
		return decodeZone(raw, to)
	}
	switch to.Kind() { //nolint:exhaustive // a test shows that no rule has another kind
	case reflect.Bool:
		b, ok := raw.(bool)
		if !ok {
			return instead(RemedyTrueFalse)
		}
		to.SetBool(b)
	case reflect.String:
		return decodeText(k, raw, to)
	case reflect.Int, reflect.Int64:
		if k.Unit == UnitClock {
			return decodeClock(raw, to)
		}
		n, wrong := whole(k, raw)
		if wrong == nil {
			to.SetInt(n)
		}
		return wrong
	case reflect.Slice:
		return decodeList(k, raw, to)
	case reflect.Struct:
		return decodeTable(raw, to)
	}
	return nil
}

// unitLength is how long one of a unit is.
func unitLength(u Unit) time.Duration {
	switch u {
	case UnitDays:
		return 24 * time.Hour
	case UnitHours:
		return time.Hour
	case UnitMinutes:
		return time.Minute
	case UnitNone, UnitAmount, UnitWorkdays, UnitClock, UnitLetters, UnitCount, UnitShare, UnitPercent, UnitMonth:
	}
	return time.Second
}

// whole reads a whole number within the key's bounds.
func whole(k Key, raw any) (int64, *trouble) {
	n, ok := raw.(int64)
	if !ok {
		return 0, &trouble{remedy: bounded(RemedyWhole, k)}
	}
	if n < k.Min || k.Max > 0 && n > k.Max {
		return 0, &trouble{remedy: bounded(RemedyNumber, k)}
	}
	return n, nil
}

// bounded is a remedy with the key's unit and bounds.
func bounded(id PhraseID, k Key) Phrase { return Phrase{ID: id, Unit: k.Unit, N: k.Min, M: k.Max} }

func decodeMoney(k Key, raw any, to reflect.Value) *trouble {
	if k.Max == 0 {
		k.Max = mostMoney
	}
	var amount fund.Money
	switch n := raw.(type) {
	case int64:
		if n < -mostMoney || n > mostMoney {
			return &trouble{remedy: bounded(RemedyAmount, k)}
		}
		amount = fund.Yuan(n)
	case float64:
		amount = fund.Money(math.Round(n * 100))
		if math.Abs(n*100-float64(amount)) > 1e-6 {
			return instead(RemedyDecimals)
		}
	default:
		return instead(RemedyDigits)
	}
	if amount < fund.Yuan(k.Min) || amount > fund.Yuan(k.Max) {
		return &trouble{remedy: bounded(RemedyAmount, k)}
	}
	to.SetInt(int64(amount))
	return nil
}

func decodeShare(raw any, to reflect.Value) *trouble {
	wrong := instead(RemedyShare)
	text, ok := raw.(string)
	if !ok {
		return wrong
	}
	top, bottom, ok := strings.Cut(strings.TrimSpace(text), "/")
	if percent, is := strings.CutSuffix(top, "%"); is && !ok {
		top, bottom, ok = percent, "100", true
	}
	num, err := strconv.Atoi(strings.TrimSpace(top))
	den, bad := strconv.Atoi(strings.TrimSpace(bottom))
	if !ok || err != nil || bad != nil || num < 0 || den < 1 || den > 10_000 {
		return wrong
	}
	if num > den {
		return &trouble{what: Phrase{ID: WhatOverAll, Text: text}, remedy: Phrase{ID: RemedyShareMost}}
	}
	to.Set(reflect.ValueOf(fund.Share{Num: num, Den: den}))
	return nil
}

func decodeWeekday(raw any, to reflect.Value) *trouble {
	for d := time.Sunday; d <= time.Saturday; d++ {
		if text, ok := raw.(string); ok && strings.EqualFold(text, d.String()) {
			to.SetInt(int64(d))
			return nil
		}
	}
	return instead(RemedyWeekdays)
}

func decodeZone(raw any, to reflect.Value) *trouble {
	text, ok := raw.(string)
	if !ok || text == "" || text == "Local" {
		return instead(RemedyZone)
	}
	if zone, ok := to.Interface().(*time.Location); ok && zone != nil && zone.String() == text {
		return nil
	}
	zone, err := time.LoadLocation(text)
	if err != nil {
		return instead(RemedyZones)
	}
	to.Set(reflect.ValueOf(zone))
	return nil
}

func decodeText(k Key, raw any, to reflect.Value) *trouble {
	text, ok := raw.(string)
	if at, is := raw.(time.Time); is { // a date of TOML's own
		text, ok = at.Format(time.DateOnly), true
	}
	if !ok {
		return instead(RemedyQuotes)
	}
	if len(k.OneOf) > 0 && !slices.Contains(k.OneOf, text) {
		return &trouble{remedy: Phrase{ID: RemedyOneOf, Words: k.OneOf}}
	}
	to.SetString(text)
	return nil
}

func decodeClock(raw any, to reflect.Value) *trouble {
	text, ok := raw.(string)
	at, err := time.Parse("15:04", text)
	minutes := int64(at.Hour()*60 + at.Minute())
	if text == "24:00" {
		minutes, err = 24*60, nil
	}
	if !ok || err != nil {
		return instead(RemedyClock)
	}
	to.SetInt(minutes)
	return nil
}
