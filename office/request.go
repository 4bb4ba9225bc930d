package office

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"huimin/fund"
	"huimin/store"
)

// ErrSource says that nobody enters a request for somebody else as having come
// that way.
var ErrSource = errors.New("no such source")

// NewRequest is what somebody asks for. Where, At, Photos and Item may be
// empty. Source and Community are for staff who enter it for somebody else;
// a resident's own request belongs to the community they chose.
type NewRequest struct {
	Text, Where string
	At          *fund.Point
	Photos      []fund.Photo
	Item        fund.ItemCode
	Source      fund.RequestSource
	Community   fund.PlaceID
}

// requestEntry is what the record keeps of a request filed: what its author
// wrote, sealed.
type requestEntry struct {
	Request   fund.RequestID     `json:"request"`
	Number    string             `json:"number"`
	Community fund.PlaceID       `json:"community"`
	Author    fund.PersonID      `json:"author,omitempty"`
	Source    fund.RequestSource `json:"source"`
	Item      fund.ItemCode      `json:"item,omitempty"`
	Text      string             `json:"text_sealed"`
	Where     string             `json:"where_sealed,omitempty"`
	Photos    int                `json:"photos,omitempty"`
}

// requestStep is what the record keeps of a later step of a request.
type requestStep struct {
	Request fund.RequestID `json:"request"`
	Into    fund.RequestID `json:"into,omitempty"`
	Reason  string         `json:"reason_sealed,omitempty"`
}

// FileRequest files a resident's own request in their community: with
// [ErrNoConsent], [ErrNoCommunity], *fund.LengthError, *fund.PaceError and
// [ErrNoItem] where it cannot. It is posted in the neighbourhood's groups.
func (o *Office) FileRequest(a Act, n NewRequest) (fund.Request, error) {
	p, err := a.known()
	if err == nil && p.Community == 0 {
		err = ErrNoCommunity
	}
	if err != nil {
		return fund.Request{}, fmt.Errorf("file request: %w", err)
	}
	a.By = p
	if err := o.allow(a, fund.ActSuggest, p.Community); err != nil {
		return fund.Request{}, fmt.Errorf("file request: %w", err)
	}
	open, filed, err := a.Tx.RequestPace(p.ID, a.Now.Add(-24*time.Hour))
	if err == nil {
		err = o.Rules(a.Now).Requests.CheckPace(open, filed)
	}
	if err != nil {
		return fund.Request{}, fmt.Errorf("file request: %w", err)
	}
	r, err := o.file(a, n, fund.Request{Author: p.ID, Source: fund.SourceSelf, Community: p.Community})
	if err != nil {
		return fund.Request{}, fmt.Errorf("file request: %w", err)
	}
	return r, nil
}

// EnterRequest files a request for somebody who came, called, was visited or
// wrote, by the staff of n.Community; it counts like any other and has no
// author here. *fund.NotAllowed, [ErrSource], *fund.LengthError, [ErrNoItem].
func (o *Office) EnterRequest(a Act, n NewRequest) (fund.Request, error) {
	r, err := o.enterRequest(a, n)
	if err != nil {
		return fund.Request{}, fmt.Errorf("enter request: %w", err)
	}
	return r, nil
}

func (o *Office) enterRequest(a Act, n NewRequest) (fund.Request, error) {
	if err := o.allow(a, fund.ActEnterRequest, n.Community); err != nil {
		return fund.Request{}, err
	}
	place, err := a.Tx.Place(n.Community)
	if err != nil {
		return fund.Request{}, err
	}
	if place.Kind != fund.PlaceCommunity {
		return fund.Request{}, fmt.Errorf("request for a %s: %w", place.Kind, ErrPlaceKind)
	}
	switch n.Source {
	case fund.SourceCounter, fund.SourceCall, fund.SourceVisit, fund.SourcePaper:
		return o.file(a, n, fund.Request{EnteredBy: a.By.ID, Source: n.Source, Community: n.Community})
	case fund.SourceSelf:
	}
	return fund.Request{}, fmt.Errorf("%q: %w", n.Source, ErrSource)
}

// checkRequest says whether n could be filed as far as its own content goes:
// *fund.LengthError or [ErrNoItem].
func checkRequest(n NewRequest, prog fund.Programme) error {
	limits := prog.Requests
	if err := limits.CheckText(n.Text); err != nil {
		return err
	}
	if err := limits.CheckWhere(n.Where); err != nil {
		return err
	}
	if err := limits.CheckPhotos(len(n.Photos)); err != nil {
		return err
	}
	if _, known := prog.Catalogue.Item(n.Item); n.Item != "" && !known {
		return fmt.Errorf("%s: %w", n.Item, ErrNoItem)
	}
	return nil
}

// file keeps a checked request, numbers it, records and posts it. r brings who
// asks, how, and where.
func (o *Office) file(a Act, n NewRequest, r fund.Request) (fund.Request, error) {
	if err := checkRequest(n, o.Rules(a.Now)); err != nil {
		return r, err
	}
	var err error
	if r.Number, err = o.nextNumber(a, r.Community); err != nil {
		return r, err
	}
	r.Text, r.Where = strings.TrimSpace(n.Text), strings.TrimSpace(n.Where)
	r.At, r.Photos, r.Item = n.At, n.Photos, n.Item
	r.Status, r.Filed, r.Changed = fund.RequestOpen, a.Now, a.Now
	if r.ID, err = a.Tx.AddRequest(r); err != nil {
		return r, err
	}
	entry := requestEntry{
		Request: r.ID, Number: r.Number, Community: r.Community, Author: r.Author, Source: r.Source, Item: r.Item,
		Photos: len(r.Photos),
	}
	if entry.Text, err = a.seal(r.Text, r.Author); err != nil {
		return r, err
	}
	if entry.Where, err = a.seal(r.Where, r.Author); err != nil {
		return r, err
	}
	if err := a.record("request_filed", entry); err != nil {
		return r, err
	}
	return o.localRequest(r), o.showRequest(a, r, 0)
}

