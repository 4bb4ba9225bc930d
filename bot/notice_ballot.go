package bot

import (
	"encoding/json"
	"strconv"

	"huimin/fund"
	"huimin/locales"
	"huimin/office"
	"huimin/report"
	"huimin/store"
)

// ballotPost is the post in the representatives' group: the project, how many
// have voted, never how, and the buttons while it is open.
func (d *decisions) ballotPost(v *view, data json.RawMessage) (screen, error) {
	n, err := read[office.BallotPost](data)
	if err != nil {
		return screen{}, err
	}
	b, err := d.office.Ballot(v.tx, n.Ballot)
	if err != nil {
		return screen{}, err
	}
	if b.Ballot.Kind != fund.BallotMotion {
		return d.questionPost(v, b)
	}
	text, err := d.ballotText(v.tx, b)
	if err != nil {
		return screen{}, err
	}
	s := screen{Text: text}
	if len(b.Project.Before) > 0 {
		s.Photos = files(b.Project.Before[:1])
	}
	if b.Ballot.Status == fund.BallotClosed {
		return s, nil
	}
	mine := locales.BallotMineButton()
	hint, keys := locales.BallotHint(), append(voteKeys(v.buttons, n.Ballot), []key{v.key(mine, myVoteButton{n.Ballot})})
	switch {
	case b.Ballot.Secret:
		hint, keys, mine = locales.SecretHint(), secretKeys(v.buttons, n.Ballot), locales.SecretVotedButton()
	case b.Ballot.Meeting != 0:
		hint = locales.MinutesBallotHint()
	}
	outage, err := d.outageNote(v.tx, b, mine)
	s.Text, s.Keys = locales.Paragraphs(outage, text, hint), append(keys, []key{v.key(closeLabel(b), closeButton{Ballot: n.Ballot})})
	return s, err
}

// outageNote says in an open ballot's post that presses before it may be lost,
// and by which button everybody sees whether theirs counts.
func (d *decisions) outageNote(tx *store.Tx, b office.BallotView, mine locales.Message) (note locales.Message, err error) {
	from, to, err := d.office.Outage(tx)
	if b.Ballot.Opened.Before(to) {
		note = locales.RoomOutage(from, to, mine)
	}
	return note, err
}

func closeLabel(v office.BallotView) locales.Message {
	if v.Ballot.Meeting != 0 {
		return locales.BallotEndButton()
	}
	return locales.BallotCloseButton()
}

// ballotText is what a ballot is about and how it stands.
func (d *decisions) ballotText(tx *store.Tx, v office.BallotView) (locales.Message, error) {
	sheet, err := d.ballotSheet(tx, v)
	if err != nil {
		return locales.Message{}, err
	}
	b := v.Ballot
	switch {
	case b.Status == fund.BallotClosed:
		return locales.Paragraphs(locales.BallotClosedPost(sheet, b.ClosedAt), d.counted(v)), nil
	case b.Meeting != 0:
		post := locales.BallotPostHere(sheet, b.Closes, v.Here, v.Voted, v.Needed, b.Tally.Members)
		if v.Uncounted > 0 {
			post = locales.Lines(post, locales.RoomWaiting(v.Uncounted))
		}
		return post, nil
	}
	return locales.BallotPost(sheet, b.Closes, v.Voted, b.Tally.Members, v.Needed), nil
}

// ballotSheet is what a ballot is about: a project, or a free item of a
// meeting.
func (d *decisions) ballotSheet(tx *store.Tx, v office.BallotView) (locales.Message, error) {
	var lines []locales.Message
	if v.Ballot.Project == 0 {
		lines = append(lines, locales.MeetingItemFree(v.Item.N, v.Item.Title))
		if v.Item.Text != "" {
			lines[0] = locales.MeetingItemText(lines[0], v.Item.Text)
		}
	} else {
		facts, err := sheetFacts(tx, d.office, v.Project, v.Ballot.Opened)
		if err != nil {
			return locales.Message{}, err
		}
		full, err := d.office.Dossier(tx, v.Project, v.Ballot.Opened)
		if err != nil {
			return locales.Message{}, err
		}
		lines = append(facts, sheetSplit(d.office, v.Project, full, v.Ballot.Opened), sheetStudy(full))
	}
	if v.Ballot.Reason != "" {
		lines = append(lines, locales.BallotAnew(v.Ballot.Reason))
	}
	return locales.Lines(lines...), nil
}

