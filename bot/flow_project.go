package bot

import (
	"errors"
	"slices"
	"time"

	"huimin/fund"
	"huimin/locales"
	"huimin/office"
)

// projectButton shows a project with all that the person may do about it.
// Notices carry it too.
type projectButton struct{ Project fund.ProjectID }

// projectPhotosButton sends a project's photos from before or after the works.
type projectPhotosButton struct {
	Project fund.ProjectID
	After   bool
}

// projectsButton lists the projects at a place.
type projectsButton struct {
	Place fund.PlaceID
	Page  int
}

// What the staff do with a project on its way to approval.
type (
	changeButton    struct{ Project fund.ProjectID }
	dropButton      struct{ Project fund.ProjectID }
	resubmitButton  struct{ Project fund.ProjectID }
	voteTimesButton struct{ Project fund.ProjectID } // asks until when the vote shall be open
)

// openVoteButton puts a project to the vote until a minute, since 1970.
type openVoteButton struct {
	Project fund.ProjectID
	Minute  int64
}

// projectFlow is the project's page, the list of projects, and the way to the
// vote and up again.
func (c *staff) projectFlow(r *router) {
	press(r, "wp", func(t *turn, b projectButton) error { return c.showProject(t, b.Project) })
	press(r, "wpp", c.showProjectPhotos)
	press(r, "wpl", c.showProjects)
	press(r, "wpe", func(t *turn, b changeButton) error { return c.beginAmend(t, b.Project) })
	press(r, "wpx", func(t *turn, b dropButton) error { return c.beginDrop(t, b.Project) })
	press(r, "wpm", c.carryByMoney)
	press(r, "wpr", func(t *turn, b resubmitButton) error { return c.resubmit(t, b.Project) })
	press(r, "wpv", func(t *turn, b voteTimesButton) error { return c.askVoteTime(t, b.Project) })
	press(r, "wpo", c.openVote)
}

// projectFor gives a project that the person wants to do something with, if
// they may and it is in one of the states for it.
func (c *staff) projectFor(
	t *turn, action fund.Action, id fund.ProjectID, want ...fund.ProjectStatus,
) (fund.Project, error) {
	p, err := c.office.Project(t.tx, id)
	if err != nil {
		return p, err
	}
	if err := c.office.Allowed(t.act(), action, p.Community); err != nil {
		return p, err
	}
	if len(want) > 0 && !slices.Contains(want, p.Status) {
		return p, &fund.StateError{Noun: "project", ID: int64(id), Have: string(p.Status)}
	}
	return p, nil
}

func (c *staff) showProject(t *turn, id fund.ProjectID) error {
	p, err := c.office.Project(t.tx, id)
	if err != nil {
		return err
	}
	if err := c.maySee(t, p); err != nil {
		return err
	}
	text, err := projectSheet(t.tx, c.office, p, t.now)
	if err != nil {
		return err
	}
	keys, err := c.projectKeys(t, p)
	if err != nil {
		return err
	}
	return t.show(screen{Text: text, Keys: keys})
}

// maySee says whether the person may open a project's page: whoever works with
// it, looks after it, or votes on it.
func (c *staff) maySee(t *turn, p fund.Project) error {
	err := c.office.Allowed(t.act(), fund.ActOversee, p.Community)
	if errors.Is(err, fund.ErrNotAllowed) && c.office.Allowed(t.act(), c.office.Rules(t.now).Voters.Vote(), p.Community) == nil {
		return nil
	}
	return err
}

// can is something that may be done in some states by those who are allowed.
type can struct {
	action fund.Action
	key    key
}

