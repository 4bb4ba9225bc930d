package bot

import (
	"errors"
	"fmt"
	"strconv"

	"huimin/bot/dialog"
	"huimin/fund"
	"huimin/locales"
	"huimin/office"
	"huimin/store"
)

// Where a page of a request was opened from, and its key back leads to.
const (
	fromList = "l"
	fromMine = "m"
)

// listButton shows a page of the community's open requests.
type listButton struct{ Page int }

// filterButton shows a page of them by kind, or with some words in them;
// kindsButton asks which kind.
type (
	filterButton struct {
		Cat   string
		Words string
		Page  int
	}
	kindsButton struct{}
)

// listFilter is a page of the list, and what it is filtered by.
type listFilter struct {
	page int
	by   office.NeedFilter
}

func (f listFilter) all() bool { return f.by == office.NeedFilter{} }

// at is the button that shows another page of the same list.
func (f listFilter) at(page int) any {
	if f.all() {
		return listButton{page}
	}
	return filterButton{string(f.by.Category), f.by.Words, page}
}

// openButton shows one request; Page is that of the list it was opened from.
type openButton struct {
	Request int64
	From    string
	Page    int
}

// supportButton makes the person support a request, or no longer: what it
// does is in the button, so that pressing twice is pressing once. With Here it
// shows the request's page, otherwise the list's.
type supportButton struct {
	Request int64
	On      bool
	Here    bool
	From    string
	Page    int
}

// postSupportButton supports a request by its post in a group.
type postSupportButton struct{ Request int64 }

// photosButton shows a request's photos.
type photosButton struct{ Request int64 }

// commentButton asks for a comment, which is the office's answer if staff
// make it.
type commentButton struct{ Request int64 }

// listSize is how many requests a page has.
const listSize = 5

// neighboursFlow is what neighbours suggest: reading, supporting, asking.
func (c *residents) neighboursFlow(r *router) {
	r.command(command{
		Name: "neighbours", Scope: inPrivate, Describe: locales.CommandNeighbours(), Word: locales.MenuNeighboursButton(),
		Run: func(t *turn, words string) error {
			return c.showList(t, listFilter{by: office.NeedFilter{Words: filterWords(words)}})
		},
	})
	press(r, "nl", func(t *turn, b listButton) error { return c.showList(t, listFilter{page: b.Page}) })
	press(r, "nlf", func(t *turn, b filterButton) error {
		return c.showList(t, listFilter{b.Page, office.NeedFilter{Category: fund.Category(b.Cat), Words: b.Words}})
	})
	press(r, "nlk", c.showKinds)
	press(r, "ro", func(t *turn, b openButton) error { return c.showRequest(t, fund.RequestID(b.Request), b) })
	press(r, "rs", c.support)
	pressOpen(r, "ps", c.supportPost)
	press(r, "rp", c.showPhotos)
	press(r, "rc", func(t *turn, b commentButton) error {
		r, err := c.office.Request(t.tx, fund.RequestID(b.Request))
		if err != nil {
			return err
		}
		if may, err := c.may(t, r, fund.ActComment, fund.ActAnswer); err != nil || !may {
			return errors.Join(err, c.office.Allowed(t.act(), fund.ActComment, r.Community)) // before anything is written
		}
		return c.comment.begin(t, remark{Request: r.ID})
	})
}

// listed gives a page of the list, and how many are on all pages.
func (c *residents) listed(t *turn, f listFilter) (list []fund.Request, total int, err error) {
	if f.all() {
		return c.office.OpenRequests(t.tx, t.person.Community, f.page, listSize)
	}
	needs, err := c.office.Needs(t.tx, t.now, t.person.Community, f.by)
	for _, n := range needs[min(f.page*listSize, len(needs)):min((f.page+1)*listSize, len(needs))] {
		list = append(list, n.Request)
	}
	return list, len(needs), err
}

