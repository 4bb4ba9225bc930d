package pabulib

import (
	"math/big"
	"regexp"
	"strings"
)

var numberForm = regexp.MustCompile(`^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,2})?$`)

// blanks stand between the thousands of some amounts.
var blanks = strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "", "'", "")

// number reads a number as files write it: 12000, 12000.50, 12000,50,
// 1.2E+4, 12 000, 1,234,567.89.
func number(text string) (*big.Rat, bool) {
	s := blanks.Replace(strings.TrimSpace(text))
	commas, dots := strings.Count(s, ","), strings.Count(s, ".")
	switch {
	case commas == 1 && dots == 0, commas == 1 && dots > 1,
		commas == 1 && dots == 1 && strings.Index(s, ",") > strings.Index(s, "."):
		s = strings.Replace(strings.ReplaceAll(s, ".", ""), ",", ".", 1)
	case commas > 0 && dots <= 1:
		s = strings.ReplaceAll(s, ",", "")
	case dots > 1 && commas == 0:
		s = strings.ReplaceAll(s, ".", "")
	}
	if !numberForm.MatchString(s) {
		return nil, false
	}
	return new(big.Rat).SetString(s)
}

// scale is the smallest power of ten, up to a billion, with which all numbers
// become whole and none larger than the limit; the first that needs more is
// returned with ok false.
func scale(numbers []*big.Rat, limit int64) (unit int64, bad int, ok bool) {
	unit = 1
	rest := new(big.Rat)
	for i, n := range numbers {
		for !rest.Mul(n, new(big.Rat).SetInt64(unit)).IsInt() {
			if unit *= 10; unit > 1_000_000_000 {
				return 0, i, false
			}
		}
	}
	for i, n := range numbers {
		if rest.Abs(n).Mul(rest, new(big.Rat).SetInt64(unit)).Cmp(big.NewRat(limit, 1)) > 0 {
			return 0, i, false
		}
	}
	return unit, 0, true
}

// whole is a number in units of a scale that makes it whole.
func whole(n *big.Rat, unit int64) int64 {
	return new(big.Rat).Mul(n, new(big.Rat).SetInt64(unit)).Num().Int64()
}
