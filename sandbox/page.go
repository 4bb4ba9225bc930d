package sandbox

import (
	"context"
	"embed"
	"io/fs"
	"net/http"
	"sync"
	"time"
)

//go:embed page
var pageFiles embed.FS

// PageOptions says what the chat page shows beside the practice world itself.
type PageOptions struct {
	// Title is the name in the bar and of the window.
	Title string
	// Clock lets the reader move the practice clock; nil shows none.
	Clock *PageClock
	// Places are offered when somebody sends a place. Without any, the page
	// offers one point in the middle of Liuzhou.
	Places []PagePlace
	// Heading returns the words, by language, under which a person is listed
	// where one chooses whom to be. Nil, or no words, puts everybody under one
	// heading.
	Heading func(*User) map[string]string
}

// PageClock is the practice clock as the page may move it.
type PageClock struct {
	// Now is the practice time.
	Now func() time.Time
	// Stops are the places to jump to, soonest first; it may be nil.
	Stops func() []PageStop
	// Move returns when everything that fell due on the way has run.
	Move func(ctx context.Context, to time.Time) error
}

// PageStop is a moment worth jumping to, such as the next deadline.
type PageStop struct {
	At    time.Time
	Label map[string]string // by language
}

// PagePlace is a place to send, in degrees.
type PagePlace struct {
	Label               map[string]string // by language
	Latitude, Longitude float64
}

// page is the chat page: a second user of the driver. It keeps nothing but
// who has read how far.
type page struct {
	s *Server
	o PageOptions

	moving sync.Mutex // one move of the clock at a time

	mu   sync.Mutex
	base map[int64]int   // chat → last message when the page was made
	read map[readKey]int // last message somebody has read
}

type readKey struct{ person, chat int64 }

// Page serves a chat page on which a reader plays the people of the practice
// world: chooses whom to be, writes, presses buttons, sends photos and places,
// and moves the clock. Everything comes from the binary, and no request leaves
// the server. It may be mounted under any path that ends in a slash, with the
// path stripped. Streams of events end when the request's context does, or
// with [Server.Close]: close the Server before waiting for an http.Server's
// shutdown.
//
// Requests that change something are refused unless they come from the page
// itself (the header X-Sandbox, and Go's cross-origin protection).
//
// # For tests that drive the page
//
// The address remembers who is where: #PERSON or #PERSON.CHAT, and several
// phones as #PERSON.CHAT|PERSON.CHAT; the private chat with the bot has the
// person's own id. These attributes stay as they are:
//
//	body[data-ready]                    the page is drawn
//	[data-column="1"]                   a phone; data-playing holds its person's id
//	[data-screen="people|chats|chat"]   what a phone shows
//	[data-person="ID"]                  a person to be chosen
//	[data-chat="ID"]                    a chat in the list; data-kind, and [data-unread] inside
//	[data-conversation="ID"]            the open talk; [data-log] is its list of messages
//	[data-message="ID"]                 a message; data-own, data-from, data-edited
//	[data-button="LABEL"]               an inline button, under its message; aria-busy while it waits
//	[data-key="LABEL"]                  a button of the reply keyboard
//	[data-compose], [data-send]         the input line and its button
//	[data-command="NAME"]               a command in the list that "/" opens
//	[data-aim="reply|edit"]             what is being replied to or edited
//	[data-pinned="ID"], [data-photo], [data-file], [data-place], [data-poll], [data-option]
//	[data-alert]                        the window of an alert; [data-action="ok"] closes it
//	[data-toast]                        a passing note
//	[data-clock]                        the clock: data-now in Unix seconds, aria-busy while it moves
//	[data-clock-stop="N"]               a stop in the clock's dialog
//	[data-log-count]                    how many calls were refused; hidden for none
//	[data-log-drawer], [data-violation="METHOD"]
//	[data-field="…"]                    link, caption, latitude, longitude, search, photo-file
//	[data-picture="KEY"]                a practice picture
//	[data-action="…"]                   back, start, unblock, attach, photo, place, file, send-photo,
//	                                    send-place, commands, keys, message-menu, reply, edit, copy,
//	                                    cancel-aim, chat-menu, block, members, leave, open-link, open,
//	                                    vote, retract, clock, plus-hour, plus-day, log, language,
//	                                    settings, add-column, close-column, to-bottom, earlier, ok
func (s *Server) Page(o PageOptions) http.Handler {
	if o.Title == "" {
		o.Title = "@" + s.Bot().Username
	}
	if len(o.Places) == 0 {
		o.Places = []PagePlace{{Label: map[string]string{"en": "Liuzhou", "zh": "柳州"}, Latitude: 24.3264, Longitude: 109.4281}}
	}
	p := &page{s: s, o: o, base: map[int64]int{}, read: map[readKey]int{}}
	p.readAll()
	mux := http.NewServeMux()
	mux.Handle("GET /{$}", p.assets("index.html"))
	mux.Handle("GET /page/", p.assets(""))
	mux.HandleFunc("GET /sandbox/setup", p.setup)
	mux.HandleFunc("GET /sandbox/chats", p.chats)
	mux.HandleFunc("GET /sandbox/talk", p.talk)
	mux.HandleFunc("GET /sandbox/members", p.members)
	mux.HandleFunc("GET /sandbox/log", p.log)
	mux.HandleFunc("GET /sandbox/stops", p.stops)
	mux.HandleFunc("GET /sandbox/file/{id}", p.file)
	mux.HandleFunc("GET /sandbox/events", p.stream)
	mux.HandleFunc("POST /sandbox/clock", p.moveClock)
	mux.HandleFunc("POST /sandbox/read", p.markRead)
	mux.HandleFunc("POST /sandbox/photo", p.photo)
	mux.HandleFunc("POST /sandbox/file", p.upload)
	for name, act := range p.acts() {
		mux.HandleFunc("POST /sandbox/"+name, p.acting(act))
	}
	return guarded(mux)
}

// assets serves the embedded files; a name serves that one file.
func (p *page) assets(name string) http.Handler {
	files, err := fs.Sub(pageFiles, "page")
	if err != nil {
		panic("sandbox: the page is not embedded: " + err.Error())
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-cache")
		if name != "" {
			http.ServeFileFS(w, r, files, name)
			return
		}
		http.StripPrefix("/page/", http.FileServerFS(files)).ServeHTTP(w, r)
	})
}

// pagePolicy lets the page load nothing from elsewhere, run no script but its
// own, turn no text into markup, and be framed by nobody.
const pagePolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; " +
	"connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"

// guarded refuses what other pages try to do through the reader's browser.
func guarded(next http.Handler) http.Handler {
	act := http.NewCrossOriginProtection().Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", pagePolicy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		if r.Method == http.MethodPost && r.Header.Get("X-Sandbox") == "" {
			deny(w, http.StatusForbidden, "the header X-Sandbox is missing")
			return
		}
		act.ServeHTTP(w, r)
	})
}
