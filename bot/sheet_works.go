package bot

import (
	"errors"
	"slices"

	"huimin/fund"
	"huimin/locales"
	"huimin/office"
	"huimin/report"
	"huimin/store"
)

// notesShown is how many of the latest notes a project's page shows.
const notesShown = 3

// sheetWorks says how the works of a project went: progress, changes, what
// those saw who look after it, complaints, acceptance and evaluation. Brief,
// only what the neighbours must know.
func sheetWorks(tx *store.Tx, o *office.Office, p fund.Project, brief bool) ([]locales.Message, error) {
	var lines []locales.Message
	for _, part := range []func(*store.Tx, *office.Office, fund.Project, bool) ([]locales.Message, error){
		sheetProgress, sheetChanges, sheetNotes, sheetComplaints, sheetAcceptance, sheetEvaluation,
	} {
		more, err := part(tx, o, p, brief)
		if err != nil {
			return nil, err
		}
		lines = append(lines, more...)
	}
	return lines, nil
}

// standsAt says where a project stands, in more words than its state where an
// acceptance has passed that may be disputed still, and where a change is
// decided on.
func standsAt(tx *store.Tx, o *office.Office, p fund.Project) (status, head locales.Message, err error) {
	if p.Status == fund.ProjectFinished {
		list, err := o.Acceptances(tx, p.ID)
		if err != nil {
			return status, head, err
		}
		if n := len(list); n > 0 && list[n-1].Status == fund.AcceptancePassed {
			return locales.ProjectPassed(), locales.ProjectHeadPassed(), nil
		}
	}
	if p.Standing != nil {
		return locales.ProjectChanging(report.StatusName(p.Status)), locales.ProjectHeadChanging(), nil
	}
	return report.StatusName(p.Status), projectHead(p.Status), nil
}

func sheetProgress(tx *store.Tx, o *office.Office, p fund.Project, brief bool) ([]locales.Message, error) {
	list, err := o.Milestones(tx, p.ID)
	if err != nil || len(list) == 0 || brief && p.Ended() {
		return nil, err
	}
	m := list[len(list)-1]
	if brief {
		m.Text = cut(m.Text, reasonRoom)
	}
	return []locales.Message{locales.SheetProgress(m.Percent, m.At, m.Text)}, nil
}

func sheetChanges(tx *store.Tx, o *office.Office, p fund.Project, brief bool) (lines []locales.Message, err error) {
	list, err := o.WorkChanges(tx, p.ID)
	if brief && len(list) > 1 {
		list = list[len(list)-1:]
	}
	for _, c := range list {
		was, is, reason := int64(c.Was.Total()), int64(c.Is.Total()), c.Reason
		if brief {
			reason = cut(reason, reasonRoom)
		}
		switch c.Outcome {
		case store.ChangeDone:
			lines = append(lines, locales.SheetChange(c.At, was, is, reason))
		case store.ChangePending:
			lines = append(lines, locales.SheetChangePending(c.At, was, is, reason))
		case store.ChangeApproved:
			lines = append(lines, locales.SheetChangeApproved(c.Settled, was, is))
		case store.ChangeOff:
			lines = append(lines, locales.SheetChangeOff(c.Settled, was, is))
		}
	}
	return lines, err
}

func sheetNotes(tx *store.Tx, o *office.Office, p fund.Project, brief bool) (lines []locales.Message, err error) {
	list, err := o.Notes(tx, p.ID)
	if err != nil {
		return nil, err
	}
	if brief {
		list = slices.DeleteFunc(list, func(n fund.Oversight) bool { return !n.Open() })
		if len(list) == 0 {
			return nil, nil
		}
		return []locales.Message{locales.SheetObjections(len(list))}, nil
	}
	for i, n := range list {
		if n.Open() || i >= len(list)-notesShown {
			lines = append(lines, noteLine(n))
		}
	}
	return lines, nil
}

func sheetComplaints(tx *store.Tx, o *office.Office, p fund.Project, _ bool) ([]locales.Message, error) {
	list, err := o.Complaints(tx, p.ID)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	open := 0
	for _, c := range list {
		if c.Status != fund.ComplaintSettled {
			open++
		}
	}
	return []locales.Message{locales.SheetComplaints(open, len(list))}, nil
}

// sheetAcceptance says how the acceptances went; brief, the last.
func sheetAcceptance(tx *store.Tx, o *office.Office, p fund.Project, brief bool) (lines []locales.Message, err error) {
	list, err := o.Acceptances(tx, p.ID)
	if err != nil {
		return nil, err
	}
	list = slices.DeleteFunc(list, func(n fund.Acceptance) bool { return n.Status == fund.AcceptanceSuspended })
	if brief && len(list) > 1 {
		list = list[len(list)-1:]
	}
	for _, n := range list {
		lines = append(lines, acceptanceState(n))
	}
	disputes, err := o.Disputes(tx, p.ID)
	for _, d := range disputes {
		if d.Decided.IsZero() {
			lines = append(lines, locales.SheetDispute(d.Filed, d.Due))
		} else if !brief {
			lines = append(lines, disputeOutcome(d))
		}
	}
	return lines, err
}

// worksKeys are what is done about a project's acceptance, notes, complaints
// and evaluation by those who work with it.
func (c *staff) worksKeys(t *turn, p fund.Project) ([][]key, error) {
	var rows [][]can
	last, err := lastAcceptance(t.tx, c, p.ID)
	has := err == nil
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return nil, err
	}
	if p.Status == fund.ProjectFinished && (!has || last.Status != fund.AcceptancePassed) {
		label := locales.AcceptanceNameButton()
		if has && last.Status == fund.AcceptanceOpen {
			label = locales.AcceptanceRenameButton()
		}
		rows = append(rows, []can{{fund.ActNameTeam, t.key(label, teamButton{p.ID})}})
	}
	if has {
		rows = append(rows, []can{{fund.ActOversee, t.key(locales.AcceptanceOpenButton(), acceptanceButton{last.ID})}})
	}
	if !p.Ended() || p.Status == fund.ProjectAccepted {
		rows = append(rows, []can{{fund.ActNote, t.key(locales.NoteButton(), noteButton{p.ID})}})
	}
	complaints, err := c.office.Complaints(t.tx, p.ID)
	if err != nil {
		return nil, err
	}
	if n := len(complaints); n > 0 {
		rows = append(rows, []can{{fund.ActAnswer, t.key(locales.ComplaintListButton(n), complaintsButton{p.ID})}})
	}
	if e, err := c.office.Evaluation(t.tx, p.ID); err == nil && e.Answers() > 0 {
		rows = append(rows, []can{{fund.ActProgress, t.key(locales.EvaluationReadButton(), readWordsButton{p.ID})}})
	}
	if m, err := pictured(t.tx, c.office, p.ID); err == nil && len(m.Photos) > 0 {
		rows = append(rows, []can{{fund.ActOversee, t.key(locales.ProgressPhotosButton(), progressPhotosButton{p.ID})}})
	}
	return c.allowed(t, p.Community, rows)
}

func sheetEvaluation(tx *store.Tx, o *office.Office, p fund.Project, _ bool) ([]locales.Message, error) {
	e, err := o.Evaluation(tx, p.ID)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	return []locales.Message{rateLine(o, e)}, err
}
