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

// trouble is what is wrong with a value, without where it stands.
type trouble struct{ what, remedy string }

// decode puts a value of a TOML file into a field. ours is an example of what
// may stand there: the preset's own value.
func decode(k Key, raw any, to reflect.Value) *trouble {
	ours := encode(k, to)
	if wrong := decodeAs(k, raw, to); wrong != nil {
		if wrong.what == "" {
			wrong.what = "is " + show(raw)
		}
		if wrong.remedy != "" && ours != "" && ours != "[]" && ours != `""` && len(ours) < 60 {
			wrong.remedy += ", such as " + ours
		}
		return wrong
	}
	return nil
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
			return &trouble{remedy: "write true or false"}
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
		return 0, &trouble{remedy: "write a whole number" + bounds(k)}
	}
	if n < k.Min || k.Max > 0 && n > k.Max {
		return 0, &trouble{remedy: "write a number" + bounds(k)}
	}
	return n, nil
}

func bounds(k Key) string {
	of := map[Unit]string{
		UnitWorkdays: " of working days", UnitDays: " of days", UnitHours: " of hours", UnitMinutes: " of minutes",
		UnitLetters: " of characters", UnitAmount: " of whole units of the currency",
		UnitPercent: " of percent", UnitMonth: " of a month",
	}[k.Unit]
	if k.Max == 0 {
		return fmt.Sprintf("%s, %d or more", of, k.Min)
	}
	return fmt.Sprintf("%s from %d to %d", of, k.Min, k.Max)
}

func decodeMoney(k Key, raw any, to reflect.Value) *trouble {
	if k.Max == 0 {
		k.Max = mostMoney
	}
	var amount fund.Money
	switch n := raw.(type) {
	case int64:
		if n < -mostMoney || n > mostMoney {
			return &trouble{remedy: "write an amount" + bounds(k)}
		}
		amount = fund.Yuan(n)
	case float64:
		amount = fund.Money(math.Round(n * 100))
		if math.Abs(n*100-float64(amount)) > 1e-6 {
			return &trouble{remedy: "write an amount with two decimals at most"}
		}
	default:
		return &trouble{remedy: "write an amount in digits, without quotation marks or a unit"}
	}
	if amount < fund.Yuan(k.Min) || amount > fund.Yuan(k.Max) {
		return &trouble{remedy: "write an amount" + bounds(k)}
	}
	to.SetInt(int64(amount))
	return nil
}

func decodeShare(raw any, to reflect.Value) *trouble {
	wrong := &trouble{remedy: `write a share between quotation marks, as a fraction like "2/3" or in percent like "10%"`}
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
		return &trouble{what: "is " + text + ", more than everything", remedy: "write a share up to 1/1"}
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
	return &trouble{remedy: `write the days of the week in English, like "saturday"`}
}

func decodeZone(raw any, to reflect.Value) *trouble {
	text, ok := raw.(string)
	if !ok || text == "" || text == "Local" {
		return &trouble{remedy: "write the name of a time zone"}
	}
	if zone, ok := to.Interface().(*time.Location); ok && zone != nil && zone.String() == text {
		return nil
	}
	zone, err := time.LoadLocation(text)
	if err != nil {
		return &trouble{remedy: "write the name of a time zone, as en.wikipedia.org/wiki/List_of_tz_database_time_zones has them"}
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
		return &trouble{remedy: "write it between quotation marks"}
	}
	if len(k.OneOf) > 0 && !slices.Contains(k.OneOf, text) {
		return &trouble{remedy: "write " + orList(k.OneOf)}
	}
	to.SetString(text)
	return nil
}

// orList writes the choices of a sentence.
func orList(words []string) string {
	quoted := make([]string, len(words))
	for i, w := range words {
		quoted[i] = strconv.Quote(w)
	}
	if len(quoted) == 1 {
		return quoted[0]
	}
	return strings.Join(quoted[:len(quoted)-1], ", ") + " or " + quoted[len(quoted)-1]
}

func decodeClock(raw any, to reflect.Value) *trouble {
	text, ok := raw.(string)
	at, err := time.Parse("15:04", text)
	minutes := int64(at.Hour()*60 + at.Minute())
	if text == "24:00" {
		minutes, err = 24*60, nil
	}
	if !ok || err != nil {
		return &trouble{remedy: `write a time of the day between quotation marks, like "09:00"`}
	}
	to.SetInt(minutes)
	return nil
}
