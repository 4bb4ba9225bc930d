package fund

import "time"

// Version is a project as it was when it was sent up.
type Version struct {
	ID           int64     `json:"-"`
	Project      ProjectID `json:"-"`
	N            int       `json:"-"` // counts from 1
	Title, Where string    `json:"-"`
	Item         ItemCode
	Funding      Funding
	Lines        []CostLine
	Purpose      string
	Whom         string
	Begin, End   int64  // Unix seconds, 0 for none
	Vendor       string // of the quote taken
	Quoted       Money
	Photos       int
	By           PersonID  `json:"-"`
	At           time.Time `json:"-"`
}

// NewVersion takes down a project as it is now.
func NewVersion(p Project, d Dossier) Version {
	a := d.Application
	v := Version{
		Project: p.ID, Title: p.Title, Where: p.Where, Item: p.Item, Funding: p.Funding, Lines: d.Lines,
		Purpose: a.Purpose, Whom: a.Whom, Photos: len(p.Before),
	}
	if !a.End.IsZero() {
		v.Begin, v.End = a.Begin.Unix(), a.End.Unix()
	}
	if q, ok := d.Quote(a.Chosen); ok {
		v.Vendor, v.Quoted = q.Vendor, q.Amount
	}
	return v
}

// Field is a part of a project that may differ from one version to the next.
type Field string

// The fields, in the order in which they are shown.
const (
	FieldTitle     Field = "title"
	FieldWhere     Field = "where"
	FieldItem      Field = "item"
	FieldCost      Field = "cost"
	FieldFund      Field = "fund"
	FieldSponsor   Field = "sponsor"
	FieldResidents Field = "residents"
	FieldPurpose   Field = "purpose"
	FieldWhom      Field = "whom"
	FieldPeriod    Field = "period"
	FieldQuote     Field = "quote"
	FieldPhotos    Field = "photos"
)

// LineChange is a cost line that costs something else than before.
type LineChange struct {
	Label    string
	Old, New Money
}

// Difference is what changed from one version of a project to the next.
type Difference struct {
	Old, New Version
	Fields   []Field
	Added    []CostLine
	Removed  []CostLine
	Changed  []LineChange
}

// Same reports whether nothing changed.
func (d Difference) Same() bool {
	return len(d.Fields) == 0 && len(d.Added) == 0 && len(d.Removed) == 0 && len(d.Changed) == 0
}

// Compare says what changed from an older version to a newer one. A cost line
// with the same words is the same line.
func Compare(old, now Version) Difference {
	d := Difference{Old: old, New: now}
	for _, f := range []struct {
		field Field
		same  bool
	}{
		{FieldTitle, old.Title == now.Title},
		{FieldWhere, old.Where == now.Where},
		{FieldItem, old.Item == now.Item},
		{FieldCost, old.Funding.Total() == now.Funding.Total()},
		{FieldFund, old.Funding.Fund == now.Funding.Fund},
		{FieldSponsor, old.Funding.Sponsor == now.Funding.Sponsor && old.Funding.SponsorName == now.Funding.SponsorName},
		{FieldResidents, old.Funding.Residents == now.Funding.Residents},
		{FieldPurpose, old.Purpose == now.Purpose},
		{FieldWhom, old.Whom == now.Whom},
		{FieldPeriod, old.Begin == now.Begin && old.End == now.End},
		{FieldQuote, old.Vendor == now.Vendor && old.Quoted == now.Quoted},
		{FieldPhotos, old.Photos == now.Photos},
	} {
		if !f.same {
			d.Fields = append(d.Fields, f.field)
		}
	}
	left := make(map[string][]Money)
	for _, l := range old.Lines {
		left[l.Label] = append(left[l.Label], l.Amount)
	}
	for _, l := range now.Lines {
		was := left[l.Label]
		if len(was) == 0 {
			d.Added = append(d.Added, l)
			continue
		}
		left[l.Label] = was[1:]
		if was[0] != l.Amount {
			d.Changed = append(d.Changed, LineChange{Label: l.Label, Old: was[0], New: l.Amount})
		}
	}
	for _, l := range old.Lines {
		if was := left[l.Label]; len(was) > 0 {
			d.Removed = append(d.Removed, CostLine{Label: l.Label, Amount: was[0]})
			left[l.Label] = was[1:]
		}
	}
	return d
}
