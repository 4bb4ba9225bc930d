package fund

import "fmt"

// PayWhy says why a payment cannot be made.
type PayWhy string

// The reasons.
const (
	PayNotNow       PayWhy = "not_now"       // the project is not approved, or is over
	PayBeyondCost   PayWhy = "beyond_cost"   // above what was approved
	PayBeyondLine   PayWhy = "beyond_line"   // above the cost line and its margin
	PayBeyondPlan   PayWhy = "beyond_plan"   // others have not given their part yet
	PayNothingThere PayWhy = "nothing_there" // the community's money of the year has not come in
)

// PaymentError says why an invoice of Have cannot be paid: at most Max can.
// Cost is what was approved, Paid what was paid already; Line is the most that
// the cost line may take. Others is what others gave and is left; Fund is what
// the fund may still pay for the project, and Pot what it has. errors.Is(err,
// ErrOverdrawn).
type PaymentError struct {
	Why             PayWhy
	Have, Max       Money
	Cost, Paid      Money
	Others          Money
	Fund, Pot, Line Money
}

// Error gives the reason and the amounts.
func (e *PaymentError) Error() string {
	return fmt.Sprintf("pay %s: %s, at most %s", e.Have.Decimal(), e.Why, e.Max.Decimal())
}

// Unwrap gives ErrOverdrawn.
func (e *PaymentError) Unwrap() error { return ErrOverdrawn }

// Purse is an account that may pay for a project: what it received, net of
// what went back, what it has paid for this project, and what it holds.
type Purse struct {
	Account              Account
	Received, Paid, Held Money
}

// Purses are what may pay for a project: what others gave to it, and the
// community's money of its year.
type Purses struct {
	Others []Purse
	Fund   []Purse // Paid is for this project alone
}

func total(list []Purse, of func(Purse) Money) (t Money) {
	for _, p := range list {
		t += of(p)
	}
	return t
}

func held(p Purse) Money { return p.Held }
func paid(p Purse) Money { return p.Paid }

// Payable reports whether invoices of the project may be paid: from its
// approval until it has ended. What is due after the acceptance is paid before
// it is signed, so that the figures it is judged by are the last ones.
func (p Project) Payable() bool { return !p.Ended() && p.MaySpend().Total() > 0 }

// PlanPayment says which accounts pay an invoice of a project, or by
// *PaymentError why none can: never above what was approved, and from each
// account no more than it received.
//
// By the default rule what others gave for this project pays first, each
// in proportion to what was received; the fund tops up (惠民补差; the article,
// 8). Of the fund, money that came by transfer pays first, because it was
// handed over to be used; then city and district in their shares, as far as
// each has money, the odd fen from the city. By the other rule fund and others
// pay in proportion to the plan.
func (r MoneyRules) PlanPayment(p Project, sum Money, have Purses) ([]Posting, error) {
	others, pot, plan := total(have.Others, held), total(have.Fund, held), p.MaySpend()
	already := total(have.Others, paid) + total(have.Fund, paid)
	e := &PaymentError{
		Have: sum, Cost: plan.Total(), Paid: already, Others: others, Pot: pot,
		Fund: max(plan.Fund-total(have.Fund, paid), 0),
	}
	e.Max = min(plan.Total()-already, others+min(e.Fund, pot))
	switch {
	case sum <= 0:
		return nil, &FundingError{Why: FundingNothing, Have: sum}
	case !p.Payable():
		e.Why, e.Max = PayNotNow, 0
	case already+sum > plan.Total():
		e.Why = PayBeyondCost
	case sum > others+e.Fund:
		e.Why = PayBeyondPlan
	case sum > others+pot:
		e.Why = PayNothingThere
	}
	if e.Why != "" {
		return nil, fmt.Errorf("project %d: %w", p.ID, e)
	}
	fromOthers := min(sum, others)
	if r.PayOrder == PayByPlan {
		parts := takeFrom(sum, []Money{others, min(e.Fund, pot)}, []Money{plan.Sponsor + plan.Residents, plan.Fund})
		fromOthers = parts[0]
	}
	return append(fromEach(have.Others, fromOthers), r.fromFund(have.Fund, sum-fromOthers)...), nil
}

// fromEach takes sum from what others gave, so that each has paid in
// proportion to what was received of it.
func fromEach(others []Purse, sum Money) []Posting {
	received, spare, open := make([]Money, len(others)), make([]Money, len(others)), make([]Money, len(others))
	for i, o := range others {
		received[i] = o.Received
	}
	for i, target := range Apportion(total(others, paid)+sum, received) {
		open[i] = min(max(target-others[i].Paid, 0), others[i].Held)
	}
	parts := takeFrom(sum, open, open)
	left := sum
	for i := range parts {
		left -= parts[i]
		spare[i] = others[i].Held - parts[i]
	}
	for i, more := range takeFrom(left, spare, spare) { // where some gave after others had paid
		parts[i] += more
	}
	return postings(others, parts)
}

// fromFund takes sum from the community's money of a year.
func (r MoneyRules) fromFund(pot []Purse, sum Money) []Posting {
	parts, have, weights := make([]Money, len(pot)), make([]Money, len(pot)), make([]Money, len(pot))
	for i, p := range pot {
		switch p.Account.Source {
		case SourceTransfer:
			parts[i] = min(p.Held, sum)
			sum -= parts[i]
		case SourceCity:
			have[i], weights[i] = p.Held, Money(r.CityShare.Num)
		case SourceDistrict:
			have[i], weights[i] = p.Held, Money(r.CityShare.Den-r.CityShare.Num)
		case SourceSponsor, SourceResidents:
		}
	}
	for i, part := range takeFrom(sum, have, weights) {
		parts[i] += part
	}
	for i := range parts { // a half that is nobody's share still pays what is left
		sum -= min(sum, parts[i])
	}
	return postings(pot, parts)
}

func postings(from []Purse, parts []Money) []Posting {
	var list []Posting
	for i, part := range parts {
		if part > 0 {
			list = append(list, Posting{from[i].Account, part})
		}
	}
	return list
}

// CheckLine says by *PaymentError whether a cost line of some amount, of which
// paid went already, may take sum more: up to the line and the share by which
// works may change without a new approval.
func (p Programme) CheckLine(line, paid, sum Money) error {
	most := line
	if s := p.Works.ChangeShare; s.Den > 0 {
		most += line * Money(s.Num) / Money(s.Den) // amounts are below MaxMoney: no product overflows
	}
	if paid+sum > most {
		return &PaymentError{Why: PayBeyondLine, Have: sum, Max: max(most-paid, 0), Paid: paid, Cost: line, Line: most}
	}
	return nil
}
