package office

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"huimin/fund"
	"huimin/store"
)

// NeedFilter leaves needs out of a list. Category is that of the request's
// item, NoCategory for those without one; Words must all stand in its text or
// place.
type NeedFilter struct {
	Category fund.Category
	Words    string
}

// NoCategory in a [NeedFilter] is what nobody has sorted into the catalogue.
const NoCategory fund.Category = "-"

// NeedLine is an open request as it stands in the list of needs. Polled is how
// many chose it in the community's last poll that it was an answer in, -1 when
// it was in none. Kept is the year for which it was kept, 0 for none.
type NeedLine struct {
	Request  fund.Request
	Category fund.Category // "" while nobody has sorted it
	Polled   int
	Kept     int
}

// maxNeeds is how many open requests are ranked at once, the most supported.
const maxNeeds = 2000

// Needs gives the open requests of a community that a filter leaves, the most
// supported first: neighbours and households count the same. What a poll said
// stands beside, and moves nothing.
func (o *Office) Needs(tx *store.Tx, now time.Time, community fund.PlaceID, f NeedFilter) ([]NeedLine, error) {
	open, err := tx.OpenRequests(community, 0, maxNeeds)
	if err != nil {
		return nil, err
	}
	polled, err := o.polled(tx, community)
	if err != nil {
		return nil, err
	}
	var list []NeedLine
	catalogue := o.Rules(now).Catalogue
	for _, r := range open {
		item, _ := catalogue.Item(r.Item)
		n := NeedLine{Request: o.localRequest(r), Polled: -1, Category: item.Category}
		if count, ok := polled[r.ID]; ok {
			n.Polled = count
		}
		if f.leaves(n) {
			list = append(list, n)
		}
	}
	return list, nil
}

func (f NeedFilter) leaves(n NeedLine) bool {
	if f.Category != "" && f.Category != n.Category && (f.Category != NoCategory || n.Category != "") {
		return false
	}
	text := fund.Fold(n.Request.Text + " " + n.Request.Where)
	for word := range strings.FieldsSeq(fund.Fold(f.Words)) {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}

// needRows are the open requests of every community at a place, ranked.
func (o *Office) needRows(a Act, place fund.PlaceID) ([][]any, error) {
	communities, err := o.within(a, place, fund.PlaceCommunity)
	if err != nil {
		return nil, err
	}
	var rows [][]any
	for _, c := range communities {
		list, err := o.Needs(a.Tx, a.Now, c.ID, NeedFilter{})
		if err != nil {
			return nil, err
		}
		for i, n := range list {
			r, polled := n.Request, ""
			if n.Polled >= 0 {
				polled = strconv.Itoa(n.Polled)
			}
			rows = append(rows, []any{
				i + 1, r.Number, c.Code, r.Text, r.Where, n.Category, r.Item, r.Supporters, r.Households, r.Support(), polled, r.Filed,
			})
		}
	}
	return rows, nil
}

// polled gives what the community's closed polls said of requests, the newest
// poll of each.
func (o *Office) polled(tx *store.Tx, community fund.PlaceID) (map[fund.RequestID]int, error) {
	list, err := tx.Polls(community)
	if err != nil {
		return nil, err
	}
	counts := map[fund.RequestID]int{}
	for _, p := range slices.Backward(list) {
		for _, option := range p.Options {
			if p.Status == fund.PollClosed && option.Request != 0 {
				counts[option.Request] = option.Count
			}
		}
	}
	return counts, nil
}

// PolledFor gives how many chose a request in the last poll that it was an
// answer in and that is closed; -1 when it was in none.
func (o *Office) PolledFor(tx *store.Tx, id fund.RequestID) (int, error) {
	n, err := tx.PolledFor(id)
	if errors.Is(err, store.ErrNotFound) {
		return -1, nil
	}
	return n, err
}

// KeptFor gives the year for which a request was kept at the end of a choice;
// 0 when it was not.
func (o *Office) KeptFor(tx *store.Tx, id fund.RequestID) (int, error) {
	needs, err := tx.NeedsOf(id)
	if err != nil || len(needs) == 0 {
		return 0, err
	}
	s, err := tx.Selection(needs[0].Selection)
	if err != nil || s.Status != fund.SelectionClosed || needs[0].Fate != fund.FateKept {
		return 0, err
	}
	return s.Year + 1, nil
}
