package office

import (
	"errors"
	"fmt"
	"slices"

	"huimin/fund"
	"huimin/store"
)

var (
	// ErrMergePending says that the author has been asked that already.
	ErrMergePending = errors.New("merge waits for the author's answer")
	// ErrMergeAnswered says that the proposal has been answered, or replaced by
	// another.
	ErrMergeAnswered = errors.New("merge was answered")
	// ErrOtherCommunity says that two requests are of different communities.
	ErrOtherCommunity = errors.New("request of another community")
)

// recordRequestMerged names the entry of a merge done.
const recordRequestMerged = "request_merged"

// mergeEntry is what the record keeps of a merge proposed or answered.
type mergeEntry struct {
	Merge   int64          `json:"merge"`
	Request fund.RequestID `json:"request"`
	Into    fund.RequestID `json:"into"`
	Agreed  *bool          `json:"agreed,omitempty"`
}

// ProposeMerge asks the author of request from whether it may be merged into
// another of the same community that asks for the same, by the staff. into may
// be open or adopted. Where no author can be asked, or the one who was asked
// has blocked the bot since, the staff's word counts
// and the merge is done at once: the proposal comes back answered. A proposal
// into another target replaces one that waits. *fund.NotAllowed,
// *fund.StateError, [ErrOtherCommunity], [ErrMergePending].
func (o *Office) ProposeMerge(a Act, from, into fund.RequestID) (store.Merge, error) {
	m, err := o.proposeMerge(a, from, into)
	if err != nil {
		return store.Merge{}, fmt.Errorf("propose merge: %w", err)
	}
	return o.localMerge(m), nil
}

func (o *Office) proposeMerge(a Act, from, into fund.RequestID) (store.Merge, error) {
	m := store.Merge{Request: from, Into: into, By: a.By.ID, Asked: a.Now}
	r, err := a.Tx.Request(from)
	if err != nil {
		return m, err
	}
	if err := o.allow(a, fund.ActMerge, r.Community); err != nil {
		return m, err
	}
	r, target, err := mergeable(a, from, into)
	if err != nil {
		return m, err
	}
	canAnswer, err := reachable(a.Tx, r.Author)
	if err != nil {
		return m, err
	}
	waiting, err := a.Tx.PendingMerge(from)
	switch {
	case err == nil && waiting.Into == into && !canAnswer: // they have blocked the bot since they were asked
		err := o.merge(a, &waiting, r, target)
		return waiting, err
	case err == nil && waiting.Into == into:
		return m, ErrMergePending
	case err == nil:
		err = o.answered(a, &waiting, false)
	case errors.Is(err, store.ErrNotFound):
		err = nil
	}
	if err != nil {
		return m, err
	}
	if m.ID, err = a.Tx.AddMerge(m); err != nil {
		return m, err
	}
	if err := a.record("merge_proposed", mergeEntry{Merge: m.ID, Request: from, Into: into}); err != nil {
		return m, err
	}
	if !canAnswer || r.Author == a.By.ID {
		return m, o.merge(a, &m, r, target)
	}
	return m, o.tell(a, r.Author, Notice{Kind: KindMergeAsk, Data: newsOf(m), Lane: store.LaneNotice})
}

// mergeable gives a request and its target as they would be merged, or why
// they cannot.
func mergeable(a Act, from, into fund.RequestID) (r, target fund.Request, err error) {
	if r, err = a.Tx.Request(from); err != nil {
		return r, target, err
	}
	if target, err = a.Tx.Request(into); err != nil {
		return r, target, err
	}
	if r.Community != target.Community {
		return r, target, fmt.Errorf("merge %d into %d: %w", from, into, ErrOtherCommunity)
	}
	if target.Status != fund.RequestOpen && target.Status != fund.RequestAdopted {
		return r, target, &fund.StateError{
			Noun: "request", ID: int64(into), Have: string(target.Status),
			Want: []string{string(fund.RequestOpen), string(fund.RequestAdopted)},
		}
	}
	return r, target, r.MergeInto(into, a.Now)
}

// AnswerMerge is the author's answer to a proposal. Agreed, the request is
// merged and its supporters move to the target, where nobody counts twice;
// each is told and may step out; the author supports the target from then on.
// The staff who asked hear of either answer. [ErrNotYours],
// [ErrMergeAnswered], *fund.StateError when a request has moved on meanwhile.
func (o *Office) AnswerMerge(a Act, merge int64, yes bool) (store.Merge, error) {
	m, err := o.answerMerge(a, merge, yes)
	if err != nil {
		return store.Merge{}, fmt.Errorf("answer merge: %w", err)
	}
	return o.localMerge(m), nil
}

