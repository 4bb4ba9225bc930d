package office

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"huimin/fund"
	"huimin/store"
)

// erasedName is what stands in the place of a name that was erased.
const erasedName = "*"

// Erase forgets the act's person (PIPL Art. 47): their Telegram id, name,
// community, conversations and what they wrote go; their roles end, their open
// requests are withdrawn. Requests, comments, support and votes stay as
// figures under a number that leads to nobody any more, and the record's seals
// of their words can no longer be opened. Answers given for the office stay,
// because they are the office's, except for sentences of the person's own that
// were pasted into them, see eraseQuotes; a project that came of a request
// stays, without what its author wrote and showed. Posts with their photos are deleted.
// [ErrNoConsent] for strangers.
func (o *Office) Erase(a Act) error {
	if a.By.ID == 0 {
		return fmt.Errorf("erase: %w", ErrNoConsent)
	}
	p, err := a.Tx.Person(a.By.ID)
	if err == nil && p.Erased {
		err = ErrNoConsent
	}
	if err != nil {
		return fmt.Errorf("erase: %w", err)
	}
	texts, err := a.Tx.OwnTexts(p.ID) // before they go
	if err != nil {
		return fmt.Errorf("erase: %w", err)
	}
	quotes := func(a Act, p fund.Person) error { return o.eraseQuotes(a, p, texts) }
	for _, step := range []func(Act, fund.Person) error{
		o.erasePetitions, o.eraseRoles, o.eraseRequests, o.eraseComplaints, o.eraseContributions, o.erasePledges, eraseWords, quotes,
	} {
		if err := step(a, p); err != nil {
			return fmt.Errorf("erase: %w", err)
		}
	}
	gone := fund.Person{ID: p.ID, Name: erasedName, Lang: p.Lang, Created: p.Created, Erased: true}
	if err := a.Tx.SavePerson(gone); err != nil {
		return fmt.Errorf("erase: %w", err)
	}
	return a.record("person_erased", personEntry{Person: p.ID})
}

func (o *Office) eraseRoles(a Act, p fund.Person) error {
	grants, err := a.Tx.Grants(p.ID)
	if err != nil {
		return err
	}
	for _, g := range grants {
		if err := a.Tx.EndGrant(g.ID, a.Now); err != nil {
			return err
		}
		if err := a.record("role_ended", ended(g)); err != nil {
			return err
		}
		if err := o.endDeputies(a, g); err != nil {
			return err
		}
	}
	if err := a.Tx.DropUploads(p.ID, a.Now.Add(time.Second)); err != nil {
		return err
	}
	return a.Tx.BlankInvites(p.ID)
}

func (o *Office) eraseRequests(a Act, p fund.Person) error {
	requests, err := a.Tx.RequestsOf(p.ID)
	if err != nil {
		return err
	}
	for _, r := range requests {
		if len(r.Photos) > 0 {
			if err := o.takeAway(a, requestTopic(r.ID)); err != nil {
				return err
			}
		}
		if r.Status == fund.RequestOpen {
			_, err = o.Withdraw(a, r.ID)
		} else {
			err = o.showRequest(a, r, 0)
		}
		if err != nil {
			return err
		}
		if err := o.eraseProject(a, r); err != nil {
			return err
		}
		if err := o.eraseNeed(a, r); err != nil {
			return err
		}
	}
	return a.Tx.BlankRequests(p.ID)
}

