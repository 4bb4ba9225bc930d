package office

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"huimin/fund"
	"huimin/store"
)

// The names of entries about the choice among a year's needs.
const (
	recordSelectionOpened = "selection_opened"
	recordSelectionClosed = "selection_closed"
	recordNeedNoted       = "need_noted"
)

var (
	// ErrNoNeeds says that there is nothing to choose among.
	ErrNoNeeds = errors.New("no needs")
	// ErrSelectionOpen says that the community's last choice has not ended.
	ErrSelectionOpen = errors.New("selection is open already")
)

// SelectionEntry is what the record keeps of a choice begun or ended: its list
// by rank, and what became of each when it ended.
type SelectionEntry struct {
	Selection fund.SelectionID `json:"selection"`
	Community fund.PlaceID     `json:"community"`
	Year      int              `json:"year"`
	Requests  []fund.RequestID `json:"requests"`
	Fates     []fund.Fate      `json:"fates,omitempty"`
}

// needEntry is what the record keeps of what is to become of a need.
type needEntry struct {
	Selection fund.SelectionID `json:"selection"`
	Request   fund.RequestID   `json:"request"`
	Fate      fund.Fate        `json:"fate"`
	Reason    string           `json:"reason_sealed,omitempty"`
}

// Selected is a choice among a year's needs with what has become of each.
type Selected struct {
	Selection fund.Selection
	Needs     []SelectedNeed
}

// SelectedNeed is one need of a choice, with what it came to so far.
type SelectedNeed struct {
	Need    fund.Need
	Request fund.Request
	Fate    fund.Fate
	Project *fund.Project
}

// BeginSelection begins the choice among a community's needs: the list as it
// is ranked now is kept and posted to the neighbourhood, and says from then on
// what has become of each. *fund.NotAllowed, [ErrNoNeeds], [ErrSelectionOpen].
func (o *Office) BeginSelection(a Act, community fund.PlaceID) (fund.Selection, error) {
	s, err := o.beginSelection(a, community)
	if err != nil {
		return s, fmt.Errorf("begin selection: %w", err)
	}
	return o.localSelection(s), nil
}

func (o *Office) beginSelection(a Act, community fund.PlaceID) (s fund.Selection, err error) {
	if err := o.allow(a, fund.ActSelect, community); err != nil {
		return s, err
	}
	switch _, err := a.Tx.OpenSelection(community); {
	case err == nil:
		return s, ErrSelectionOpen
	case !errors.Is(err, store.ErrNotFound):
		return s, err
	}
	list, err := a.Tx.OpenRequests(community, 0, maxNeeds)
	if err == nil && len(list) == 0 {
		err = ErrNoNeeds
	}
	if err != nil {
		return s, err
	}
	s = fund.Selection{
		Community: community, Year: o.Rules(a.Now).Needs.Year(o.local(a.Now)), Status: fund.SelectionOpen, Opened: a.Now, OpenedBy: a.By.ID,
	}
	entry := SelectionEntry{Community: community, Year: s.Year}
	needs := make([]fund.Need, len(list))
	for i, r := range list {
		needs[i] = fund.Need{Request: r.ID, Rank: i + 1, Neighbours: r.Supporters, Households: r.Households}
		entry.Requests = append(entry.Requests, r.ID)
	}
	if s.ID, err = a.Tx.AddSelection(s, needs); err != nil {
		return s, err
	}
	entry.Selection = s.ID
	if err := a.record(recordSelectionOpened, entry); err != nil {
		return s, err
	}
	return s, o.showSelection(a, s, 0)
}

// showSelection brings the posts about a choice up to date, at once or a little
// later.
func (o *Office) showSelection(a Act, s fund.Selection, wait time.Duration) error {
	n := Notice{Kind: KindNeedsPost, Data: SelectionNews{s.ID}, Lane: store.LaneNotice, Due: a.Now.Add(wait)}
	_, err := o.postTo(a, s.Community, selectionTopic(s.ID), n, store.PurposeNeighbourhood)
	return err
}

