package fund

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Application is what a community says about a project it applies for, besides
// its title, place and funding (申报表).
type Application struct {
	Project     ProjectID
	Purpose     string    // what it is for
	Whom        string    // for whom
	Begin, End  time.Time // the first and the last day of the works, at midnight
	Declared    time.Time // when the negative list was gone through, zero for not yet
	DeclaredOf  ItemCode  // what the project was then
	Negative    []NegativeItem
	NegativeWhy string // why something on the list should still be paid
	Interest    Interest
	InterestOf  string // with whom, and how it was dealt with
	Chosen      int    // number of the quote taken, 0 for none
	ChosenWhy   string // needed when another is lower
	SplitWith   []ProjectID
	SplitWhy    string // why it is no splitting
}

// Interest is what the committee declares about itself and those who quote.
type Interest string

// The declarations; "" while there is none.
const (
	InterestNone Interest = "none" // nobody of the committee is related to any of them
	InterestSome Interest = "some" // somebody is, and InterestOf says what follows
)

// NegativeItem is something that the fund never pays for.
type NegativeItem string

// The negative list, put together from Shanghai's guide, Baoying, Jincheng,
// Luohu, Zhuhai and Dujiangyan; Liuzhou's own was not found.
const (
	NegativePay        NegativeItem = "pay"        // pay of staff
	NegativeBenefits   NegativeItem = "benefits"   // their benefits
	NegativeRunning    NegativeItem = "running"    // running the office
	NegativePremises   NegativeItem = "premises"   // the committee's own premises
	NegativeDebts      NegativeItem = "debts"      // old debts
	NegativeEntertain  NegativeItem = "entertain"  // meals and presents
	NegativeProperty   NegativeItem = "property"   // what the property company is paid for
	NegativePrivate    NegativeItem = "private"    // costs of private households
	NegativeOwner      NegativeItem = "owner"      // assets whose owner is liable
	NegativeGovernment NegativeItem = "government" // pure duties of government
)

// NegativeItems lists all of them.
func NegativeItems() []NegativeItem {
	return []NegativeItem{
		NegativePay, NegativeBenefits, NegativeRunning, NegativePremises, NegativeDebts, NegativeEntertain,
		NegativeProperty, NegativePrivate, NegativeOwner, NegativeGovernment,
	}
}

// Quote is what a vendor asks for the works, with the picture of its paper.
type Quote struct {
	Project ProjectID
	N       int // counts from 1 within the project
	Vendor  string
	Amount  Money
	Photos  []Photo
}

// Limits of quotes and of what is written in an application, in code points.
const (
	MaxQuotes  = 9
	MaxVendor  = 60
	MaxPurpose = 300
	MaxWhom    = 120
)

// Opinion is for or against, in a few words that may be left out.
type Opinion struct {
	For   bool
	Words string
}

// Study is the two committees' study of a project before the representatives
// meet (两委一议): the party branch first (the Act, Art. 30), then the residents'
// committee. It is of the project as it was: see [Study.Covers].
type Study struct {
	ID                int64
	Project           ProjectID
	Held              time.Time // the day, at midnight
	Branch, Committee Opinion
	Item              ItemCode
	Cost              Money
	By                PersonID
	At                time.Time
}

// Covers reports whether the study still stands for a project: it is for the
// same thing and costs no more than was studied.
func (s Study) Covers(p Project) bool { return s.Item == p.Item && p.Cost() <= s.Cost }

// Dossier is everything the community has put together about a project.
type Dossier struct {
	Lines       []CostLine
	Application Application
	Quotes      []Quote
	Study       *Study    // the latest, nil for none
	Alike       []Project // those it looks split from: see [Programme.SplitFrom]
}

// Quote finds a quote by its number.
func (d Dossier) Quote(n int) (Quote, bool) {
	i := slices.IndexFunc(d.Quotes, func(q Quote) bool { return q.N == n })
	if i < 0 {
		return Quote{}, false
	}
	return d.Quotes[i], true
}

// Lowest gives the lowest amount quoted; 0 when nobody has quoted.
func (d Dossier) Lowest() (low Money) {
	for i, q := range d.Quotes {
		if i == 0 || q.Amount < low {
			low = q.Amount
		}
	}
	return low
}

// vendors counts those who have quoted, each once, and those with a picture.
func (d Dossier) vendors() (all, pictured int) {
	seen, shown := map[string]bool{}, map[string]bool{}
	for _, q := range d.Quotes {
		name := strings.Map(foldRune, strings.Join(strings.Fields(q.Vendor), ""))
		seen[name] = true
		if len(q.Photos) > 0 {
			shown[name] = true
		}
	}
	return len(seen), len(shown)
}

// The parts of an application whose length is limited.
const (
	WhatPurpose What = "purpose" // what a project is for, code points
	WhatWhom    What = "whom"    // for whom it is, code points
	WhatVendor  What = "vendor"  // who quotes, code points
)

// CheckPurpose says by *LengthError whether s may say what a project is for.
func CheckPurpose(s string) error {
	if have := Weight(s); have < minReason {
		return &LengthError{What: WhatPurpose, Have: have, Min: minReason, Max: MaxPurpose}
	}
	return checkLength(WhatPurpose, s, 1, MaxPurpose)
}

// CheckWhom says by *LengthError whether s may say for whom a project is.
func CheckWhom(s string) error { return checkLength(WhatWhom, s, 1, MaxWhom) }

// CheckQuote says by *LengthError or *FundingError whether q may be a quote.
func CheckQuote(q Quote, prog Programme) error {
	if n := utf8.RuneCountInString(strings.TrimSpace(q.Vendor)); n > MaxVendor || !strings.ContainsFunc(q.Vendor, isWordRune) {
		return &LengthError{What: WhatVendor, Have: n, Min: 1, Max: MaxVendor}
	}
	return CheckFunding(Funding{Fund: q.Amount}, prog)
}
