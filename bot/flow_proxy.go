package bot

import (
	"encoding/json"
	"slices"

	"huimin/fund"
	"huimin/locales"
	"huimin/office"
)

// proxyButton asks whom a member lets vote for them, shows what they sign for
// a Holder, and with Sure signs it; recallButton takes it back;
// paperProxyButton takes down one on paper: whose, then for whom. proxyVoteButton
// votes for a member whose proxy one holds; proxyPaperButton gets their paper.
type (
	proxyButton struct {
		Meeting fund.MeetingID
		Holder  fund.PersonID
		Sure    bool
		Page    int
	}
	recallButton     struct{ Meeting fund.MeetingID }
	paperProxyButton struct {
		Meeting fund.MeetingID
		Giver   fund.PersonID
		Holder  fund.PersonID
		Page    int
	}
	proxyVoteButton struct {
		Ballot fund.BallotID
		Giver  fund.PersonID
		Choice fund.Choice
	}
	proxyPaperButton struct {
		Ballot fund.BallotID
		Giver  fund.PersonID
	}
)

// proxyFlow is giving a written proxy, taking it back, and taking one down from
// paper.
func (g *gathering) proxyFlow(r *router) {
	press(r, "gp", g.giveProxy)
	press(r, "gpb", g.takeBackProxy)
	press(r, "gpp", g.enterProxy)
	r.notice(office.KindProxy, g.proxyNews)
}

// proxyRows are what the one who looks at a meeting may do about proxies.
func (g *gathering) proxyRows(t *turn, v office.MeetingView) (rows [][]key, err error) {
	m := v.Meeting
	over := m.Status == fund.MeetingEnded || m.Status == fund.MeetingCancelled
	if over || !g.office.Rules(m.Called).Meetings.Proxies {
		return nil, nil
	}
	switch _, gave := proxyGiven(v, t.person.ID); {
	case gave:
		rows = append(rows, []key{t.key(locales.ProxyBackButton(), recallButton{m.ID})})
	case g.office.MayGiveProxy(t.act(), m.ID) == nil:
		rows = append(rows, []key{t.key(locales.ProxyGiveButton(), proxyButton{Meeting: m.ID})})
	}
	if g.office.Presides(t.act(), m.ID) == nil {
		rows = append(rows, []key{t.key(locales.ProxyPaperButton(), paperProxyButton{Meeting: m.ID})})
	}
	return rows, nil
}

func proxyGiven(v office.MeetingView, giver fund.PersonID) (fund.Proxy, bool) {
	i := slices.IndexFunc(v.Proxies, func(p fund.Proxy) bool { return p.Giver == giver })
	if i < 0 {
		return fund.Proxy{}, false
	}
	return v.Proxies[i], true
}

// byProxy counts the members who are there by proxy.
func byProxy(v office.MeetingView) (n int) {
	for _, p := range v.Proxies {
		if slices.Contains(v.Present, p.Giver) {
			n++
		}
	}
	return n
}

// proxyText says who votes for the one who looks, or for whom they vote; the
// zero Message for neither.
func proxyText(t *turn, v office.MeetingView) (locales.Message, error) {
	for _, p := range v.Proxies {
		switch t.person.ID {
		case p.Giver:
			name, err := personOf(t.tx, p.Holder)
			return locales.ProxyYouGave(name), err
		case p.Holder:
			name, err := personOf(t.tx, p.Giver)
			return locales.ProxyYouHold(name), err
		}
	}
	return locales.Message{}, nil
}

// giveProxy asks to whom, shows what is signed, and signs it.
func (g *gathering) giveProxy(t *turn, b proxyButton) error {
	if b.Sure {
		if _, err := g.office.GiveProxy(t.act(), b.Meeting, b.Holder); err != nil {
			return err
		}
		t.toast(locales.ProxyGivenAlert())
		return g.showMeeting(t, b.Meeting)
	}
	if err := g.office.MayGiveProxy(t.act(), b.Meeting); err != nil {
		return err
	}
	v, err := g.office.Meeting(t.act(), b.Meeting)
	if err != nil {
		return err
	}
	back := []key{t.key(locales.MeetingBackButton(), meetingButton{b.Meeting})}
	if b.Holder == 0 {
		keys, err := g.peopleKeys(t, g.mayHold(v, t.person.ID), b.Page, nobody,
			func(p fund.PersonID, _ int) any { return proxyButton{Meeting: b.Meeting, Holder: p} },
			func(page int) any { return proxyButton{Meeting: b.Meeting, Page: page} })
		if err != nil {
			return err
		}
		return t.show(screen{Text: locales.ProxyWhom(v.Meeting.Title), Keys: append(keys, back)})
	}
	name, err := personOf(t.tx, b.Holder)
	if err != nil {
		return err
	}
	return t.show(screen{Text: locales.ProxySign(name, v.Meeting.Title, v.Meeting.Starts), Keys: [][]key{
		{t.key(locales.ProxySignButton(), proxyButton{Meeting: b.Meeting, Holder: b.Holder, Sure: true})}, back,
	}})
}

