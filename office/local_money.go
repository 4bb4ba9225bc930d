package office

import (
	"fmt"

	"huimin/fund"
	"huimin/store"
)

const recordCarriedByMoney = "project_carried_by_money"

// LocalMoney tells how much residents and sponsors have brought in for a
// project, and how much would decide on it without a vote; need is 0 when no
// money does.
func (o *Office) LocalMoney(a Act, p fund.Project) (have, need fund.Money, err error) {
	if need = o.Rules(a.Now).WinningMoney(p.Cost()); need == 0 {
		return 0, 0, nil
	}
	m, err := o.ProjectMoney(a.Tx, p.ID)
	return m.Residents.Received + m.Sponsor.Received, need, err
}

// CarryByMoney decides on a drafted project without a vote, because local money
// has come in for enough of its cost: *fund.LocalMoneyError, *fund.NotFreeError,
// and *[NotReadyError] like before a vote.
func (o *Office) CarryByMoney(a Act, id fund.ProjectID) (fund.Project, error) {
	p, err := o.projectFor(a, fund.ActOpenBallot, id)
	if err != nil {
		return fund.Project{}, fmt.Errorf("carry by money: %w", err)
	}
	have, _, err := o.LocalMoney(a, p)
	if err == nil {
		err = o.Ready(a, p)
	}
	if err == nil {
		err = o.checkFree(a.Tx, p)
	}
	if err != nil {
		return fund.Project{}, fmt.Errorf("carry project %d by money: %w", id, err)
	}
	if err := p.CarryByMoney(have, o.Rules(a.Now), a.Now); err != nil {
		return fund.Project{}, err
	}
	return o.localProject(p), o.move(a, recordCarriedByMoney, p, ProjectEntry{}, RequestChanged{What: decisionOf(p, fund.OutcomeCarried)})
}

// CarriedByMoney tells whether local money decided on a project, and no ballot.
func (o *Office) CarriedByMoney(tx *store.Tx, p fund.Project) (bool, error) {
	if p.DecidedAt.IsZero() {
		return false, nil
	}
	decided, err := o.decidedByBallot(tx, p)
	return !decided, err
}