// ballotName is the number and title of what a ballot is about.
func ballotName(v office.BallotView) (number, title string) {
	if v.Ballot.Project != 0 {
		return v.Project.Number, v.Project.Title
	}
	return strconv.Itoa(v.Item.N), v.Item.Title
}

// ballotResult is the result in the representatives' group: the count, the
// quorum, the outcome, what comes next, and the record's head for everybody to
// keep.
func (d *decisions) ballotResult(v *view, data json.RawMessage) (screen, error) {
	n, err := read[office.BallotPost](data)
	if err != nil {
		return screen{}, err
	}
	b, err := d.office.Ballot(v.tx, n.Ballot)
	if err != nil {
		return screen{}, err
	}
	if b.Ballot.Kind != fund.BallotMotion {
		return d.questionResult(v, b)
	}
	head, err := v.tx.Head()
	if err != nil {
		return screen{}, err
	}
	next, err := d.afterBallot(v.tx, b)
	if err != nil {
		return screen{}, err
	}
	secret, err := d.secretWords(v.tx, b)
	if err != nil {
		return screen{}, err
	}
	said := append([]locales.Message{resultTitle(b), d.counted(b), next}, secret...)
	s := screen{Text: locales.Paragraphs(append(said, locales.BallotRecord(int(head.Size), report.Head(head).Short()))...)}
	post, err := found(v.tx.Post(v.chat, office.BallotTopic(n.Ballot)))
	s.ReplyTo = post.Message
	return s, err
}

// resultTitle heads a result: what was voted on, when that ended, and whether
// somebody ended it before its hour.
func resultTitle(v office.BallotView) locales.Message {
	b := v.Ballot
	number, name := ballotName(v)
	if b.Meeting != 0 {
		if b.Project != 0 {
			name = number + " " + name
		}
		if b.ClosedBy != 0 {
			return locales.RoomResultEarly(b.Item, name, b.ClosedAt)
		}
		return locales.RoomResultOnTime(b.Item, name, b.ClosedAt)
	}
	if b.ClosedBy != 0 {
		return locales.BallotResultEarly(number, name, b.ClosedAt)
	}
	return locales.BallotResult(number, name, b.ClosedAt)
}

// counted says how a closed ballot was counted and what that means.
func (d *decisions) counted(v office.BallotView) locales.Message {
	t := v.Ballot.Tally
	voted := t.Voted()
	if v.Ballot.Meeting != 0 {
		return d.countedHere(v)
	}
	if voted == 0 {
		return locales.Lines(locales.BallotNobody(t.Members, v.Needed), locales.BallotNoQuorum())
	}
	lines := []locales.Message{
		locales.BallotCounts(t.For, t.Against, t.Abstain, share(t.For, voted), share(t.Against, voted), share(t.Abstain, voted)),
		locales.BallotQuorum(voted, t.Members, v.Needed),
	}
	switch v.Ballot.Outcome {
	case fund.OutcomeCarried, fund.OutcomeLost:
		lines = append(lines, outcomeWords(v.Ballot.Outcome, v.Rules.Majority, t))
	case fund.OutcomeNoQuorum:
		lines = append(lines, locales.BallotNoQuorum())
	}
	return locales.Lines(lines...)
}