func (o *Office) answerMerge(a Act, merge int64, yes bool) (store.Merge, error) {
	m, err := a.Tx.Merge(merge)
	if err != nil {
		return m, err
	}
	r, err := a.Tx.Request(m.Request)
	if err != nil {
		return m, err
	}
	if a.By.ID == 0 || r.Author != a.By.ID {
		return m, ErrNotYours
	}
	if !m.Answered.IsZero() {
		return m, ErrMergeAnswered
	}
	if yes {
		r, target, err := mergeable(a, m.Request, m.Into)
		if err != nil {
			return m, err
		}
		if err := o.merge(a, &m, r, target); err != nil {
			return m, err
		}
	} else if err := o.answered(a, &m, false); err != nil {
		return m, err
	}
	return m, o.tell(a, m.By, Notice{Kind: KindMergeAnswered, Data: newsOf(m), Lane: store.LaneNotice})
}

// answered keeps and records an answer to a proposal.
func (o *Office) answered(a Act, m *store.Merge, agreed bool) error {
	if err := a.Tx.AnswerMerge(m.ID, agreed, a.Now); err != nil {
		return err
	}
	m.Answered, m.Agreed = a.Now, agreed
	return a.record("merge_answered", mergeEntry{m.ID, m.Request, m.Into, &agreed})
}

// merge merges r, already moved to its new state, into target.
func (o *Office) merge(a Act, m *store.Merge, r, target fund.Request) error {
	if err := o.answered(a, m, true); err != nil {
		return err
	}
	if err := a.Tx.SaveRequest(r); err != nil {
		return err
	}
	movers, err := o.moveSupporters(a, r, target)
	if err != nil {
		return err
	}
	if err := a.record(recordRequestMerged, requestStep{Request: r.ID, Into: target.ID}); err != nil {
		return err
	}
	for _, p := range movers {
		if p == a.By.ID {
			continue
		}
		if err := o.tell(a, p, Notice{Kind: KindMergeDone, Data: newsOf(*m), Lane: store.LaneNotice}); err != nil {
			return err
		}
	}
	if err := o.showRequest(a, r, 0); err != nil {
		return err
	}
	return o.showRequest(a, target, coalesce)
}

// moveSupporters makes supporters of the target out of the merged request's
// supporters and author, and gives who is new there or moved.
func (o *Office) moveSupporters(a Act, r, target fund.Request) ([]fund.PersonID, error) {
	movers, err := a.Tx.Supporters(r.ID)
	if err != nil {
		return nil, err
	}
	if err := a.Tx.MoveSupports(r.ID, target.ID); err != nil {
		return nil, err
	}
	if err := a.Tx.MoveHouseholds(r.ID, target.ID); err != nil {
		return nil, err
	}
	if r.Author != 0 {
		if _, err := a.Tx.AddSupport(target.ID, r.Author, a.Now); err != nil {
			return nil, err
		}
		movers = append(movers, r.Author)
	}
	if target.Author != 0 { // who asked for it does not also support it
		if _, err := a.Tx.RemoveSupport(target.ID, target.Author); err != nil {
			return nil, err
		}
		movers = slices.DeleteFunc(movers, func(p fund.PersonID) bool { return p == target.Author })
	}
	return movers, nil
}

// reachable tells whether somebody can be asked through Telegram: whoever has
// blocked the bot cannot.
func reachable(tx *store.Tx, person fund.PersonID) (bool, error) {
	if person == 0 {
		return false, nil
	}
	p, err := tx.Person(person)
	if err != nil || p.Erased || p.Telegram == 0 {
		return false, err
	}
	c, err := tx.Chat(p.Telegram)
	if errors.Is(err, store.ErrNotFound) {
		return true, nil
	}
	return !c.Blocked, err
}

func newsOf(m store.Merge) MergeNews { return MergeNews{Merge: m.ID, Request: m.Request, Into: m.Into} }

// MergeByID gives one proposal, or [store.ErrNotFound].
func (o *Office) MergeByID(tx *store.Tx, id int64) (store.Merge, error) {
	m, err := tx.Merge(id)
	return o.localMerge(m), err
}

// PendingMerge gives the proposal about a request that waits for its author,
// or [store.ErrNotFound].
func (o *Office) PendingMerge(tx *store.Tx, id fund.RequestID) (store.Merge, error) {
	m, err := tx.PendingMerge(id)
	return o.localMerge(m), err
}

func (o *Office) localMerge(m store.Merge) store.Merge {
	m.Asked, m.Answered = o.local(m.Asked), o.local(m.Answered)
	return m
}
