package fund

import (
	"slices"
	"time"
)

// View is what a bureau thinks of a project under review.
type View string

// The views.
const (
	ViewAgree      View = "agree"
	ViewConditions View = "conditions" // agree with conditions, which the words say
	ViewObject     View = "object"     // object, for the reason the words say
)

// Views lists all views.
func Views() []View { return []View{ViewAgree, ViewConditions, ViewObject} }

// BureauOpinion is what a bureau of the district's leading group says in a
// review; the latest of each bureau counts.
type BureauOpinion struct {
	ID       int64
	Approval int64
	Project  ProjectID
	Bureau   Bureau
	View     View
	Words    string
	By       PersonID
	At       time.Time
}

// Latest gives the newest opinion of each bureau, in the bureaus' order. list
// is oldest first.
func Latest(list []BureauOpinion) (latest []BureauOpinion) {
	for _, b := range Bureaus() {
		for _, o := range slices.Backward(list) {
			if o.Bureau == b {
				latest = append(latest, o)
				break
			}
		}
	}
	return latest
}

// Awaited gives the bureaus whose opinion the leading group's decision waits
// for: those the programme asks for, that have a reviewer appointed and have
// not spoken. Where no reviewer speaks for a bureau, nobody is waited for.
func (r DraftRules) Awaited(appointed []Bureau, spoken []BureauOpinion) (awaited []Bureau) {
	for _, b := range r.Bureaus {
		said := slices.ContainsFunc(spoken, func(o BureauOpinion) bool { return o.Bureau == b })
		if slices.Contains(appointed, b) && !said {
			awaited = append(awaited, b)
		}
	}
	return awaited
}

// Objections gives the opinions that object; an approval must answer them.
func Objections(latest []BureauOpinion) (against []BureauOpinion) {
	for _, o := range latest {
		if o.View == ViewObject {
			against = append(against, o)
		}
	}
	return against
}