// eraseNeed takes a request's words out of polls and out of what was posted
// about the choices that it was on the list of. A poll that is closed is
// deleted, one that is open as soon as it is closed: nothing in it can be
// edited.
func (o *Office) eraseNeed(a Act, r fund.Request) error {
	polls, err := a.Tx.BlankOptions(r.ID)
	if err != nil {
		return err
	}
	for _, id := range polls {
		p, err := a.Tx.Poll(id)
		if err != nil {
			return err
		}
		if p.Status != fund.PollClosed {
			continue
		}
		if err := o.takeBlankedPoll(a, p); err != nil {
			return err
		}
		err = o.refresh(a, pollResultTopic(id), Notice{Kind: KindPollResult, Data: PollNews{id}, Lane: store.LaneNotice})
		if err != nil {
			return err
		}
	}
	needs, err := a.Tx.NeedsOf(r.ID)
	if err != nil {
		return err
	}
	for _, n := range needs {
		err := o.refresh(a, selectionTopic(n.Selection), Notice{
			Kind: KindNeedsPost, Data: SelectionNews{n.Selection}, Lane: store.LaneNotice,
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// erasePledges takes back what somebody promised and has not given, and takes
// out what the receipts of the rest show. The sums stay.
func (o *Office) erasePledges(a Act, p fund.Person) error {
	pledges, err := a.Tx.PledgesBy(p.ID)
	if err != nil {
		return err
	}
	for _, g := range pledges {
		if g.Open() == 0 {
			continue
		}
		if _, err := o.WithdrawPledge(a, g.ID); err != nil {
			return err
		}
	}
	return a.Tx.BlankVouchers(p.ID)
}

// eraseProject takes out of the project that a request became what is still as
// its author wrote and showed it: photos, the place, and the title, in whose
// stead the project's number stands. What the office wrote itself stays.
func (o *Office) eraseProject(a Act, r fund.Request) error {
	if r.Project == 0 {
		return nil
	}
	p, err := a.Tx.Project(r.Project)
	if err != nil || p.Lead != r.ID {
		return err
	}
	if err := a.Tx.BlankVersions(p.ID); err != nil {
		return err
	}
	left := p
	left.Before = slices.DeleteFunc(slices.Clone(p.Before), func(shown fund.Photo) bool {
		return slices.ContainsFunc(r.Photos, func(own fund.Photo) bool { return own.UniqueID == shown.UniqueID })
	})
	pictured := len(left.Before) < len(p.Before)
	if p.Title == strings.TrimSpace(r.Title()) || p.Title == r.ProjectTitle() {
		left.Title = p.Number
	}
	if p.Where == strings.TrimSpace(r.Where) {
		left.Where = ""
	}
	if p.At != nil && r.At != nil && *p.At == *r.At {
		left.At = nil
	}
	if !pictured && left.Title == p.Title && left.Where == p.Where && left.At == p.At {
		return nil
	}
	left.Changed = a.Now
	if err := dropProjectSalts(a, p.ID); err != nil {
		return err
	}
	if err := o.saveProject(a, recordBlanked, left, ProjectEntry{}); err != nil {
		return err
	}
	return o.showBlanked(a, left, pictured)
}

// dropProjectSalts closes the seals of what was known about a project so far:
// the staff who entered it sealed its author's words.
func dropProjectSalts(a Act, id fund.ProjectID) error {
	const page = 1000
	for next := int64(0); ; {
		entries, err := a.Tx.Entries(next, page)
		if err != nil {
			return err
		}
		for _, e := range entries {
			next = e.Seq + 1
			if !aboutProjects(e.What) {
				continue
			}
			var said ProjectEntry
			if err := json.Unmarshal([]byte(e.Data), &said); err != nil {
				return fmt.Errorf("entry %d: %w", e.Seq, err)
			}
			if said.Project.ID != id {
				continue
			}
			if err := a.Tx.DropSalt(said.Project.Words); err != nil {
				return err
			}
		}
		if len(entries) < page {
			return nil
		}
	}
}

// showBlanked brings everything that was posted about a project up to date.
// What showed a picture goes, because Telegram lets no picture be edited away;
// it is posted anew where people still need it.
func (o *Office) showBlanked(a Act, p fund.Project, pictured bool) error {
	if pictured && len(p.After) == 0 { // with one from after the works, that is the one shown
		if err := o.takeAway(a, projectTopic(p.ID)); err != nil {
			return err
		}
	}
	if err := o.showProject(a, p); err != nil {
		return err
	}
	ballots, err := a.Tx.Ballots()
	if err != nil {
		return err
	}
	for _, b := range ballots {
		if b.Project != p.ID {
			continue
		}
		if pictured {
			if err := o.takeAway(a, BallotTopic(b.ID)); err != nil {
				return err
			}
		}
		if b.Status == fund.BallotOpen {
			err = o.showBallot(a, b, 0)
		} else { // its result stands in a message of its own: nothing has to be posted anew
			err = o.refresh(a, BallotTopic(b.ID), Notice{Kind: KindBallotPost, Data: BallotPost{b.ID}, Lane: store.LaneNotice})
		}
		if err != nil {
			return err
		}
	}
	reviews, err := a.Tx.Approvals(p.ID)
	if err != nil {
		return err
	}
	for _, r := range reviews {
		if err := o.closeTasks(a, r); err != nil {
			return err
		}
	}
	return nil
}

// refresh says something on a topic wherever something stands on it.
func (o *Office) refresh(a Act, topic string, n Notice) error {
	posts, err := a.Tx.PostsUnder(topic)
	if err != nil {
		return err
	}
	for _, p := range posts {
		if p.Topic != topic {
			continue
		}
		if err := o.post(a, p.Chat, topic, n); err != nil {
			return err
		}
	}
	return nil
}

// takeAway has the posts about a topic deleted. The next word on it is a new
// message.
func (o *Office) takeAway(a Act, topic string) error {
	posts, err := a.Tx.PostsUnder(topic)
	if err != nil {
		return err
	}
	for _, p := range posts {
		if p.Topic != topic {
			continue
		}
		if err := a.Tx.DropPost(p.Chat, topic); err != nil {
			return err
		}
		n := Notice{Kind: KindGone, Data: Gone{p.Message}, Lane: store.LaneNotice}
		if err := o.post(a, p.Chat, "", n); err != nil {
			return err
		}
	}
	return nil
}

// eraseComplaints settles somebody's complaints, and forgets what they wrote
// and showed.
func (o *Office) eraseComplaints(a Act, p fund.Person) error {
	list, err := a.Tx.ComplaintsBy(p.ID)
	if err != nil {
		return err
	}
	for _, c := range list {
		if c.Status == fund.ComplaintSettled {
			continue
		}
		if err := c.Withdraw(o.Rules(a.Now), a.Now); err != nil {
			return err
		}
		if err := o.keepComplaint(a, c); err != nil {
			return err
		}
	}
	return a.Tx.BlankWorks(p.ID)
}

func eraseWords(a Act, p fund.Person) error {
	if err := a.Tx.BlankComments(p.ID); err != nil {
		return err
	}
	if err := a.Tx.DropSalts(int64(p.ID)); err != nil {
		return err
	}
	return a.Tx.Forget(p.Telegram)
}