func nobody(fund.PersonID) bool { return false }

// mayHold gives the members whom somebody may give their proxy to.
func (g *gathering) mayHold(v office.MeetingView, giver fund.PersonID) (list []fund.PersonID) {
	for _, p := range v.Members {
		if fund.CheckProxy(v.Proxies, giver, p) == nil {
			list = append(list, p)
		}
	}
	return list
}

func (g *gathering) takeBackProxy(t *turn, b recallButton) error {
	had, err := g.office.TakeBackProxy(t.act(), b.Meeting)
	if err != nil {
		return err
	}
	if had {
		t.toast(locales.ProxyBackAlert())
	} else {
		t.toast(locales.PresenceSameAlert())
	}
	return g.showMeeting(t, b.Meeting)
}

// enterProxy asks whose proxy was handed in, then for whom, and takes it down.
func (g *gathering) enterProxy(t *turn, b paperProxyButton) error {
	if b.Holder != 0 {
		if _, err := g.office.EnterProxy(t.act(), b.Meeting, b.Giver, b.Holder); err != nil {
			return err
		}
		t.toast(locales.ProxyEnteredAlert())
		return g.showMeeting(t, b.Meeting)
	}
	if err := g.office.Presides(t.act(), b.Meeting); err != nil {
		return err
	}
	v, err := g.office.Meeting(t.act(), b.Meeting)
	if err != nil {
		return err
	}
	text, people := locales.ProxyWhose(), []fund.PersonID{}
	for _, p := range v.Members {
		if !slices.Contains(v.Present, p) && fund.CheckProxy(v.Proxies, p, 0) == nil {
			people = append(people, p)
		}
	}
	if b.Giver != 0 {
		name, err := personOf(t.tx, b.Giver)
		if err != nil {
			return err
		}
		text, people = locales.ProxyWhoseHolder(name), g.mayHold(v, b.Giver)
	}
	keys, err := g.peopleKeys(t, people, b.Page, nobody,
		func(p fund.PersonID, _ int) any {
			if b.Giver == 0 {
				return paperProxyButton{Meeting: b.Meeting, Giver: p}
			}
			return paperProxyButton{Meeting: b.Meeting, Giver: b.Giver, Holder: p}
		},
		func(page int) any { return paperProxyButton{Meeting: b.Meeting, Giver: b.Giver, Page: page} })
	if err != nil {
		return err
	}
	return t.show(screen{Text: text, Keys: append(keys, []key{t.key(locales.MeetingBackButton(), meetingButton{b.Meeting})})})
}

// proxyNews tells giver or holder that a proxy was given or has ended.
func (g *gathering) proxyNews(v *view, data json.RawMessage) (screen, error) {
	n, err := read[office.ProxyNews](data)
	if err != nil {
		return screen{}, err
	}
	p, err := g.office.Proxy(v.tx, n.Proxy)
	if err != nil {
		return screen{}, err
	}
	m, reader, err := g.noticedMeeting(v, p.Meeting)
	if err != nil {
		return screen{}, err
	}
	other := p.Giver
	if reader == p.Giver {
		other = p.Holder
	}
	name, err := personOf(v.tx, other)
	title, starts := m.Meeting.Title, m.Meeting.Starts
	text := locales.ProxyHeldNews(name, title, starts)
	switch {
	case n.Ended && reader == p.Giver:
		text = locales.ProxyGivenOver(name, title)
	case n.Ended:
		text = locales.ProxyHeldOver(name, title)
	case reader == p.Giver:
		text = locales.ProxyGivenNews(name, title, starts)
	}
	return screen{Text: text, Keys: [][]key{{v.key(locales.PresenceMeetingButton(), meetingButton{p.Meeting})}}}, err
}

// proxyVotes is voting for somebody whose proxy one holds.
func (d *decisions) proxyVotes(r *router) {
	press(r, "vx", d.voteFor)
	press(r, "vxp", d.givePaperFor)
	r.notice(office.KindProxyVote, d.proxyAsk)
}