// showNeed brings the posts up to date of a choice that goes on and has the
// request on its list.
func (o *Office) showNeed(a Act, r fund.Request) error {
	s, err := a.Tx.OpenSelection(r.Community)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	needs, err := a.Tx.NeedsOf(r.ID)
	if err != nil || len(needs) == 0 || needs[0].Selection != s.ID || r.Status == fund.RequestOpen {
		return err
	}
	return o.showSelection(a, s, coalesce)
}

// NoteNeed notes what is to become of a need when the choice ends, by the
// staff: fund.FateKept, fund.FateDeclined with a reason, or fund.FateWaiting to
// take that back. Nobody is told before the end. *fund.NotAllowed,
// *fund.StateError, *fund.LengthError.
func (o *Office) NoteNeed(a Act, id fund.SelectionID, request fund.RequestID, fate fund.Fate, reason string) error {
	err := o.noteNeed(a, id, request, fate, strings.TrimSpace(reason))
	if err != nil {
		return fmt.Errorf("note need: %w", err)
	}
	return nil
}

func (o *Office) noteNeed(a Act, id fund.SelectionID, request fund.RequestID, fate fund.Fate, reason string) error {
	n, err := o.openNeed(a, id, request)
	if err != nil {
		return err
	}
	switch fate {
	case fund.FateDeclined:
		if err := o.Rules(a.Now).Requests.CheckReason(reason); err != nil {
			return err
		}
	case fund.FateKept, fund.FateWaiting:
		reason = ""
	case fund.FateAdopted, fund.FateGone:
		return fmt.Errorf("%s is nothing to note: %w", fate, fund.ErrWrongState)
	}
	n.Fate, n.Reason = fate, reason
	if err := a.Tx.SaveNeed(n); err != nil {
		return err
	}
	entry := needEntry{Selection: id, Request: request, Fate: fate}
	if entry.Reason, err = a.seal(reason, 0); err != nil { // the office's word
		return err
	}
	return a.record(recordNeedNoted, entry)
}

// openNeed gives a need of a choice that goes on, whose request is open still.
func (o *Office) openNeed(a Act, id fund.SelectionID, request fund.RequestID) (n fund.Need, err error) {
	s, err := a.Tx.Selection(id)
	if err == nil {
		err = o.allow(a, fund.ActSelect, s.Community)
	}
	if err == nil && s.Status != fund.SelectionOpen {
		err = &fund.StateError{
			Noun: "selection", ID: int64(id), Have: string(s.Status), Want: []string{string(fund.SelectionOpen)},
		}
	}
	if err != nil {
		return n, err
	}
	r, err := a.Tx.Request(request)
	if err == nil {
		err = isOpen(r)
	}
	if err != nil {
		return n, err
	}
	needs, err := a.Tx.NeedsOf(request)
	if err != nil {
		return n, err
	}
	i := slices.IndexFunc(needs, func(n fund.Need) bool { return n.Selection == id })
	if i < 0 {
		return n, fmt.Errorf("request %d in selection %d: %w", request, id, store.ErrNotFound)
	}
	return needs[i], nil
}

// EndSelection ends a choice, by the staff: what is noted as declined is
// declined, what became no project is kept for next year, and everybody whose
// needs were on the list hears of all of them in one message. *fund.NotAllowed,
// *fund.StateError.
func (o *Office) EndSelection(a Act, id fund.SelectionID) (Selected, error) {
	s, err := a.Tx.Selection(id)
	if err == nil {
		err = o.allow(a, fund.ActSelect, s.Community)
	}
	if err == nil {
		err = o.endSelection(a, s)
	}
	if err != nil {
		return Selected{}, fmt.Errorf("end selection: %w", err)
	}
	return o.Selected(a.Tx, id)
}

