package bot

import (
	"errors"
	"slices"

	"huimin/fund"
	"huimin/locales"
	"huimin/office"
)

// voteButton is a vote; it hangs under the post in the representatives' group
// and under the ballot's page in a private chat.
type voteButton struct {
	Ballot fund.BallotID
	Choice fund.Choice
}

// myVoteButton tells one person, and nobody else, how they voted.
type myVoteButton struct{ Ballot fund.BallotID }

// ballotButton shows a ballot in a private chat.
type ballotButton struct{ Ballot fund.BallotID }

// closeButton closes a ballot before its hour. It asks once; Answer is 1 for
// closing it and 2 for leaving it open.
type closeButton struct {
	Ballot fund.BallotID
	Answer int
}

// decisions is voting, reviewing and what is made public about it.
type decisions struct {
	office  *office.Office
	book    *locales.Book
	verdict opener[verdictDraft]
	opine   opener[opining]
	pause   opener[pausing]
}

// decisionFlow is everything about deciding on projects: the representatives'
// vote, the offices' reviews, and what the neighbourhood is shown of both.
func decisionFlow(o *office.Office) flow {
	return func(r *router) {
		d := &decisions{office: o, book: r.book}
		d.ballotFlow(r)
		d.markFlow(r)
		d.paperFlow(r)
		d.proxyVotes(r)
		d.reviewFlow(r)
		d.opinionFlow(r)
		d.pauseFlow(r)
		d.projectNotices(r)
		d.bulletinNotices(r)
	}
}

// ballotFlow is voting: the buttons of a post, and closing early.
func (d *decisions) ballotFlow(r *router) {
	press(r, "v", d.vote)
	press(r, "vm", d.tellVote)
	press(r, "vb", func(t *turn, b ballotButton) error { return d.showBallot(t, b.Ballot) })
	press(r, "vc", d.closeEarly)
	r.notice(office.KindBallotPost, d.ballotPost)
	r.notice(office.KindBallotResult, d.ballotResult)
	r.notice(office.KindBallotReminder, d.ballotReminder)
}

// vote records a vote. That it is recorded is said after the commit; whoever
// may not vote is told why, and nobody else sees it.
func (d *decisions) vote(t *turn, b voteButton) error {
	if !slices.Contains(fund.Choices(), b.Choice) {
		return errStaleButton
	}
	view, err := d.office.Ballot(t.tx, b.Ballot)
	if err != nil {
		return err
	}
	changed, before, err := d.office.CastVote(t.act(), b.Ballot, b.Choice)
	switch {
	case errors.Is(err, fund.ErrClosed):
		return refuse(endedWords(view))
	case err != nil:
		return d.whyNot(t, view, err)
	}
	choice, until := choiceName(b.Choice), view.Ballot.Closes
	switch {
	case !changed:
		t.toast(locales.VoteSameAlert(choice, until))
	case before != "":
		t.toast(locales.VoteChangedAlert(choiceName(before), choice, until))
	default:
		t.toast(locales.VoteRecordedAlert(choice, until))
	}
	if !t.chat.private() {
		return nil // the post counts again by itself, a few votes at a time
	}
	return d.showBallot(t, b.Ballot)
}

// whyNot words what keeps somebody from voting.
func (d *decisions) whyNot(t *turn, v office.BallotView, err error) error {
	if v.Ballot.Status == fund.BallotClosed {
		return refuse(endedWords(v)) // the result is what they came for, member or not
	}
	if !errors.Is(err, fund.ErrNotAllowed) {
		return err
	}
	place, nameErr := nameOf(t.tx, d.office, v.Ballot.Community)
	if nameErr != nil {
		return nameErr
	}
	if v.Rules.Voters == fund.VotersResidents {
		return refuse(locales.VoteResidentDeniedAlert(place))
	}
	return refuse(locales.VoteDeniedAlert(place))
}

