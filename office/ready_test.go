package office

import (
	"fmt"

	"huimin/fund"
	"huimin/store"
)

// ready has the staff of a project's community put together what it lacks.
func (w *world) ready(p fund.Project) {
	w.t.Helper()
	staff := w.staff
	if p.Community == w.lake.ID {
		staff = w.staff2
	}
	w.must(staff, func(a Act) error {
		list, err := w.office.Checklist(a.Tx, p, a.Now)
		if err != nil {
			return err
		}
		for _, c := range fund.Missing(list) {
			if err := w.mend(a, p, c); err != nil {
				return fmt.Errorf("%s: %w", c.What, err)
			}
		}
		return nil
	})
}

func (w *world) mend(a Act, p fund.Project, c fund.Check) error {
	o := w.office
	switch c.What {
	case fund.NeedPurpose:
		return o.Describe(a, p.ID, "Light at the door", "The old people of block 3")
	case fund.NeedLines:
		return o.SetCostLines(a, p.ID, []fund.CostLine{{Label: "all", Amount: p.Cost()}})
	case fund.NeedPeriod:
		return o.SetPeriod(a, p.ID, a.Now, a.Now)
	case fund.NeedPhotos:
		return o.AddBefore(a, p.ID, []fund.Photo{{FileID: "f", UniqueID: "u"}})
	case fund.NeedNegative:
		return o.DeclareNegative(a, p.ID, nil, "")
	case fund.NeedSplit:
		return o.ExplainSplit(a, p.ID, "Another block, another year's plan")
	case fund.NeedStudy:
		_, err := o.RecordStudy(a, p.ID, a.Now, fund.Opinion{For: true}, fund.Opinion{For: true, Words: "Badly needed"})
		return err
	case fund.NeedQuotes:
	}
	for i := range 3 {
		_, err := o.AddQuote(a, fund.Quote{
			Project: p.ID, Vendor: fmt.Sprintf("Vendor %d", i+1), Amount: p.Cost()/3 - fund.Money(i), // the rest is work of their own
			Photos: []fund.Photo{{FileID: fmt.Sprint("q", i), UniqueID: fmt.Sprint("q", i)}},
		})
		if err != nil {
			return err
		}
	}
	if err := o.ChooseQuote(a, p.ID, 3, ""); err != nil {
		return err
	}
	return o.DeclareInterest(a, p.ID, fund.InterestNone, "")
}

// lacks lists what stops a project, as "what lack".
func (w *world) lacks(p fund.Project) (list []string) {
	w.t.Helper()
	w.read(func(tx *store.Tx) error {
		checks, err := w.office.Checklist(tx, w.project(p.ID), w.now)
		for _, c := range fund.Missing(checks) {
			list = append(list, fmt.Sprintf("%s %s", c.What, c.Lack))
		}
		return err
	})
	return list
}