// proxyAsk asks the holder of a proxy for its giver's vote.
func (d *decisions) proxyAsk(v *view, data json.RawMessage) (screen, error) {
	n, err := read[office.ProxyVote](data)
	if err != nil {
		return screen{}, err
	}
	b, err := d.office.Ballot(v.tx, n.Ballot)
	if err != nil {
		return screen{}, err
	}
	if b.Ballot.Status == fund.BallotClosed {
		return screen{}, errNothing
	}
	name, err := personOf(v.tx, n.Giver)
	if err != nil {
		return screen{}, err
	}
	_, title := ballotName(b)
	if b.Ballot.Kind != fund.BallotMotion && !b.Ballot.Secret {
		return screen{Text: locales.ProxyAsk(name, title), Keys: [][]key{
			{v.key(locales.ProxyMarkButton(name), marksButton{n.Ballot, 1, n.Giver})},
		}}, nil
	}
	if b.Ballot.Secret {
		return screen{Text: locales.ProxyAskSecret(name, title), Keys: [][]key{
			{v.key(locales.ProxyGetButton(name), proxyPaperButton{n.Ballot, n.Giver})},
		}}, nil
	}
	return screen{Text: locales.ProxyAsk(name, title), Keys: proxyKeys(v.buttons, n.Ballot, n.Giver)}, nil
}

func proxyKeys(b *buttons, ballot fund.BallotID, giver fund.PersonID) [][]key {
	vote := func(label locales.Message, c fund.Choice) key { return b.key(label, proxyVoteButton{ballot, giver, c}) }
	return [][]key{{
		vote(locales.BallotForButton(), fund.ChoiceFor),
		vote(locales.BallotAgainstButton(), fund.ChoiceAgainst),
		vote(locales.BallotAbstainButton(), fund.ChoiceAbstain),
	}}
}

// voteFor records the vote of whoever gave the proxy, and shows it in place of
// the question.
func (d *decisions) voteFor(t *turn, b proxyVoteButton) error {
	if !slices.Contains(fund.Choices(), b.Choice) {
		return errStaleButton
	}
	view, err := d.office.Ballot(t.tx, b.Ballot)
	if err != nil {
		return err
	}
	as, err := d.office.ByProxy(t.act(), b.Ballot, b.Giver)
	if err == nil {
		_, _, err = d.office.CastVote(as, b.Ballot, b.Choice)
	}
	if err != nil {
		return d.whyNoPaper(t, view, err)
	}
	name, err := personOf(t.tx, b.Giver)
	if err != nil {
		return err
	}
	_, title := ballotName(view)
	t.toast(locales.ProxyVotedAlert(name, choiceName(b.Choice)))
	return t.show(screen{
		Text: locales.ProxyVoted(name, title, choiceName(b.Choice), view.Ballot.Closes), Keys: proxyKeys(t.buttons, b.Ballot, b.Giver),
	})
}

// votedFor says whether the one who asks has voted for who gave them their
// proxy; the zero Message where nobody has.
func (d *decisions) votedFor(t *turn, v office.BallotView) (locales.Message, error) {
	p, err := d.office.HeldProxy(t.tx, v.Ballot.Meeting, t.person.ID)
	if err != nil || p.ID == 0 {
		return locales.Message{}, err
	}
	name, err := personOf(t.tx, p.Giver)
	if err != nil {
		return locales.Message{}, err
	}
	voted, err := d.office.HasVoted(t.tx, v.Ballot, p.Giver)
	if err != nil || !voted {
		return locales.ProxyVoteNone(name), err
	}
	if v.Ballot.Kind != fund.BallotMotion {
		return locales.ProxyVoteIn(name), nil
	}
	choice, err := d.office.MyVote(t.tx, v.Ballot.ID, p.Giver)
	if choice == "" {
		return locales.ProxyVoteIn(name), err
	}
	return locales.ProxyVotedAlert(name, choiceName(choice)), err
}

// givePaperFor sends the paper of whoever gave the proxy.
func (d *decisions) givePaperFor(t *turn, b proxyPaperButton) error {
	v, err := d.office.Ballot(t.tx, b.Ballot)
	if err != nil {
		return err
	}
	as, err := d.office.ByProxy(t.act(), b.Ballot, b.Giver)
	if err != nil {
		return err
	}
	code, err := d.office.NewPaper(as, b.Ballot)
	if err != nil {
		return d.whyNoPaper(t, v, err)
	}
	t.toast(locales.SecretSentAlert())
	if v.Ballot.Kind != fund.BallotMotion {
		return d.handMarks(t, v, paperMarkButton{Ballot: b.Ballot, Code: string(code), Page: 1, For: b.Giver}, nil, false)
	}
	paper, err := d.paper(t, v, b.Giver, fund.SecretPaper{Code: code})
	if err != nil {
		return err
	}
	return t.hand(paper, false)
}