// showList shows a page of the open requests of the person's community.
func (c *residents) showList(t *turn, f listFilter) error {
	if t.person.Community == 0 {
		return c.settle.begin(t, settling{})
	}
	f.page = max(f.page, 0)
	name, err := nameOf(t.tx, c.office, t.person.Community)
	if err != nil {
		return err
	}
	list, total, err := c.listed(t, f)
	switch {
	case err != nil:
		return err
	case len(list) == 0 && f.page > 0:
		f.page = max(total-1, 0) / listSize
		return c.showList(t, f)
	case total == 0 && f.all():
		return t.show(screen{Text: locales.ListEmpty(name)})
	case total == 0:
		return t.show(screen{
			Text: locales.ListNoneWords(name, filterName(f.by)), Keys: [][]key{{t.key(locales.NeedsAllButton(), listButton{})}},
		})
	}
	lines := []locales.Message{locales.ListTitle(name, total)}
	if !f.all() {
		lines[0] = locales.ListTitleWords(name, total, filterName(f.by))
	}
	var keys [][]key
	for i, r := range list {
		place := f.page*listSize + i + 1
		line := locales.ListLine(place, opening(r), r.Number, r.Supporters, r.Filed)
		if r.Households > 0 {
			line = locales.Lines(line, locales.NeedsDoorsLine(r.Households))
		}
		lines = append(lines, line)
		second, err := c.listKey(t, r, f)
		if err != nil {
			return err
		}
		open := t.key(locales.ListOpenButton(place), openButton{Request: int64(r.ID), From: fromList, Page: f.page})
		keys = append(keys, []key{open, second})
	}
	return c.showListPage(t, f, total, lines, keys)
}

// showListPage ends a page of the list with the keys that lead on.
func (c *residents) showListPage(t *turn, f listFilter, total int, lines []locales.Message, keys [][]key) error {
	pages := (total + listSize - 1) / listSize
	if pages > 1 {
		lines = append(lines, locales.ListPage(f.page+1, pages))
		keys = append(keys, turnKeys(t, f.page, pages, f.at))
	} else {
		lines = append(lines, locales.ListHint())
	}
	switch {
	case !f.all():
		keys = append(keys, []key{t.key(locales.NeedsAllButton(), listButton{}), t.key(locales.ListByKindButton(), kindsButton{})})
	case pages > 1:
		keys = append(keys, []key{t.key(locales.ListByKindButton(), kindsButton{})})
	}
	return t.show(screen{Text: locales.Paragraphs(lines...), Keys: keys})
}

// showKinds asks which part of the catalogue the list shall show.
func (c *residents) showKinds(t *turn, _ kindsButton) error {
	name, err := nameOf(t.tx, c.office, t.person.Community)
	if err != nil {
		return err
	}
	keys := categoryKeys(t, office.NeedFilter{}, func(cat string) any { return filterButton{Cat: cat} })
	return t.show(screen{Text: locales.ListKinds(name), Keys: append(keys, []key{t.key(locales.NeedsAllButton(), listButton{})})})
}

// listKey is the second key of a line: how many support it, and support.
func (c *residents) listKey(t *turn, r fund.Request, f listFilter) (key, error) {
	id, page := int64(r.ID), f.page
	if !f.all() { // a press there shows the request: its page knows no filter
		return t.key(locales.ListSupportButton(r.Support()), openButton{Request: id, From: fromList}), nil
	}
	if r.Author == t.person.ID {
		return t.key(locales.ListYoursButton(r.Supporters), openButton{Request: id, From: fromList, Page: page}), nil
	}
	supports, err := c.office.Supports(t.tx, r.ID, t.person.ID)
	b := supportButton{Request: id, On: !supports, From: fromList, Page: page}
	if supports {
		return t.key(locales.ListSupportedButton(r.Supporters), b), err
	}
	return t.key(locales.ListSupportButton(r.Supporters), b), err
}

// turnKeys turn the pages of a list.
func turnKeys(t *turn, page, pages int, to func(int) any) []key {
	var keys []key
	if page > 0 {
		keys = append(keys, t.key(locales.CommonPreviousButton(), to(page-1)))
	}
	if page+1 < pages {
		keys = append(keys, t.key(locales.CommonNextButton(), to(page+1)))
	}
	return keys
}

func (c *residents) support(t *turn, b supportButton) error {
	id := fund.RequestID(b.Request)
	changed, err := c.setSupport(t, id, b.On)
	if err != nil || !changed {
		return err // what is shown is right already
	}
	if b.Here {
		return c.showRequest(t, id, openButton{b.Request, b.From, b.Page})
	}
	return c.showList(t, listFilter{page: b.Page})
}

