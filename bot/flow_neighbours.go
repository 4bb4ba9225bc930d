package bot

import (
	"fmt"
	"strconv"

	"huimin/bot/dialog"
	"huimin/fund"
	"huimin/locales"
	"huimin/store"
)

// Where a page of a request was opened from, and its key back leads to.
const (
	fromList = "l"
	fromMine = "m"
)

// listButton shows a page of the community's open requests.
type listButton struct{ Page int }

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
		Run: func(t *turn, _ string) error { return c.showList(t, 0) },
	})
	press(r, "nl", func(t *turn, b listButton) error { return c.showList(t, b.Page) })
	press(r, "ro", func(t *turn, b openButton) error { return c.showRequest(t, fund.RequestID(b.Request), b) })
	press(r, "rs", c.support)
	pressOpen(r, "ps", c.supportPost)
	press(r, "rp", c.showPhotos)
	press(r, "rc", func(t *turn, b commentButton) error {
		return c.comment.begin(t, remark{Request: fund.RequestID(b.Request)})
	})
}

// showList shows a page of the open requests of the person's community.
func (c *residents) showList(t *turn, page int) error {
	if t.person.Community == 0 {
		return c.settle.begin(t, settling{})
	}
	page = max(page, 0)
	name, err := nameOf(t.tx, c.office, t.person.Community)
	if err != nil {
		return err
	}
	list, total, err := c.office.OpenRequests(t.tx, t.person.Community, page, listSize)
	if err != nil {
		return err
	}
	if len(list) == 0 && page > 0 {
		return c.showList(t, (total-1)/listSize)
	}
	if total == 0 {
		return t.show(screen{Text: locales.ListEmpty(name)})
	}
	lines := []locales.Message{locales.ListTitle(name, total)}
	var keys [][]key
	for i, r := range list {
		place := page*listSize + i + 1
		lines = append(lines, locales.ListLine(place, opening(r), r.Number, r.Supporters, r.Filed))
		second, err := c.listKey(t, r, page)
		if err != nil {
			return err
		}
		open := t.key(locales.ListOpenButton(place), openButton{Request: int64(r.ID), From: fromList, Page: page})
		keys = append(keys, []key{open, second})
	}
	pages := (total + listSize - 1) / listSize
	if pages > 1 {
		lines = append(lines, locales.ListPage(page+1, pages))
		keys = append(keys, turnKeys(t, page, pages, func(p int) any { return listButton{p} }))
	} else {
		lines = append(lines, locales.ListHint())
	}
	return t.show(screen{Text: locales.Paragraphs(lines...), Keys: keys})
}

// listKey is the second key of a line: how many support it, and support.
func (c *residents) listKey(t *turn, r fund.Request, page int) (key, error) {
	id := int64(r.ID)
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
	return c.showList(t, b.Page)
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
				if a.Text == "" {
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
