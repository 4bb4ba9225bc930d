package office

import (
	"errors"
	"fmt"
	"slices"

	"huimin/fund"
	"huimin/store"
)

// PollSent notes that a part of a poll is in a chat, as Telegram shows it.
func (o *Office) PollSent(a Act, part PollPart, chat int64, heard PollHeard) error {
	post, err := a.Tx.PollPost(part.Poll, part.Part, chat)
	if errors.Is(err, store.ErrNotFound) {
		return nil // the group has moved meanwhile
	}
	if err != nil {
		return err
	}
	post.Telegram = heard.Telegram
	if err := a.Tx.SavePollPost(post); err != nil {
		return err
	}
	p, err := a.Tx.Poll(part.Poll)
	if err == nil && p.Status != fund.PollOpen && !heard.Closed { // it was stopped while this was on its way
		err = o.showPart(a, part, chat)
	}
	if err == nil {
		err = o.HearPoll(a, heard)
	}
	return err
}

// HearPoll takes in how one of Telegram's polls stands. One that nobody knows
// may be a part whose sending ended nobody knows how: then it has arrived.
func (o *Office) HearPoll(a Act, heard PollHeard) error {
	post, err := a.Tx.PollPostByTelegram(heard.Telegram)
	if errors.Is(err, store.ErrNotFound) {
		if post, err = o.lostPart(a, heard); errors.Is(err, store.ErrNotFound) {
			return nil
		}
	}
	if err != nil || post.Final {
		return err
	}
	post.Counts, post.Voters, post.Final = heard.Counts, heard.Voters, heard.Closed
	if err := a.Tx.SavePollPost(post); err != nil || !post.Final {
		return err
	}
	p, err := a.Tx.Poll(post.Poll)
	if err != nil {
		return err
	}
	posts, err := a.Tx.PollPosts(p.ID)
	if err != nil {
		return err
	}
	switch p.Status {
	case fund.PollOpen:
		return nil
	case fund.PollClosing:
		return o.conclude(a, &p, posts)
	case fund.PollClosed:
		return o.finishPoll(a, &p)
	}
	return nil
}

// lostPart finds the one part that a poll nobody knows can be: it was being
// sent, and nobody learnt as which poll.
func (o *Office) lostPart(a Act, heard PollHeard) (found store.PollPost, err error) {
	list, err := a.Tx.UnfinishedPolls()
	if err != nil {
		return found, err
	}
	fits := 0
	for _, p := range list {
		posts, err := a.Tx.PollPosts(p.ID)
		if err != nil {
			return found, err
		}
		for _, post := range posts {
			if post.Telegram == "" && sameOptions(p.Part(post.Part), heard.Options) {
				found = post
				fits++
			}
		}
	}
	if fits != 1 {
		return store.PollPost{}, fmt.Errorf("%d parts fit: %w", fits, store.ErrNotFound)
	}
	found.Telegram = heard.Telegram
	topic := pollTopic(PollPart{found.Poll, found.Part})
	doubts, err := a.Tx.UncertainIn(found.Chat)
	if err != nil {
		return found, err
	}
	for _, q := range doubts {
		if q.Topic == topic && q.Status == store.OutboxUncertain {
			return found, a.Tx.ArrivedUnseen(q.ID, a.Now)
		}
	}
	return store.PollPost{}, store.ErrNotFound
}

func sameOptions(options []fund.PollOption, texts []string) bool {
	return slices.EqualFunc(options, texts, func(o fund.PollOption, text string) bool { return o.Text == text })
}

// conclude counts a poll that takes no more answers, once every part that was
// asked has said its last count.
func (o *Office) conclude(a Act, p *fund.Poll, posts []store.PollPost) error {
	if slices.ContainsFunc(posts, func(post store.PollPost) bool { return post.Telegram != "" && !post.Final }) {
		return nil
	}
	return o.finishPoll(a, p)
}

// finishPoll adds the answers up, and posts and records what came of it.
func (o *Office) finishPoll(a Act, p *fund.Poll) error {
	what := recordPollClosed
	if p.Status == fund.PollClosed {
		what = recordPollRecounted
	}
	posts, err := a.Tx.PollPosts(p.ID)
	if err != nil {
		return err
	}
	p.Status = fund.PollClosed
	tally(p, posts)
	if err := a.Tx.SavePoll(*p); err != nil {
		return err
	}
	entry, err := pollEntry(a, *p)
	if err == nil {
		err = a.record(what, entry)
	}
	if err != nil {
		return err
	}
	if err := o.showPollResult(a, *p); err != nil || what == recordPollRecounted {
		return err
	}
	if err := o.takeBlankedPoll(a, *p); err != nil {
		return err
	}
	return o.tell(a, p.OpenedBy, Notice{
		Kind: KindPollResult, Data: PollNews{p.ID}, Lane: store.LaneNotice, Key: fmt.Sprintf("poll_result:%d", p.ID),
	})
}

// tally adds up a poll's answers from all its parts in all chats. Voters are
// those of the part that most people answered: nobody knows who answered both.
func tally(p *fund.Poll, posts []store.PollPost) {
	counts := map[[2]int]int{}
	voters := map[int]int{}
	for _, post := range posts {
		voters[post.Part] += post.Voters
		for place, n := range post.Counts {
			counts[[2]int{post.Part, place}] += n
		}
	}
	p.Voters = 0
	for _, n := range voters {
		p.Voters = max(p.Voters, n)
	}
	for i, o := range p.Options {
		p.Options[i].Count = counts[[2]int{o.Part, o.Place}]
	}
}

// showPollResult posts what came of a poll, or brings that up to date.
func (o *Office) showPollResult(a Act, p fund.Poll) error {
	_, err := o.postTo(a, p.Community, pollResultTopic(p.ID), Notice{
		Kind: KindPollResult, Data: PollNews{p.ID}, Lane: store.LaneNotice,
	}, store.PurposeNeighbourhood)
	return err
}

// takeBlankedPoll has a closed poll deleted that shows words its author had
// deleted: Telegram lets no poll be edited. Its result stays.
func (o *Office) takeBlankedPoll(a Act, p fund.Poll) error {
	for part := range p.Parts() {
		blanked := func(o fund.PollOption) bool { return o.Text == "" }
		if !slices.ContainsFunc(p.Part(part), blanked) {
			continue
		}
		if err := o.takeAway(a, pollTopic(PollPart{p.ID, part})); err != nil {
			return err
		}
	}
	return nil
}
