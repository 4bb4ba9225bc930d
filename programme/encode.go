package programme

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"

	"huimin/fund"
)

// encode writes a field as a file has it, on one line.
func encode(k Key, v reflect.Value) string {
	switch x := v.Interface().(type) {
	case fund.Money:
		return encodeMoney(x)
	case fund.Share:
		if x.Den == 100 {
			return fmt.Sprintf(`"%d%%"`, x.Num)
		}
		return fmt.Sprintf(`"%d/%d"`, x.Num, x.Den)
	case time.Duration:
		return strconv.FormatInt(int64(x/unitLength(k.Unit)), 10)
	case time.Weekday:
		return strconv.Quote(strings.ToLower(x.String()))
	case *time.Location:
		return strconv.Quote(x.String())
	}
	switch v.Kind() { //nolint:exhaustive // a test shows that no rule has another kind
	case reflect.Bool:
		return strconv.FormatBool(v.Bool())
	case reflect.String:
		return quote(v.String())
	case reflect.Int, reflect.Int64:
		if k.Unit == UnitClock {
			return fmt.Sprintf(`"%02d:%02d"`, v.Int()/60, v.Int()%60)
		}
		return digits(v.Int(), k.Unit != UnitNone)
	case reflect.Slice:
		return encodeList(k, v)
	case reflect.Struct:
		return encodeTable(v)
	}
	return ""
}

// quote writes a text as TOML has it.
func quote(s string) string {
	escaped := strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\t", `\t`, "\r", `\r`).Replace(s)
	return `"` + escaped + `"`
}

// digits writes a number, from five digits on in groups: a year is none of
// those.
func digits(n int64, group bool) string {
	s := strconv.FormatInt(n, 10)
	if !group || len(s) < 5 {
		return s
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "_" + s[i:]
	}
	return s
}

func encodeMoney(m fund.Money) string {
	if m%100 == 0 {
		return digits(int64(m/100), true)
	}
	return m.Decimal()
}

func encodeList(k Key, v reflect.Value) string {
	parts := make([]string, v.Len())
	for i := range parts {
		parts[i] = encode(k, v.Index(i))
	}
	return "[" + strings.Join(parts, ", ") + "]"
}

func encodeTable(v reflect.Value) string {
	var parts []string
	for i, name := range fieldNames(v.Type()) {
		if !v.Field(i).IsZero() {
			parts = append(parts, name+" = "+encode(Key{Unit: fieldUnit(name)}, v.Field(i)))
		}
	}
	return "{ " + strings.Join(parts, ", ") + " }"
}
