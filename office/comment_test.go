package office

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"huimin/fund"
	"huimin/store"
)

func (w *world) comment(by fund.Person, r fund.Request, text string) (c store.Comment) {
	w.t.Helper()
	w.must(by, func(a Act) (err error) { c, err = w.office.Comment(a, r.ID, text); return err })
	return c
}

func TestAQuestionReachesTheStaffAndItsAnswerWhoAsked(t *testing.T) {
	w := newWorld(t)
	r := w.ask(w.ann, "the lamp is broken")
	since := w.lastOutbox()
	q := w.comment(w.bob, r, "Since when?")
	data := fmt.Sprintf(`{"Request":%d,"Comment":%d,"Office":false}`, r.ID, q.ID)
	want := []string{"request_comment 920 " + data, "request_question 904 " + data}
	if got := w.said(since); strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("without a staff group: %q, want %q", got, want)
	}
	w.bindAll()
	since = w.lastOutbox()
	q = w.comment(w.cat, r, "Who pays?")
	data = fmt.Sprintf(`{"Request":%d,"Comment":%d,"Office":false}`, r.ID, q.ID)
	want = []string{"request_comment 920 " + data, fmt.Sprintf("request_question %d %s", groupStaff, data)}
	if got := w.said(since); strings.Join(got[:2], "\n") != strings.Join(want, "\n") {
		t.Errorf("with a staff group: %q, want %q", got, want)
	}
	since = w.lastOutbox()
	answer := w.comment(w.staff, r, "Since Monday; the fund.")
	if !answer.Office {
		t.Error("the staff's comment is no answer")
	}
	data = fmt.Sprintf(`{"Request":%d,"Comment":%d,"Office":true}`, r.ID, answer.ID)
	want = []string{"request_comment 920 " + data, "request_comment 921 " + data, "request_comment 922 " + data}
	if got := w.said(since); strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("the answer: %q, want %q", got, want)
	}
	since = w.lastOutbox()
	w.comment(w.staff, r, "It is mended.")
	if got := w.said(since); len(got) != 1 || !strings.HasPrefix(got[0], "request_comment 920 ") {
		t.Errorf("who was answered hears no more: %q", got)
	}
}

func TestCommentsThatAreRefused(t *testing.T) {
	w := newWorld(t)
	r := w.ask(w.ann, "the lamp is broken")
	say := func(text string) func(Act) error {
		return func(a Act) error { _, err := w.office.Comment(a, r.ID, text); return err }
	}
	w.refuse(w.dan, fund.ErrNotAllowed, say("hello"))
	w.refuse(w.officer2, fund.ErrNotAllowed, say("hello"))
	w.refuse(fund.Person{}, ErrNoConsent, say("hello"))
	for _, text := range []string{" ", strings.Repeat("长", 501)} {
		var e *fund.LengthError
		if err := w.try(w.bob, say(text)); !errors.As(err, &e) || e.What != WhatComment {
			t.Errorf("%.10q: %v", text, err)
		}
	}
	for range maxCommentsPerDay {
		w.comment(w.bob, r, "hello")
	}
	var e *fund.PaceError
	if err := w.try(w.bob, say("hello")); !errors.As(err, &e) {
		t.Errorf("one too many: %v", err)
	}
	w.comment(w.cat, r, "others may")
}