// projectActions are what a project's state calls for, the likely one first.
func projectActions(t *turn, p fund.Project) [][]can {
	change := can{fund.ActAmend, t.key(locales.WorksChangeButton(), changeButton{p.ID})}
	cost := can{fund.ActChange, t.key(locales.ChangeButton(), changeWorksButton{p.ID})}
	drop := can{fund.ActDrop, t.key(locales.WorksDropButton(), dropButton{p.ID})}
	switch p.Status {
	case fund.ProjectDrafted:
		vote := can{fund.ActOpenBallot, t.key(locales.WorksVoteButton(), voteTimesButton{p.ID})}
		return keepRow(t, p, [][]can{{vote}, {change, drop}})
	case fund.ProjectReturned:
		up := can{fund.ActResubmit, t.key(locales.WorksResubmitButton(), resubmitButton{p.ID})}
		return keepRow(t, p, [][]can{{change}, {up}, {drop}})
	case fund.ProjectApproved:
		start := can{fund.ActStart, t.key(locales.WorksStartButton(), startWorksButton{p.ID})}
		return [][]can{{start}, {cost, drop}}
	case fund.ProjectStarted:
		report := can{fund.ActProgress, t.key(locales.ProgressButton(), reportButton{p.ID})}
		finish := can{fund.ActFinish, t.key(locales.WorksFinishButton(), finishButton{p.ID})}
		return [][]can{{report, finish}, {cost, drop}}
	case fund.ProjectStreet, fund.ProjectDistrict:
		return keepRow(t, p, [][]can{{drop}})
	case fund.ProjectMending:
		report := can{fund.ActProgress, t.key(locales.ProgressButton(), reportButton{p.ID})}
		return [][]can{{report, {fund.ActFinish, t.key(locales.WorksMendedButton(), finishButton{p.ID})}}}
	case fund.ProjectVoting, fund.ProjectLost, fund.ProjectRefused, fund.ProjectFinished, fund.ProjectAccepted,
		fund.ProjectFailed, fund.ProjectLapsed, fund.ProjectDropped:
	}
	return nil
}

// keepRow adds the way out of a change that is being decided on.
func keepRow(t *turn, p fund.Project, rows [][]can) [][]can {
	if p.Standing == nil {
		return rows
	}
	return append(rows, []can{{fund.ActChange, t.key(locales.ChangeKeepButton(), keepButton{p.ID})}})
}

// allowed gives the keys for what the person may do at a place at this moment.
func (c *staff) allowed(t *turn, place fund.PlaceID, rows [][]can) ([][]key, error) {
	var keys [][]key
	for _, row := range rows {
		var may []key
		for _, do := range row {
			switch err := c.office.Allowed(t.act(), do.action, place); {
			case err == nil:
				may = append(may, do.key)
			case !errors.Is(err, fund.ErrNotAllowed):
				return nil, err
			}
		}
		if len(may) > 0 {
			keys = append(keys, may)
		}
	}
	return keys, nil
}

func (c *staff) projectKeys(t *turn, p fund.Project) ([][]key, error) {
	keys, err := decisionKeys(t, c.office, p)
	if err != nil {
		return nil, err
	}
	work, err := c.allowed(t, p.Community, projectActions(t, p))
	if err != nil {
		return nil, err
	}
	draft, err := c.draftKeys(t, p)
	if err != nil {
		return nil, err
	}
	if n := min(len(work), 1); len(draft) > 0 { // after what is likely next
		work = slices.Concat(work[:n], draft, work[n:])
	}
	keys = append(keys, work...)
	more, err := c.worksKeys(t, p)
	if err != nil {
		return nil, err
	}
	keys = append(keys, more...)
	bar, err := c.barKeys(t, p)
	if err != nil {
		return nil, err
	}
	visit, err := c.visitKeys(t, p)
	if err != nil {
		return nil, err
	}
	for _, row := range [][]key{bar, visit} {
		if len(row) > 0 {
			keys = append(keys, row)
		}
	}
	var photos []key
	if len(p.Before) > 0 {
		photos = append(photos, t.key(locales.WorksBeforeButton(), projectPhotosButton{Project: p.ID}))
	}
	if len(p.After) > 0 {
		photos = append(photos, t.key(locales.WorksAfterButton(), projectPhotosButton{Project: p.ID, After: true}))
	}
	if len(photos) > 0 {
		keys = append(keys, photos)
	}
	quotes, err := t.tx.Quotes(p.ID)
	if err != nil {
		return nil, err
	}
	if slices.ContainsFunc(quotes, func(q fund.Quote) bool { return len(q.Photos) > 0 }) {
		keys = append(keys, []key{t.key(locales.QuotePicturesButton(), quotePicsButton{p.ID})})
	}
	keys = append(keys, []key{t.key(locales.PurseMoneyButton(), projectMoneyButton{p.ID})})
	return append(keys, c.deskButtonRow(t)), nil
}

