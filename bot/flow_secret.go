package bot

import (
	"crypto/subtle"
	"errors"
	"slices"

	"huimin/fund"
	"huimin/locales"
	"huimin/office"
)

// ballotPaperButton asks for a paper of a secret ballot. paperVoteButton is the vote
// on one, under its code; Mark proves that the paper was given to whoever
// presses.
type (
	ballotPaperButton struct{ Ballot fund.BallotID }
	paperVoteButton   struct {
		Ballot fund.BallotID
		Code   string
		Mark   string
		Choice fund.Choice
		For    fund.PersonID // whose proxy the one who presses holds; 0 for their own paper
	}
)

// paperFlow is voting in secret: papers are asked for in the group or on the
// ballot's page, and given and filled in in the private chat.
func (d *decisions) paperFlow(r *router) {
	press(r, "vq", d.givePaper)
	press(r, paperTag, d.castPaper)
	press(r, paperMarkTag, d.markPaper)
	r.notice(office.KindBallotPapers, d.papersPost)
}

// givePaper sends a paper to the private chat of whoever pressed.
func (d *decisions) givePaper(t *turn, b ballotPaperButton) error {
	v, err := d.office.Ballot(t.tx, b.Ballot)
	if err != nil {
		return err
	}
	code, err := d.office.NewPaper(t.act(), b.Ballot)
	if err != nil {
		return d.whyNoPaper(t, v, err)
	}
	t.toast(locales.SecretSentAlert())
	if v.Ballot.Kind != fund.BallotMotion {
		return d.handMarks(t, v, paperMarkButton{Ballot: b.Ballot, Code: string(code), Page: 1}, nil, false)
	}
	paper, err := d.paper(t, v, 0, fund.SecretPaper{Code: code})
	if err != nil {
		return err
	}
	return t.hand(paper, false)
}

// paper is somebody's own paper, or that of who gave them their proxy: blank,
// or with what was chosen on it.
func (d *decisions) paper(t *turn, v office.BallotView, giver fund.PersonID, p fund.SecretPaper) (screen, error) {
	_, title := ballotName(v)
	text := locales.SecretBlank(title, p.Code.String(), v.Ballot.Closes)
	if p.Choice != "" {
		text = locales.SecretCast(title, p.Code.String(), choiceName(p.Choice), v.Ballot.Closes)
	}
	head, err := paperHead(t, giver)
	mark := t.paperMark(v.Ballot.ID, t.voter(giver), p.Code)
	vote := func(label locales.Message, c fund.Choice) key {
		return t.key(label, paperVoteButton{v.Ballot.ID, string(p.Code), mark, c, giver})
	}
	return screen{Text: locales.Paragraphs(head, text, locales.SecretAboutCode()), Keys: [][]key{{
		vote(locales.BallotForButton(), fund.ChoiceFor),
		vote(locales.BallotAgainstButton(), fund.ChoiceAgainst),
		vote(locales.BallotAbstainButton(), fund.ChoiceAbstain),
	}}}, err
}

// castPaper records what was pressed on a paper, and shows it there. The note
// that answers the press says neither code nor choice: it waits unsealed.
func (d *decisions) castPaper(t *turn, b paperVoteButton) error {
	code := fund.PaperCode(b.Code)
	if !slices.Contains(fund.Choices(), b.Choice) || !t.holds(b.Ballot, code, b.Mark, b.For) {
		return errStaleButton
	}
	v, err := d.office.Ballot(t.tx, b.Ballot)
	if err != nil {
		return err
	}
	cast := fund.SecretPaper{Code: code, Choice: b.Choice}
	as, err := d.office.ByProxy(t.act(), b.Ballot, b.For)
	if err != nil {
		return err
	}
	changed, before, err := d.office.CastPaper(as, b.Ballot, cast)
	if err != nil {
		return d.whyNoPaper(t, v, err)
	}
	paper, err := d.paper(t, v, b.For, cast)
	if err != nil {
		return err
	}
	switch until := v.Ballot.Closes; {
	case !changed:
		t.toast(locales.SecretSameAlert(until))
	case before != "":
		t.toast(locales.SecretChangedAlert(until))
	default:
		t.toast(locales.SecretRecordedAlert(until))
	}
	return t.hand(paper, true)
}