func (o *Office) endSelection(a Act, s fund.Selection) error {
	if err := s.Close(a.By.ID, a.Now); err != nil {
		return err
	}
	if err := a.Tx.SaveSelection(s); err != nil {
		return err
	}
	needs, err := a.Tx.Needs(s.ID)
	if err != nil {
		return err
	}
	entry := SelectionEntry{Selection: s.ID, Community: s.Community, Year: s.Year}
	told := map[fund.PersonID]bool{0: true, a.By.ID: true}
	var concerned []fund.PersonID
	for _, n := range needs {
		r, err := a.Tx.Request(n.Request)
		if err != nil {
			return err
		}
		if n, err = o.endNeed(a, n, r); err != nil {
			return err
		}
		entry.Requests, entry.Fates = append(entry.Requests, n.Request), append(entry.Fates, n.Fate)
		followers, err := a.Tx.Supporters(r.ID)
		if err != nil {
			return err
		}
		for _, p := range append([]fund.PersonID{r.Author}, followers...) {
			if !told[p] {
				told[p] = true
				concerned = append(concerned, p)
			}
		}
	}
	if err := a.record(recordSelectionClosed, entry); err != nil {
		return err
	}
	for _, p := range concerned {
		err := o.tell(a, p, Notice{
			Kind: KindNeedsNews, Data: SelectionNews{s.ID}, Lane: store.LaneBroadcast, Key: fmt.Sprintf("needs:%d:%d", s.ID, p),
		})
		if err != nil {
			return err
		}
	}
	return o.showSelection(a, s, 0)
}

// endNeed gives a need the state it ends in.
func (o *Office) endNeed(a Act, n fund.Need, r fund.Request) (fund.Need, error) {
	fate := n.FateOf(r)
	if fate == fund.FateDeclined && r.Status == fund.RequestOpen {
		if err := r.Decline(n.Reason, a.Now); err != nil {
			return n, err
		}
		if err := a.Tx.SaveRequest(r); err != nil {
			return n, err
		}
		step := requestStep{Request: r.ID}
		var err error
		if step.Reason, err = a.seal(r.Reason, 0); err != nil { // the office's word
			return n, err
		}
		if err := a.record("request_declined", step); err != nil {
			return n, err
		}
		if err := o.showRequest(a, r, 0); err != nil {
			return n, err
		}
	}
	n.Fate, n.Reason = fate, r.Reason
	return n, a.Tx.SaveNeed(n)
}

// OpenSelection gives a community's choice that goes on, or
// [store.ErrNotFound].
func (o *Office) OpenSelection(tx *store.Tx, community fund.PlaceID) (Selected, error) {
	s, err := tx.OpenSelection(community)
	if err != nil {
		return Selected{}, err
	}
	return o.Selected(tx, s.ID)
}

// Selected gives a choice with what has become of each need, or
// [store.ErrNotFound].
func (o *Office) Selected(tx *store.Tx, id fund.SelectionID) (v Selected, err error) {
	if v.Selection, err = tx.Selection(id); err != nil {
		return v, err
	}
	v.Selection = o.localSelection(v.Selection)
	needs, err := tx.Needs(id)
	if err != nil {
		return v, err
	}
	for _, n := range needs {
		f, err := o.Follow(tx, n.Request)
		if err != nil {
			return v, err
		}
		fate := n.Fate
		if v.Selection.Status == fund.SelectionOpen {
			fate = n.Now(f.Request)
		}
		v.Needs = append(v.Needs, SelectedNeed{Need: n, Request: f.Request, Fate: fate, Project: f.Project})
	}
	return v, nil
}

// Concerns gives those needs of a choice that somebody asked for, or supports.
func (o *Office) Concerns(tx *store.Tx, v Selected, person fund.PersonID) (own, supported []SelectedNeed, err error) {
	for _, n := range v.Needs {
		if n.Request.Author == person {
			own = append(own, n)
			continue
		}
		yes, err := tx.Supports(n.Request.ID, person)
		if err != nil {
			return nil, nil, err
		}
		if yes {
			supported = append(supported, n)
		}
	}
	return own, supported, nil
}

func (o *Office) localSelection(s fund.Selection) fund.Selection {
	s.Opened, s.Closed = o.local(s.Opened), o.local(s.Closed)
	return s
}