// tellVote answers with what the person chose, in a window that only they see.
func (d *decisions) tellVote(t *turn, b myVoteButton) error {
	v, err := d.office.Ballot(t.tx, b.Ballot)
	if err != nil {
		return err
	}
	theirs, err := d.votedFor(t, v)
	if err != nil {
		return err
	}
	switch {
	case v.Ballot.Secret:
		return d.tellVoted(t, v, theirs)
	case v.Ballot.Kind != fund.BallotMotion:
		return d.tellMarks(t, b.Ballot)
	}
	choice, err := d.office.MyVote(t.tx, b.Ballot, t.person.ID)
	if err != nil {
		return err
	}
	ended := v.Ballot.Accepts(t.now) != nil
	switch {
	case ended && choice != "":
		t.alert(locales.Lines(locales.VoteWasAlert(choiceName(choice), endedWords(v)), theirs))
	case ended:
		t.alert(endedWords(v))
	case choice != "":
		t.alert(locales.Lines(locales.VoteMineAlert(choiceName(choice), v.Ballot.Closes), theirs))
	default:
		if err := d.office.MayVote(t.act(), b.Ballot); err != nil {
			return d.whyNot(t, v, err)
		}
		t.alert(locales.Lines(locales.VoteNoneAlert(v.Ballot.Closes), theirs))
	}
	return nil
}

// endedWords says what came of a ballot whose hour has passed.
func endedWords(v office.BallotView) locales.Message {
	if v.Ballot.Status == fund.BallotOpen {
		return locales.VoteCountingAlert(v.Ballot.Closes)
	}
	if v.Ballot.Kind != fund.BallotMotion {
		return locales.MarkClosedAlert(v.Ballot.ClosedAt, ballotOutcome(v.Ballot))
	}
	c := v.Ballot.Tally
	return locales.VoteClosedAlert(v.Ballot.ClosedAt, outcomeName(v.Ballot.Outcome), c.For, c.Against, c.Abstain)
}

// showBallot is the ballot's page in a private chat: the post, one's own vote,
// and the same buttons.
func (d *decisions) showBallot(t *turn, id fund.BallotID) error {
	v, err := d.office.Ballot(t.tx, id)
	if err != nil {
		return err
	}
	if v.Ballot.Kind != fund.BallotMotion {
		return d.showMarks(t, marksButton{id, 1, 0})
	}
	text, err := d.ballotText(t.tx, v)
	if err != nil {
		return err
	}
	s := screen{Text: text}
	if v.Ballot.Status == fund.BallotOpen && d.office.MayVote(t.act(), id) == nil {
		yours, keys, err := d.myVote(t, v)
		if err != nil {
			return err
		}
		s.Text, s.Keys = locales.Paragraphs(text, yours), keys
	}
	if v.Ballot.Status == fund.BallotOpen && v.Ballot.Meeting != 0 && d.office.MayClose(t.act(), id) == nil {
		s.Keys = append(s.Keys, []key{t.key(locales.BallotEndButton(), closeButton{Ballot: id})})
	}
	s.Keys = append(s.Keys, d.afterKeys(t, v)...)
	return t.show(s)
}

// voteKeys are the three choices side by side: none is suggested.
func voteKeys(b *buttons, id fund.BallotID) [][]key {
	return [][]key{{
		b.key(locales.BallotForButton(), voteButton{id, fund.ChoiceFor}),
		b.key(locales.BallotAgainstButton(), voteButton{id, fund.ChoiceAgainst}),
		b.key(locales.BallotAbstainButton(), voteButton{id, fund.ChoiceAbstain}),
	}}
}