// holds tells whether a paper, their own or that of a giver of a proxy, was
// given to whoever pressed its button.
func (t *turn) holds(ballot fund.BallotID, code fund.PaperCode, mark string, giver fund.PersonID) bool {
	want := t.paperMark(ballot, t.voter(giver), code)
	return code.Valid() && subtle.ConstantTimeCompare([]byte(want), []byte(mark)) == 1
}

// voter is whose vote a turn is about: that of who gave their proxy, or of
// whoever acts.
func (t *turn) voter(giver fund.PersonID) fund.PersonID {
	if giver != 0 {
		return giver
	}
	return t.person.ID
}

// paperHead says that a paper is that of a giver of a proxy; the zero Message
// on one's own.
func paperHead(t *turn, giver fund.PersonID) (locales.Message, error) {
	if giver == 0 {
		return locales.Message{}, nil
	}
	name, err := personOf(t.tx, giver)
	return locales.ProxyPaper(name), err
}

// whyNoPaper words what keeps somebody from voting in secret.
func (d *decisions) whyNoPaper(t *turn, v office.BallotView, err error) error {
	if errors.Is(err, fund.ErrClosed) {
		return refuse(endedWords(v))
	}
	return d.whyNot(t, v, err)
}

// secretKeys ask for a paper, and whether one has voted.
func secretKeys(b *buttons, id fund.BallotID) [][]key {
	return [][]key{
		{b.key(locales.SecretGetButton(), ballotPaperButton{id})},
		{b.key(locales.SecretVotedButton(), myVoteButton{id})},
	}
}

// tellVoted answers whether somebody has voted in a secret ballot: how, nobody
// could say.
// Theirs is what is to be said of who gave them their proxy.
func (d *decisions) tellVoted(t *turn, v office.BallotView, theirs locales.Message) error {
	voted, err := d.office.HasVoted(t.tx, v.Ballot, t.person.ID)
	if err != nil {
		return err
	}
	ended := v.Ballot.Accepts(t.now) != nil
	switch {
	case ended && voted:
		t.alert(locales.Lines(locales.SecretWasAlert(endedWords(v)), theirs))
	case ended:
		t.alert(endedWords(v))
	case voted:
		t.alert(locales.Lines(locales.SecretVotedAlert(v.Ballot.Closes), theirs))
	default:
		if err := d.office.MayVote(t.act(), v.Ballot.ID); err != nil {
			return d.whyNot(t, v, err)
		}
		t.alert(locales.Lines(locales.VoteNoneAlert(v.Ballot.Closes), theirs))
	}
	return nil
}

// myVote is one's own part in a ballot on its page, with the buttons to vote.
func (d *decisions) myVote(t *turn, v office.BallotView) (locales.Message, [][]key, error) {
	if v.Ballot.Secret {
		voted, err := d.office.HasVoted(t.tx, v.Ballot, t.person.ID)
		if voted {
			return locales.SecretPageVoted(), nil, err
		}
		return locales.SecretPageNone(), secretKeys(t.buttons, v.Ballot.ID), err
	}
	choice, err := d.office.MyVote(t.tx, v.Ballot.ID, t.person.ID)
	yours := locales.BallotYoursNone()
	if choice != "" {
		yours = locales.BallotYours(choiceName(choice))
	}
	return yours, voteKeys(t.buttons, v.Ballot.ID), err
}

// secretAdvice tells whoever presides what a secret vote is, and warns them
// when it would hide little.
func secretAdvice(present int) []locales.Message {
	said := []locales.Message{locales.SecretAbout()}
	if present < fund.FewVoters {
		said = append(said, locales.SecretFew(present, fund.FewVoters))
	}
	return said
}
