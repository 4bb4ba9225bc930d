package sandbox

import (
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
	"time"
)

const (
	// heartbeat is how often a quiet stream says what time it is.
	heartbeat = 10 * time.Second
	// maxWaiting is how many changes wait for a slow reader; with more, the
	// page is told to fetch everything again.
	maxWaiting = 500
)

// pageEvent is a change as the page hears of it.
type pageEvent struct {
	Kind    string       `json:"kind"` // message, gone, answer, action, chats or reload
	Chat    int64        `json:"chat,omitempty"`
	Message *pageMessage `json:"message,omitempty"`
	ID      int          `json:"id,omitempty"` // of a message that is gone
	Tap     string       `json:"tap,omitempty"`
	Text    string       `json:"text,omitempty"`
	Alert   bool         `json:"alert,omitempty"`
	URL     string       `json:"url,omitempty"`
}

// pageBatch is what one event of the stream carries.
type pageBatch struct {
	Hello   bool        `json:"hello,omitempty"` // the first: from now on nothing is missed
	Now     int64       `json:"now"`
	Refused int         `json:"refused"`
	Events  []pageEvent `json:"events,omitempty"`
}

// waiting holds changes until the stream has written those before.
type waiting struct {
	mu     sync.Mutex
	events []Event
	over   bool // some were dropped
	more   chan struct{}
}

func (q *waiting) add(e Event) {
	q.mu.Lock()
	if len(q.events) < maxWaiting {
		q.events = append(q.events, e)
	} else {
		q.over = true
	}
	q.mu.Unlock()
	select {
	case q.more <- struct{}{}:
	default:
	}
}

func (q *waiting) take() (events []Event, over bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	events, over = q.events, q.over
	q.events, q.over = nil, false
	return events, over
}

// stream writes every visible change as a server-sent event until the reader
// goes away or the world is closed.
func (p *page) stream(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no")
	out := http.NewResponseController(w)
	// A server with a write deadline would cut the stream; one without
	// support for lifting it still serves.
	_ = out.SetWriteDeadline(time.Time{})

	q := &waiting{more: make(chan struct{}, 1)}
	cancel := p.s.Subscribe(q.add)
	defer cancel()
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()

	batch := pageBatch{Hello: true}
	for {
		batch.Now, batch.Refused = p.s.now().Unix(), p.refused()
		body, err := json.Marshal(batch)
		if err != nil {
			return
		}
		if _, err := fmt.Fprintf(w, "retry: 1500\ndata: %s\n\n", body); err != nil {
			return
		}
		if out.Flush() != nil {
			return
		}
		select {
		case <-q.more:
			batch = pageBatch{Events: p.viewEvents(q.take())}
		case <-beat.C:
			batch = pageBatch{}
		case <-r.Context().Done():
			return
		case <-p.s.done:
			return
		}
	}
}

// viewEvents shows changes to the page. Of several versions of one message
// only the last is shown, where the first came: the page draws new messages
// in the order of their numbers.
func (p *page) viewEvents(events []Event, over bool) []pageEvent {
	if over {
		return []pageEvent{{Kind: "reload"}}
	}
	type place struct {
		chat *Chat
		id   int
	}
	latest := map[place]*Message{}
	for _, e := range events {
		if shows(e.Kind) {
			latest[place{e.Chat, e.Message.ID}] = e.Message
		}
	}
	var views []pageEvent
	chats := false
	for _, e := range events {
		switch e.Kind {
		case EventMessage, EventEdit, EventPin, EventPoll:
			at := place{e.Chat, e.Message.ID}
			if m := latest[at]; m != nil {
				views = append(views, pageEvent{Kind: "message", Chat: e.Chat.ID(), Message: p.viewMessage(m)})
				delete(latest, at)
			}
		case EventDelete:
			views = append(views, pageEvent{Kind: "gone", Chat: e.Chat.ID(), ID: e.Message.ID})
		case EventAnswer:
			a, _ := e.Tap.Answer()
			views = append(views, pageEvent{Kind: "answer", Tap: e.Tap.ID, Text: a.Text, Alert: a.Alert, URL: a.URL})
		case EventAction:
			views = append(views, pageEvent{Kind: "action", Chat: e.Chat.ID()})
		case EventUser:
			return []pageEvent{{Kind: "reload"}}
		case EventMember, EventChat, EventCommands:
			chats = true
		case EventTap, EventViolation: // seen elsewhere: the tap's answer, the count
		}
	}
	if chats {
		views = append(views, pageEvent{Kind: "chats"})
	}
	return views
}

// shows says whether an event brings a version of a message.
func shows(kind EventKind) bool {
	switch kind {
	case EventMessage, EventEdit, EventPin, EventPoll:
		return true
	case EventDelete, EventTap, EventAnswer, EventAction, EventMember, EventChat, EventUser, EventCommands, EventViolation:
		return false
	}
	return false
}
