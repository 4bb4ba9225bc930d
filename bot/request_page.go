package bot

import (
	"fmt"
	"slices"
	"time"

	"huimin/fund"
	"huimin/locales"
	"huimin/office"
	"huimin/store"
)

// commentsShown is how many of a request's comments its page shows, the
// latest.
const commentsShown = 4

// showRequest shows everything about one request: words, photos, comments and
// answers, who holds it and since when, and what the person may do with it.
func (c *residents) showRequest(t *turn, id fund.RequestID, b openButton) error {
	f, err := c.office.Follow(t.tx, id)
	if err != nil {
		return err
	}
	r := f.Request
	state, err := stateOf(t.tx, c.office, f)
	if err != nil {
		return err
	}
	supports, err := c.office.Supports(t.tx, id, t.person.ID)
	if err != nil {
		return err
	}
	parts := []locales.Message{locales.RequestPage(r.Number, r.Text, r.Where, len(r.Photos), r.Filed, state)}
	switch {
	case r.Author == t.person.ID && t.person.ID != 0:
		parts = append(parts, locales.RequestByYou())
	case supports:
		parts = append(parts, locales.RequestYouSupport())
	}
	if f.Merge != nil && r.Author == t.person.ID {
		into, err := c.office.Request(t.tx, f.Merge.Into)
		if err != nil {
			return err
		}
		parts = append(parts, locales.RequestMergeWaits(into.Number, shortTitle(into)))
	}
	if f.Project != nil {
		parts = append(parts, locales.RequestHistory(history(r, *f.Project)))
	}
	comments, err := c.comments(t, id)
	if err != nil {
		return err
	}
	keys, err := c.requestKeys(t, f, supports, b)
	if err != nil {
		return err
	}
	return t.show(screen{Text: locales.Paragraphs(append(parts, comments)...), Keys: keys})
}

// comments are the latest of a request's comments and answers.
func (c *residents) comments(t *turn, id fund.RequestID) (locales.Message, error) {
	list, err := c.office.Comments(t.tx, id)
	if err != nil || len(list) == 0 {
		return locales.Message{}, err
	}
	var lines []locales.Message
	for _, m := range list[max(0, len(list)-commentsShown):] {
		if m.Office {
			lines = append(lines, locales.RequestAnswerLine(m.At, m.Text))
			continue
		}
		lines = append(lines, locales.RequestCommentLine(m.At, m.Text))
	}
	return locales.RequestComments(len(list), lines), nil
}

// history is what happened to a request that became a project, step by step.
func history(r fund.Request, p fund.Project) []locales.Message {
	steps := []locales.Message{
		locales.RequestStep(r.Filed, locales.RequestStepFiled()),
		locales.RequestStep(r.Changed, locales.RequestStepProject(p.Number)),
	}
	for _, s := range []struct {
		at   time.Time
		what locales.Message
	}{
		{p.DecidedAt, locales.RequestStepDecided()},
		{p.ApprovedAt, locales.RequestStepApproved()},
		{p.StartedAt, locales.RequestStepStarted()},
		{p.FinishedAt, locales.RequestStepFinished(int64(p.Spent))},
	} {
		if !s.at.IsZero() {
			steps = append(steps, locales.RequestStep(s.at, s.what))
		}
	}
	return steps
}

// requestKeys are what the person may do with a request.
func (c *residents) requestKeys(t *turn, f office.Followed, supports bool, b openButton) ([][]key, error) {
	r := f.Request
	id := int64(r.ID)
	open, mine := r.Status == fund.RequestOpen, r.Author == t.person.ID && t.person.ID != 0
	var keys [][]key
	if f.Merge != nil && mine {
		keys = append(keys, []key{t.key(locales.MergeYesButton(), mergeButton{f.Merge.ID, true})},
			[]key{t.key(locales.MergeNoButton(), mergeButton{f.Merge.ID, false})})
	}
	switch {
	case supports && (open || r.Status == fund.RequestAdopted):
		keys = append(keys, []key{t.key(locales.RequestUnsupportButton(),
			supportButton{Request: id, Here: true, From: b.From, Page: b.Page})})
	case open && !mine && r.Community == t.person.Community:
		keys = append(keys, []key{t.key(locales.RequestSupportButton(r.Supporters),
			supportButton{Request: id, On: true, Here: true, From: b.From, Page: b.Page}).styled("success")})
	}
	may, err := c.may(t, r, fund.ActComment, fund.ActAnswer)
	if err != nil {
		return nil, err
	}
	if may {
		keys = append(keys, []key{t.key(locales.RequestCommentButton(), commentButton{id})})
	}
	if r.Project != 0 {
		keys = append(keys, []key{t.key(locales.WorksOpenButton(), lookButton{r.Project})})
	}
	if f.Project != nil {
		give, err := giveKey(t.buttons, t.tx, c.office, *f.Project)
		if err != nil {
			return nil, err
		}
		if give != nil {
			keys = append(keys, []key{*give})
		}
	}
	if len(r.Photos) > 0 {
		keys = append(keys, []key{t.key(locales.RequestPhotosButton(len(r.Photos)), photosButton{id})})
	}
	if r.At != nil {
		keys = append(keys, []key{linkKey(locales.RequestMapButton(), mapLink(*r.At))})
	}
	if open && mine {
		keys = append(keys, []key{t.key(locales.RequestWithdrawButton(), withdrawButton{Request: id})})
	}
	switch b.From {
	case fromList:
		keys = append(keys, []key{t.key(locales.RequestListButton(), listButton{b.Page})})
	case fromMine:
		keys = append(keys, []key{t.key(locales.RequestListButton(), mineButton{b.Page})})
	}
	return keys, nil
}

