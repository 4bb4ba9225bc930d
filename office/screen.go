package office

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"huimin/fund"
	"huimin/store"
)

// CodeShown is for how long the code stays on a screen before whoever presides
// has to ask for it again.
const CodeShown = 3 * time.Hour

// MeetingCode points at the code on a screen.
type MeetingCode struct{ Meeting fund.MeetingID }

// codeTopic is under what the code on a screen is edited.
func codeTopic(id fund.MeetingID) string { return fmt.Sprintf("code:%d", id) }

// ShowCode has the code shown in the act's person's private chat, anew at the
// end of it, and changed every half minute from then on: for whoever presides
// at an open meeting. *fund.NotAllowed, *fund.StateError.
func (o *Office) ShowCode(a Act, id fund.MeetingID) error {
	_, until, err := o.CheckInCode(a, id)
	if err == nil {
		err = o.takeCode(a, store.CodeScreen{Meeting: id, Person: a.By.ID})
	}
	if err == nil {
		err = a.Tx.SaveScreen(store.CodeScreen{Meeting: id, Person: a.By.ID, Due: until, Until: a.Now.Add(CodeShown)})
	}
	if err == nil {
		err = o.tellOn(a, a.By.ID, codeTopic(id), Notice{Kind: KindMeetingCode, Data: MeetingCode{id}, Lane: store.LaneReply})
	}
	if err != nil {
		return fmt.Errorf("show code of meeting %d: %w", id, err)
	}
	return nil
}

// HideCode takes the code off the act's person's screen, and tells whether it
// was there.
func (o *Office) HideCode(a Act, id fund.MeetingID) (was bool, err error) {
	if was, err = a.Tx.DropScreen(id, a.By.ID); err == nil && was {
		err = o.takeCode(a, store.CodeScreen{Meeting: id, Person: a.By.ID})
	}
	if err != nil {
		return was, fmt.Errorf("hide code of meeting %d: %w", id, err)
	}
	return was, nil
}

// takeCode has the message with a code deleted.
func (o *Office) takeCode(a Act, s store.CodeScreen) error {
	p, err := a.Tx.Person(s.Person)
	if err != nil {
		return err
	}
	post, err := a.Tx.Post(p.Telegram, codeTopic(s.Meeting))
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err == nil {
		err = a.Tx.DropPost(post.Chat, post.Topic)
	}
	if err != nil {
		return err
	}
	return o.post(a, post.Chat, "", Notice{Kind: KindGone, Data: Gone{post.Message}, Lane: store.LaneReply})
}

// CodeOn gives the code to be shown on somebody's screen at the act's moment:
// [store.ErrNotFound] when it is not on it.
func (o *Office) CodeOn(a Act, id fund.MeetingID, person fund.PersonID) (code string, err error) {
	screens, err := a.Tx.Screens()
	if err != nil {
		return "", err
	}
	if !slices.ContainsFunc(screens, func(s store.CodeScreen) bool { return s.Meeting == id && s.Person == person }) {
		return "", store.ErrNotFound
	}
	m, err := o.openMeeting(a.Tx, id)
	if err != nil {
		return "", err
	}
	code, _, err = o.codeAt(a.Tx, m, a.Now)
	return code, err
}

// NextCode gives when a code on a screen changes next; the zero time while none
// is shown.
func (o *Office) NextCode(tx *store.Tx) (time.Time, error) {
	list, err := tx.Screens()
	if err != nil || len(list) == 0 {
		return time.Time{}, err
	}
	return o.local(list[0].Due), nil
}

// TurnCodes changes the codes that are due on screens. One whose meeting is
// over, who does not preside any more, or that was shown long enough, is taken
// off; the last is told to whoever asked for it.
func (o *Office) TurnCodes(a Act) error {
	list, err := a.Tx.Screens()
	for _, s := range list {
		if err == nil && !s.Due.After(a.Now) {
			err = o.turnCode(a, s)
		}
	}
	if err != nil {
		return fmt.Errorf("turn codes: %w", err)
	}
	return nil
}

func (o *Office) turnCode(a Act, s store.CodeScreen) error {
	p, err := a.Tx.Person(s.Person)
	if err != nil {
		return err
	}
	_, until, err := o.CheckInCode(Act{Tx: a.Tx, Now: a.Now, By: p}, s.Meeting)
	var state *fund.StateError
	over := errors.As(err, &state) || errors.Is(err, fund.ErrNotAllowed)
	if err != nil && !over {
		return err
	}
	n := Notice{Kind: KindMeetingCode, Data: MeetingCode{s.Meeting}, Lane: store.LaneReply, Expires: until}
	if !over && a.Now.Before(s.Until) {
		s.Due = until
		if err := a.Tx.SaveScreen(s); err != nil {
			return err
		}
		return o.tellOn(a, s.Person, codeTopic(s.Meeting), n)
	}
	if _, err := a.Tx.DropScreen(s.Meeting, s.Person); err != nil {
		return err
	}
	if err := o.takeCode(a, s); err != nil || over {
		return err
	}
	return o.tell(a, s.Person, Notice{Kind: KindMeetingCodeOver, Data: MeetingCode{s.Meeting}, Lane: store.LaneNotice})
}

// CodeAnswer is what came of a code that somebody entered.
type CodeAnswer string

// The answers: they are checked in now, they were before, the code is not the
// one on the screen, and they guessed too often in this half minute.
const (
	CodeTaken   CodeAnswer = "taken"
	CodeAgain   CodeAnswer = "again"
	CodeWrong   CodeAnswer = "wrong"
	CodeTooMany CodeAnswer = "too_many"
)

// wrongCodes is how many wrong codes one person may enter in half a minute: of
// a million codes two are right, so that whoever guesses for three hours finds
// one with less than three chances in a thousand.
const wrongCodes = 3

// TryCode is [Office.CheckIn] by a code that somebody typed, and counts the
// wrong ones: [ErrNotMember], *fund.StateError.
func (o *Office) TryCode(a Act, id fund.MeetingID, code string) (CodeAnswer, error) {
	step := a.Now.Unix() / int64(fund.CodeStep/time.Second)
	n, err := a.Tx.WrongCodes(a.By.ID, step)
	if err != nil {
		return "", err
	}
	if n >= wrongCodes {
		return CodeTooMany, nil
	}
	moved, err := o.CheckIn(a, id, code)
	switch {
	case errors.Is(err, ErrWrongCode):
		return CodeWrong, a.Tx.CountWrongCode(a.By.ID, step)
	case err != nil:
		return "", err
	case moved:
		return CodeTaken, nil
	}
	return CodeAgain, nil
}

// SittingOf gives the open meetings of which somebody is a member, the soonest
// called first.
func (o *Office) SittingOf(tx *store.Tx, person fund.PersonID) ([]fund.Meeting, error) {
	list, err := tx.MeetingsOf(person, fund.MeetingOpen)
	for i := range list {
		list[i] = o.localMeeting(list[i])
	}
	return list, err
}
