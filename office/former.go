package office

import (
	"fmt"

	"huimin/fund"
	"huimin/store"
)

// Former is what was put together for a request by a project that lapsed with
// its year: when the request is made a project again, it is taken over.
type Former struct {
	Project fund.Project
	Lines   []fund.CostLine
	Quotes  []fund.Quote
}

// Former gives the last project of a request that lapsed; Project.ID is 0 where
// none did.
func (o *Office) Former(tx *store.Tx, r fund.Request) (f Former, err error) {
	origins, err := tx.OriginsUnder(r.Community)
	if err != nil {
		return f, err
	}
	for _, origin := range origins {
		if origin.Request != r.ID || origin.Project < f.Project.ID {
			continue
		}
		p, err := tx.Project(origin.Project)
		if err != nil {
			return f, err
		}
		if p.Status == fund.ProjectLapsed {
			f.Project = o.localProject(p)
		}
	}
	if f.Project.ID == 0 {
		return f, nil
	}
	if f.Lines, err = tx.CostLines(f.Project.ID); err != nil {
		return f, err
	}
	f.Quotes, err = tx.Quotes(f.Project.ID)
	return f, err
}

// Found tells whether there is anything to take over.
func (f Former) Found() bool {
	p := f.Project
	return p.ID != 0 && (len(f.Lines)+len(f.Quotes) > 0 || p.Where != "" || p.At != nil)
}

// fill gives a plan that names no site the former one, and the former cost
// lines where it costs the same and has none of its own.
func (f Former) fill(n NewProject) NewProject {
	if n.Where == "" && n.At == nil {
		n.Where, n.At = f.Project.Where, f.Project.At
	}
	if len(n.Lines) == 0 && fund.CheckCostLines(f.Lines, n.Funding.Total()) == nil {
		n.Lines = f.Lines
	}
	return n
}

// takeOver gives a new draft the former one's quotes. Which is taken, and
// whether anybody is related to a firm, is said anew.
func (o *Office) takeOver(a Act, p fund.Project, f Former) error {
	for _, q := range f.Quotes {
		q.Project = p.ID
		if _, err := o.AddQuote(a, q); err != nil {
			return fmt.Errorf("take over the quotes of project %d: %w", f.Project.ID, err)
		}
	}
	return nil
}
