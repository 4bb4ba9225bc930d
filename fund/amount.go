package fund

import (
	"math/big"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// ParseMoney reads an amount in yuan as people write it: "11000", "11,000",
// "１１０００元", "¥1.1万", "11k", "11000.50", "五万", "3万5千". Zero is an
// amount; what may not be zero is for the rule that uses it. What cannot be
// read is a *MoneyError.
func ParseMoney(s string) (Money, error) {
	if len(s) > maxAmountText {
		return 0, &MoneyError{Text: s, Why: MoneyNotANumber}
	}
	text, negative := cutSign(trimCurrency(foldAmount(s)))
	if head, ok := strings.CutSuffix(text, "w"); ok {
		text = head + "万"
	} else if head, ok := strings.CutSuffix(text, "k"); ok {
		text = head + "千"
	}
	yuan, ok := parseYuan(trimCurrency(text), units)
	if !ok {
		return 0, &MoneyError{Text: s, Why: MoneyNotANumber}
	}
	fen := yuan.Mul(yuan, big.NewRat(100, 1))
	switch {
	case negative && fen.Sign() > 0:
		return 0, &MoneyError{Text: s, Why: MoneyNegative}
	case fen.Cmp(big.NewRat(int64(MaxMoney), 1)) > 0:
		return 0, &MoneyError{Text: s, Why: MoneyTooLarge}
	case !fen.IsInt():
		return 0, &MoneyError{Text: s, Why: MoneyTooPrecise}
	}
	return Money(fen.Num().Int64()), nil
}

// maxAmountText bounds, in bytes, what is worth reading as an amount.
const maxAmountText = 200

// trimCurrency takes off what names the currency, at most once on each side.
func trimCurrency(s string) string {
	s = strings.TrimSpace(s)
	for _, p := range []string{"人民币", "rmb", "cny", "¥"} {
		if rest, ok := strings.CutPrefix(s, p); ok {
			s = strings.TrimSpace(strings.TrimPrefix(rest, ":"))
			break
		}
	}
	s = strings.TrimRight(s, ".")
	for _, suffix := range []string{"元整", "元钱", "块钱", "圆整", "元", "块", "圆", "yuan", "rmb", "cny", "¥"} {
		if rest, ok := strings.CutSuffix(s, suffix); ok {
			return strings.TrimSpace(rest)
		}
	}
	return s
}

func cutSign(s string) (rest string, negative bool) {
	for _, minus := range []string{"-", "−", "–", "负"} {
		if rest, ok := strings.CutPrefix(s, minus); ok {
			return strings.TrimSpace(rest), true
		}
	}
	return strings.TrimPrefix(s, "+"), false
}

// units are what a number may be counted in, from the largest down.
const units = "亿万千百十"

func unitValue(unit rune) int64 {
	switch unit {
	case '亿':
		return 100_000_000
	case '万':
		return 10_000
	case '千':
		return 1000
	case '百':
		return 100
	case '十':
		return 10
	}
	return 1
}

// parseYuan reads a number with units, "1.1万", "3万5千", "一百二十万": what is
// left of the largest unit counts it, what is right of it is smaller than one.
// units are those that may still appear.
func parseYuan(s, units string) (*big.Rat, bool) {
	s = strings.TrimSpace(s)
	for i, unit := range units {
		left, right, found := strings.Cut(s, string(unit))
		if !found {
			continue
		}
		smaller := units[i+len(string(unit)):]
		count, ok := big.NewRat(1, 1), unit == '十'
		if left != "" {
			count, ok = parseYuan(left, smaller)
		}
		if !ok {
			return nil, false
		}
		one := unitValue(unit)
		rest, ok := parseRest(strings.TrimSpace(right), smaller, one)
		if !ok || right != "" && !count.IsInt() {
			return nil, false
		}
		return rest.Add(rest, count.Mul(count, big.NewRat(one, 1))), true
	}
	return parsePlain(s)
}

// parseRest reads what follows a unit worth one: less than that, and for a
// lone digit the next unit, as 两万五 is 25,000.
func parseRest(s, units string, one int64) (*big.Rat, bool) {
	if s == "" {
		return new(big.Rat), true
	}
	rest, ok := parseYuan(strings.TrimPrefix(s, "0"), units) // 零 only keeps a place
	if !ok {
		return nil, false
	}
	if len(s) == 1 {
		return rest.Mul(rest, big.NewRat(one/10, 1)), true
	}
	return rest, rest.Cmp(big.NewRat(one, 1)) < 0
}

// plain is a number in digits, whole or grouped by threes.
var plain = regexp.MustCompile(`^(\d+|\d{1,3}([, ]\d{3})+)(\.\d+)?$`)

func parsePlain(s string) (*big.Rat, bool) {
	if !plain.MatchString(s) {
		return nil, false
	}
	return new(big.Rat).SetString(strings.NewReplacer(",", "", " ", "").Replace(s))
}

// foldAmount folds s, writes Chinese digits as digits and one sign a unit.
func foldAmount(s string) string {
	return strings.Map(func(r rune) rune {
		if r = foldRune(r); unicode.IsSpace(r) {
			return ' '
		}
		if i := strings.IndexRune(numerals, r); i >= 0 {
			return []rune(numeralsFolded)[utf8.RuneCountInString(numerals[:i])]
		}
		return r
	}, s)
}

const (
	numerals       = "零〇一二两三四五六七八九壹贰叁肆伍陆柒捌玖萬億仟佰拾。"
	numeralsFolded = "001223456789123456789万亿千百十."
)
