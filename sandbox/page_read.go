package sandbox

import (
	"encoding/json"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// pageOfMessages is how many messages a talk shows at first, and with each
// step back.
const pageOfMessages = 60

// mostUnread is where counting unread messages stops.
const mostUnread = 100

func answer(w http.ResponseWriter, body any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	// The reader may be gone; there is nobody to tell.
	_ = json.NewEncoder(w).Encode(body)
}

func deny(w http.ResponseWriter, code int, why string) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(code)
	_ = json.NewEncoder(w).Encode(map[string]string{"error": why})
}

func number(r *http.Request, name string) int64 {
	n, err := strconv.ParseInt(r.URL.Query().Get(name), 10, 64)
	if err != nil {
		return 0
	}
	return n
}

func (p *page) setup(w http.ResponseWriter, _ *http.Request) {
	type person struct {
		pagePerson
		Username string            `json:"username"`
		Language string            `json:"language"`
		About    map[string]string `json:"about"`
		Heading  map[string]string `json:"heading"`
		Unread   int               `json:"unread"`
	}
	type place struct {
		Label     map[string]string `json:"label"`
		Latitude  float64           `json:"latitude"`
		Longitude float64           `json:"longitude"`
	}
	people, places := []person{}, []place{}
	for _, u := range p.s.Users() {
		who := u.Profile()
		one := person{pagePerson: *viewProfile(who), Username: who.Username, Language: who.Language, About: u.about}
		if p.o.Heading != nil {
			one.Heading = p.o.Heading(u)
		}
		one.Unread = p.unread(u, u.Private())
		people = append(people, one)
	}
	for _, spot := range p.o.Places {
		places = append(places, place(spot))
	}
	now, bot := p.s.now(), p.s.Bot()
	answer(w, map[string]any{
		"title": p.o.Title, "bot": map[string]any{"id": bot.ID, "name": bot.Name(), "username": bot.Username},
		"zone": zoneName(now), "now": now.Unix(), "clock": p.o.Clock != nil, "refused": p.refused(),
		"people": people, "places": places,
	})
}

type pageChat struct {
	ID       int64        `json:"id"`
	Title    string       `json:"title"`
	Kind     ChatKind     `json:"kind"`
	Members  int          `json:"members"`
	Unread   int          `json:"unread"`
	Blocked  bool         `json:"blocked"`
	Started  bool         `json:"started"`
	CanWrite bool         `json:"canWrite"`
	Runs     bool         `json:"runs"` // is an administrator
	Last     *pageMessage `json:"last"`
}

func (p *page) chats(w http.ResponseWriter, r *http.Request) {
	u := p.s.User(number(r, "person"))
	if u == nil {
		deny(w, http.StatusNotFound, "nobody with that number")
		return
	}
	list := []pageChat{}
	for _, c := range u.Chats() {
		list = append(list, p.viewChat(u, c))
	}
	answer(w, map[string]any{"chats": list})
}

func (p *page) viewChat(u *User, c *Chat) pageChat {
	v := pageChat{ID: c.ID(), Title: c.Title(), Kind: c.Kind(), Members: len(c.Members()), Unread: p.unread(u, c), Started: true, CanWrite: true}
	if c.BotStanding().in() {
		v.Members++
	}
	switch c.Kind() {
	case Private:
		v.Title = p.s.Bot().Name()
		v.Blocked = u.Blocked()
	case Channel:
		v.CanWrite = c.Standing(u).leads()
	case Group, Supergroup:
	}
	v.Runs = c.Standing(u).leads()
	if last := p.lastFor(u, c); last != nil {
		v.Last = p.viewMessage(last)
	}
	if c.Kind() == Private {
		v.Started = v.Last != nil || u.Started()
	}
	return v
}

// lastFor returns the newest message the person sees in the chat, or nil.
func (p *page) lastFor(u *User, c *Chat) *Message {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	for _, m := range slices.Backward(c.messages) {
		if m.Only == 0 || m.Only == u.profile.ID {
			return m
		}
	}
	return nil
}

// readAll marks everything there is as read by everybody: the history of a
// practice world is no news.
func (p *page) readAll() {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	for id, c := range p.s.chats {
		if n := len(c.messages); n > 0 {
			p.base[id] = c.messages[n-1].ID
		}
	}
}

