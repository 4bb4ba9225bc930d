package store

import (
	"fmt"

	"huimin/fund"
)

func scanCostLine(s scanner) (l fund.CostLine, err error) {
	err = s.Scan(&l.Label, &l.Amount)
	return l, err
}

// CostLines reads what a project pays for, line by line; none when nobody has
// written it down.
func (tx *Tx) CostLines(project fund.ProjectID) ([]fund.CostLine, error) {
	list, err := all(tx, scanCostLine, `SELECT label, amount FROM cost_lines WHERE project = ? ORDER BY n`, project)
	if err != nil {
		return nil, fmt.Errorf("cost lines of project %d: %w", project, err)
	}
	return list, nil
}

// SetCostLines replaces what a project pays for.
func (tx *Tx) SetCostLines(project fund.ProjectID, lines []fund.CostLine) error {
	if err := tx.exec(`DELETE FROM cost_lines WHERE project = ?`, project); err != nil {
		return fmt.Errorf("set cost lines of project %d: %w", project, err)
	}
	for i, l := range lines {
		err := tx.exec(`INSERT INTO cost_lines (project, n, label, amount) VALUES (?, ?, ?, ?)`, project, i+1, l.Label, l.Amount)
		if err != nil {
			return fmt.Errorf("set cost lines of project %d: %w", project, err)
		}
	}
	return nil
}

// ProjectsWithCostLines lists the projects that have cost lines.
func (tx *Tx) ProjectsWithCostLines() ([]fund.ProjectID, error) {
	return all(tx, scalar[fund.ProjectID], `SELECT DISTINCT project FROM cost_lines ORDER BY project`)
}