// countedHere is counted for a meeting's vote, in which those present count
// who did not vote.
func (d *decisions) countedHere(v office.BallotView) locales.Message {
	t := v.Ballot.Tally
	here := max(t.Attending(), 1)
	lines := []locales.Message{
		locales.BallotCounts(t.For, t.Against, t.Abstain, share(t.For, here), share(t.Against, here), share(t.Abstain, here)),
		locales.BallotQuorumHere(t.Attending(), t.Members, t.Voted(), v.Needed),
	}
	if t.Room > 0 {
		lines = append(lines, locales.RoomResult(t.Room, v.Room.For, v.Room.Against, v.Room.Abstain))
	}
	if t.Uncounted > 0 {
		lines = append(lines, locales.RoomUncounted(t.Uncounted))
	}
	switch outcome := v.Ballot.Outcome; {
	case v.Ballot.Secret && v.Papers != v.Voted-t.Room:
		lines = append(lines, locales.SecretMismatch(v.Papers, v.Voted-t.Room))
	case outcome == fund.OutcomeCarried:
		lines = append(lines, locales.BallotCarriedHere(t.For, t.Attending()))
	case outcome == fund.OutcomeLost:
		majority := v.Rules.Majority
		lines = append(lines, locales.BallotLostHere(t.For, t.Attending(), majority.Num*t.Attending()/majority.Den+1))
	case outcome == fund.OutcomeNoQuorum && t.Uncounted > 0 && v.Rules.Quorate(t):
		lines = append(lines, locales.RoomUndecided())
	case outcome == fund.OutcomeNoQuorum:
		lines = append(lines, locales.BallotNoQuorum())
	}
	return locales.Lines(lines...)
}

// outcomeWords says why a ballot is carried or lost. Most places ask for more
// than half.
func outcomeWords(o fund.Outcome, majority fund.Share, t fund.Tally) locales.Message {
	needed := majority.Num*t.Voted()/majority.Den + 1
	carried, half := o == fund.OutcomeCarried, 2*majority.Num == majority.Den
	switch {
	case carried && half:
		return locales.BallotCarried(t.For, t.Voted())
	case carried:
		return locales.BallotCarriedBy(t.For, t.Voted(), needed)
	case half:
		return locales.BallotLost(t.For, t.Voted(), needed)
	}
	return locales.BallotLostBy(t.For, t.Voted(), needed)
}

// share is n of total in hundredths of a percent, rounded.
func share(n, total int) int { return (2*10000*n + total) / (2 * total) }

// afterBallot says what comes next, from where the project stands now.
func (d *decisions) afterBallot(tx *store.Tx, v office.BallotView) (locales.Message, error) {
	if v.Ballot.Project == 0 {
		return locales.Message{}, nil
	}
	prog, p := v.Rules, v.Project
	limit := int64(prog.CommunityMost())
	switch v.Ballot.Outcome {
	case fund.OutcomeLost:
		if p.Status != fund.ProjectLost { // it was about a change of the works
			return locales.ChangeNextKept(int64(p.MaySpend().Total())), nil
		}
		return locales.BallotNextLost(), nil
	case fund.OutcomeNoQuorum:
		return locales.BallotNextAgain(), nil
	case fund.OutcomeCarried:
	}
	switch {
	case prog.TierFor(p.Cost()) == fund.TierCommunity && !p.StartedAt.IsZero():
		return locales.ChangeNextOn(limit), nil
	case prog.TierFor(p.Cost()) == fund.TierCommunity:
		return locales.BallotNextApproved(limit), nil
	case p.Status != fund.ProjectStreet:
		return locales.BallotNextReview(limit), nil
	}
	street, err := holderName(tx, d.office, fund.HolderStreet, p.Community)
	return locales.BallotNextStreet(limit, street, p.Due), err
}

// ballotReminder reminds a representative who has not voted, and takes the
// vote on the spot.
func (d *decisions) ballotReminder(v *view, data json.RawMessage) (screen, error) {
	n, err := read[office.BallotPost](data)
	if err != nil {
		return screen{}, err
	}
	b, err := d.office.Ballot(v.tx, n.Ballot)
	if err != nil {
		return screen{}, err
	}
	person, err := v.tx.PersonByTelegram(v.chat)
	if err != nil {
		return screen{}, err
	}
	choice, err := d.office.MyVote(v.tx, n.Ballot, person.ID)
	if err != nil {
		return screen{}, err
	}
	if choice != "" || b.Ballot.Accepts(v.now) != nil {
		return screen{}, errNothing
	}
	text, err := d.ballotText(v.tx, b)
	if err != nil {
		return screen{}, err
	}
	return screen{
		Text: locales.Paragraphs(locales.BallotRemind(b.Ballot.Closes), text),
		Keys: voteKeys(v.buttons, n.Ballot),
	}, nil
}