// unread counts what the person has not seen of the chat, up to mostUnread.
func (p *page) unread(u *User, c *Chat) int {
	p.mu.Lock()
	seen := max(p.base[c.id], p.read[readKey{u.ID(), c.id}])
	p.mu.Unlock()
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	count := 0
	for _, m := range slices.Backward(c.messages) {
		if m.ID <= seen || count == mostUnread {
			break
		}
		if m.From.ID != u.profile.ID && (m.Only == 0 || m.Only == u.profile.ID) {
			count++
		}
	}
	return count
}

func (p *page) talk(w http.ResponseWriter, r *http.Request) {
	u, c := p.s.User(number(r, "person")), p.s.Chat(number(r, "chat"))
	if u == nil || c == nil || !u.In(c) {
		deny(w, http.StatusNotFound, "that person has no such chat")
		return
	}
	seen := u.Sees(c)
	if before := int(number(r, "before")); before > 0 {
		at, _ := slices.BinarySearchFunc(seen, before, func(m *Message, id int) int { return m.ID - id })
		seen = seen[:at]
	}
	start := max(0, len(seen)-pageOfMessages)
	messages := []*pageMessage{}
	for _, m := range seen[start:] {
		messages = append(messages, p.viewMessage(m))
	}
	var pinned *pageMessage
	if pins := c.Pinned(); len(pins) > 0 {
		pinned = p.viewMessage(pins[len(pins)-1])
	}
	answer(w, map[string]any{
		"messages": messages, "more": start > 0, "pinned": pinned,
		"keys": p.keysFor(u, c, u.Sees(c)), "commands": append([]Command{}, u.Commands(c)...),
	})
}

// keysFor shows the reply keyboard in force with the message that brought it.
func (p *page) keysFor(u *User, c *Chat, seen []*Message) *pageKeys {
	k := u.KeyboardIn(c)
	if k == nil {
		return nil
	}
	for _, m := range slices.Backward(seen) {
		if m.Reply == k {
			return viewKeys(k, m.ID)
		}
	}
	return viewKeys(k, 0)
}

func (p *page) members(w http.ResponseWriter, r *http.Request) {
	c := p.s.Chat(number(r, "chat"))
	if c == nil {
		deny(w, http.StatusNotFound, "no such chat")
		return
	}
	type member struct {
		pagePerson
		Admin bool `json:"admin"`
	}
	list := []member{}
	if st := c.BotStanding(); st.in() {
		list = append(list, member{*viewProfile(p.s.Bot()), st.leads()})
	}
	for _, u := range c.Members() {
		list = append(list, member{*viewProfile(u.Profile()), c.Standing(u).leads()})
	}
	answer(w, map[string]any{"members": list})
}

func (p *page) refused() int {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	return len(p.s.badCalls.items)
}

func (p *page) log(w http.ResponseWriter, _ *http.Request) {
	type entry struct {
		Method string            `json:"method"`
		Error  string            `json:"error"`
		Code   int               `json:"code"`
		At     int64             `json:"at"`
		Params map[string]string `json:"params"`
	}
	entries := []entry{}
	for _, v := range slices.Backward(p.s.Violations()) {
		entries = append(entries, entry{Method: v.Method, Error: v.Error, Code: v.Code, At: v.At.Unix(), Params: v.Params})
	}
	answer(w, map[string]any{"entries": entries})
}

// file serves what people and the bot sent. Only pictures are shown by the
// browser; everything else is handed over as a download, so that no file can
// act as a page of this server.
func (p *page) file(w http.ResponseWriter, r *http.Request) {
	data, name, kind, ok := p.s.File(r.PathValue("id"))
	if !ok {
		deny(w, http.StatusNotFound, "no such file")
		return
	}
	h := w.Header()
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'")
	h.Set("Cache-Control", "private, max-age=86400, immutable")
	switch kind {
	case "image/png", "image/jpeg", "image/gif", "image/webp":
		h.Set("Content-Type", kind)
	default:
		h.Set("Content-Type", "application/octet-stream")
		h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": strings.ToValidUTF8(name, "_")}))
	}
	h.Set("Content-Length", strconv.Itoa(len(data)))
	_, _ = w.Write(data) // the reader may be gone
}
