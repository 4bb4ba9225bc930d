package fund

import (
	"fmt"
	"strings"
)

// Funding is who pays for a project. The fund tops up what a sponsor and the
// residents give (单位赞助+居民众筹+惠民补差; the article, 8); residents give of
// their free will (the Act, Art. 42).
type Funding struct {
	Fund        Money
	Sponsor     Money
	Residents   Money
	SponsorName string // an organisation; needed with sponsor money
}

// Total is the sum of the three parts.
func (f Funding) Total() Money { return f.Fund + f.Sponsor + f.Residents }

// FundingWhy says what is wrong with a funding or a spending.
type FundingWhy string

// The reasons CheckFunding and the changes of a project give.
const (
	FundingNothing   FundingWhy = "nothing"    // costs nothing
	FundingNegative  FundingWhy = "negative"   // a part below zero
	FundingTooLarge  FundingWhy = "too_large"  // above the programme's maximum
	FundingNoSponsor FundingWhy = "no_sponsor" // sponsor money without a name
	FundingSpent     FundingWhy = "spent"      // less than what was spent already, Max
)

// FundingError says why an amount cannot stand. Have is the amount, Max the
// most it may be where there is a limit.
type FundingError struct {
	Why       FundingWhy
	Have, Max Money
}

// Error gives the reason and the amounts in yuan.
func (e *FundingError) Error() string {
	return fmt.Sprintf("funding: %s (%s, at most %s)", e.Why, e.Have.Decimal(), e.Max.Decimal())
}

// CheckFunding says by *FundingError whether f may pay for a project: a cost
// above zero and up to the programme's maximum, no part below zero, and a name
// beside a sponsor's money.
func CheckFunding(f Funding, prog Programme) error {
	for _, part := range []Money{f.Fund, f.Sponsor, f.Residents} {
		if part < 0 {
			return &FundingError{Why: FundingNegative, Have: part}
		}
		if part > prog.MaxCost { // before adding up, so that no sum overflows
			return &FundingError{Why: FundingTooLarge, Have: part, Max: prog.MaxCost}
		}
	}
	switch {
	case f.Total() == 0:
		return &FundingError{Why: FundingNothing, Max: prog.MaxCost}
	case f.Total() > prog.MaxCost:
		return &FundingError{Why: FundingTooLarge, Have: f.Total(), Max: prog.MaxCost}
	case f.Sponsor > 0 && strings.TrimSpace(f.SponsorName) == "":
		return &FundingError{Why: FundingNoSponsor, Have: f.Sponsor, Max: prog.MaxCost}
	}
	return nil
}