// closeEarly closes a ballot before its hour: the committee's press, its role
// looked up at every press. It is confirmed in the private chat, so that a
// group never sees a question that is not for it.
func (d *decisions) closeEarly(t *turn, b closeButton) error {
	v, err := d.office.Ballot(t.tx, b.Ballot)
	if err != nil {
		return err
	}
	if err := d.office.MayClose(t.act(), b.Ballot); err != nil {
		if !errors.Is(err, fund.ErrNotAllowed) {
			return err
		}
		place, nameErr := nameOf(t.tx, d.office, v.Ballot.Community)
		if nameErr != nil {
			return nameErr
		}
		return refuse(locales.BallotCloseDeniedAlert(place))
	}
	if v.Ballot.Status == fund.BallotClosed {
		return refuse(endedWords(v))
	}
	number, title := ballotName(v)
	if v.Ballot.Project == 0 { // the number of an item says little by itself
		number = title
	}
	switch {
	case b.Answer == 1 && t.chat.private():
		closed, err := d.office.CloseBallot(t.act(), b.Ballot)
		if err != nil {
			return err
		}
		return t.show(screen{
			Text: locales.BallotCloseDone(number, ballotOutcome(closed)),
			Keys: d.afterKeys(t, v),
		})
	case b.Answer == 2:
		return t.show(screen{Text: locales.BallotCloseLeft(v.Ballot.Closes), Keys: d.afterKeys(t, v)})
	}
	ask := d.askClose(t, v)
	if t.chat.private() {
		return t.show(ask)
	}
	t.alert(locales.BallotCloseAskedAlert())
	return t.tell(t.person.Telegram, ask)
}

func (d *decisions) askClose(t *turn, v office.BallotView) screen {
	b := v.Ballot
	number, title := ballotName(v)
	text := locales.BallotCloseAsk(number, title, b.Closes, v.Voted, b.Tally.Members, v.Needed)
	if b.Meeting != 0 {
		text = locales.RoomCloseAsk(b.Item, title, b.Closes, v.Here, v.Voted, b.Tally.Members, v.Needed)
	}
	return screen{
		Text: text,
		Keys: [][]key{
			{t.key(locales.BallotCloseNoButton(), closeButton{b.ID, 2})},
			{t.key(locales.BallotCloseYesButton(), closeButton{b.ID, 1}).styled("danger")},
		},
	}
}

func (d *decisions) openProject(t *turn, id fund.ProjectID) [][]key {
	return [][]key{{t.key(locales.WorksOpenButton(), projectButton{Project: id})}}
}

// afterKeys lead from a ballot to its project and its meeting.
func (d *decisions) afterKeys(t *turn, v office.BallotView) [][]key {
	var row []key
	if v.Ballot.Project != 0 {
		row = append(row, t.key(locales.WorksOpenButton(), projectButton{Project: v.Project.ID}))
	}
	if v.Ballot.Meeting != 0 {
		row = append(row, t.key(locales.MeetingBackButton(), meetingButton{v.Ballot.Meeting}))
	}
	return [][]key{row}
}

// decisionKeys are what the person may decide about a project at this moment:
// its vote, its review, or closing the vote early.
func decisionKeys(t *turn, o *office.Office, p fund.Project) ([][]key, error) {
	if p.Status != fund.ProjectVoting {
		return reviewKeys(t, o, p)
	}
	v, err := o.LastBallot(t.tx, p.ID)
	if err != nil {
		return nil, err
	}
	var keys [][]key
	if o.MayVote(t.act(), v.Ballot.ID) == nil {
		keys = append(keys, []key{t.key(locales.BallotOpenButton(), ballotButton{v.Ballot.ID})})
	}
	if o.MayClose(t.act(), v.Ballot.ID) == nil {
		keys = append(keys, []key{t.key(locales.BallotCloseButton(), closeButton{Ballot: v.Ballot.ID})})
	}
	return keys, nil
}

func choiceName(c fund.Choice) locales.Message {
	switch c {
	case fund.ChoiceFor:
		return locales.ChoiceFor()
	case fund.ChoiceAgainst:
		return locales.ChoiceAgainst()
	case fund.ChoiceAbstain:
		return locales.ChoiceAbstain()
	}
	return locales.Message{}
}

func outcomeName(o fund.Outcome) locales.Message {
	switch o {
	case fund.OutcomeCarried:
		return locales.OutcomeCarried()
	case fund.OutcomeLost:
		return locales.OutcomeLost()
	case fund.OutcomeNoQuorum:
		return locales.OutcomeNoQuorum()
	}
	return locales.Message{}
}