// setSupport supports a request, or takes that back, and says so.
func (c *residents) setSupport(t *turn, id fund.RequestID, on bool) (changed bool, err error) {
	if !on {
		t.toast(locales.RequestUnsupportedAlert())
		return c.office.Unsupport(t.act(), id)
	}
	if changed, err = c.office.Support(t.act(), id); err != nil {
		return false, err
	}
	r, err := c.office.Request(t.tx, id)
	t.toast(locales.RequestSupportedAlert(r.Supporters))
	return changed, err
}

// supportPost supports a request from its post in the group. Who has not
// agreed or has no community yet is led to the private chat. A second press is
// no change of mind: many press twice to be sure.
func (c *residents) supportPost(t *turn, b postSupportButton) error {
	if t.stranger() || t.person.Community == 0 {
		t.open(t.link(string(wantRequest) + strconv.FormatInt(b.Request, 10)))
		return nil
	}
	changed, err := c.office.Support(t.act(), fund.RequestID(b.Request))
	if err != nil {
		return err
	}
	if !changed {
		t.alert(locales.RequestAlreadyAlert())
		return nil
	}
	r, err := c.office.Request(t.tx, fund.RequestID(b.Request))
	if err != nil {
		return err
	}
	t.toast(locales.RequestSupportedAlert(r.Supporters))
	return nil
}

func (c *residents) showPhotos(t *turn, b photosButton) error {
	r, err := c.office.Request(t.tx, fund.RequestID(b.Request))
	if err != nil {
		return err
	}
	if len(r.Photos) == 0 {
		return fmt.Errorf("photos of request %d: %w", r.ID, store.ErrNotFound)
	}
	return t.say(screen{Text: locales.RequestPhotos(r.Number), Photos: files(r.Photos)})
}

// remark is a comment being written.
type remark struct {
	Request fund.RequestID `json:"request"`
	Text    string         `json:"text,omitempty"`
}

func (c *residents) commentForm() dialog.Form[*turn, remark] {
	return dialog.Form[*turn, remark]{
		Name: "comment", Title: locales.CommentTitle(),
		Steps: []dialog.Step[*turn, remark]{{
			Key: "text", Ask: c.askComment,
			Take: func(_ *turn, d *remark, a dialog.Answer) error {
				if fund.Weight(a.Text) == 0 {
					return dialog.Again(locales.FormTextPlease())
				}
				d.Text = a.Text
				return nil
			},
		}},
		Done: func(t *turn, d remark) error {
			made, err := c.office.Comment(t.act(), d.Request, d.Text)
			if err != nil {
				return again(err)
			}
			if made.Office {
				return t.say(screen{Text: locales.CommentAnsweredGroup()})
			}
			return t.say(screen{Text: locales.CommentDone(), Keys: [][]key{
				{t.key(locales.RequestOpenButton(), openButton{Request: int64(d.Request)})},
			}})
		},
	}
}

// askComment asks for a comment, or staff for the office's answer.
func (c *residents) askComment(t *turn, d remark) (dialog.View, error) {
	r, err := c.office.Request(t.tx, d.Request)
	if err != nil {
		return dialog.View{}, err
	}
	answers, err := c.may(t, r, fund.ActAnswer)
	if err != nil || !answers {
		return dialog.View{Text: locales.CommentAsk(shortTitle(r))}, err
	}
	list, err := c.office.Comments(t.tx, r.ID)
	question := ""
	if n := len(list); n > 0 && !list[n-1].Office {
		question = list[n-1].Text
	}
	return dialog.View{Text: locales.CommentAnswer(shortTitle(r), question)}, err
}

// takeReply takes a reply to a request's post in its group as a comment.
func (c *residents) takeReply(t *turn) (bool, error) {
	id, err := c.postedRequest(t)
	if err != nil || id == 0 || t.text() == "" {
		return false, err
	}
	if fund.Weight(t.text()) == 0 { // a raised thumb asks nothing
		return true, nil
	}
	made, err := c.office.Comment(t.act(), id, t.text())
	if err != nil {
		return true, err
	}
	done := locales.CommentDoneGroup()
	if made.Office {
		done = locales.CommentAnsweredGroup()
	}
	return true, t.say(screen{Text: done, Silent: true})
}
