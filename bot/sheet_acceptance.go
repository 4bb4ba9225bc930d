package bot

import (
	"slices"

	"huimin/fund"
	"huimin/locales"
	"huimin/report"
	"huimin/store"
)

// acceptanceText is the acceptance form (验收表): planned against actual, and the
// team's signatures.
func acceptanceText(tx *store.Tx, c *staff, p fund.Project, n fund.Acceptance) (locales.Message, error) {
	cost, spent := n.Cost, n.Spent
	if n.Decided.IsZero() {
		cost, spent = p.Cost(), p.Spent
	}
	f := p.Basis()
	m, err := c.office.ProjectMoney(tx, p.ID)
	if err != nil {
		return locales.Message{}, err
	}
	rows, err := acceptanceLines(tx, p)
	if err != nil {
		return locales.Message{}, err
	}
	parts := []locales.Message{
		locales.AcceptancePage(p.Number, p.Title, n.Round),
		locales.AcceptanceFigures(int64(f.Total()), int64(cost), int64(spent), int64(max(0, cost-spent))),
		locales.AcceptanceSources(int64(m.Fund.Planned), int64(m.Fund.Paid), int64(m.Sponsor.Planned), int64(m.Sponsor.Paid),
			int64(m.Residents.Planned), int64(m.Residents.Paid)),
		rows,
		locales.AcceptanceDates(p.ApprovedAt, p.StartedAt, p.FinishedAt, mending(p)),
	}
	if p.Reason != "" && p.Status == fund.ProjectFinished {
		parts = append(parts, locales.AcceptanceNote(p.Reason))
	}
	lines := []locales.Message{locales.AcceptanceTeam()}
	for _, m := range n.Members {
		name, err := personOf(tx, m.Person)
		if err != nil {
			return locales.Message{}, err
		}
		switch {
		case m.Verdict == fund.SignPass:
			lines = append(lines, locales.AcceptanceSignedPass(name, report.RoleName(m.Role), m.At))
		case m.Final():
			lines = append(lines, locales.AcceptanceSignedFinal(name, report.RoleName(m.Role), m.At, m.Reason))
		case m.Verdict == fund.SignFail:
			lines = append(lines, locales.AcceptanceSignedFail(name, report.RoleName(m.Role), m.At, m.Reason))
		default:
			lines = append(lines, locales.AcceptanceUnsigned(name, report.RoleName(m.Role)))
		}
	}
	return locales.Paragraphs(locales.Lines(parts...), locales.Lines(lines...), acceptanceState(n)), nil
}

// acceptanceLines are the cost lines with what was paid on each.
func acceptanceLines(tx *store.Tx, p fund.Project) (locales.Message, error) {
	lines, err := tx.CostLines(p.ID)
	if err != nil || len(lines) == 0 {
		return locales.Message{}, err
	}
	var rows []locales.Message
	for i, l := range lines {
		paid, err := tx.LinePaid(p.ID, i+1)
		if err != nil {
			return locales.Message{}, err
		}
		rows = append(rows, locales.AcceptanceLine(l.Label, int64(l.Amount), int64(paid)))
	}
	return locales.Lines(rows...), nil
}

// mending is 1 while there is no day on which the works were done.
func mending(p fund.Project) int {
	if p.FinishedAt.IsZero() {
		return 1
	}
	return 0
}

// acceptanceState says how an acceptance stands.
func acceptanceState(n fund.Acceptance) locales.Message {
	switch n.Status {
	case fund.AcceptanceOpen:
		return locales.SheetAcceptanceOpen(n.Named, len(n.Members)-n.Missing(), len(n.Members), n.Due)
	case fund.AcceptancePassed:
		return locales.SheetAcceptancePassed(n.Decided, n.Until)
	case fund.AcceptanceFailed:
		if n.Final() {
			return locales.SheetAcceptanceFinal(n.Decided)
		}
		return locales.SheetAcceptanceFailed(n.Decided, n.MendBy)
	case fund.AcceptanceStands:
		return locales.SheetAcceptanceStands(n.Decided, n.Ended)
	case fund.AcceptanceUpset:
		return locales.SheetAcceptanceUpset(n.Decided, n.Ended)
	case fund.AcceptanceSuspended:
		return locales.AcceptanceSuspended(n.Ended)
	}
	return locales.Message{}
}

// showAlbum sends a project's pictures, those from before first, so that both
// stand beside each other.
func (w *working) showAlbum(t *turn, b albumButton) error {
	p, err := w.office.Project(t.tx, b.Project)
	if err != nil {
		return err
	}
	if len(p.Before)+len(p.After) == 0 {
		return errNoPhotos
	}
	const half = maxPhotos / 2
	before, after := len(p.Before), len(p.After)
	before, after = min(before, max(half, maxPhotos-after)), min(after, max(half, maxPhotos-before))
	photos := append(files(p.Before[:before]), files(p.After[:after])...)
	captions := slices.Concat(slices.Repeat([]locales.Message{locales.AcceptanceBefore(p.Number)}, before),
		slices.Repeat([]locales.Message{locales.AcceptanceAfter(p.Number)}, after))
	text := locales.AcceptanceAlbum(p.Number, p.Title, before, after)
	return t.say(screen{Text: text, Photos: photos, Captions: captions})
}