func (c *staff) showProjectPhotos(t *turn, b projectPhotosButton) error {
	p, err := c.office.Project(t.tx, b.Project)
	if err != nil {
		return err
	}
	if err := c.maySee(t, p); err != nil {
		return err
	}
	text, photos := locales.WorksPhotosBefore(p.Number), p.Before
	if b.After {
		text, photos = locales.WorksPhotosAfter(p.Number), p.After
	}
	if len(photos) == 0 {
		return errNoPhotos
	}
	return t.say(screen{Text: text, Photos: files(photos)})
}

// askVoteTime asks until when the representatives shall vote.
func (c *staff) askVoteTime(t *turn, id fund.ProjectID) error {
	p, err := c.projectFor(t, fund.ActOpenBallot, id, fund.ProjectDrafted)
	if err != nil {
		return err
	}
	if have, need, err := c.office.LocalMoney(t.act(), p); err != nil || need > 0 && have >= need {
		if err != nil {
			return err
		}
		return t.show(screen{Text: locales.LocalMoneyAsk(p.Number, p.Title, int64(have), int64(p.Cost())), Keys: [][]key{
			{t.key(locales.LocalMoneyButton(), localMoneyButton{id})}, {t.key(locales.WorksBackButton(), projectButton{id})},
		}})
	}
	voters, err := c.office.VotersOf(t.act(), p.Community)
	if err != nil {
		return err
	}
	var not *office.NotReadyError
	if err := c.office.Ready(t.act(), p); errors.As(err, &not) {
		return c.showNotReady(t, p, not)
	} else if err != nil {
		return err
	}
	prog := c.office.Rules(t.now)
	var keys [][]key
	latest := c.office.LatestBallot(t.now, p).Truncate(time.Minute)
	for _, d := range prog.BallotLengths {
		closes := prog.BallotCloses(t.now, d)
		if len(keys) > 0 && closes.After(latest) {
			break
		}
		if closes.After(latest) {
			closes = latest
		}
		b := openVoteButton{Project: id, Minute: closes.Unix() / 60}
		keys = append(keys, []key{t.key(locales.WorksUntilButton(closes), b)})
	}
	keys = append(keys, []key{t.key(locales.WorksBackButton(), projectButton{id})})
	return t.show(screen{Text: locales.WorksVoteAsk(p.Number, p.Title, voters), Keys: keys})
}

func (c *staff) openVote(t *turn, b openVoteButton) error {
	p, err := c.office.Project(t.tx, b.Project)
	if err != nil {
		return err
	}
	ballot, err := c.office.OpenBallot(t.act(), b.Project, time.Unix(b.Minute*60, 0))
	var not *office.NotReadyError
	if errors.As(err, &not) {
		return c.showNotReady(t, p, not)
	}
	if shown, err := c.barPage(t, err); shown || err != nil {
		return err
	}
	return t.show(screen{Text: locales.WorksVoteOpened(p.Number, ballot.Closes), Keys: [][]key{
		{t.key(locales.WorksOpenButton(), projectButton{p.ID})}, c.deskButtonRow(t),
	}})
}

func (c *staff) resubmit(t *turn, id fund.ProjectID) error {
	p, err := c.office.Resubmit(t.act(), id)
	var not *office.NotReadyError
	if errors.As(err, &not) {
		if p, err = c.office.Project(t.tx, id); err == nil {
			err = c.showNotReady(t, p, not)
		}
		return err
	}
	if err != nil {
		return err
	}
	text := locales.WorksResubmitted(p.Number, p.Due)
	if p.Status == fund.ProjectApproved {
		text = locales.WorksResubmittedApproved(p.Number)
	}
	return t.show(screen{Text: text, Keys: [][]key{
		{t.key(locales.WorksOpenButton(), projectButton{p.ID})}, c.deskButtonRow(t),
	}})
}
