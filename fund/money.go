package fund

import (
	"fmt"
	"strconv"
)

// Money is an amount in fen (1 yuan = 100 fen).
type Money int64

// MaxMoney is the largest amount that ParseMoney accepts: a hundred billion,
// enough for currencies of small units, which leaves room to add up hundreds of
// thousands of such amounts.
const MaxMoney Money = 100_000_000_000 * 100

// Yuan gives n whole yuan.
func Yuan(n int64) Money { return Money(n * 100) }

// Decimal writes the amount in yuan with two decimals and no grouping, as
// files want it: "11000.00".
func (m Money) Decimal() string {
	sign, u := "", uint64(m)
	if m < 0 {
		sign, u = "-", -u
	}
	return sign + strconv.FormatUint(u/100, 10) + fmt.Sprintf(".%02d", u%100)
}

// MoneyWhy says why a text is no amount of money.
type MoneyWhy string

// The reasons ParseMoney gives.
const (
	MoneyNotANumber MoneyWhy = "not_a_number" // nothing that reads as one amount
	MoneyNegative   MoneyWhy = "negative"     // below zero
	MoneyTooPrecise MoneyWhy = "too_precise"  // finer than one fen
	MoneyTooLarge   MoneyWhy = "too_large"    // above MaxMoney
)

// MoneyError is what ParseMoney says about a text it refuses.
type MoneyError struct {
	Text string
	Why  MoneyWhy
}

// Error gives the reason without the text, which may be long and private.
func (e *MoneyError) Error() string { return "amount of money: " + string(e.Why) }
