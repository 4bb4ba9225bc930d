package fund

import (
	"cmp"
	"math/big"
	"slices"
)

// Apportion divides sum in proportion to weights, exactly to the fen: what
// rounding leaves over goes, a fen each, to the largest remainders, the earlier
// one first (the method of largest remainders). Weights are at least zero;
// where all are zero, so are the parts.
func Apportion(sum Money, weights []Money) []Money {
	parts := make([]Money, len(weights))
	total := new(big.Int)
	for _, w := range weights {
		total.Add(total, big.NewInt(int64(w)))
	}
	if total.Sign() <= 0 || sum <= 0 {
		return parts
	}
	type rest struct {
		at   int
		left *big.Int
	}
	left, rests := sum, make([]rest, len(weights))
	for i, w := range weights {
		product := new(big.Int).Mul(big.NewInt(int64(sum)), big.NewInt(int64(w)))
		part, remainder := new(big.Int).QuoRem(product, total, new(big.Int))
		parts[i], rests[i] = Money(part.Int64()), rest{i, remainder}
		left -= parts[i]
	}
	slices.SortStableFunc(rests, func(a, b rest) int { return b.left.Cmp(a.left) })
	for i := range left {
		parts[rests[i].at]++
	}
	return parts
}

// takeFrom takes sum from what several have, in proportion to weights as far
// as each has it, and from the others what some do not have. Together they
// must have sum.
func takeFrom(sum Money, have, weights []Money) []Money {
	parts := make([]Money, len(have))
	for sum > 0 {
		open := make([]Money, len(have))
		for i := range have {
			if have[i] > parts[i] {
				open[i] = weights[i]
			}
		}
		took := Money(0)
		for i, part := range Apportion(sum, open) {
			part = min(part, have[i]-parts[i])
			parts[i] += part
			took += part
		}
		if took == 0 {
			break
		}
		sum -= took
	}
	return parts
}

func compareAccounts(a, b Account) int {
	return cmp.Or(
		cmp.Compare(a.Community, b.Community), cmp.Compare(a.Year, b.Year), cmp.Compare(a.Project, b.Project),
		cmp.Compare(slices.Index(Sources(), a.Source), slices.Index(Sources(), b.Source)),
		cmp.Compare(a.Pledge, b.Pledge), cmp.Compare(a.Book, b.Book),
	)
}