// may tells whether the person may do one of the actions about a request.
func (c *residents) may(t *turn, r fund.Request, actions ...fund.Action) (bool, error) {
	grants, err := c.office.Grants(t.tx, t.person)
	if err != nil {
		return false, err
	}
	lineage, err := c.office.Lineage(t.tx, r.Community)
	if err != nil {
		return false, err
	}
	return slices.ContainsFunc(actions, func(a fund.Action) bool {
		return fund.May(grants, a, lineage, t.now) == nil
	}), nil
}

// mapLink shows a point on a map.
func mapLink(p fund.Point) string {
	return fmt.Sprintf("https://www.openstreetmap.org/?mlat=%.5f&mlon=%.5f#map=18/%.5f/%.5f", p.Lat, p.Lon, p.Lat, p.Lon)
}

// stateOf says where a request stands: who holds it, since when, until when.
func stateOf(tx *store.Tx, o *office.Office, f office.Followed) (locales.Message, error) {
	switch r := f.Request; r.Status {
	case fund.RequestOpen:
		return openState(tx, o, f)
	case fund.RequestDeclined:
		return locales.RequestDeclined(r.Changed, r.Reason), nil
	case fund.RequestWithdrawn:
		return locales.RequestWithdrawn(r.Changed), nil
	case fund.RequestMerged:
		if f.Into == nil {
			return locales.Message{}, nil
		}
		into, err := o.Follow(tx, f.Into.ID)
		if err != nil {
			return locales.Message{}, err
		}
		then, err := stateOf(tx, o, into)
		return locales.Lines(locales.RequestMerged(f.Into.Number, f.Into.Title()), then), err
	case fund.RequestAdopted:
		if f.Project == nil {
			return locales.Message{}, nil
		}
		return projectState(tx, o, f)
	}
	return locales.Message{}, nil
}

// openState says who holds an open request, who backs it besides the neighbours
// in the chat, and whether it was kept from an earlier choice.
func openState(tx *store.Tx, o *office.Office, f office.Followed) (locales.Message, error) {
	r := f.Request
	holder, err := holderName(tx, o, f.Holder, r.Community)
	if err != nil {
		return locales.Message{}, err
	}
	lines := []locales.Message{locales.RequestOpen(holder, f.Since, r.Supporters)}
	if r.Households > 0 {
		lines = append(lines, locales.NeedsDoorsLine(r.Households))
	}
	polled, err := o.PolledFor(tx, r.ID)
	if err != nil {
		return locales.Message{}, err
	}
	if polled >= 0 {
		lines = append(lines, locales.NeedsPolledLine(polled))
	}
	kept, err := o.KeptFor(tx, r.ID)
	if kept != 0 {
		lines = append(lines, locales.NeedsKeptLine(kept))
	}
	return locales.Lines(lines...), err
}

func projectState(tx *store.Tx, o *office.Office, f office.Followed) (locales.Message, error) {
	p := f.Project
	status, _, err := standsAt(tx, o, *p)
	if err != nil {
		return locales.Message{}, err
	}
	line := locales.RequestProject(p.Number, status)
	holder, err := holderName(tx, o, f.Holder, p.Community)
	switch {
	case err != nil, holder.IsZero():
		return line, err
	case f.Due.IsZero():
		return locales.Lines(line, locales.RequestHeld(holder, f.Since)), nil
	}
	return locales.Lines(line, locales.RequestHeldDue(holder, f.Since, f.Due)), nil
}
