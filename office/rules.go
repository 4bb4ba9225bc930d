package office

import (
	"errors"
	"fmt"
	"time"

	"huimin/fund"
	"huimin/store"
)

// Rulebook gives the rules the office runs by, with their dates.
func (o *Office) Rulebook() fund.Rulebook { return o.rules }

// Rules gives the rules in force at a moment. What was decided under an older
// rule keeps it: see [Office.RulesOf] for a project; a ballot has those of its
// opening, a review those of its arrival.
func (o *Office) Rules(at time.Time) fund.Programme { return o.rules.At(at) }

// Zone is the time zone of the fund, the same under every rule.
func (o *Office) Zone() *time.Location { return o.rules.Zone() }

// RulesOf gives the rules that a project is judged by: those of the day on
// which its last ballot was opened; before there is one, and once an amendment
// asks for a new vote, those in force now.
func (o *Office) RulesOf(tx *store.Tx, p fund.Project, now time.Time) (fund.Programme, error) {
	var opened time.Time
	voted, err := o.decidedByBallot(tx, p)
	if err == nil && (voted || p.Status == fund.ProjectVoting) {
		var b fund.Ballot
		b, err = tx.LastBallot(p.ID)
		opened = b.Opened
	}
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return fund.Programme{}, fmt.Errorf("rules of project %d: %w", p.ID, err)
	}
	return o.rules.RulesOf(p, opened, now), nil
}

// decidedByBallot tells whether the decision on a project is that of its last
// ballot.
func (o *Office) decidedByBallot(tx *store.Tx, p fund.Project) (bool, error) {
	if p.DecidedAt.IsZero() {
		return false, nil
	}
	_, err := tx.BallotDeciding(p.ID, p.DecidedAt)
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}
