package office

import (
	"encoding/json"
	"fmt"

	"huimin/fund"
	"huimin/store"
)

// CostLines reads what a project pays for, line by line. A project may have
// none: then its cost is one line of everything.
func (o *Office) CostLines(tx *store.Tx, project fund.ProjectID) ([]fund.CostLine, error) {
	return tx.CostLines(project)
}

// SetCostLines replaces what a drafted or returned project pays for. Lines that
// do not come to its cost are refused by *fund.CostLineError.
func (o *Office) SetCostLines(a Act, project fund.ProjectID, lines []fund.CostLine) error {
	p, err := o.projectFor(a, fund.ActAmend, project)
	if err != nil {
		return fmt.Errorf("set cost lines: %w", err)
	}
	if err := p.Amendable(); err != nil {
		return fmt.Errorf("set cost lines: %w", err)
	}
	return o.setCostLines(a, p, lines)
}

func (o *Office) setCostLines(a Act, p fund.Project, lines []fund.CostLine) error {
	if err := fund.CheckCostLines(lines, p.Cost()); err != nil {
		return fmt.Errorf("cost lines of project %d: %w", p.ID, err)
	}
	if err := a.Tx.SetCostLines(p.ID, lines); err != nil {
		return err
	}
	entry := CostEntry{Project: p.ID}
	for _, l := range lines {
		label, err := a.seal(l.Label, a.By.ID)
		if err != nil {
			return err
		}
		entry.Lines = append(entry.Lines, CostFacts{Label: label, Amount: l.Amount})
	}
	return a.record(recordCosted, entry)
}

// recordCosted is a project's cost lines being written down anew.
const recordCosted = "project_costed"

// CostEntry is the record's account of what a project pays for: all its lines.
type CostEntry struct {
	Project fund.ProjectID `json:"project"`
	Lines   []CostFacts    `json:"lines"`
}

// CostFacts are one cost line; money in fen, its words sealed.
type CostFacts struct {
	Label  string     `json:"label"`
	Amount fund.Money `json:"amount"`
}

// costs compares every project's cost lines with the newest entry about them.
func (v *verifier) costs() error {
	projects, err := v.tx.ProjectsWithCostLines()
	if err != nil {
		return err
	}
	seen := make(map[fund.ProjectID]bool)
	for _, id := range projects {
		seen[id] = true
		said, ok := v.said.costs[id]
		if !ok {
			v.fault(Fault{Kind: FaultUnknown, Noun: "cost lines", ID: int64(id)})
			continue
		}
		if err := v.cost(id, said); err != nil {
			return err
		}
	}
	missing(v, "cost lines", v.said.costs, seen)
	return nil
}

func (v *verifier) cost(id fund.ProjectID, said costSaid) error {
	lines, err := v.tx.CostLines(id)
	if err != nil {
		return err
	}
	if len(lines) != len(said.lines) {
		v.fault(Fault{
			Kind: FaultDiffers, Noun: "cost lines", ID: int64(id), Field: "lines",
			Books: fmt.Sprint(len(lines)), Record: fmt.Sprint(len(said.lines)),
		})
		return nil
	}
	for i, l := range lines {
		if l.Amount != said.lines[i].Amount {
			v.fault(Fault{
				Kind: FaultDiffers, Noun: "cost lines", ID: int64(id), Field: "amount",
				Books: l.Amount.Decimal(), Record: said.lines[i].Amount.Decimal(),
			})
		}
		if err := v.sealed("cost lines", int64(id), said.lines[i].Label, l.Label, said.by); err != nil {
			return err
		}
	}
	return nil
}

func (s *sayings) hearCosts(e store.Entry) error {
	if e.What != recordCosted {
		return nil
	}
	var c CostEntry
	if err := json.Unmarshal([]byte(e.Data), &c); err != nil {
		return err
	}
	s.costs[c.Project] = costSaid{lines: c.Lines, by: e.By}
	return nil
}

// costSaid is the record's newest word on a project's cost lines, and whose it
// is.
type costSaid struct {
	lines []CostFacts
	by    int64
}