// nextNumber gives the number of the next request of a community this year.
func (o *Office) nextNumber(a Act, community fund.PlaceID) (string, error) {
	place, err := a.Tx.Place(community)
	if err != nil {
		return "", err
	}
	year := a.Now.In(o.Zone()).Year()
	from := time.Date(year, time.January, 1, 0, 0, 0, 0, o.Zone())
	filed, err := a.Tx.CountRequests(community, from, from.AddDate(1, 0, 0))
	if err != nil {
		return "", err
	}
	return fund.Number(place.Code, year, fund.NumberRequest, filed+1), nil
}

// Withdraw takes one's own open request back: [ErrNotYours], *fund.StateError.
// Its supporters are told.
func (o *Office) Withdraw(a Act, id fund.RequestID) (fund.Request, error) {
	r, err := a.Tx.Request(id)
	if err == nil && (a.By.ID == 0 || r.Author != a.By.ID) {
		err = ErrNotYours
	}
	if err == nil {
		err = r.Withdraw(a.Now)
	}
	if err == nil {
		err = o.leave(a, r, "request_withdrawn", RequestChanged{What: ChangeWithdrawn}, requestStep{Request: id})
	}
	if err != nil {
		return r, fmt.Errorf("withdraw: %w", err)
	}
	return o.localRequest(r), nil
}

// Decline refuses an open request, by the staff of its community, with a
// reason that its author and supporters get: *fund.NotAllowed,
// *fund.StateError, *fund.LengthError.
func (o *Office) Decline(a Act, id fund.RequestID, reason string) (fund.Request, error) {
	r, err := a.Tx.Request(id)
	if err == nil {
		err = o.allow(a, fund.ActDecline, r.Community)
	}
	if err == nil {
		err = o.Rules(a.Now).Requests.CheckReason(reason)
	}
	if err == nil {
		err = r.Decline(reason, a.Now)
	}
	if err != nil {
		return r, fmt.Errorf("decline: %w", err)
	}
	step := requestStep{Request: id}
	if step.Reason, err = a.seal(r.Reason, 0); err != nil { // the office's word: it outlives who gave it
		return r, err
	}
	err = o.leave(a, r, "request_declined", RequestChanged{What: ChangeDeclined, Reason: r.Reason}, step)
	return o.localRequest(r), err
}

// leave saves and records that a request is open no longer, tells those who
// follow it, and brings its posts up to date.
func (o *Office) leave(a Act, r fund.Request, what string, news RequestChanged, step requestStep) error {
	if err := a.Tx.SaveRequest(r); err != nil {
		return err
	}
	if err := a.record(what, step); err != nil {
		return err
	}
	if err := o.tellFollowers(a, r, news); err != nil {
		return err
	}
	return o.showRequest(a, r, 0)
}

// Request gives one request with times in the programme's zone, or
// [store.ErrNotFound].
func (o *Office) Request(tx *store.Tx, id fund.RequestID) (fund.Request, error) {
	r, err := tx.Request(id)
	return o.localRequest(r), err
}

// RequestByNumber gives the request with a number in any case, or
// [store.ErrNotFound].
func (o *Office) RequestByNumber(tx *store.Tx, number string) (fund.Request, error) {
	r, err := tx.RequestByNumber(strings.ToUpper(strings.TrimSpace(number)))
	return o.localRequest(r), err
}

// OpenRequests gives page (from 0) of a community's open requests, size to a
// page, the most supported first, then the oldest; and how many there are.
func (o *Office) OpenRequests(
	tx *store.Tx, community fund.PlaceID, page, size int,
) (list []fund.Request, total int, err error) {
	if total, err = tx.CountOpenRequests(community); err != nil {
		return nil, 0, err
	}
	list, err = tx.OpenRequests(community, max(page, 0)*size, size)
	return o.localRequests(list), total, err
}

const (
	// similar is how close a request must be to be shown before somebody asks
	// for the same again.
	similar = 0.3
	// maxCompared is how many open requests a new one is compared with, the
	// newest, and comparedLength how many of their code points: what is wanted
	// stands at the beginning, and the one transaction that writes waits for it.
	maxCompared    = 500
	comparedLength = 250
)

// Similar gives up to n open requests of a community that ask for something
// close to text, the closest first.
func (o *Office) Similar(tx *store.Tx, community fund.PlaceID, text string, n int) ([]fund.Request, error) {
	open, err := tx.Openings(community, maxCompared, comparedLength)
	if err != nil {
		return nil, err
	}
	texts := make([]string, len(open))
	for i, r := range open {
		texts[i] = r.Text
	}
	var list []fund.Request
	for _, i := range fund.MostSimilar(text, texts, similar, n) {
		r, err := tx.Request(open[i].Request)
		if err != nil {
			return nil, err
		}
		list = append(list, r)
	}
	return o.localRequests(list), nil
}

func (o *Office) localRequest(r fund.Request) fund.Request {
	r.Filed, r.Changed = o.local(r.Filed), o.local(r.Changed)
	return r
}

func (o *Office) localRequests(list []fund.Request) []fund.Request {
	for i := range list {
		list[i] = o.localRequest(list[i])
	}
	return list
}
