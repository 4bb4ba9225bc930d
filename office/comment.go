package office

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"huimin/fund"
	"huimin/store"
)

// maxCommentsPerDay is how many comments a resident may make in 24 hours.
const maxCommentsPerDay = 30

// commentEntry is what the record keeps of a comment.
type commentEntry struct {
	Request fund.RequestID `json:"request"`
	Comment int64          `json:"comment"`
	Office  bool           `json:"office,omitempty"`
	Text    string         `json:"text_sealed"`
}

// Comment asks or remarks about a request, as a resident of its community; by
// its staff, it answers for the office. The author is told; a resident's
// comment goes to the staff as a question, an answer also to those who asked.
// *fund.NotAllowed, *fund.LengthError, *fund.PaceError, [ErrNoConsent].
func (o *Office) Comment(a Act, id fund.RequestID, text string) (store.Comment, error) {
	c, err := o.comment(a, id, strings.TrimSpace(text))
	if err != nil {
		return store.Comment{}, fmt.Errorf("comment: %w", err)
	}
	c.At = o.local(c.At)
	return c, nil
}

func (o *Office) comment(a Act, id fund.RequestID, text string) (store.Comment, error) {
	c := store.Comment{Request: id, Person: a.By.ID, Text: text, At: a.Now}
	if _, err := a.known(); err != nil {
		return c, err
	}
	r, err := a.Tx.Request(id)
	if err != nil {
		return c, err
	}
	if c.Office, err = o.speaksForOffice(a, r); err != nil {
		return c, err
	}
	most := o.Rules(a.Now).Requests.MaxReason
	n := utf8.RuneCountInString(text)
	if fund.Weight(text) == 0 {
		n = 0 // without a word in it, it says nothing
	}
	if n < 1 || n > most {
		return c, &fund.LengthError{What: WhatComment, Have: n, Min: 1, Max: most}
	}
	made, err := a.Tx.CountComments(a.By.ID, a.Now.Add(-24*time.Hour))
	if err != nil {
		return c, err
	}
	if !c.Office && made >= maxCommentsPerDay {
		return c, &fund.PaceError{What: WhatComment, Have: made, Max: maxCommentsPerDay}
	}
	earlier, err := a.Tx.Comments(id)
	if err != nil {
		return c, err
	}
	if c.ID, err = a.Tx.AddComment(c); err != nil {
		return c, err
	}
	author := a.By.ID
	if c.Office {
		author = 0 // the office's word: it outlives who gave it
	}
	sealed, err := a.seal(text, author)
	if err != nil {
		return c, err
	}
	if err := a.record("commented", commentEntry{id, c.ID, c.Office, sealed}); err != nil {
		return c, err
	}
	if err := o.tellComment(a, r, c, earlier); err != nil {
		return c, err
	}
	return c, o.showRequest(a, r, coalesce)
}

// speaksForOffice tells whether the act's person answers a request for its
// community's office, or asks as a resident; *fund.NotAllowed when neither.
func (o *Office) speaksForOffice(a Act, r fund.Request) (bool, error) {
	err := o.allow(a, fund.ActAnswer, r.Community)
	if err == nil {
		return true, nil
	}
	if !errors.Is(err, fund.ErrNotAllowed) {
		return false, err
	}
	return false, o.allow(a, fund.ActComment, r.Community)
}

func (o *Office) tellComment(a Act, r fund.Request, c store.Comment, earlier []store.Comment) error {
	data := RequestComment{Request: r.ID, Comment: c.ID, Office: c.Office}
	to := []fund.PersonID{r.Author}
	if c.Office {
		to = append(to, waitingFor(earlier)...)
	}
	slices.Sort(to)
	for _, p := range slices.Compact(to) {
		if p == a.By.ID {
			continue
		}
		if err := o.tell(a, p, Notice{Kind: KindRequestComment, Data: data, Lane: store.LaneNotice}); err != nil {
			return err
		}
	}
	if c.Office {
		return nil
	}
	return o.askStaff(a, r.Community, Notice{Kind: KindRequestQuestion, Data: data, Lane: store.LaneNotice})
}

// waitingFor gives who asked since the office last answered.
func waitingFor(comments []store.Comment) []fund.PersonID {
	var people []fund.PersonID
	for _, c := range comments {
		if c.Office {
			people = nil
			continue
		}
		people = append(people, c.Person)
	}
	return people
}

// askStaff says something in a community's staff group, or, where none is
// bound, to each of its staff but whoever acts.
func (o *Office) askStaff(a Act, community fund.PlaceID, n Notice) error {
	groups, err := o.postTo(a, community, "", n, store.PurposeStaff)
	if err != nil || groups > 0 {
		return err
	}
	staff, err := holding(a, community, fund.RoleStaff)
	if err != nil {
		return err
	}
	for _, g := range staff {
		if g.Person == a.By.ID {
			continue
		}
		if err := o.tell(a, g.Person, n); err != nil {
			return err
		}
	}
	return nil
}

// CommentByID gives one comment, or [store.ErrNotFound].
func (o *Office) CommentByID(tx *store.Tx, id int64) (store.Comment, error) {
	c, err := tx.Comment(id)
	c.At = o.local(c.At)
	return c, err
}

// Comments gives a request's comments, the oldest first.
func (o *Office) Comments(tx *store.Tx, id fund.RequestID) ([]store.Comment, error) {
	list, err := tx.Comments(id)
	for i := range list {
		list[i].At = o.local(list[i].At)
	}
	return list, err
}
